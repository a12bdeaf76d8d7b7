/* Which items to take: the set that covers the most weight of goals under limits of number, cost and places, found
 * exactly by branch and bound. A goal is covered by the sum of what the taken items give it, and never more than whole,
 * so that a further item for the same goal gains less and at last nothing. All figures are integers: equal sets are
 * equal to the last digit, whatever the order of the input. Knows no exercise, no muscle and no patient. */
#pragma once

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

enum { CHOICE_WHOLE = 1000 }; /* a goal that is covered in full */

typedef struct ChoicePart { /* what one item gives to one goal */
  int goal, part;           /* part: 1..CHOICE_WHOLE */
} ChoicePart;

typedef struct ChoiceItem {
  const ChoicePart *parts; /* each goal once, in their order */
  size_t part_count;
  int64_t cost;      /* >= 0 */
  int place, family; /* 0 upwards; items of one family exclude one another */
  bool must;         /* is taken before anything is chosen; the caller has checked that these fit */
} ChoiceItem;

typedef struct Choice {
  const int64_t *weights; /* per goal, >= 0; sum x CHOICE_WHOLE within int64_t */
  size_t goal_count;
  const ChoiceItem *items; /* in the order that settles ties: the earlier one is taken */
  size_t item_count;
  size_t most_items, most_places;
  int64_t most_cost;
  int64_t budget; /* steps before the search ends with what it has; one step looks at one item */
} Choice;

typedef struct Chosen {
  size_t *items; /* in order of choice: those that must be first, then the greatest gain first */
  size_t count;
  int64_t value; /* covered weight x CHOICE_WHOLE */
  int64_t upper; /* no set can be worth more; equal to value: proven best */
  int64_t steps; /* spent */
} Chosen;

/* Chooses.
 *
 * takes    choice: see above
 * gives    the set of greatest value, of equals the fewest items, then the least cost, then the first in order of choice,
 *          in which of equal gains the least cost and then the earlier item comes first; every item that is not a
 *          must adds to the value. With the budget spent: the best set found and a bound above it
 * fails    never
 * source   branch and bound over a monotone submodular value (Nemhauser, Wolsey and Fisher 1978 for the greedy bound)
 */
void choice_solve(Arena *a, const Choice *choice, Chosen *out);
