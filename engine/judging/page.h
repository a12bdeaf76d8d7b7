/* What the judge says of a rule as a page of plain text of 80 columns: its description, and why it gives what it gives
 * for a case. Knows no command, no store and no terminal. */
#pragma once

#include "base/text.h"
#include "judging/arbiter.h"

/* Adds title, condition as a sentence, effects, grounds and sources of a rule, behind an empty line unless the text is
 * empty. catalog: knows the sources. */
void page_rule(Text *t, const Catalog *catalog, const PackInfo *pack, const RuleInfo *rule);

/* Is this the rule that "rule" or "pack/rule" names? NULL names any. */
bool page_is_named(const char *name, const PackInfo *pack, const RuleInfo *rule);

/* Has one of the packs a rule that "rule" or "pack/rule" names? */
bool page_finds(const PackInfo *packs, size_t count, const char *name);

/* Adds the verdict with every condition, value, norm, cut and error, behind an empty line unless the text is empty. */
void page_explanation(Text *t, const Explanation *e);
