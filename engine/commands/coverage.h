/* What the data can judge: for which sex and ages each test has a comparison group or a cut of its own. */
#pragma once

#include "base/text.h"
#include "sitting/session.h"

/* Two lines for `db info`: how many tests have any. */
void coverage_sum(Session *s);
/* A line a test. */
void coverage_print(Session *s);
/* The same as JSON: [{"test":"prone_plank","women":"18-35","men":""},...] */
void coverage_json(Session *s, Text *t);
