#include "script/profile.h"

#include "base/file.h"
#include "base/text.h"
#include "script/convert.h"
#include "script/host.h"

#include <stddef.h>
#include <string.h>

enum { PROFILE_BYTES = 256 << 10, PROFILE_ROWS = 2000 };

static const HostLimits profile_limits = {.bytes = 8 << 20, .steps = 200000};

typedef struct Row { /* a row of the file, before it is known what it speaks of */
  ProfileColumn column;
  int fact; /* ProfileFact, or NO_FACT */
} Row;

enum { NO_FACT = -1 };

#define END                                                                                                            \
  { .name = NULL }

static const Field head_fields[] = {
    FIELD_AS(Profile, "profile", FIELD_ID, name, name, NEED),
    FIELD(Profile, title, FIELD_TEXT, NEED),
    FIELD(Profile, citation, FIELD_TEXT, MAY),
    FIELD_AS(Profile, "date", FIELD_ENUM, date_order, date_order, MAY, .names = date_order_names, .absent = DATE_ISO),
    FIELD(Profile, missing, FIELD_TEXTS, MAY),
    FIELD(Profile, never, FIELD_TEXTS, MAY),
    FIELD(Profile, same, FIELD_TEXT, MAY),
    FIELD(Profile, repeats, FIELD_ENUM, MAY, .names = repeats_names, .absent = REPEATS_REFUSE),
    END,
};

static const Field row_fields[] = {
    FIELD_AS(Row, "column", FIELD_TEXT, column.cell.column, column, MAY),
    FIELD_AS(Row, "value", FIELD_TEXT, column.cell.value, column, MAY),
    FIELD_AS(Row, "prefix", FIELD_TEXT, column.cell.prefix, column, MAY),
    FIELD_AS(Row, "suffix", FIELD_TEXT, column.cell.suffix, column, MAY),
    FIELD_AS(Row, "map", FIELD_MAP, column.cell.map, column, MAY),
    FIELD(Row, fact, FIELD_ENUM, MAY, .names = fact_names, .absent = NO_FACT),
    FIELD_AS(Row, "test", FIELD_TEXT, column.test, column, MAY),
    FIELD_AS(Row, "side", FIELD_TEXT, column.side, column, MAY),
    FIELD_AS(Row, "unit", FIELD_TEXT, column.unit, column, MAY),
    FIELD_AS(Row, "position", FIELD_TEXT, column.position, column, MAY),
    FIELD_AS(Row, "contraction", FIELD_TEXT, column.contraction, column, MAY),
    FIELD_AS(Row, "when", FIELD_MAP, column.when, column, MAY),
    FIELD_AS(Row, "trial", FIELD_TEXT, column.trial, column, MAY),
    FIELD_AS(Row, "source", FIELD_TEXT, column.origin, column, MAY),
    FIELD_AS(Row, "parse", FIELD_ENUM, column.parse, column, MAY, .names = parse_names, .absent = PARSE_NUMBER),
    END,
};

typedef struct Load {
  Profile *profile;
  RowReader reader;
  RowFile file;
  size_t size;
} Load;

/* ---- rows ---- */

static void add_fact(const Load *load, const Row *row) {
  const RowReader *reader = &load->reader;
  ProfileCell *fact = &load->profile->facts[row->fact];
  if (row->column.test) convert_fault(reader, "test", "does not belong to a fact of the patient: leave one out");
  if (fact->column || fact->value) convert_fault(reader, "fact", "stands in an earlier row already");
  if (!row->column.cell.column == !row->column.cell.value)
    convert_fault(reader, "column", "or 'value' is needed, one of them");
  if (row->column.when || row->column.trial)
    convert_fault(reader, row->column.when ? "when" : "trial", "belongs to a reading, not to a fact of the patient");
  *fact = row->column.cell;
}

static void add_reading(const Load *load, const Row *row) {
  const RowReader *reader = &load->reader;
  const char *field = "";
  Err err = {0};
  if (!wide_check(reader->catalog, reader->arena, &row->column, &field, &err))
    convert_fault(reader, strcmp(field, "value") == 0 ? "unit" : field, "is wrong: %s", err.text);
  *LIST_ADD(reader->arena, &load->profile->columns) = row->column;
}

static void read_row(lua_State *L, Load *load) {
  Row row = {.fact = NO_FACT};
  if (load->reader.row == 1) {
    convert_row(L, &load->reader, head_fields, load->profile);
  } else if (convert_row(L, &load->reader, row_fields, &row)) {
    if (row.fact != NO_FACT)
      add_fact(load, &row);
    else if (row.column.test)
      add_reading(load, &row);
    else
      convert_fault(&load->reader, NULL, "says neither 'fact' nor 'test'");
  }
}

/* ---- the file ---- */

static bool is_list(lua_State *L) {
  if (lua_type(L, -1) != LUA_TTABLE) return false;
  size_t keys = 0;
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) keys++;
  return keys == (size_t)lua_rawlen(L, -1) && keys > 0 && keys <= PROFILE_ROWS;
}

/* Body of the host run: the file has no globals at all. */
static int read_rows(lua_State *L) {
  Load *load = lua_touserdata(L, 1);
  host_load_text(L, load->file.name, load->file.text, load->size, PROFILE_BYTES);
  lua_newtable(L);
  lua_setupvalue(L, -2, 1);
  lua_call(L, 0, 1);
  if (!is_list(L)) {
    Err err = {0};
    fail(&err, ERR_SCRIPT, load->file.name, "must return a list of 1 to %d rows: return { { profile = ... }, ... }",
         PROFILE_ROWS);
    host_raise(L, &err);
  }
  size_t count = (size_t)lua_rawlen(L, -1);
  for (load->reader.row = 1; load->reader.row <= count; load->reader.row++) {
    lua_rawgeti(L, -1, (lua_Integer)load->reader.row);
    read_row(L, load);
    lua_pop(L, 1);
  }
  return 0;
}

static bool run(Load *load, Err *err) {
  Host host;
  if (!host_open(&host, profile_limits, err)) return false;
  bool good = host_run(&host, read_rows, load, load->file.name, err);
  host_close(&host);
  return good;
}

bool profile_load(const Catalog *catalog, Arena *a, const char *dir, const char *name, Profile *out, Diags *diags,
                  Err *err) {
  *out = (Profile){0};
  if (!text_is_id(name))
    return fail(err, ERR_DATA, NULL, "'%.60s' is no profile: its name is that of a file in data/profiles, without .lua",
                name);
  const char *shown = arena_printf(a, "data/profiles/%s.lua", name);
  FileText text;
  if (!file_read(a, arena_printf(a, "%s/%s", dir, shown), shown, PROFILE_BYTES, &text, err)) return false;
  Load load = {.profile = out, .file = {.name = shown, .text = text.text}, .size = text.size};
  load.reader = (RowReader){.catalog = catalog, .arena = a, .diags = diags, .file = &load.file};
  size_t before = diags->errors;
  if (!run(&load, err)) return false;
  if (!out->facts[FACT_CODE].column)
    place_fault(diags, &load.file, 0, NULL, NULL, "no row says which column is the patient's code: fact = \"patient\"");
  if (diags->errors == before) return true;
  diags_sort(diags);
  size_t errors = diags->errors - before;
  return fail(err, ERR_DATA, shown, "%zu mistake%s in the profile", errors, errors == 1 ? "" : "s");
}
