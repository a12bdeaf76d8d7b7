/* What crosses between processes: structs survive the way, none of their members is forgotten, and bytes that somebody
 * changed are refused or read as a sound struct, never believed further than they reach. */
#include "judging.h"
#include "script/rowcode.h"
#include "judging/wire.h"

#include "program/plan.h"

/* ---- members ---- */

static size_t size_of(const Member *m) {
  switch (m->kind) {
  case MEMBER_WHOLE: return sizeof(int);
  case MEMBER_FLAG: return sizeof(bool);
  case MEMBER_PART: return m->rows->size;
  default: return sizeof(void *);
  }
}

/* Marks the bytes of a struct that its members take; left out on purpose: counted as there. */
static void no_member_is_forgotten(const char *name, const Layout *shape, size_t left_out) {
  char taken[512] = {0};
  size_t gap = 0, missing = 0;
  assert_true(shape->size <= sizeof taken);
  for (const Member *m = shape->members; m->name; m++) {
    memset(taken + m->offset, 1, size_of(m));
    if (m->kind == MEMBER_ROWS || m->kind == MEMBER_BYTES) memset(taken + m->count, 1, sizeof(size_t));
    if (m->rows) no_member_is_forgotten(m->name, m->rows, strcmp(m->name, "patient") == 0 ? sizeof(char *) : 0);
  }
  for (size_t i = 0; i < shape->size; i++) {
    gap = taken[i] ? 0 : gap + 1;
    if (gap == sizeof(void *)) missing += gap, gap = 0;
  }
  if (missing != left_out) print_error("%s: %zu bytes without a member\n", name, missing);
  assert_int_equal(missing, left_out);
}

/* A gap as wide as a pointer is no padding. */
static void shapes_know_every_member(void **state) {
  (void)state;
  no_member_is_forgotten("measure", &measure_shape, 0);
  no_member_is_forgotten("answer", &answer_shape, 0);
  no_member_is_forgotten("case", &case_shape, sizeof(Limits));
  no_member_is_forgotten("finding", &finding_shape, 0);
  no_member_is_forgotten("trace", &trace_shape, 0);
  no_member_is_forgotten("result", &result_shape, sizeof(char *)); /* the patient's code */
  no_member_is_forgotten("program", &program_shape, 0);
  no_member_is_forgotten("whynot", &whynot_shape, 0);
  no_member_is_forgotten("goals", &goals_shape, 0);
  no_member_is_forgotten("sweep", &sweep_shape, 0);
  no_member_is_forgotten("whatif", &whatif_shape, 0);
  no_member_is_forgotten("next", &next_shape, 0);
  no_member_is_forgotten("grounds", &grounds_shape, 0);
  no_member_is_forgotten("explanation", &explanation_shape, 0);
  no_member_is_forgotten("pack", &pack_shape, 72); /* its hash, and what fills it up */
  no_member_is_forgotten("test reply", &test_reply_shape, 0);
}

/* ---- real answers ---- */

typedef struct Sample {
  const char *name;
  const Layout *shape;
  Text bytes;
} Sample;

enum { SAMPLES = 6 };

static void add(Arena *a, Sample *sample, const char *name, const Layout *shape, const void *value) {
  *sample = (Sample){.name = name, .shape = shape, .bytes = {.arena = a}};
  assert_true(shape_put(&sample->bytes, shape, value));
}

static void take_samples(Bench *b, Arena *a, Sample samples[SAMPLES]) {
  FileText file;
  Goals goals;
  Next next;
  Program program;
  const PackInfo *packs;
  assert_true(file_read(a, "data/examples/examples.ndjson", "examples", 1 << 20, &file, &b->err));
  bench_load_file(b, "rules/red_flags.lua");
  bench_load_file(b, "rules/runner_low_back.lua");
  Case c = bench_case(b, a, arena_copy_n(a, file.text, strcspn(file.text, "\n")));
  Result result = bench_judge(b, a, &c);
  assert_true(judge_goals(b->judge, a, &c, &goals, &b->err) && judge_next(b->judge, a, &c, &next, &b->err));
  assert_true(plan_build(judge_catalog(b->judge), a, &c, &result, NULL, &program, &b->err));
  assert_true(judge_packs(b->judge, &packs) >= 2);
  add(a, &samples[0], "case", &case_shape, &c), add(a, &samples[1], "result", &result_shape, &result);
  add(a, &samples[2], "goals", &goals_shape, &goals), add(a, &samples[3], "next", &next_shape, &next);
  add(a, &samples[4], "program", &program_shape, &program), add(a, &samples[5], "pack", &pack_shape, &packs[0]);
}

/* Read and written again: the same bytes; every end that comes too early is seen. */
static void structs_survive_the_way(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0}, work = {0};
  Sample samples[SAMPLES];
  take_samples(b, &a, samples);
  for (size_t i = 0; i < SAMPLES; i++) {
    const Text *bytes = &samples[i].bytes;
    void *value = arena_alloc(&work, samples[i].shape->size);
    ShapeReader in = {bytes->data, bytes->data + bytes->len};
    Text again = {.arena = &work};
    assert_true(shape_get(&in, &work, samples[i].shape, value) && shape_at_end(&in));
    assert_true(shape_put(&again, samples[i].shape, value));
    assert_int_equal(again.len, bytes->len);
    assert_memory_equal(again.data, bytes->data, bytes->len);
    for (size_t len = 0; len < bytes->len; len += 1 + len / 50) {
      char *part = arena_copy_n(&work, bytes->data, len);
      in = (ShapeReader){part, part + len};
      assert_false(shape_get(&in, &work, samples[i].shape, value));
    }
    arena_reset(&work);
  }
  arena_free(&a), arena_free(&work);
  bench_close(b);
}

static unsigned rounds(void) {
  const char *given = getenv("SINEW_ROUNDS");
  return given ? 2000 * (unsigned)atoi(given) : 2000;
}

static void change(char *bytes, size_t len) {
  for (size_t left = 1 + bench_below(3); left > 0; left--) {
    size_t at = bench_below(len);
    switch (bench_below(4)) {
    case 0: bytes[at] = (char)bench_below(256); break;
    case 1: bytes[at] = (char)(bytes[at] ^ (1 << bench_below(8))); break;
    case 2: memset(bytes + at, 0xFF, len - at < 9 ? len - at : 9); break;
    default: memmove(bytes + at, bytes + bench_below(at + 1), len - at); break;
    }
  }
}

/* What is read of changed bytes can be written again: it holds what its table says, every pointer and every length. */
static void changed_bytes_are_never_believed(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0}, work = {0};
  Sample samples[SAMPLES];
  size_t read = 0, refused = 0;
  take_samples(b, &a, samples);
  bench_seed = 41;
  for (unsigned i = 0; i < rounds(); i++) {
    const Sample *sample = &samples[bench_below(SAMPLES)];
    char *bytes = arena_copy_n(&work, sample->bytes.data, sample->bytes.len);
    void *value = arena_alloc(&work, sample->shape->size);
    ShapeReader in = {bytes, bytes + sample->bytes.len};
    Text again = {.arena = &work};
    change(bytes, sample->bytes.len);
    bool good = shape_get(&in, &work, sample->shape, value);
    if (good) assert_true(shape_put(&again, sample->shape, value));
    read += good, refused += !good;
    arena_reset(&work);
  }
  print_message("# %zu read, %zu refused\n", read, refused);
  assert_true(read > 0 && refused > 0);
  arena_free(&a), arena_free(&work);
  bench_close(b);
}

/* Rows of a pack: the same catalog comes out; changed bytes give a catalog that is sound, or none. */
static void rows_survive_the_way_and_no_change_is_believed(void **state) {
  (void)state;
  Bench *b = bench_open();
  Arena a = {0}, work = {0};
  Text bytes = {.arena = &a}, again = {.arena = &a};
  size_t read = 0, refused = 0;
  PackInfo info = bench_load_file(b, "rules/progression.lua");
  const Catalog *rows = judge_catalog(b->judge);
  assert_true(info.rule_count > 0 && rows != &b->catalog);
  rowcode_put(&bytes, &b->catalog, rows);
  ShapeReader in = {bytes.data, bytes.data + bytes.len};
  const Catalog *copy = rowcode_get(&in, &a, &b->catalog);
  assert_non_null(copy);
  assert_true(shape_at_end(&in));
  rowcode_put(&again, &b->catalog, copy);
  assert_int_equal(again.len, bytes.len);
  assert_memory_equal(again.data, bytes.data, bytes.len);
  bench_seed = 43;
  for (unsigned i = 0; i < rounds() / 4; i++) {
    char *changed = arena_copy_n(&work, bytes.data, bytes.len);
    change(changed, bytes.len);
    in = (ShapeReader){changed, changed + bytes.len};
    bool good = rowcode_get(&in, &work, &b->catalog) != NULL;
    read += good, refused += !good;
    arena_reset(&work);
  }
  print_message("# %zu read, %zu refused\n", read, refused);
  assert_true(refused > 0);
  arena_free(&a), arena_free(&work);
  bench_close(b);
}

/* Numbers at the edges come back as they were, and nothing beyond its range does. */
static void numbers_keep_their_range(void **state) {
  (void)state;
  static const int wholes[] = {0, 1, -1, 63, 64, -64, -65, SHAPE_WHOLE_MOST, -SHAPE_WHOLE_MOST};
  Arena a = {0};
  for (size_t i = 0; i < ARRAY_LEN(wholes); i++) {
    Text out = {.arena = &a};
    int value;
    shape_put_whole(&out, wholes[i]);
    ShapeReader in = {out.data, out.data + out.len};
    assert_true(shape_get_whole(&in, -SHAPE_WHOLE_MOST, SHAPE_WHOLE_MOST, &value));
    assert_int_equal(value, wholes[i]);
    in = (ShapeReader){out.data, out.data + out.len};
    assert_false(wholes[i] > 0 && shape_get_whole(&in, 0, wholes[i] - 1, &value));
  }
  static const char longer[] = {(char)0x80, 0}; /* 0 in two bytes */
  ShapeReader in = {longer, longer + 2};
  size_t size;
  assert_false(shape_get_size(&in, &size));
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shapes_know_every_member),
      cmocka_unit_test(structs_survive_the_way),
      cmocka_unit_test(changed_bytes_are_never_believed),
      cmocka_unit_test(rows_survive_the_way_and_no_change_is_believed),
      cmocka_unit_test(numbers_keep_their_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
