/* Bump allocator: everything the model points at lives in an arena and is freed as a whole.
 * There is no per-object free. The owner resets or frees the arena; pointers into it die then.
 * Out of memory prints one line and leaves with the limit code (5): the database is safe, its commits are atomic.
 * Knows nothing of what is stored. */
#pragma once

#include "base/sanitized.h"
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>

#define ARENA_ALIGN alignof(max_align_t)

typedef struct ArenaBlock { /* nobody but the arena looks into it */
  struct ArenaBlock *older;
  size_t used, size; /* bytes of data */
  alignas(ARENA_ALIGN) unsigned char data[];
} ArenaBlock;

typedef struct Arena {
  ArenaBlock *block; /* newest block first; NULL in a fresh arena */
} Arena;             /* zero-initialised is valid and empty */

/* Bytes, zeroed and aligned for any type.
 *
 * takes    size in bytes, 0 allowed
 * gives    a pointer in the arena, never NULL
 * fails    none: out of memory ends the process with code 5
 * source   none
 */
void *arena_alloc(Arena *a, size_t size);

/* count items of size bytes, zeroed; an overflow of the product ends the process with code 5 like out of memory. */
void *arena_array(Arena *a, size_t count, size_t size);

/* The same without zeroing, for arrays whose every item is written before it is read. */
void *arena_take(Arena *a, size_t count, size_t size);
static inline void *arena_room(Arena *a, size_t count, size_t size) {
#if !SANITIZED /* there, only arena_take knows what is poisoned */
  size_t bytes, left = a->block ? a->block->size - a->block->used : 0;
  if (!__builtin_mul_overflow(count, size, &bytes) && bytes < left) {
    size_t need = (bytes + !bytes + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
    void *at = a->block->data + a->block->used;
    if (need <= left) return a->block->used += need, at;
  }
#endif
  return arena_take(a, count, size);
}

/* Copies of text, always NUL-terminated. A NULL text gives NULL. */
char *arena_copy(Arena *a, const char *text);
char *arena_copy_n(Arena *a, const char *text, size_t len);
char *arena_printf(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* Texts one behind the other; NULL ends them. */
char *arena_join(Arena *a, ...) __attribute__((sentinel));

/* Forgets all content but keeps the largest block for the next use: flat memory over a stream of cases. */
void arena_reset(Arena *a);

/* Gives all memory back; the arena is empty and usable again. */
void arena_free(Arena *a);

/* A list that grows in an arena. Use: LIST(Measure) measures = {0}; Measure *m = LIST_ADD(a, &measures); */
#define LIST(T)                                                                                                        \
  struct {                                                                                                             \
    T *items;                                                                                                          \
    size_t count, cap;                                                                                                 \
  }
/* The new item is zeroed, also when another was taken back before it. */
#define LIST_ADD(a, list)                                                                                              \
  ((list)->count < (list)->cap                                                                                         \
       ? (void)0                                                                                                       \
       : (void)((list)->items = arena_grow((a), (list)->items, &(list)->cap, (list)->count, sizeof *(list)->items)),   \
   arena_clear((list)->items + (list)->count, sizeof *(list)->items), (list)->items + (list)->count++)

/* Room for one more item: gives items, or a copy with twice the room. For LIST_ADD. */
void *arena_grow(Arena *a, void *items, size_t *cap, size_t count, size_t size);

/* Zeroes an item; a call, because what compilers put in place of one is slower for some ten words. For LIST_ADD. */
void arena_clear(void *item, size_t size);

#define ARRAY_LEN(array) (sizeof(array) / sizeof *(array))
