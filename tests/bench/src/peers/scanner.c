/* The same by a scanner that knows the one shape of these lines and checks nothing: the floor. */
#include "judge.h"

#include <stdlib.h>

static const char *behind(const char *at, const char *text) {
  const char *found = at ? strstr(at, text) : NULL;
  return found ? found + strlen(text) : NULL;
}

int main(void) {
  char *line = NULL;
  size_t cap = 0;
  while (getline(&line, &cap, stdin) > 0) {
    Input in;
    input_clear(&in);
    const char *at = behind(line, "\"id\":\"");
    if (!at) return 3;
    snprintf(in.id, sizeof in.id, "%.*s", (int)strcspn(at, "\""), at);
    at = behind(at, "\"mass_kg\":");
    in.mass_kg = at ? strtod(at, NULL) : NAN;
    for (at = behind(at, "\"measures\":["); at && *at == '{'; at += *at == ',') {
      at += strlen("{\"test\":\"");
      size_t len = strcspn(at, "\"");
      int test = test_find(at, len), right = 0;
      at += len + 2;
      if (strncmp(at, "\"side\":\"", 8) == 0) right = at[8] == 'r', at += right ? 15 : 14;
      double value = strtod(at + strlen("\"value\":"), (char **)&at);
      if (test >= 0) in.value[test][right] = value;
      at = strchr(at, '}') + 1;
    }
    at = behind(at, "\"shoe_discomfort\":\"");
    in.discomfort = at && *at == 'y';
    judge(&in);
  }
  free(line);
  return fflush(stdout) == 0 ? 0 : 7;
}
