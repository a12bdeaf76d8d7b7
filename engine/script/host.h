/* A Lua state with a byte cap, a step budget and one protected call: the only lua_pcall of the program. Every fault of
 * a script, of whatever type and size, comes out as a plain Err placed in the script's text. No library is opened here
 * and no clock is read; knows nothing of packs and rows. */
#pragma once

#include "base/err.h"
#include <lua.h>
#include <signal.h>
#include <stddef.h>

typedef struct HostLimits {
  size_t bytes; /* most memory that Lua may hold */
  long steps;   /* most Lua instructions of one run */
} HostLimits;

typedef struct Host {
  lua_State *L; /* NULL: closed */
  HostLimits limits;
  size_t used;                  /* bytes held by Lua, never above limits.bytes */
  long steps;                   /* instructions counted in this run, in strides of the hook */
  int stride;                   /* instructions between two calls of the hook */
  void *context;                /* the user's own; host_of(L)->context inside a run */
  char seen[160];               /* last "source:line" that the hook saw in this run, or the name of the run */
  Err fault;                    /* fault of this run, set where it is known */
  volatile sig_atomic_t cancel; /* set from a signal handler or another thread: the run stops at the next hook */
} Host;

/* Opens an empty state: no globals, no libraries.
 *
 * takes    h at an address that stays the same until host_close; limits.bytes of at least 64 KiB to be of use
 * gives    true
 * fails    ERR_LIMIT when the limits are too small for an empty state
 * source   none
 */
bool host_open(Host *h, HostLimits limits, Err *err);
void host_close(Host *h);

/* Runs body inside the protected call; whatever touches the Lua stack belongs in there.
 *
 * takes    body: finds arg as light userdata at index 1, its results are dropped; name: what is run, for faults without
 *          a place. Not to be called from inside a body.
 * gives    true when body returned
 * fails    ERR_LIMIT: out of steps, memory or cancelled; ERR_SCRIPT: any other Lua error; host_raise: its own kind
 * source   none
 */
bool host_run(Host *h, lua_CFunction body, void *arg, const char *name, Err *err);

/* ---- inside a run ---- */

Host *host_of(lua_State *L);

/* Pushes the function compiled from text. A leading byte order mark is skipped.
 *
 * takes    name: shown in places; text of size bytes; most: the largest size accepted
 * gives    one function on the stack; its first upvalue is the environment
 * fails    raises ERR_LIMIT for size and memory, ERR_SCRIPT for bytecode, control characters (tab and line ends are
 *          allowed), what is not UTF-8, and mistakes of syntax
 * source   none
 */
void host_load_text(lua_State *L, const char *name, const char *text, size_t size, size_t most);

/* Counts work that a library function does in C as steps of the run, so that no loop hides in it. Raises ERR_LIMIT. */
void host_charge(lua_State *L, size_t steps);

/* Ends the run with this fault. Never returns. */
_Noreturn void host_raise(lua_State *L, const Err *err);
