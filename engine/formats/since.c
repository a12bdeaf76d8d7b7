/* What changed since the visit before: rules that came and went, and the measures with their changes. */
#include "say.h"

#include "program/progress.h"

static bool is_present(const Finding *finding) { return finding->truth == TRUTH_TRUE && !finding->shown; }

static const Finding *same_in(const Result *result, const Finding *finding) {
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *other = &result->findings[i];
    if (other->side == finding->side && is_present(other) && text_equal(other->rule, finding->rule) &&
        text_equal(other->pack, finding->pack))
      return other;
  }
  return NULL;
}

static void add_turned(const Say *say, const Result *from, const Result *to, WordId label, FolioEntries *entries) {
  for (size_t i = 0; i < to->finding_count; i++) {
    const Finding *finding = &to->findings[i];
    if (is_present(finding) && !same_in(from, finding))
      folio_entry(say->f, entries, say_word(say, label), say_with_side(say, finding->title, finding->side));
  }
}

static const char *value_at(const Say *say, const Gauge *gauge, const ProgressPoint *point) {
  Gauge there = *gauge;
  there.measured = true, there.lo = point->lo, there.hi = point->hi;
  return reply_now(say->a, &there);
}

static void put_measures(const Say *say) {
  const WordId ids[] = {WORD_page_test, WORD_column_before, WORD_column_now, WORD_column_change};
  FolioTable table = say_table(say, WORD_since_heading, ids, ARRAY_LEN(ids));
  SeriesList list;
  progress_list(say->a, say->doc->catalog, say->doc->given, &list);
  for (size_t i = 0; i < list.count; i++) {
    const Series *series = &list.items[i];
    if (series->since_first.kind == CHANGE_ONE_VISIT) continue;
    folio_cell(say->f, &table, say_with_side(say, series->gauge.name, series->gauge.side));
    folio_cell(say->f, &table, value_at(say, &series->gauge, &series->points.items[0]));
    folio_cell(say->f, &table, value_at(say, &series->gauge, &series->points.items[series->points.count - 1]));
    folio_cell(say->f, &table, say_word(say, (WordId)(WORD_change_one + (int)series->since_first.kind)));
  }
  folio_table(say->f, &table);
}

void say_since(const Say *say) {
  const Document *doc = say->doc;
  FolioEntries entries = {0};
  if (!doc->before) return;
  add_turned(say, doc->before, doc->result, WORD_since_new, &entries);
  add_turned(say, doc->result, doc->before, WORD_since_gone, &entries);
  say_heading(say, 2, WORD_since_heading);
  folio_paragraph(say->f, TONE_NOTE, FILL(say, since_note, "date", date_format(say->a, doc->before->date)));
  folio_list(say->f, LIST_BULLETS, &entries);
  if (!entries.list.count) say_paragraph(say, TONE_PLAIN, WORD_since_same);
  if (doc->given) put_measures(say);
}
