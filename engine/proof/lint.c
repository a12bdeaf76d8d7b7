#include "base/lexer.h"
#include "facts/grade.h"
#include "primitives/primitives.h"
#include "proof/lint.h"
#include "rules/bounds.h"
#include "rules/cover.h"

#include <string.h>

/* Patients understand texts of this school grade. source: convention, plain-language guidance for handouts */
static const double GRADE_MOST = 6;

typedef struct Lint {
  Arena *arena;
  const Catalog *catalog;
  const Pack *pack;
  Lexed lexed;
  Diags *diags;
  const Rule *rule; /* that is looked at */
  bool *seen;       /* per node: a condition that several rules share is looked at once */
} Lint;

/* ---- places ---- */

static Diag *at_word(Lint *lint, DiagLevel level, int line, const char *word, const char *literal, const char *text) {
  Token *token = lexer_point(&lint->lexed, line, word, literal);
  return lexer_fault(&lint->lexed, lint->diags, level, token, line, text);
}

/* How many nodes of this word were written on this line of the rule before n. Ids run in the order of writing. */
static size_t before_on_line(const Node *in, const Node *n) {
  size_t count = in->op == n->op && in->line == n->line && in->id < n->id;
  for (size_t i = 0; i < in->kid_count; i++) count += before_on_line(in->kids[i], n);
  for (int i = 0; i < ARGS_MOST; i++)
    if (in->args[i].node) count += before_on_line(in->args[i].node, n);
  return count;
}

/* The word itself, also when others like it stand before it on its line. */
static Diag *at_node(Lint *lint, DiagLevel level, const Node *n, const char *text) {
  size_t skip = before_on_line(lint->rule->when, n);
  for (size_t i = 0; i < lint->lexed.count; i++) {
    const Token *token = &lint->lexed.items[i];
    if (token->line != n->line || token->kind != TOKEN_NAME || strcmp(token->text, n->op->name) != 0) continue;
    if (skip-- == 0) return lexer_fault(&lint->lexed, lint->diags, level, token, n->line, text);
  }
  return at_word(lint, level, n->line, n->op->name, NULL, text);
}

static Diag *at_rule(Lint *lint, DiagLevel level, const char *field, const char *text) {
  return at_word(lint, level, lint->rule->line, "rule", field, text);
}

static const char *phrase(const Lint *lint, const Node *n) {
  Text t = {.arena = lint->arena};
  if (n->kind == KIND_NUMBER && n->kid_count) return "the number of conditions that hold";
  expr_describe(lint->catalog, n, &t);
  return text_get(&t);
}

/* ---- conditions that can never, or must always, hold ---- */

/* " deg"; nothing behind bare numbers. */
static const char *unit_behind(const Lint *lint, Dimension dimension) {
  bool bare = dimension == DIM_RATIO || dimension == DIM_COUNT || dimension == DIM_COUNT_OF;
  return bare ? "" : arena_printf(lint->arena, " %s", unit_base(dimension)->id);
}

static const char *range_text(const Lint *lint, const Node *number) {
  Text t = {.arena = lint->arena};
  Bounds may = bounds_of(lint->catalog, lint->pack, number);
  bool lo = !isinf(may.lo), hi = !isinf(may.hi);
  text_add(&t, lo && hi ? "from " : lo ? "at least " : "at most ");
  if (lo) text_add_short(&t, may.lo, 2);
  if (lo && hi) text_add(&t, " to ");
  if (hi) text_add_short(&t, may.hi, 2);
  text_add(&t, unit_behind(lint, number->dimension));
  return text_get(&t);
}

/* What a slip means for the rule as a whole. */
static const char *consequence(const Lint *lint) {
  Possible rule = bounds_possible(lint->catalog, lint->pack, lint->rule->when);
  if (!rule.yes) return arena_printf(lint->arena, "rule '%s' can never fire", lint->rule->id);
  if (!rule.no) return arena_printf(lint->arena, "rule '%s' fires for everybody measured", lint->rule->id);
  return NULL;
}

static void check_cut(Lint *lint, const Node *n) {
  Possible possible = bounds_possible(lint->catalog, lint->pack, n);
  if (possible.yes && possible.no) return;
  const Node *number = n->args[0].node;
  const char *text = arena_printf(lint->arena, "this is %s true: %s can be %s", possible.yes ? "always" : "never",
                                  phrase(lint, number), range_text(lint, number));
  at_node(lint, DIAG_WARNING, n, text)->hint = consequence(lint);
}

static void check_imbalance(Lint *lint, const Node *n) {
  if (n->args[2].number <= BOUNDS_IMBALANCE) return;
  const char *text = arena_printf(
      lint->arena, "this is never true: no two muscles of a person lie more than %g SD apart", BOUNDS_IMBALANCE);
  at_word(lint, DIAG_WARNING, n->line, n->op->name, "at_least", text)->hint = consequence(lint);
}

static void check_conflict(Lint *lint, const Node *n) {
  const Node *first, *second = bounds_conflict(lint->catalog, lint->pack, n, &first);
  if (!second) return;
  const char *text =
      arena_printf(lint->arena, "this and \"%s\" on line %d are never true together", phrase(lint, first), first->line);
  at_node(lint, DIAG_WARNING, second, text)->hint = consequence(lint);
}

static void check_norms(Lint *lint, const Node *n) {
  if (cover_next(lint->catalog, n, -1) < 0 || cover_spare(n)) return;
  Cover cover = cover_leaf(lint->catalog, n);
  if (!cover_none(&cover)) return;
  at_node(lint, DIAG_WARNING, n,
          arena_printf(lint->arena, "nobody can be judged by %s: there is no comparison group", phrase(lint, n)))
      ->hint = "use a side difference, or a value with its own cut";
}

static void check_node(Lint *lint, const Node *n) {
  Bounds cut;
  if (lint->seen[n->id]) return;
  lint->seen[n->id] = true;
  if (bounds_cut(n, &cut)) check_cut(lint, n);
  if (n->op->ops == &ops_imbalance) check_imbalance(lint, n);
  if (n->op->ops == &ops_all) check_conflict(lint, n);
  check_norms(lint, n);
  for (size_t i = 0; i < n->kid_count; i++) check_node(lint, n->kids[i]);
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) check_node(lint, n->args[i].node);
}

/* ---- effects ---- */

static void check_weight(Lint *lint) {
  const Rule *rule = lint->rule;
  bool weighs = false;
  for (size_t i = 0; i < rule->effect_count; i++) weighs = weighs || rule->effects[i].action != ACTION_STOP;
  if (weighs || rule->weight == 1) return;
  at_rule(lint, DIAG_WARNING, "weight", "this weight changes nothing: a stop wins whatever it weighs");
}

static bool has_tag(const Exercise *exercise, const char *tag) {
  for (const char *const *own = exercise->tags; own && *own; own++)
    if (strcmp(*own, tag) == 0) return true;
  return false;
}

/* Does leaving out this tag leave no exercise for the effect? */
static bool leaves_none(const Lint *lint, const Effect *effect, const char *tag) {
  size_t found = 0;
  for (size_t i = 0; i < lint->catalog->exercises.count; i++) {
    const Exercise *exercise = &lint->catalog->exercises.items[i];
    if (exercise->purpose != effect->action) continue;
    for (size_t k = 0; k < exercise->muscle_count; k++) {
      if (exercise->muscles[k].muscle != effect->muscle) continue;
      if (!has_tag(exercise, tag)) return false;
      found++;
    }
  }
  return found > 0;
}

static const char *clash(const Lint *lint, const Effect *one, const Effect *two) {
  bool same = one->action == two->action && strcmp(one->target, two->target) == 0;
  if (same && one->against != two->against)
    return arena_printf(lint->arena, "advice for and against the same thing: %s %s", action_names[one->action],
                        one->target);
  const Effect *out = two->action == ACTION_EXCLUDE ? two : one, *in = out == two ? one : two;
  if (out->action != ACTION_EXCLUDE || out->against || in->against || in->muscle < 0 ||
      !leaves_none(lint, in, out->target))
    return NULL;
  return arena_printf(lint->arena, "without \"%s\" no exercise is left to %s %s", out->target, action_names[in->action],
                      in->target);
}

/* Two rules that fire together, or one rule with itself. */
static void check_advice(Lint *lint, const Rule *other) {
  const Rule *rule = lint->rule;
  for (size_t i = 0; i < other->effect_count; i++)
    for (size_t k = other == rule ? i + 1 : 0; k < rule->effect_count; k++) {
      const char *text = clash(lint, &other->effects[i], &rule->effects[k]);
      if (!text) continue;
      Diag *diag = at_rule(lint, DIAG_WARNING, action_names[rule->effects[k].action], text);
      if (other != rule)
        diag->hint = arena_printf(lint->arena, "rule '%s' on line %d has the same condition", other->id, other->line);
      return;
    }
}

static void check_opposing(Lint *lint, size_t at) {
  const Rule *rule = lint->rule;
  check_advice(lint, rule);
  for (size_t i = 0; i < lint->pack->rule_count; i++) {
    const Rule *other = &lint->pack->rules[i];
    bool before = other->line < rule->line || (other->line == rule->line && i < at);
    if (before && other->each == rule->each && bounds_same(other->when, rule->when)) check_advice(lint, other);
  }
}

/* ---- words for an index ---- */

/* The leaf whose number leads the rule whenever it fires, when the tree alone tells. */
static const Node *leading(const Node *n) {
  if (n->op->ops != &ops_all) return n->kid_count ? NULL : n;
  for (size_t i = 0; i < n->kid_count; i++) {
    const Node *kid = n->kids[i];
    bool silent = kid->op->ops == &ops_is || kid->op->ops == &ops_known;
    if (!silent) return leading(kid);
  }
  return NULL;
}

/* The index beyond which the rule fires, without its sign; NAN: the tree does not tell. */
static double least_index(const Node *lead) {
  if (lead->op->ops == &ops_imbalance) return lead->args[2].number;
  if (lead->op->ops == &ops_above && lead->args[1].number >= 0) return lead->args[1].number;
  if (lead->op->ops == &ops_below && lead->args[1].number <= 0) return -lead->args[1].number;
  return NAN;
}

static void check_grades(Lint *lint) {
  const Rule *rule = lint->rule;
  const Node *lead = rule->grade_count ? leading(rule->when) : NULL;
  double least = lead ? least_index(lead) : NAN;
  const char *unit = lead ? unit_behind(lint, lead->dimension) : "";
  for (size_t i = 0; i < rule->grade_count; i++) {
    const Grade *grade = &rule->grades[i], *next = i + 1 < rule->grade_count ? grade + 1 : NULL;
    const char *text = NULL;
    if (lead && grade->unit && lead->dimension != DIM_COUNT_OF && grade->unit->dimension != lead->dimension)
      text = arena_printf(lint->arena, "grade '%s' is in %s, the index of the rule in %s: it is never said",
                          grade->name, grade->unit->id, unit_base(lead->dimension)->id);
    else if (next && next->from <= least)
      text = arena_printf(lint->arena, "grade '%s' is never said: the rule fires from %g%s on, where '%s' has begun",
                          grade->name, least, unit, next->name);
    else if (i == 0 && grade->from > least)
      text = arena_printf(lint->arena, "between %g%s, where the rule fires, and %g%s no grade is said", least, unit,
                          grade->from, unit);
    if (text) at_rule(lint, DIAG_WARNING, grade->name, text);
  }
}

static void check_say(Lint *lint) {
  const char *text = rule_unfilled(lint->arena, lint->rule);
  if (text) at_rule(lint, DIAG_WARNING, "say", text);
}

/* ---- notes ---- */

static void note_source(Lint *lint) {
  for (const char *const *cite = lint->rule->cites; *cite; cite++)
    if (strcmp(*cite, "convention") != 0) return;
  at_rule(lint, DIAG_NOTE, "cite", arena_printf(lint->arena, "rule '%s' cites nothing but convention", lint->rule->id));
}

/* Where a rule has words for the patient, those are read. */
/* Patients read what the rule tells, not what it says. */
static void note_grade(Lint *lint) {
  double grade = round(grade_level(lint->rule->tell));
  if (grade <= GRADE_MOST) return;
  Diag *diag =
      at_rule(lint, DIAG_NOTE, "tell",
              arena_printf(lint->arena, "what rule '%s' tells reads like school grade %.0f; patients follow grade %.0f",
                           lint->rule->id, grade, GRADE_MOST));
  diag->hint = "shorter sentences and shorter words";
}

static void note_gaps(Lint *lint, const Node *n, bool *told) {
  int from = lint->pack->age_max ? lint->pack->age_min : 0, to = lint->pack->age_max ? lint->pack->age_max : 120;
  for (int t = -1; (t = cover_next(lint->catalog, n, t)) >= 0;) {
    Cover cover = cover_test(lint->catalog, t);
    if (told[t] || cover_whole(&cover, from, to)) continue;
    told[t] = true;
    const char *test = lint->catalog->tests.items[t].id, *rule = lint->rule->id;
    at_node(lint, DIAG_NOTE, n,
            cover_none(&cover)
                ? arena_printf(lint->arena, "rule '%s': %s has no comparison group", rule, test)
                : arena_printf(lint->arena, "rule '%s': %s has comparison groups for %s; the rule is for ages %d-%d",
                               rule, test, cover_sentence(lint->arena, &cover, from, to), from, to));
  }
  for (size_t i = 0; i < n->kid_count; i++) note_gaps(lint, n->kids[i], told);
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) note_gaps(lint, n->args[i].node, told);
}

static void note_rule(Lint *lint) {
  note_source(lint);
  note_grade(lint);
  note_gaps(lint, lint->rule->when, arena_array(lint->arena, lint->catalog->tests.count, sizeof(bool)));
}

/* ---- packs that nobody asks ---- */

static void check_requires(Lint *lint) {
  for (size_t i = 0; i < lint->pack->require_count; i++) {
    const Require *r = &lint->pack->requires[i];
    if (r->asked) continue;
    lexer_fault(&lint->lexed, lint->diags, DIAG_WARNING, link_place(&lint->lexed, r->id, false), r->line,
                arena_printf(lint->arena, "pack '%s' is required, but no rule asks found(\"%s/...\")", r->id, r->id))
        ->hint =
        arena_printf(lint->arena, "leave it out; if it shall judge beside this pack: sinew rules use %s", r->id);
  }
}

void lint_pack(Arena *a, const Catalog *catalog, const Pack *pack, const char *data, size_t len, Diags *diags) {
  Lint lint = {.arena = a, .catalog = catalog, .pack = pack, .diags = diags};
  lint.lexed = lexer_read(a, arena_copy(a, pack->path), data, len);
  lint.seen = arena_array(a, (size_t)pack->node_count, sizeof *lint.seen);
  for (size_t i = 0; i < pack->rule_count; i++) {
    lint.rule = &pack->rules[i];
    check_node(&lint, lint.rule->when);
    check_weight(&lint);
    check_opposing(&lint, i);
    check_grades(&lint);
    check_say(&lint);
  }
  check_requires(&lint);
  for (size_t i = 0; i < pack->rule_count; i++) lint.rule = &pack->rules[i], note_rule(&lint);
  diags_sort(diags);
}
