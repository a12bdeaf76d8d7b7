/* A program of the build: reads the data files of a folder and packs, and prints what they say as C, see compiled.h.
 *
 *   compile FOLDER PACK... >compiled.c      ends with 0, or with the code of the fault after telling every mistake */
#include "script/compiled.h"
#include "script/loader.h"
#include "script/pack.h"
#include "script/rowcode.h"

#include <stdio.h>
#include <string.h>

const Compiled compiled = {.bytes = NULL}; /* here nothing is yet: the files themselves are read */

static void print_bytes(const char *name, size_t number, const char *data, size_t len) {
  enum { LINE = 32 };
  printf("static const char %s%zu[] = {\n", name, number);
  for (size_t i = 0; i < len; i++) printf("%d,%s", data[i], i % LINE == LINE - 1 ? "\n" : "");
  puts("0};");
}

/* ---- the catalog ---- */

static void print_catalog(const Catalog *catalog) {
  Text bytes = {.arena = catalog->arena};
  rowcode_put_whole(&bytes, catalog);
  for (size_t i = 0; i < ARRAY_LEN(catalog->files); i++)
    print_bytes("text", i, catalog->files[i].text, strlen(catalog->files[i].text));
  print_bytes("rows", 0, bytes.data, bytes.len);
}

static void print_files(const Catalog *catalog) {
  for (size_t i = 0; i < ARRAY_LEN(catalog->files); i++)
    printf("  {\"%s\", text%zu, sizeof text%zu - 1},\n", catalog->files[i].name, i, i);
}

/* ---- packs ---- */

/* A pack that has to be read each time is left out. */
static bool print_pack(const Catalog *catalog, const char *path, size_t number, Diags *diags, Err *err) {
  FileText file;
  Text bytes = {.arena = catalog->arena};
  if (!file_read(catalog->arena, path, path, PACK_BYTES_MOST, &file, err)) return false;
  if (!pack_compile(&bytes, catalog, path, file.text, file.size, diags)) return false;
  print_bytes("source", number, file.text, file.size);
  print_bytes("pack", number, bytes.data, bytes.len);
  return true;
}

static size_t print_packs(const Catalog *catalog, char **paths, size_t count, Diags *diags, Err *err) {
  size_t printed = 0;
  for (size_t i = 0; i < count && err->kind == ERR_NONE; i++)
    printed += print_pack(catalog, paths[i], printed, diags, err);
  puts("static const CompiledPack packs[] = {");
  for (size_t i = 0; i < printed; i++)
    printf("  {source%zu, pack%zu, sizeof source%zu - 1, sizeof pack%zu - 1},\n", i, i, i, i);
  puts("  {0, 0, 0, 0}};");
  return printed;
}

static void print_all(const Catalog *catalog, char **paths, size_t count, Diags *diags, Err *err) {
  puts("#include \"script/compiled.h\"");
  print_catalog(catalog);
  size_t packs = print_packs(catalog, paths, count, diags, err);
  puts("const Compiled compiled = {.files = {");
  print_files(catalog);
  printf("}, .hash = {\"%s\"}, .bytes = rows0, .len = sizeof rows0 - 1, .packs = packs, .pack_count = %zu};\n",
         catalog->hash.hex, packs);
  if (fflush(stdout) != 0) fail(err, ERR_IO, NULL, "the output cannot be written");
}

int main(int argc, char **argv) {
  Arena a = {0};
  Catalog catalog = {.arena = &a};
  Diags diags = {.arena = &a};
  Err err = {0};
  if (argc < 2)
    fail(&err, ERR_USAGE, NULL, "usage: compile FOLDER PACK...");
  else if (loader_load(&catalog, argv[1], &diags, &err))
    print_all(&catalog, argv + 2, (size_t)argc - 2, &diags, &err);
  for (size_t i = 0; i < diags.list.count; i++) diag_print(stderr, &diags.list.items[i]);
  if (err.kind == ERR_NONE && diags.errors) err.kind = ERR_DATA;
  if (*err.text) err_print(stderr, &err);
  arena_free(&a);
  return (int)err.kind;
}
