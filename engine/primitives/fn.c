/* fn: a function of the pack as a leaf like any other. It is called only when everything it needs is known; what it
 * looked at is kept for the explanation. How it is called is the pack's business (Run.call). */
#include "detail.h"
#include "primitives.h"

static Side side_of_need(const Run *run, int test) {
  return run->catalog->tests.items[test].paired ? run->side : SIDE_BOTH;
}

static Why lacking_test(Run *run, int test) {
  Side side = side_of_need(run, test);
  bool any_side = run->catalog->tests.items[test].paired && side == SIDE_BOTH;
  return reading_of(weigh_readings(run->weigh), test, any_side ? SIDE_LEFT : side)->value.why;
}

static Why first_lacking(Run *run, const Function *f) {
  for (const int *test = f->tests; *test >= 0; test++) {
    Why why = lacking_test(run, *test);
    if (why != WHY_NONE) return why;
  }
  for (const int *question = f->questions; *question >= 0; question++)
    if (run->answers[*question] == ANSWER_OPEN) return WHY_NOT_ANSWERED;
  return WHY_NONE;
}

static void add_fault(Run *run, const char *fault) {
  for (size_t i = 0; i < run->faults.count; i++)
    if (text_equal(run->faults.items[i], fault)) return;
  *LIST_ADD(run->arena, &run->faults) = fault;
}

static void evaluate(Run *run, const Node *n, Outcome *out) {
  const char *fault = NULL;
  out->value.why = WHY_FUNCTION; /* no number, as long as the function gives none */
  out->why = first_lacking(run, n->function);
  if (n->kind == KIND_NUMBER && !n->paired) out->side = SIDE_BOTH;
  if (n->kind == KIND_NUMBER && out->why != WHY_NONE) out->value.why = out->why;
  if (out->why != WHY_NONE) return;
  if (run->call)
    run->call(run->call_context, run, n, out, &fault);
  else
    out->why = WHY_FUNCTION;
  if (fault) add_fault(run, fault);
}

static void describe(const Catalog *catalog, const Node *n, Text *t) {
  (void)catalog;
  if (n->function->says)
    text_add(t, n->function->says);
  else
    text_addf(t, n->kind == KIND_NUMBER ? "the number of the function on line %d" : "the function on line %d holds",
              n->line);
}

static void detail(Run *run, const Node *n, const Outcome *out, Text *t) {
  (void)run, (void)n;
  if (out->reads) text_addf(t, "the function looked at %s", out->reads);
  if (out->why != WHY_NONE) text_addf(t, "%s%s", t->len ? "; " : "", why_sentence(out->why));
}

static void needs(Run *run, const Node *n, const Outcome *out, Needs *list) {
  for (const int *test = n->function->tests; *test >= 0; test++) {
    Why why = lacking_test(run, *test);
    if (why != WHY_NONE) needs_test(run, *test, side_of_need(run, *test), why, list);
  }
  for (const int *question = n->function->questions; *question >= 0; question++) {
    const Question *q = &run->catalog->questions.items[*question];
    if (run->answers[*question] == ANSWER_OPEN)
      need_add(run, list, WHY_NOT_ANSWERED, q->id, SIDE_BOTH, arena_printf(run->arena, "answer to \"%s\"", q->text));
  }
  if (out->why == WHY_FUNCTION)
    need_add(run, list, WHY_FUNCTION, "", SIDE_BOTH, "an answer of the rule's own function");
}

const Ops ops_fn = {.evaluate = evaluate, .describe = describe, .detail = detail, .needs = needs};
