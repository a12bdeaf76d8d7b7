#include "rules/differ.h"

#include "rules/shapes.h"

#include <stdio.h>
#include <string.h>

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
  case MEMBER_TEXT:
  case MEMBER_WORD: {
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
  case MEMBER_RAW: /* neither a result nor a program has one of these */
  case MEMBER_BYTES:
  case MEMBER_UNIT:
  case MEMBER_PART:
  case MEMBER_ONE: break;
  }
  return NULL;
}

static const char *differ(Arena *a, const Layout *shape, const void *stored, const void *now) {
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
