/* Takes from this process, for good, whatever judging does not need: files, network, other programs and processes,
 * memory and time without end, the environment. What is left is one socket and memory. Knows no pack and no message. */
#pragma once

#include <stdbool.h>

enum { CONFINE_SOCKET = 0, CONFINE_SECONDS = 3600 /* of a processor, for a whole life */ };

/* What a process ended up with. */
typedef enum {
  CONFINE_WHOLE,     /* filter of system calls, and limits */
  CONFINE_SANITIZED, /* the filter lets through what the sanitizers need, and memory has no limit */
  CONFINE_LIMITED    /* limits alone: this system has no filter, or refused it */
} Confinement;

/* "with limits alone: ..." as the end of a sentence; NULL for CONFINE_WHOLE. */
const char *confine_sentence(Confinement confinement);

/* Where the words of the command line are, before the first of the functions below is called: nobody is to read them in
 * a confined process, nor to take it for the one that was started. */
void confine_words(char **words);

/* Keeps this open file alone, as CONFINE_SOCKET, and empties environment and command line. fails false: cannot be. */
bool confine_files(int socket);

/* Dies with its parent, which must still be `parent`. fails false: it is gone already. */
bool confine_to_parent(int parent);

/* Sets limits and the filter. Nothing but memory, CONFINE_SOCKET and the end is there afterwards: a forbidden call ends
 * the process.
 * gives *out. fails false: not even the limits can be set. */
bool confine(Confinement *out);
