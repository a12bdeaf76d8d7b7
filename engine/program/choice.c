#include "program/choice.h"

#include <stdlib.h>
#include <string.h>

typedef struct Candidate { /* an item that may still be taken at a node */
  size_t item;
  int64_t gain, cost;
} Candidate;

typedef struct Search {
  Arena *a;
  const Choice *choice;
  Chosen *best;
  int64_t best_cost;
  int *given;   /* per goal, not cut at whole */
  bool *family; /* by family: one of it is taken */
  int *places;  /* by place: how many are taken */
  size_t place_count;
  size_t *taken, count;
  int64_t value, cost;
  Candidate **levels; /* room for the candidates at each depth */
  bool spent;
} Search;

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* ---- one item ---- */

static int64_t gain_of(const Search *s, const ChoiceItem *item) {
  int64_t gain = 0;
  for (size_t g = 0; g < s->choice->goal_count; g++) {
    int open = CHOICE_WHOLE - s->given[g];
    if (open > 0) gain += s->choice->weights[g] * least(open, item->gives[g]);
  }
  return gain;
}

static bool fits(const Search *s, const ChoiceItem *item) {
  return !s->family[item->family] && s->cost + item->cost <= s->choice->most_cost &&
         (s->places[item->place] || s->place_count < s->choice->most_places);
}

static void take(Search *s, size_t index) {
  const ChoiceItem *item = &s->choice->items[index];
  s->value += gain_of(s, item);
  for (size_t g = 0; g < s->choice->goal_count; g++) s->given[g] += item->gives[g];
  s->cost += item->cost;
  s->family[item->family] = true;
  s->place_count += s->places[item->place]++ == 0;
  s->taken[s->count++] = index;
}

static void give_back(Search *s) {
  const ChoiceItem *item = &s->choice->items[s->taken[--s->count]];
  for (size_t g = 0; g < s->choice->goal_count; g++) s->given[g] -= item->gives[g];
  s->value -= gain_of(s, item);
  s->cost -= item->cost;
  s->family[item->family] = false;
  s->place_count -= --s->places[item->place] == 0;
}

/* ---- bounds ---- */

/* What k further items can add at most: the k greatest gains of a list in their order. */
static int64_t greatest(const Candidate *list, size_t count, size_t k) {
  int64_t sum = 0;
  for (size_t i = 0; i < count && i < k; i++) sum += list[i].gain;
  return sum;
}

/* What all goals together can still take from k items. */
static int64_t reach(const Search *s, const Candidate *list, size_t count, size_t k) {
  int64_t sum = 0;
  for (size_t g = 0; g < s->choice->goal_count; g++) {
    int most = 0;
    for (size_t i = 0; i < count; i++) {
      int gives = s->choice->items[list[i].item].gives[g];
      if (gives > most) most = gives;
    }
    int64_t open = CHOICE_WHOLE - s->given[g];
    if (open > 0) sum += s->choice->weights[g] * least(open, (int64_t)k * most);
  }
  return sum;
}

/* What the cost that is left can buy at the best rate of gain per cost. Rounded up. */
static int64_t affordable(const Search *s, const Candidate *list, size_t count) {
  double rate = 0;
  for (size_t i = 0; i < count; i++) {
    if (list[i].cost == 0) return INT64_MAX;
    double own = (double)list[i].gain / (double)list[i].cost;
    if (own > rate) rate = own;
  }
  double most = rate * (double)(s->choice->most_cost - s->cost) + 1;
  return most < 9e18 ? (int64_t)most : INT64_MAX;
}

/* Could a set below this node, worth at most `add` more, come before the best one? */
static bool may_win(const Search *s, const Candidate *list, size_t count, int64_t add) {
  if (s->value + add != s->best->value) return s->value + add > s->best->value;
  size_t more = 0;
  int64_t cheapest = INT64_MAX;
  for (int64_t sum = s->value; sum < s->best->value && more < count; more++) sum += list[more].gain;
  for (size_t i = 0; i < count; i++) cheapest = least(cheapest, list[i].cost);
  if (s->count + more != s->best->count) return s->count + more < s->best->count;
  return s->cost + (int64_t)more * cheapest < s->best_cost;
}

/* ---- the search ---- */

static void keep_if_better(Search *s) {
  Chosen *best = s->best;
  if (s->value < best->value) return;
  if (s->value == best->value && s->count > best->count) return;
  if (s->value == best->value && s->count == best->count && s->cost >= s->best_cost) return;
  memcpy(best->items, s->taken, s->count * sizeof *s->taken);
  best->count = s->count;
  best->value = s->value;
  s->best_cost = s->cost;
}

static int compare_candidates(const void *left, const void *right) {
  const Candidate *a = left, *b = right;
  if (a->gain != b->gain) return a->gain < b->gain ? 1 : -1;
  if (a->cost != b->cost) return a->cost < b->cost ? -1 : 1;
  return (a->item > b->item) - (a->item < b->item);
}

/* The candidates of a node: those of the one above that still fit and add something, the greatest gain first. */
static Candidate *candidates(Search *s, const Candidate *from, size_t from_count, size_t *count) {
  Candidate **room = &s->levels[s->count], *list = *room;
  if (!list) list = *room = arena_array(s->a, s->choice->item_count, sizeof *list);
  *count = 0;
  for (size_t i = 0; i < from_count; i++) {
    const ChoiceItem *item = &s->choice->items[from[i].item];
    int64_t gain = fits(s, item) ? gain_of(s, item) : 0;
    if (gain > 0) list[(*count)++] = (Candidate){from[i].item, gain, item->cost};
  }
  s->best->steps += (int64_t)from_count;
  if (*count) qsort(list, *count, sizeof *list, compare_candidates);
  return list;
}

/* Tries the candidates in turn, each without those before it. `from` are the candidates of the node above. */
static void descend(Search *s, const Candidate *from, size_t from_count) {
  size_t count;
  keep_if_better(s);
  if (s->count >= s->choice->most_items) return;
  size_t room = s->choice->most_items - s->count;
  const Candidate *list = candidates(s, from, from_count, &count);
  int64_t most = least(reach(s, list, count, room), affordable(s, list, count));
  for (size_t i = 0; i < count; i++) {
    int64_t add = least(most, greatest(list + i, count - i, room));
    if (!may_win(s, list + i, count - i, add)) return;
    if (s->best->steps > s->choice->budget) {
      s->spent = true;
      if (s->value + add > s->best->upper) s->best->upper = s->value + add;
      return;
    }
    take(s, list[i].item);
    descend(s, list + i + 1, count - i - 1);
    give_back(s);
  }
}

static void begin(Search *s) {
  const Choice *choice = s->choice;
  int families = 0, places = 0;
  for (size_t i = 0; i < choice->item_count; i++) {
    if (choice->items[i].family >= families) families = choice->items[i].family + 1;
    if (choice->items[i].place >= places) places = choice->items[i].place + 1;
  }
  s->given = arena_array(s->a, choice->goal_count, sizeof *s->given);
  s->family = arena_array(s->a, (size_t)families, sizeof *s->family);
  s->places = arena_array(s->a, (size_t)places, sizeof *s->places);
  s->taken = arena_array(s->a, choice->item_count + 1, sizeof *s->taken);
  s->best->items = arena_array(s->a, choice->item_count + 1, sizeof *s->best->items);
  s->levels = arena_array(s->a, choice->item_count + 1, sizeof *s->levels);
}

/* An end before the proof may leave an item that later ones made useless. */
static void drop_useless(Search *s) {
  Chosen *best = s->best;
  for (size_t n = 0; n < best->count; n++) take(s, best->items[n]);
  for (size_t n = best->count; n-- > 0;) {
    const ChoiceItem *item = &s->choice->items[best->items[n]];
    for (size_t g = 0; g < s->choice->goal_count; g++) s->given[g] -= item->gives[g];
    bool useless = !item->must && gain_of(s, item) == 0;
    if (useless)
      memmove(&best->items[n], &best->items[n + 1], (--best->count - n) * sizeof *best->items);
    else
      for (size_t g = 0; g < s->choice->goal_count; g++) s->given[g] += item->gives[g];
  }
}

void choice_solve(Arena *a, const Choice *choice, Chosen *out) {
  *out = (Chosen){.value = -1};
  Search s = {.a = a, .choice = choice, .best = out};
  begin(&s);
  Candidate *all = arena_array(a, choice->item_count, sizeof *all);
  size_t open = 0;
  for (size_t i = 0; i < choice->item_count; i++) {
    if (choice->items[i].must)
      take(&s, i);
    else
      all[open++] = (Candidate){.item = i};
  }
  descend(&s, all, open);
  if (!s.spent || out->upper < out->value) out->upper = out->value;
  if (s.spent) {
    while (s.count > 0) give_back(&s);
    drop_useless(&s);
  }
}
