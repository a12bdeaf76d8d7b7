#include "primitives/primitives.h"
#include "rules/argue.h"

#include <stdlib.h>
#include <string.h>

typedef LIST(Target) Targets;

static double evidence_weight(const Policy *policy, Evidence evidence) {
  switch (evidence) {
  case EVIDENCE_STRONG: return policy->evidence_strong;
  case EVIDENCE_MODERATE: return policy->evidence_moderate;
  case EVIDENCE_LIMITED: return policy->evidence_limited;
  case EVIDENCE_CONTRADICTORY: return policy->evidence_contradictory;
  case EVIDENCE_WEAK: return policy->evidence_weak;
  case EVIDENCE_NONE: return 0;
  }
  return 0;
}

double argue_weight(const Catalog *catalog, const Pack *pack, const Rule *rule) {
  return rule->weight * evidence_weight(pack->policy ? pack->policy : &catalog->policy, rule->evidence);
}

/* The word short, asked by the engine itself: stretching needs a length finding on that muscle (design 2). */
static bool is_short(Run *run, int muscle, Side side) {
  Node node = {.kind = KIND_TRUTH, .dimension = DIM_COUNT_OF};
  node.paired = weigh_paired(run->catalog, muscle, DOMAIN_LENGTH);
  node.args[0] = (Arg){.given = true, .index = muscle};
  if (node.paired && side == SIDE_BOTH) return is_short(run, muscle, SIDE_LEFT) && is_short(run, muscle, SIDE_RIGHT);
  Outcome out = OUTCOME_OPEN;
  Side judged = run->side;
  run->side = side;
  ops_short.evaluate(run, &node, &out);
  run->side = judged;
  return out.truth == TRUTH_TRUE;
}

static const char *held_back(Run *run, const Effect *effect, Side side) {
  if (effect->action != ACTION_STRETCH || effect->muscle < 0) return NULL;
  if (weigh_speaker(run->catalog, effect->muscle, DOMAIN_LENGTH, -1, -1) < 0)
    return "no test measures its length: shown, never prescribed";
  return is_short(run, effect->muscle, side) ? NULL : "test its length first";
}

void argue_add(Run *run, const Pack *pack, const Rule *rule, const Finding *f, Arguments *arguments) {
  for (size_t i = 0; i < rule->effect_count; i++) {
    const Effect *effect = &rule->effects[i];
    if (effect->action == ACTION_STOP) continue;
    bool sided = effect->muscle >= 0 && run->catalog->muscles.items[effect->muscle].paired;
    Side side = sided ? f->side : SIDE_BOTH;
    *LIST_ADD(run->arena, arguments) = (Argument){.pack = pack->id,
                                                  .rule = rule->id,
                                                  .side = side,
                                                  .action = effect->action,
                                                  .target = effect->target,
                                                  .against = effect->against,
                                                  .group = rule->group,
                                                  .weight = argue_weight(run->catalog, pack, rule) * f->certainty,
                                                  .held = held_back(run, effect, side)};
  }
}

/* A pack's precedence: what comes later is held back while the same muscle and side is asked for first. */
void argue_precedence(Arena *a, const Pack *pack, Arguments *arguments) {
  for (size_t p = 0; p < pack->precedence_count; p++) {
    const Precedence *rule = &pack->precedence[p];
    for (size_t i = 0; i < arguments->count; i++) {
      const Argument *first = &arguments->items[i];
      if (first->action != rule->first || first->held || first->against || strcmp(first->target, rule->muscle) != 0)
        continue;
      for (size_t k = 0; k < arguments->count; k++) {
        Argument *later = &arguments->items[k];
        if (later->action != rule->later || later->held || later->side != first->side ||
            strcmp(later->target, rule->muscle) != 0)
          continue;
        later->held = arena_printf(a, "%s comes first for this muscle (pack %s)", action_names[rule->first], pack->id);
      }
    }
  }
}

static int compare_arguments(const void *left, const void *right) {
  const Argument *a = left, *b = right;
  int order;
  if (a->action != b->action) return a->action < b->action ? -1 : 1;
  if ((order = strcmp(a->target, b->target)) != 0) return order;
  if (a->side != b->side) return a->side < b->side ? -1 : 1;
  if ((order = strcmp(a->group, b->group)) != 0) return order;
  if ((order = strcmp(a->rule, b->rule)) != 0) return order;
  return strcmp(a->pack, b->pack);
}

static bool same_target(const Argument *a, const Argument *b) {
  return a->action == b->action && a->side == b->side && strcmp(a->target, b->target) == 0;
}

/* Sum over groups of the strongest for, minus the same against; sorted arguments keep a group together. */
static double target_total(const Argument *first, size_t count, bool *both) {
  double total = 0;
  bool supported = false, opposed = false;
  for (size_t i = 0; i < count;) {
    double most = 0, least = 0;
    size_t start = i;
    for (; i < count && strcmp(first[i].group, first[start].group) == 0; i++) {
      if (first[i].held) continue;
      if (first[i].against)
        least = fmax(least, first[i].weight), opposed = true;
      else
        most = fmax(most, first[i].weight), supported = true;
    }
    total += most - least;
  }
  *both = supported && opposed;
  return fmax(total, 0);
}

static int compare_targets(const void *left, const void *right) {
  const Target *a = left, *b = right;
  int order;
  if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
  if (a->action != b->action) return a->action < b->action ? -1 : 1;
  if ((order = strcmp(a->target, b->target)) != 0) return order;
  return a->side < b->side ? -1 : a->side > b->side;
}

void argue_targets(Arena *a, const Arguments *arguments, Result *result) {
  Targets targets = {0};
  Argument *list = arguments->items;
  size_t count = arguments->count;
  if (count) qsort(list, count, sizeof *list, compare_arguments);
  for (size_t i = 0, next; i < count; i = next) {
    for (next = i + 1; next < count && same_target(&list[i], &list[next]);) next++;
    bool conflict, held = true;
    double weight = target_total(&list[i], next - i, &conflict);
    for (size_t k = i; k < next; k++) held = held && list[k].held;
    if (held) continue;
    *LIST_ADD(a, &targets) = (Target){.action = list[i].action,
                                      .target = list[i].target,
                                      .side = list[i].side,
                                      .weight = weight,
                                      .conflict = conflict};
  }
  if (targets.count) qsort(targets.items, targets.count, sizeof *targets.items, compare_targets);
  result->arguments = list, result->argument_count = count;
  result->targets = targets.items, result->target_count = targets.count;
}
