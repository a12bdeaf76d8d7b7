/* What showing progress and simulating it share: the judge of the pack of progression, and a line an exercise. */
#pragma once

#include "sitting/session.h"
#include "sitting/verdict.h"

/* A judge with that pack alone, for judge_close. fails as session_read_pack and judge_load. */
bool steps_judge(Session *s, Judge **out, Err *err);

/* What becomes of each exercise and why. changes: NULL: none, it stops. */
void steps_text(Session *s, const Verdict *verdicts, const Adaptation *changes, size_t count, Text *out);
/* The same as a list in JSON. */
void steps_json(const Verdict *verdicts, const Adaptation *changes, size_t count, Text *out);
