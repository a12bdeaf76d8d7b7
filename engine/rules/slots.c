#include "rules/slots.h"

#include <stdint.h>
#include <string.h>

/* What a node stands for: its word, side and arguments; parts by their slots. Not how it was written, not where. */
static bool equal_args(const Arg *a, const Arg *b) {
  if ((a->node != NULL) != (b->node != NULL)) return false;
  return a->given == b->given && a->index == b->index && a->number == b->number &&
         (!a->node || a->node->slot == b->node->slot) && (a->text == b->text || text_equal(a->text, b->text));
}

static bool equal_nodes(const Node *a, const Node *b) {
  if (a->op != b->op || a->which != b->which || a->function != b->function || a->kind != b->kind ||
      a->kid_count != b->kid_count)
    return false;
  for (int i = 0; i < ARGS_MOST; i++)
    if (!equal_args(&a->args[i], &b->args[i])) return false;
  for (size_t i = 0; i < a->kid_count; i++)
    if (a->kids[i]->slot != b->kids[i]->slot) return false;
  return true;
}

static void mix(uint64_t *hash, uint64_t value) {
  *hash = (*hash ^ value) * 0x100000001b3; /* FNV-1a, a word at a time */
  *hash ^= *hash >> 29;
}

static uint64_t hash_node(const Node *n) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char *at = n->op->name; *at; at++) mix(&hash, (uint64_t)*at);
  mix(&hash, n->which);
  for (int i = 0; i < ARGS_MOST; i++) {
    const Arg *arg = &n->args[i];
    double number = arg->number + 0.0; /* one zero */
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    mix(&hash, bits);
    mix(&hash, (uint64_t)arg->index);
    mix(&hash, arg->node ? (uint64_t)arg->node->slot + 1 : 0);
  }
  for (size_t i = 0; i < n->kid_count; i++) mix(&hash, (uint64_t)n->kids[i]->slot);
  return hash;
}

int slots_number(Node *const *nodes, size_t count) {
  Arena scratch = {0};
  size_t room = 16;
  int slots = 0;
  while (room < 2 * count) room *= 2;
  const Node **table = arena_array(&scratch, room, sizeof *table);
  for (size_t i = 0; i < count; i++) {
    size_t at = hash_node(nodes[i]) & (room - 1);
    while (table[at] && !equal_nodes(table[at], nodes[i])) at = (at + 1) & (room - 1);
    nodes[i]->slot = table[at] ? table[at]->slot : slots++;
    if (!table[at]) table[at] = nodes[i];
  }
  arena_free(&scratch);
  return slots;
}
