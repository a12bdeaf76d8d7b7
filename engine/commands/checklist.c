#include "commands/checklist.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

enum { COLUMNS = 80 };

/* ---- which ---- */

static const char *area_of(const Question *question) {
  if (question->area) return question->area;
  return question->pathology ? question->pathology : question->id;
}

static bool stands_open(const Catalog *catalog, const AnswerValue *stands, const bool *passed, size_t row) {
  const Question *question = &catalog->questions.items[row];
  return question->red_flag && stands[row] != ANSWER_YES && stands[row] != ANSWER_NO && !(passed && passed[row]);
}

bool checklist_red_flags(const Catalog *catalog, const AnswerValue *stands, const bool *passed, Checklist *out) {
  *out = (Checklist){0};
  for (size_t row = 0; row < catalog->questions.count && out->count < CHECKLIST_MOST; row++) {
    const Question *question = &catalog->questions.items[row];
    if (!stands_open(catalog, stands, passed, row)) continue;
    if (!out->heading) out->heading = area_of(question);
    if (strcmp(area_of(question), out->heading) == 0) out->questions[out->count++] = question;
  }
  return out->count > 0;
}

size_t checklist_areas(const Catalog *catalog, const AnswerValue *stands) {
  size_t count = 0;
  for (size_t row = 0; row < catalog->questions.count; row++) {
    bool first = stands_open(catalog, stands, NULL, row);
    for (size_t i = 0; i < row && first; i++)
      first = !stands_open(catalog, stands, NULL, i) ||
              strcmp(area_of(&catalog->questions.items[i]), area_of(&catalog->questions.items[row])) != 0;
    count += first;
  }
  return count;
}

/* ---- on the screen ---- */

void checklist_print(Session *s, const Checklist *list, const char *right) {
  Text t = {.arena = &s->run};
  int room = COLUMNS - (int)strlen(right);
  text_add_char(&t, '\n');
  size_t before = t.len;
  text_add_terminal(&t, list->heading);
  int width = text_width(text_get(&t) + before);
  if (*right) text_addf(&t, "%*s%s", width + 2 < room ? room - width : 2, "", right);
  text_add_char(&t, '\n');
  for (size_t i = 0; i < list->count; i++)
    if (list->values[i] == ANSWER_OPEN)
      text_add_wrapped(&t, arena_printf(&s->run, "%3zu  ", i + 1), 5, COLUMNS, list->questions[i]->text);
  fputs(text_get(&t), s->out);
  fflush(s->out);
}

const char *checklist_prompt(const Checklist *list) {
  return list->count == 1 ? "y, n or u (unsure): " : "numbers of those with yes; n: no to all the others: ";
}

const char *checklist_help(const Checklist *list) {
  return list->count == 1 ? "  y yes, n no, u unsure (stays open), - later\n"
                          : "  2 5   yes to 2 and 5       n     no to all the others (asked and denied)\n"
                            "  2 n   yes to 2, no to all the others\n"
                            "  n3    no to 3 alone        u4    unsure about 4: stays open\n"
                            "  -     later: these stay open\n";
}

bool checklist_done(const Checklist *list) {
  for (size_t i = 0; i < list->count; i++)
    if (list->values[i] == ANSWER_OPEN) return false;
  return true;
}

/* ---- one line ---- */

static bool answer_others(Checklist *list, AnswerValue value) {
  for (size_t i = 0; i < list->count; i++)
    if (list->values[i] == ANSWER_OPEN) list->values[i] = value;
  return true;
}

/* "3", "y3", "n3", "u3" */
static bool answer_number(const char *word, Checklist *list) {
  static const char *const letters = "?nyu"; /* by AnswerValue */
  const char *letter = strchr(letters + 1, *word >= 'A' && *word <= 'Z' ? *word - 'A' + 'a' : *word);
  AnswerValue value = letter && *letter ? (AnswerValue)(letter - letters) : ANSWER_YES;
  long number;
  if (!text_parse_int(word + (letter && *letter), 1, (long)list->count, &number)) return false;
  list->values[number - 1] = value;
  return true;
}

static bool answer_word(const char *word, Checklist *list, bool *others, Err *err) {
  static const char *const no[] = {"n", "no", "none"};
  static const struct {
    const char *word;
    AnswerValue value;
  } single[] = {{"y", ANSWER_YES}, {"yes", ANSWER_YES}, {"u", ANSWER_UNSURE}, {"unsure", ANSWER_UNSURE}};
  for (size_t i = 0; i < ARRAY_LEN(no); i++)
    if (strcasecmp(word, no[i]) == 0) return *others = true;
  for (size_t i = 0; i < ARRAY_LEN(single) && list->count == 1; i++)
    if (strcasecmp(word, single[i].word) == 0) return answer_others(list, single[i].value);
  if (answer_number(word, list)) return true;
  if (list->count == 1) return fail(err, ERR_DATA, NULL, "'%.40s' is no answer: write y, n or u", word);
  return fail(err, ERR_DATA, NULL, "'%.40s' is no answer: write numbers from 1 to %zu for yes, n for no to the others",
              word, list->count);
}

bool checklist_answer(Arena *a, const char *line, Checklist *list, Err *err) {
  static const char *const blanks = " \t,";
  Checklist told = *list;
  bool others = false, any = false;
  for (const char *at = line + strspn(line, blanks); *at; at += strspn(at, blanks)) {
    size_t len = strcspn(at, blanks);
    if (!answer_word(arena_copy_n(a, at, len), &told, &others, err)) return false;
    any = true;
    at += len;
  }
  if (!any)
    return fail(err, ERR_DATA, NULL, "Enter alone answers nothing: %s",
                list->count == 1 ? "write y, n or u" : "write n when all of these were asked and denied");
  if (others) answer_others(&told, ANSWER_NO);
  *list = told;
  return true;
}
