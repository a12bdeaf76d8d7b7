/* On what an assessment rests, as one page to print. */
#include "commands/basis.h"

#include "base/output.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "formats/page.h"
#include "sitting/cases.h"

#include <string.h>

static const struct {
  const char *name;
  FolioWrite *write;
} forms[] = {{"text", folio_text}, {"markdown", folio_markdown}, {"html", folio_html}};

static FolioWrite *find_form(Session *s, const char *name, Err *err) {
  if (!name) return folio_text;
  for (size_t i = 0; i < ARRAY_LEN(forms); i++)
    if (strcmp(forms[i].name, name) == 0) return forms[i].write;
  fail(err, ERR_USAGE, "--format", "'%s' is none of text, markdown and html", record_safe(s, name));
  return NULL;
}

/* The sentences must be those that judged. */
static bool same_packs(const Session *s, const StoredResult *stored) {
  size_t same = 0;
  for (size_t i = 0; i < stored->pack_count; i++)
    for (size_t k = 0; k < s->pack_count; k++) same += strcmp(stored->packs[i].hex, s->packs[k].hash.hex) == 0;
  return same == stored->pack_count && same == s->pack_count;
}

static const RuleInfo *rule_of(const Session *s, const Finding *f) {
  for (size_t i = 0; i < s->pack_count; i++)
    for (size_t k = 0; k < s->packs[i].rule_count && strcmp(s->packs[i].id, f->pack) == 0; k++)
      if (strcmp(s->packs[i].rules[k].id, f->rule) == 0) return &s->packs[i].rules[k];
  return NULL;
}

static void add_rules(Session *s, const Result *result, Page *page) {
  PageRule *rules = arena_array(&s->run, result->finding_count, sizeof *rules);
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    const RuleInfo *rule = rule_of(s, f);
    if (f->truth == TRUTH_TRUE && rule)
      rules[page->rule_count++] = (PageRule){.finding = f, .sentence = rule->sentence};
  }
  page->rules = rules;
}

/* One rule at a time. A result that differs from what is stored is told by its sentence. */
bool basis_explain(Session *s, Page *page, Err *err) {
  PageRule *rules = arena_array(&s->run, page->rule_count, sizeof *rules);
  for (size_t i = 0; i < page->rule_count; i++) {
    const Finding *f = page->rules[i].finding;
    Explanation *tree;
    size_t count;
    rules[i] = page->rules[i];
    if (!judge_explain(s->judge, &s->run, page->given, arena_printf(&s->run, "%s/%s", f->pack, f->rule), f->side, &tree,
                       &count, err))
      return false;
    if (count != 1 || tree->finding->truth != f->truth) continue;
    rules[i].lines = tree->lines, rules[i].line_count = tree->line_count;
  }
  page->rules = rules;
  return true;
}

static void add_packs(Session *s, Page *page) {
  FolioEntry *packs = arena_array(&s->run, s->pack_count, sizeof *packs);
  for (size_t i = 0; i < s->pack_count; i++) {
    const PackInfo *pack = &s->packs[i];
    packs[i].label = arena_printf(&s->run, "%s %s, %.16s", pack->id, pack->version, pack->hash.hex);
    packs[i].text = pack->age_max ? words_fill(&s->words, &s->run, WORD_page_ages, "title", pack->title, "from",
                                               arena_printf(&s->run, "%d", pack->age_min), "to",
                                               arena_printf(&s->run, "%d", pack->age_max), NULL)
                                  : words_fill(&s->words, &s->run, WORD_page_anybody, "title", pack->title, NULL);
  }
  page->packs = packs, page->pack_count = s->pack_count;
}

bool basis_page(Session *s, const StoredResult *stored, const Case *c, Page *page, Err *err) {
  if (!same_packs(s, stored) || strcmp(stored->catalog.hex, s->catalog.hash.hex) != 0)
    return fail(err, ERR_DATA, NULL, "%s was judged by other rules or data than those in force: sinew assess %s",
                c->patient.code, c->patient.code);
  if (!cases_is_stale(s, c->patient.code, stored, &page->stale, err)) return false;
  page->engine = SINEW_VERSION;
  page->catalog = s->rows, page->words = &s->words, page->given = c, page->result = &stored->result;
  page->catalog_hash = s->catalog.hash.hex, page->local_hash = c->local_count ? c->local_hash : NULL;
  add_packs(s, page);
  add_rules(s, &stored->result, page);
  return true;
}

bool cmd_basis(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT"), *path = args_get(args, "--output");
  FolioWrite *write = find_form(s, args_get(args, "--format"), err);
  StoredResult stored;
  StoredProgram program;
  StoreId id;
  Case c;
  Page page = {0};
  if (!write || !session_words(s, err) || !session_store(s, STORE_EXISTING, err) || !session_judge(s, err))
    return false;
  if (!cases_last(s, code, &stored, &program, err)) return false;
  if (!cases_get(s, code, stored.result.date, &c, &id, err) || !basis_page(s, &stored, &c, &page, err)) return false;
  Text text = {.arena = &s->run};
  Folio folio = {.arena = &s->run};
  page_build(&page, &folio);
  write(&folio, &text);
  if (!output_write(&s->run, path ? path : "-", text_get(&text), text.len, s->out, err)) return false;
  if (path && strcmp(path, "-") != 0) fprintf(s->out, "%s written\n", record_safe(s, path));
  return true;
}
