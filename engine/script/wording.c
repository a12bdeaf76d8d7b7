#include "script/wording.h"

#include "base/file.h"
#include "script/host.h"

#include <stdlib.h>
#include <string.h>

#define WORDING_NAME "scripts/report/words.lua"

enum { WORDING_BYTES = 256 << 10 };

static const HostLimits wording_limits = {.bytes = 4 << 20, .steps = 100000};

typedef struct Sentence {
  const char *id, *text;
} Sentence;

typedef struct Load {
  Words *words;
  Arena *arena;
  FileText file;
} Load;

static int compare_sentences(const void *left, const void *right) {
  const Sentence *a = left, *b = right;
  return strcmp(a->id, b->id);
}

/* "scripts/report/words.lua:12": the line that begins with the id. */
static const char *place_of(const Load *load, const char *id) {
  size_t len = strlen(id), line = 1;
  for (const char *at = load->file.text; *at; line++) {
    const char *word = at + strspn(at, " \t");
    if (strncmp(word, id, len) == 0 && strchr(" \t=", word[len]))
      return arena_printf(load->arena, "%s:%zu", WORDING_NAME, line);
    at += strcspn(at, "\n");
    at += *at == '\n';
  }
  return WORDING_NAME;
}

static void stop(lua_State *L, const char *text) {
  Err err = {0};
  fail(&err, ERR_DATA, WORDING_NAME, "%s", text);
  host_raise(L, &err);
}

/* Body of the host run. Sorted before they are set: the order of a Lua table is not the same twice. */
static int read_sentences(lua_State *L) {
  Load *load = lua_touserdata(L, 1);
  LIST(Sentence) list = {0};
  Err err = {0};
  host_load_text(L, WORDING_NAME, load->file.text, load->file.size, WORDING_BYTES);
  lua_newtable(L);
  lua_setupvalue(L, -2, 1);
  lua_call(L, 0, 1);
  if (lua_type(L, -1) != LUA_TTABLE) stop(L, "must return one table: return { title = \"...\", ... }");
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
      stop(L, "holds texts by name only: title = \"...\"");
    *LIST_ADD(load->arena, &list) =
        (Sentence){arena_copy(load->arena, lua_tostring(L, -2)), arena_copy(load->arena, lua_tostring(L, -1))};
  }
  if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_sentences);
  for (size_t i = 0; i < list.count; i++)
    if (!words_set(load->words, load->arena, list.items[i].id, list.items[i].text, place_of(load, list.items[i].id),
                   &err))
      host_raise(L, &err);
  return 0;
}

bool wording_load(Words *words, Arena *a, const char *dir, Err *err) {
  Load load = {.words = words, .arena = a};
  Host host;
  if (!file_read(a, arena_printf(a, "%s/%s", dir, WORDING_NAME), WORDING_NAME, WORDING_BYTES, &load.file, err))
    return false;
  if (!host_open(&host, wording_limits, err)) return false;
  bool good = host_run(&host, read_sentences, &load, WORDING_NAME, err);
  host_close(&host);
  return good && words_finish(words, WORDING_NAME, err);
}
