#include "script/loader.h"

#include "base/file.h"
#include "base/text.h"
#include "primitives/expr.h"
#include "script/compiled.h"
#include "script/convert.h"
#include "script/host.h"
#include "script/rowcode.h"
#include "script/rows.h"
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES = 1 << 20 }; /* most bytes of one file */

/* The data files are our own; the limits only turn a slip such as an endless loop into a message. */
static const HostLimits load_limits = {.bytes = 32 << 20, .steps = 5000000};

/* ---- policy ---- */

typedef struct PolicyRow {
  const char *name, *unit, *source, *why;
  double value;
} PolicyRow;

static const Field policy_fields[] = {
    FIELD(PolicyRow, name, FIELD_ID, NEED),     FIELD(PolicyRow, value, FIELD_NUMBER, NEED),
    FIELD(PolicyRow, unit, FIELD_TEXT, NEED),   FIELD(PolicyRow, why, FIELD_TEXT, NEED),
    FIELD(PolicyRow, source, FIELD_TEXT, NEED), {.name = NULL},
};

typedef struct Load {
  Catalog *catalog;
  Diags *diags;
  const struct DataFile *data; /* the file being read */
  RowFile file;
  size_t size;       /* bytes of file.text */
  uint64_t policies; /* bit per policy that has its row */
} Load;

static const struct PolicyName {
  const char *name, *unit;
  size_t offset;
} policy_names[] = {
#define POLICY(name, unit) {#name, #unit, offsetof(Policy, name)},
    POLICY_ROWS
#undef POLICY
};
_Static_assert(ARRAY_LEN(policy_names) <= 64, "a bit per policy");

static void unknown_policy(const RowReader *reader, const char *name) {
  Nearest nearest = {.word = name};
  for (size_t i = 0; i < ARRAY_LEN(policy_names); i++) text_near(&nearest, policy_names[i].name);
  convert_fault(reader, "name", "names an unknown policy '%s'%s", name, text_near_hint(reader->arena, &nearest));
}

static void set_policy(Load *load, const RowReader *reader, const PolicyRow *policy) {
  size_t i = 0;
  while (i < ARRAY_LEN(policy_names) && strcmp(policy_names[i].name, policy->name) != 0) i++;
  if (i == ARRAY_LEN(policy_names)) {
    unknown_policy(reader, policy->name);
    return;
  }
  if (load->policies >> i & 1) convert_fault(reader, "name", "stands in an earlier row already");
  if (strcmp(policy_names[i].unit, policy->unit) != 0)
    convert_fault(reader, "unit", "must be '%s', not '%s'", policy_names[i].unit, policy->unit);
  if (catalog_find(load->catalog, ROWS_SOURCE, policy->source) < 0)
    convert_fault(reader, "source", "names an %s",
                  catalog_unknown(load->catalog, reader->arena, ROWS_SOURCE, policy->source));
  *(double *)(void *)((char *)&load->catalog->policy + policy_names[i].offset) = policy->value;
  load->policies |= (uint64_t)1 << i;
}

static void read_policy(lua_State *L, Load *load, RowReader *reader) {
  PolicyRow *policy = arena_alloc(load->catalog->arena, sizeof *policy);
  if (convert_row(L, reader, policy_fields, policy)) set_policy(load, reader, policy);
}

static void check_policies(const Load *load) {
  for (size_t i = 0; i < ARRAY_LEN(policy_names); i++)
    if ((load->policies >> i & 1) == 0)
      place_fault(load->diags, &load->file, 0, NULL, NULL, "policy '%s' (%s) has no row", policy_names[i].name,
                  policy_names[i].unit);
}
/* ---- files, in the order in which their rows refer to one another ---- */

static const struct DataFile {
  const char *name;
  RowKind rows; /* ROWS_COUNT: policy, which is no list of the catalog */
} files[] = {
    {"data/sources.lua", ROWS_SOURCE}, {"scripts/policy.lua", ROWS_COUNT},    {"data/positions.lua", ROWS_POSITION},
    {"data/muscles.lua", ROWS_MUSCLE}, {"data/tests.lua", ROWS_TEST},         {"data/norms.lua", ROWS_NORM},
    {"data/cuts.lua", ROWS_CUT},       {"data/questions.lua", ROWS_QUESTION}, {"data/exercises.lua", ROWS_EXERCISE},
    {"data/dosage.lua", ROWS_DOSAGE},  {"data/advice.lua", ROWS_ADVICE},
};

enum { FILES = ARRAY_LEN(files) };

static bool is_list(lua_State *L) {
  if (lua_type(L, -1) != LUA_TTABLE) return false;
  size_t keys = 0;
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) keys++;
  return keys == (size_t)lua_rawlen(L, -1);
}

/* Pushes the list that the file returns, run with no globals at all. */
static void run_file(lua_State *L, const Load *load) {
  host_load_text(L, load->file.name, load->file.text, load->size, FILE_BYTES);
  lua_newtable(L);
  lua_setupvalue(L, -2, 1);
  lua_call(L, 0, 1);
  if (is_list(L)) return;
  Err err = {0};
  fail(&err, ERR_SCRIPT, load->file.name, "must return a plain list of rows: return { { id = ... }, ... }");
  host_raise(L, &err);
}

/* Body of the host run: every row of one file into its list. */
static int read_rows(lua_State *L) {
  Load *load = lua_touserdata(L, 1);
  Catalog *catalog = load->catalog;
  RowReader reader = {.catalog = catalog, .arena = catalog->arena, .diags = load->diags, .file = &load->file};
  RowKind kind = load->data->rows;
  run_file(L, load);
  size_t count = (size_t)lua_rawlen(L, -1);
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i);
    reader.row = i;
    if (kind == ROWS_COUNT)
      read_policy(L, load, &reader);
    else
      rows_read(L, &reader, kind, catalog_add(catalog, kind)); /* mistakes are counted at the end */
    lua_pop(L, 1);
  }
  return 0;
}

static bool load_rows(Load *load, Host *host, Err *err) {
  RowKind kind = load->data->rows;
  load->catalog->files[kind] = load->file;
  if (!host_run(host, read_rows, load, load->file.name, err)) return false;
  if (kind < ROWS_COUNT)
    catalog_index(load->catalog, kind);
  else
    check_policies(load), expr_measure_policy(&load->catalog->policy);
  return true;
}

/* ---- all files ---- */

static Hash hash_files(const FileText *texts) {
  HashFile set[FILES];
  for (size_t i = 0; i < FILES; i++)
    set[i] = (HashFile){.name = texts[i].name, .data = texts[i].text, .len = texts[i].size};
  return hash_set(set, FILES);
}

static bool load_files(Load *load, const FileText *texts, Err *err) {
  Host host;
  bool good = host_open(&host, load_limits, err);
  for (size_t i = 0; i < FILES && good; i++) {
    load->data = &files[i];
    load->file = (RowFile){.name = texts[i].name, .text = texts[i].text};
    load->size = texts[i].size;
    good = load_rows(load, &host, err);
  }
  host_close(&host);
  return good;
}

/* Is a text what the program was built with? */
static bool is_built(size_t file, const FileText *text) {
  const FileText *built = &compiled.files[files[file].rows];
  return built->text && text->size == built->size && memcmp(text->text, built->text, built->size) == 0;
}

/* The catalog that the program was built with, if all texts are. */
static bool take_built(Catalog *catalog, const FileText *texts) {
  ShapeReader in = {compiled.bytes, compiled.bytes + compiled.len};
  for (size_t i = 0; i < FILES; i++)
    if (!is_built(i, &texts[i])) return false;
  for (size_t i = 0; i < FILES; i++)
    catalog->files[files[i].rows] = (RowFile){.name = texts[i].name, .text = texts[i].text};
  catalog->hash = compiled.hash;
  bool read = rowcode_get_whole(&in, catalog);
  assert(read && "the build wrote it");
  expr_measure_policy(&catalog->policy); /* by the libm of this machine, as ever */
  return read;
}

static bool load_texts(Catalog *catalog, const char *where, const FileText *texts, Diags *diags, Err *err) {
  Load load = {.catalog = catalog, .diags = diags};
  size_t before = diags->errors;
  if (take_built(catalog, texts)) return true;
  catalog->hash = hash_files(texts);
  if (!load_files(&load, texts, err)) return false;
  /* references are only worth checking between rows that were read whole */
  if (diags->errors == before && catalog_finish(catalog, diags)) return true;
  diags_sort(diags);
  size_t errors = diags->errors - before;
  return fail(err, ERR_DATA, where, "%zu mistake%s in the data", errors, errors == 1 ? "" : "s");
}

/* A text that the program was built with is in memory already. */
static bool read_file(Catalog *catalog, const char *dir, size_t file, Arena *scratch, FileText *out, Err *err) {
  arena_reset(scratch);
  const char *path = arena_printf(scratch, "%s/%s", dir, files[file].name);
  if (!file_read(scratch, path, files[file].name, FILE_BYTES, out, err)) return false;
  bool built = is_built(file, out);
  out->text = built ? compiled.files[files[file].rows].text : arena_copy_n(catalog->arena, out->text, out->size);
  return true;
}

bool loader_load(Catalog *catalog, const char *dir, Diags *diags, Err *err) {
  FileText texts[FILES];
  Arena scratch = {0};
  bool read = true;
  for (size_t i = 0; i < FILES && read; i++) read = read_file(catalog, dir, i, &scratch, &texts[i], err);
  arena_free(&scratch);
  return read && load_texts(catalog, dir, texts, diags, err);
}

bool loader_load_files(Catalog *catalog, const char *where, const FileText *given, size_t count, Diags *diags,
                       Err *err) {
  FileText texts[FILES];
  if (count > FILES) return fail(err, ERR_DATA, where, "%zu files, this program reads %d", count, (int)FILES);
  for (size_t i = 0; i < FILES; i++) {
    size_t k = 0;
    while (k < count && strcmp(given[k].name, files[i].name) != 0) k++;
    if (k == count) return fail(err, ERR_DATA, where, "'%s' is missing", files[i].name);
    texts[i] = given[k];
    texts[i].name = files[i].name;
  }
  return load_texts(catalog, where, texts, diags, err);
}
