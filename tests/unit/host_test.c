#include "script/host.h"

#include <lauxlib.h>
#include <lualib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#undef fail

static const HostLimits small = {.bytes = 2 << 20, .steps = 100000};

typedef struct Script {
  const char *name, *text;
  size_t size; /* 0: up to the NUL */
  long result;
} Script;

static int raise_userdata(lua_State *L) {
  lua_pushlightuserdata(L, L);
  return lua_error(L);
}

/* Runs a script with the base library, pcall included: the worst a trusted script could have. */
static int run_script(lua_State *L) {
  Script *script = lua_touserdata(L, 1);
  luaL_requiref(L, "_G", luaopen_base, 1);
  luaL_requiref(L, "string", luaopen_string, 1);
  luaL_requiref(L, "table", luaopen_table, 1);
  lua_pushcfunction(L, raise_userdata);
  lua_setglobal(L, "raise");
  host_load_text(L, script->name, script->text, script->size ? script->size : strlen(script->text), 64 << 10);
  lua_call(L, 0, 1);
  script->result = (long)lua_tointeger(L, -1);
  return 0;
}

static bool run(Script *script, HostLimits limits, Err *err) {
  Host host;
  *err = (Err){0};
  assert_true(host_open(&host, limits, err));
  bool good = host_run(&host, run_script, script, script->name, err);
  host_close(&host);
  assert_int_equal(host.used, 0);
  return good;
}

static void expect_fault(const char *text, size_t size, ErrKind kind, const char *where, const char *message) {
  Err err;
  Script script = {"p.lua", text, size, 0};
  assert_false(run(&script, small, &err));
  assert_string_equal(err.text, message);
  assert_string_equal(err.where, where);
  assert_int_equal(err.kind, kind);
}

static void script_runs(void **state) {
  (void)state;
  Err err;
  Script plain = {"p.lua", "local t = 0 for i = 1, 10 do t = t + i end return t", 0, 0};
  assert_true(run(&plain, small, &err));
  assert_int_equal(plain.result, 55);
  assert_int_equal(err.kind, ERR_NONE);
  Script marked = {"p.lua", "\xef\xbb\xbfreturn 7 -- \xc3\xa9\r\n", 0, 0};
  assert_true(run(&marked, small, &err));
  assert_int_equal(marked.result, 7);
}

static void loops_are_stopped(void **state) {
  (void)state;
  expect_fault("\nwhile true do\nend", 0, ERR_LIMIT, "p.lua:2", "stopped after 100000 steps");
  expect_fault("while true do\npcall(function() while true do end end) end", 0, ERR_LIMIT, "p.lua:2",
               "stopped after 100000 steps");
  expect_fault("local f f = function() return f() end\nf()", 0, ERR_LIMIT, "p.lua:1", "stopped after 100000 steps");
  expect_fault("table.sort({3, 2, 1}, function() while true do end end)", 0, ERR_LIMIT, "p.lua:1",
               "stopped after 100000 steps");
}

static void small_budgets_are_exact(void **state) {
  (void)state;
  Err err;
  Script script = {"p.lua", "while true do end", 0, 0};
  assert_false(run(&script, (HostLimits){.bytes = 2 << 20, .steps = 50}, &err));
  assert_string_equal(err.text, "stopped after 50 steps");
  assert_false(run(&script, (HostLimits){.bytes = 2 << 20, .steps = 0}, &err));
  assert_int_equal(err.kind, ERR_LIMIT);
}

static void memory_is_capped(void **state) {
  (void)state;
  expect_fault("local s = 'x' while true do s = s .. s end", 0, ERR_LIMIT, "p.lua", "needs more than 2 MiB of memory");
  expect_fault("return ('x'):rep(1e9)", 0, ERR_LIMIT, "p.lua", "needs more than 2 MiB of memory");
  expect_fault("local t = {}\nfor i = 1, 1e9 do t[i] = {} end", 0, ERR_LIMIT, "p.lua:2",
               "needs more than 2 MiB of memory");
}

static void too_little_memory_to_start(void **state) {
  (void)state;
  Host host;
  Err err = {0};
  assert_false(host_open(&host, (HostLimits){.bytes = 1000, .steps = 1}, &err));
  assert_int_equal(err.kind, ERR_LIMIT);
  host_close(&host);
}

/* Whatever the cap, a run ends with true or a limit, and gives all memory back. */
static void every_allocation_may_fail(void **state) {
  (void)state;
  const char *text =
      "local t = {} for i = 1, 40 do t[i] = { id = 'x' .. i, f = function() return i end } end return #t";
  for (size_t bytes = 2000; bytes < 60000; bytes += 61) {
    Host host;
    Err err = {0};
    Script script = {"p.lua", text, 0, 0};
    HostLimits limits = {.bytes = bytes, .steps = 100000};
    bool good = host_open(&host, limits, &err) && host_run(&host, run_script, &script, "p.lua", &err);
    assert_true(good ? script.result == 40 : err.kind == ERR_LIMIT);
    host_close(&host);
    assert_int_equal(host.used, 0);
  }
}

static void faults_are_placed(void **state) {
  (void)state;
  expect_fault("\n\nlocal x = nil + 1", 0, ERR_SCRIPT, "p.lua:3", "attempt to perform arithmetic on a nil value");
  expect_fault("return x.y", 0, ERR_SCRIPT, "p.lua:1", "attempt to index a nil value (global 'x')");
  expect_fault("error('no \\27[31m %s %n')", 0, ERR_SCRIPT, "p.lua:1", "no \x1b[31m %s %n");
  expect_fault("local function f() error('bad', 2) end\n\nf()", 0, ERR_SCRIPT, "p.lua:3", "bad");
  expect_fault("\nerror('other.lua:9: bad', 0)", 0, ERR_SCRIPT, "p.lua:2", "other.lua:9: bad");
  expect_fault("local x = = 1", 0, ERR_SCRIPT, "p.lua:1", "unexpected symbol near '='");
  expect_fault("return {\n{ a = 1\n", 0, ERR_SCRIPT, "p.lua:3",
               "'}' expected (to close '{' at line 2) near <eof>: "
               "the file ends too early, a } or a quote is missing");
}

static void error_values_of_any_type(void **state) {
  (void)state;
  expect_fault("error()", 0, ERR_SCRIPT, "p.lua:1", "error without a message");
  expect_fault("error(false)", 0, ERR_SCRIPT, "p.lua:1", "error value false");
  expect_fault("error(0/0 ~= 0/0)", 0, ERR_SCRIPT, "p.lua:1", "error value true");
  expect_fault("error(12.5)", 0, ERR_SCRIPT, "p.lua:1", "error value 12.5");
  expect_fault("error({})", 0, ERR_SCRIPT, "p.lua:1", "error value is a table, not a text");
  expect_fault("error(print)", 0, ERR_SCRIPT, "p.lua:1", "error value is a function, not a text");
  expect_fault("raise()", 0, ERR_SCRIPT, "p.lua:1", "error value is a userdata, not a text");
  expect_fault("error(setmetatable({}, {__tostring = function() while true do end end}))", 0, ERR_SCRIPT, "p.lua:1",
               "error value is a table, not a text");
}

static void deep_nesting_is_an_error(void **state) {
  (void)state;
  Err err;
  char text[5000];
  memset(text, '(', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  Script nested = {"p.lua", text, 0, 0};
  assert_false(run(&nested, small, &err));
  assert_string_equal(err.text, "C stack overflow");
  assert_int_equal(err.kind, ERR_SCRIPT);
  Script recursion = {"p.lua", "local function f() return 1 + f() end f()", 0, 0};
  assert_false(run(&recursion, (HostLimits){.bytes = 256 << 20, .steps = 10000000}, &err));
  assert_string_equal(err.text, "stack overflow");
  assert_int_equal(err.kind, ERR_SCRIPT);
  assert_string_equal(err.where, "p.lua:1");
}

static void only_text_is_loaded(void **state) {
  (void)state;
  expect_fault("\x1bLua", 0, ERR_SCRIPT, "p.lua", "is compiled Lua; only text is read");
  expect_fault("return 1\nreturn \0", 17, ERR_SCRIPT, "p.lua:2", "control character <U+0000> is not allowed");
  expect_fault("-- \x1b[2J", 0, ERR_SCRIPT, "p.lua:1", "control character <U+001B> is not allowed");
  expect_fault("\n-- \xc2\x9b", 0, ERR_SCRIPT, "p.lua:2", "control character <U+009B> is not allowed");
  expect_fault("\n\nreturn '\xff'", 0, ERR_SCRIPT, "p.lua:3", "is not UTF-8 text");
  expect_fault("\xff\xfer\0", 4, ERR_SCRIPT, "p.lua:1", "is not UTF-8 text");
}

static void large_text_is_refused_unread(void **state) {
  (void)state;
  static char text[(64 << 10) + 2];
  memset(text, ' ', sizeof text - 1);
  expect_fault(text, 0, ERR_LIMIT, "p.lua", "is larger than 64 KiB");
}

static void long_names_are_kept_whole(void **state) {
  (void)state;
  Err err;
  const char *name = "a/folder/whose/name/is/so/long/that/lua/would/cut/it/off/in/its/messages/pack.lua";
  char where[200];
  snprintf(where, sizeof where, "%s:2", name);
  Script running = {name, "\nerror('x')", 0, 0}, parsing = {name, "\n=", 0, 0};
  assert_false(run(&running, small, &err));
  assert_string_equal(err.where, where);
  assert_string_equal(err.text, "x");
  assert_false(run(&parsing, small, &err));
  assert_string_equal(err.where, where);
  assert_string_equal(err.text, "unexpected symbol near '='");
}

static void host_goes_on_after_a_fault(void **state) {
  (void)state;
  Host host;
  Err err = {0};
  assert_true(host_open(&host, small, &err));
  Script endless = {"p.lua", "while true do end", 0, 0}, plain = {"p.lua", "return 3", 0, 0};
  assert_false(host_run(&host, run_script, &endless, "p.lua", &err));
  err = (Err){0};
  assert_true(host_run(&host, run_script, &plain, "p.lua", &err));
  assert_int_equal(plain.result, 3);
  host.cancel = 1;
  assert_false(host_run(&host, run_script, &endless, "p.lua", &err));
  assert_string_equal(err.text, "stopped on request");
  assert_int_equal(err.kind, ERR_LIMIT);
  host_close(&host);
}

static int raise_own(lua_State *L) {
  Err err = {0};
  fail(&err, ERR_DATA, "row 7", "no such thing");
  host_raise(L, &err);
}

static int see_context(lua_State *L) {
  assert_ptr_equal(host_of(L)->context, lua_touserdata(L, 1));
  return 0;
}

static void bodies_raise_their_own_kind_and_see_their_context(void **state) {
  (void)state;
  Host host;
  Err err = {0};
  assert_true(host_open(&host, small, &err));
  host.context = &err;
  assert_true(host_run(&host, see_context, &err, "body", &err));
  assert_false(host_run(&host, raise_own, NULL, "body", &err));
  assert_int_equal(err.kind, ERR_DATA);
  assert_string_equal(err.where, "row 7");
  assert_string_equal(err.text, "no such thing");
  host_close(&host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(script_runs),
      cmocka_unit_test(loops_are_stopped),
      cmocka_unit_test(small_budgets_are_exact),
      cmocka_unit_test(memory_is_capped),
      cmocka_unit_test(too_little_memory_to_start),
      cmocka_unit_test(every_allocation_may_fail),
      cmocka_unit_test(faults_are_placed),
      cmocka_unit_test(error_values_of_any_type),
      cmocka_unit_test(deep_nesting_is_an_error),
      cmocka_unit_test(only_text_is_loaded),
      cmocka_unit_test(large_text_is_refused_unread),
      cmocka_unit_test(long_names_are_kept_whole),
      cmocka_unit_test(host_goes_on_after_a_fault),
      cmocka_unit_test(bodies_raise_their_own_kind_and_see_their_context),
  };
  return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
