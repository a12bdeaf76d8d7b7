#include "base/shape.h"

#include "base/units.h"

#include <stdint.h>
#include <string.h>

_Static_assert(sizeof(Dimension) == sizeof(int) && sizeof(unsigned) == sizeof(int), "enums are read as int");

/* ---- single values: whole numbers as 7 bits a byte, the least first, a set eighth bit: more follows ---- */

void shape_put_size(Text *out, size_t value) {
  char bytes[10];
  size_t count = 0;
  for (; value > 0x7F; value >>= 7) bytes[count++] = (char)(unsigned char)(value | 0x80);
  bytes[count++] = (char)(unsigned char)value;
  text_add_n(out, bytes, count);
}

bool shape_get_size(ShapeReader *in, size_t *value) {
  *value = 0;
  for (unsigned shift = 0; in->at < in->end && shift < 63; shift += 7) {
    unsigned char byte = (unsigned char)*in->at++;
    *value |= (size_t)(byte & 0x7F) << shift;
    if (!(byte & 0x80)) return byte || !shift; /* each value has one spelling */
  }
  return false;
}

/* The sign stands in the lowest bit, so that small numbers are short on both sides. */
void shape_put_whole(Text *out, int value) {
  shape_put_size(out, value < 0 ? ((size_t)(-(int64_t)value) << 1) - 1 : (size_t)value << 1);
}

bool shape_get_whole(ShapeReader *in, int least, int most, int *value) {
  size_t coded;
  if (!shape_get_size(in, &coded) || coded > (size_t)2 * SHAPE_WHOLE_MOST) return false;
  *value = coded & 1 ? -(int)((coded + 1) >> 1) : (int)(coded >> 1);
  return *value >= least && *value <= most;
}

void shape_put_real(Text *out, double value) {
  char bytes[sizeof value];
  memcpy(bytes, &value, sizeof value);
  text_add_n(out, bytes, sizeof bytes);
}

bool shape_get_real(ShapeReader *in, double *value) {
  if ((size_t)(in->end - in->at) < sizeof *value) return false;
  memcpy(value, in->at, sizeof *value);
  in->at += sizeof *value;
  return true;
}

/* One more than the length, 0 for NULL; then the bytes and a NUL, so that they can be used where they stand. */
void shape_put_bytes(Text *out, const char *data, size_t len) {
  shape_put_size(out, data ? len + 1 : 0);
  if (data) text_add_n(out, data, len), text_add_char(out, '\0');
}

void shape_put_text(Text *out, const char *text) { shape_put_bytes(out, text, text ? strlen(text) : 0); }

bool shape_get_bytes(ShapeReader *in, const char **data, size_t *len) {
  size_t size;
  *data = NULL, *len = 0;
  if (!shape_get_size(in, &size)) return false;
  if (size == 0) return true;
  if (size > (size_t)(in->end - in->at) || in->at[size - 1] != '\0') return false;
  *data = in->at, *len = size - 1;
  in->at += size;
  return true;
}

bool shape_get_raw(ShapeReader *in, bool may_lack, const char **text) {
  size_t len;
  return shape_get_bytes(in, text, &len) && (*text ? !memchr(*text, '\0', len) : may_lack);
}

bool shape_get_text(ShapeReader *in, bool may_lack, const char **text) {
  return shape_get_raw(in, may_lack, text) && (!*text || text_is_utf8(*text, strlen(*text)));
}

/* What is in the lexicon was looked at when it came first. */
static bool get_word(ShapeReader *in, Lexicon *words, bool may_lack, const char **text) {
  size_t len;
  if (!words) return shape_get_text(in, may_lack, text);
  if (!shape_get_bytes(in, text, &len)) return false;
  if (!*text) return may_lack;
  const char *kept = lexicon_find(words, *text, len);
  if (!kept && (memchr(*text, '\0', len) || !text_is_utf8(*text, len))) return false;
  if (!kept) kept = lexicon_add(words, *text, len);
  if (kept) *text = kept;
  return true;
}

bool shape_at_end(const ShapeReader *in) { return in->at == in->end; }

/* ---- members ---- */

static void put_texts(Text *out, const char *const *texts) {
  size_t count = 0;
  while (texts && texts[count]) count++;
  shape_put_size(out, texts ? count + 1 : 0);
  for (size_t i = 0; i < count; i++) shape_put_text(out, texts[i]);
}

static bool get_texts(ShapeReader *in, Arena *a, Lexicon *words, const char *const **texts) {
  size_t size;
  *texts = NULL;
  if (!shape_get_size(in, &size) || size > (size_t)(in->end - in->at) + 1) return false;
  if (size == 0) return true;
  const char **list = arena_array(a, size, sizeof *list);
  for (size_t i = 0; i + 1 < size; i++)
    if (!get_word(in, words, false, &list[i])) return false;
  *texts = list;
  return true;
}

static bool put_text(Text *out, const Member *m, const char *text) {
  shape_put_text(out, text);
  return text || m->may_lack;
}

static bool put_one(Text *out, const Member *m, const void *one) { return one && shape_put(out, m->rows, one); }

static bool put_unit(Text *out, const Member *m, const Unit *unit) {
  shape_put_size(out, unit ? (size_t)(unit - unit_rows) + 1 : 0);
  return unit || m->may_lack;
}

static bool get_unit(ShapeReader *in, const Member *m, const Unit **unit) {
  size_t number, count = 0;
  while (unit_rows[count].id) count++;
  if (!shape_get_size(in, &number) || number > count) return false;
  *unit = number ? &unit_rows[number - 1] : NULL;
  return number || m->may_lack;
}

static bool get_struct(ShapeReader *in, Arena *a, Lexicon *words, const Layout *shape, void *value);
static bool get_rows(ShapeReader *in, Arena *a, Lexicon *words, const Layout *shape, void **rows, size_t *count);

static bool put_member(Text *out, const Member *m, const char *value) {
  const void *at = value + m->offset;
  const size_t *count = (const void *)(value + m->count);
  switch (m->kind) {
  case MEMBER_TEXT:
  case MEMBER_WORD:
  case MEMBER_RAW: return put_text(out, m, *(const char *const *)at);
  case MEMBER_TEXTS: return put_texts(out, *(const char *const *const *)at), true;
  case MEMBER_BYTES: return shape_put_bytes(out, *(const char *const *)at, *count), true;
  case MEMBER_REAL: return shape_put_real(out, *(const double *)at), true;
  case MEMBER_WHOLE: return shape_put_whole(out, *(const int *)at), true;
  case MEMBER_SIZE: return shape_put_size(out, *(const size_t *)at), true;
  case MEMBER_FLAG: return shape_put_size(out, *(const bool *)at), true;
  case MEMBER_UNIT: return put_unit(out, m, *(const Unit *const *)at);
  case MEMBER_PART: return shape_put(out, m->rows, at);
  case MEMBER_ONE: return put_one(out, m, *(const void *const *)at);
  case MEMBER_ROWS: return shape_put_rows(out, m->rows, *(const void *const *)at, *count);
  }
  return false;
}

static bool get_whole(ShapeReader *in, const Member *m, int *value) {
  int most = m->most;
  if (m->names)
    for (most = -1; m->names[most + 1];) most++;
  return shape_get_whole(in, m->names ? 0 : m->least, most, value);
}

static bool get_flag(ShapeReader *in, bool *value) {
  size_t coded;
  if (!shape_get_size(in, &coded) || coded > 1) return false;
  *value = coded;
  return true;
}

static bool get_one(ShapeReader *in, Arena *a, Lexicon *words, const Member *m, const void **one) {
  void *value = arena_alloc(a, m->rows->size);
  *one = value;
  return get_struct(in, a, words, m->rows, value);
}

static bool get_member(ShapeReader *in, Arena *a, Lexicon *words, const Member *m, char *value) {
  void *at = value + m->offset;
  size_t *count = (void *)(value + m->count);
  switch (m->kind) {
  case MEMBER_TEXT: return shape_get_text(in, m->may_lack, at);
  case MEMBER_WORD: return get_word(in, words, m->may_lack, at);
  case MEMBER_RAW: return shape_get_raw(in, m->may_lack, at);
  case MEMBER_TEXTS: return get_texts(in, a, words, at);
  case MEMBER_BYTES: return shape_get_bytes(in, at, count);
  case MEMBER_REAL: return shape_get_real(in, at);
  case MEMBER_WHOLE: return get_whole(in, m, at);
  case MEMBER_SIZE: return shape_get_size(in, at);
  case MEMBER_FLAG: return get_flag(in, at);
  case MEMBER_UNIT: return get_unit(in, m, at);
  case MEMBER_PART: return get_struct(in, a, words, m->rows, at);
  case MEMBER_ONE: return get_one(in, a, words, m, at);
  case MEMBER_ROWS: return get_rows(in, a, words, m->rows, at, count);
  }
  return false;
}

/* ---- structs ---- */

bool shape_put(Text *out, const Layout *shape, const void *value) {
  for (const Member *m = shape->members; m->name; m++)
    if (!put_member(out, m, value)) return false;
  return true;
}

static bool get_struct(ShapeReader *in, Arena *a, Lexicon *words, const Layout *shape, void *value) {
  for (const Member *m = shape->members; m->name; m++)
    if (!get_member(in, a, words, m, value)) return false;
  return true;
}

bool shape_get(ShapeReader *in, Arena *a, const Layout *shape, void *value) {
  return get_struct(in, a, NULL, shape, value);
}

bool shape_get_kept(ShapeReader *in, Arena *a, Lexicon *words, const Layout *shape, void *value) {
  return get_struct(in, a, words, shape, value);
}

bool shape_put_rows(Text *out, const Layout *shape, const void *rows, size_t count) {
  shape_put_size(out, count);
  for (size_t i = 0; i < count; i++)
    if (!shape_put(out, shape, (const char *)rows + i * shape->size)) return false;
  return true;
}

static bool get_rows(ShapeReader *in, Arena *a, Lexicon *words, const Layout *shape, void **rows, size_t *count) {
  size_t least = 0; /* each member takes a byte at least */
  for (const Member *m = shape->members; m->name; m++) least++;
  *rows = NULL;
  if (!shape_get_size(in, count) || *count > (size_t)(in->end - in->at) / least) return false;
  char *list = arena_array(a, *count, shape->size);
  for (size_t i = 0; i < *count; i++)
    if (!get_struct(in, a, words, shape, list + i * shape->size)) return false;
  *rows = *count ? list : NULL;
  return true;
}

bool shape_get_rows(ShapeReader *in, Arena *a, const Layout *shape, void **rows, size_t *count) {
  return get_rows(in, a, NULL, shape, rows, count);
}
