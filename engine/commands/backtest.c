/* A changed pack over all that was ever judged: who changes, and why. */
#include "base/ceiling.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "sitting/backtest.h"
#include "terminal/progressbar.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 20, COLUMNS = 100 };

typedef struct Telling {
  ProgressBar bar;
  FILE *terminal;
} Telling;

static void tell(void *context, const char *what, size_t done, size_t total) {
  Telling *telling = context;
  progressbar_part(&telling->bar, telling->terminal, what, done, total);
}

static const char *plural(int64_t count) { return count == 1 ? "" : "s"; }

/* ---- as text ---- */

static void add_side(Text *t, Side side) {
  if (side != SIDE_BOTH) text_addf(t, " %s", side_names[side]);
}

static void add_causes(Text *t, Session *s, const RejudgedRule *r) {
  for (size_t i = 0; i < r->causes.count; i++) {
    const Cause *cause = &r->causes.items[i];
    const char *head =
        arena_printf(&s->run, "    %s %lld ", cause->fires ? "newly  " : "no more", (long long)cause->count);
    text_add_wrapped(t, head, (int)strlen(head), COLUMNS, record_safe(s, cause->text));
  }
}

/* Before and after, where they are not the same. */
static void add_pair(Text *t, Session *s, const char *before, const char *was, const char *after, const char *is) {
  if (strcmp(was, is) == 0) return;
  if (*was) text_add_wrapped(t, before, (int)strlen(before), COLUMNS, record_safe(s, was));
  if (*is) text_add_wrapped(t, after, (int)strlen(after), COLUMNS, record_safe(s, is));
}

static void add_rule(Text *t, Session *s, const RejudgedRule *r) {
  text_addf(t, "\n%8lld %7lld %8lld %7lld %7lld %7lld  %s", (long long)r->present[0], (long long)r->present[1],
            (long long)r->unknown[0], (long long)r->unknown[1], (long long)r->newly, (long long)r->gone, r->rule);
  text_addf(t, " (%s)\n", contrast_names[r->kind]);
  add_pair(t, s, "    was: ", r->was, "    now: ", r->is);
  add_pair(t, s, "    asked for: ", r->asked, "    asks for:  ", r->asks);
  add_causes(t, s, r);
}

/* Rules by how many sides turn, those that turn nobody in the order of their packs. */
static int compare_rules(const void *left, const void *right) {
  const RejudgedRule *a = *(const RejudgedRule *const *)left, *b = *(const RejudgedRule *const *)right;
  int64_t turned[] = {a->newly + a->gone, b->newly + b->gone};
  if (turned[0] != turned[1]) return turned[0] > turned[1] ? -1 : 1;
  return (a > b) - (a < b);
}

/* A condition that is otherwise and decides as before for everybody. */
static bool is_idle(const RejudgedRule *r) {
  return r->kind == CONTRAST_LOGIC && !r->newly && !r->gone && r->unknown[0] == r->unknown[1] &&
         strcmp(r->asked, r->asks) == 0;
}

static bool is_named(const RejudgedRule *r, bool words) { return words ? r->kind == CONTRAST_WORDS : is_idle(r); }

static void add_names(Text *t, Session *s, const RejudgedRules *rules, const char *head, bool words) {
  Text names = {.arena = &s->run};
  for (size_t i = 0; i < rules->count; i++)
    if (is_named(&rules->items[i], words)) text_addf(&names, "%s%s", names.len ? ", " : "", rules->items[i].rule);
  if (!names.len) return;
  text_add_char(t, '\n');
  text_add_wrapped(t, head, 4, COLUMNS, record_safe(s, text_get(&names)));
}

static void add_rules(Text *t, Session *s, const Backtest *x) {
  const RejudgedRule **list = arena_array(&s->run, x->rules.count + 1, sizeof *list);
  size_t count = 0;
  for (size_t i = 0; i < x->rules.count; i++)
    if (!is_named(&x->rules.items[i], true) && !is_named(&x->rules.items[i], false)) list[count++] = &x->rules.items[i];
  if (count)
    text_add(t, "\n         present      not known           no\n  before   after   before   after   newly  longer\n");
  qsort(list, count, sizeof *list, compare_rules);
  for (size_t i = 0; i < count; i++) add_rule(t, s, list[i]);
  add_names(t, s, &x->rules, "another condition, and nobody for whom it decides otherwise: ", false);
  add_names(t, s, &x->rules, "only the words differ: ", true);
}

static void add_case(Text *t, Session *s, const Backtest *x, const BacktestCase *one) {
  const Moved *m = &one->moved;
  text_addf(t, "\n%s %s: %lld referral%s, %lld finding%s, %lld change%s of the program\n",
            *one->patient ? one->patient : "(erased)", date_format(&s->run, one->date), (long long)m->stops,
            plural(m->stops), (long long)m->findings, plural(m->findings), (long long)m->program, plural(m->program));
  for (size_t i = 0; i < one->told.rules.count; i++) {
    const MovedRule *r = &one->told.rules.items[i];
    text_addf(t, "  %s", x->rules.items[r->rule].rule);
    add_side(t, r->side);
    text_addf(t, ": %s, was %s\n", truth_names[r->is], truth_names[r->was]);
    for (const char *const *cause = r->causes; cause && *cause; cause++)
      text_add_wrapped(t, "    ", 6, COLUMNS, record_safe(s, *cause));
  }
  for (size_t i = 0; i < one->told.program.count; i++)
    text_add_wrapped(t, "  program: ", 4, COLUMNS, record_safe(s, one->told.program.items[i]));
}

static void add_text(Text *t, Session *s, const Backtest *x) {
  const Rejudged *sum = &x->sum;
  text_addf(t, "%s %s against ", x->pack, x->is);
  text_add(t, x->was ? x->was : "nothing: no pack of this id was found");
  text_addf(t, "\n%lld case%s judged", (long long)sum->cases, plural(sum->cases));
  if (sum->unread) text_addf(t, ", %lld could not be judged", (long long)sum->unread);
  text_addf(t, "; %lld change%s: %lld with another referral, %lld with another program\n", (long long)sum->changed,
            sum->changed == 1 ? "s" : "", (long long)sum->stops, (long long)sum->programs);
  if (!x->rules.count) text_add(t, x->same ? "both are the same pack\n" : "no rule differs\n");
  add_rules(t, s, x);
  if (x->cases.count) text_add(t, "\nThe worst first: by referrals, findings, changes of the program\n");
  for (size_t i = 0; i < x->cases.count; i++) add_case(t, s, x, &x->cases.items[i]);
  if (x->cases.count < sum->moved.count)
    text_addf(t, "\n... and %zu more: --most NUMBER, or --csv for all\n", sum->moved.count - x->cases.count);
}

/* ---- for programs ---- */

static void add_csv(Text *t, Session *s, const Backtest *x) {
  text_add(t, "patient,date,referrals,findings,program_changes,newly,no_longer\r\n");
  for (size_t i = 0; i < x->cases.count; i++) {
    const BacktestCase *one = &x->cases.items[i];
    text_add_csv(t, one->patient);
    text_addf(t, ",%s,%lld,%lld,%lld", date_format(&s->run, one->date), (long long)one->moved.stops,
              (long long)one->moved.findings, (long long)one->moved.program);
    for (int fires = 1; fires >= 0; fires--) {
      Text cell = {.arena = &s->run};
      for (size_t k = 0; k < one->told.rules.count; k++) {
        const MovedRule *r = &one->told.rules.items[k];
        if ((r->is == TRUTH_TRUE) != fires) continue;
        text_addf(&cell, "%s%s", cell.len ? " " : "", x->rules.items[r->rule].rule);
        if (r->side != SIDE_BOTH) text_addf(&cell, ":%s", side_names[r->side]);
      }
      text_add_char(t, ',');
      text_add_csv(t, text_get(&cell));
    }
    text_add(t, "\r\n");
  }
}

static void add_json_rule(Text *t, const RejudgedRule *r) {
  text_add_char(t, '{');
  reply_json_text(t, "pack", r->pack, false);
  reply_json_text(t, "rule", r->rule, false);
  reply_json_text(t, "title", r->title, false);
  reply_json_text(t, "differs", contrast_names[r->kind], false);
  reply_json_text(t, "was", r->was, false);
  reply_json_text(t, "now", r->is, false);
  reply_json_text(t, "asked_for", r->asked, false);
  reply_json_text(t, "asks_for", r->asks, false);
  text_addf(t, "\"present_before\":%lld,\"present_after\":%lld,\"unknown_before\":%lld,\"unknown_after\":%lld,",
            (long long)r->present[0], (long long)r->present[1], (long long)r->unknown[0], (long long)r->unknown[1]);
  text_addf(t, "\"newly\":%lld,\"no_longer\":%lld,\"causes\":[", (long long)r->newly, (long long)r->gone);
  for (size_t i = 0; i < r->causes.count; i++) {
    text_add(t, i ? ",{" : "{");
    reply_json_text(t, "cause", r->causes.items[i].text, false);
    text_addf(t, "\"newly\":%s,\"count\":%lld}", r->causes.items[i].fires ? "true" : "false",
              (long long)r->causes.items[i].count);
  }
  text_add(t, "]}");
}

static void add_json_case(Text *t, Session *s, const Backtest *x, const BacktestCase *one) {
  text_add_char(t, '{');
  reply_json_text(t, "patient", one->patient, false);
  reply_json_text(t, "date", date_format(&s->run, one->date), false);
  text_addf(t, "\"referrals\":%lld,\"findings\":%lld,\"program_changes\":%lld,\"rules\":[", (long long)one->moved.stops,
            (long long)one->moved.findings, (long long)one->moved.program);
  for (size_t i = 0; i < one->told.rules.count; i++) {
    const MovedRule *r = &one->told.rules.items[i];
    text_add(t, i ? ",{" : "{");
    reply_json_text(t, "rule", x->rules.items[r->rule].rule, false);
    reply_json_text(t, "side", side_names[r->side], false);
    reply_json_text(t, "was", truth_names[r->was], false);
    reply_json_text(t, "now", truth_names[r->is], false);
    text_add(t, "\"causes\":[");
    for (size_t k = 0; r->causes && r->causes[k]; k++) {
      if (k) text_add_char(t, ',');
      text_add_json(t, r->causes[k]);
    }
    text_add(t, "]}");
  }
  text_add(t, "],\"program\":[");
  for (size_t i = 0; i < one->told.program.count; i++) {
    if (i) text_add_char(t, ',');
    text_add_json(t, one->told.program.items[i]);
  }
  text_add(t, "]}");
}

static void add_json(Text *t, Session *s, const Backtest *x) {
  const Rejudged *sum = &x->sum;
  text_add_char(t, '{');
  reply_json_text(t, "pack", x->pack, false);
  reply_json_text(t, "version", x->is, false);
  reply_json_text(t, "against", x->was ? x->was : "", false);
  text_addf(t, "\"cases\":%lld,\"not_judged\":%lld,\"changed\":%lld,\"referrals\":%lld,\"programs\":%lld,\"rules\":[",
            (long long)sum->cases, (long long)sum->unread, (long long)sum->changed, (long long)sum->stops,
            (long long)sum->programs);
  for (size_t i = 0; i < x->rules.count; i++) {
    text_add(t, i ? ",\n " : "\n ");
    add_json_rule(t, &x->rules.items[i]);
  }
  text_add(t, "],\n\"worst\":[");
  for (size_t i = 0; i < x->cases.count; i++) {
    text_add(t, i ? ",\n " : "\n ");
    add_json_case(t, s, x, &x->cases.items[i]);
  }
  text_add(t, "]}\n");
}

/* ---- the command ---- */

static bool read_number(const Args *args, const char *name, long most, size_t *out, Err *err) {
  const char *text = args_get(args, name);
  long number;
  if (!text) return true;
  if (!text_parse_int(text, 1, most, &number))
    return fail(err, ERR_USAGE, name, "'%.40s' is no number from 1 to %ld", text, most);
  *out = (size_t)number;
  return true;
}

bool cmd_backtest(Session *s, const Args *args, Err *err) {
  Arena arena = {0};
  Text t = {.arena = &arena};
  Backtest x;
  Telling telling = {.terminal = s->errors};
  bool csv = args_has(args, "--csv"), json = args_has(args, "--json");
  BacktestRequest request = {
      .pack = args_get(args, "NEWPACK"), .against = args_get(args, "--against"), .told = tell, .context = &telling};
  request.most = csv ? SIZE_MAX : SHOWN;
  const char *since = args_get(args, "--since");
  if (csv && json) return fail(err, ERR_USAGE, NULL, "--csv or --json, not both");
  if (since && args_has(args, "--sample")) return fail(err, ERR_USAGE, NULL, "--since or --sample, not both");
  if (since && !record_day(since, "--since", &request.since, err)) return false;
  if (!read_number(args, "--sample", 1000000000, &request.sample, err) ||
      !read_number(args, "--most", 1000000000, &request.most, err) ||
      !read_number(args, "--jobs", POOL_WORKERS, &request.jobs, err) || !session_store(s, STORE_EXISTING, err))
    return false;
  bool good = backtest_run(s, &arena, &request, &x, err);
  progressbar_end(&telling.bar);
  if (good && x.fault) fprintf(s->errors, "note: some cases were not judged: %s\n", record_safe(s, x.fault));
  if (good) (csv ? add_csv : json ? add_json : add_text)(&t, s, &x);
  fputs(text_get(&t), s->out);
  arena_free(&arena);
  return good;
}
