/* found: another rule of this pack, or of one that it requires, as a condition. Rules are judged in order of dependency; a circle is a mistake of
 * the pack. */
#include "detail.h"
#include "primitives.h"

static const Param params[] = {{"rule", PARAM_RULE, false}, {NULL, 0, false}};

/* Under each: this side of the other rule when it has sides. Judged once: any side of it. */
static void evaluate(Run *run, const Node *n, Outcome *out) {
  size_t rule = (size_t)n->args[0].index;
  const Found *in = &run->found[n->args[1].index];
  const Outcome *found = in->outcomes + rule * 3;
  Side own = run->side;
  if (!in->each[rule])
    *out = found[SIDE_BOTH];
  else if (own != SIDE_BOTH)
    *out = found[own];
  else
    outcome_any((const Outcome *const[]){&found[SIDE_LEFT], &found[SIDE_RIGHT]}, 2, out);
  out->value.why = WHY_NOT_MEASURED; /* no number of its own */
  out->side = own;
}

static void describe(const Catalog *catalog, const Node *n, Text *t) {
  (void)catalog;
  text_addf(t, "rule %s is present", n->args[0].text);
}

static void detail(Run *run, const Node *n, const Outcome *out, Text *t) {
  (void)run;
  text_addf(t, "rule %s: %s", n->args[0].text,
            out->truth == TRUTH_TRUE    ? "present"
            : out->truth == TRUTH_FALSE ? "not present"
                                        : "not decided");
}

static void needs(Run *run, const Node *n, const Outcome *out, Needs *list) {
  need_add(run, list, out->why, n->args[0].text, SIDE_BOTH,
           arena_printf(run->arena, "what rule %s needs", n->args[0].text));
}

const Ops ops_found = {.params = params, .evaluate = evaluate, .describe = describe, .detail = detail, .needs = needs};
