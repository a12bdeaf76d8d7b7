#include "commands/guide.h"

#include "base/text.h"
#include "commands/record.h"

#include <string.h>

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

bool guide_ask_red_flags(Guide *g, Step *step, Err *err) {
  Checklist list;
  size_t areas;
  if (!next_red_flags(g, &list, &areas)) return false;
  *step =
      ask_list(g, &list, arena_printf(&g->s->run, "red flags, %zu area%s to go", areas, areas == 1 ? "" : "s"), err);
  return true;
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

bool guide_ask_questions(Guide *g, Step *step, Err *err) {
  Checklist list;
  if (!next_questions(g, &list)) return false;
  *step = ask_list(g, &list, "", err);
  return true;
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

bool guide_ask_fact(Guide *g, Step *step, Err *err) {
  const char *prompt, *fact = missing_fact(g, &prompt);
  if (fact) *step = ask_fact(g, fact, prompt, err);
  return fact != NULL;
}

/* ---- a positive red flag ---- */

static bool is_accepted(const Guide *g, const char *id) {
  for (size_t i = 0; i < g->gone_on.count; i++)
    if (strcmp(g->gone_on.items[i], id) == 0) return true;
  return false;
}

static bool same_text(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

/* Do both yeses lead to the same words of record_refer? */
static bool refers_alike(const Question *a, const Question *b) {
  return a->urgency == b->urgency && same_text(a->pathology, b->pathology) && same_text(a->action, b->action) &&
         same_text(a->timeframe, b->timeframe);
}

/* Those at yes that nobody went on with; *emergency: among them. Cautions are told and stop nothing. */
static size_t told_stops(Guide *g, bool *emergency) {
  size_t count = 0;
  const Question *told = NULL;
  *emergency = false;
  for (size_t i = 0; i < g->c.answer_count; i++) {
    const Question *question = catalog_question(g->s->rows, g->c.answers[i].question);
    if (!question || !question->red_flag || g->c.answers[i].value != ANSWER_YES || is_accepted(g, question->id))
      continue;
    if (!told) fputc('\n', g->s->out);
    if (!told || !refers_alike(told, question)) record_refer(g->s, question);
    told = question;
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

bool guide_ask_stop(Guide *g, Step *step, Err *err) {
  bool emergency;
  if (!told_stops(g, &emergency)) return false;
  *step = ask_stop(g, emergency, err);
  return true;
}
