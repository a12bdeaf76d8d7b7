#include "primitives/primitives.h"
#include "rules/cover.h"

#include <string.h>

/* ---- tests ---- */

/* Could a reading of the test become the norm's quantity when mass and lever arm are known? */
static bool is_comparable(const Test *test, const Norm *norm) {
  const Patient somebody = {.mass_kg = 70, .height_cm = 170, .age_years = 30};
  const Reading reading = {.quantity = test->unit->dimension, .lever_m = 0.4};
  double factor;
  return reading_factor(&somebody, &reading, norm->quantity, &factor) == WHY_NONE;
}

static bool may_judge(const Test *test, const Norm *norm) {
  bool people = norm->population == POPULATION_GENERAL || norm->population == POPULATION_RUNNERS ||
                norm->population == POPULATION_ATHLETES;
  return people && norm->verified != VERIFIED_MEMORY && is_comparable(test, norm);
}

Cover cover_test(const Catalog *catalog, int index) {
  Cover cover = {{false}, {false}};
  const Test *test = &catalog->tests.items[index];
  if (test->ordinal) return cover;
  for (int i = catalog->norm_first[index]; i < catalog->norm_first[index + 1]; i++) {
    const Norm *norm = &catalog->norms.items[i];
    if (!may_judge(test, norm)) continue;
    for (int age = norm->age_min > 0 ? norm->age_min : 0; age <= norm->age_max && age < COVER_AGES; age++) {
      cover.women[age] = cover.women[age] || norm->sex != SEX_MALE;
      cover.men[age] = cover.men[age] || norm->sex != SEX_FEMALE;
    }
  }
  return cover;
}

/* ---- leaves ---- */

typedef struct Asked { /* what a leaf asks of a muscle */
  int muscle, without;
  Domain domain;
} Asked;

/* gives how many muscles the leaf looks at. */
static int asked_of(const Node *leaf, Asked out[2]) {
  const Ops *ops = leaf->op->ops;
  int first = leaf->args[0].index;
  if (ops == &ops_imbalance) {
    Domain by = leaf->args[3].given ? (Domain)leaf->args[3].index : DOMAIN_STRENGTH;
    int second = leaf->args[1].index;
    out[0] = (Asked){first, second, by}, out[1] = (Asked){second, first, by};
    return 2;
  }
  bool pool = ops == &ops_strength || ops == &ops_length || ops == &ops_endurance || ops == &ops_control;
  if (!pool && ops != &ops_low) return 0;
  out[0] = (Asked){first, -1, pool ? (Domain)ops->tag : DOMAIN_STRENGTH};
  return 1;
}

int cover_next(const Catalog *catalog, const Node *leaf, int after) {
  Asked asked[2];
  int count = asked_of(leaf, asked), best = -1;
  if (leaf->op->ops == &ops_z) return leaf->args[0].index > after ? leaf->args[0].index : -1;
  for (int i = 0; i < count; i++)
    for (int t = after; (t = weigh_speaker(catalog, asked[i].muscle, asked[i].domain, asked[i].without, t)) >= 0;) {
      if (catalog->tests.items[t].ordinal) continue;
      if (best < 0 || t < best) best = t;
      break;
    }
  return best;
}

static void add(Cover *to, const Cover *other) {
  for (int age = 0; age < COVER_AGES; age++) {
    to->women[age] = to->women[age] || other->women[age];
    to->men[age] = to->men[age] || other->men[age];
  }
}

static void keep(Cover *to, const Cover *other) {
  for (int age = 0; age < COVER_AGES; age++) {
    to->women[age] = to->women[age] && other->women[age];
    to->men[age] = to->men[age] && other->men[age];
  }
}

static Cover cover_muscle(const Catalog *catalog, const Asked *asked) {
  Cover cover = {{false}, {false}};
  for (int t = -1; (t = weigh_speaker(catalog, asked->muscle, asked->domain, asked->without, t)) >= 0;) {
    Cover test = cover_test(catalog, t);
    add(&cover, &test);
  }
  return cover;
}

Cover cover_leaf(const Catalog *catalog, const Node *leaf) {
  Asked asked[2];
  int count = asked_of(leaf, asked);
  if (leaf->op->ops == &ops_z) return cover_test(catalog, leaf->args[0].index);
  Cover cover = {{false}, {false}};
  for (int i = 0; i < count; i++) {
    Cover muscle = cover_muscle(catalog, &asked[i]);
    if (i == 0)
      cover = muscle;
    else
      keep(&cover, &muscle);
  }
  return cover;
}

bool cover_spare(const Node *leaf) { return leaf->op->ops == &ops_low; }

/* ---- in words ---- */

bool cover_none(const Cover *cover) {
  for (int age = 0; age < COVER_AGES; age++)
    if (cover->women[age] || cover->men[age]) return false;
  return true;
}

bool cover_whole(const Cover *cover, int age_min, int age_max) {
  for (int age = age_min; age <= age_max && age < COVER_AGES; age++)
    if (!cover->women[age] || !cover->men[age]) return false;
  return true;
}

static void add_ages(Text *t, const bool *ages, int age_min, int age_max) {
  bool any = false;
  for (int age = age_min; age <= age_max && age < COVER_AGES; age++) {
    int from = age;
    if (!ages[age]) continue;
    while (age < age_max && age + 1 < COVER_AGES && ages[age + 1]) age++;
    text_addf(t, "%s%d", any ? " and " : " ", from);
    if (age > from) text_addf(t, "-%d", age);
    any = true;
  }
  if (!any) text_add(t, " none");
}

const char *cover_sentence(Arena *a, const Cover *cover, int age_min, int age_max) {
  Text t = {.arena = a};
  text_add(&t, "women");
  add_ages(&t, cover->women, age_min, age_max);
  text_add(&t, ", men");
  add_ages(&t, cover->men, age_min, age_max);
  return text_get(&t);
}
