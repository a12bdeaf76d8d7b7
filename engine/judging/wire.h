/* What is asked of a worker and what it answers: the kinds of letters, and the shapes of what is in them beside the
 * domain's own structs. Every question but WIRE_OPEN begins with the number of the set of packs that it is for. An
 * answer holds what the kind of question says, or the fault, and then the mistakes found. Knows neither side's
 * doings. */
#pragma once

#include "judging/arbiter.h"
#include "rules/shapes.h"

typedef enum {
  /* questions */
  WIRE_OPEN,      /* files of the catalog to work with; without it the one that the process began with */
  WIRE_LOAD,      /* a pack -> place of the pack, all packs, rows that they bring */
  WIRE_LINT,      /* a pack, its id -> nothing */
  WIRE_EVALUATE,  /* a case -> a result */
  WIRE_EXPLAIN,   /* a case, rule, side -> explanations */
  WIRE_SCALES,    /* a case, judged rules -> a scale each */
  WIRE_OVERRULED, /* rule, side -> pack, rule, first side, count */
  WIRE_WHYNOT,    /* a case, rule, side -> whynots */
  WIRE_GOALS,     /* a case -> goals */
  WIRE_SWEEP,     /* a case, measures -> a sweep */
  WIRE_WHATIF,    /* a case, measures, answers -> a whatif */
  WIRE_NEXT,      /* a case -> a next */
  WIRE_GROUNDS,   /* a case -> grounds */
  WIRE_TEST,      /* a test request -> a test reply */
  WIRE_BAN,       /* numbers of a pack and a rule, which is judged no longer -> nothing */
  WIRE_WORK, /* kind of job, what is asked of it, items to the end -> an answer an item: two words of 32 bits, whether it
                    is one and how long; its bytes or the fault */
  WIRE_FOUND, /* answers WIRE_NEED: a pack, or a fault */
  WIRE_QUESTIONS,
  /* answers */
  WIRE_READY = 100, /* first word of a worker: how it is confined */
  WIRE_DONE,
  WIRE_FAILED, /* the fault */
  WIRE_NEED    /* while a pack is loaded: id of another that it requires, and the file that does */
} WireKind;

extern const Layout file_shape, source_shape, explanation_shape, judged_shape, pack_shape, test_request_shape,
    test_reply_shape;

typedef struct WireFile { /* of the catalog */
  const char *name, *text;
  size_t len;
} WireFile;

void wire_put_err(Text *out, const Err *err);
bool wire_get_err(ShapeReader *in, Err *err);
/* Behind those that are there already; texts stay in the bytes read. */
void wire_put_diags(Text *out, const Diags *diags);
bool wire_get_diags(ShapeReader *in, Diags *diags);
