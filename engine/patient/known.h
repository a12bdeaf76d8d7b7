/* A stored case beside the rows in force: a measure stays stored when the pack that brought its test is dropped, and must
 * not come between its patient and the rules that are left. Knows no store and judges nothing. */
#pragma once

#include "facts/catalog.h"

typedef struct Stranger { /* something of a case that no row in force explains */
  const char *id;         /* of a test, a question, an exercise or a piece of equipment, as stored */
  size_t count;           /* measures or answers of it */
} Stranger;

typedef LIST(Stranger) Strangers; /* in the order of the case, tests first */

/* Takes out of a case what the catalog does not know, so that it can be judged, written and read again.
 *
 * takes    c: its lists are replaced, not written; strangers: receives what was taken out, once each; NULL: nobody asks
 * gives    the rest in *c, in its order
 * fails    none
 * source   none
 */
void known_keep(const Catalog *catalog, Arena *a, Case *c, Strangers *strangers);
