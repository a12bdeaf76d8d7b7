/* A small catalog for tests of the input door: one test of each shape, built in C, so that messages can be compared
 * literally whatever the shipped data say. */
#pragma once

#include "facts/catalog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h> /* after err.h: it makes a macro of fail */

static const char *const door_positions[] = {"side_lying", "supine", NULL};
static const char *const door_band[] = {"band", NULL};

static inline Catalog door_catalog(Arena *a) {
  static const Test tests[] = {{.id = "hhd_hip_abduction",
                                .name = "Hip abduction",
                                .domain = DOMAIN_STRENGTH,
                                .paired = true,
                                .decimals = 0,
                                .possible_lo = 0,
                                .possible_hi = 3000,
                                .likely_lo = 20,
                                .likely_hi = 700,
                                .positions = door_positions},
                               {.id = "mmt_hip_abduction",
                                .name = "Hip abduction, grade",
                                .domain = DOMAIN_STRENGTH,
                                .paired = true,
                                .ordinal = true,
                                .possible_lo = 0,
                                .possible_hi = 5,
                                .likely_lo = 0,
                                .likely_hi = 5},
                               {.id = "prone_plank",
                                .name = "Prone plank",
                                .domain = DOMAIN_ENDURANCE,
                                .possible_lo = 0,
                                .possible_hi = 40000,
                                .likely_lo = 0,
                                .likely_hi = 1200},
                               {.id = "thomas_hip_ext",
                                .name = "Thomas test",
                                .domain = DOMAIN_LENGTH,
                                .paired = true,
                                .possible_lo = -90,
                                .possible_hi = 90,
                                .likely_lo = -60,
                                .likely_hi = 45},
                               {.id = "weekly_distance",
                                .name = "Weekly distance",
                                .domain = DOMAIN_LOAD,
                                .decimals = 1,
                                .possible_lo = 0,
                                .possible_hi = 1500,
                                .likely_lo = 0,
                                .likely_hi = 400},
                               {.id = "leg_length_diff",
                                .name = "Leg length difference",
                                .domain = DOMAIN_POSTURE,
                                .possible_lo = 0,
                                .possible_hi = 30,
                                .likely_lo = 0,
                                .likely_hi = 6},
                               {.id = "foot_strike",
                                .name = "Foot strike",
                                .domain = DOMAIN_TECHNIQUE,
                                .paired = true,
                                .possible_lo = 0,
                                .possible_hi = 2,
                                .likely_lo = 0,
                                .likely_hi = 2}};
  static const char *const units[] = {"N", "grade", "s", "deg", "km/wk", "mm", "class"};
  static const Dimension dimensions[] = {DIM_FORCE,  DIM_GRADE, DIM_TIME, DIM_ANGLE, DIM_DISTANCE_PER_WEEK,
                                         DIM_LENGTH, DIM_CLASS};
  Catalog catalog = {.arena = a};
  for (size_t i = 0; i < ARRAY_LEN(tests); i++) {
    Test *test = LIST_ADD(a, &catalog.tests);
    *test = tests[i];
    test->unit = unit_find(units[i], dimensions[i]);
  }
  *LIST_ADD(a, &catalog.positions) = (Position){.id = "side_lying", .label = "side-lying"};
  *LIST_ADD(a, &catalog.positions) = (Position){.id = "supine", .label = "supine"};
  *LIST_ADD(a, &catalog.positions) = (Position){.id = "prone", .label = "prone"};
  *LIST_ADD(a, &catalog.questions) = (Question){.id = "rf_ces_saddle", .text = "Numb saddle?", .red_flag = true};
  *LIST_ADD(a, &catalog.questions) = (Question){.id = "shoe_discomfort", .text = "Shoes worn?"};
  *LIST_ADD(a, &catalog.exercises) = (Exercise){.id = "clam", .name = "Clam", .equipment = door_band};
  return catalog;
}

/* What every such test works on; group set-up and tear-down. */
static Arena arena;
static Catalog catalog;

static inline int open_catalog(void **state) {
  (void)state;
  catalog = door_catalog(&arena);
  return 0;
}

static inline int close_catalog(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}
