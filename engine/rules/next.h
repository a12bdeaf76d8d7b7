/* What to measure next: the undone tests and open questions that undecided rules name, ranked by the weight that each
 * alone may settle, with the comparison group that this patient would have. By judging again with made-up values. Pure;
 * replies own their texts. */
#pragma once

#include "rules/ask.h"

/* takes    a case with a known date
 * gives    what is undecided and what could settle it. An item settles a rule when, with everything else as it is, one
 *          of its outcomes that were tried decides it; tried are the least, middle and greatest usual value (two sides
 *          also against each other), and yes and no.
 * fails    none
 * source   convention: weight of a rule as in design 2, without its certainty
 */
Next next_build(Arena *a, const Asked *asked);
