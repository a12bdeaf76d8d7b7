/* Packs and cases at random, from the tables alone: conditions from the rows and parameters of primitives.def over the
 * tests, muscles and questions of the catalog, cases over the same tests. What a seed gives is the same everywhere. */
#pragma once

#include "judging.h"
#include "primitives/primitives.h"
#include "rounds.h"
#include "script/pack.h"

typedef struct Hint { /* in which unit a number is compared, and from where to where it may lie */
  const char *word;   /* NULL: bare */
  double lo, hi;
} Hint;

typedef struct Maker {
  Bench *b;
  LIST(const char *) leaves; /* conditions that load */
  size_t asked;              /* rules that found may name: r0, r1, ... */
} Maker;

static inline void make_number(Maker *m, Text *t, Hint *hint, int depth);

static inline const char *random_row(Maker *m, RowKind kind) {
  return catalog_row_id(&m->b->catalog, kind, bench_below(catalog_count(&m->b->catalog, kind)));
}

static inline void make_quantity(Text *t, const Hint *hint) {
  double value = bench_uniform(hint->lo, hint->hi);
  if (hint->word)
    text_addf(t, "%s(%.1f)", hint->word, value);
  else
    text_addf(t, "%.1f", value);
}

/* An argument of a word, as its kind is written. */
static inline void make_argument(Maker *m, Text *t, ParamKind kind, Hint *hint) {
  static const char *const answers[] = {"yes", "no", "unsure"};
  switch (kind) {
  case PARAM_TEST: {
    const Test *test = &m->b->catalog.tests.items[bench_below(m->b->catalog.tests.count)];
    *hint = (Hint){test->unit->word, test->likely_lo / test->unit->factor, test->likely_hi / test->unit->factor};
    text_addf(t, "\"%s\"", test->id);
    break;
  }
  case PARAM_MUSCLE: text_addf(t, "\"%s\"", random_row(m, ROWS_MUSCLE)); break;
  case PARAM_QUESTION: text_addf(t, "\"%s\"", random_row(m, ROWS_QUESTION)); break;
  case PARAM_QUANTITY: make_quantity(t, hint); break;
  case PARAM_DOMAIN: text_addf(t, "\"%s\"", domain_names[bench_below(4)]); break;
  case PARAM_BASE: text_addf(t, "\"%s\"", gap_base_names[bench_below(4)]); break;
  case PARAM_ANSWER: text_add(t, answers[bench_below(3)]); break;
  default: make_number(m, t, hint, 0);
  }
}

static inline void make_call(Maker *m, Text *t, const Primitive *op, const Param *params, Hint *hint) {
  text_addf(t, "%s(", op->name);
  for (size_t i = 0; params && i < ARGS_MOST && params[i].name; i++) {
    if (params[i].optional && bench_below(2)) break;
    if (i) text_add(t, ", ");
    make_argument(m, t, params[i].kind, hint);
  }
  text_add_char(t, ')');
}

/* A word that gives this, or NULL now and then. */
static inline const Primitive *random_word(Kind gives, Form form) {
  const Primitive *op = &primitives[bench_below(primitive_count)];
  bool plain = !op->ops->many && op->ops != &ops_fn && op->ops != &ops_found && strcmp(op->name, "constant") != 0;
  return op->gives == gives && op->form == form && plain ? op : NULL;
}

static inline const Primitive *pick_word(Kind gives, Form form) {
  const Primitive *op = NULL;
  while (!op) op = random_word(gives, form);
  return op;
}

static inline void make_word_number(Maker *m, Text *t, Hint *hint) {
  static const char *const sides[] = {"", "", "", ".other", ".left", ".right", ".worse", ".better"};
  const Primitive *op = pick_word(KIND_NUMBER, FORM_WORD);
  *hint = (Hint){"sd", -2, 2};
  make_call(m, t, op, op->ops->params, hint);
  if (strcmp(op->name, "age") == 0) *hint = (Hint){"years", 18, 60};
  if (strcmp(op->name, "mass") == 0) *hint = (Hint){"kg", 45, 95};
  if (strcmp(op->name, "ratio") == 0) *hint = (Hint){NULL, 0, 2};
  if (strcmp(op->name, "z") == 0) *hint = (Hint){"sd", -2, 2};
  if (strcmp(op->name, "asymmetry") == 0 && bench_below(2)) *hint = (Hint){"pct", 0, 30};
  if (strcmp(op->name, "change") == 0) hint->lo = -hint->hi / 10, hint->hi /= 10;
  text_add(t, sides[bench_below(ARRAY_LEN(sides))]);
}

static inline void make_number(Maker *m, Text *t, Hint *hint, int depth) {
  if (depth == 0 || bench_below(3)) {
    make_word_number(m, t, hint);
    return;
  }
  const Primitive *op = pick_word(KIND_NUMBER, FORM_OPERATOR);
  char sign = *strpbrk(op->usage, "+-*/");
  Hint other;
  text_add_char(t, '(');
  make_word_number(m, t, hint);
  text_addf(t, " %c ", sign);
  if (sign == '*' || (sign == '/' && bench_below(2)))
    text_addf(t, "%.2f", bench_uniform(0.5, 2));
  else if (bench_below(2))
    make_quantity(t, hint);
  else
    make_word_number(m, t, &other);
  text_add_char(t, ')');
}

static inline void make_function(Maker *m, Text *t) {
  const Test *test = &m->b->catalog.tests.items[bench_below(m->b->catalog.tests.count)];
  text_addf(t,
            "fn { needs = { \"%s\" }, function(p) local v = p:measure(\"%s\") if v == nil then return nil end "
            "return v > %.2f end }",
            test->id, test->id, bench_uniform(test->likely_lo, test->likely_hi) / test->unit->factor);
}

/* One comparison, or a word about muscles. It may turn out to be a mistake. */
static inline void make_leaf(Maker *m, Text *t) {
  Hint hint = {"sd", 0.5, 2};
  if (bench_below(12) == 0) {
    make_function(m, t);
  } else if (bench_below(4) == 0) {
    const Primitive *op = pick_word(KIND_TRUTH, FORM_WORD);
    make_call(m, t, op, op->ops->params, &hint);
  } else if (bench_below(8) == 0) {
    const Primitive *op = pick_word(KIND_ANSWER, FORM_WORD), *is = bench_below(3) ? primitive_find("is") : NULL;
    make_call(m, t, op, op->ops->params, &hint);
    if (!is) is = primitive_find("known");
    text_add_char(t, ':');
    make_call(m, t, is, is->ops->params + 1, &hint);
  } else {
    const Primitive *op = pick_word(KIND_TRUTH, FORM_METHOD);
    make_number(m, t, &hint, 1);
    if (bench_below(6) == 0) text_add(t, ":plain()");
    text_add_char(t, ':');
    make_call(m, t, op, op->ops->params + 1, &hint);
  }
}

static inline const char *rule_text(Arena *a, size_t number, const char *when) {
  static const char *const effects[] = {"strengthen = \"gluteus_medius\"", "stretch = \"hamstrings\"",
                                        "advise = \"hold_load\"", "mobilise = \"iliopsoas\"",
                                        "strengthen = \"core\", against = { strengthen = \"gluteus_medius\" }"};
  static const char *const evidence[] = {"strong", "moderate", "limited", "weak"};
  return arena_printf(
      a,
      "rule { id = \"r%zu\", title = \"t\", side = each, when = %s,\n  %s, group = \"g%zu\", cite = { "
      "\"convention\" }, evidence = \"%s\", say = \"{side} {test} {value} {unit} {cut} {index} {n}\" },\n",
      number, when, effects[bench_below(ARRAY_LEN(effects))], bench_below(4),
      evidence[bench_below(ARRAY_LEN(evidence))]);
}

static inline const char *pack_text(Arena *a, const char *const *rules, size_t count, bool reversed) {
  Text t = {.arena = a};
  text_add(&t, "return pack { id = \"random\", version = \"1\", title = \"t\",\n");
  for (size_t i = 0; i < count; i++) text_add(&t, rules[reversed ? count - 1 - i : i]);
  text_add(&t, "}\n");
  return text_get(&t);
}

static inline bool does_load(Bench *b, const char *condition) {
  Arena a = {0};
  Diags diags = {.arena = &a};
  Err err = {0};
  const char *rule = rule_text(&a, 0, condition), *text = pack_text(&a, &rule, 1, false);
  Pack *pack = pack_load(&a, &b->catalog, NULL, "leaf.lua", text, strlen(text), &diags, &err);
  if (pack) pack_close(pack);
  arena_free(&a);
  return pack != NULL;
}

/* Leaves that load; each word of primitives.def that makes one gets its share. */
static inline Maker maker_open(Bench *b, size_t leaves) {
  Maker m = {.b = b};
  while (m.leaves.count < leaves) {
    Text t = {.arena = &b->arena};
    make_leaf(&m, &t);
    if (does_load(b, text_get(&t))) *LIST_ADD(&b->arena, &m.leaves) = text_get(&t);
  }
  return m;
}

/* A tree over the leaves. `backwards`: every list of conditions the other way round, from the same random numbers. */
static inline const char *make_tree(Maker *m, Arena *a, int depth, bool backwards) {
  static const char *const joins[] = {"all", "any", "no", "count", "at_least"};
  if (depth == 0 || bench_below(3) == 0) {
    bool asks = m->asked && bench_below(8) == 0;
    return asks ? arena_printf(a, "found(\"r%zu\")", bench_below(m->asked))
                : m->leaves.items[bench_below(m->leaves.count)];
  }
  size_t join = bench_below(ARRAY_LEN(joins)), count = 1 + bench_below(3), least = 1 + bench_below(count);
  const char *kids[4];
  for (size_t i = 0; i < count; i++) kids[i] = make_tree(m, a, depth - 1, backwards);
  Text t = {.arena = a};
  text_addf(&t, "%s { ", joins[join]);
  if (join == 4) text_addf(&t, "%zu, ", least);
  for (size_t i = 0; i < count; i++) text_addf(&t, "%s%s", i ? ", " : "", kids[backwards ? count - 1 - i : i]);
  text_add(&t, join == 3 ? arena_printf(a, " }:above(%zu)", least - 1) : " }");
  return text_get(&t);
}

/* ---- cases ---- */

static inline void add_random_measure(Case *c, const Test *test, Side side, Day date) {
  double value = bench_uniform(test->likely_lo, test->likely_hi);
  if (test->ordinal || test->decimals == 0) value = floor(value / test->unit->factor) * test->unit->factor;
  Measure m = {.test = test->id,
               .side = side,
               .lo = value,
               .hi = value,
               .quantity = test->unit->dimension,
               .lever_m = 0.35,
               .trial = 1,
               .pain = bench_below(12) ? -1 : (int)bench_below(8),
               .date = date};
  if (test->positions && test->positions[0] && bench_below(5)) m.position = test->positions[0];
  if (bench_below(12) == 0) m.hi = bench_below(2) ? INFINITY : m.lo * 1.1 + 1;
  c->measures[c->measure_count++] = m;
  if (bench_below(6) == 0 && m.lo == m.hi) {
    m.trial = 2, m.lo = m.hi = test->ordinal || test->decimals == 0 ? value : value * 1.02;
    c->measures[c->measure_count++] = m;
  }
}

/* A person with most tests done, some of them a month before as well. */
static inline Case make_case(Bench *b, Arena *a) {
  Case c = {.patient = {.code = "R",
                        .sex = bench_below(2) ? SEX_FEMALE : SEX_MALE,
                        .age_years = 18 + (int)bench_below(40),
                        .mass_kg = bench_below(5) ? bench_uniform(48, 95) : NAN,
                        .height_cm = 170,
                        .dominant = SIDE_RIGHT,
                        .sport = bench_below(2) ? "running" : "soccer"}};
  date_parse("2026-11-20", DATE_ISO, &c.date);
  c.measures = arena_array(a, b->catalog.tests.count * 8, sizeof *c.measures);
  for (size_t i = 0; i < b->catalog.tests.count; i++) {
    const Test *test = &b->catalog.tests.items[i];
    for (int side = test->paired ? SIDE_LEFT : SIDE_BOTH; side <= (test->paired ? SIDE_RIGHT : SIDE_BOTH); side++) {
      if (bench_below(5) == 0) continue;
      add_random_measure(&c, test, (Side)side, 0);
      if (bench_below(5) == 0) add_random_measure(&c, test, (Side)side, c.date - 30);
    }
  }
  c.answers = arena_array(a, b->catalog.questions.count, sizeof *c.answers);
  for (size_t i = 0; i < b->catalog.questions.count; i++)
    if (bench_below(4))
      c.answers[c.answer_count++] =
          (Answer){b->catalog.questions.items[i].id, (AnswerValue)(ANSWER_NO + bench_below(3))};
  return c;
}

static inline void bench_shuffle(void *items, size_t count, size_t size) {
  char hold[sizeof(Measure)], *bytes = items;
  for (size_t i = count; i > 1; i--) {
    size_t k = bench_below(i);
    memcpy(hold, bytes + (i - 1) * size, size);
    memmove(bytes + (i - 1) * size, bytes + k * size, size);
    memcpy(bytes + k * size, hold, size);
  }
}
