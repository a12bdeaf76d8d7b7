/* The words of the rule language that make condition trees: one table, filled from primitives.def. A word's file holds
 * what it does (parameters, evaluate, describe, detail, needs); its row holds how it is written and what it means.
 * Pure: no Lua, no I/O. */
#pragma once

#include "expr.h"

#define ROW(name, form, gives, usage, meaning, example) extern const Ops ops_##name;
#include "primitives.def"
#undef ROW

extern const Primitive primitives[]; /* in the order of primitives.def */
extern const size_t primitive_count;

/* A word by name, or NULL. A name stands for one word only, whatever its form. */
const Primitive *primitive_find(const char *name);
