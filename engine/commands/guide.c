/* The guided assessment: red flags first, then what the rules in force still need, posture after posture, the most
 * telling test first; at the end the findings and what to do next. */
#include "commands/guide.h"

#include "commands/commands.h"
#include "commands/record.h"
#include "line.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 80, TURN_LAST = 1000 };

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

static const Position *position_of(const Catalog *catalog, const char *id) {
  int row = id ? catalog_find(catalog, ROWS_POSITION, id) : -1;
  return row < 0 ? NULL : &catalog->positions.items[row];
}

/* 0: nothing to lie down for, a question of load or symptoms. */
static int turn_of(const Catalog *catalog, const NextItem *item) {
  const Test *test = catalog_test(catalog, item->id);
  const Position *position = position_of(catalog, item->position ? item->position : test->body);
  if (position) return position->turn ? position->turn : TURN_LAST;
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
  const char *label = turn == 0 ? "Told" : "Other tests";
  size_t count = 0;
  for (size_t i = g->s->rows->positions.count; i-- > 0;)
    if (turn && g->s->rows->positions.items[i].turn == turn) label = g->s->rows->positions.items[i].label;
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

/* ---- questions ---- */

static Step ask_list(Guide *g, Checklist *list, const char *right, Err *err) {
  const char *line, *ids[CHECKLIST_MOST];
  for (size_t i = 0; i < list->count; i++) ids[i] = list->questions[i]->id;
  checklist_print(g->s, list, right);
  for (;;) {
    Err mistake = {0};
    switch (guide_read(g, checklist_prompt(list), &line, err)) {
    case KEY_FAULT: return STEP_FAULT;
    case KEY_STOP: return STEP_STOP;
    case KEY_END: return STEP_END;
    case KEY_BACK: return STEP_BACK;
    case KEY_SKIP: guide_pass(g, list->heading, ids, list->count); return STEP_ON;
    case KEY_HELP:
      fprintf(g->s->out, "%s  <     take the last entry back   .  stop, go on later   end: judge now\n",
              checklist_help(list));
      continue;
    case KEY_LINE: break;
    }
    if (checklist_answer(&g->s->run, line, list, &mistake)) break;
    fprintf(g->s->out, "  %s\n", record_safe(g->s, mistake.text));
  }
  return guide_keep_answers(g, list, err) ? STEP_ON : STEP_FAULT;
}

static bool next_red_flags(Guide *g, Checklist *list, size_t *areas) {
  const Catalog *rows = g->s->rows;
  AnswerValue *stands = arena_array(&g->s->run, rows->questions.count, sizeof *stands);
  bool *passed = arena_array(&g->s->run, rows->questions.count, sizeof *passed);
  for (size_t i = 0; i < g->c.answer_count; i++) {
    int row = catalog_find(rows, ROWS_QUESTION, g->c.answers[i].question);
    if (row >= 0) stands[row] = g->c.answers[i].value;
  }
  for (size_t row = 0; row < rows->questions.count; row++)
    passed[row] = guide_is_passed(g, rows->questions.items[row].id);
  *areas = checklist_areas(rows, stands);
  return checklist_red_flags(rows, stands, passed, list);
}

static bool next_questions(const Guide *g, Checklist *list) {
  *list = (Checklist){.heading = "Questions"};
  for (size_t i = 0; i < g->next.count && list->count < CHECKLIST_MOST; i++) {
    const NextItem *item = &g->next.items[i];
    if (item->kind != NEXT_QUESTION || guide_is_passed(g, item->id)) continue;
    const Question *question = catalog_question(g->s->rows, item->id);
    if (question && !question->red_flag) list->questions[list->count++] = question;
  }
  return list->count > 0;
}

/* ---- facts that comparison groups ask for ---- */

static bool store_fact(Guide *g, const PatientText *text, Err *err) {
  Patient patient;
  StoreId id;
  StoreChange change;
  const char *field;
  return intake_patient(&g->s->run, text, DATE_ISO, &patient, &field, err) &&
         store_save_patient(g->s->store, &patient, g->day, false, session_now(), &id, &change, err);
}

/* The first that lacks; NULL: none. */
static const char *missing_fact(const Guide *g, const char **prompt) {
  const Patient *p = &g->c.patient;
  if (p->sex == SEX_UNKNOWN && !guide_is_passed(g, "sex"))
    return *prompt = "sex of the comparison groups, f, m or other: ", "sex";
  if (p->age_years < 0 && !p->born && !guide_is_passed(g, "age")) return *prompt = "age in years: ", "age";
  for (size_t i = 0; i < g->next.count && isnan(p->mass_kg) && !guide_is_passed(g, "mass"); i++)
    if (g->next.items[i].kind == NEXT_FACT && g->next.items[i].why == WHY_NO_MASS)
      return *prompt = "body mass in kg: ", "mass";
  return NULL;
}

static Step ask_fact(Guide *g, const char *fact, const char *prompt, Err *err) {
  const char *line;
  for (;;) {
    Err mistake = {0};
    switch (guide_read(g, prompt, &line, err)) {
    case KEY_FAULT: return STEP_FAULT;
    case KEY_STOP: return STEP_STOP;
    case KEY_END: return STEP_END;
    case KEY_BACK: return STEP_BACK;
    case KEY_SKIP: guide_pass(g, fact, &fact, 1); return STEP_ON;
    case KEY_HELP: fputs("  which comparison groups fit depends on it; - leaves it out\n", g->s->out); continue;
    case KEY_LINE: break;
    }
    if (!*line) {
      fputs("  Enter alone stores nothing: - leaves it out\n", g->s->out);
      continue;
    }
    PatientText text = {.code = g->code};
    *(strcmp(fact, "sex") == 0 ? &text.sex : strcmp(fact, "age") == 0 ? &text.age : &text.mass_kg) = line;
    if (store_fact(g, &text, &mistake)) return STEP_ON;
    if (mistake.kind != ERR_DATA) {
      *err = mistake;
      return STEP_FAULT;
    }
    fprintf(g->s->out, "  %s\n", record_safe(g->s, mistake.text));
  }
}

/* ---- a positive red flag ---- */

static bool is_accepted(const Guide *g, const char *id) {
  for (size_t i = 0; i < g->gone_on.count; i++)
    if (strcmp(g->gone_on.items[i], id) == 0) return true;
  return false;
}

/* Those at yes that nobody went on with; *emergency: among them. Cautions are told and stop nothing. */
static size_t told_stops(Guide *g, bool *emergency) {
  size_t count = 0;
  *emergency = false;
  for (size_t i = 0; i < g->c.answer_count; i++) {
    const Question *question = catalog_question(g->s->rows, g->c.answers[i].question);
    if (!question || !question->red_flag || g->c.answers[i].value != ANSWER_YES || is_accepted(g, question->id))
      continue;
    fputc(count ? ' ' : '\n', g->s->out);
    record_refer(g->s, question);
    if (question->urgency == URGENCY_CAUTION)
      *LIST_ADD(&g->kept, &g->gone_on) = question->id;
    else
      count++;
    *emergency = *emergency || question->urgency == URGENCY_EMERGENCY;
  }
  return count;
}

static void go_on(Guide *g) {
  for (size_t i = 0; i < g->c.answer_count; i++) {
    const Question *question = catalog_question(g->s->rows, g->c.answers[i].question);
    if (question && question->red_flag && g->c.answers[i].value == ANSWER_YES && !is_accepted(g, question->id))
      *LIST_ADD(&g->kept, &g->gone_on) = question->id;
  }
}

static Step ask_stop(Guide *g, bool emergency, Err *err) {
  const char *line;
  fprintf(g->s->out, "The assessment stops here. < takes the answer back%s.\n",
          emergency ? "" : ", on goes on with the tests");
  for (;;) {
    switch (guide_read(g, emergency ? "end, or <: " : "end, < or on: ", &line, err)) {
    case KEY_FAULT: return STEP_FAULT;
    case KEY_BACK: return STEP_BACK;
    case KEY_STOP:
    case KEY_END: return STEP_END;
    default: break;
    }
    if (!emergency && strcmp(line, "on") == 0) {
      go_on(g);
      return STEP_ON;
    }
    fprintf(g->s->out, "  write end, < to take the answer back%s\n", emergency ? "" : ", or on to go on");
  }
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

/* ---- the end ---- */

/* Under an act of its own, as the command `assess` would be. */
static bool judge_and_keep(Guide *g, Err *err) {
  Session *s = g->s;
  StoredProgram program;
  Result result;
  if (!session_act_end(s, ERR_NONE, err) || !session_act(s, "assess", NULL, err)) return false;
  if (!session_assess(s, g->code, g->day, &result, &program, err)) return false;
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
    if (!good) return false;
  }
}

static bool finish(Guide *g, Err *err) {
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

/* ---- the whole ---- */

static bool look(Guide *g, Err *err) {
  arena_reset(&g->s->run);
  return guide_load(g, err) && judge_next(g->s->judge, &g->s->run, &g->c, &g->next, err);
}

/* gives STEP_END when nothing is left to ask. */
static Step ask(Guide *g, Err *err) {
  Checklist list;
  size_t areas;
  bool emergency;
  const char *prompt;
  if (told_stops(g, &emergency)) return ask_stop(g, emergency, err);
  if (next_red_flags(g, &list, &areas))
    return ask_list(g, &list, arena_printf(&g->s->run, "red flags, %zu area%s to go", areas, areas == 1 ? "" : "s"),
                    err);
  const char *fact = missing_fact(g, &prompt);
  if (fact) return ask_fact(g, fact, prompt, err);
  const NextItem *test = choose(g);
  if ((g->turn <= 0 || !test) && next_questions(g, &list)) return ask_list(g, &list, "", err);
  if (test) return ask_test(g, test, err);
  size_t idle = count_idle(g);
  return idle ? ask_idle(g, idle, err) : STEP_END;
}

static bool stop(Guide *g) {
  size_t done, open;
  guide_count(g->s->rows, &g->c, &g->next, &done, &open);
  fprintf(g->s->out, "\n%s: %zu of %zu tests done, all kept; guide %s goes on\n", g->code, done, done + open, g->code);
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
    case STEP_END: return finish(g, err);
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
  *code = items[0].code;
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
