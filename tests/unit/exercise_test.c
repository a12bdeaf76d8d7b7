/* The shipped exercises: every muscle that a shipped rule can name has what a program needs, tags say what the positions
 * and texts say, and the words are for readers of sixth grade. */
#include "judging.h"

#include "program/dose.h"
#include "facts/grade.h"
#include "script/pack.h"
#include "rules/rule.h"

#include <glob.h>

enum { GRADE_MOST = 6, EASY_LEVEL = 2 };

static int setup(void **state) {
  *state = bench_open();
  return 0;
}

static int teardown(void **state) {
  bench_close(*state);
  return 0;
}

static bool has(const char *const *list, const char *word) {
  for (; list && *list; list++)
    if (strcmp(*list, word) == 0) return true;
  return false;
}

/* ---- what rules can ask for ---- */

typedef struct Asked { /* by action and muscle */
  bool *by_action[ACTION_MOBILISE + 1];
} Asked;

/* No shipped pack requires another; one that does would need a shelf here. */
static void note_effects(Bench *b, Asked *asked, const char *path) {
  FileText file;
  assert_true(file_read(&b->arena, path, path, 1 << 20, &file, &b->err));
  b->diags = (Diags){.arena = &b->arena};
  Pack *pack = pack_load(&b->arena, &b->catalog, NULL, path, file.text, file.size, &b->diags, &b->err);
  for (size_t i = 0; !pack && i < b->diags.list.count; i++) diag_print(stderr, &b->diags.list.items[i]);
  assert_non_null(pack);
  for (size_t r = 0; r < pack->rule_count; r++)
    for (size_t e = 0; e < pack->rules[r].effect_count; e++) {
      const Effect *effect = &pack->rules[r].effects[e];
      if (effect->muscle >= 0 && !effect->against) asked->by_action[effect->action][effect->muscle] = true;
    }
  pack_close(pack);
}

static size_t note_packs(Bench *b, Asked *asked) {
  glob_t found;
  size_t packs = 0;
  for (int action = 0; action <= ACTION_MOBILISE; action++)
    asked->by_action[action] = arena_array(&b->arena, b->catalog.muscles.count, sizeof(bool));
  assert_int_equal(glob("rules/*.lua", 0, NULL, &found), 0);
  for (size_t i = 0; i < found.gl_pathc; i++) {
    const char *path = found.gl_pathv[i], *test = strstr(path, "_test.lua");
    if (test || strcmp(path, "rules/TEMPLATE.lua") == 0) continue;
    note_effects(b, asked, path);
    packs++;
  }
  globfree(&found);
  return packs;
}

static bool is_made_for(const Catalog *catalog, const Exercise *exercise, Action action, int muscle) {
  if (exercise->purpose != action) return false;
  for (size_t i = 0; i < exercise->muscle_count; i++)
    if (exercise->muscles[i].muscle == muscle) return exercise->muscles[i].share >= catalog->policy.plan_main_share;
  return false;
}

/* Nothing but what is in every home: strengthening has two ways, all else one, all of a level to begin with. */
static void every_target_has_exercises_without_equipment(void **state) {
  Bench *b = *state;
  Asked asked;
  size_t targets = 0, lacking = 0;
  assert_true(note_packs(b, &asked) >= 4);
  for (int action = 0; action <= ACTION_MOBILISE; action++)
    for (size_t m = 0; m < b->catalog.muscles.count; m++) {
      size_t need = action == ACTION_STRENGTHEN ? 2 : 1, count = 0;
      if (!asked.by_action[action][m]) continue;
      targets++;
      for (size_t i = 0; i < b->catalog.exercises.count; i++) {
        const Exercise *exercise = &b->catalog.exercises.items[i];
        count += is_made_for(&b->catalog, exercise, (Action)action, (int)m) && !exercise->equipment[0] &&
                 exercise->level <= EASY_LEVEL;
      }
      if (count < need) {
        print_error("%s %s: %zu exercises of level 1 or 2 without equipment, %zu are needed\n", action_names[action],
                    b->catalog.muscles.items[m].id, count, need);
        lacking++;
      }
    }
  assert_true(targets >= 15);
  assert_int_equal(lacking, 0);
}

static void every_exercise_has_a_dose(void **state) {
  Bench *b = *state;
  for (size_t i = 0; i < b->catalog.exercises.count; i++) {
    const Exercise *exercise = &b->catalog.exercises.items[i];
    if (!dose_find(&b->catalog, exercise)) print_error("%s\n", exercise->id);
    assert_non_null(dose_find(&b->catalog, exercise));
    assert_true(catalog_find(&b->catalog, ROWS_POSITION, exercise->position) >= 0);
  }
}

/* Gains of stretching level off with the minutes of a muscle: one exercise covers it. */
static void one_stretch_covers_a_muscle(void **state) {
  Bench *b = *state;
  const Policy *policy = &b->catalog.policy;
  for (size_t i = 0; i < b->catalog.exercises.count; i++) {
    const Exercise *exercise = &b->catalog.exercises.items[i];
    if (exercise->purpose != ACTION_STRETCH && exercise->purpose != ACTION_MOBILISE) continue;
    for (size_t n = 0; n < exercise->muscle_count; n++) {
      double share = exercise->muscles[n].share;
      assert_true(share < policy->plan_main_share || share >= policy->plan_full_share);
    }
  }
}

/* Repetitions have a pace, every dose an effort; a weight tells how heavy. */
static void doses_say_how(void **state) {
  Bench *b = *state;
  for (size_t i = 0; i < b->catalog.dosages.count; i++) {
    const Dosage *row = &b->catalog.dosages.items[i];
    assert_non_null(row->effort.say);
    assert_true(row->kind != DOSE_REPS || row->tempo.say);
    assert_true(row->purpose != ACTION_STRETCH || row->week_s > 0);
    const char *const says[] = {row->tempo.say, row->effort.say, row->load.say};
    for (size_t n = 0; n < ARRAY_LEN(says); n++) assert_true(!says[n] || grade_level(says[n]) <= GRADE_MOST);
  }
  for (size_t i = 0; i < b->catalog.exercises.count; i++) {
    const Exercise *exercise = &b->catalog.exercises.items[i];
    assert_true(!exercise->loaded || (exercise->equipment[0] && dose_load(exercise, dose_find(&b->catalog, exercise))));
    assert_true(exercise->loaded || !dose_load(exercise, dose_find(&b->catalog, exercise)));
  }
}

/* Advice is read where it belongs; warming up names its exercises. */
static void advice_has_its_block(void **state) {
  Bench *b = *state;
  size_t in_block[BLOCK_COUNT] = {0};
  for (size_t i = 0; i < b->catalog.advice.count; i++) {
    const Advice *row = &b->catalog.advice.items[i];
    if (row->block == BLOCK_OTHER) print_error("advice %s has no block\n", row->id);
    in_block[row->block]++;
  }
  for (AdviceBlock block = 0; block < BLOCK_COUNT; block++)
    assert_true((in_block[block] == 0) == (block == BLOCK_OTHER));
  const Advice *warm_up = catalog_advice(&b->catalog, "warm_up");
  assert_non_null(warm_up);
  assert_true(has(warm_up->exercises, "leg_swing") && has(warm_up->exercises, "lunge"));
  assert_true(has(warm_up->exercises, "hip_circle"));
  assert_int_equal(catalog_block(&b->catalog, "no_such_advice"), BLOCK_OTHER);
}

/* A step up is known from both of its ends, or it would be found from one side only. */
static void steps_up_lead_back(void **state) {
  Bench *b = *state;
  for (size_t i = 0; i < b->catalog.exercises.count; i++) {
    const Exercise *exercise = &b->catalog.exercises.items[i];
    const Exercise *harder = catalog_exercise(&b->catalog, exercise->harder);
    if (!harder) continue;
    assert_non_null(harder->easier);
    assert_true(harder->level > exercise->level);
    assert_int_equal(harder->purpose, exercise->purpose);
  }
}

/* ---- tags ---- */

static const char *const all_tags[] = {"loaded_flexion", "end_range_extension", "impact",     "prone",      "kneeling",
                                       "overhead",       "breath_hold",         "wrist_load", "single_leg", NULL};

static const struct Brings { /* a position has a tag */
  const char *position, *tag;
} brings[] = {{"prone", "prone"},
              {"kneeling", "kneeling"},
              {"half_kneeling", "kneeling"},
              {"quadruped", "kneeling"},
              {"quadruped", "wrist_load"}};

static const struct Says { /* words of the set-up have a tag */
  const char *words, *tag;
} says[] = {{"tand on one leg", "single_leg"}, {"hands and knees", "wrist_load"}, {"ean on your hands", "wrist_load"},
            {"ean on one hand", "wrist_load"}, {"ie face down", "prone"},         {"neel ", "kneeling"}};

static void expect_tag(const Exercise *exercise, const char *tag) {
  if (!has(exercise->tags, tag)) print_error("%s needs the tag %s\n", exercise->id, tag);
  assert_true(has(exercise->tags, tag));
}

static void tags_follow_positions_and_words(void **state) {
  Bench *b = *state;
  bool used[ARRAY_LEN(all_tags)] = {false};
  for (size_t i = 0; i < b->catalog.exercises.count; i++) {
    const Exercise *exercise = &b->catalog.exercises.items[i];
    for (size_t n = 0; n < ARRAY_LEN(brings); n++)
      if (strcmp(exercise->position, brings[n].position) == 0) expect_tag(exercise, brings[n].tag);
    for (size_t n = 0; n < ARRAY_LEN(says); n++)
      if (strstr(exercise->setup, says[n].words)) expect_tag(exercise, says[n].tag);
    for (const char *const *tag = exercise->tags; *tag; tag++) {
      assert_true(has(all_tags, *tag));
      for (size_t n = 0; all_tags[n]; n++) used[n] = used[n] || strcmp(all_tags[n], *tag) == 0;
    }
    if (has(exercise->tags, "breath_hold")) assert_int_equal(exercise->dose, DOSE_HOLD);
  }
  for (size_t n = 0; all_tags[n]; n++) {
    if (!used[n]) print_error("no exercise has the tag %s\n", all_tags[n]);
    assert_true(used[n]);
  }
}

/* ---- words ---- */

static void words_are_for_sixth_grade(void **state) {
  Bench *b = *state;
  size_t hard = 0;
  for (size_t i = 0; i < b->catalog.exercises.count; i++) {
    const Exercise *e = &b->catalog.exercises.items[i];
    const char *const texts[] = {e->setup, e->movement, e->breathing, e->mistakes, e->stop};
    for (size_t n = 0; n < ARRAY_LEN(texts); n++) {
      double grade = grade_level(texts[n]);
      if (grade > GRADE_MOST) print_error("%s, grade %.1f: %s\n", e->id, grade, texts[n]);
      hard += grade > GRADE_MOST;
    }
  }
  assert_int_equal(hard, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(every_target_has_exercises_without_equipment, setup, teardown),
      cmocka_unit_test_setup_teardown(every_exercise_has_a_dose, setup, teardown),
      cmocka_unit_test_setup_teardown(one_stretch_covers_a_muscle, setup, teardown),
      cmocka_unit_test_setup_teardown(doses_say_how, setup, teardown),
      cmocka_unit_test_setup_teardown(advice_has_its_block, setup, teardown),
      cmocka_unit_test_setup_teardown(steps_up_lead_back, setup, teardown),
      cmocka_unit_test_setup_teardown(tags_follow_positions_and_words, setup, teardown),
      cmocka_unit_test_setup_teardown(words_are_for_sixth_grade, setup, teardown),
  };
  return cmocka_run_group_tests_name("exercise", tests, NULL, NULL);
}
