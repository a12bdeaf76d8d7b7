/* Work by several processes: every item comes back once, in order, as judging it here gives it. */
#define _GNU_SOURCE /* memmem */
#include "judging.h"
#include "judging/pool.h"

#include "program/plan.h"
#include "rules/shapes.h"

#include <lauxlib.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Taking { /* what comes back, and the judge that reads it */
  Arena *a;
  const Judge *judge;
  LIST(const char *) answers; /* "!" and the fault where there is none */
  LIST(uint64_t) tags;
} Taking;

static const char *as_text(Arena *a, const Result *result, const Program *program) {
  Text text = {.arena = a};
  assert_true(shape_put(&text, &result_shape, result) && shape_put(&text, &program_shape, program));
  Text hex = {.arena = a};
  for (size_t i = 0; i < text.len; i++) text_addf(&hex, "%02x", (unsigned char)text.data[i]);
  return text_get(&hex);
}

/* Of every case of this file. */
static Day day_of_all(void) {
  Day day;
  assert_true(date_parse("2026-11-20", DATE_ISO, &day));
  return day;
}

static bool take_assessed(void *context, const PoolAnswer *answer, Err *err) {
  Taking *t = context;
  Result result;
  Program program;
  *LIST_ADD(t->a, &t->tags) = answer->tag;
  if (!answer->fault &&
      !judge_read_assessed(t->judge, t->a, NULL, day_of_all(), answer->bytes, answer->len, &result, &program, err))
    return false;
  *LIST_ADD(t->a, &t->answers) =
      answer->fault ? arena_printf(t->a, "!%s", answer->fault->text) : as_text(t->a, &result, &program);
  return true;
}

static Bench *open_examples(FileText *file) {
  Bench *b = bench_open();
  bench_load_file(b, "rules/red_flags.lua");
  bench_load_file(b, "rules/runner_low_back.lua");
  assert_true(file_read(&b->arena, "data/examples/examples.ndjson", "examples", 1 << 20, file, &b->err));
  return b;
}

/* What the judge alone and this process give for a snapshot. */
static const char *assessed_here(Bench *b, Arena *a, const char *line) {
  Result result;
  Program program;
  Err err = {0};
  const Case c = bench_case(b, a, line);
  assert_true(judge_evaluate(b->judge, a, &c, &result, &err));
  assert_true(plan_build(judge_catalog(b->judge), a, &c, &result, NULL, &program, &err));
  return as_text(a, &result, &program);
}

static void snapshots_come_back_judged_and_planned_in_order(void **state) {
  (void)state;
  enum { ROUNDS = 40 };
  FileText file;
  Bench *b = open_examples(&file);
  Arena *a = &b->arena;
  LIST(const char *) wanted = {0};
  Taking taking = {.a = a, .judge = b->judge};
  const PoolOptions options = {.job = JOB_ASSESS, .workers = 2, .take = take_assessed, .context = &taking};
  Pool *pool = pool_open(&b->judge, 1, &options, &b->err);
  assert_non_null(pool);
  size_t put = 0;
  for (int round = 0; round < ROUNDS; round++) {
    for (const char *at = file.text, *stop; (stop = strchr(at, '\n')); at = stop + 1, put++) {
      if (!round) *LIST_ADD(a, &wanted) = arena_copy_n(a, at, (size_t)(stop - at));
      assert_true(pool_put(pool, put, at, (size_t)(stop - at), &b->err));
    }
    assert_true(pool_put(pool, put++, "{", 1, &b->err));
  }
  assert_true(pool_finish(pool, &b->err));
  pool_close(pool);
  assert_int_equal(taking.answers.count, put);
  for (size_t i = 0; i < wanted.count; i++) wanted.items[i] = assessed_here(b, a, wanted.items[i]);
  for (size_t i = 0; i < put; i++) {
    size_t which = i % (wanted.count + 1);
    assert_int_equal(taking.tags.items[i], i);
    if (which < wanted.count) assert_string_equal(taking.answers.items[i], wanted.items[which]);
    if (which == wanted.count) assert_true(taking.answers.items[i][0] == '!');
  }
  bench_close(b);
}

/* Is this result with this program an answer about that day? */
static bool is_read(const Bench *b, Arena *a, Day day, const Result *result, const Program *program) {
  Text bytes = {.arena = a};
  Result read_result;
  Program read_program;
  assert_true(shape_put(&bytes, &result_shape, result) && shape_put(&bytes, &program_shape, program));
  return judge_read_assessed(b->judge, a, NULL, day, bytes.data, bytes.len, &read_result, &read_program, &(Err){0});
}

static void answers_that_do_not_fit_are_refused(void **state) {
  (void)state;
  FileText file;
  Bench *b = open_examples(&file);
  Arena *a = &b->arena;
  Result results[2];
  Program programs[2];
  for (int i = 0; i < 2; i++) { /* one that is planned, one that is stopped */
    const char *line = i ? strstr(file.text, "{\"patient\": {\"id\": \"EX-STOP\"") : file.text;
    const Case c = bench_case(b, a, arena_copy_n(a, line, strcspn(line, "\n")));
    assert_true(judge_evaluate(b->judge, a, &c, &results[i], &b->err));
    assert_true(plan_build(judge_catalog(b->judge), a, &c, &results[i], NULL, &programs[i], &b->err));
    assert_true(is_read(b, a, day_of_all(), &results[i], &programs[i]));
    assert_false(is_read(b, a, day_of_all() - 1, &results[i], &programs[i])); /* it would be stored under another day */
  }
  assert_true(programs[1].stopped);
  assert_false(is_read(b, a, day_of_all(), &results[1], &programs[0])); /* exercises for who must be referred */
  assert_false(is_read(b, a, day_of_all(), &results[0], &programs[1]));
  const Program sound = programs[0];
  programs[0].weeks = 2000000000;
  assert_false(is_read(b, a, day_of_all(), &results[0], &programs[0]));
  programs[0] = sound, programs[0].minutes = (double)NAN;
  assert_false(is_read(b, a, day_of_all(), &results[0], &programs[0]));
  programs[0] = sound, sound.items[0].week_to = sound.weeks + 1;
  assert_false(is_read(b, a, day_of_all(), &results[0], &programs[0]));
  sound.items[0].week_to = sound.weeks;
  assert_true(is_read(b, a, day_of_all(), &results[0], &programs[0]));
  programs[1].items = programs[0].items, programs[1].item_count = programs[0].item_count;
  assert_false(is_read(b, a, day_of_all(), &results[1], &programs[1]));
  bench_close(b);
}

/* A worker may have been taken over: bytes that are cut or changed are refused, or read as something sound. */
static void answers_that_are_none_are_refused(void **state) {
  (void)state;
  FileText file;
  Bench *b = open_examples(&file);
  Arena a = {0};
  Result result, read_result;
  Program program, read_program;
  Text bytes = {.arena = &b->arena};
  const Case c = bench_case(b, &b->arena, arena_copy_n(&b->arena, file.text, strcspn(file.text, "\n")));
  assert_true(judge_evaluate(b->judge, &b->arena, &c, &result, &b->err));
  assert_true(plan_build(judge_catalog(b->judge), &b->arena, &c, &result, NULL, &program, &b->err));
  assert_true(shape_put(&bytes, &result_shape, &result));
  size_t plan = bytes.len;
  assert_true(program.item_count > 0 && shape_put(&bytes, &program_shape, &program));
  for (size_t len = 0; len < bytes.len; len++) {
    Err err = {0};
    assert_false(judge_read_assessed(b->judge, &a, NULL, c.date, bytes.data, len, &read_result, &read_program, &err));
    assert_int_equal(err.kind, ERR_SCRIPT);
    arena_reset(&a);
  }
  const char *exercise = program.items[0].exercise;
  char *known = memmem(bytes.data + plan, bytes.len - plan, exercise, strlen(exercise));
  assert_non_null(known);
  *known = 'Q'; /* an exercise that the catalog does not have */
  assert_false(
      judge_read_assessed(b->judge, &a, NULL, c.date, bytes.data, bytes.len, &read_result, &read_program, &(Err){0}));
  arena_free(&a);
  bench_close(b);
}

/* ---- deaths ---- */

/* Names: for each Lua 5.4.4 calls itself when it looks for the name of what was nil, and reaches the end of the stack,
 * which is made short so that it does so at once. */
enum { CHAIN = 8000, STACK = 512 << 10, DEADLY_DAYS = 7 };

/* t.a.a.a ... .b.c, where t.a is t and t.b is nil. */
static void add_chain(Text *t) {
  text_add(t, "local t = {} t.a = t local x = t");
  for (int i = 0; i < CHAIN; i++) text_add(t, ".a");
  text_add(t, ".b.c ");
}

/* A function of the second rule crashes Lua where a case has DEADLY_DAYS. */
static const char *deadly_pack(Arena *a) {
  Text t = {.arena = a};
  text_add(&t, "return pack { id = \"x\", version = \"1\", title = \"t\",\n"
               "rule { id = \"sound\", title = \"Sound\", when = measure(\"rest_days\"):below(days_per_week(3)), "
               "advise = \"hold_load\",\n"
               " cite = { \"convention\" }, evidence = \"weak\" },\n"
               "rule { id = \"deadly\", title = \"Deadly\", when = fn { needs = { \"rest_days\" }, function(p)\n");
  text_addf(&t, "if p:measure(\"rest_days\") >= %d then ", DEADLY_DAYS);
  add_chain(&t);
  text_add(&t, "end return false end }, advise = \"hold_load\", cite = { \"convention\" }, evidence = \"weak\" } }\n");
  return text_get(&t);
}

/* Later ones search otherwise. */
static bool is_deadly(void) {
  Arena a = {0};
  Text t = {.arena = &a};
  int status;
  add_chain(&t);
  pid_t pid = fork();
  if (pid == 0) {
    signal(SIGSEGV, SIG_DFL);
    lua_State *L = luaL_newstate();
    _exit(L && luaL_loadstring(L, text_get(&t)) == LUA_OK && lua_pcall(L, 0, 0, 0) == LUA_OK);
  }
  assert_int_equal(waitpid(pid, &status, 0), pid);
  arena_free(&a);
  return WIFSIGNALED(status);
}

static const char *rested(Arena *a, size_t number, int days) {
  return arena_printf(a,
                      "{\"patient\":{\"id\":\"P%zu\"},\"date\":\"2026-11-20\",\"measures\":[{\"test\":\"rest_days\","
                      "\"value\":%d}]}",
                      number, days);
}

/* Judges `count` cases of which those at the places `deadly` (ends with SIZE_MAX) crash Lua. */
static void judge_deadly(Bench *b, int workers, size_t count, const size_t *deadly, Taking *taking) {
  PackInfo info;
  const char *text = deadly_pack(&b->arena);
  bool loaded = bench_load(b, "x.lua", text, strlen(text), &info);
  for (size_t i = 0; !loaded && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_true(loaded);
  *taking = (Taking){.a = &b->arena, .judge = b->judge};
  const PoolOptions options = {.job = JOB_ASSESS, .workers = workers, .take = take_assessed, .context = taking};
  Pool *pool = pool_open(&b->judge, 1, &options, &b->err);
  assert_non_null(pool);
  for (size_t i = 0; i < count; i++) {
    const char *line = rested(&b->arena, i % 5, *deadly == i ? DEADLY_DAYS : (int)(i % 5));
    deadly += *deadly == i;
    assert_true(pool_put(pool, i, line, strlen(line), &b->err));
  }
  assert_true(pool_finish(pool, &b->err));
  pool_close(pool);
  assert_int_equal(taking->answers.count, count);
}

/* Several batches lie before each worker; the deadly ones stand first, last, side by side. */
static void only_the_deadly_cases_are_lost(void **state) {
  (void)state;
  enum { COUNT = 700 };
  static const size_t deadly[] = {130, COUNT - 1, SIZE_MAX};
  if (!is_deadly()) skip();
  Taking t;
  Bench *b = bench_open();
  judge_deadly(b, 2, COUNT, deadly, &t);
  const char *wanted[5];
  for (size_t i = 0; i < ARRAY_LEN(wanted); i++) wanted[i] = assessed_here(b, &b->arena, rested(&b->arena, i, (int)i));
  const size_t *next = deadly;
  for (size_t i = 0; i < COUNT; i++) {
    const char *fault = "!pack 'x', rule 'deadly': the process that judges crashed";
    assert_int_equal(t.tags.items[i], i);
    assert_string_equal(t.answers.items[i], i == *next ? fault : wanted[i % ARRAY_LEN(wanted)]);
    next += i == *next;
  }
  bench_close(b);
}

static void the_third_death_bans_the_rule(void **state) {
  (void)state;
  static const size_t deadly[] = {3, 4, 200, 201, 390, SIZE_MAX};
  if (!is_deadly()) skip();
  Taking t;
  Bench *b = bench_open();
  judge_deadly(b, 1, 400, deadly, &t);
  for (size_t i = 0; i < 3; i++) {
    assert_non_null(strstr(t.answers.items[deadly[i]], "!pack 'x', rule 'deadly': the process that judges crashed"));
    assert_true(!strstr(t.answers.items[deadly[i]], "third time") == (i < 2));
  }
  const char *banned = assessed_here(b, &b->arena, rested(&b->arena, 0, DEADLY_DAYS));
  for (size_t i = 3; i < 5; i++) assert_string_equal(t.answers.items[deadly[i]], banned);
  for (size_t i = 0, k = 0; i < t.answers.count; i++)
    if (deadly[k] == i)
      k++;
    else
      assert_true(t.answers.items[i][0] != '!');
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(snapshots_come_back_judged_and_planned_in_order),
      cmocka_unit_test(answers_that_are_none_are_refused), cmocka_unit_test(answers_that_do_not_fit_are_refused),
      cmocka_unit_test(only_the_deadly_cases_are_lost), cmocka_unit_test(the_third_death_bans_the_rule)};
  struct rlimit stack = {0};
  if (getrlimit(RLIMIT_STACK, &stack) != 0) return 1;
  stack.rlim_cur = STACK;
  if (setrlimit(RLIMIT_STACK, &stack) != 0) return 1;
  return cmocka_run_group_tests(tests, NULL, NULL);
}
