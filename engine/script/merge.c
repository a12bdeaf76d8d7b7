#include "script/merge.h"
#include "script/rows.h"

#include <stdlib.h>
#include <string.h>

typedef struct Merge {
  const Catalog *shared;
  Catalog *out;
  const Pack **packs; /* by id */
  size_t count;
  LIST(const Pack *) owners; /* of the rows of one kind behind the shared ones */
} Merge;

/* Of these a pack keeps its own to itself. */
static bool is_private(RowKind kind) { return kind == ROWS_NORM || kind == ROWS_CUT; }

/* Can the two not stand beside each other unless they are the same row? */
static bool are_rivals(const Merge *m, RowKind kind, const void *row, const char *id, size_t at) {
  if (strcmp(catalog_row_id(m->out, kind, at), id) == 0) return true;
  if (kind != ROWS_DOSAGE) return false;
  const Dosage *a = row, *b = catalog_row(m->out, kind, at);
  return a->purpose == b->purpose && a->domain == b->domain && a->kind == b->kind;
}

/* A row of a pack into the whole, unless it is there. */
static bool add_row(Merge *m, RowKind kind, const Pack *pack, size_t number, Err *err) {
  size_t shared = catalog_count(m->shared, kind);
  const void *row = catalog_row(pack->catalog, kind, number);
  const char *id = catalog_row_id(pack->catalog, kind, number);
  for (size_t i = 0; i < m->owners.count; i++) {
    if (!are_rivals(m, kind, row, id, shared + i)) continue;
    const Pack *other = m->owners.items[i];
    const char *other_id = catalog_row_id(m->out, kind, shared + i);
    if (rows_same(kind, pack->catalog, row, m->out, catalog_row(m->out, kind, shared + i))) return true;
    if (strcmp(id, other_id) == 0)
      return fail(err, ERR_SCRIPT, pack->path,
                  "pack '%s' and pack '%s' (%s) bring different rows as %s '%s': name one "
                  "of them anew, or use one of the packs",
                  pack->id, other->id, other->path, catalog_word(kind), id);
    return fail(err, ERR_SCRIPT, pack->path,
                "%s '%s' of pack '%s' has the purpose, domain and kind of '%s' of pack "
                "'%s' (%s): use one of the packs",
                catalog_word(kind), id, pack->id, other_id, other->id, other->path);
  }
  rows_move(kind, pack->catalog, m->out, catalog_append(m->out, kind, row));
  catalog_note(m->out, kind);
  *LIST_ADD(m->out->arena, &m->owners) = pack;
  return true;
}

static bool add_rows(Merge *m, RowKind kind, Err *err) {
  m->owners.count = 0;
  for (size_t i = 0; i < m->count; i++)
    for (size_t k = catalog_count(m->shared, kind); k < catalog_count(m->packs[i]->catalog, kind); k++)
      if (!add_row(m, kind, m->packs[i], k, err)) return false;
  return true;
}

static int compare_packs(const void *left, const void *right) {
  const Pack *const *a = left, *const *b = right;
  return strcmp((*a)->id, (*b)->id);
}

/* Those that bring rows, in the order of their ids. */
static void choose_packs(Merge *m, Arena *a, const Pack *const *packs, size_t count) {
  m->packs = arena_array(a, count, sizeof *m->packs);
  for (size_t i = 0; i < count; i++)
    if (packs[i]->catalog) m->packs[m->count++] = packs[i];
  if (m->count) qsort(m->packs, m->count, sizeof *m->packs, compare_packs);
}

const Catalog *merge_packs(Arena *a, const Catalog *shared, const Pack *const *packs, size_t count, Err *err) {
  Merge m = {.shared = shared};
  Diags diags = {.arena = a};
  choose_packs(&m, a, packs, count);
  if (!m.count) return shared;
  m.out = catalog_extend(a, shared);
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) /* muscles before what refers to them by number */
    if (!is_private(kind) && !add_rows(&m, kind, err)) return NULL;
  if (catalog_close(m.out, shared, shared->tests.count, &diags)) return m.out;
  return fail(err, ERR_SCRIPT, m.packs[0]->path, "%s", diags.list.items[0].text), NULL;
}
