#include "program/choice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { GOALS = 8, ITEMS = 11, LARGE = 60, ROUNDS = 1500 };

static Arena arena;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static uint32_t seed;
static int below(int n) {
  seed = seed * 1664525u + 1013904223u;
  return (int)((seed >> 8) % (uint32_t)n);
}

static Choice random_choice(size_t item_count) {
  static const int steps[] = {750, 750, 1000};
  int64_t *weights = arena_array(&arena, GOALS, sizeof *weights);
  ChoiceItem *items = arena_array(&arena, item_count, sizeof *items);
  size_t goals = 1 + (size_t)below(GOALS);
  for (size_t g = 0; g < goals; g++) weights[g] = below(12) * 100; /* coarse: many ties */
  for (size_t i = 0; i < item_count; i++) {
    int gives[GOALS] = {0};
    ChoicePart *parts = arena_array(&arena, GOALS, sizeof *parts);
    size_t count = 0;
    for (int n = below(4); n > 0; n--) gives[below((int)goals)] = steps[below(3)];
    for (int g = 0; g < GOALS; g++)
      if (gives[g]) parts[count++] = (ChoicePart){g, gives[g]};
    items[i] =
        (ChoiceItem){parts, count, 1000 * (1 + below(5)), below(4), below(4) ? (int)i : below((int)item_count), false};
  }
  return (Choice){.weights = weights,
                  .goal_count = goals,
                  .items = items,
                  .item_count = item_count,
                  .most_items = (size_t)below(6),
                  .most_places = 1 + (size_t)below(4),
                  .most_cost = 1000 * below(20),
                  .budget = INT64_MAX};
}

typedef struct Worth {
  int64_t value, cost;
  size_t count;
  bool allowed;
} Worth;

/* What a set is worth, told without the search. */
static Worth worth_of(const Choice *choice, const bool *taken) {
  Worth worth = {.allowed = true};
  int given[GOALS] = {0};
  size_t places = 0;
  for (size_t i = 0; i < choice->item_count; i++) {
    if (!taken[i]) continue;
    bool new_place = true;
    for (size_t n = 0; n < i; n++) {
      if (!taken[n]) continue;
      if (choice->items[n].family == choice->items[i].family) worth.allowed = false;
      if (choice->items[n].place == choice->items[i].place) new_place = false;
    }
    places += new_place;
    worth.count++;
    worth.cost += choice->items[i].cost;
    for (size_t n = 0; n < choice->items[i].part_count; n++)
      given[choice->items[i].parts[n].goal] += choice->items[i].parts[n].part;
  }
  for (size_t g = 0; g < choice->goal_count; g++)
    worth.value += choice->weights[g] * (given[g] < CHOICE_WHOLE ? given[g] : CHOICE_WHOLE);
  worth.allowed = worth.allowed && worth.count <= choice->most_items && places <= choice->most_places &&
                  worth.cost <= choice->most_cost;
  return worth;
}

static bool is_better(const Worth *a, const Worth *b) {
  if (a->value != b->value) return a->value > b->value;
  if (a->count != b->count) return a->count < b->count;
  return a->cost < b->cost;
}

static Worth chosen_worth(const Choice *choice, const Chosen *chosen) {
  bool *taken = arena_array(&arena, choice->item_count, sizeof *taken);
  for (size_t n = 0; n < chosen->count; n++) {
    assert_false(taken[chosen->items[n]]);
    taken[chosen->items[n]] = true;
  }
  return worth_of(choice, taken);
}

/* What an item adds to what is given already; with `add` it is given from then on. */
static int64_t gain_of(const Choice *choice, size_t item, int *given, bool add) {
  int64_t gain = 0;
  for (size_t n = 0; n < choice->items[item].part_count; n++) {
    const ChoicePart *part = &choice->items[item].parts[n];
    int open = given[part->goal] < CHOICE_WHOLE ? CHOICE_WHOLE - given[part->goal] : 0;
    gain += choice->weights[part->goal] * (open < part->part ? open : part->part);
    if (add) given[part->goal] += part->part;
  }
  return gain;
}

/* The order in which two items are tried: the greater gain, then the least cost, then the earlier one. */
static bool is_tried_before(const Choice *choice, int *given, size_t one, size_t other) {
  int64_t gain = gain_of(choice, one, given, false), other_gain = gain_of(choice, other, given, false);
  if (gain != other_gain) return gain > other_gain;
  if (choice->items[one].cost != choice->items[other].cost) return choice->items[one].cost < choice->items[other].cost;
  return one < other;
}

/* Item by item the first that is tried: the order of a set, and what settles ties between two. */
static size_t first_tried(const Choice *choice, const bool *set, const bool *done, int *given) {
  size_t first = choice->item_count;
  for (size_t i = 0; i < choice->item_count; i++)
    if (set[i] && !done[i] && (first == choice->item_count || is_tried_before(choice, given, i, first))) first = i;
  return first;
}

/* Of two sets that are worth the same, does the one come first? */
static bool comes_first(const Choice *choice, const bool *one, const bool *other, size_t count) {
  int given[GOALS] = {0};
  bool done[ITEMS] = {0};
  for (size_t n = 0; n < count; n++) {
    size_t mine = first_tried(choice, one, done, given), its = first_tried(choice, other, done, given);
    if (mine != its) return is_tried_before(choice, given, mine, its);
    gain_of(choice, mine, given, true);
    done[mine] = true;
  }
  return false;
}

static void is_in_order(const Choice *choice, const Chosen *chosen, const bool *set) {
  int given[GOALS] = {0};
  bool done[ITEMS] = {0};
  for (size_t n = 0; n < chosen->count; n++) {
    assert_int_equal(chosen->items[n], first_tried(choice, set, done, given));
    gain_of(choice, chosen->items[n], given, true);
    done[chosen->items[n]] = true;
  }
}

static void the_choice_is_the_best_of_all_sets(void **state) {
  (void)state;
  seed = 1;
  for (int round = 0; round < ROUNDS; round++) {
    arena_reset(&arena);
    Choice choice = random_choice(ITEMS);
    Worth best = {.value = -1};
    bool first[ITEMS];
    for (unsigned set = 0; set < 1u << ITEMS; set++) {
      bool taken[ITEMS];
      for (size_t i = 0; i < ITEMS; i++) taken[i] = set >> i & 1;
      Worth worth = worth_of(&choice, taken);
      bool ties = worth.allowed && !is_better(&worth, &best) && !is_better(&best, &worth);
      if (!worth.allowed || (!ties && !is_better(&worth, &best))) continue;
      if (!ties || comes_first(&choice, taken, first, worth.count)) memcpy(first, taken, sizeof first);
      best = worth;
    }
    Chosen chosen;
    choice_solve(&arena, &choice, &chosen);
    Worth worth = chosen_worth(&choice, &chosen);
    assert_true(worth.allowed);
    assert_true(worth.value == best.value && worth.count == best.count && worth.cost == best.cost);
    assert_true(chosen.value == best.value && chosen.upper == best.value);
    is_in_order(&choice, &chosen, first);
  }
}

static void what_must_be_in_is_in(void **state) {
  (void)state;
  seed = 2;
  for (int round = 0; round < ROUNDS; round++) {
    arena_reset(&arena);
    Choice choice = random_choice(ITEMS);
    size_t must = (size_t)below(ITEMS);
    ((ChoiceItem *)&choice.items[must])->must = true;
    if (!choice.most_items || choice.items[must].cost > choice.most_cost) continue;
    Worth best = {.value = -1};
    for (unsigned set = 0; set < 1u << ITEMS; set++) {
      bool taken[ITEMS];
      for (size_t i = 0; i < ITEMS; i++) taken[i] = set >> i & 1;
      Worth worth = worth_of(&choice, taken);
      if (taken[must] && worth.allowed && is_better(&worth, &best)) best = worth;
    }
    Chosen chosen;
    choice_solve(&arena, &choice, &chosen);
    Worth worth = chosen_worth(&choice, &chosen);
    assert_int_equal(chosen.items[0], must);
    assert_true(worth.value == best.value && worth.count == best.count && worth.cost == best.cost);
  }
}

/* With few steps the set keeps all limits, nothing in it is useless, and the best lies between value and bound. */
static void a_spent_budget_tells_how_far_it_may_be(void **state) {
  (void)state;
  seed = 3;
  int unproven = 0;
  for (int round = 0; round < ROUNDS / 10; round++) {
    arena_reset(&arena);
    Choice choice = random_choice(LARGE);
    Chosen best, hasty;
    choice_solve(&arena, &choice, &best);
    choice.budget = 2 * LARGE;
    choice_solve(&arena, &choice, &hasty);
    unproven += hasty.upper > hasty.value;
    assert_true(best.upper == best.value);
    assert_true(hasty.value <= best.value && best.value <= hasty.upper);
    Worth worth = chosen_worth(&choice, &hasty);
    assert_true(worth.allowed && worth.value == hasty.value);
    for (size_t n = 0; n < hasty.count; n++) {
      Chosen less = {.items = arena_array(&arena, hasty.count, sizeof *less.items)};
      for (size_t i = 0; i < hasty.count; i++)
        if (i != n) less.items[less.count++] = hasty.items[i];
      assert_true(chosen_worth(&choice, &less).value < hasty.value);
    }
  }
  assert_true(unproven > 5); /* the budget did bind */
}

static void nothing_to_choose_from_is_an_empty_set(void **state) {
  (void)state;
  Chosen chosen;
  choice_solve(&arena, &(Choice){.most_items = 5, .most_places = 5, .most_cost = 5, .budget = 5}, &chosen);
  assert_int_equal(chosen.count, 0);
  assert_true(chosen.value == 0 && chosen.upper == 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(the_choice_is_the_best_of_all_sets, free_arena),
      cmocka_unit_test_teardown(what_must_be_in_is_in, free_arena),
      cmocka_unit_test_teardown(a_spent_budget_tells_how_far_it_may_be, free_arena),
      cmocka_unit_test_teardown(nothing_to_choose_from_is_an_empty_set, free_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
