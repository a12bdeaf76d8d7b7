#include "own.h"

#include "host.h"
#include "loader.h"
#include "convert.h"
#include <string.h>

static const char NORM_KEY; /* registry key of the markers */

/* What one row costs in steps, and one field of it; the longest name of a field that is looked at. */
enum { ROW_STEPS = 2000, FIELD_STEPS = 20, NAME_MOST = 64 };

/* ---- places ---- */

/* Of a row of the pack: at the field in its norm { }. */
static void fault(void *context, Diags *diags, size_t row, const char *id, const char *field, const char *sentence) {
  OwnRows *own = context;
  Arena *a = own->loading->arena;
  const OwnRow *found = NULL;
  for (size_t i = 0; i < own->list.count; i++)
    if (own->list.items[i].row == row) found = &own->list.items[i];
  const char *who = id ? arena_printf(a, "norm '%s'", id) : "norm";
  const char *what = field ? arena_printf(a, "field '%s' ", field) : "";
  const char *literal = field ? arena_copy_n(a, field, strcspn(field, ".")) : NULL;
  loading_mistake(own->loading, found ? found->line : 0, "norm", literal,
                  arena_printf(a, "%s: %s%s", who, what, sentence), NULL);
  (void)diags; /* those of the loading */
}

/* "data/norms.lua:86" for a row of the shared catalog. */
static const char *shared_place(OwnRows *own, const char *id) {
  const RowFile *file = &own->loading->catalog->files[ROWS_NORM];
  Lexed *lexed = &own->shared;
  if (!file->text) return "the shared data";
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

/* Reading looks at every field and at the items of lists: a row is as dear as it is large. */
static bool charge_row(const Fields *f) {
  lua_State *L = f->L;
  host_charge(L, ROW_STEPS);
  for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
    host_charge(L, FIELD_STEPS);
    if (lua_type(L, -2) == LUA_TSTRING && lua_rawlen(L, -2) > NAME_MOST) {
      fields_mistake(f, NULL, "norm has a field with a very long name");
      lua_pop(L, 2);
      return false;
    }
    if (!lua_istable(L, -1)) continue;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) host_charge(L, 1);
  }
  return true;
}

/* Reports an id that another norm has, with the place of that one. */
static bool is_new(const Fields *f, OwnRows *own) {
  Arena *a = f->loading->arena;
  if (!fields_push(f, "id")) return true; /* reading the row reports it */
  const char *id = loading_text(f->L, lua_gettop(f->L)), *place = NULL;
  lua_pop(f->L, 1);
  if (!id) return true;
  if (catalog_find(f->loading->catalog, ROWS_NORM, id) >= 0) place = shared_place(own, id);
  for (size_t i = 0; i < own->list.count && !place; i++) {
    const OwnRow *other = &own->list.items[i];
    const char *other_id = other->row ? catalog_row_id(own->catalog, ROWS_NORM, other->row - 1) : NULL;
    if (other_id && strcmp(other_id, id) == 0) place = arena_printf(a, "%s:%d", f->loading->lexed.name, other->line);
  }
  if (place) fields_mistake(f, id, arena_printf(a, "norm '%s' stands in %s already", id, place));
  return !place;
}

/* The shared catalog with a list of norms that can grow and be sorted without touching the shared one. */
static Catalog *copy_catalog(OwnRows *own) {
  const Catalog *shared = own->loading->catalog;
  Catalog *copy = arena_alloc(own->loading->arena, sizeof *copy);
  size_t count = shared->norms.count;
  *copy = *shared;
  copy->arena = own->loading->arena;
  copy->norms.items = arena_array(copy->arena, count + 8, sizeof(Norm));
  copy->norms.cap = count + 8;
  if (count) memcpy(copy->norms.items, shared->norms.items, count * sizeof(Norm));
  copy->files[ROWS_NORM] = (RowFile){.name = own->loading->lexed.name, .fault = fault, .context = own};
  return copy;
}

static void read_row(const Fields *f, OwnRows *own, OwnRow *out) {
  if (!own->catalog) own->catalog = copy_catalog(own);
  void *row = catalog_add(own->catalog, ROWS_NORM);
  RowReader reader = {.catalog = own->catalog,
                      .arena = f->loading->arena,
                      .diags = f->loading->diags,
                      .file = &own->catalog->files[ROWS_NORM]};
  out->row = reader.row = catalog_count(own->catalog, ROWS_NORM);
  lua_pushvalue(f->L, f->table);
  loader_read(f->L, &reader, ROWS_NORM, row); /* a mistake is on record: the pack will not load */
  lua_pop(f->L, 1);
}

static int l_norm(lua_State *L) {
  bool table = lua_gettop(L) == 1 && lua_istable(L, 1); /* anything else is one mistake, not one for each field */
  Fields f = fields_open(L, "norm");
  OwnRows *own = f.loading->own;
  size_t number = own->list.count;
  if (number == OWN_MOST) return luaL_error(L, "a pack brings at most %d norms", OWN_MOST);
  bool good = table && charge_row(&f) && is_new(&f, own);
  OwnRow *row = LIST_ADD(f.loading->arena, &own->list);
  row->line = f.line;
  if (good) read_row(&f, own, row);
  marker_push(L, &NORM_KEY, number);
  return 1;
}

void own_push(lua_State *L) {
  marker_open(L, &NORM_KEY);
  lua_pushcfunction(L, l_norm);
  lua_setfield(L, -2, "norm");
}

/* ---- the whole ---- */

bool own_place(const Fields *f, int index) {
  size_t number;
  if (!marker_is(f->L, index, &NORM_KEY, &number)) return false;
  OwnRow *row = &f->loading->own->list.items[number];
  if (row->placed)
    fields_mistake(f, NULL, arena_printf(f->loading->arena, "the norm of line %d stands in the pack twice", row->line));
  row->placed = true;
  return true;
}

void own_check_placed(const OwnRows *own) {
  for (size_t i = 0; i < own->list.count && i < MISTAKES_MOST; i++)
    if (!own->list.items[i].placed)
      loading_mistake(own->loading, own->list.items[i].line, "norm", NULL,
                      "this norm stands in no pack: put it inside pack { ... }", NULL);
}

const Catalog *own_finish(OwnRows *own) {
  if (!own->catalog || !catalog_finish(own->catalog, own->loading->diags)) return NULL;
  own->catalog->files[ROWS_NORM] = own->loading->catalog->files[ROWS_NORM]; /* own is gone when the pack has loaded */
  return own->catalog;
}
