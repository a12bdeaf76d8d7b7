/* What the codes of the project mean, for systems that read its exports. */
#include "base/output.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "formats/fhir.h"

#include <stdlib.h>
#include <string.h>

static int compare_codes(const void *a, const void *b) {
  return strcmp(((const FhirCode *)a)->code, ((const FhirCode *)b)->code);
}

/* Rules of all packs in force, by "PACK/RULE". */
static const FhirCode *list_rules(Session *s) {
  LIST(FhirCode) list = {0};
  for (size_t i = 0; i < s->pack_count; i++)
    for (size_t k = 0; k < s->packs[i].rule_count; k++) {
      const RuleInfo *rule = &s->packs[i].rules[k];
      *LIST_ADD(&s->run, &list) = (FhirCode){arena_printf(&s->run, "%s/%s", s->packs[i].id, rule->id), rule->title};
    }
  if (list.count > 1) qsort(list.items, list.count, sizeof *list.items, compare_codes);
  *LIST_ADD(&s->run, &list) = (FhirCode){NULL, NULL};
  return list.items;
}

bool cmd_catalog_codes(Session *s, const Args *args, Err *err) {
  const char *path = args_get(args, "--output");
  Text text = {.arena = &s->run};
  if (!session_judge(s, err) || !session_rows(s, err)) return false;
  fhir_write_codes(s->rows, list_rules(s), SINEW_VERSION, &text);
  if (!output_write(&s->run, path ? path : "-", text_get(&text), text.len, s->out, err)) return false;
  if (path && strcmp(path, "-") != 0) fprintf(s->out, "%s written\n", record_safe(s, path));
  return true;
}
