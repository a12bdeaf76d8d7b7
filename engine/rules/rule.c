#include "primitives/primitives.h"
#include "rules/rule.h"

#include <string.h>

const char *const rule_fields[] = {"id",       "title",    "side",    "when",       "say",     "group",
                                   "cite",     "evidence", "weight",  "strengthen", "stretch", "activate",
                                   "mobilise", "advise",   "cue",     "exclude",    "stop",    "against",
                                   "grades",   "tell",     "studied", "doubt",      "show",    NULL};

const char *const pack_fields[] = {"id",         "version",    "title",  "author",   "reviewed", "needs_engine",
                                   "population", "precedence", "policy", "requires", NULL};

const char *const say_placeholders[] = {"side", "index", "value", "unit", "cut", "test", "n", NULL};
enum { SAY_SIDE, SAY_INDEX, SAY_VALUE, SAY_UNIT, SAY_CUT, SAY_TEST, SAY_N };

const Catalog *pack_rows(const Catalog *shared, const Pack *pack) { return pack->catalog ? pack->catalog : shared; }

bool pack_in_population(const Pack *pack, int age_years) {
  return (pack->age_min == 0 && pack->age_max == 0) || (age_years >= pack->age_min && age_years <= pack->age_max);
}

const Rule *pack_rule(const Pack *pack, const char *name, const Pack **in) {
  const char *slash = strchr(name, '/'), *id = slash ? slash + 1 : name;
  size_t len = slash ? (size_t)(slash - name) : 0;
  *in = slash ? NULL : pack;
  for (size_t i = 0; !*in && i <= pack->closure_count; i++) {
    const Pack *at = i ? pack->closure[i - 1] : pack;
    if (strlen(at->id) == len && memcmp(at->id, name, len) == 0) *in = at;
  }
  for (size_t i = 0; *in && i < (*in)->rule_count; i++)
    if (strcmp((*in)->rules[i].id, id) == 0) return &(*in)->rules[i];
  return NULL;
}

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
    text_addf(&t, "%s%s%s %s", i ? "; " : "", rule->effects[i].against ? "against: " : "",
              action_names[rule->effects[i].action], rule->effects[i].target);
  return text_get(&t);
}

const char *rule_grade(const Rule *rule, double index, Dimension dimension) {
  const char *name = "";
  for (size_t i = 0; i < rule->grade_count; i++) {
    const Grade *grade = &rule->grades[i];
    Dimension own = grade->unit ? grade->unit->dimension : dimension;
    if (own == dimension && fabs(index) >= grade->from) name = grade->name;
  }
  return name;
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

/* Does a number lead a tree that is true: now and then, or always? See expr_leading. */
static bool leads(const Node *n, bool always) {
  size_t count = 0, needed = 1;
  if (!n->kid_count) return n->dimension != DIM_COUNT_OF && n->op->ops != &ops_known;
  if (n->op->ops == &ops_no) return false;
  for (size_t i = 0; i < n->kid_count; i++) count += leads(n->kids[i], always);
  if (n->op->ops == &ops_all) needed = n->kid_count;
  if (n->op->ops->counted) needed = (size_t)n->args[0].number;
  return always ? n->kid_count - count < needed : count > 0;
}

const char *rule_unfilled(Arena *a, const Rule *rule) {
  bool never = !leads(rule->when, false), always = leads(rule->when, true);
  size_t len = 0;
  for (const char *open = strchr(rule->say, '{'); open; open = strchr(open + 1, '{')) {
    int which = placeholder_at(open, &len);
    if (which == SAY_SIDE && !rule->each)
      return "{side} in say stays empty: the rule is judged once; write side = each, or the side in words";
    if (which >= 0 && which != SAY_SIDE && which != SAY_N && !always)
      return arena_printf(a, "{%s} in say %s; write it in words, or compare a number in when", say_placeholders[which],
                          never ? "stays empty: no number makes this rule true"
                                : "is empty now and then: the rule may be true without a number");
  }
  return NULL;
}

/* Decimals of a leading number in its base unit: those of the test where its own value is shown. */
static int decimals_of_lead(const Run *run, const Node *lead, const Outcome *out) {
  switch (lead->dimension) {
  case DIM_SD: return 1;
  case DIM_RATIO:
  case DIM_TORQUE_PER_MASS:
  case DIM_FORCE_PER_MASS: return 2;
  default: break;
  }
  const Test *test = out->test >= 0 ? &run->catalog->tests.items[out->test] : NULL;
  if (!test || test->unit->dimension != lead->dimension) return 0;
  return test->decimals + (test->unit->factor < 1);
}

/* Tests behind the true conditions of a tree. */
static int tests_of(const Run *run, const Node *n) {
  const Outcome *out = expr_outcome(run, n);
  int tests = 0;
  if (out->truth != TRUTH_TRUE) return 0;
  for (size_t i = 0; i < n->kid_count; i++) tests += tests_of(run, n->kids[i]);
  return n->kid_count ? tests : out->tests;
}

const char *rule_unit(const Node *lead) {
  const Node *number = lead->args[0].node;
  return number && number->op->ops == &ops_count ? "" : unit_base(lead->dimension)->id;
}

static void fill(Run *run, const Rule *rule, int which, const Node *lead, Text *t) {
  const Outcome *out = lead ? expr_outcome(run, lead) : NULL;
  bool number = lead && lead->dimension != DIM_COUNT_OF && out->value.why == WHY_NONE;
  int decimals = number ? decimals_of_lead(run, lead, out) : 0;
  switch (which) {
  case SAY_SIDE: text_add(t, run->side == SIDE_BOTH ? "" : side_names[run->side]); break;
  case SAY_INDEX:
  case SAY_VALUE:
    if (number) text_add_number(t, value_middle(out->value.lo, out->value.hi), decimals);
    break;
  case SAY_UNIT:
    if (number && lead->dimension != DIM_RATIO) text_add(t, rule_unit(lead));
    break;
  case SAY_CUT:
    if (lead && lead->args[1].given && !lead->args[1].node)
      text_add_short(t, lead->args[1].number / (lead->args[1].unit ? lead->args[1].unit->factor : 1), 2);
    break;
  case SAY_TEST:
    if (out && out->test >= 0) text_add(t, run->catalog->tests.items[out->test].name);
    break;
  case SAY_N: text_addf(t, "%d", out ? out->tests : tests_of(run, rule->when)); break;
  }
}

/* A sentence that begins with a filled word begins with a capital; the space after an empty one goes. */
const char *rule_say(Run *run, const Rule *rule, const Node *lead) {
  Text t = {.arena = run->arena};
  for (const char *at = rule->say; *at;) {
    size_t plain = strcspn(at, "{"), len = 0;
    text_add_n(&t, at, plain);
    at += plain;
    int which = *at ? placeholder_at(at, &len) : -1;
    if (which < 0) {
      if (*at) text_add_char(&t, *at++);
      continue;
    }
    size_t before = t.len;
    fill(run, rule, which, lead, &t);
    at += len;
    if (t.len == before && *at == ' ') at++;
  }
  if (t.len && t.data[0] >= 'a' && t.data[0] <= 'z') t.data[0] = (char)(t.data[0] - 'a' + 'A');
  return text_get(&t);
}
