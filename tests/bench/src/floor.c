/* The floor for `sinew stream`: the same cases judged by hand-written C with the rules built in. Reads NDJSON with
 * jansson, works out the side gaps, one pair, load and shoes, and prints a line a case. No norms table, no explanation, no
 * needs, no checks beyond the JSON grammar: what a programmer would write for one clinic on one afternoon. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ABDUCTION, ADDUCTION, EXTENSION, FLEXION, ER, IR, KNEE_EXTENSION, KNEE_FLEXION, SPIKE, SHOES, TESTS };

static const struct {
  const char *id;
  double error_pct;
} tests[TESTS] = {{"hhd_hip_abduction", 5},
                  {"hhd_hip_adduction", 6},
                  {"hhd_hip_extension", 8},
                  {"hhd_hip_flexion", 5},
                  {"hhd_hip_er", 5},
                  {"hhd_hip_ir", 5},
                  {"hhd_knee_extension", 10.7},
                  {"hhd_knee_flexion", 12.2},
                  {"session_spike", 0},
                  {"shoe_km", 0}};

typedef struct Values {
  double value[TESTS][2]; /* left, right; NAN: not measured */
} Values;

static int test_of(const char *id) {
  for (int i = 0; i < TESTS; i++)
    if (strcmp(tests[i].id, id) == 0) return i;
  return -1;
}

static void read_measures(json_t *list, Values *v) {
  size_t index;
  json_t *measure;
  json_array_foreach(list, index, measure) {
    const char *id = json_string_value(json_object_get(measure, "test"));
    const char *side = json_string_value(json_object_get(measure, "side"));
    const char *unit = json_string_value(json_object_get(measure, "unit"));
    int test = id ? test_of(id) : -1;
    if (test < 0) continue;
    double value = json_number_value(json_object_get(measure, "value"));
    if (unit && strcmp(unit, "kgf") == 0) value *= 9.80665;
    v->value[test][side && strcmp(side, "right") == 0] = value;
  }
}

static void judge(const char *patient, double mass_kg, const Values *v) {
  int first = 1;
  printf("{\"patient\":\"%s\",\"findings\":[", patient);
  for (int test = 0; test < SPIKE; test++)
    for (int side = 0; side < 2; side++) {
      double here = v->value[test][side], there = v->value[test][!side];
      double gap = 100 * (there - here) / fmax(here, there), se = tests[test].error_pct * 1.41421356;
      if (!(gap > 1.96 * se)) continue;
      double p = 1 - erfc((gap - 10) / se / 1.41421356) / 2;
      if (p < 0.8) continue;
      printf("%s{\"rule\":\"%s-side-gap\",\"side\":\"%s\",\"index\":%.2f,\"certainty\":%.3f}", first ? "" : ",",
             tests[test].id, side ? "right" : "left", gap, p);
      first = 0;
    }
  for (int side = 0; side < 2; side++) {
    double hip = (100 * v->value[ABDUCTION][side] / (mass_kg * 9.80665) - 16.85) / 4.19;
    if (hip < -1.24)
      printf("%s{\"rule\":\"hip-abduction-low\",\"side\":\"%s\",\"index\":%.2f}", first ? "" : ",",
             side ? "right" : "left", hip),
          first = 0;
  }
  if (v->value[SPIKE][0] > 10)
    printf("%s{\"rule\":\"load-spike\",\"index\":%.2f}", first ? "" : ",", v->value[SPIKE][0]), first = 0;
  printf("],\"unknown\":[");
  first = 1;
  for (int test = 0; test < TESTS; test++)
    if (isnan(v->value[test][0])) printf("%s\"%s\"", first ? "" : ",", tests[test].id), first = 0;
  printf("]}\n");
}

int main(void) {
  char *line = NULL;
  size_t cap = 0;
  for (ssize_t len; (len = getline(&line, &cap, stdin)) > 0;) {
    json_error_t error;
    json_t *root = json_loadb(line, (size_t)len, JSON_REJECT_DUPLICATES, &error);
    if (!root) return 3;
    Values v;
    for (int i = 0; i < TESTS; i++) v.value[i][0] = v.value[i][1] = NAN;
    json_t *patient = json_object_get(root, "patient");
    read_measures(json_object_get(root, "measures"), &v);
    judge(json_string_value(json_object_get(patient, "id")), json_number_value(json_object_get(patient, "mass_kg")),
          &v);
    json_decref(root);
  }
  free(line);
  return fflush(stdout) == 0 ? 0 : 7;
}
