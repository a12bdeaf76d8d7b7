#include "script/convert.h"

#include "base/text.h"
#include <lauxlib.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool convert_fault(const RowReader *reader, const char *field, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *text = arena_vprintf(reader->diags->arena, format, args);
  va_end(args);
  place_fault(reader->diags, reader->file, reader->row, reader->id, field, "%s", text);
  return false;
}

/* "a number, not a text": what is wanted and what stands there. */
static bool wrong_type(lua_State *L, const RowReader *reader, const char *field, const char *wanted) {
  int type = lua_type(L, -1);
  const char *found = type == LUA_TSTRING ? "text" : lua_typename(L, type);
  return convert_fault(reader, field, "must be %s, not a %s", wanted, found);
}

/* ---- values: the one on top of the stack; `name` is the field's name for messages ---- */

/* The first byte that is not printable ASCII, or len. */
static size_t plain_length(const char *text, size_t len) {
  size_t i = 0;
  while (i < len && (unsigned char)(text[i] - 0x20) < 0x7f - 0x20) i++;
  return i;
}

static bool check_bytes(const RowReader *reader, const char *name, const char *text, size_t len) {
  if (len == 0) return convert_fault(reader, name, "is empty; leave it out instead");
  if (len > CONVERT_TEXT) return convert_fault(reader, name, "is longer than %d bytes", (int)CONVERT_TEXT);
  size_t plain = plain_length(text, len);
  if (plain == len) return true;
  if (!text_is_utf8(text, len)) return convert_fault(reader, name, "is not UTF-8 text");
  for (size_t i = plain; i < len; i++) {
    unsigned byte = (unsigned char)text[i];
    if (byte == 0xc2 && (unsigned char)text[i + 1] < 0xa0)
      byte = (unsigned char)text[i + 1]; /* U+0080 to U+009F */
    else if (byte >= 0x20 && byte != 0x7f)
      continue;
    return convert_fault(reader, name, "holds the control character <U+%04X>", byte);
  }
  return true;
}

static bool read_text(lua_State *L, const RowReader *reader, const char *name, const char **out) {
  if (lua_type(L, -1) != LUA_TSTRING) return wrong_type(L, reader, name, "a text");
  size_t len;
  const char *text = lua_tolstring(L, -1, &len);
  if (!check_bytes(reader, name, text, len)) return false;
  *out = arena_copy_n(reader->arena, text, len);
  return true;
}

static bool is_row_id(const char *id) {
  if (!text_is_id(id) && (*id < 'A' || *id > 'Z')) return false;
  size_t len = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
  return id[len] == '\0' && len <= 64;
}

static bool read_id(lua_State *L, const RowReader *reader, const char *name, const char **out) {
  const char *id;
  if (!read_text(L, reader, name, &id)) return false;
  if (!is_row_id(id))
    return convert_fault(reader, name, "must be a letter, then up to 63 letters, digits, '_' or '-', not '%s'", id);
  *out = id;
  return true;
}

static bool read_number(lua_State *L, const RowReader *reader, const char *name, double *out) {
  if (lua_type(L, -1) != LUA_TNUMBER) return wrong_type(L, reader, name, "a number");
  double value = lua_tonumber(L, -1);
  if (!isfinite(value)) return convert_fault(reader, name, "must be a finite number");
  *out = value;
  return true;
}

static bool read_int(lua_State *L, const RowReader *reader, const char *name, int *out) {
  double value;
  if (!read_number(L, reader, name, &value)) return false;
  if (value < INT_MIN || value > INT_MAX || value != floor(value))
    return convert_fault(reader, name, "must be a whole number");
  *out = (int)value;
  return true;
}

static bool read_bool(lua_State *L, const RowReader *reader, const char *name, bool *out) {
  if (lua_type(L, -1) != LUA_TBOOLEAN) return wrong_type(L, reader, name, "true or false");
  *out = lua_toboolean(L, -1) != 0;
  return true;
}

/* Index of the word in names. */
static bool read_word(lua_State *L, const RowReader *reader, const char *name, const char *const *names, int *out) {
  const char *word;
  if (!read_text(L, reader, name, &word)) return false;
  *out = name_find(names, word);
  if (*out >= 0) return true;
  Nearest nearest = {.word = word};
  Text list = {.arena = reader->arena};
  for (int i = 0; names[i] != NULL; i++) {
    text_near(&nearest, names[i]);
    text_addf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
  }
  return convert_fault(reader, name, "must be one of %s, not '%s'%s", text_get(&list), word,
                       text_near_hint(reader->arena, &nearest));
}

static bool unknown_unit(const RowReader *reader, const char *name, const char *word) {
  Nearest nearest = {.word = word};
  for (const Unit *unit = unit_rows; unit->id != NULL; unit++) text_near(&nearest, unit->id);
  return convert_fault(reader, name, "names an unknown unit '%s'%s", word, text_near_hint(reader->arena, &nearest));
}

static bool read_unit(lua_State *L, const RowReader *reader, const char *name, const Unit **out) {
  const char *word;
  if (!read_text(L, reader, name, &word)) return false;
  for (const Unit *unit = unit_rows; unit->id != NULL; unit++) {
    if (strcmp(unit->id, word) != 0) continue;
    *out = unit;
    return true;
  }
  return unknown_unit(reader, name, word);
}

static bool find_row(const RowReader *reader, const char *name, RowKind kind, const char *id, int *out) {
  *out = catalog_find(reader->catalog, kind, id);
  if (*out >= 0) return true;
  const char *more = reader->unknown != NULL ? reader->unknown(reader->file->context, kind, id) : NULL;
  if (more != NULL) return convert_fault(reader, name, "names %s", more);
  return convert_fault(reader, name, "names an %s", catalog_unknown(reader->catalog, reader->arena, kind, id));
}

static bool read_row(lua_State *L, const RowReader *reader, const char *name, RowKind kind, int *out) {
  const char *id;
  return read_text(L, reader, name, &id) && find_row(reader, name, kind, id, out);
}

/* ---- values made of several ---- */

/* Number of items of the list on top; false when it is no list of 1 to most items without other keys. */
static bool list_length(lua_State *L, const RowReader *reader, const char *name, size_t most, size_t *count) {
  if (lua_type(L, -1) != LUA_TTABLE) return wrong_type(L, reader, name, "a list");
  size_t length = (size_t)lua_rawlen(L, -1), keys = 0;
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) keys++;
  if (keys != length) return convert_fault(reader, name, "must be a plain list without names or gaps");
  if (length > most) return convert_fault(reader, name, "has more than %zu items", most);
  *count = length;
  return true;
}

static bool read_texts(lua_State *L, const RowReader *reader, const char *name, const char *const **out) {
  size_t count;
  if (!list_length(L, reader, name, CONVERT_LIST, &count)) return false;
  const char **texts = arena_array(reader->arena, count + 1, sizeof *texts);
  bool good = true;
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    good = read_text(L, reader, name, &texts[i]) && good;
    lua_pop(L, 1);
  }
  *out = texts;
  return good;
}

static bool read_pair(lua_State *L, const RowReader *reader, const char *name, double pair[2]) {
  size_t count;
  if (!list_length(L, reader, name, CONVERT_LIST, &count)) return false;
  bool good = count == 2;
  for (int i = 0; i < 2 && good; i++) {
    lua_rawgeti(L, -1, i + 1);
    good = read_number(L, reader, name, &pair[i]);
    lua_pop(L, 1);
    if (!good) return false;
  }
  if (!good || pair[0] > pair[1]) return convert_fault(reader, name, "must be {least, most}");
  return true;
}

static bool read_ints(lua_State *L, const RowReader *reader, const char *name, int *least, int *most) {
  double pair[2];
  if (!read_pair(L, reader, name, pair)) return false;
  if (pair[0] != floor(pair[0]) || pair[1] != floor(pair[1]) || pair[0] < INT_MIN || pair[1] > INT_MAX)
    return convert_fault(reader, name, "must be two whole numbers");
  *least = (int)pair[0];
  *most = (int)pair[1];
  return true;
}

/* The share on top of the stack. Keeps the list sorted by muscle. */
static bool read_share(lua_State *L, const RowReader *reader, const char *name, const char *muscle, Relevance *shares,
                       size_t *count) {
  Relevance share;
  if (!read_number(L, reader, name, &share.share)) return false;
  if (!(share.share > 0) || share.share > 1) return convert_fault(reader, name, "needs shares above 0 and up to 1");
  if (!find_row(reader, name, ROWS_MUSCLE, muscle, &share.muscle)) return false;
  size_t at = (*count)++;
  for (; at > 0 && shares[at - 1].muscle > share.muscle; at--) shares[at] = shares[at - 1];
  shares[at] = share;
  return true;
}

static int compare_names(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Keys of the table on top, sorted: Lua's own order changes from run to run, and with it the order of messages. */
static bool sorted_keys(lua_State *L, const RowReader *reader, const char *name, const char ***keys, size_t *count) {
  size_t room = 0;
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
    if (lua_type(L, -2) == LUA_TSTRING && ++room <= CONVERT_LIST) continue;
    lua_pop(L, 2);
    return room > CONVERT_LIST ? convert_fault(reader, name, "has more than %d items", (int)CONVERT_LIST)
                               : convert_fault(reader, name, "must be { muscle = share, ... }");
  }
  *keys = arena_array(reader->arena, room, sizeof **keys);
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) (*keys)[(*count)++] = lua_tostring(L, -2);
  if (room) qsort(*keys, room, sizeof **keys, compare_names);
  return true;
}

static bool read_shares(lua_State *L, const RowReader *reader, const char *name, const Relevance **out, size_t *count) {
  const char **keys;
  size_t key_count = 0;
  bool good = true;
  if (lua_type(L, -1) != LUA_TTABLE) return wrong_type(L, reader, name, "a table { muscle = share, ... }");
  if (!sorted_keys(L, reader, name, &keys, &key_count)) return false;
  Relevance *shares = arena_array(reader->arena, key_count, sizeof *shares);
  for (size_t i = 0; i < key_count; i++) {
    lua_pushstring(L, keys[i]);
    lua_rawget(L, -2);
    good = read_share(L, reader, name, keys[i], shares, count) && good;
    lua_pop(L, 1);
  }
  *out = shares;
  return good;
}

/* One pair of the map: word at -2, its meaning at -1. Kept sorted like shares. */
static bool read_meaning(lua_State *L, const RowReader *reader, const char *name, const char **pairs, size_t *count) {
  const char *word, *meaning;
  double number;
  if (lua_type(L, -2) != LUA_TSTRING) return convert_fault(reader, name, "must be { word = meaning, ... }");
  lua_pushvalue(L, -2); /* read_text looks at the top; the key itself stays a string for lua_next */
  bool good = read_text(L, reader, name, &word);
  lua_pop(L, 1);
  if (!good) return false;
  if (lua_type(L, -1) == LUA_TNUMBER) {
    if (!read_number(L, reader, name, &number)) return false;
    meaning = arena_printf(reader->arena, "%.10g", number);
  } else if (!read_text(L, reader, name, &meaning))
    return false;
  size_t at = *count;
  for (; at > 0 && strcmp(pairs[at - 2], word) > 0; at -= 2) pairs[at] = pairs[at - 2], pairs[at + 1] = pairs[at - 1];
  pairs[at] = word;
  pairs[at + 1] = meaning;
  *count += 2;
  return true;
}

static bool read_map(lua_State *L, const RowReader *reader, const char *name, const char *const **out) {
  if (lua_type(L, -1) != LUA_TTABLE) return wrong_type(L, reader, name, "a table { word = meaning, ... }");
  size_t keys = 0, count = 0;
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) keys++;
  if (keys > CONVERT_LIST) return convert_fault(reader, name, "has more than %d items", (int)CONVERT_LIST);
  const char **pairs = arena_array(reader->arena, 2 * keys + 1, sizeof *pairs);
  bool good = true;
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) good = read_meaning(L, reader, name, pairs, &count) && good;
  *out = pairs;
  return good;
}

/* ---- fields ---- */

/* Enums are stored as int: every enum of the model is of that size. */
_Static_assert(sizeof(Domain) == sizeof(int), "enums are read as int");

static bool read_fields(lua_State *L, RowReader *reader, const char *prefix, const Field *fields, char *out);

static bool read_named(lua_State *L, const RowReader *reader, const char *name, const Field *field, char *at) {
  int index;
  if (!read_word(L, reader, name, field->names, &index)) return false;
  if (field->kind == FIELD_LETTER)
    *at = field->names[index][0];
  else
    *(int *)(void *)at = field->base + index;
  return true;
}

static bool read_two(lua_State *L, const RowReader *reader, const char *name, double *least, double *most) {
  double pair[2];
  if (!read_pair(L, reader, name, pair)) return false;
  *least = pair[0];
  *most = pair[1];
  return true;
}

static bool read_field(lua_State *L, RowReader *reader, const char *name, const Field *field, char *out) {
  void *at = out + field->offset, *second = out + field->second;
  switch (field->kind) {
  case FIELD_ID: return read_id(L, reader, name, at);
  case FIELD_TEXT: return read_text(L, reader, name, at);
  case FIELD_TEXTS: return read_texts(L, reader, name, at);
  case FIELD_NUMBER: return read_number(L, reader, name, at);
  case FIELD_INT: return read_int(L, reader, name, at);
  case FIELD_BOOL: return read_bool(L, reader, name, at);
  case FIELD_ENUM:
  case FIELD_LETTER: return read_named(L, reader, name, field, at);
  case FIELD_UNIT: return read_unit(L, reader, name, at);
  case FIELD_ROW: return read_row(L, reader, name, field->rows, at);
  case FIELD_PAIR: return read_two(L, reader, name, at, second);
  case FIELD_INTS: return read_ints(L, reader, name, at, second);
  case FIELD_SHARES: return read_shares(L, reader, name, at, second);
  case FIELD_MAP: return read_map(L, reader, name, at);
  case FIELD_GROUP: return read_fields(L, reader, name, field->fields, out);
  }
  return false;
}

static void set_absent(const Field *field, char *out) {
  void *at = out + field->offset;
  if (field->kind == FIELD_NUMBER) *(double *)at = field->absent;
  if (field->kind == FIELD_INT || field->kind == FIELD_ENUM) *(int *)at = (int)field->absent;
  if (field->kind == FIELD_BOOL) *(bool *)at = field->absent != 0;
  for (const Field *f = field->fields; f != NULL && f->name != NULL; f++) set_absent(f, out);
}

static bool unknown_field(const RowReader *reader, const char *name, const Field *fields) {
  Nearest nearest = {.word = name};
  for (const Field *f = fields; f->name != NULL; f++) text_near(&nearest, f->name);
  return convert_fault(reader, name, "is not known here%s", text_near_hint(reader->arena, &nearest));
}

static const char *join(const RowReader *reader, const char *prefix, const char *name) {
  return prefix != NULL ? arena_printf(reader->arena, "%s.%s", prefix, name) : name;
}

/* The pair name, value on top of the stack. Marks the field as seen. */
static bool read_entry(lua_State *L, RowReader *reader, const char *prefix, const Field *fields, uint64_t *seen,
                       char *out) {
  if (lua_type(L, -2) != LUA_TSTRING)
    return convert_fault(reader, prefix, "holds a value without a name; write name = value");
  const char *name = lua_tostring(L, -2);
  for (int i = 0; fields[i].name != NULL; i++) {
    if (strcmp(fields[i].name, name) != 0) continue;
    *seen |= (uint64_t)1 << i;
    return read_field(L, reader, join(reader, prefix, name), &fields[i], out);
  }
  return unknown_field(reader, join(reader, prefix, name), fields);
}

/* What is missing is one mistake, however much it is. */
static bool check_required(const RowReader *reader, const char *prefix, const Field *fields, uint64_t seen) {
  Text names = {.arena = reader->arena};
  const char *first = NULL;
  size_t count = 0;
  for (int i = 0; fields[i].name != NULL; i++) {
    if (!fields[i].required || (seen >> i & 1) != 0) continue;
    if (count++ == 0) first = fields[i].name;
    text_addf(&names, "%s%s", count > 1 ? ", " : "", join(reader, prefix, fields[i].name));
  }
  if (count == 1) return convert_fault(reader, join(reader, prefix, first), "is missing");
  return count == 0 || convert_fault(reader, NULL, "%zu fields are missing: %s", count, text_get(&names));
}

static bool read_fields(lua_State *L, RowReader *reader, const char *prefix, const Field *fields, char *out) {
  if (lua_type(L, -1) != LUA_TTABLE) return wrong_type(L, reader, prefix, "a table { name = value, ... }");
  luaL_checkstack(L, 8, "too many nested values");
  uint64_t seen = 0; /* bit per field: no kind of row has more than 64 */
  bool good = true;
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
    good = read_entry(L, reader, prefix, fields, &seen, out) && good;
  return check_required(reader, prefix, fields, seen) && good;
}

/* Reads the id first, so that every message can name the row. */
static void note_id(lua_State *L, RowReader *reader, const Field *id) {
  reader->id = NULL;
  if (lua_type(L, -1) != LUA_TTABLE) return;
  lua_pushstring(L, id->name);
  lua_rawget(L, -2);
  if (lua_type(L, -1) == LUA_TSTRING && lua_rawlen(L, -1) <= 64)
    reader->id = arena_copy(reader->arena, lua_tostring(L, -1));
  lua_pop(L, 1);
}

bool convert_row(lua_State *L, RowReader *reader, const Field *fields, void *out) {
  luaL_checkstack(L, 8, "too many nested values");
  note_id(L, reader, &fields[0]);
  for (const Field *f = fields; f->name != NULL; f++) set_absent(f, out);
  return read_fields(L, reader, NULL, fields, out);
}
