#include "program/choice.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT = 24 }; /* lists up to here are sorted in place */

typedef struct Candidate { /* an item that may still be taken, or was: with what it adds to those before it */
  size_t item;
  int64_t gain, cost;
} Candidate;

typedef struct Search {
  Arena *a;
  const Choice *choice;
  Chosen *best;
  int64_t best_cost;
  int *open;       /* per goal: what is left of it; below 0: it is covered more than whole */
  int *most;       /* per goal, for reach */
  bool *family;    /* by family: one of it is taken */
  int *places;     /* by place: how many are taken */
  size_t *leader;  /* by item: one that is taken before it, or itself */
  bool *passed_by; /* by item: it is not taken below this node */
  size_t families, place_count;
  Candidate *taken;
  size_t count;
  int64_t value, cost;
  Candidate **levels; /* room for the candidates at each depth */
  bool spent;
} Search;

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* ---- one item ---- */

static int64_t gain_of(const Search *s, const ChoiceItem *item) {
  int64_t gain = 0;
  for (size_t i = 0; i < item->part_count; i++) {
    const ChoicePart *give = &item->parts[i];
    int open = s->open[give->goal];
    if (open > 0) gain += s->choice->weights[give->goal] * (open < give->part ? open : give->part);
  }
  return gain;
}

static bool fits(const Search *s, const ChoiceItem *item) {
  return !s->family[item->family] && s->cost + item->cost <= s->choice->most_cost &&
         (s->places[item->place] || s->place_count < s->choice->most_places);
}

static void use_up(Search *s, const ChoiceItem *item, int sign) {
  for (size_t i = 0; i < item->part_count; i++) s->open[item->parts[i].goal] -= sign * item->parts[i].part;
}

static void take(Search *s, Candidate candidate) {
  const ChoiceItem *item = &s->choice->items[candidate.item];
  use_up(s, item, 1);
  s->value += candidate.gain;
  s->cost += item->cost;
  s->family[item->family] = true;
  s->place_count += s->places[item->place]++ == 0;
  s->taken[s->count++] = candidate;
}

static void give_back(Search *s) {
  const Candidate *candidate = &s->taken[--s->count];
  const ChoiceItem *item = &s->choice->items[candidate->item];
  use_up(s, item, -1);
  s->value -= candidate->gain;
  s->cost -= item->cost;
  s->family[item->family] = false;
  s->place_count -= --s->places[item->place] == 0;
}

/* ---- lists of candidates ---- */

typedef int Compare(const void *left, const void *right);

static int by_cost(const void *left, const void *right) {
  const Candidate *a = left, *b = right;
  if (a->cost != b->cost) return a->cost < b->cost ? -1 : 1;
  return (a->item > b->item) - (a->item < b->item);
}

static int by_gain(const void *left, const void *right) {
  const Candidate *a = left, *b = right;
  if (a->gain != b->gain) return a->gain < b->gain ? 1 : -1;
  return by_cost(left, right);
}

/* Those of a node are nearly in the order of the node above. */
static inline void sort(Candidate *list, size_t count, Compare *compare) {
  if (count > SHORT) {
    qsort(list, count, sizeof *list, compare);
    return;
  }
  for (size_t i = 1; i < count; i++) {
    Candidate candidate = list[i];
    size_t to = i;
    for (; to > 0 && compare(&list[to - 1], &candidate) > 0; to--) list[to] = list[to - 1];
    list[to] = candidate;
  }
}

/* The candidates of a node: those of the one above that still fit and add something. */
static Candidate *candidates(Search *s, const Candidate *from, size_t from_count, size_t *count) {
  Candidate **room = &s->levels[s->count], *list = *room;
  if (!list) list = *room = arena_room(s->a, s->choice->item_count, sizeof *list);
  *count = 0;
  for (size_t i = 0; i < from_count; i++) {
    const ChoiceItem *item = &s->choice->items[from[i].item];
    if (s->passed_by[s->leader[from[i].item]] || !fits(s, item)) continue;
    int64_t gain = gain_of(s, item);
    if (gain > 0) list[(*count)++] = (Candidate){from[i].item, gain, item->cost};
  }
  s->best->steps += (int64_t)from_count;
  return list;
}

/* ---- what never need be taken ---- */

/* Does an item give all that another gives? */
static bool gives_all(const ChoiceItem *item, const ChoiceItem *other) {
  const ChoicePart *part = item->parts, *end = part + item->part_count;
  for (size_t i = 0; i < other->part_count; i++) {
    while (part < end && part->goal < other->parts[i].goal) part++;
    if (part == end || part->goal != other->parts[i].goal || part->part < other->parts[i].part) return false;
  }
  return true;
}

/* Could the one stand in for the other in every set that holds the other alone? It gives as much, in the same place,
 * and nothing of its family can be in that set: `members` says how many of each family there are to choose from;
 * without it only items of one family are compared. */
static bool stands_in(const Search *s, const ChoiceItem *item, const ChoiceItem *other, const int *members) {
  bool alone = members ? members[item->family] == 1 : item->family == other->family;
  bool placed = item->place == other->place || s->choice->most_places >= s->choice->item_count;
  return alone && placed && gives_all(item, other);
}

/* Thins out a list by cost: an item is taken after all those before it that could stand in for it. So it is never taken
 * when it is of their family, or they cover all that it is for. */
static size_t thin_out(Search *s, Candidate *list, size_t count, const int *members) {
  size_t kept = 0, *leader = s->leader;
  for (size_t n = 0; n < count; n++) {
    const ChoiceItem *later = &s->choice->items[list[n].item];
    bool needed = false, led = false;
    for (size_t g = 0; g < later->part_count; g++) s->most[later->parts[g].goal] = 0;
    for (size_t i = kept; i-- > 0;) {
      const ChoiceItem *item = &s->choice->items[list[i].item];
      if (!stands_in(s, item, later, members)) continue;
      for (size_t g = 0; g < item->part_count; g++) s->most[item->parts[g].goal] += item->parts[g].part;
      if (!led) leader[list[n].item] = list[i].item, led = true;
    }
    for (size_t g = 0; g < later->part_count; g++) needed = needed || s->most[later->parts[g].goal] < CHOICE_WHOLE;
    if (members ? needed : !led) list[kept++] = list[n];
  }
  return kept;
}

/* The items to choose from, once those that must be in are taken. */
static size_t first_candidates(Search *s, Candidate *list) {
  const Choice *choice = s->choice;
  size_t count = 0;
  int *members = arena_array(s->a, s->families, sizeof *members);
  for (size_t i = 0; i < choice->item_count; i++)
    if (choice->items[i].must) take(s, (Candidate){i, gain_of(s, &choice->items[i]), 0});
  for (size_t i = 0; i < choice->item_count; i++)
    if (!choice->items[i].must && fits(s, &choice->items[i]))
      list[count++] = (Candidate){.item = i, .cost = choice->items[i].cost};
  sort(list, count, by_cost);
  count = thin_out(s, list, count, NULL);
  for (size_t n = 0; n < count; n++) members[choice->items[list[n].item].family]++;
  return thin_out(s, list, count, members);
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
  memset(s->most, 0, s->choice->goal_count * sizeof *s->most);
  for (size_t i = 0; i < count; i++) {
    const ChoiceItem *item = &s->choice->items[list[i].item];
    for (size_t n = 0; n < item->part_count; n++)
      if (item->parts[n].part > s->most[item->parts[n].goal]) s->most[item->parts[n].goal] = item->parts[n].part;
  }
  for (size_t g = 0; g < s->choice->goal_count; g++)
    if (s->open[g] > 0) sum += s->choice->weights[g] * least(s->open[g], (int64_t)k * s->most[g]);
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
  for (size_t n = 0; n < s->count; n++) best->items[n] = s->taken[n].item;
  best->count = s->count;
  best->value = s->value;
  s->best_cost = s->cost;
}

/* Of the last item only the best candidate counts. */
static void take_last(Search *s, const Candidate *list, size_t count) {
  const Candidate *best = list;
  for (size_t i = 1; i < count; i++)
    if (by_gain(best, &list[i]) > 0) best = &list[i];
  take(s, *best);
  keep_if_better(s);
  give_back(s);
}

/* Tries the candidates in turn, each without those before it. `from` are the candidates of the node above. */
static void descend(Search *s, const Candidate *from, size_t from_count) {
  size_t count, room = s->choice->most_items - s->count, tried = 0;
  keep_if_better(s);
  if (s->count >= s->choice->most_items) return;
  Candidate *list = candidates(s, from, from_count, &count);
  if (count && room == 1) take_last(s, list, count);
  if (!count || room == 1) return;
  int64_t most = least(reach(s, list, count, room), affordable(s, list, count));
  if (s->value + most < s->best->value) return;
  sort(list, count, by_gain);
  for (; tried < count; s->passed_by[list[tried++].item] = true) {
    const Candidate *next = &list[tried];
    if (s->passed_by[s->leader[next->item]]) continue;
    int64_t add = least(most, greatest(next, count - tried, room));
    if (!may_win(s, next, count - tried, add)) break;
    if (s->best->steps > s->choice->budget) {
      s->spent = true;
      if (s->value + add > s->best->upper) s->best->upper = s->value + add;
      break;
    }
    take(s, *next);
    descend(s, next + 1, count - tried - 1);
    give_back(s);
  }
  while (tried-- > 0) s->passed_by[list[tried].item] = false;
}

static void begin(Search *s) {
  const Choice *choice = s->choice;
  size_t places = 0;
  for (size_t i = 0; i < choice->item_count; i++) {
    if ((size_t)choice->items[i].family >= s->families) s->families = (size_t)choice->items[i].family + 1;
    if ((size_t)choice->items[i].place >= places) places = (size_t)choice->items[i].place + 1;
  }
  s->open = arena_room(s->a, choice->goal_count, sizeof *s->open);
  for (size_t g = 0; g < choice->goal_count; g++) s->open[g] = CHOICE_WHOLE;
  s->most = arena_room(s->a, choice->goal_count, sizeof *s->most);
  s->family = arena_array(s->a, s->families, sizeof *s->family);
  s->places = arena_array(s->a, places, sizeof *s->places);
  s->leader = arena_room(s->a, choice->item_count, sizeof *s->leader);
  for (size_t i = 0; i < choice->item_count; i++) s->leader[i] = i;
  s->passed_by = arena_array(s->a, choice->item_count, sizeof *s->passed_by);
  s->taken = arena_room(s->a, choice->item_count + 1, sizeof *s->taken);
  s->best->items = arena_array(s->a, choice->item_count + 1, sizeof *s->best->items);
  s->levels = arena_array(s->a, choice->item_count + 1, sizeof *s->levels);
}

/* An end before the proof may leave an item that later ones made useless. */
static void drop_useless(Search *s) {
  Chosen *best = s->best;
  while (s->count > 0) give_back(s);
  for (size_t n = 0; n < best->count; n++) use_up(s, &s->choice->items[best->items[n]], 1);
  for (size_t n = best->count; n-- > 0;) {
    const ChoiceItem *item = &s->choice->items[best->items[n]];
    use_up(s, item, -1);
    if (!item->must && gain_of(s, item) == 0)
      memmove(&best->items[n], &best->items[n + 1], (--best->count - n) * sizeof *best->items);
    else
      use_up(s, item, 1);
  }
}

void choice_solve(Arena *a, const Choice *choice, Chosen *out) {
  *out = (Chosen){.value = -1};
  Search s = {.a = a, .choice = choice, .best = out};
  begin(&s);
  Candidate *all = arena_room(a, choice->item_count, sizeof *all);
  size_t count = first_candidates(&s, all);
  descend(&s, all, count);
  if (!s.spent || out->upper < out->value) out->upper = out->value;
  if (s.spent) drop_useless(&s);
}
