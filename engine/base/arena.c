#include "base/arena.h"

#include "base/sanitized.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef ARENA_BLOCK
#define ARENA_BLOCK 65536 /* bytes of the first block; tests use 64, so that every edge is met */
#endif
#define ARENA_BLOCK_MAX ((size_t)16 * ARENA_BLOCK) /* blocks double up to here */

/* Under AddressSanitizer unused room is poisoned and a gap kept behind each object: an overrun is caught as for malloc.
 */
#if SANITIZED
#include <sanitizer/asan_interface.h>
#define POISON(at, size)   ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#define GAP                ARENA_ALIGN
#else
#define POISON(at, size)   ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
#define GAP                0
#endif

static _Noreturn void out_of_memory(void) {
  static const char message[] = "sinew: out of memory\n";
  ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
  (void)written; /* leaving anyway */
  _exit(5);
}

static void add_block(Arena *a, size_t least) {
  size_t size = a->block ? a->block->size : ARENA_BLOCK / 2;
  size = size < ARENA_BLOCK_MAX / 2 ? 2 * size : ARENA_BLOCK_MAX;
  if (size < least) size = least;
  ArenaBlock *block = malloc(sizeof *block + size);
  if (!block) out_of_memory();
  *block = (ArenaBlock){.older = a->block, .size = size};
  POISON(block->data, size);
  a->block = block;
}

static void *take(Arena *a, size_t size) {
  if (size > PTRDIFF_MAX - sizeof(ArenaBlock) - 2 * ARENA_ALIGN) out_of_memory();
  size_t need = (size + GAP + (size == 0) + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
  if (!a->block || a->block->size - a->block->used < need) add_block(a, need);
  unsigned char *at = a->block->data + a->block->used;
  a->block->used += need;
  UNPOISON(at, size);
  return at;
}

void *arena_take(Arena *a, size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) out_of_memory();
  return take(a, bytes);
}

void *arena_alloc(Arena *a, size_t size) { return memset(arena_room(a, 1, size), 0, size); }

void *arena_array(Arena *a, size_t count, size_t size) { return memset(arena_room(a, count, size), 0, count * size); }

char *arena_copy(Arena *a, const char *text) { return text ? arena_copy_n(a, text, strlen(text)) : NULL; }

char *arena_copy_n(Arena *a, const char *text, size_t len) {
  if (!text) return NULL;
  if (len == SIZE_MAX) out_of_memory();
  char *copy = take(a, len + 1);
  memcpy(copy, text, len);
  copy[len] = '\0';
  return copy;
}

char *arena_vprintf(Arena *a, const char *format, va_list args) {
  char room[256]; /* most texts fit: they are formatted once */
  va_list again;
  va_copy(again, args);
  int len = vsnprintf(room, sizeof room, format, args);
  if (len < 0) out_of_memory(); /* with a literal format only memory or 2 GiB of text can fail */
  char *text = take(a, (size_t)len + 1);
  if ((size_t)len < sizeof room)
    memcpy(text, room, (size_t)len + 1);
  else
    vsnprintf(text, (size_t)len + 1, format, again);
  va_end(again);
  return text;
}

char *arena_printf(Arena *a, const char *format, ...) {
  va_list args;
  va_start(args, format);
  char *text = arena_vprintf(a, format, args);
  va_end(args);
  return text;
}

char *arena_join(Arena *a, ...) {
  va_list texts, again;
  size_t len = 0;
  va_start(texts, a);
  va_copy(again, texts);
  for (const char *text; (text = va_arg(texts, const char *));) len += strlen(text);
  char *joined = take(a, len + 1), *end = joined;
  for (const char *text; (text = va_arg(again, const char *));) end = stpcpy(end, text);
  *end = '\0';
  va_end(again);
  va_end(texts);
  return joined;
}

void arena_reset(Arena *a) {
  ArenaBlock *largest = a->block;
  for (ArenaBlock *block = a->block; block; block = block->older)
    if (block->size > largest->size) largest = block;
  for (ArenaBlock *block = a->block, *older; block; block = older) {
    older = block->older;
    if (block != largest) free(block);
  }
  a->block = largest;
  if (!largest) return;
  largest->older = NULL;
  largest->used = 0;
  POISON(largest->data, largest->size);
}

void arena_free(Arena *a) {
  for (ArenaBlock *block = a->block, *older; block; block = older) {
    older = block->older;
    free(block);
  }
  a->block = NULL;
}

void *arena_grow(Arena *a, void *items, size_t *cap, size_t count, size_t size) {
  if (count >= *cap) {
    size_t room = count ? 2 * count : 8;
    if (room <= count) out_of_memory();
    void *grown = arena_room(a, room, size);
    if (count) memcpy(grown, items, count * size);
    items = grown;
    *cap = room;
  }
  return items;
}

void arena_clear(void *item, size_t size) { memset(item, 0, size); }
