/* What would be found with other values; what changes along one measure. Nothing is stored. */
#include "commands/commands.h"

#include "commands/casefile.h"
#include "facts/amount.h"

#include <string.h>

/* ---- the changes that were typed ---- */

typedef struct Changes {
  LIST(Measure) measures;
  LIST(Answer) answers;
} Changes;

static bool add_answer(Session *s, const char *word, const char *key, const char *value, Changes *changes, Err *err) {
  Answer answer;
  const char *field = "";
  if (!intake_answer(s->rows, &s->run, key, value, &answer, &field, err)) {
    snprintf(err->where, sizeof err->where, "%s", word);
    return false;
  }
  *LIST_ADD(&s->run, &changes->answers) = answer;
  return true;
}

/* The nearest test or question to a key that is neither. */
static bool fail_unknown(Session *s, const char *word, const char *key, Err *err) {
  Nearest nearest = {.word = key};
  for (size_t i = 0; i < s->rows->tests.count; i++) text_near(&nearest, s->rows->tests.items[i].id);
  for (size_t i = 0; i < s->rows->questions.count; i++) text_near(&nearest, s->rows->questions.items[i].id);
  return fail(err, ERR_DATA, word, "unknown test or question '%.40s'%s", key, text_near_hint(&s->run, &nearest));
}

/* "TEST=VALUE", "TEST.SIDE=VALUE" or "QUESTION=ANSWER" */
static bool read_change(Session *s, const char *word, Changes *changes, Err *err) {
  size_t len = strcspn(word, "=");
  if (!word[len] || !word[len + 1])
    return fail(err, ERR_USAGE, word, "write TEST.SIDE=VALUE: sorensen=90s, hhd_hip_abduction.left=12kg, shoe_km=300");
  const char *key = arena_copy_n(&s->run, word, len), *value = word + len + 1;
  const char *test = arena_copy_n(&s->run, key, strcspn(key, "."));
  Measure m;
  if (catalog_question(s->rows, key)) return add_answer(s, word, key, value, changes, err);
  if (!catalog_test(s->rows, test)) return fail_unknown(s, word, test, err);
  if (!casefile_value(s, word, key, value, NULL, &m, err)) return false;
  for (size_t i = 0; i < changes->measures.count; i++)
    if (strcmp(changes->measures.items[i].test, m.test) == 0 && changes->measures.items[i].side == m.side)
      return fail(err, ERR_USAGE, word, "this measure is changed twice");
  *LIST_ADD(&s->run, &changes->measures) = m;
  return true;
}

/* ---- whatif ---- */

static void add_turn(Text *t, const Turn *turn) {
  Arena *a = t->arena;
  Gauge then = turn->gauge;
  bool other_unit = then.unit != turn->unit;
  then.lo = turn->lo, then.hi = turn->hi, then.unit = turn->unit, then.measured = true;
  if (other_unit) then.decimals = 2;
  text_add_wrapped(t, "  ", 4, REPLY_COLUMNS,
                   arena_printf(a, "%s: %s instead of %s%s", reply_title(a, then.name, then.side), reply_now(a, &then),
                                reply_now(a, &turn->gauge), reply_setup(a, &then)));
}

static AnswerValue answer_now(const Case *c, const char *question) {
  for (size_t i = 0; i < c->answer_count; i++)
    if (strcmp(c->answers[i].question, question) == 0) return c->answers[i].value;
  return ANSWER_OPEN;
}

static void add_typed_answers(Session *s, Text *t, const Case *c, const Changes *changes) {
  for (size_t i = 0; i < changes->answers.count; i++) {
    const Answer *answer = &changes->answers.items[i];
    AnswerValue now = answer_now(c, answer->question);
    const char *text = catalog_question(s->rows, answer->question)->text;
    text_add_wrapped(t, "  ", 4, REPLY_COLUMNS,
                     arena_printf(t->arena, "\"%s\": %s instead of %s", text, answer_names[answer->value],
                                  now == ANSWER_OPEN ? "no answer" : answer_names[now]));
  }
}

static const char *kind_of(const Difference *d) {
  bool before = d->before->truth == TRUTH_TRUE, after = d->after->truth == TRUTH_TRUE;
  if (before && after) return "Present as before, with another certainty";
  return after ? "Appears" : before ? "Vanishes" : "Other changes";
}

static void add_differences(Text *t, const WhatIf *reply) {
  const char *kind = NULL;
  for (size_t i = 0; i < reply->count; i++) {
    const Difference *d = &reply->differences[i];
    const char *own = kind_of(d);
    if (!kind || strcmp(kind, own) != 0) text_addf(t, "\n%s\n", own);
    kind = own;
    text_add_wrapped(t, "  ", 4, REPLY_COLUMNS,
                     arena_printf(t->arena, "%s: %s, instead of %s", reply_title(t->arena, d->rule.title, d->rule.side),
                                  reply_verdict(t->arena, d->after), reply_verdict(t->arena, d->before)));
  }
  text_add(t, reply->count ? "\n" : "\nNo finding changes. ");
  text_add(t, "Nothing is stored; programs are not planned anew.\n");
}

static void add_json_state(Text *t, const char *key, const Finding *f, bool last) {
  text_addf(t, "\"%s\":{", key);
  reply_json_text(t, "state", reply_state(f->truth, f->unsure), false);
  reply_json_number(t, "certainty", f->truth == TRUTH_TRUE ? f->certainty : NAN, true);
  text_add(t, last ? "}" : "},");
}

static void add_json(Text *t, const WhatIf *reply) {
  text_add_char(t, '[');
  for (size_t i = 0; i < reply->count; i++) {
    const Difference *d = &reply->differences[i];
    text_add(t, i ? ",\n {" : "{");
    reply_json_rule(t, d->rule.pack, d->rule.rule, d->rule.side);
    add_json_state(t, "before", d->before, false);
    add_json_state(t, "after", d->after, true);
    text_add_char(t, '}');
  }
  text_add(t, "]\n");
}

bool cmd_whatif(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  Changes changes = {0};
  WhatIf reply;
  Case c;
  if (!session_judge(s, err)) return false;
  for (int i = 0; i < args->rest_count; i++)
    if (!read_change(s, args->rest[i], &changes, err)) return false;
  if (!casefile_read(s, args, &c, err)) return false;
  if (!judge_whatif(s->judge, &s->run, &c, changes.measures.items, changes.measures.count, changes.answers.items,
                    changes.answers.count, &reply, err))
    return false;
  if (args_has(args, "--json"))
    add_json(&text, &reply);
  else {
    text_addf(&text, "%s, %s, as if\n", c.patient.code, date_format(&s->run, c.date));
    for (size_t i = 0; i < reply.turn_count; i++) add_turn(&text, &reply.turns[i]);
    add_typed_answers(s, &text, &c, &changes);
    add_differences(&text, &reply);
  }
  fputs(text_get(&text), s->out);
  return true;
}

/* ---- sweep ---- */

/* "20..300", "2kg..30kg", "2..30kg": a unit behind the last counts for both. */
static bool read_range(Session *s, const char *key, const char *range, Measure ends[2], Err *err) {
  const char *dots = strstr(range, "..");
  Amount last = {.unit = ""};
  const Test *test = catalog_test(s->rows, arena_copy_n(&s->run, key, strcspn(key, ".")));
  if (!dots || dots == range || !dots[2])
    return fail(err, ERR_USAGE, "RANGE", "'%.40s' is no range: write 20..300, or with a unit 2..30kg", range);
  const char *first = arena_copy_n(&s->run, range, (size_t)(dots - range));
  if (test && !amount_parse(&s->run, dots + 2, test->ordinal, &last, err)) {
    snprintf(err->where, sizeof err->where, "RANGE");
    return false;
  }
  bool has_unit = strspn(first, "+-.0123456789") < strlen(first);
  if (!casefile_value(s, "RANGE", key, first, has_unit ? NULL : last.unit, &ends[0], err)) return false;
  if (!casefile_value(s, "RANGE", key, dots + 2, NULL, &ends[1], err)) return false;
  if (ends[0].lo != ends[0].hi || ends[1].lo != ends[1].hi || ends[0].quantity != ends[1].quantity ||
      ends[0].lo >= ends[1].lo)
    return fail(err, ERR_USAGE, "RANGE", "'%.40s' is no range: two numbers of one unit, the smaller first", range);
  return true;
}

/* A usual value instead of a range: only to have the test and side checked. */
static bool read_key(Session *s, const char *key, Measure *m, Err *err) {
  const Test *test = catalog_test(s->rows, arena_copy_n(&s->run, key, strcspn(key, ".")));
  const char *value =
      test ? arena_printf(&s->run, "%.0f", (test->likely_lo + test->likely_hi) / 2 / test->unit->factor) : "1";
  return casefile_value(s, "TEST.SIDE", key, value, NULL, m, err);
}

enum { STRIP = 60 };

/* The range as a strip of cells, each as the rule is in its middle; * the value now. */
static void add_strip(Text *t, const Gauge *g, const SweepRow *row) {
  double step = (g->most - g->least) / STRIP, now = (g->lo + g->hi) / 2;
  if (!(step > 0) || !isfinite(step)) return;
  text_add(t, "  ");
  for (int i = 0; i < STRIP; i++) {
    size_t k = 0;
    double middle = g->least + (i + 0.5) * step;
    while (k + 1 < row->count && row->spans[k].hi < middle) k++;
    Truth truth = row->spans[k].truth;
    bool here = g->measured && fabs(now - middle) <= step / 2;
    text_add_char(t, here ? '*' : truth == TRUTH_TRUE ? '#' : truth == TRUTH_FALSE ? '.' : '?');
  }
  text_add_char(t, '\n');
}

static void add_row(Text *t, const Gauge *g, const SweepRow *row) {
  text_add_char(t, '\n');
  text_add_wrapped(t, "", 2, REPLY_COLUMNS, reply_title(t->arena, row->rule.title, row->rule.side));
  add_strip(t, g, row);
  for (size_t i = 0; i < row->count; i++) {
    const Span *span = &row->spans[i];
    const char *range = arena_printf(t->arena, "%s to %s", reply_value(t->arena, g, span->lo, i ? 1 : 0),
                                     reply_value(t->arena, g, span->hi, i + 1 < row->count ? -1 : 0));
    if (span->lo == span->hi) range = reply_value(t->arena, g, span->lo, 0);
    text_addf(t, "  %-28s  %s\n", range, reply_truth(span->truth, span->unsure));
  }
}

static void add_sweep(Text *t, const Case *c, const Sweep *sweep) {
  const Gauge *g = &sweep->gauge;
  Arena *a = t->arena;
  text_addf(t, "%s, %s\n", c->patient.code, date_format(a, c->date));
  text_add_wrapped(t, "", 2, REPLY_COLUMNS,
                   arena_printf(a, "%s: now %s; from %s to %s%s, everything else as it is",
                                reply_title(a, g->name, g->side), reply_now(a, g), reply_value(a, g, g->least, 0),
                                reply_value(a, g, g->most, 0), reply_setup(a, g)));
  for (size_t i = 0; i < sweep->count; i++) add_row(t, g, &sweep->rows[i]);
  if (sweep->count) text_add(t, "\n# present  ? unsure or not assessed  . not present  * now\n");
  if (!sweep->judged)
    text_add(t, "\nNo rule in force reads this measure.\n");
  else if (!sweep->count)
    text_add_wrapped(t, "\n", 0, REPLY_COLUMNS, "The rules that read this measure do not change along this range.");
}

static void add_json_sweep(Text *t, const Sweep *sweep) {
  double unit = sweep->gauge.unit->factor;
  text_add_char(t, '{');
  reply_json_gauge(t, &sweep->gauge);
  reply_json_number(t, "from", sweep->gauge.least / unit, false);
  reply_json_number(t, "to", sweep->gauge.most / unit, false);
  text_add(t, "\"rules\":[");
  for (size_t i = 0; i < sweep->count; i++) {
    const SweepRow *row = &sweep->rows[i];
    text_add(t, i ? ",\n {" : "{");
    reply_json_rule(t, row->rule.pack, row->rule.rule, row->rule.side);
    text_add(t, "\"spans\":[");
    for (size_t k = 0; k < row->count; k++) {
      text_add(t, k ? ",{" : "{");
      reply_json_number(t, "lo", row->spans[k].lo / unit, false);
      reply_json_number(t, "hi", row->spans[k].hi / unit, false);
      reply_json_text(t, "state", reply_state(row->spans[k].truth, row->spans[k].unsure), true);
      text_add_char(t, '}');
    }
    text_add(t, "]}");
  }
  text_add(t, "]}\n");
}

bool cmd_sweep(Session *s, const Args *args, Err *err) {
  const char *key = args_get(args, "TEST.SIDE"), *range = args_get(args, "RANGE");
  Text text = {.arena = &s->run};
  Measure ends[2];
  Sweep sweep;
  Case c;
  if (!session_judge(s, err)) return false;
  if (!(range ? read_range(s, key, range, ends, err) : read_key(s, key, &ends[0], err))) return false;
  if (!casefile_read(s, args, &c, err)) return false;
  if (!judge_sweep(s->judge, &s->run, &c, ends, range ? 2 : 1, &sweep, err)) return false;
  if (args_has(args, "--json"))
    add_json_sweep(&text, &sweep);
  else
    add_sweep(&text, &c, &sweep);
  fputs(text_get(&text), s->out);
  return true;
}
