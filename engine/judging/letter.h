/* Messages over a socket between a worker and who watches it: a kind and a body of bytes. Sizes are capped; whoever
 * waits says until when. Knows no message's meaning. */
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
  LETTER_LATE,     /* the time is over */
  LETTER_CANCELLED /* by Ctrl-C */
} LetterFate;

#define LETTER_EVER INT64_MAX

/* Milliseconds of the clock by which times to wait until are said. */
int64_t letter_now(void);

/* Sends a letter; until: letter_now() at which it is too late, LETTER_EVER: the socket is waited for in the kernel. */
LetterFate letter_send(int fd, uint32_t kind, const char *body, size_t len, int64_t until);

/* Receives one. gives LETTER_DONE and *letter, its body in the arena. */
LetterFate letter_receive(int fd, Arena *a, Letter *letter, int64_t until);
