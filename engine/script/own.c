#include "script/own.h"

#include "script/host.h"
#include "script/rows.h"
#include <string.h>

static const char ROW_KEY; /* registry key of the markers */

/* What one row costs in steps, and one field of it; the longest name of a field that is looked at. */
enum { ROW_STEPS = 2000, FIELD_STEPS = 20, NAME_MOST = 64 };

/* ---- places ---- */

/* Of a row of the pack: at the field inside the braces of its word. */
static void fault(void *context, Diags *diags, size_t row, const char *id, const char *field, const char *sentence) {
  const struct OwnKind *kind = context;
  OwnRows *own = kind->own;
  Arena *a = own->loading->arena;
  const OwnRow *found = NULL;
  for (size_t i = 0; i < own->list.count; i++)
    if (own->list.items[i].kind == kind->kind && own->list.items[i].row == row) found = &own->list.items[i];
  const char *word = catalog_word(kind->kind);
  const char *who = id ? arena_printf(a, "%s '%s'", word, id) : word;
  const char *what = field ? arena_printf(a, "field '%s' ", field) : "";
  const char *literal = field ? arena_copy_n(a, field, strcspn(field, ".")) : NULL;
  loading_mistake(own->loading, found ? found->line : 0, word, literal,
                  arena_printf(a, "%s: %s%s", who, what, sentence), NULL);
  (void)diags; /* those of the loading */
}

/* "data/norms.lua:86" for a row of the base. */
static const char *base_place(OwnRows *own, RowKind kind, const char *id) {
  const RowFile *file = &own->base->files[kind];
  Lexed *lexed = &own->files[kind];
  if (!file->text) return "the rows of another pack";
  if (!lexed->count) *lexed = lexer_read(own->loading->arena, file->name, file->text, strlen(file->text));
  for (size_t i = 0; i + 2 < lexed->count; i++) {
    const Token *token = &lexed->items[i];
    if (token[0].kind == TOKEN_NAME && strcmp(token[0].text, "id") == 0 && token[2].kind == TOKEN_STRING &&
        strcmp(token[2].text, id) == 0)
      return arena_printf(own->loading->arena, "%s:%d", file->name, token[2].line);
  }
  return file->name;
}

/* ---- one row ---- */

static bool name_is_long(const Fields *f, int index) {
  if (lua_type(f->L, index) != LUA_TSTRING || lua_rawlen(f->L, index) <= NAME_MOST) return false;
  fields_mistake(f, NULL, arena_printf(f->loading->arena, "%s has a field with a very long name", f->word));
  return true;
}

/* Reading looks at every field, and at the items of lists and tables: a row is as dear as it is large. */
static bool charge_row(const Fields *f) {
  lua_State *L = f->L;
  int top = lua_gettop(L);
  bool good = true;
  host_charge(L, ROW_STEPS);
  for (lua_pushnil(L); good && lua_next(L, f->table);) {
    host_charge(L, FIELD_STEPS);
    good = !name_is_long(f, -2);
    if (lua_istable(L, -1))
      for (lua_pushnil(L); good && lua_next(L, -2);) {
        host_charge(L, 1);
        good = !name_is_long(f, -2);
        lua_pop(L, 1);
      }
    if (good) lua_pop(L, 1);
  }
  lua_settop(L, top);
  return good;
}

/* Reports an id that another row of the kind has, with the place of that one. */
static bool is_new(const Fields *f, OwnRows *own, RowKind kind) {
  Arena *a = f->loading->arena;
  if (!fields_push(f, "id")) return true; /* reading the row reports it */
  const char *id = loading_text(f->L, lua_gettop(f->L)), *place = NULL;
  lua_pop(f->L, 1);
  if (!id) return true;
  if (catalog_find(own->base, kind, id) >= 0) place = base_place(own, kind, id);
  for (size_t i = 0; i < own->list.count && !place; i++) {
    const OwnRow *other = &own->list.items[i];
    if (other->kind == kind && other->row && strcmp(catalog_row_id(own->catalog, kind, other->row - 1), id) == 0)
      place = arena_printf(a, "%s:%d", f->loading->lexed.name, other->line);
  }
  if (place) fields_mistake(f, id, arena_printf(a, "%s '%s' stands in %s already", f->word, id, place));
  return !place;
}

/* From the first row on all words of the text know the catalog with the rows of the pack. */
static void extend(OwnRows *own) {
  Loading *loading = own->loading;
  own->base = loading->catalog;
  loading->catalog = own->catalog = catalog_extend(loading->arena, own->base);
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) {
    own->kinds[kind] = (struct OwnKind){own, kind};
    own->catalog->files[kind] = (RowFile){.name = loading->lexed.name, .fault = fault, .context = &own->kinds[kind]};
  }
}

static const char *awaited(void *context, RowKind kind, const char *id) {
  const struct OwnKind *own = context;
  return loading_awaited(own->own->loading, kind, id);
}

/* A row with a mistake is on record and taken back: what it lacks must meet nobody. */
static void read_row(const Fields *f, OwnRows *own, OwnRow *out) {
  RowKind kind = out->kind;
  void *row = catalog_add(own->catalog, kind);
  RowReader reader = {.catalog = own->catalog,
                      .arena = f->loading->arena,
                      .diags = f->loading->diags,
                      .file = &own->catalog->files[kind],
                      .unknown = awaited};
  out->row = reader.row = catalog_count(own->catalog, kind);
  lua_pushvalue(f->L, f->table);
  bool good = rows_read(f->L, &reader, kind, row);
  lua_pop(f->L, 1);
  if (good) {
    catalog_note(own->catalog, kind);
    if (kind == ROWS_TEST || kind == ROWS_MUSCLE) own->loading->unsettled = own->catalog;
  } else {
    catalog_take_back(own->catalog, kind);
    out->row = 0;
  }
}

static int l_row(lua_State *L) {
  RowKind kind = (RowKind)lua_tointeger(L, lua_upvalueindex(1));
  bool table = lua_gettop(L) == 1 && lua_istable(L, 1); /* anything else is one mistake, not one for each field */
  Fields f = fields_open(L, catalog_word(kind));
  OwnRows *own = f.loading->own;
  size_t number = own->list.count;
  if (number == OWN_MOST) return luaL_error(L, "a pack brings at most %d rows", OWN_MOST);
  if (!own->catalog) extend(own);
  bool good = table && charge_row(&f) && is_new(&f, own, kind);
  OwnRow *row = LIST_ADD(f.loading->arena, &own->list);
  row->kind = kind, row->line = f.line;
  if (good) read_row(&f, own, row);
  marker_push(L, &ROW_KEY, number);
  return 1;
}

void own_push(lua_State *L) {
  marker_open(L, &ROW_KEY);
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) {
    lua_pushinteger(L, kind);
    lua_pushcclosure(L, l_row, 1);
    lua_setfield(L, -2, catalog_word(kind));
  }
}

/* ---- the whole ---- */

bool own_place(const Fields *f, int index) {
  size_t number;
  if (!marker_is(f->L, index, &ROW_KEY, &number)) return false;
  OwnRow *row = &f->loading->own->list.items[number];
  if (row->placed)
    fields_mistake(f, NULL,
                   arena_printf(f->loading->arena, "the %s of line %d stands in the pack twice",
                                catalog_word(row->kind), row->line));
  row->placed = true;
  return true;
}

void own_check_placed(const OwnRows *own) {
  for (size_t i = 0; i < own->list.count && i < MISTAKES_MOST; i++) {
    const OwnRow *row = &own->list.items[i];
    const char *word = catalog_word(row->kind);
    if (!row->placed)
      loading_mistake(own->loading, row->line, word, NULL,
                      arena_printf(own->loading->arena, "this %s stands in no pack: put it inside pack { ... }", word),
                      NULL);
  }
}

const Catalog *own_finish(OwnRows *own) {
  Catalog *catalog = own->catalog;
  if (!catalog || !catalog_close(catalog, own->base, catalog->tests.count, own->loading->diags)) return NULL;
  memcpy(catalog->files, own->base->files, sizeof catalog->files); /* own is gone when the pack has loaded */
  return catalog;
}
