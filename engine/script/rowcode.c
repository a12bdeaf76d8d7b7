#include "script/rowcode.h"

#include "drawing/plot.h"

#include <limits.h>
#include <string.h>

static bool is_shared_kind(RowKind kind) { return kind != ROWS_NORM && kind != ROWS_CUT; }

/* ---- writing ---- */

static void put_texts(Text *out, const char *const *texts) {
  size_t count = 0;
  while (texts && texts[count]) count++;
  shape_put_size(out, texts ? count + 1 : 0);
  for (size_t i = 0; i < count; i++) shape_put_text(out, texts[i]);
}

static void put_shares(Text *out, const Relevance *shares, size_t count) {
  shape_put_size(out, count);
  for (size_t i = 0; i < count; i++) shape_put_whole(out, shares[i].muscle), shape_put_real(out, shares[i].share);
}

/* A group that may lack is there when the first field that it needs is; one that needs none is always there. */
static bool has_group(const Field *group, const char *row) {
  const Field *first = group->fields;
  while (first->name && !first->required) first++;
  if (group->required || !first->name) return true;
  const void *at = row + first->offset;
  return first->kind == FIELD_ENUM ? *(const int *)at != (int)first->absent : *(const char *const *)at != NULL;
}

static void put_fields(Text *out, const Field *fields, const char *row);

static void put_group(Text *out, const Field *group, const char *row) {
  bool there = has_group(group, row);
  shape_put_size(out, there);
  if (there) put_fields(out, group->fields, row);
}

static void put_field(Text *out, const Field *f, const char *row) {
  const void *at = row + f->offset, *second = row + f->second;
  switch (f->kind) {
  case FIELD_ID:
  case FIELD_TEXT: shape_put_text(out, *(const char *const *)at); break;
  case FIELD_TEXTS:
  case FIELD_MAP: put_texts(out, *(const char *const *const *)at); break;
  case FIELD_NUMBER: shape_put_real(out, *(const double *)at); break;
  case FIELD_PAIR: shape_put_real(out, *(const double *)at), shape_put_real(out, *(const double *)second); break;
  case FIELD_INT:
  case FIELD_ENUM:
  case FIELD_ROW: shape_put_whole(out, *(const int *)at); break;
  case FIELD_INTS: shape_put_whole(out, *(const int *)at), shape_put_whole(out, *(const int *)second); break;
  case FIELD_BOOL: shape_put_whole(out, *(const bool *)at); break;
  case FIELD_LETTER: shape_put_whole(out, *(const char *)at); break;
  case FIELD_UNIT: shape_put_text(out, (*(const Unit *const *)at)->id); break;
  case FIELD_SHARES: put_shares(out, *(const Relevance *const *)at, *(const size_t *)second); break;
  case FIELD_GROUP: put_group(out, f, row); break;
  }
}

static void put_fields(Text *out, const Field *fields, const char *row) {
  for (; fields->name; fields++) put_field(out, fields, row);
}

static void put_rows(Text *out, const Catalog *catalog, RowKind kind, size_t first) {
  size_t count = catalog_count(catalog, kind);
  shape_put_size(out, count - first);
  for (size_t i = first; i < count; i++) put_fields(out, rows_fields(kind), catalog_row(catalog, kind, i));
}

void rowcode_put(Text *out, const Catalog *shared, const Catalog *catalog) {
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++)
    if (is_shared_kind(kind)) put_rows(out, catalog, kind, catalog_count(shared, kind));
}

void rowcode_put_whole(Text *out, const Catalog *catalog) {
  text_add_n(out, (const char *)&catalog->policy, sizeof catalog->policy);
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) put_rows(out, catalog, kind, 0);
}

/* ---- reading ---- */

typedef struct Reading {
  ShapeReader *in;
  Arena *arena;
  const Catalog *catalog; /* what rows may refer to so far */
  bool own;               /* written by the program itself: texts are as they must be */
} Reading;

static bool is_clean(const char *text, size_t most) {
  size_t len = strlen(text);
  for (size_t i = 0; i < len; i++)
    if ((unsigned char)text[i] < ' ' || text[i] == 0x7F) return false;
  return len > 0 && len <= most;
}

static bool get_text(Reading *r, const Field *f, const char **text) {
  static const size_t id_most = 64;
  size_t len;
  if (r->own) return shape_get_bytes(r->in, text, &len);
  if (!shape_get_text(r->in, !f->required, text)) return false;
  return !*text || is_clean(*text, f->kind == FIELD_ID ? id_most : CONVERT_TEXT);
}

static bool get_texts(Reading *r, const Field *f, const char *const **texts) {
  size_t size;
  if (!shape_get_size(r->in, &size) || size > 2 * CONVERT_LIST + 1) return false;
  if (size == 0) return !f->required;
  const char **list = arena_array(r->arena, size, sizeof *list);
  for (size_t i = 0, len; i + 1 < size; i++)
    if (r->own ? !shape_get_bytes(r->in, &list[i], &len)
               : !shape_get_text(r->in, false, &list[i]) || !is_clean(list[i], CONVERT_TEXT))
      return false;
  *texts = list;
  return true;
}

static bool get_number(Reading *r, const Field *f, double *number) {
  return shape_get_real(r->in, number) && (isfinite(*number) || (!f->required && isnan(f->absent) && isnan(*number)));
}

static int count_of(const char *const *names) {
  int count = 0;
  while (names[count]) count++;
  return count;
}

static bool get_enum(Reading *r, const Field *f, int *value) {
  if (!shape_get_whole(r->in, -1, INT_MAX, value)) return false;
  return (*value >= f->base && *value < f->base + count_of(f->names)) || (!f->required && *value == (int)f->absent);
}

static bool get_int(Reading *r, int *value) {
  return shape_get_whole(r->in, -SHAPE_WHOLE_MOST, SHAPE_WHOLE_MOST, value);
}

static bool get_letter(Reading *r, const Field *f, char *letter) {
  int value;
  if (!shape_get_whole(r->in, 1, 127, &value)) return false;
  *letter = (char)value;
  return name_find(f->names, (const char[]){*letter, '\0'}) >= 0;
}

static bool get_bool(Reading *r, bool *flag) {
  int value;
  if (!shape_get_whole(r->in, 0, 1, &value)) return false;
  *flag = value;
  return true;
}

static bool get_unit(Reading *r, const Unit **unit) {
  const char *id;
  if (!shape_get_text(r->in, false, &id)) return false;
  for (*unit = unit_rows; (*unit)->id; ++*unit)
    if (strcmp((*unit)->id, id) == 0) return true;
  return false;
}

static bool get_shares(Reading *r, const Relevance **shares, size_t *count) {
  int muscles = (int)r->catalog->muscles.count;
  if (!shape_get_size(r->in, count) || *count > (size_t)muscles) return false;
  Relevance *list = arena_array(r->arena, *count, sizeof *list);
  for (size_t i = 0; i < *count; i++)
    if (!shape_get_whole(r->in, 0, muscles - 1, &list[i].muscle) || !shape_get_real(r->in, &list[i].share) ||
        !(list[i].share > 0 && list[i].share <= 1))
      return false;
  *shares = list;
  return true;
}

static bool get_fields(Reading *r, const Field *fields, char *row);

static void set_absent(const Field *f, char *row) {
  void *at = row + f->offset;
  if (f->kind == FIELD_NUMBER) *(double *)at = f->absent;
  if (f->kind == FIELD_ENUM) *(int *)at = (int)f->absent;
}

static bool get_group(Reading *r, const Field *group, char *row) {
  size_t there;
  if (!shape_get_size(r->in, &there) || there > 1 || (!there && group->required)) return false;
  if (there) return get_fields(r, group->fields, row);
  for (const Field *f = group->fields; f->name; f++) set_absent(f, row);
  return true;
}

static bool get_field(Reading *r, const Field *f, char *row) {
  void *at = row + f->offset, *second = row + f->second;
  switch (f->kind) {
  case FIELD_ID:
  case FIELD_TEXT: return get_text(r, f, at);
  case FIELD_TEXTS:
  case FIELD_MAP: return get_texts(r, f, at);
  case FIELD_NUMBER: return get_number(r, f, at);
  case FIELD_PAIR: return get_number(r, f, at) && get_number(r, f, second);
  case FIELD_INT: return get_int(r, at);
  case FIELD_INTS: return get_int(r, at) && get_int(r, second);
  case FIELD_ENUM: return get_enum(r, f, at);
  case FIELD_ROW: return shape_get_whole(r->in, 0, (int)catalog_count(r->catalog, f->rows) - 1, at);
  case FIELD_BOOL: return get_bool(r, at);
  case FIELD_LETTER: return get_letter(r, f, at);
  case FIELD_UNIT: return get_unit(r, at);
  case FIELD_SHARES: return get_shares(r, at, second);
  case FIELD_GROUP: return get_group(r, f, row);
  }
  return false;
}

static bool get_fields(Reading *r, const Field *fields, char *row) {
  for (; fields->name; fields++)
    if (!get_field(r, fields, row)) return false;
  return true;
}

typedef union AnyRow { /* room for a row of any kind */
  Source source;
  Muscle muscle;
  Position position;
  Test test;
  Question question;
  Exercise exercise;
  Dosage dosage;
  Advice advice;
} AnyRow;

static bool is_drawable(const Figure *figure) {
  const char *field;
  Plot plot;
  return !figure->start || plot_read(figure, &plot, &field, &(Err){0});
}

static bool get_rows(Reading *r, RowKind kind, Catalog *copy, size_t *added) {
  size_t count;
  if (!shape_get_size(r->in, &count)) return false;
  for (size_t i = 0; i < count; i++) {
    AnyRow row;
    memset(&row, 0, sizeof row);
    if (!get_fields(r, rows_fields(kind), (char *)&row)) return false;
    if (kind == ROWS_EXERCISE && !is_drawable(&row.exercise.figure)) return false;
    if (catalog_find(copy, kind, *(const char *const *)(const void *)&row) >= 0) return false;
    catalog_append(copy, kind, &row);
    catalog_note(copy, kind);
  }
  *added += count;
  return true;
}

const Catalog *rowcode_get(ShapeReader *in, Arena *a, const Catalog *shared) {
  Catalog *copy = catalog_extend(a, shared);
  Reading r = {.in = in, .arena = a, .catalog = copy};
  Diags diags = {.arena = a};
  size_t added = 0;
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++)
    if (is_shared_kind(kind) && !get_rows(&r, kind, copy, &added)) return NULL;
  if (!added) return shared;
  return catalog_close(copy, shared, shared->tests.count, &diags) ? copy : NULL;
}

/* ---- a whole catalog ---- */

static bool get_whole_kind(Reading *r, RowKind kind, Catalog *catalog) {
  size_t count;
  if (!shape_get_size(r->in, &count) || count > (size_t)(r->in->end - r->in->at)) return false;
  for (catalog_reserve(catalog, kind, count); count; count--) {
    void *row = catalog_add(catalog, kind);
    if (!get_fields(r, rows_fields(kind), row)) return false;
    if (kind == ROWS_NORM) ((Norm *)row)->quantity = ((Norm *)row)->unit->dimension;
  }
  return true;
}

bool rowcode_get_whole(ShapeReader *in, Catalog *catalog) {
  Reading r = {.in = in, .arena = catalog->arena, .catalog = catalog, .own = true};
  if ((size_t)(in->end - in->at) < sizeof catalog->policy) return false;
  memcpy(&catalog->policy, in->at, sizeof catalog->policy);
  in->at += sizeof catalog->policy;
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++)
    if (!get_whole_kind(&r, kind, catalog)) return false;
  catalog_restore(catalog);
  return shape_at_end(in);
}
