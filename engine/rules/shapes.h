/* The shapes of the domain's own structs (shape.h): cases, results, programs, and the replies beyond a result. One
 * table for comparing them, for what crosses to a confined process, and for what comes back. */
#pragma once

#include "base/shape.h"

extern const Layout case_shape, measure_shape, answer_shape;
extern const Layout finding_shape, trace_shape, scale_shape, result_shape, program_shape;
extern const Layout whynot_shape, goals_shape, sweep_shape, whatif_shape, next_shape, grounds_shape;
