#include "commands/guide.h"

#include "base/text.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "sitting/cases.h"
#include "terminal/line.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 80 };

/* Under an act of its own, as the command `assess` would be. */
static bool judge_and_keep(Guide *g, Err *err) {
  Session *s = g->s;
  StoredProgram program;
  Result result;
  if (!session_act_end(s, ERR_NONE, err) || !session_act(s, "assess", NULL, err)) return false;
  if (!cases_assess(s, g->code, g->day, &result, &program, err)) return false;
  g->result = result;
  return session_act_end(s, ERR_NONE, err) && session_act(s, "guide", NULL, err);
}

static void say_result(Guide *g) {
  Text t = {.arena = &g->s->run};
  const Result *r = &g->result;
  size_t present = 0, repeat = 0, open = 0;
  for (size_t i = 0; i < r->finding_count; i++) {
    const Finding *f = &r->findings[i];
    present += f->truth == TRUTH_TRUE && !f->shown, repeat += f->truth == TRUTH_UNKNOWN && f->unsure;
    open += f->truth == TRUTH_UNKNOWN && !f->unsure;
  }
  text_addf(&t, "\n%s, %s: %zu finding%s, %zu to repeat, %zu not assessed\n", g->code, date_format(t.arena, g->day),
            present, present == 1 ? "" : "s", repeat, open);
  for (size_t i = 0; i < r->stop_count; i++)
    text_add_wrapped(&t, "!! ", 3, COLUMNS, arena_printf(t.arena, "%s: %s", r->stops[i].title, r->stops[i].text));
  for (size_t i = 0; i < r->finding_count; i++) {
    const Finding *f = &r->findings[i];
    if (f->truth == TRUTH_TRUE && !f->shown)
      text_add_wrapped(&t, "  ", 4, COLUMNS,
                       arena_printf(t.arena, "%s, certainty %.0f %%", reply_title(t.arena, f->title, f->side),
                                    f->certainty > 0.99 && f->certainty < 1 ? 99 : 100 * f->certainty));
  }
  if (r->open_count) text_addf(&t, "!  red flags not screened: %zu open\n", r->open_count);
  fputs(text_get(&t), g->s->out);
}

/* Runs a command of the table; its fault is told and ends nothing. */
static bool run_command(Guide *g, const char *const *words, int count, Err *err) {
  return session_act_end(g->s, ERR_NONE, err) &&
         (commands_also(g->s, words, count), session_act(g->s, "guide", NULL, err));
}

static bool approve(Guide *g, Err *err) {
  const char *who = getenv("SINEW_CLINICIAN");
  if (!g->s->options.clinician && (!who || !*who)) {
    Key key = guide_read(g, "who approves (Enter: nobody): ", &who, err);
    if (key == KEY_FAULT) return false;
    if (key != KEY_LINE || !*who) return true;
    return run_command(g, (const char *const[]){"approve", g->code, "--as", who}, 4, err);
  }
  return run_command(g, (const char *const[]){"approve", g->code}, 2, err);
}

/* One letter a step, on a terminal. */
static bool ask_next(Guide *g, Err *err) {
  const char *file = arena_printf(&g->kept, "%s.html", g->code), *line;
  for (;;) {
    bool good = true;
    fprintf(g->s->out, "\nNext: %se export %s   f findings in full   . done\n",
            result_is_stopped(&g->result) ? "" : "p plan   a approve   ", file);
    Key key = guide_read(g, "next: ", &line, err);
    if (key == KEY_FAULT) return false;
    if (key == KEY_STOP || key == KEY_END) return true;
    if (strcmp(line, "p") == 0)
      good = run_command(g, (const char *const[]){"plan", g->code}, 2, err);
    else if (strcmp(line, "f") == 0)
      good = run_command(g, (const char *const[]){"findings", g->code}, 2, err);
    else if (strcmp(line, "e") == 0)
      good = run_command(g, (const char *const[]){"export", "html", g->code, "-o", file}, 5, err);
    else if (strcmp(line, "a") == 0)
      good = approve(g, err);
    else
      fputs("  write one of these letters, or . to leave\n", g->s->out);
    if (!good) return false;
  }
}

bool guide_finish(Guide *g, Err *err) {
  if (!judge_and_keep(g, err)) return false;
  say_result(g);
  bool stopped = result_is_stopped(&g->result);
  if (line_is_terminal()) {
    if (!ask_next(g, err)) return false;
  } else {
    if (!stopped) fprintf(g->s->out, "Next: sinew plan %s; sinew approve %s --as NAME\n", g->code, g->code);
    fprintf(g->s->out, "Next: sinew export html %s -o %s.html\n", g->code, g->code);
  }
  return !stopped || fail(err, ERR_CHECK, "", "%s", "");
}
