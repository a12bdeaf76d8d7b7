/* The clinic in four tables: rules by frequency, overrides by rule, real changes by test, adherence. Counts alone:
 * nobody is named. */
#include "commands/commands.h"
#include "commands/record.h"
#include "program/progress.h"
#include "sitting/cases.h"
#include "sitting/course.h"
#include "store/summary.h"

#include <string.h>

enum { BAR = 10, BANDS = 4 };

typedef struct ChangeTally { /* of a test; a side counts as one */
  int64_t series, better, worse, other, within, open;
} ChangeTally;

typedef struct Summary {
  Arena *arena;
  Day since; /* 0: everybody */
  int64_t patients;
  Tally tally;
  RuleTally *rules;
  size_t rule_count;
  LIST(ChangeTally) changes; /* by test of the catalog */
  int64_t programs;          /* begun */
  double done, planned;      /* sessions of them, so far */
  int64_t bands[BANDS];      /* programs by share done: below 25, 50, 75 per cent, and above */
} Summary;

/* ---- counting ---- */

static void count_series(Session *s, Summary *out, const Series *series) {
  if (series->since_first.kind == CHANGE_ONE_VISIT || series->since_first.kind == CHANGE_GRADE) return;
  size_t test = (size_t)catalog_find(s->rows, ROWS_TEST, series->gauge.test);
  while (out->changes.count <= test) *LIST_ADD(out->arena, &out->changes) = (ChangeTally){0};
  ChangeTally *tally = &out->changes.items[test];
  tally->series++;
  tally->within += series->since_first.kind == CHANGE_WITHIN;
  tally->open += series->since_first.kind == CHANGE_OPEN || series->since_first.kind == CHANGE_NO_ERROR;
  if (series->since_first.kind != CHANGE_REAL) return;
  tally->better += series->since_first.better > 0, tally->worse += series->since_first.better < 0,
      tally->other += series->since_first.better == 0;
}

static bool count_changes(Session *s, Summary *out, const char *code, Err *err) {
  Case c;
  StoreId patient;
  SeriesList list;
  if (!cases_get(s, code, 0, &c, &patient, err)) return false;
  progress_list(&s->run, s->rows, &c, &list);
  for (size_t i = 0; i < list.count; i++) count_series(s, out, &list.items[i]);
  return true;
}

/* The day up to which a program was to be done: its end, or today; 0: it does not count. */
static Day counted_until(const Course *course, const ProgramRow *row) {
  if (row->status == STATUS_ACTIVE) return session_today();
  if (row->status != STATUS_COMPLETED && row->status != STATUS_STOPPED)
    return 0; /* the weeks of a replaced one go on */
  return course_step(course, row->id, row->status)->day;
}

static bool count_program(Session *s, Summary *out, const Course *course, const ProgramRow *row, Err *err) {
  StoredProgram program;
  StoredLog *logs;
  DiaryWeek *weeks;
  size_t log_count, week_count;
  Day first = course_first_day(course, row->id), until = counted_until(course, row);
  double done = 0, planned = 0;
  if (!first || !until) return true;
  if (!course_load(s, course, row, NULL, &program, err) ||
      !store_list_logs(s->store, &s->run, course->patient, 0, &logs, &log_count, err))
    return false;
  diary_weeks(&s->run, logs, log_count, first, program.program.weeks, program.program.sessions_per_week, until, &weeks,
              &week_count);
  for (size_t i = 0; i < week_count; i++) done += weeks[i].done, planned += weeks[i].planned;
  if (planned <= 0) return true;
  int band = (int)(BANDS * done / planned);
  out->programs++;
  out->done += done, out->planned += planned;
  out->bands[band < BANDS ? band : BANDS - 1]++;
  return true;
}

static bool count_patient(Session *s, Summary *out, const char *code, Err *err) {
  Course course;
  if (!course_open(s, code, &course, err) || !count_changes(s, out, code, err) ||
      !store_tally_result(s->store, out->arena, course.patient, &out->tally, err))
    return false;
  for (size_t i = 0; i < course.program_count; i++)
    if (!count_program(s, out, &course, &course.programs[i], err)) return false;
  out->patients++;
  return true;
}

/* Every patient in memory of its own: s->run is free behind each. */
static bool count_page(Session *s, Summary *out, const StoredPatient *page, size_t count, Err *err) {
  Arena outer = s->run;
  bool good = true;
  s->run = (Arena){0};
  for (size_t i = 0; i < count && good; i++) {
    if (page[i].last_visit && page[i].last_visit >= out->since) good = count_patient(s, out, page[i].patient.code, err);
    arena_reset(&s->run);
  }
  arena_free(&s->run);
  s->run = outer;
  return good;
}

static bool count_all(Session *s, Summary *out, Err *err) {
  enum { PAGE = 500 };
  StoredPatient *page;
  size_t count = PAGE;
  for (const char *after = NULL; count == PAGE; after = count ? page[count - 1].patient.code : NULL)
    if (!store_list_patients(s->store, out->arena, NULL, after, PAGE, &page, &count, err) ||
        !count_page(s, out, page, count, err))
      return false;
  return store_list_tally(s->store, out->arena, &out->tally, &out->rules, &out->rule_count, err);
}

/* ---- as text ---- */

static void add_bar(Text *t, double share) {
  int filled = (int)lround(share * BAR);
  text_addf(t, "  %-*.*s", BAR, share > 0 && filled == 0 ? 1 : filled, "##########");
}

static double share_of(int64_t part, int64_t whole) { return whole > 0 ? (double)part / (double)whole : 0; }

static void add_rules(Text *t, const Summary *x) {
  text_addf(t, "\nRules, by how often they were present (sides of %lld last results)\n%*s     not\n",
            (long long)x->tally.results, BAR + 17, "");
  text_addf(t, "%*s present unsure assessed\n", BAR + 2, "");
  int64_t most = 1;
  for (size_t i = 0; i < x->rule_count; i++)
    if (x->rules[i].present > most) most = x->rules[i].present;
  for (size_t i = 0; i < x->rule_count; i++) {
    const RuleTally *r = &x->rules[i];
    add_bar(t, share_of(r->present, most));
    text_addf(t, " %7lld %6lld %8lld  %s%s\n", (long long)r->present, (long long)r->unsure, (long long)r->unknown,
              r->rule, r->shown ? " (shown)" : "");
  }
  if (!x->rule_count) text_add(t, "  none\n");
}

/* What the rule itself had found: what stands, without what clinicians put there, and with what they took away. */
static int64_t found_by(const RuleTally *r) { return r->present - r->as_present + r->as_absent; }

static void add_overrides(Text *t, const Summary *x) {
  bool any = false;
  text_add(t, "\nOverrides, by rule\n");
  for (size_t i = 0; i < x->rule_count; i++) {
    const RuleTally *r = &x->rules[i];
    if (!r->as_absent && !r->as_present) continue;
    any = true;
    add_bar(t, share_of(r->as_absent, found_by(r)));
    text_addf(t, "  %s\n%*s  overruled as absent %lld of %lld (%.0f %%), as present %lld\n", r->rule, BAR + 2, "",
              (long long)r->as_absent, (long long)found_by(r), 100 * share_of(r->as_absent, found_by(r)),
              (long long)r->as_present);
  }
  if (!any) text_add(t, "  none\n");
}

static void add_changes(Text *t, const Catalog *rows, const Summary *x) {
  bool any = false;
  text_addf(t,
            "\nChange from first to last, beyond the error of both (MDC95), by test and side\n%*s  better  worse  "
            "other  within  open\n",
            BAR + 2, "");
  for (size_t i = 0; i < x->changes.count; i++) {
    const ChangeTally *c = &x->changes.items[i];
    if (!c->series) continue;
    any = true;
    add_bar(t, share_of(c->better + c->worse + c->other, c->series));
    text_addf(t, "  %6lld  %5lld  %5lld  %6lld  %4lld  %s\n", (long long)c->better, (long long)c->worse,
              (long long)c->other, (long long)c->within, (long long)c->open, rows->tests.items[i].id);
  }
  if (!any) text_add(t, "  nothing was measured twice\n");
}

static void add_adherence(Text *t, const Summary *x) {
  static const char *const names[BANDS] = {"below 25 %", "25 to 49 %", "50 to 74 %", "75 % or more"};
  text_add(t, "\nAdherence, by what was logged of programs that were begun\n");
  if (!x->programs) {
    text_add(t, "  none\n");
    return;
  }
  text_addf(t, "  %lld programs: ", (long long)x->programs);
  text_add_short(t, x->done, 1);
  text_add(t, " of ");
  text_add_short(t, x->planned, 0);
  text_addf(t, " sessions done (%.0f %%)\n", 100 * x->done / x->planned);
  for (int i = BANDS; i-- > 0;) {
    add_bar(t, share_of(x->bands[i], x->programs));
    text_addf(t, "  %lld with %s\n", (long long)x->bands[i], names[i]);
  }
}

/* ---- as JSON ---- */

static void add_json_rules(Text *t, const Summary *x) {
  for (size_t i = 0; i < x->rule_count; i++) {
    const RuleTally *r = &x->rules[i];
    text_add(t, i ? ",\n {" : "\n {");
    reply_json_text(t, "pack", r->pack, false);
    reply_json_text(t, "rule", r->rule, false);
    text_addf(t, "\"information\":%s,\"present\":%lld,\"unsure\":%lld,\"not_assessed\":%lld,",
              r->shown ? "true" : "false", (long long)r->present, (long long)r->unsure, (long long)r->unknown);
    text_addf(t, "\"found\":%lld,\"overruled_as_absent\":%lld,\"overruled_as_present\":%lld}", (long long)found_by(r),
              (long long)r->as_absent, (long long)r->as_present);
  }
}

static void add_json_changes(Text *t, const Catalog *rows, const Summary *x) {
  bool first = true;
  for (size_t i = 0; i < x->changes.count; i++) {
    const ChangeTally *c = &x->changes.items[i];
    if (!c->series) continue;
    text_add(t, first ? "\n {" : ",\n {");
    first = false;
    reply_json_text(t, "test", rows->tests.items[i].id, false);
    text_addf(t, "\"better\":%lld,\"worse\":%lld,\"other\":%lld,\"within\":%lld,\"open\":%lld}", (long long)c->better,
              (long long)c->worse, (long long)c->other, (long long)c->within, (long long)c->open);
  }
}

static void add_json(Text *t, const Catalog *rows, const Summary *x) {
  text_addf(t, "{\"patients\":%lld,\"results\":%lld,\"rules\":[", (long long)x->patients, (long long)x->tally.results);
  add_json_rules(t, x);
  text_add(t, "],\n\"changes\":[");
  add_json_changes(t, rows, x);
  text_addf(t, "],\n\"adherence\":{\"programs\":%lld,", (long long)x->programs);
  reply_json_number(t, "done", x->done, false);
  reply_json_number(t, "planned", x->planned, false);
  text_add(t, "\"quarters\":[");
  for (int i = 0; i < BANDS; i++) text_addf(t, "%s%lld", i ? "," : "", (long long)x->bands[i]);
  text_add(t, "]}}\n");
}

bool cmd_summary(Session *s, const Args *args, Err *err) {
  Arena arena = {0};
  Text t = {.arena = &arena};
  Summary x = {.arena = &arena};
  const char *since = args_get(args, "--since");
  bool good = (!since || record_day(since, "--since", &x.since, err)) && session_store(s, STORE_EXISTING, err) &&
              session_rows(s, err) && count_all(s, &x, err);
  if (good && args_has(args, "--json")) {
    add_json(&t, s->rows, &x);
  } else if (good) {
    text_addf(&t, "%lld patient%s", (long long)x.patients, x.patients == 1 ? "" : "s");
    if (since) text_addf(&t, " seen since %s", date_format(&arena, x.since));
    text_add_char(&t, '\n');
    add_rules(&t, &x);
    add_overrides(&t, &x);
    add_changes(&t, s->rows, &x);
    add_adherence(&t, &x);
  }
  fputs(text_get(&t), s->out);
  arena_free(&arena);
  return good;
}
