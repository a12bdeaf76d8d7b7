/* age, mass, answer: facts about the patient; exact. */
#include "detail.h"
#include "primitives.h"

static const Param no_params[] = {{NULL, 0, false}};
static const Param question_params[] = {{"question", PARAM_QUESTION, false}, {NULL, 0, false}};

static const Question *question_of(const Catalog *catalog, const Node *n) {
  return &catalog->questions.items[n->args[0].index];
}

static void fact(Outcome *out, double number, bool known, Why otherwise) {
  out->value = (Value){.lo = number, .hi = number, .cap = 1, .why = known ? WHY_NONE : otherwise};
  out->why = out->value.why;
  out->side = SIDE_BOTH;
}

static void prepare_age(Build *b, Node *n) { (void)b, n->dimension = DIM_AGE; }
static void prepare_mass(Build *b, Node *n) { (void)b, n->dimension = DIM_MASS; }

static void eval_age(Run *run, const Node *n, Outcome *out) {
  (void)n;
  int age = weigh_of(run->weigh)->patient.age_years;
  fact(out, age, age >= 0, WHY_NO_AGE);
}

static void eval_mass(Run *run, const Node *n, Outcome *out) {
  (void)n;
  double mass = weigh_of(run->weigh)->patient.mass_kg;
  fact(out, mass, !isnan(mass), WHY_NO_MASS);
}

static void eval_answer(Run *run, const Node *n, Outcome *out) {
  out->side = SIDE_BOTH;
  out->answer = run->answers[n->args[0].index];
  out->why = out->answer == ANSWER_OPEN ? WHY_NOT_ANSWERED : WHY_NONE;
}

static void describe_age(const Catalog *catalog, const Node *n, Text *t) { (void)catalog, (void)n, text_add(t, "age"); }
static void describe_mass(const Catalog *catalog, const Node *n, Text *t) {
  (void)catalog, (void)n, text_add(t, "body mass");
}
static void describe_answer(const Catalog *catalog, const Node *n, Text *t) {
  text_addf(t, "\"%s\"", question_of(catalog, n)->text);
}

static void needs_age(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  (void)n;
  need_add(run, needs, out->why, "age", SIDE_BOTH, "the patient's age");
}

static void needs_mass(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  (void)n;
  need_add(run, needs, out->why, "mass", SIDE_BOTH, "body mass");
}

static void needs_answer(Run *run, const Node *n, const Outcome *out, Needs *needs) {
  const Question *q = question_of(run->catalog, n);
  (void)out;
  need_add(run, needs, WHY_NOT_ANSWERED, q->id, SIDE_BOTH, arena_printf(run->arena, "answer to \"%s\"", q->text));
}

const Ops ops_age = {
    .params = no_params, .prepare = prepare_age, .evaluate = eval_age, .describe = describe_age, .needs = needs_age};
const Ops ops_mass = {.params = no_params,
                      .prepare = prepare_mass,
                      .evaluate = eval_mass,
                      .describe = describe_mass,
                      .needs = needs_mass};
const Ops ops_answer = {
    .params = question_params, .evaluate = eval_answer, .describe = describe_answer, .needs = needs_answer};
