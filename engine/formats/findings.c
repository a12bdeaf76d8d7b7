/* The findings of a patient as a table, one a row and assessment, for statistics: nothing reads it back. Codes stand for
 * people, ids for rules; what is not known is empty. */
#include "formats/formats.h"

#include <math.h>
#include <string.h>

enum {
  PATIENT,
  DATE,
  PACK,
  VERSION,
  RULE,
  SIDE,
  TRUTH,
  UNSURE,
  SHOWN,
  INDEX,
  UNIT,
  LOW,
  HIGH,
  CERTAINTY,
  EVIDENCE,
  GRADE,
  OVERRIDDEN,
  COLUMNS
};
static const char *const columns[] = {"patient",   "date",      "pack",     "version", "rule",      "side",
                                      "truth",     "unsure",    "shown",    "index",   "unit",      "band_low",
                                      "band_high", "certainty", "evidence", "grade",   "overridden"};

/* "1.1.0" of "runner-low-back" in "red-flags 1.1.0, runner-low-back 1.1.0". */
static const char *version_of(Arena *a, const char *packs, const char *pack) {
  size_t len = strlen(pack);
  for (const char *at = packs ? packs : ""; *at; at += strcspn(at, ","), at += strspn(at, ", "))
    if (strncmp(at, pack, len) == 0 && at[len] == ' ') return arena_copy_n(a, at + len + 1, strcspn(at + len + 1, ","));
  return "";
}

static const char *number(Arena *a, double value, int decimals) {
  Text t = {.arena = a};
  if (isfinite(value)) text_add_short(&t, value, decimals);
  return text_get(&t);
}

static const char *yes_no(bool is) { return is ? "yes" : "no"; }

/* The band is that of the number, so it is known only where the number was found again (bars.h). */
static void add_row(const Assessment *from, const Finding *f, const Scale *scale, Text *out) {
  Arena *a = out->arena;
  bool present = f->truth == TRUTH_TRUE;
  double index = isnan(f->index) && scale ? scale->value : f->index, error = scale ? scale->error : NAN;
  const char *unit = !isnan(f->index) ? f->unit : scale && isfinite(index) ? scale->unit : "";
  const char *const cells[COLUMNS] = {
      [PATIENT] = from->result->patient,
      [DATE] = date_format(a, from->result->date),
      [PACK] = f->pack,
      [VERSION] = version_of(a, from->packs, f->pack),
      [RULE] = f->rule,
      [SIDE] = f->side == SIDE_BOTH ? "" : side_names[f->side],
      [TRUTH] = truth_names[f->truth],
      [UNSURE] = yes_no(f->unsure),
      [SHOWN] = yes_no(f->shown),
      [INDEX] = number(a, index, 6),
      [UNIT] = unit,
      [LOW] = number(a, index - error, 6),
      [HIGH] = number(a, index + error, 6),
      [CERTAINTY] = present ? number(a, f->certainty, 4) : "",
      [EVIDENCE] = evidence_names[f->evidence],
      [GRADE] = f->grade,
      [OVERRIDDEN] = yes_no(f->overridden != NULL),
  };
  for (int i = 0; i < COLUMNS; i++) {
    if (i) text_add_char(out, ',');
    text_add_csv(out, cells[i]);
  }
  text_add(out, "\r\n");
}

bool findings_write(const Document *document, Text *out, Err *err) {
  (void)err;
  if (document->bom && !document->continued) text_add(out, "\xEF\xBB\xBF");
  for (int i = 0; i < COLUMNS && !document->continued; i++) text_addf(out, "%s%s", i ? "," : "", columns[i]);
  if (!document->continued) text_add(out, "\r\n");
  for (size_t i = 0; i < document->assessment_count; i++) {
    const Assessment *from = &document->assessments[i];
    for (size_t k = 0; k < from->result->finding_count; k++)
      add_row(from, &from->result->findings[k], from->scales ? &from->scales[k] : NULL, out);
  }
  return true;
}
