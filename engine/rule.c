#include "rule.h"

#include <string.h>

const char *const say_placeholders[] = {"side", "index", "value", "unit", "cut", "test", "n", NULL};
enum { SAY_SIDE, SAY_INDEX, SAY_VALUE, SAY_UNIT, SAY_CUT, SAY_TEST, SAY_N };

const Effect *rule_stop(const Rule *rule) {
  for (size_t i = 0; i < rule->effect_count; i++)
    if (rule->effects[i].action == ACTION_STOP) return &rule->effects[i];
  return NULL;
}

const char *rule_sentence(Arena *a, const Catalog *catalog, const Rule *rule) {
  Text t = {.arena = a};
  if (rule->each) text_add(&t, "Judged left and right: ");
  size_t start = t.len;
  expr_describe(catalog, rule->when, &t);
  text_add_char(&t, '.');
  if (t.data[start] >= 'a' && t.data[start] <= 'z' && !rule->each) t.data[start] = (char)(t.data[start] - 'a' + 'A');
  return text_get(&t);
}

const char *rule_effects(Arena *a, const Rule *rule) {
  Text t = {.arena = a};
  for (size_t i = 0; i < rule->effect_count; i++)
    text_addf(&t, "%s%s %s", i ? "; " : "", action_names[rule->effects[i].action], rule->effects[i].target);
  return text_get(&t);
}

/* ---- say ---- */

static int placeholder_at(const char *open, size_t *len) {
  const char *close = strchr(open, '}');
  if (!close) return -1;
  *len = (size_t)(close - open) + 1;
  for (int i = 0; say_placeholders[i]; i++)
    if (strlen(say_placeholders[i]) == *len - 2 && memcmp(open + 1, say_placeholders[i], *len - 2) == 0) return i;
  return -1;
}

const char *rule_bad_placeholder(Arena *a, const char *say) {
  size_t len = 0;
  for (const char *open = strchr(say, '{'); open; open = strchr(open + 1, '{')) {
    if (placeholder_at(open, &len) >= 0) continue;
    const char *close = strchr(open, '}');
    return close ? arena_copy_n(a, open + 1, (size_t)(close - open - 1)) : "{";
  }
  return NULL;
}

static void fill(Run *run, int which, const Node *lead, Text *t) {
  const Outcome *out = lead ? &run->outcomes[lead->id] : NULL;
  bool number = lead && lead->dimension != DIM_COUNT_OF && out->value.why == WHY_NONE;
  int decimals = number && lead->dimension == DIM_SD ? 1 : 0;
  switch (which) {
  case SAY_SIDE: text_add(t, run->side == SIDE_BOTH ? "" : side_names[run->side]); break;
  case SAY_INDEX:
  case SAY_VALUE:
    if (number) text_add_number(t, value_middle(out->value.lo, out->value.hi), decimals);
    break;
  case SAY_UNIT:
    if (number && lead->dimension != DIM_RATIO) text_add(t, unit_base(lead->dimension)->id);
    break;
  case SAY_CUT:
    if (lead && lead->args[1].given && !lead->args[1].node)
      text_add_short(t, lead->args[1].number / (lead->args[1].unit ? lead->args[1].unit->factor : 1), 2);
    break;
  case SAY_TEST:
    if (out && out->test >= 0) text_add(t, run->catalog->tests.items[out->test].name);
    break;
  case SAY_N: text_addf(t, "%d", out ? out->tests : 0); break;
  }
}

/* A sentence that begins with a filled word begins with a capital; the space after an empty one goes. */
const char *rule_say(Run *run, const Rule *rule, const Node *lead) {
  Text t = {.arena = run->arena};
  for (const char *at = rule->say; *at;) {
    size_t len = 0;
    int which = *at == '{' ? placeholder_at(at, &len) : -1;
    if (which < 0) {
      text_add_char(&t, *at++);
      continue;
    }
    size_t before = t.len;
    fill(run, which, lead, &t);
    at += len;
    if (t.len == before && *at == ' ') at++;
  }
  if (t.len && t.data[0] >= 'a' && t.data[0] <= 'z') t.data[0] = (char)(t.data[0] - 'a' + 'A');
  return text_get(&t);
}
