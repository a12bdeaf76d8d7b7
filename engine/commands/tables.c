#include "commands/tables.h"

#include "commands/bars.h"
#include "commands/record.h"
#include "sitting/cases.h"

static bool fill_measures(Session *s, const char *code, Document *document, Err *err) {
  Case *c = arena_alloc(&s->run, sizeof *c);
  StoreId id;
  document->given = c;
  if (!cases_get(s, code, 0, c, &id, err)) return false;
  record_strangers(s);
  return true;
}

typedef LIST(Assessment) Assessments;

/* What was judged again for a visit takes the place of what was judged before. */
static bool add_result(Session *s, StoreId patient, StoreId id, Assessments *list, Err *err) {
  StoredResult *stored = arena_alloc(&s->run, sizeof *stored);
  const char *packs;
  size_t at = 0;
  if (!cases_result(s, patient, id, stored, err) || !cases_pack_names(s, stored, &packs, err)) return false;
  while (at < list->count && list->items[at].result->date != stored->result.date) at++;
  Assessment *row = at < list->count ? &list->items[at] : LIST_ADD(&s->run, list);
  *row = (Assessment){&stored->result, packs, NULL};
  return true;
}

static bool fill_findings(Session *s, const char *code, Document *document, Err *err) {
  enum { PAGE = 64 };
  Assessments list = {0};
  StoreId patient, *ids = NULL;
  StoredResult last;
  StoredProgram program;
  size_t count = PAGE;
  if (!cases_last(s, code, &last, &program, err) || !store_find_patient(s->store, code, &patient, err)) return false;
  for (StoreId after = 0; count == PAGE; after = count ? ids[count - 1] : after) {
    if (!store_list_results(s->store, &s->run, patient, after, PAGE, &ids, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
      if (!add_result(s, patient, ids[i], &list, err)) return false;
  }
  for (size_t i = 0; i < list.count; i++) list.items[i].scales = bars_find(s, code, list.items[i].result);
  document->assessments = list.items, document->assessment_count = list.count;
  return true;
}

bool tables_fill(Session *s, const char *code, const Format *format, const Document *wanted, Document *document,
                 Err *err) {
  *document = *wanted;
  document->catalog = s->rows;
  return format_is_findings(format) ? fill_findings(s, code, document, err) : fill_measures(s, code, document, err);
}
