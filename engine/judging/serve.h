/* The other side of the door (judge.h), in a confined process: takes questions from its socket, has an arbiter answer
 * them, and goes on until the socket closes. The only place where packs are parsed, loaded and judged. Knows no file,
 * no store and no patient beyond the case that it is asked about. */
#pragma once

#include "facts/catalog.h"
#include "judging/confine.h"
#include "judging/mark.h"

/* Serves until nobody asks any more; never returns.
 *
 * takes    mark: where it is said what is judged; catalog: with which the process began, NULL: none
 * gives    nothing
 * fails    none: the process ends
 * source   none
 */
_Noreturn void serve(Mark *mark, const Catalog *catalog, Confinement confinement);
