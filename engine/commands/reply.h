/* How the replies of the judge are said on a terminal and as JSON: values of a measure with their unit, verdicts,
 * conditions. Plain text of 80 columns. */
#pragma once

#include "reply.h"
#include "session.h"
#include "text.h"

enum { REPLY_COLUMNS = 80 };

/* "present, certainty 93 %", "not present", "unsure, repeat the test", "not assessed" */
const char *reply_verdict(Arena *a, const Finding *f);
const char *reply_truth(Truth truth, bool unsure); /* the same without a certainty */

/* "Hip abduction low (left)" */
const char *reply_title(Arena *a, const char *title, Side side);

/* A name inside a sentence: no capital. */
const char *reply_inside(Arena *a, const char *name);

/* A value of a measure with its unit, one decimal more than it is recorded with; towards +1 or -1: never rounded the
 * other way, so that a value that does something still does it. */
const char *reply_value(Arena *a, const Gauge *g, double value, int towards);
/* The present value: "61.8 N", ">=240 s", "not measured". */
const char *reply_now(Arena *a, const Gauge *g);
/* ", lying on the side, isometric" or "" */
const char *reply_setup(Arena *a, const Gauge *g);

/* A condition with its values, indented. */
void reply_line(Text *t, const TraceLine *line, int indent);
/* What an unknown finding lacks, a line each. */
void reply_needs(Text *t, const Finding *f);

/* JSON: "key":value followed by a comma unless last; a number that is not finite is null. */
void reply_json_text(Text *t, const char *key, const char *value, bool last);
void reply_json_number(Text *t, const char *key, double value, bool last);
void reply_json_rule(Text *t, const char *pack, const char *rule, Side side);
/* The fields of a measure, with a comma behind; numbers in the unit shown. */
void reply_json_gauge(Text *t, const Gauge *g);
/* The truth as JSON knows it: "present", "not present", "unsure", "not assessed". */
const char *reply_state(Truth truth, bool unsure);
