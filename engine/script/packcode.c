#include "script/packcode.h"

#include "primitives/primitives.h"
#include "script/own.h"

#include <string.h>

/* ---- what is plain ---- */

static const Layout effect_shape =
    SHAPE(Effect, target, WHOLE(Effect, action, "action"), RAW(Effect, target, "target"),
          WHOLE(Effect, muscle, "muscle"), WHOLE(Effect, urgency, "urgency"), FLAG(Effect, against, "against"));

static const Layout grade_shape =
    SHAPE(Grade, name, RAW(Grade, name, "name"), REAL(Grade, from, "from"), UNIT_OR_NOT(Grade, unit, "unit"));

static const Layout precedence_shape = SHAPE(Precedence, muscle, WHOLE(Precedence, first, "first"),
                                             WHOLE(Precedence, later, "later"), RAW(Precedence, muscle, "muscle"));

static const Layout rule_shape =
    SHAPE(Rule, id, RAW(Rule, id, "id"), RAW(Rule, title, "title"), RAW(Rule, say, "say"), RAW(Rule, group, "group"),
          RAW(Rule, tell, "tell"), RAW(Rule, studied, "studied"), RAW(Rule, doubt, "doubt"), FLAG(Rule, shown, "shown"),
          FLAG(Rule, each, "each"), WHOLE(Rule, evidence, "evidence"), REAL(Rule, weight, "weight"),
          ROWS(Rule, effects, effect_count, "effect", &effect_shape), TEXTS(Rule, cites, "source"),
          ROWS(Rule, grades, grade_count, "grade", &grade_shape), WHOLE(Rule, line, "line"));

static const Layout pack_shape = SHAPE(
    Pack, id, RAW(Pack, id, "id"), RAW(Pack, version, "version"), RAW(Pack, title, "title"),
    RAW(Pack, author, "author"), RAW(Pack, reviewed, "reviewed"), WHOLE(Pack, age_min, "least age"),
    WHOLE(Pack, age_max, "greatest age"), ROWS(Pack, precedence, precedence_count, "precedence", &precedence_shape));

static const Layout arg_shape =
    SHAPE(Arg, text, FLAG(Arg, given, "given"), WHOLE(Arg, index, "index"), REAL(Arg, number, "number"),
          UNIT_OR_NOT(Arg, unit, "unit"), RAW_OR_NOT(Arg, text, "text"));

static const Layout node_shape =
    SHAPE(Node, line, WHOLE(Node, line, "line"), WHOLE(Node, column, "column"), WHOLE(Node, kind, "kind"),
          WHOLE(Node, dimension, "dimension"), FLAG(Node, paired, "paired"), FLAG(Node, side_given, "side given"),
          WHOLE(Node, which, "which"), REAL(Node, odds, "odds"), WHOLE(Node, depth, "depth"), WHOLE(Node, size, "size"),
          FLAG(Node, used, "used"));

/* ---- writing ---- */

/* Of the node below, one more than its id; 0: none. A part is made before the whole. */
static bool put_below(Text *out, const Node *n, const Node *below) {
  shape_put_size(out, below ? (size_t)below->id + 1 : 0);
  return !below || below->id < n->id;
}

static bool put_node(Text *out, const Node *n) {
  if (n->function) return false;
  shape_put_size(out, (size_t)(n->op - primitives));
  bool good = shape_put(out, &node_shape, n);
  for (int i = 0; i < ARGS_MOST; i++)
    good = good && shape_put(out, &arg_shape, &n->args[i]) && put_below(out, n, n->args[i].node);
  shape_put_size(out, n->kid_count);
  for (size_t i = 0; i < n->kid_count; i++) good = good && put_below(out, n, n->kids[i]);
  return good;
}

static bool put_rule(Text *out, const Rule *rule) {
  shape_put_size(out, (size_t)rule->when->id);
  return shape_put(out, &rule_shape, rule);
}

bool packcode_put(Text *out, const Loading *loading) {
  const PackBuild *build = loading->build;
  const Policy *policy = build->pack->policy;
  bool good = !loading->own->list.count && !build->pack->require_count && shape_put(out, &pack_shape, build->pack);
  shape_put_bytes(out, (const char *)policy, policy ? sizeof *policy : 0);
  shape_put_size(out, loading->nodes.count);
  for (size_t i = 0; i < loading->nodes.count; i++) good = good && put_node(out, loading->nodes.items[i]);
  shape_put_size(out, build->rules.count);
  for (size_t i = 0; i < build->rules.count; i++) good = good && put_rule(out, build->rules.items[i]);
  return good;
}

/* ---- reading ---- */

static bool get_below(ShapeReader *in, const Loading *loading, Node **below) {
  size_t number;
  if (!shape_get_size(in, &number) || number > loading->nodes.count) return false;
  *below = number ? loading->nodes.items[number - 1] : NULL;
  return true;
}

static bool get_kids(ShapeReader *in, const Loading *loading, Node *n) {
  if (!shape_get_size(in, &n->kid_count) || n->kid_count > loading->nodes.count) return false;
  n->kids = n->kid_count ? arena_array(loading->arena, n->kid_count, sizeof(Node *)) : NULL;
  for (size_t i = 0; i < n->kid_count; i++)
    if (!get_below(in, loading, &n->kids[i]) || !n->kids[i]) return false;
  return true;
}

static void no_mistake(void *context, const Node *node, const char *literal, const char *text) {
  (void)context, (void)node, (void)literal, (void)text;
}

static bool get_node(ShapeReader *in, const Loading *loading, Node *n) {
  size_t op;
  if (!shape_get_size(in, &op) || op >= primitive_count || !shape_get(in, loading->arena, &node_shape, n)) return false;
  n->op = &primitives[op];
  for (int i = 0; i < ARGS_MOST; i++)
    if (!shape_get(in, loading->arena, &arg_shape, &n->args[i]) || !get_below(in, loading, &n->args[i].node))
      return false;
  if (!get_kids(in, loading, n)) return false;
  Build build = {.catalog = loading->catalog, .mistake = no_mistake, .arena = loading->arena};
  if (n->odds != 0) n->op->ops->prepare(&build, n); /* by the libm of this machine, as ever */
  return true;
}

static bool get_nodes(ShapeReader *in, Loading *loading) {
  size_t count;
  if (!shape_get_size(in, &count) || count > (size_t)(in->end - in->at)) return false;
  Node *nodes = arena_array(loading->arena, count, sizeof *nodes);
  loading->nodes.items = arena_array(loading->arena, count, sizeof(Node *));
  loading->nodes.cap = count;
  for (size_t i = 0; i < count; i++) {
    if (!get_node(in, loading, &nodes[i])) return false;
    nodes[i].id = (int)i;
    loading->nodes.items[loading->nodes.count++] = &nodes[i];
  }
  return true;
}

static bool get_rules(ShapeReader *in, const Loading *loading) {
  PackBuild *build = loading->build;
  size_t count, when;
  if (!shape_get_size(in, &count) || count > (size_t)(in->end - in->at)) return false;
  Rule *rules = arena_array(loading->arena, count, sizeof *rules);
  for (size_t i = 0; i < count; i++) {
    if (!shape_get_size(in, &when) || when >= loading->nodes.count) return false;
    if (!shape_get(in, loading->arena, &rule_shape, &rules[i])) return false;
    rules[i].when = loading->nodes.items[when];
    *LIST_ADD(loading->arena, &build->rules) = &rules[i];
    *LIST_ADD(loading->arena, &build->placed) = true;
  }
  return true;
}

static bool get_policy(ShapeReader *in, const Loading *loading) {
  const char *bytes;
  size_t len;
  if (!shape_get_bytes(in, &bytes, &len) || (bytes && len != sizeof(Policy))) return false;
  if (!bytes) return true;
  Policy *policy = arena_alloc(loading->arena, sizeof *policy);
  memcpy(policy, bytes, len);
  expr_measure_policy(policy);
  loading->build->pack->policy = policy;
  return true;
}

bool packcode_get(ShapeReader *in, Loading *loading) {
  PackBuild *build = loading->build;
  build->has_pack = build->returned = true;
  return shape_get(in, loading->arena, &pack_shape, build->pack) && get_policy(in, loading) && get_nodes(in, loading) &&
         get_rules(in, loading) && shape_at_end(in);
}
