/* Why a rule gives what it gives: its condition tree with every value, norm, cut and error, as a page or step by step.
 */
#include "commands/commands.h"

#include "commands/casefile.h"
#include "judging/page.h"
#include "terminal/line.h"

#include <string.h>

/* ---- step by step ---- */

typedef struct Steps { /* lines in the order in which they were judged: conditions before what they stand in */
  size_t *order;
  size_t count;
} Steps;

static size_t add_step(const Explanation *e, size_t at, Steps *steps) {
  size_t next = at + 1;
  while (next < e->line_count && e->lines[next].depth > e->lines[at].depth) next = add_step(e, next, steps);
  steps->order[steps->count++] = at;
  return next;
}

/* "its conditions gave: yes, no" */
static void add_parts(Text *t, const Explanation *e, size_t at) {
  static const char *const words[] = {[TRUTH_FALSE] = "no", [TRUTH_TRUE] = "yes", [TRUTH_UNKNOWN] = "unknown"};
  const TraceLine *line = &e->lines[at];
  Text parts = {.arena = t->arena};
  for (size_t i = at + 1; i < e->line_count && e->lines[i].depth > line->depth; i++)
    if (e->lines[i].depth == line->depth + 1)
      text_addf(&parts, "%s%s", parts.len ? ", " : "its conditions gave: ", words[e->lines[i].truth]);
  if (parts.len) text_add_wrapped(t, "      ", 8, REPLY_COLUMNS, text_get(&parts));
}

/* The lines of a function that ran, with what each has set. */
static void add_walk(Text *t, const TraceLine *line) {
  if (line->steps && *line->steps) text_add(t, "      the function, line by line:\n");
  for (const char *at = line->steps ? line->steps : ""; *at; at += *at == '\n') {
    size_t len = strcspn(at, "\n"), blanks = strspn(at, " ");
    const char *first = arena_printf(t->arena, "%*s", (int)(8 + blanks), "");
    text_add_wrapped(t, first, (int)(10 + blanks), REPLY_COLUMNS, arena_copy_n(t->arena, at + blanks, len - blanks));
    at += len;
  }
}

static void add_certainty(Text *t, const TraceLine *line) {
  if (isnan(line->certainty) || line->truth == TRUTH_UNKNOWN) return;
  text_add(t, "      certainty that the condition holds: ");
  text_add_number(t, 100 * line->certainty, 0);
  text_add(t, " %\n");
}

/* Waits for Enter on a terminal. gives false to stop. */
static bool wait(Session *s, bool *good, Err *err) {
  const char *typed = "";
  if (!line_is_terminal()) return true;
  fflush(s->out);
  LineStatus status = line_ask(&s->run, "Enter: next step, q: stop ", &typed, err);
  *good = status != LINE_BAD;
  return status == LINE_TYPED && strcmp(typed, "q") != 0;
}

static bool walk(Session *s, const Explanation *e, bool *on, Err *err) {
  Steps steps = {.order = arena_array(&s->run, e->line_count, sizeof *steps.order)};
  bool good = true;
  if (e->line_count) add_step(e, 0, &steps);
  for (size_t i = 0; i < steps.count && *on; i++) {
    const TraceLine *line = &e->lines[steps.order[i]];
    Text text = {.arena = &s->run};
    text_addf(&text, "step %zu of %zu, level %d\n", i + 1, steps.count, line->depth + 1);
    reply_line(&text, line, 2);
    add_parts(&text, e, steps.order[i]);
    add_walk(&text, line);
    add_certainty(&text, line);
    fputs(text_get(&text), s->out);
    *on = wait(s, &good, err);
  }
  return good;
}

static bool step_through(Session *s, const Case *c, const Explanation *list, size_t count, Err *err) {
  bool on = true;
  fprintf(s->out, "%s, %s\n", c->patient.code, date_format(&s->run, c->date));
  for (size_t i = 0; i < count && on; i++) {
    const Finding *f = list[i].finding;
    Text head = {.arena = &s->run}, end = {.arena = &s->run};
    text_add_wrapped(&head, "\n", 0, REPLY_COLUMNS, reply_title(&s->run, f->title, f->side));
    fputs(text_get(&head), s->out);
    if (!walk(s, &list[i], &on, err)) return false;
    if (!on) break;
    text_addf(&end, "result: %s\n", reply_verdict(&s->run, f));
    if (f->truth == TRUTH_UNKNOWN) reply_needs(&end, f);
    fputs(text_get(&end), s->out);
  }
  return true;
}

/* ---- as JSON ---- */

static void add_json_line(Text *t, const TraceLine *line) {
  text_addf(t, "{\"depth\":%d,", line->depth);
  reply_json_text(t, "condition", line->text, false);
  reply_json_text(t, "truth", truth_names[line->truth], false);
  reply_json_number(t, "certainty", line->certainty, false);
  reply_json_text(t, "detail", line->detail, false);
  reply_json_text(t, "function", line->steps && *line->steps ? line->steps : NULL, false);
  reply_json_number(t, "value", line->scale.value, false);
  reply_json_number(t, "error_95", line->scale.error, false);
  reply_json_number(t, "above", isnan(line->scale.value) ? NAN : line->scale.cut_lo, false);
  reply_json_number(t, "below", isnan(line->scale.value) ? NAN : line->scale.cut_hi, false);
  reply_json_text(t, "unit", isnan(line->scale.value) ? NULL : line->scale.unit, true);
  text_add_char(t, '}');
}

static void add_json(Text *t, const Explanation *e) {
  const Finding *f = e->finding;
  text_add(t, t->len ? ",\n {" : "[{");
  reply_json_rule(t, f->pack, f->rule, f->side);
  reply_json_text(t, "title", f->title, false);
  reply_json_text(t, "now", reply_state(f->truth, f->unsure), false);
  reply_json_number(t, "certainty", f->truth == TRUTH_TRUE ? f->certainty : NAN, false);
  reply_json_text(t, "overridden", f->overridden, false);
  text_add(t, "\"conditions\":[");
  for (size_t i = 0; i < e->line_count; i++) {
    if (i) text_add_char(t, ',');
    add_json_line(t, &e->lines[i]);
  }
  text_add(t, "]}");
}

bool cmd_explain(Session *s, const Args *args, Err *err) {
  Case c;
  Side side;
  Explanation *list;
  size_t count;
  if (!casefile_side(args, &side, err) || !session_judge(s, err) || !casefile_read(s, args, &c, err)) return false;
  if (!judge_explain(s->judge, &s->run, &c, args_get(args, "RULE"), side, &list, &count, err)) return false;
  Text text = {.arena = &s->run};
  if (args_has(args, "--json")) {
    for (size_t i = 0; i < count; i++) add_json(&text, &list[i]);
    fprintf(s->out, "%s]\n", text_get(&text));
    return true;
  }
  if (args_has(args, "--step")) return step_through(s, &c, list, count, err);
  text_addf(&text, "%s, %s\n", c.patient.code, date_format(&s->run, c.date));
  for (size_t i = 0; i < count; i++) page_explanation(&text, &list[i]);
  fputs(text_get(&text), s->out);
  return true;
}
