/* The guided assessment: red flags first, then what the rules in force still need, posture after posture, the most
 * telling test first; at the end the findings and what to do next. */
#include "commands/guide.h"

#include "base/text.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "terminal/line.h"

#include <string.h>

enum { TURN_LAST = 1000 };

/* ---- keys ---- */

static const char *trimmed(Arena *a, const char *line) {
  line += strspn(line, " \t");
  size_t len = strlen(line);
  while (len && strchr(" \t", line[len - 1])) len--;
  return arena_copy_n(a, line, len);
}

Key guide_read(Guide *g, const char *prompt, const char **line, Err *err) {
  static const struct {
    const char *word;
    Key key;
  } words[] = {{"-", KEY_SKIP},  {"<", KEY_BACK}, {".", KEY_STOP},
               {"end", KEY_END}, {"?", KEY_HELP}, {"help", KEY_HELP}};
  for (;;) {
    Err fault = {0};
    LineStatus status = line_ask(&g->s->run, prompt, line, &fault);
    if (status == LINE_BAD && fault.kind != ERR_IO) {
      fprintf(g->s->out, "  %s\n", record_safe(g->s, fault.text));
      continue;
    }
    if (status == LINE_BAD) {
      *err = fault;
      return KEY_FAULT;
    }
    if (status != LINE_TYPED) return KEY_STOP;
    *line = trimmed(&g->s->run, *line);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
      if (strcmp(*line, words[i].word) == 0) return words[i].key;
    return KEY_LINE;
  }
}

bool guide_is_passed(const Guide *g, const char *id) {
  for (size_t i = 0; i < g->passed.count; i++)
    if (strcmp(g->passed.items[i], id) == 0) return true;
  return false;
}

/* ---- which test ---- */

const Test *guide_grade(const Catalog *catalog, const Test *test) {
  if (test->domain != DOMAIN_STRENGTH || test->ordinal) return NULL;
  for (size_t i = 0; i < catalog->tests.count; i++) {
    const Test *grade = &catalog->tests.items[i];
    if (!grade->ordinal || grade->domain != DOMAIN_STRENGTH || grade->paired != test->paired) continue;
    for (size_t k = 0; k < test->relevance_count; k++)
      if (test->relevance[k].share == 1 && test_relevance(grade, test->relevance[k].muscle) == 1) return grade;
  }
  return NULL;
}

/* Does a side wait that no manual grade of the day stands in for? */
static bool is_wanted(const Catalog *catalog, const Case *c, const NextItem *item) {
  const Test *test = item->kind == NEXT_TEST ? catalog_test(catalog, item->id) : NULL;
  const Test *grade = test ? guide_grade(catalog, test) : NULL;
  if (!test) return false;
  for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
    bool wanted = item->sides[side];
    for (size_t i = 0; i < c->measure_count && wanted && grade; i++) {
      const Measure *m = &c->measures[i];
      wanted = strcmp(m->test, grade->id) != 0 || (int)m->side != side || m->date != c->date;
    }
    if (wanted) return true;
  }
  return false;
}

void guide_count(const Catalog *catalog, const Case *c, const Next *next, size_t *done, size_t *open) {
  *done = *open = 0;
  for (size_t i = 0; i < c->measure_count; i++) {
    bool first = c->measures[i].date == c->date;
    for (size_t k = 0; k < i && first; k++)
      first = c->measures[k].date != c->date || strcmp(c->measures[k].test, c->measures[i].test) != 0;
    *done += first;
  }
  for (size_t i = 0; i < next->count; i++) *open += is_wanted(catalog, c, &next->items[i]);
}

/* Postures come in the order of their rows, from 1 on. 0: nothing to lie down for, a question of load or symptoms. */
static int turn_of(const Catalog *catalog, const NextItem *item) {
  const Test *test = catalog_test(catalog, item->id);
  const char *id = item->position ? item->position : test->body;
  int row = id ? catalog_find(catalog, ROWS_POSITION, id) : -1;
  const char *with = row < 0 ? NULL : catalog->positions.items[row].with;
  if (with) row = catalog_find(catalog, ROWS_POSITION, with);
  if (row >= 0) return row + 1;
  return test->domain == DOMAIN_LOAD || test->domain == DOMAIN_SYMPTOM ? 0 : TURN_LAST;
}

/* A test that some rule names, but that settles none by itself and has nothing to be compared with here. */
static bool is_idle(const NextItem *item) { return item->settles <= 0 && !item->norm; }

static bool is_asked(const Guide *g, const NextItem *item) {
  return is_wanted(g->s->rows, &g->c, item) && !guide_is_passed(g, item->id) && (g->all || !is_idle(item));
}

/* Posture after posture from where the patient is; what an entry made necessary in an earlier one comes at the end. In
 * one posture the order of `next`: the most telling first. */
static const NextItem *choose(const Guide *g) {
  const NextItem *best = NULL;
  int least = 0;
  for (size_t i = 0; i < g->next.count; i++) {
    const NextItem *item = &g->next.items[i];
    if (!is_asked(g, item)) continue;
    if (g->first && strcmp(item->id, g->first) == 0) return item;
    int turn = turn_of(g->s->rows, item), rank = turn >= g->turn ? turn : turn + 2 * TURN_LAST;
    if (!best || rank < least) best = item, least = rank;
  }
  return best;
}

static void say_turn(Guide *g, int turn) {
  const char *label = turn == 0           ? "Load and symptoms"
                      : turn == TURN_LAST ? "Other tests"
                                          : g->s->rows->positions.items[turn - 1].label;
  size_t count = 0;
  for (size_t i = 0; i < g->next.count; i++) {
    const NextItem *item = &g->next.items[i];
    count += is_asked(g, item) && turn_of(g->s->rows, item) == turn;
  }
  fprintf(g->s->out, "\n---- %s: %zu test%s ----\n", record_safe(g->s, label), count, count == 1 ? "" : "s");
}

static Step ask_test(Guide *g, const NextItem *item, Err *err) {
  int turn = turn_of(g->s->rows, item);
  size_t done, open;
  if (turn != g->turn) say_turn(g, turn);
  g->turn = turn;
  g->first = NULL;
  guide_count(g->s->rows, &g->c, &g->next, &done, &open);
  return guide_test(g, item, arena_printf(&g->s->run, "%zu of %zu done", done, done + open), err);
}

/* ---- what is left ---- */

static size_t count_idle(const Guide *g) {
  size_t count = 0;
  for (size_t i = 0; i < g->next.count && !g->all; i++) {
    const NextItem *item = &g->next.items[i];
    count += is_wanted(g->s->rows, &g->c, item) && !guide_is_passed(g, item->id);
  }
  return count;
}

static Step ask_idle(Guide *g, size_t count, Err *err) {
  const char *line;
  fprintf(g->s->out, "\n%zu test%s left for which this patient has no comparison group.\n", count,
          count == 1 ? " is" : "s are");
  for (;;) {
    switch (guide_read(g, "Enter judges now, on asks them: ", &line, err)) {
    case KEY_FAULT: return STEP_FAULT;
    case KEY_STOP: return STEP_STOP;
    case KEY_BACK: return STEP_BACK;
    case KEY_END: return STEP_END;
    default: break;
    }
    if (!*line) return STEP_END;
    g->all = strcmp(line, "on") == 0;
    if (g->all) return STEP_ON;
    fputs("  write on, or Enter alone to judge with what is there\n", g->s->out);
  }
}

/* ---- the whole ---- */

static bool look(Guide *g, Err *err) {
  arena_reset(&g->s->run);
  return guide_load(g, err) && judge_next(g->s->judge, &g->s->run, &g->c, &g->next, err);
}

/* gives STEP_END when nothing is left to ask. */
static Step ask(Guide *g, Err *err) {
  Step step;
  if (guide_ask_stop(g, &step, err) || guide_ask_red_flags(g, &step, err) || guide_ask_fact(g, &step, err)) return step;
  const NextItem *test = choose(g);
  if ((g->turn <= 0 || !test) && guide_ask_questions(g, &step, err)) return step;
  if (test) return ask_test(g, test, err);
  size_t idle = count_idle(g);
  return idle ? ask_idle(g, idle, err) : STEP_END;
}

static bool stop(Guide *g) {
  size_t done, open;
  guide_count(g->s->rows, &g->c, &g->next, &done, &open);
  bool today = g->day == session_today();
  fprintf(g->s->out, "\n%s: %zu of %zu tests done, all kept; guide %s%s%s goes on\n", g->code, done, done + open,
          g->code, today ? "" : " --date ", today ? "" : date_format(&g->s->run, g->day));
  return true;
}

static bool run(Guide *g, Err *err) {
  for (;;) {
    if (!look(g, err)) return false;
    switch (ask(g, err)) {
    case STEP_ON: break;
    case STEP_BACK:
      if (!guide_back(g, err)) return false;
      break;
    case STEP_STOP: return stop(g);
    case STEP_END: return guide_finish(g, err);
    case STEP_FAULT: return false;
    }
  }
}

/* Each round in memory of its own. */
static bool begin(Guide *g, const char *code, Err *err) {
  StoredPatient patient;
  Session *s = g->s;
  if (!session_judge(s, err) || !record_patient(s, code, &patient, err)) return false;
  g->code = arena_copy(&g->kept, patient.patient.code);
  g->patient = patient.id;
  fprintf(s->out, "%s, %s: - skips, < takes back, . stops (all is kept), ? helps\n", g->code,
          date_format(&s->run, g->day));
  Arena outer = s->run;
  s->run = (Arena){0};
  bool good = run(g, err);
  arena_free(&s->run);
  s->run = outer;
  return good;
}

bool guide_unfinished(Session *s, size_t limit, Unfinished **items, size_t *count, Err *err) {
  enum { DAYS = 7 }; /* what is older is another assessment (convention) */
  return store_list_unfinished(s->store, &s->run, "guide", "assess", session_today() - DAYS, limit, items, count, err);
}

/* The one that is named, else the one of the prompt, else the last one that was begun and not finished. */
static bool find_patient(Session *s, const Args *args, const char **code, Day *day, Err *err) {
  Unfinished *items;
  size_t count;
  *code = args_get(args, "PATIENT");
  if (!record_day(args_get(args, "--date"), "--date", day, err)) return false;
  if (!*code) *code = s->open_case;
  if (*code) return true;
  if (!session_store(s, STORE_EXISTING, err) || !guide_unfinished(s, 1, &items, &count, err)) return false;
  if (!count) return fail(err, ERR_USAGE, NULL, "which patient? guide PATIENT");
  *code = s->chosen = arena_copy(&s->program, items[0].code);
  if (!args_has(args, "--date")) *day = items[0].day;
  return true;
}

bool cmd_guide(Session *s, const Args *args, Err *err) {
  Guide g = {.s = s, .turn = -1};
  const char *code;
  if (!find_patient(s, args, &code, &g.day, err)) return false;
  bool good = begin(&g, code, err);
  arena_free(&g.kept);
  return good;
}
