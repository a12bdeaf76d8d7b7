/* What findings speak for and against: an argument for each effect of a rule, and what all arguments about one muscle,
 * advice or tag come to (design 2). Knows no order of judging. */
#pragma once

#include "rules/rule.h"

typedef LIST(Argument) Arguments;

/* What a finding of this rule weighs at full certainty: pack weight x evidence. source: clinical README 5.8 */
double argue_weight(const Catalog *catalog, const Pack *pack, const Rule *rule);

/* The arguments of a finding that is present; what must not take effect yet is held back and says why. */
void argue_add(Run *run, const Pack *pack, const Rule *rule, const Finding *finding, Arguments *arguments);

/* A pack's precedence: what comes later is held back while the same muscle and side is asked for first. */
void argue_precedence(Arena *a, const Pack *pack, Arguments *arguments);

/* Weighs what was argued: arguments and targets of the result, sorted. */
void argue_targets(Arena *a, const Arguments *arguments, Result *result);
