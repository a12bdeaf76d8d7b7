/* Messages over a socket between a worker and who watches it: a kind and a body of bytes. Sizes are capped; whoever
 * waits says until when, and who watches many sends and receives as far as it goes. Knows no message's meaning. */
#pragma once

#include "base/arena.h"
#include "base/ceiling.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct Letter { /* its body has LETTER_MOST bytes at most */
  uint32_t kind;
  const char *body; /* len bytes with a NUL behind; may be changed by the owner of the arena */
  size_t len;
} Letter;

typedef enum {
  LETTER_DONE,
  LETTER_GONE,     /* the other side closed */
  LETTER_FORGED,   /* it sent what is no letter */
  LETTER_LATE,     /* the time is over; as far as it goes: not all of it yet */
  LETTER_CANCELLED /* by Ctrl-C */
} LetterFate;

#define LETTER_EVER INT64_MAX

/* Milliseconds of the clock by which times to wait until are said. */
int64_t letter_now(void);

/* Sends a letter; until: letter_now() at which it is too late, LETTER_EVER: the socket is waited for in the kernel. */
LetterFate letter_send(int fd, uint32_t kind, const char *body, size_t len, int64_t until);

/* Receives one. gives LETTER_DONE and *letter, its body in the arena. */
LetterFate letter_receive(int fd, Arena *a, Letter *letter, int64_t until);

/* ---- as far as it goes without waiting ---- */

typedef struct LetterHead {
  uint32_t seal, kind;
  uint64_t len;
} LetterHead;

typedef struct LetterOut { /* on its way; all NULL: nothing is */
  Letter letter;           /* its body stays until it is sent */
  size_t done;             /* bytes sent, of head and body */
} LetterOut;

typedef struct LetterIn { /* zero-initialised: nothing has come yet */
  LetterHead head;
  size_t done;
  char *body;
} LetterIn;

/* gives LETTER_DONE: all of it is sent, and *out is empty again; LETTER_LATE: the socket takes no more now. */
LetterFate letter_push(int fd, LetterOut *out);
/* gives LETTER_DONE and *letter as letter_receive, and *in is empty again; LETTER_LATE: no more has come yet. */
LetterFate letter_pull(int fd, Arena *a, LetterIn *in, Letter *letter);
