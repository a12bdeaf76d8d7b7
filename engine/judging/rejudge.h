/* Stored cases judged again by two sets of packs: bytes in, bytes out, so that a confined process can do it. Whoever
 * asks packs questions and reads answers with the verbs below, and takes an answer for bytes of a stranger. Knows no
 * store. */
#pragma once

#include "base/shape.h"
#include "formats/excerpt.h"
#include "judging/arbiter.h"

typedef enum {
  REJUDGE_RULES, /* which rules differ */
  REJUDGE_COUNT, /* cases: how many stand otherwise, and which */
  REJUDGE_TELL   /* one case: what differs, and why */
} RejudgeKind;

/* A question is its kind, then cases: whole ones, or excerpts with what the rules read that differ. */
void rejudge_ask(Text *out, RejudgeKind kind);
void rejudge_add(Text *out, int64_t id, bool whole, const void *bytes, size_t len);

/* Answers a question.
 *
 * takes    before, after: arbiters with their packs loaded; work: for one case after the other, emptied
 * gives    the answer behind what is in out
 * fails    ERR_DATA: no such question; a case to be told that cannot be read
 * source   none
 */
bool rejudge_answer(const Arbiter *before, const Arbiter *after, Arena *a, Arena *work, const char *question,
                    size_t len, Text *out, Err *err);

/* ---- what answers say; texts in the arena ---- */

typedef struct Cause {
  const char *text;
  bool fires; /* makes the rule present, else not present */
  int64_t count;
} Cause;

typedef struct RejudgedRule {
  ContrastKind kind;
  const char *pack, *rule, *title;
  const char *was, *is;           /* the condition as a sentence, before and after; "" when there is none */
  const char *asked, *asks;       /* what follows from it, likewise */
  int64_t present[2], unknown[2]; /* sides: before, after */
  int64_t newly, gone;
  LIST(Cause) causes;
} RejudgedRule;

typedef LIST(RejudgedRule) RejudgedRules;

typedef struct Moved { /* a case that stands otherwise */
  int64_t id;
  int64_t stops, findings, program; /* how many of each differ: stops, findings, sentences about the program */
} Moved;

typedef LIST(int64_t) RejudgeIds;

typedef struct Rejudged {           /* added up over answers */
  int64_t cases, unread;            /* judged; could not be read */
  int64_t changed, stops, programs; /* cases with any difference, with another referral, with another program */
  LIST(Moved) moved;
  RejudgeIds owed; /* excerpts that tell too little: to be asked as a whole, nothing is counted yet */
} Rejudged;

typedef struct MovedRule {
  size_t rule; /* of the rules */
  Side side;
  Truth was, is;
  const char *const *causes; /* NULL-terminated */
} MovedRule;

typedef struct Told { /* one case */
  LIST(MovedRule) rules;
  LIST(const char *) program; /* sentences */
} Told;

/* Reads an answer. rules: filled by REJUDGE_RULES, counted up by REJUDGE_COUNT. wanted: what an excerpt must hold;
 * NULL: there can be none. asked: the cases of the question, in its order. fails ERR_SCRIPT: no answer of that kind, or
 * about other cases. */
bool rejudge_read_rules(Arena *a, const char *answer, size_t len, RejudgedRules *rules, const Excerpt **wanted,
                        Err *err);
bool rejudge_read_count(Arena *a, const char *answer, size_t len, const RejudgeIds *asked, RejudgedRules *rules,
                        Rejudged *sum, Err *err);
bool rejudge_read_told(Arena *a, const char *answer, size_t len, const RejudgedRules *rules, Told *told, Err *err);
