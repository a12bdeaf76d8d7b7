/* What the text of a pack leaves behind when it has run, as bytes: its fields, rules and condition trees. Written by the
 * program itself for itself (compiled.h). Packs that keep functions, bring rows or require others are no matter for it:
 * their texts are read each time. */
#pragma once

#include "base/shape.h"
#include "script/declare.h"

/* Adds what `loading` and its build hold. fails false: it is one of those. */
bool packcode_put(Text *out, const Loading *loading);

/* Fills the nodes of `loading`, whose arena is set, and its build; texts stay in the bytes.
 * fails false: the bytes were written by another program. */
bool packcode_get(ShapeReader *in, Loading *loading);
