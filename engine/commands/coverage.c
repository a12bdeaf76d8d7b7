#include "commands/coverage.h"

#include <string.h>

enum { AGES = 121 }; /* years of age that are told apart */

/* Who can be judged by one test. */
typedef struct Reach {
  bool ages[SEX_MALE + 1][AGES];
  bool groups[SEX_MALE + 1]; /* a comparison group, not only a cut */
} Reach;

static void reach_ages(Reach *reach, Sex sex, int from, int to) {
  for (Sex each = SEX_FEMALE; each <= SEX_MALE; each++) {
    if (sex != SEX_UNKNOWN && sex != each) continue;
    for (int age = from < 0 ? 0 : from; age <= to && age < AGES; age++) reach->ages[each][age] = true;
  }
}

/* Posture, technique, load and symptoms are never compared with a group; a manual grade is a cut by itself. */
static bool is_compared(const Test *test) { return test->domain <= DOMAIN_CONTROL && !test->ordinal; }

/* Groups of one sport count for that sport alone, patients and specimens never. */
static Reach reach_of(const Catalog *catalog, size_t test) {
  Reach reach = {0};
  for (int row = catalog->norm_first[test]; row < catalog->norm_first[test + 1]; row++) {
    const Norm *norm = &catalog->norms.items[row];
    if (norm->population > POPULATION_RUNNERS) continue;
    reach_ages(&reach, norm->sex, norm->age_min, norm->age_max);
    for (Sex each = SEX_FEMALE; each <= SEX_MALE; each++)
      reach.groups[each] = reach.groups[each] || norm->sex == SEX_UNKNOWN || norm->sex == each;
  }
  for (size_t i = 0; i < catalog->cuts.count; i++) {
    const Cut *cut = &catalog->cuts.items[i];
    if (cut->judges && cut->test == (int)test) reach_ages(&reach, cut->sex, cut->age_min, cut->age_max);
  }
  return reach;
}

/* "18-49, 60-79", "18 and older"; "" for nobody. */
static const char *ages_text(Arena *a, const bool *ages) {
  Text t = {.arena = a};
  for (int from = 0, to; from < AGES; from = to + 1) {
    for (to = from; to < AGES && ages[to]; to++) {
    }
    if (to == from) continue;
    text_add(&t, t.len ? ", " : "");
    if (to == AGES)
      text_addf(&t, "%d and older", from);
    else
      text_addf(&t, to - 1 == from ? "%d" : "%d-%d", from, to - 1);
  }
  return text_get(&t);
}

void coverage_sum(Session *s) {
  size_t tests = 0, any = 0, women = 0, men = 0;
  for (size_t i = 0; i < s->catalog.tests.count; i++) {
    if (!is_compared(&s->catalog.tests.items[i])) continue;
    Reach reach = reach_of(&s->catalog, i);
    tests++;
    any += reach.groups[SEX_FEMALE] || reach.groups[SEX_MALE];
    women += reach.groups[SEX_FEMALE];
    men += reach.groups[SEX_MALE];
  }
  fprintf(s->out, "norms     %zu of %zu tests have a comparison group (women %zu, men %zu);\n", any, tests, women, men);
  fprintf(s->out, "          age, position and contraction narrow this further for each patient: --norms\n");
}

static const char *or_none(const char *ages) { return *ages ? ages : "-"; }

void coverage_print(Session *s) {
  fprintf(s->out, "%-26s %-22s %s\n", "judged by group or cut", "women, years", "men, years");
  for (size_t i = 0; i < s->catalog.tests.count; i++) {
    const Test *test = &s->catalog.tests.items[i];
    if (!is_compared(test)) continue;
    Reach reach = reach_of(&s->catalog, i);
    fprintf(s->out, "%-26s %-22s %s\n", test->id, or_none(ages_text(&s->run, reach.ages[SEX_FEMALE])),
            or_none(ages_text(&s->run, reach.ages[SEX_MALE])));
  }
}

void coverage_json(Session *s, Text *t) {
  bool first = true;
  text_add_char(t, '[');
  for (size_t i = 0; i < s->catalog.tests.count; i++) {
    const Test *test = &s->catalog.tests.items[i];
    if (!is_compared(test)) continue;
    Reach reach = reach_of(&s->catalog, i);
    text_addf(t, "%s{\"test\":\"%s\",\"women\":\"%s\",\"men\":\"%s\"}", first ? "" : ",", test->id,
              ages_text(t->arena, reach.ages[SEX_FEMALE]), ages_text(t->arena, reach.ages[SEX_MALE]));
    first = false;
  }
  text_add_char(t, ']');
}
