/* A program of the build: reads the data files of a folder and prints, as C, what compiled.h declares.
 *
 *   compile FOLDER >catalog.c      ends with 0, or with the code of the fault after telling every mistake */
#include "script/compiled.h"
#include "script/loader.h"
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

static void print_catalog(const Catalog *catalog, const Text *bytes) {
  puts("#include \"script/compiled.h\"");
  for (size_t i = 0; i < ARRAY_LEN(catalog->files); i++)
    print_bytes("text", i, catalog->files[i].text, strlen(catalog->files[i].text));
  print_bytes("bytes", 0, bytes->data, bytes->len);
  puts("const Compiled compiled = {.files = {");
  for (size_t i = 0; i < ARRAY_LEN(catalog->files); i++)
    printf("  {\"%s\", text%zu, sizeof text%zu - 1},\n", catalog->files[i].name, i, i);
  printf("}, .hash = {\"%s\"}, .bytes = bytes0, .len = sizeof bytes0 - 1};\n", catalog->hash.hex);
}

int main(int argc, char **argv) {
  Arena a = {0};
  Catalog catalog = {.arena = &a};
  Diags diags = {.arena = &a};
  Text bytes = {.arena = &a};
  Err err = {0};
  if (argc != 2)
    fail(&err, ERR_USAGE, NULL, "usage: compile FOLDER");
  else if (loader_load(&catalog, argv[1], &diags, &err)) {
    rowcode_put_whole(&bytes, &catalog);
    print_catalog(&catalog, &bytes);
    if (fflush(stdout) != 0) fail(&err, ERR_IO, NULL, "the output cannot be written");
  }
  for (size_t i = 0; i < diags.list.count; i++) diag_print(stderr, &diags.list.items[i]);
  if (err.kind != ERR_NONE) err_print(stderr, &err);
  arena_free(&a);
  return (int)err.kind;
}
