/* Which nodes of a pack say the same: they share one slot, so that a number on which many rules rest is worked out once
 * a case and side. Knows what makes nodes equal; nothing of cases. */
#pragma once

#include "primitives/expr.h"

/* Gives every node its slot.
 *
 * takes    nodes: all of a pack in the order of making, so that parts stand before the whole; rules that are asked for
 *          are found already
 * gives    how many slots there are; equal nodes have the same one, all others their own
 * fails    none
 * source   none
 */
int slots_number(Node *const *nodes, size_t count);
