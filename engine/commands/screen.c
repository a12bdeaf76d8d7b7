#include "commands/checklist.h"
#include "commands/commands.h"
#include "commands/record.h"

#include "sitting/cases.h"
#include "terminal/line.h"
#include <string.h>

/* One screening: the red flags of the catalog and how each stands for the patient. */
typedef struct Screen {
  Session *s;
  StoreId patient;
  Day day;
  AnswerValue *stands; /* by row of the catalog's questions */
} Screen;

static size_t question_count(const Screen *screen) { return screen->s->rows->questions.count; }

static const Question *question_at(const Screen *screen, size_t row) { return &screen->s->rows->questions.items[row]; }

static bool is_open(const Screen *screen, size_t row) {
  AnswerValue value = screen->stands[row];
  return question_at(screen, row)->red_flag && value != ANSWER_YES && value != ANSWER_NO;
}

/* No program is given while such a question stands at yes. */
static bool is_stop(const Screen *screen, size_t row) {
  const Question *question = question_at(screen, row);
  return question->red_flag && question->urgency != URGENCY_CAUTION && screen->stands[row] == ANSWER_YES;
}

static size_t count_rows(const Screen *screen, bool (*which)(const Screen *, size_t)) {
  size_t count = 0;
  for (size_t row = 0; row < question_count(screen); row++) count += which(screen, row);
  return count;
}

static bool begin(Screen *screen, const Args *args, Err *err) {
  Session *s = screen->s;
  Case c;
  if (!record_day(args_get(args, "--date"), "--date", &screen->day, err) ||
      !cases_get(s, args_get(args, "PATIENT"), screen->day, &c, &screen->patient, err))
    return false;
  screen->stands = arena_array(&s->run, question_count(screen), sizeof *screen->stands);
  for (size_t i = 0; i < c.answer_count; i++) {
    int row = catalog_find(s->rows, ROWS_QUESTION, c.answers[i].question);
    if (row >= 0) screen->stands[row] = c.answers[i].value;
  }
  return true;
}

static bool store(Screen *screen, size_t row, AnswerValue value, Err *err) {
  StoreChange change;
  Answer answer = {question_at(screen, row)->id, value};
  if (!store_add_answer(screen->s->store, screen->patient, screen->day, &answer, &change, err)) return false;
  screen->stands[row] = value;
  return true;
}

/* ---- on a terminal ---- */

/* Until one more is answered, or none by "-". gives false in *goes_on: ".", Ctrl-C or Ctrl-D. */
static bool ask(Session *s, Checklist *list, bool *goes_on, Err *err) {
  for (;;) {
    const char *line = "";
    Err mistake = {0};
    LineStatus status = line_ask(&s->run, checklist_prompt(list), &line, err);
    *goes_on = status == LINE_TYPED && strcmp(line, ".") != 0;
    if (status == LINE_BAD) return false;
    if (!*goes_on || strcmp(line, "-") == 0) return true;
    if (strcmp(line, "?") == 0)
      fprintf(s->out, "%s  .     stop: the answers so far are kept\n", checklist_help(list));
    else if (checklist_answer(&s->run, line, list, &mistake))
      return true;
    else
      fprintf(s->out, "  %s; ? helps\n", record_safe(s, mistake.text));
  }
}

/* Were none of them answered? Then they are left for later. */
static bool is_later(const Checklist *list) {
  for (size_t i = 0; i < list->count; i++)
    if (list->values[i] != ANSWER_OPEN) return false;
  return true;
}

/* Stores what was answered; *stop: an emergency is among it. */
static bool store_list(Screen *screen, const char *code, const Checklist *list, bool *passed, bool *stop, Err *err) {
  Session *s = screen->s;
  bool later = is_later(list);
  if (!store_begin(s->store, err)) return false;
  for (size_t i = 0; i < list->count; i++) {
    int row = catalog_find(s->rows, ROWS_QUESTION, list->questions[i]->id);
    passed[row] = later || list->values[i] == ANSWER_UNSURE;
    if (list->values[i] == ANSWER_OPEN) continue;
    if (!store(screen, (size_t)row, list->values[i], err)) {
      store_rollback(s->store);
      return false;
    }
  }
  if (!store_commit(s->store, err)) return false;
  for (size_t i = 0; i < list->count; i++) {
    const Question *question = list->questions[i];
    if (list->values[i] != ANSWER_YES) continue;
    record_refer(s, question);
    fprintf(s->out, "  typed by mistake? sinew answer %s %s no\n", code, question->id);
    *stop = *stop || question->urgency == URGENCY_EMERGENCY;
  }
  return true;
}

/* Area after area. Answers are stored at once, so that a screening can be resumed. An emergency ends it. */
static bool ask_open(Screen *screen, const char *code, Err *err) {
  Session *s = screen->s;
  bool *passed = arena_array(&s->run, question_count(screen), sizeof *passed), goes_on = true, stop = false;
  Checklist list;
  while (!stop && checklist_red_flags(s->rows, screen->stands, passed, &list)) {
    checklist_print(s, &list, arena_printf(&s->run, "%zu open", count_rows(screen, is_open)));
    if (!ask(s, &list, &goes_on, err)) return false;
    if (!goes_on) return true;
    if (!store_list(screen, code, &list, passed, &stop, err)) return false;
  }
  return true;
}

/* ---- from standard input ---- */

typedef LIST(Answer) Answers;

/* "rf_ces_saddle no" */
static bool read_answer(Session *s, const char *line, Answers *answers, Err *err) {
  static const char *const blanks = " \t";
  Answer answer;
  const char *field;
  line += strspn(line, blanks);
  size_t len = strcspn(line, blanks);
  const char *question = arena_copy_n(&s->run, line, len);
  char *value = arena_copy(&s->run, line + len + strspn(line + len, blanks));
  value[strcspn(value, blanks)] = '\0';
  if (!*question || *question == '#') return true;
  if (!*value && catalog_find(s->rows, ROWS_QUESTION, question) < 0)
    return fail(err, ERR_DATA, NULL, "'%.40s' is no line of a screening: write QUESTION ANSWER, as in rf_ces_saddle no",
                question);
  if (!intake_answer(s->rows, &s->run, question, value, &answer, &field, err)) return false;
  *LIST_ADD(&s->run, answers) = answer;
  return true;
}

/* Takes all lines up to the end or ".", so that none of them is read as a command; every fault is told. */
static bool read_answers(Session *s, Answers *answers, Err *err) {
  LineStatus status;
  const char *line;
  size_t faults = 0;
  for (;;) {
    Err fault = {0};
    status = line_ask(&s->run, "", &line, &fault);
    if (status == LINE_END || status == LINE_CANCELLED || (status == LINE_TYPED && strcmp(line, ".") == 0)) break;
    if (status == LINE_TYPED && read_answer(s, line, answers, &fault)) continue;
    const char *where = arena_printf(&s->run, "standard input:%ld", line_number());
    Err placed = {0};
    fail(&placed, fault.kind, where, "%s", fault.text);
    err_print(s->errors, &placed);
    faults++;
    if (fault.kind == ERR_IO) break;
  }
  return faults == 0 ||
         fail(err, ERR_DATA, "", "%zu answer%s refused, nothing was stored", faults, faults == 1 ? "" : "s");
}

static bool store_answers(Screen *screen, const Answers *answers, Err *err) {
  Session *s = screen->s;
  bool ok = store_begin(s->store, err);
  if (!ok) return false;
  for (size_t i = 0; ok && i < answers->count; i++) {
    int row = catalog_find(s->rows, ROWS_QUESTION, answers->items[i].question);
    ok = store(screen, (size_t)row, answers->items[i].value, err);
  }
  if (ok) return store_commit(s->store, err);
  store_rollback(s->store);
  return false;
}

/* ---- both ---- */

/* What stands at yes, then how many are open. A stop is exit code 1. */
static bool finish(const Screen *screen, bool told, const char *code, Err *err) {
  Session *s = screen->s;
  for (size_t row = 0; row < question_count(screen); row++) {
    const Question *question = question_at(screen, row);
    if (!told && question->red_flag && screen->stands[row] == ANSWER_YES) record_refer(s, question);
  }
  fprintf(s->out, "%s %s, red flags: %zu open\n", code, date_format(&s->run, screen->day), count_rows(screen, is_open));
  return count_rows(screen, is_stop) == 0 || fail(err, ERR_CHECK, "", "%s", "");
}

bool cmd_screen(Session *s, const Args *args, Err *err) {
  Screen screen = {.s = s};
  Answers answers = {0};
  bool asks = line_is_terminal();
  if (!session_rows(s, err) || (!asks && !read_answers(s, &answers, err)) || !begin(&screen, args, err)) return false;
  size_t before = count_rows(&screen, is_stop);
  if (!(asks ? ask_open(&screen, args_get(args, "PATIENT"), err) : store_answers(&screen, &answers, err))) return false;
  return finish(&screen, asks && before == 0, args_get(args, "PATIENT"), err);
}
