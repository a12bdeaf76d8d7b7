#include "commands/report.h"

#include "commands/bars.h"
#include "formats/needs.h"

#include <string.h>

typedef enum { PRESENT, SHOWN, REPEAT, UNKNOWN, ABSENT } Class;

static Class class_of(const Finding *f) {
  if (f->truth == TRUTH_TRUE) return f->shown ? SHOWN : PRESENT;
  if (f->truth == TRUTH_FALSE) return ABSENT;
  return f->unsure ? REPEAT : UNKNOWN;
}

static size_t count_of(const Result *result, Class class) {
  size_t count = 0;
  for (size_t i = 0; i < result->finding_count; i++) count += class_of(&result->findings[i]) == class;
  return count;
}

static void add(Text *t, const char *first, int indent, const char *text) {
  text_add_wrapped(t, first, indent, REPLY_COLUMNS, text);
}

/* ---- head ---- */

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

static void add_counts(Text *t, const Result *result) {
  size_t present = count_of(result, PRESENT);
  text_addf(t, "%zu finding%s, %zu to repeat, %zu not assessed", present, plural(present), count_of(result, REPEAT),
            count_of(result, UNKNOWN));
}

void report_line(const char *code, int width, const Result *result, Text *out) {
  text_addf(out, "%-*s  %s  ", width, code, date_format(out->arena, result->date));
  if (result->stop_count) text_addf(out, "REFER (%s), ", urgency_names[result->stops[0].urgency]);
  add_counts(out, result);
  if (result->open_count) text_addf(out, ", red flags open: %zu", result->open_count);
  text_add_char(out, '\n');
}

static void add_stops(Text *t, const Result *result) {
  static const char *const loud[] = {"CAUTION", "URGENT", "EMERGENCY"};
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    const char *first = arena_printf(t->arena, "!! %s: ", loud[stop->urgency]);
    add(t, first, 3, stop->title);
    if (stop->text && *stop->text) add(t, "   ", 3, stop->text);
  }
}

static void add_open(Text *t, const char *code, const Result *result) {
  size_t urgent = 0;
  for (size_t i = 0; i < result->open_count; i++) urgent += result->open[i].urgency != URGENCY_CAUTION;
  if (!result->open_count) return;
  const char *of = urgent ? arena_printf(t->arena, ", %zu urgent or emergency", urgent) : "";
  add(t, "!  ", 3,
      arena_printf(t->arena, "red flags not screened: %zu open%s (sinew screen %s)", result->open_count, of, code));
}

void report_warnings(const char *code, const Result *result, const char *logged, Text *out) {
  if (logged) add(out, "!! ", 3, logged);
  add_stops(out, result);
  add_open(out, code, result);
}

/* ---- findings ---- */

/* Other packs that say the same. */
static void add_others(Text *t, const Result *result, size_t at) {
  for (size_t i = at + 1; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (class_of(f) != PRESENT || finding_first(result, i) != at) continue;
    add(t, "      also: ", 6,
        arena_printf(t->arena, "%s, evidence %s [%s/%s]", f->title, evidence_names[f->evidence], f->pack, f->rule));
    if (f->overridden) add(t, "      ", 6, f->overridden);
  }
}

static void add_present(Text *t, const Result *result, const Scale *scales) {
  bars_head(t, "Present", count_of(result, PRESENT) > 0);
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (class_of(f) != PRESENT || finding_first(result, i) != i) continue;
    bars_row(t, reply_title(t->arena, f->title, f->side), f, &scales[i]);
    if (f->say && *f->say) add(t, "      ", 6, f->say);
    if (f->overridden) add(t, "      ", 6, f->overridden);
    add(t, "      ", 6,
        arena_printf(t->arena, "%s%sevidence %s [%s/%s]", f->grade ? f->grade : "", f->grade && *f->grade ? ", " : "",
                     evidence_names[f->evidence], f->pack, f->rule));
    add_others(t, result, i);
  }
  if (!count_of(result, PRESENT)) text_add(t, "  nothing in what was measured\n");
}

/* What lies within the error, each side a row; what would decide it once a rule. */
static void add_repeat(Text *t, const Result *result, const Scale *scales) {
  if (!count_of(result, REPEAT)) return;
  bars_head(t, "Unsure: repeat the test", true);
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *f = &result->findings[i];
    sides = finding_sides(result, i);
    if (class_of(f) != REPEAT) continue;
    for (size_t k = i; k < i + sides; k++)
      bars_row(t, reply_title(t->arena, f->title, result->findings[k].side), &result->findings[k], &scales[k]);
    const char *needs = needs_phrase(t->arena, f, sides);
    if (*needs) add(t, "      needs ", 6, needs);
  }
}

/* Beside the findings: it asks for nothing and counts nowhere. */
static void add_shown(Text *t, const Result *result) {
  if (!count_of(result, SHOWN)) return;
  text_add(t, "\nFor information, no finding\n");
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (class_of(f) == SHOWN)
      add(t, "  ", 4,
          arena_printf(t->arena, "%s: %s [%s/%s]", reply_title(t->arena, f->title, f->side), f->say, f->pack, f->rule));
  }
}

static void add_overruled(Text *t, const Result *result) {
  if (!count_of(result, ABSENT)) return;
  text_add(t, "\nOverridden as not present\n");
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (class_of(f) != ABSENT) continue;
    add(t, "  ", 4, reply_title(t->arena, f->title, f->side));
    if (f->overridden) add(t, "      ", 6, f->overridden);
    add(t, "      ", 6, arena_printf(t->arena, "[%s/%s]", f->pack, f->rule));
  }
}

/* What lacks, each once though it may lack for both sides or several rules. */
/* One entry a rule, its sides together: they stand next to each other. */
static void add_undecided(Text *t, const Result *result, Class class, const char *heading) {
  if (!count_of(result, class)) return;
  text_addf(t, "\n%s\n", heading);
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *f = &result->findings[i];
    Text line = {.arena = t->arena};
    sides = finding_sides(result, i);
    if (class_of(f) != class) continue;
    const char *needs = needs_phrase(t->arena, f, sides);
    text_addf(&line, "%s%s", reply_title(t->arena, f->title, sides > 1 ? SIDE_BOTH : f->side),
              sides > 1 ? " (left, right)" : "");
    text_addf(&line, "%s%s", *needs ? ": needs " : "", needs);
    add(t, "  ", 6, text_get(&line));
  }
}

static void add_remarks(Text *t, const Result *result) {
  if (result->remark_count) text_add(t, "\nRemarks\n");
  for (size_t i = 0; i < result->remark_count; i++)
    add(t, "  ", 6, arena_printf(t->arena, "%s: %s", result->remarks[i].what, result->remarks[i].text));
}

static void add_chance(Text *t, const Result *result) {
  Text line = {.arena = t->arena};
  if (!result->judged) return;
  text_addf(&line, "%zu condition%s judged against a cut; chance alone would give about ", result->judged,
            result->judged == 1 ? " was" : "s were");
  text_add_number(&line, result->expected_by_chance, 1);
  text_add(&line, " findings.");
  text_add_char(t, '\n');
  add(t, "", 0, text_get(&line));
}

static void add_next(Text *t, const char *code, const Result *result) {
  text_add_char(t, '\n');
  if (result->open_count) text_addf(t, "Next: sinew screen %s\n", code);
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (class_of(f) != PRESENT) continue;
    text_addf(t, "Next: sinew explain %s %s%s%s\n", code, f->rule, f->side == SIDE_BOTH ? "" : " ",
              f->side == SIDE_BOTH ? "" : side_names[f->side]);
    break;
  }
  text_addf(t, "Next: sinew plan %s\n", code);
}

void report_findings(Session *s, const char *code, const Result *result, bool stale, const char *logged, Text *out) {
  const Scale *scales = bars_find(s, code, result);
  text_addf(out, "%s, %s: ", code, date_format(out->arena, result->date));
  add_counts(out, result);
  text_add_char(out, '\n');
  if (stale)
    add(out, "!  ", 3, arena_printf(out->arena, "something was recorded since: sinew assess %s judges again", code));
  report_warnings(code, result, logged, out);
  add_present(out, result, scales);
  add_overruled(out, result);
  add_repeat(out, result, scales);
  add_undecided(out, result, UNKNOWN, "Not assessed");
  add_shown(out, result);
  add_remarks(out, result);
  add_chance(out, result);
  add_next(out, code, result);
}

/* ---- documents ---- */

Document report_document(const Session *s, const Result *result, const Program *program, const char *packs) {
  return (Document){.catalog = s->rows,
                    .result = result,
                    .program = program,
                    .words = s->words_loaded ? &s->words : NULL,
                    .engine = SINEW_VERSION,
                    .packs = packs};
}

bool report_retests(Session *s, const Case *c, Document *document, Err *err) {
  Grounds grounds;
  Retests list;
  if (!s->judge) return true;
  if (!judge_grounds(s->judge, &s->run, c, &grounds, err)) return false;
  retest_list(&s->run, s->rows, c, document->result, &grounds, &list);
  document->retests = list.items, document->retest_count = list.count;
  return true;
}

void report_status(const Course *course, const ProgramRow *row, Document *document) {
  const StoredEvent *approval = course_step(course, row->id, STATUS_APPROVED);
  document->status = row->status;
  document->revision = row->revision;
  document->approved_by = approval ? approval->who : NULL;
  document->head = approval ? approval->head : NULL;
  document->approved = approval ? approval->day : 0;
  document->approved_at = approval ? approval->at : NULL;
  document->first = course_first_day(course, row->id);
}
