/* Why a rule is not present and what would make it so; what would end each finding. */
#include "commands/commands.h"

#include "commands/casefile.h"

#include <string.h>

/* ---- one change ---- */

static int direction_of(const Change *c) { return (c->to > c->from) - (c->to < c->from); }

/* "up 26.6 N, 3.1 times its smallest real change (MDC) of 8.6 N" */
static const char *size_of_change(Arena *a, const Change *c) {
  const Gauge *g = &c->gauge;
  int direction = direction_of(c);
  Text t = {.arena = a};
  if (direction == 0) return "the same value, but exact";
  if (g->ordinal) return "";
  text_addf(&t, "%s %s", direction > 0 ? "up" : "down", reply_value(a, g, fabs(c->to - c->from), 1));
  if (isnan(c->count)) {
    text_add(&t, g->mdc == 0 ? "" : "; no error figure is known for this test");
    return text_get(&t);
  }
  text_add(&t, ", ");
  text_add_number(&t, c->count, 1);
  if (!c->by_sd)
    text_addf(&t, " times its smallest real change (MDC) of %s", reply_value(a, g, g->mdc, 0));
  else
    text_addf(&t, " SD of its comparison group%s", g->mdc == 0 ? "" : "; no error figure is known for this test");
  return text_get(&t);
}

static void add_change(Text *t, const Change *c) {
  Arena *a = t->arena;
  const char *size = size_of_change(a, c);
  text_add_wrapped(t, "    ", 6, REPLY_COLUMNS,
                   arena_printf(a, "%s: from %s to %s%s%s", reply_title(a, c->gauge.name, c->gauge.side),
                                reply_now(a, &c->gauge), reply_value(a, &c->gauge, c->to, direction_of(c)),
                                *size ? ": " : "", size));
}

static void add_json_change(Text *t, const Change *c) {
  double unit = c->gauge.unit->factor;
  text_add_char(t, '{');
  reply_json_gauge(t, &c->gauge);
  reply_json_number(t, "to", c->to / unit, false);
  reply_json_number(t, "not_yet", c->short_of / unit, false);
  reply_json_text(t, "then", reply_state(c->truth, false), false);
  reply_json_text(t, "counted_in", isnan(c->count) ? NULL : c->by_sd ? "sd" : "mdc", false);
  reply_json_number(t, "count", c->count, true);
  text_add_char(t, '}');
}

static void add_json_leaves(Text *t, const TraceLine *leaves, size_t count) {
  text_add(t, "\"in_the_way\":[");
  for (size_t i = 0; i < count; i++) {
    text_add(t, i ? ",{" : "{");
    reply_json_text(t, "condition", leaves[i].text, false);
    reply_json_text(t, "truth", truth_names[leaves[i].truth], false);
    reply_json_text(t, "detail", leaves[i].detail, true);
    text_add_char(t, '}');
  }
  text_add_char(t, ']');
}

/* ---- whynot ---- */

enum { LEAVES_WITH_DETAIL = 4 }; /* more are listed without their values */

static void add_leaf(Text *t, const TraceLine *leaf, bool detail) {
  TraceLine line = *leaf;
  if (!detail) line.detail = "";
  reply_line(t, &line, 4);
}

static void add_changes(Text *t, const WhyNot *w) {
  const char *contrary = w->finding->truth == TRUTH_TRUE ? "not present" : "present";
  if (!w->change_count) {
    text_add_wrapped(t, "  ", 2, REPLY_COLUMNS,
                     arena_printf(t->arena, "No one measure, within its usual values, would make it %s.%s", contrary,
                                  w->leaf_count ? " In the way:" : ""));
    for (size_t i = 0; i < w->leaf_count; i++) add_leaf(t, &w->leaves[i], w->leaf_count <= LEAVES_WITH_DETAIL);
    return;
  }
  text_addf(t, "  The smallest change of one measure that would make it %s:\n", contrary);
  add_change(t, &w->changes[0]);
  if (w->change_count > 1) text_add(t, "  Of other measures alone:\n");
  for (size_t i = 1; i < w->change_count; i++) add_change(t, &w->changes[i]);
}

static void add_page(Text *t, const WhyNot *w) {
  Arena *a = t->arena;
  const Finding *f = w->finding;
  const char *already = f->truth == TRUTH_TRUE && !w->outside ? "already " : "";
  const char *verdict = arena_printf(a, "%s%s", already, reply_verdict(a, f));
  if (t->len) text_add_char(t, '\n');
  text_add_wrapped(t, "", 2, REPLY_COLUMNS,
                   arena_printf(a, "%s: %s", reply_title(a, f->title, f->side), w->outside ? "not judged" : verdict));
  if (w->outside)
    text_add_wrapped(t, "  ", 2, REPLY_COLUMNS,
                     arena_printf(a, "%s. Judged all the same it would be: %s.", w->outside, verdict));
  if (f->truth == TRUTH_UNKNOWN) reply_needs(t, f);
  add_changes(t, w);
}

static void add_json_page(Text *t, const WhyNot *w) {
  const Finding *f = w->finding;
  text_add(t, t->len ? ",\n {" : "[{");
  reply_json_rule(t, f->pack, f->rule, f->side);
  reply_json_text(t, "now", reply_state(f->truth, f->unsure), false);
  reply_json_text(t, "not_judged", w->outside, false);
  text_add(t, "\"needs\":[");
  for (size_t i = 0; i < f->need_count; i++) {
    if (i) text_add_char(t, ',');
    text_add_json(t, f->needs[i].text && *f->needs[i].text ? f->needs[i].text : why_sentence(f->needs[i].why));
  }
  text_add(t, "],\"changes\":[");
  for (size_t i = 0; i < w->change_count; i++) {
    if (i) text_add_char(t, ',');
    add_json_change(t, &w->changes[i]);
  }
  text_add(t, "],");
  add_json_leaves(t, w->leaves, w->leaf_count);
  text_add_char(t, '}');
}

bool cmd_whynot(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  bool json = args_has(args, "--json");
  WhyNot *list;
  size_t count;
  Side side;
  Case c;
  if (!casefile_side(args, &side, err) || !session_judge(s, err) || !casefile_read(s, args, &c, err)) return false;
  if (!judge_whynot(s->judge, &s->run, &c, args_get(args, "RULE"), side, &list, &count, err)) return false;
  if (!json) text_addf(&text, "%s, %s\n", c.patient.code, date_format(&s->run, c.date));
  for (size_t i = 0; i < count; i++)
    if (json)
      add_json_page(&text, &list[i]);
    else
      add_page(&text, &list[i]);
  if (json) text_add(&text, "]\n");
  fputs(text_get(&text), s->out);
  return true;
}

/* ---- goals ---- */

static bool same_measure(const Gauge *a, const Gauge *b) {
  return a && a->test && b->test && strcmp(a->test, b->test) == 0 && a->side == b->side &&
         text_equal(a->position, b->position) && a->contraction == b->contraction && a->unit == b->unit;
}

static void add_measure(Text *t, const Gauge *g) {
  Arena *a = t->arena;
  const char *again = "measure again";
  if (isnan(g->mdc))
    again = "measure again; no error figure is known for this test, so no change can be told from error";
  else if (g->mdc > 0)
    again = arena_printf(a, "measure again; a change over %s counts as real", reply_value(a, g, g->mdc, 0));
  text_add_char(t, '\n');
  text_add_wrapped(t, "", 2, REPLY_COLUMNS,
                   arena_printf(a, "%s, now %s", reply_title(a, g->name, g->side), reply_now(a, g)));
  text_add_wrapped(t, "  ", 4, REPLY_COLUMNS, again);
}

static void add_goal(Text *t, const Goal *goal) {
  Arena *a = t->arena;
  const Change *c = &goal->change;
  Text size = {.arena = a};
  int direction = direction_of(c);
  if (!c->gauge.ordinal && direction)
    text_addf(&size, ", %s %s", direction > 0 ? "up" : "down", reply_value(a, &c->gauge, fabs(c->to - c->from), 1));
  text_add_wrapped(t, "  ", 4, REPLY_COLUMNS,
                   arena_printf(a, "at %s%s: not present any more: %s", reply_value(a, &c->gauge, c->to, direction),
                                text_get(&size), reply_title(a, goal->rule.title, goal->rule.side)));
}

static void add_unreached(Text *t, const Goals *goals) {
  bool any = false;
  for (size_t i = 0; i < goals->count; i++) {
    const Goal *goal = &goals->list[i];
    if (goal->change.gauge.test) continue;
    if (!any) text_add(t, "\nNo one measure that gets better would end these alone:\n");
    any = true;
    text_add_wrapped(t, "  ", 4, REPLY_COLUMNS, reply_title(t->arena, goal->rule.title, goal->rule.side));
    for (size_t k = 0; k < goal->leaf_count; k++) add_leaf(t, &goal->leaves[k], false);
  }
}

static void add_json_goals(Text *t, const Goals *goals) {
  text_add_char(t, '[');
  for (size_t i = 0; i < goals->count; i++) {
    const Goal *goal = &goals->list[i];
    text_add(t, i ? ",\n {" : "{");
    reply_json_rule(t, goal->rule.pack, goal->rule.rule, goal->rule.side);
    text_add(t, "\"change\":");
    if (goal->change.gauge.test)
      add_json_change(t, &goal->change);
    else
      text_add(t, "null");
    text_add_char(t, ',');
    add_json_leaves(t, goal->leaves, goal->leaf_count);
    text_add_char(t, '}');
  }
  text_add(t, "]\n");
}

static void add_goals(Text *t, const Case *c, const Goals *goals) {
  const Gauge *before = NULL;
  text_addf(t, "%s, %s: ", c->patient.code, date_format(t->arena, c->date));
  text_addf(t, goals->count ? "%zu finding%s present\n" : "no finding is present: no goals\n", goals->count,
            goals->count == 1 ? "" : "s");
  for (size_t i = 0; i < goals->count; i++) {
    const Goal *goal = &goals->list[i];
    if (!goal->change.gauge.test) continue;
    if (!same_measure(before, &goal->change.gauge)) add_measure(t, &goal->change.gauge);
    before = &goal->change.gauge;
    add_goal(t, goal);
  }
  add_unreached(t, goals);
}

bool cmd_goals(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  Goals goals;
  Case c;
  if (!session_judge(s, err) || !casefile_read(s, args, &c, err)) return false;
  if (!judge_goals(s->judge, &s->run, &c, &goals, err)) return false;
  if (args_has(args, "--json"))
    add_json_goals(&text, &goals);
  else
    add_goals(&text, &c, &goals);
  fputs(text_get(&text), s->out);
  return true;
}
