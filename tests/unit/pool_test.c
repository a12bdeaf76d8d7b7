/* Work by several processes: every item comes back once, in order, as judging it here gives it. */
#define _GNU_SOURCE /* memmem */
#include "judging.h"
#include "judging/pool.h"

#include "program/plan.h"
#include "rules/shapes.h"

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

static bool take_assessed(void *context, const PoolAnswer *answer, Err *err) {
  Taking *t = context;
  Result result;
  Program program;
  *LIST_ADD(t->a, &t->tags) = answer->tag;
  if (!answer->fault && !judge_read_assessed(t->judge, t->a, answer->bytes, answer->len, &result, &program, err))
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

/* A worker may have been taken over: bytes that are cut or changed are refused, or read as something sound. */
static void answers_that_are_none_are_refused(void **state) {
  (void)state;
  FileText file;
  Bench *b = open_examples(&file);
  Arena a = {0};
  Result result;
  Program program;
  Text bytes = {.arena = &b->arena};
  const Case c = bench_case(b, &b->arena, arena_copy_n(&b->arena, file.text, strcspn(file.text, "\n")));
  assert_true(judge_evaluate(b->judge, &b->arena, &c, &result, &b->err));
  assert_true(plan_build(judge_catalog(b->judge), &b->arena, &c, &result, NULL, &program, &b->err));
  assert_true(shape_put(&bytes, &result_shape, &result));
  size_t plan = bytes.len;
  assert_true(program.item_count > 0 && shape_put(&bytes, &program_shape, &program));
  for (size_t len = 0; len < bytes.len; len++) {
    Err err = {0};
    assert_false(judge_read_assessed(b->judge, &a, bytes.data, len, &result, &program, &err));
    assert_int_equal(err.kind, ERR_SCRIPT);
    arena_reset(&a);
  }
  const char *exercise = program.items[0].exercise;
  char *known = memmem(bytes.data + plan, bytes.len - plan, exercise, strlen(exercise));
  assert_non_null(known);
  *known = 'Q'; /* an exercise that the catalog does not have */
  assert_false(judge_read_assessed(b->judge, &a, bytes.data, bytes.len, &result, &program, &(Err){0}));
  arena_free(&a);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(snapshots_come_back_judged_and_planned_in_order),
                                     cmocka_unit_test(answers_that_are_none_are_refused)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
