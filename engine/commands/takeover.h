/* What the commands that take over files share: the format of a file, the profile of a spreadsheet, and how what was
 * refused or is worth a line is said. Written beside import. */
#pragma once

#include "formats/formats.h"
#include "script/profile.h"
#include "sitting/session.h"

/* By its ending, or CSV with a profile. fails ERR_USAGE: no format that can be read. */
bool takeover_format(Session *s, const char *path, bool with_profile, const Format **format, Err *err);
/* A profile by name. fails ERR_DATA: unknown (with the nearest); mistakes in it. */
bool takeover_profile(Session *s, const char *name, Profile *profile, Err *err);

/* The first of them and how many others there are: refusals to the errors, notes to the output. */
void takeover_refusals(Session *s, const Import *import);
void takeover_notes(Session *s, const Import *import);
