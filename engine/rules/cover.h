/* For whom comparison groups exist: the sexes and ages at which a test, a muscle or a condition can be compared at all,
 * whatever a patient's set-up. Judges nobody. */
#pragma once

#include "rules/rule.h"

enum { COVER_AGES = 121 };

typedef struct Cover {
  bool women[COVER_AGES], men[COVER_AGES]; /* by age in years */
} Cover;

/* Groups of a test that may judge: verified, of people in general, of runners or of athletes of one sport. */
Cover cover_test(const Catalog *catalog, int test);

/* The tests whose comparison groups a leaf rests on, one after another: the first behind `after` (-1: from the start);
 * -1: no more. Leaves: z, strength, length, endurance, control, low, imbalance. */
int cover_next(const Catalog *catalog, const Node *leaf, int after);

/* Where a leaf can be judged: by any of a muscle's tests, for an imbalance by both muscles. */
Cover cover_leaf(const Catalog *catalog, const Node *leaf);

/* Has it another way to be true than by a comparison group? */
bool cover_spare(const Node *leaf);

bool cover_none(const Cover *cover);
bool cover_whole(const Cover *cover, int age_min, int age_max);

/* "women 18-45 and 60-80, men none", within these ages. */
const char *cover_sentence(Arena *a, const Cover *cover, int age_min, int age_max);
