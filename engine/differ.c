#include "differ.h"

#include "text.h"
#include <stdio.h>
#include <string.h>

_Static_assert(sizeof(Side) == sizeof(int) && sizeof(Truth) == sizeof(int), "enums are read as int");

/* ---- what the structs are made of ---- */

typedef enum {
  MEMBER_TEXT,
  MEMBER_TEXTS, /* ends with NULL */
  MEMBER_REAL,
  MEMBER_WHOLE, /* int, or an enum with names */
  MEMBER_SIZE,  /* size_t */
  MEMBER_FLAG,
  MEMBER_ROWS
} MemberKind;

typedef struct Member {
  const char *name; /* in words; NULL: end */
  MemberKind kind;
  size_t offset, count; /* offsets; count: of the number of rows */
  const char *const *names;
  const struct Shape *rows;
} Member;

typedef struct Shape {
  size_t size, label; /* label: offset of the text that tells rows apart */
  const Member *members;
} Shape;

#define TEXT(T, member, name)                                                                                          \
  { name, MEMBER_TEXT, offsetof(T, member), 0, NULL, NULL }
#define REAL(T, member, name)                                                                                          \
  { name, MEMBER_REAL, offsetof(T, member), 0, NULL, NULL }
#define WHOLE(T, member, name)                                                                                         \
  { name, MEMBER_WHOLE, offsetof(T, member), 0, NULL, NULL }
#define ENUM(T, member, name, list)                                                                                    \
  { name, MEMBER_WHOLE, offsetof(T, member), 0, list, NULL }
#define FLAG(T, member, name)                                                                                          \
  { name, MEMBER_FLAG, offsetof(T, member), 0, NULL, NULL }
#define ROWS(T, member, n, name, row)                                                                                  \
  { name, MEMBER_ROWS, offsetof(T, member), offsetof(T, n), NULL, row }
#define END                                                                                                            \
  { NULL, MEMBER_TEXT, 0, 0, NULL, NULL }
#define SHAPE(T, label, ...)                                                                                           \
  {                                                                                                                    \
    sizeof(T), offsetof(T, label), (const Member[]) { __VA_ARGS__, END }                                               \
  }

static const Shape need_shape = SHAPE(Need, what, WHOLE(Need, why, "reason"), TEXT(Need, what, "id"),
                                      ENUM(Need, side, "side", side_names), TEXT(Need, text, "text"));

static const Shape finding_shape = SHAPE(
    Finding, rule, TEXT(Finding, pack, "pack"), TEXT(Finding, rule, "rule"), ENUM(Finding, side, "side", side_names),
    TEXT(Finding, title, "title"), ENUM(Finding, truth, "truth", truth_names), FLAG(Finding, unsure, "unsure"),
    REAL(Finding, index, "index"), TEXT(Finding, unit, "unit"), REAL(Finding, certainty, "certainty"),
    TEXT(Finding, grade, "grade"), ENUM(Finding, evidence, "evidence", evidence_names), TEXT(Finding, group, "group"),
    TEXT(Finding, say, "sentence"), {"sources", MEMBER_TEXTS, offsetof(Finding, cites), 0, NULL, NULL},
    TEXT(Finding, tell, "words for the patient"), TEXT(Finding, studied, "in whom it was studied"),
    TEXT(Finding, doubt, "what speaks against it"), FLAG(Finding, shown, "for information"),
    ROWS(Finding, needs, need_count, "need", &need_shape), TEXT(Finding, overridden, "override"));

static const Shape argument_shape =
    SHAPE(Argument, rule, TEXT(Argument, pack, "pack"), TEXT(Argument, rule, "rule"),
          ENUM(Argument, side, "side", side_names), ENUM(Argument, action, "action", action_names),
          TEXT(Argument, target, "target"), FLAG(Argument, against, "against"), TEXT(Argument, group, "group"),
          REAL(Argument, weight, "weight"), TEXT(Argument, held, "reason to hold it"));

static const Shape target_shape =
    SHAPE(Target, target, ENUM(Target, action, "action", action_names), TEXT(Target, target, "id"),
          ENUM(Target, side, "side", side_names), REAL(Target, weight, "weight"), FLAG(Target, conflict, "conflict"));

static const Shape stop_shape =
    SHAPE(Stop, rule, TEXT(Stop, pack, "pack"), TEXT(Stop, rule, "rule"), TEXT(Stop, title, "title"),
          ENUM(Stop, urgency, "urgency", urgency_names), TEXT(Stop, text, "text"));

static const Shape open_shape =
    SHAPE(OpenQuestion, question, TEXT(OpenQuestion, question, "id"), TEXT(OpenQuestion, text, "text"),
          ENUM(OpenQuestion, urgency, "urgency", urgency_names));

static const Shape remark_shape = SHAPE(Remark, what, TEXT(Remark, what, "id"), TEXT(Remark, text, "text"));

static const Shape result_shape = SHAPE(
    Result, patient, WHOLE(Result, date, "day"), ROWS(Result, findings, finding_count, "finding", &finding_shape),
    ROWS(Result, arguments, argument_count, "argument", &argument_shape),
    ROWS(Result, targets, target_count, "target", &target_shape), ROWS(Result, stops, stop_count, "stop", &stop_shape),
    ROWS(Result, open, open_count, "open question", &open_shape),
    ROWS(Result, remarks, remark_count, "remark", &remark_shape),
    {"conditions judged", MEMBER_SIZE, offsetof(Result, judged), 0, NULL, NULL},
    REAL(Result, expected_by_chance, "findings expected by chance"));

static const Shape item_shape =
    SHAPE(ProgramItem, exercise, TEXT(ProgramItem, exercise, "exercise"), TEXT(ProgramItem, name, "name"),
          ENUM(ProgramItem, side, "side", side_names), ENUM(ProgramItem, phase, "phase", phase_names),
          WHOLE(ProgramItem, sets, "sets"), WHOLE(ProgramItem, reps, "repetitions"), WHOLE(ProgramItem, hold_s, "hold"),
          WHOLE(ProgramItem, per_week, "times a week"), WHOLE(ProgramItem, days, "days"),
          WHOLE(ProgramItem, week_from, "first week"), WHOLE(ProgramItem, week_to, "last week"),
          WHOLE(ProgramItem, rest_s, "rest"), REAL(ProgramItem, minutes, "minutes"), TEXT(ProgramItem, why, "reason"),
          TEXT(ProgramItem, dose, "dose"));

static const Shape advice_shape =
    SHAPE(AdviceItem, id, TEXT(AdviceItem, id, "id"), TEXT(AdviceItem, text, "text"), TEXT(AdviceItem, why, "reason"));

static const Shape left_out_shape =
    SHAPE(LeftOut, exercise, TEXT(LeftOut, exercise, "id"), TEXT(LeftOut, reason, "reason"));

static const Shape program_shape =
    SHAPE(Program, referral, FLAG(Program, stopped, "stopped"), TEXT(Program, referral, "referral"),
          ROWS(Program, items, item_count, "exercise", &item_shape),
          ROWS(Program, advice, advice_count, "advice", &advice_shape),
          ROWS(Program, left_out, left_out_count, "left out", &left_out_shape), WHOLE(Program, weeks, "weeks"),
          WHOLE(Program, sessions_per_week, "sessions a week"), REAL(Program, minutes, "minutes"),
          REAL(Program, covered, "covered share"), REAL(Program, gap, "gap"));

/* ---- two values in words ---- */

enum { SHOWN = 60 }; /* characters of a text */

/* A text, or its part from shortly before byte `from` on. */
static const char *shown_text(Arena *a, const char *text, size_t from) {
  Text t = {.arena = a};
  if (!text) return "nothing";
  const char *at = text;
  while (from > SHOWN / 2 && *at && (size_t)(at - text) < from - SHOWN / 4) text_next(&at);
  const char *end = at;
  for (int i = 0; i < SHOWN && *end; i++) text_next(&end);
  text_addf(&t, "'%s", at > text ? "..." : "");
  text_add_n(&t, at, (size_t)(end - at));
  text_addf(&t, "%s'", *end ? "..." : "");
  return text_get(&t);
}

static const char *tell_texts(Arena *a, const char *name, const char *stored, const char *now) {
  size_t same = 0;
  while (stored && now && stored[same] && stored[same] == now[same]) same++;
  return arena_printf(a, "%s stored %s, now %s", name, shown_text(a, stored, same), shown_text(a, now, same));
}

/* With as many digits as it takes to tell them apart. */
static const char *tell_reals(Arena *a, const char *name, double stored, double now) {
  char x[40] = "unknown", y[40] = "unknown";
  for (int digits = 6; digits <= 17 && strcmp(x, y) == 0; digits++) {
    if (!isnan(stored)) snprintf(x, sizeof x, "%.*g", digits, stored);
    if (!isnan(now)) snprintf(y, sizeof y, "%.*g", digits, now);
  }
  return arena_printf(a, "%s stored %s, now %s", name, x, y);
}

static const char *whole_text(Arena *a, const Member *m, int value) {
  int count = 0;
  if (!m->names) return arena_printf(a, "%d", value);
  while (m->names[count]) count++;
  return value >= 0 && value < count ? m->names[value] : arena_printf(a, "%d", value);
}

static const char *tell_sizes(Arena *a, const char *name, size_t stored, size_t now) {
  return arena_printf(a, "%s stored %zu, now %zu", name, stored, now);
}

/* ---- comparing ---- */

static const char *differ_rows(Arena *a, const Member *m, const char *stored, const char *now);

static const char *differ_texts(Arena *a, const char *name, const char *const *stored, const char *const *now) {
  static const char *const none[] = {NULL};
  size_t i = 0;
  stored = stored ? stored : none, now = now ? now : none;
  while (stored[i] && now[i] && strcmp(stored[i], now[i]) == 0) i++;
  return stored[i] || now[i] ? tell_texts(a, name, stored[i], now[i]) : NULL;
}

static const char *differ_member(Arena *a, const Member *m, const char *stored, const char *now) {
  const void *x = stored + m->offset, *y = now + m->offset;
  switch (m->kind) {
  case MEMBER_TEXT: {
    const char *s = *(const char *const *)x, *n = *(const char *const *)y;
    return text_equal(s, n) ? NULL : tell_texts(a, m->name, s, n);
  }
  case MEMBER_TEXTS: return differ_texts(a, m->name, *(const char *const *const *)x, *(const char *const *const *)y);
  case MEMBER_REAL: {
    double s = *(const double *)x, n = *(const double *)y;
    return s == n || (isnan(s) && isnan(n)) ? NULL : tell_reals(a, m->name, s, n);
  }
  case MEMBER_WHOLE: {
    int s = *(const int *)x, n = *(const int *)y;
    return s == n ? NULL : arena_printf(a, "%s stored %s, now %s", m->name, whole_text(a, m, s), whole_text(a, m, n));
  }
  case MEMBER_SIZE: {
    size_t s = *(const size_t *)x, n = *(const size_t *)y;
    return s == n ? NULL : tell_sizes(a, m->name, s, n);
  }
  case MEMBER_FLAG: {
    bool s = *(const bool *)x, n = *(const bool *)y;
    return s == n ? NULL : arena_printf(a, "%s stored %s, now %s", m->name, s ? "yes" : "no", n ? "yes" : "no");
  }
  case MEMBER_ROWS: return differ_rows(a, m, stored, now);
  }
  return NULL;
}

static const char *differ(Arena *a, const Shape *shape, const void *stored, const void *now) {
  const char *told = NULL;
  for (const Member *m = shape->members; m->name && !told; m++) told = differ_member(a, m, stored, now);
  return told;
}

static const char *differ_rows(Arena *a, const Member *m, const char *stored, const char *now) {
  size_t x = *(const size_t *)(const void *)(stored + m->count), y = *(const size_t *)(const void *)(now + m->count);
  const char *rows = *(const char *const *)(const void *)(stored + m->offset);
  const char *others = *(const char *const *)(const void *)(now + m->offset);
  for (size_t i = 0; i < x && i < y; i++) {
    const char *row = rows + i * m->rows->size;
    const char *told = differ(a, m->rows, row, others + i * m->rows->size);
    const char *label = *(const char *const *)(const void *)(row + m->rows->label);
    if (told) return arena_printf(a, "%s %zu (%s): %s", m->name, i + 1, label ? label : "", told);
  }
  return x == y ? NULL : tell_sizes(a, arena_printf(a, "number of rows '%s'", m->name), x, y);
}

const char *differ_result(Arena *a, const Result *stored, const Result *now) {
  return differ(a, &result_shape, stored, now);
}

const char *differ_program(Arena *a, const Program *stored, const Program *now) {
  return differ(a, &program_shape, stored, now);
}
