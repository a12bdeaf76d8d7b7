/* The arena, compiled into this program with tiny blocks, so that every allocation meets an edge. */
#define ARENA_BLOCK 64
#include "../../engine/base/arena.c"

#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/wait.h>

static bool all_zero(const unsigned char *at, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (at[i]) return false;
  return true;
}

static void fresh_arena_owns_nothing(void **state) {
  (void)state;
  Arena arena = {0};
  arena_reset(&arena);
  arena_free(&arena);
  assert_null(arena.block);
}

static void objects_are_zeroed_aligned_and_apart(void **state) {
  (void)state;
  Arena arena = {0};
  for (int round = 0; round < 3; round++) {
    unsigned char *objects[300];
    for (size_t size = 0; size < ARRAY_LEN(objects); size++) {
      objects[size] = arena_alloc(&arena, size);
      assert_non_null(objects[size]);
      assert_int_equal((uintptr_t)objects[size] % alignof(max_align_t), 0);
      assert_true(all_zero(objects[size], size));
      memset(objects[size], (int)(size % 251) + 1, size);
    }
    for (size_t size = 0; size < ARRAY_LEN(objects); size++)
      for (size_t i = 0; i < size; i++) assert_int_equal(objects[size][i], size % 251 + 1);
    arena_reset(&arena); /* the next round meets used memory and must find zeros */
  }
  arena_free(&arena);
}

static void objects_of_no_size_differ(void **state) {
  (void)state;
  Arena arena = {0};
  assert_ptr_not_equal(arena_alloc(&arena, 0), arena_alloc(&arena, 0));
  assert_non_null(arena_array(&arena, 0, 8));
  assert_non_null(arena_array(&arena, 8, 0));
  arena_free(&arena);
}

static size_t count_blocks(const Arena *arena) {
  size_t count = 0;
  for (const ArenaBlock *block = arena->block; block; block = block->older) count++;
  return count;
}

static void reset_keeps_the_largest_block_only(void **state) {
  (void)state;
  Arena arena = {0};
  arena_alloc(&arena, 5000);
  for (int i = 0; i < 200; i++) arena_alloc(&arena, 40);
  assert_true(count_blocks(&arena) > 1);
  arena_reset(&arena);
  assert_int_equal(count_blocks(&arena), 1);
  assert_true(arena.block->size >= 5000);
  arena_free(&arena);
  assert_null(arena.block);
  assert_string_equal(arena_copy(&arena, "usable again"), "usable again");
  arena_free(&arena);
}

static void memory_is_flat_over_many_resets(void **state) {
  (void)state;
  Arena arena = {0};
  size_t settled = 0;
  for (int round = 0; round < 100; round++) {
    for (int i = 0; i < 20; i++) arena_alloc(&arena, 24);
    if (round == 10) settled = arena.block->size;
    if (round > 10) assert_int_equal(arena.block->size, settled);
    arena_reset(&arena);
  }
  arena_free(&arena);
}

static void text_is_copied_and_ended(void **state) {
  (void)state;
  Arena arena = {0};
  assert_null(arena_copy(&arena, NULL));
  assert_null(arena_copy_n(&arena, NULL, 3));
  assert_string_equal(arena_copy(&arena, ""), "");
  assert_string_equal(arena_copy_n(&arena, "hamstrings", 3), "ham");
  assert_memory_equal(arena_copy_n(&arena, "a\0b", 3), "a\0b", 4);
  assert_string_equal(arena_printf(&arena, "%s %d", "week", 3), "week 3");
  assert_string_equal(arena_printf(&arena, "%s", ""), "");
  assert_int_equal(strlen(arena_printf(&arena, "%*d", 10000, 1)), 10000);
  arena_free(&arena);
}

static void lists_grow_and_new_items_are_empty(void **state) {
  (void)state;
  Arena arena = {0};
  LIST(struct {
    int value;
    const char *name;
  })
  list = {0};
  for (int i = 0; i < 1000; i++) {
    void *item = LIST_ADD(&arena, &list);
    assert_true(all_zero(item, sizeof *list.items));
    list.items[i].value = i;
    list.items[i].name = "x";
  }
  assert_int_equal(list.count, 1000);
  for (int i = 0; i < 1000; i++) assert_int_equal(list.items[i].value, i);
  list.count = 10;
  assert_null(LIST_ADD(&arena, &list)->name);
  arena_free(&arena);
}

/* Runs what must end the process and gives its exit code; the message goes to `message`. */
static int exit_code_of(void (*run)(Arena *arena), char message[64]) {
  int pipe_ends[2];
  assert_int_equal(pipe(pipe_ends), 0);
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    Arena arena = {0};
    dup2(pipe_ends[1], STDERR_FILENO);
    run(&arena);
    _exit(0);
  }
  close(pipe_ends[1]);
  ssize_t len = read(pipe_ends[0], message, 63);
  message[len > 0 ? len : 0] = '\0';
  close(pipe_ends[0]);
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const volatile size_t everything = SIZE_MAX; /* the compiler would object to the very number */
static void ask_everything(Arena *arena) { arena_alloc(arena, everything); }
static void ask_nearly_everything(Arena *arena) { arena_alloc(arena, everything - 64); }
static void ask_signed_limit(Arena *arena) { arena_alloc(arena, PTRDIFF_MAX); }
static void ask_product(Arena *arena) { arena_array(arena, SIZE_MAX / 2 + 2, 2); }
static void ask_copy(Arena *arena) { arena_copy_n(arena, "x", SIZE_MAX); }
static void ask_list(Arena *arena) {
  size_t cap = 0;
  arena_grow(arena, NULL, &cap, SIZE_MAX / 2 + 1, 1);
}

static void out_of_memory_ends_with_the_limit_code(void **state) {
  (void)state;
  void (*const asks[])(Arena *) = {ask_everything, ask_nearly_everything, ask_signed_limit, ask_product, ask_copy,
                                   ask_list};
  for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
    char message[64];
    assert_int_equal(exit_code_of(asks[i], message), 5);
    assert_string_equal(message, "sinew: out of memory\n");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fresh_arena_owns_nothing),           cmocka_unit_test(objects_are_zeroed_aligned_and_apart),
      cmocka_unit_test(objects_of_no_size_differ),          cmocka_unit_test(reset_keeps_the_largest_block_only),
      cmocka_unit_test(memory_is_flat_over_many_resets),    cmocka_unit_test(text_is_copied_and_ended),
      cmocka_unit_test(lists_grow_and_new_items_are_empty), cmocka_unit_test(out_of_memory_ends_with_the_limit_code),
  };
  return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
