#include "script/host.h"

#include "base/text.h"
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

enum { STRIDE = 1000, LEVELS = 100 }; /* instructions between hooks; call levels searched for a place */

Host *host_of(lua_State *L) { return *(Host **)lua_getextraspace(L); }

/* ---- memory ---- */

static void *cap_alloc(void *ud, void *old, size_t old_size, size_t size) {
  Host *h = ud;
  if (old == NULL) old_size = 0; /* Lua passes a type tag there */
  if (size == 0) {
    free(old);
    h->used -= old_size;
    return NULL;
  }
  if (size > old_size && size - old_size > h->limits.bytes - h->used) return NULL;
  void *block = realloc(old, size);
  if (block == NULL && size <= old_size) block = old; /* Lua relies on shrinking to succeed */
  if (block != NULL) h->used = h->used - old_size + size;
  return block;
}

static void fail_memory(const Host *h, Err *err) {
  fail(err, ERR_LIMIT, h->seen, "needs more than %zu MiB of memory", h->limits.bytes >> 20);
}

/* ---- places ---- */

/* "name:line" of a function that runs Lua code; false for C. */
static bool place_of(lua_State *L, lua_Debug *ar, char *where, size_t size) {
  if (!lua_getinfo(L, "Sl", ar) || ar->currentline <= 0) return false;
  const char *name = *ar->source == '@' ? ar->source + 1 : ar->short_src; /* short_src cuts names at 60 characters */
  snprintf(where, size, "%s:%d", name, ar->currentline);
  return true;
}

/* Behind "short_src:line: " when text begins so, and the line; otherwise text itself. */
static const char *skip_place(const char *text, const char *short_src, int *line) {
  size_t len = strlen(short_src);
  if (strncmp(text, short_src, len) != 0 || text[len] != ':') return text;
  char *end;
  long number = strtol(text + len + 1, &end, 10);
  if (end == text + len + 1 || strncmp(end, ": ", 2) != 0 || number <= 0 || number > 1000000000) return text;
  *line = (int)number;
  return end + 2;
}

/* ---- faults ---- */

_Noreturn void host_raise(lua_State *L, const Err *err) {
  host_of(L)->fault = *err;
  lua_pushnil(L);
  lua_error(L);
  abort(); /* lua_error does not return */
}

/* Counts steps. When they are used up it comes back at every instruction, so that nothing can swallow the fault. */
static void on_count(lua_State *L, lua_Debug *ar) {
  Host *h = host_of(L);
  place_of(L, ar, h->seen, sizeof h->seen);
  h->steps += h->stride;
  if (h->steps < h->limits.steps && !h->cancel) return;
  h->stride = 1;
  lua_sethook(L, on_count, LUA_MASKCOUNT, 1);
  Err err = {0};
  if (h->cancel)
    fail(&err, ERR_LIMIT, h->seen, "stopped on request");
  else
    fail(&err, ERR_LIMIT, h->seen, "stopped after %ld steps", h->limits.steps);
  host_raise(L, &err);
}

void host_charge(lua_State *L, size_t steps) {
  Host *h = host_of(L);
  long room = h->limits.steps - h->steps;
  if (room > 0 && steps < (size_t)room) {
    h->steps += (long)steps;
    return;
  }
  Err err = {0};
  fail(&err, ERR_LIMIT, h->seen, "stopped after %ld steps", h->limits.steps);
  host_raise(L, &err);
}

/* The error value as text, without metamethods and without asking Lua for memory. */
static const char *error_text(lua_State *L, char *buffer, size_t size) {
  switch (lua_type(L, 1)) {
  case LUA_TSTRING: return lua_tostring(L, 1);
  case LUA_TNUMBER: snprintf(buffer, size, "error value %.14g", lua_tonumber(L, 1)); return buffer;
  case LUA_TBOOLEAN: return lua_toboolean(L, 1) ? "error value true" : "error value false";
  case LUA_TNIL: return "error without a message";
  default: snprintf(buffer, size, "error value is a %s, not a text", lua_typename(L, lua_type(L, 1))); return buffer;
  }
}

/* Message handler: notes text and place in the host and leaves nothing to be converted later. */
static int on_error(lua_State *L) {
  Host *h = host_of(L);
  if (h->fault.kind != ERR_NONE) return 1;
  char buffer[80], where[sizeof h->fault.where] = "", here[sizeof where];
  const char *text = error_text(L, buffer, sizeof buffer);
  lua_Debug ar;
  for (int level = 0; level < LEVELS && lua_getstack(L, level, &ar); level++) {
    if (!place_of(L, &ar, here, sizeof here)) continue;
    if (*where == '\0') memcpy(where, here, sizeof where);
    int line = 0;
    const char *rest = skip_place(text, ar.short_src, &line);
    if (line != ar.currentline) continue; /* error(..., 2) names a line further out */
    memcpy(where, here, sizeof where);
    text = rest;
    break;
  }
  fail(&h->fault, ERR_SCRIPT, *where != '\0' ? where : h->seen, "%s", text);
  return 1;
}

/* ---- life ---- */

bool host_open(Host *h, HostLimits limits, Err *err) {
  *h = (Host){.limits = limits, .seen = "script"};
  h->L = lua_newstate(cap_alloc, h);
  if (h->L == NULL) {
    fail_memory(h, err);
    return false;
  }
  *(Host **)lua_getextraspace(h->L) = h;
  return true;
}

void host_close(Host *h) {
  if (h->L != NULL) lua_close(h->L);
  h->L = NULL;
}

bool host_run(Host *h, lua_CFunction body, void *arg, const char *name, Err *err) {
  lua_State *L = h->L;
  h->fault = (Err){0};
  h->steps = 0;
  h->stride = h->limits.steps < STRIDE ? (int)h->limits.steps : STRIDE;
  if (h->stride < 1) h->stride = 1;
  snprintf(h->seen, sizeof h->seen, "%s", name);
  lua_sethook(L, on_count, LUA_MASKCOUNT, h->stride);
  lua_settop(L, 0);
  lua_pushcfunction(L, on_error); /* none of these three needs memory, so they cannot raise */
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, arg);
  int status = lua_pcall(L, 1, 0, 1);
  lua_sethook(L, NULL, 0, 0);
  lua_settop(L, 0);
  if (h->fault.kind == ERR_NONE && status == LUA_ERRMEM) fail_memory(h, &h->fault);
  if (h->fault.kind == ERR_NONE && status != LUA_OK)
    fail(&h->fault, ERR_SCRIPT, h->seen, "error while handling an error");
  if (h->fault.kind == ERR_NONE) return true;
  return fail(err, h->fault.kind, h->fault.where, "%s", h->fault.text);
}

/* ---- text ---- */

static bool fail_line(Err *err, const char *name, int line, const char *text) {
  char where[sizeof err->where];
  snprintf(where, sizeof where, "%s:%d", name, line);
  return fail(err, ERR_SCRIPT, where, "%s", text);
}

/* A control character other than tab and line ends: C0, DEL, or C1 in its two bytes (the text is known to be UTF-8). */
static bool is_control(const char *at) {
  unsigned char c = (unsigned char)at[0];
  if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
  return c == 0x7f || (c == 0xc2 && (unsigned char)at[1] < 0xa0);
}

static bool check_line(const char *name, int line, const char *at, size_t len, Err *err) {
  if (!text_is_utf8(at, len)) return fail_line(err, name, line, "is not UTF-8 text");
  for (size_t i = 0; i < len; i++)
    if (is_control(at + i)) {
      unsigned code = (unsigned char)at[i] == 0xc2 ? (unsigned char)at[i + 1] : (unsigned char)at[i];
      char text[64];
      snprintf(text, sizeof text, "control character <U+%04X> is not allowed", code);
      return fail_line(err, name, line, text);
    }
  return true;
}

/* Printable ASCII and line ends only: nearly every line, and needs no second look. */
static bool is_plain(const char *text, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (((unsigned char)(text[i] - 0x20) >= 0x7f - 0x20) && text[i] != '\n' && text[i] != '\t' && text[i] != '\r')
      return false;
  return true;
}

static bool check_text(const char *name, const char *text, size_t size, size_t most, Err *err) {
  if (size > most) return fail(err, ERR_LIMIT, name, "is larger than %zu KiB", most >> 10);
  if (size > 0 && text[0] == LUA_SIGNATURE[0]) return fail(err, ERR_SCRIPT, name, "is compiled Lua; only text is read");
  int line = 1;
  for (size_t at = 0, len; at < size; at += len + 1, line++) {
    const char *end = memchr(text + at, '\n', size - at);
    len = end != NULL ? (size_t)(end - (text + at)) : size - at;
    if (!is_plain(text + at, len) && !check_line(name, line, text + at, len, err)) return false;
  }
  return true;
}

/* The name that Lua puts into messages about a chunk. Asked of Lua itself, which cuts long names. */
static void short_name(lua_State *L, const char *chunk, lua_Debug *ar) {
  luaL_loadbufferx(L, "", 0, chunk, "t");
  lua_getinfo(L, ">S", ar);
}

/* What most often lies behind a mistake of syntax, in the words of somebody who writes lists of fields. */
static const char *syntax_hint(const char *message) {
  if (strstr(message, "near <eof>")) return ": the file ends too early, a } or a quote is missing";
  if (strstr(message, "'}' expected")) return ": a comma or a } is missing before it";
  if (strstr(message, "unfinished string")) return ": the closing quote is missing";
  if (strstr(message, "<name> expected")) return ": a field is written name = value, with a comma behind it";
  if (strstr(message, "near '<\\")) return ": write straight quotes \" around a text";
  return "";
}

void host_load_text(lua_State *L, const char *name, const char *text, size_t size, size_t most) {
  Err err = {0};
  if (!check_text(name, text, size, most, &err)) host_raise(L, &err);
  size_t mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  luaL_checkstack(L, 4, "too many values");
  const char *chunk = lua_pushfstring(L, "@%s", name);
  int status = luaL_loadbufferx(L, text + mark, size - mark, chunk, "t");
  if (status == LUA_OK) {
    lua_remove(L, -2);
    return;
  }
  if (status == LUA_ERRMEM) fail_memory(host_of(L), &err);
  if (status == LUA_ERRMEM) host_raise(L, &err);
  lua_Debug ar;
  short_name(L, chunk, &ar);
  int line = 0;
  const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "mistake of syntax";
  message = skip_place(message, ar.short_src, &line);
  message = lua_pushfstring(L, "%s%s", message, syntax_hint(message));
  fail_line(&err, name, line > 0 ? line : 1, message);
  host_raise(L, &err);
}
