#include "pack.h"
#include "declare.h"
#include "function.h"
#include "host.h"
#include "own.h"
#include "primitives/primitives.h"
#include "sandbox.h"
#include "slots.h"
#include "syntax.h"
#include "word.h"

#include <stdlib.h>
#include <string.h>

enum { PACK_MEMORY = 32 * 1024 * 1024, PACK_STEPS = 20 * 1000 * 1000 };

/* ---- running the text ---- */

static int body(lua_State *L) {
  Loading *loading = loading_of(L);
  PackBuild *build = loading->build;
  host_load_text(L, loading->lexed.name, build->data, build->len, PACK_BYTES_MOST);
  sandbox_push(L);
  declare_push(L);
  word_push_all(L);
  lua_setupvalue(L, -2, 1);
  lua_call(L, 0, 1);
  build->returned = declare_is_pack(L, lua_gettop(L));
  function_seal(L);
  return 0;
}

/* Does the fault come from an operator that is on record? */
static bool is_told(const Lexed *lexed, const char *fault) {
  static const char *const signs[] = {"attempt to compare", "bitwise", "near '!", "near '&", "near '|", "near '~"};
  bool told = false;
  for (size_t i = 0; i < ARRAY_LEN(signs); i++) told = told || strstr(fault, signs[i]);
  return told && lexed->operators;
}

/* ---- after the run ---- */

static void check_unused(Loading *loading, const PackBuild *build) {
  size_t room = MISTAKES_MOST;
  for (size_t i = 0; i < build->rules.count && room; i++)
    if (!build->placed.items[i]) {
      room--;
      loading_mistake(loading, build->rules.items[i]->line, "rule", NULL,
                      "this rule stands in no pack: put it inside pack { ... }", NULL);
    }
  own_check_placed(loading->own);
  for (size_t i = 0; i < loading->nodes.count && room; i++) {
    const Node *node = loading->nodes.items[i];
    if (node->used) continue;
    room--;
    loading_mistake(loading, node->line, node->op->name, NULL,
                    arena_printf(loading->arena, "this %s(...) is used by no rule", node->op->name), NULL);
  }
}

/* ---- rules that ask for other rules ---- */

typedef struct Ordering {
  Loading *loading;
  Rule *rules;
  size_t count;
  int *order;
  size_t ordered;
  char *state; /* per rule: 0 not seen, 1 on the way, 2 ordered */
  int *path;   /* rules on the way */
  size_t depth;
} Ordering;

static int find_rule(const Ordering *o, const Node *found) {
  Nearest nearest = {.word = found->args[0].text};
  for (size_t i = 0; i < o->count; i++)
    if (strcmp(o->rules[i].id, found->args[0].text) == 0) return (int)i;
  for (size_t i = 0; i < o->count; i++) text_near(&nearest, o->rules[i].id);
  loading_mistake(o->loading, found->line, "found", found->args[0].text,
                  arena_printf(o->loading->arena, "this pack has no rule '%s'%s", found->args[0].text,
                               text_near_hint(o->loading->arena, &nearest)),
                  NULL);
  return -1;
}

static void order_rule(Ordering *o, int rule);

static void order_node(Ordering *o, Node *n) {
  for (size_t i = 0; i < n->kid_count; i++) order_node(o, n->kids[i]);
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) order_node(o, n->args[i].node);
  if (n->op->ops != &ops_found) return;
  n->args[0].index = find_rule(o, n);
  if (n->args[0].index >= 0) order_rule(o, n->args[0].index);
}

static void report_circle(const Ordering *o, int rule) {
  Text t = {.arena = o->loading->arena};
  size_t from = 0;
  while (o->path[from] != rule) from++;
  for (size_t i = from; i < o->depth; i++) text_addf(&t, "%s -> ", o->rules[o->path[i]].id);
  text_add(&t, o->rules[rule].id);
  loading_mistake(o->loading, o->rules[rule].line, "rule", o->rules[rule].id,
                  arena_printf(o->loading->arena, "rules ask for each other in a circle: %s", text_get(&t)), NULL);
}

static void order_rule(Ordering *o, int rule) {
  if (o->state[rule] == 1) report_circle(o, rule);
  if (o->state[rule] || o->loading->diags->errors) return;
  o->state[rule] = 1;
  o->path[o->depth++] = rule;
  order_node(o, o->rules[rule].when);
  o->depth--;
  o->state[rule] = 2;
  o->order[o->ordered++] = rule;
}

/* Does anything look at a side, now that it is known which of the asked rules have sides? */
static bool looks_at_side(const Ordering *o, const Node *n) {
  if (n->op->ops == &ops_found) return o->rules[n->args[0].index].each;
  bool fixed = n->which == WHICH_LEFT || n->which == WHICH_RIGHT || n->which == WHICH_WORSE || n->which == WHICH_BETTER;
  bool looks = n->paired && !fixed;
  for (size_t i = 0; i < n->kid_count; i++) looks = looks_at_side(o, n->kids[i]) || looks;
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) looks = looks_at_side(o, n->args[i].node) || looks;
  return looks;
}

static void order_rules(Loading *loading, Rule *rules, Pack *pack) {
  Arena *a = loading->arena;
  size_t count = pack->rule_count;
  Ordering o = {.loading = loading, .rules = rules, .count = count};
  o.order = arena_array(a, count, sizeof *o.order), o.path = arena_array(a, count, sizeof *o.path);
  o.state = arena_array(a, count, 1);
  for (size_t i = 0; i < count; i++) order_rule(&o, (int)i);
  for (size_t i = 0; i < o.ordered && !loading->diags->errors; i++) {
    Rule *rule = &rules[o.order[i]];
    rule->each = rule->each && looks_at_side(&o, rule->when);
  }
  for (size_t i = 0; i < loading->nodes.count; i++)
    pack->asks_found = pack->asks_found || loading->nodes.items[i]->op->ops == &ops_found;
  pack->order = o.order;
}

static int compare_rules(const void *left, const void *right) {
  const Rule *a = left, *b = right;
  int order = strcmp(a->id, b->id);
  return order ? order : a->line - b->line;
}

static void sort_rules(Loading *loading, const PackBuild *build, Pack *pack) {
  Rule *rules = arena_array(loading->arena, build->rules.count, sizeof *rules);
  for (size_t i = 0; i < build->rules.count; i++) rules[i] = *build->rules.items[i];
  if (build->rules.count) qsort(rules, build->rules.count, sizeof *rules, compare_rules);
  for (size_t i = 1; i < build->rules.count; i++)
    if (strcmp(rules[i - 1].id, rules[i].id) == 0)
      loading_mistake(
          loading, rules[i].line, "rule", rules[i].id,
          arena_printf(loading->arena, "rule '%s' stands on line %d already", rules[i].id, rules[i - 1].line), NULL);
  pack->rules = rules, pack->rule_count = build->rules.count;
  if (!loading->diags->errors) order_rules(loading, rules, pack);
}

static void finish(Loading *loading, PackBuild *build, Pack *pack) {
  if (loading->diags->errors) return;
  if (!build->has_pack || !build->returned) {
    const Token *first = build->has_pack ? lexer_point_name(&loading->lexed, 1, "pack") : loading->lexed.items;
    lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, first, 1,
                "the file must return its pack: return pack { ... }");
  } else if (!build->rules.count)
    lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, NULL, 1, "the pack has no rule");
  if (!build->has_pack) return;
  check_unused(loading, build);
  if (loading->diags->errors) return;
  pack->catalog = own_finish(loading->own);
  sort_rules(loading, build, pack);
  pack->node_count = (int)loading->nodes.count;
  if (!loading->diags->errors) pack->slot_count = slots_number(loading->nodes.items, loading->nodes.count);
}

static bool has_functions(const Loading *loading) {
  for (size_t i = 0; i < loading->nodes.count; i++)
    if (loading->nodes.items[i]->function) return true;
  return false;
}

static Hash pack_hash(const char *id, const char *data, size_t len) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, id);
  hash_part(&hasher, data, len);
  return hash_end(&hasher);
}

Pack *pack_load(Arena *a, const Catalog *catalog, const char *path, const char *data, size_t len, Diags *diags,
                Err *err) {
  Pack *pack = arena_alloc(a, sizeof *pack);
  PackBuild build = {.pack = pack, .data = data, .len = len};
  Loading *loading = arena_alloc(a, sizeof *loading); /* a pack with functions keeps it */
  OwnRows own = {.loading = loading};
  *loading = (Loading){.catalog = catalog, .arena = a, .diags = diags, .build = &build, .own = &own};
  size_t errors_before = diags->errors;
  pack->path = arena_copy(a, path);
  if (len > PACK_BYTES_MOST) return fail(err, ERR_LIMIT, path, "is larger than %d KiB", PACK_BYTES_MOST / 1024), NULL;
  loading->lexed = lexer_read(a, pack->path, data, len);
  lexer_check_operators(&loading->lexed, diags);
  FunctionHost *functions = arena_alloc(a, sizeof *functions);
  Host *host = &functions->host;
  if (!host_open(host, (HostLimits){.bytes = PACK_MEMORY, .steps = PACK_STEPS}, err)) return NULL;
  functions->loading = host->context = loading;
  loading->L = host->L;
  Err fault = {0};
  bool ran = host_run(host, body, NULL, pack->path, &fault);
  loading->L = NULL, loading->loaded = true;
  if (ran) lexer_check_fields(&loading->lexed, diags);
  if (!ran && !is_told(&loading->lexed, fault.text)) syntax_fault(&loading->lexed, diags, &fault);
  finish(loading, &build, pack);
  diags_sort(diags);
  if (diags->errors == errors_before && has_functions(loading))
    pack->call = function_call, pack->call_context = functions;
  else
    host_close(host);
  if (diags->errors > errors_before)
    return fail(err, fault.kind == ERR_LIMIT ? ERR_LIMIT : ERR_SCRIPT, path, "%zu mistake%s",
                diags->errors - errors_before, diags->errors - errors_before == 1 ? "" : "s"),
           NULL;
  pack->hash = pack_hash(pack->id, data, len);
  return pack;
}

void pack_close(Pack *pack) {
  FunctionHost *functions = pack->call_context;
  if (functions) host_close(&functions->host);
  pack->call = NULL, pack->call_context = NULL;
}
