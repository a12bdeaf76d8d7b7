/* A hand-written judge of one clinic: JSON by jansson. */
#include "judge.h"

#include <jansson.h>
#include <stdlib.h>

static void read_measures(const json_t *list, Input *in) {
  size_t index;
  json_t *measure;
  json_array_foreach(list, index, measure) {
    const char *id = json_string_value(json_object_get(measure, "test"));
    const char *side = json_string_value(json_object_get(measure, "side"));
    int test = id ? test_find(id, strlen(id)) : -1;
    if (test >= 0) in->value[test][side && *side == 'r'] = json_number_value(json_object_get(measure, "value"));
  }
}

int main(void) {
  char *line = NULL;
  size_t cap = 0;
  for (ssize_t len; (len = getline(&line, &cap, stdin)) > 0;) {
    json_error_t error;
    Input in;
    json_t *root = json_loadb(line, (size_t)len, JSON_REJECT_DUPLICATES, &error);
    if (!root) return 3;
    input_clear(&in);
    const json_t *patient = json_object_get(root, "patient");
    snprintf(in.id, sizeof in.id, "%s", json_string_value(json_object_get(patient, "id")));
    in.mass_kg = json_number_value(json_object_get(patient, "mass_kg"));
    read_measures(json_object_get(root, "measures"), &in);
    const char *answer = json_string_value(json_object_get(json_object_get(root, "answers"), "shoe_discomfort"));
    in.discomfort = answer && *answer == 'y';
    judge(&in);
    json_decref(root);
  }
  free(line);
  return fflush(stdout) == 0 ? 0 : 7;
}
