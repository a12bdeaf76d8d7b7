#include "primitives/primitives.h"
#include "rules/rule.h"
#include "script/bind.h"
#include "script/function.h"
#include "script/host.h"
#include "script/word.h"

#include <lauxlib.h>
#include <stdint.h>
#include <string.h>

const char *const word_names[] = {"pack", "rule", "each", "yes", "unsure", "index", NULL};

static const char EACH_KEY; /* its address is the constant each */

bool word_is_each(lua_State *L, int index) {
  return lua_type(L, index) == LUA_TLIGHTUSERDATA && lua_touserdata(L, index) == (void *)(uintptr_t)&EACH_KEY;
}

/* ---- the words ---- */

static void prepare_mistake(void *context, const Node *node, const char *literal, const char *text) {
  Binding *b = context;
  (void)node;
  bind_mistake(b, literal, text);
}

/* A node that stands in a tree twice is judged twice: the size bounds the work, the depth the recursion. */
static void check_size(Binding *b) {
  Node *n = b->node;
  n->depth = 0, n->size = 1;
  for (size_t i = 0; i < n->kid_count + ARGS_MOST && n->size <= NODE_SIZE; i++) {
    const Node *below = i < n->kid_count ? n->kids[i] : n->args[i - n->kid_count].node;
    if (!below) continue;
    if (below->depth > n->depth) n->depth = below->depth;
    n->size += below->size;
  }
  if (++n->depth > NODE_DEPTH)
    bind_mistake(b, NULL, arena_printf(b->loading->arena, "conditions are nested deeper than %d levels", NODE_DEPTH));
  else if (n->size > NODE_SIZE)
    bind_mistake(b, NULL, arena_printf(b->loading->arena, "a condition is made of more than %d words", NODE_SIZE));
}

static int l_word(lua_State *L) {
  Loading *loading = loading_of(L);
  const Primitive *op = lua_touserdata(L, lua_upvalueindex(1));
  Node node = {.op = op, .kind = op->gives, .line = loading_line(L), .dimension = DIM_COUNT_OF};
  luaL_checkstack(L, 8, NULL);
  host_charge(L, NODE_STEPS);
  loading_settle(loading);
  Binding b = {.L = L, .loading = loading, .node = &node, .word = l_word, .ok = true};
  if (op->ops->many)
    bind_many(&b);
  else
    bind_params(&b);
  Build build = {.catalog = loading->catalog, .mistake = prepare_mistake, .context = &b, .arena = loading->arena};
  if (b.ok && op->ops->prepare) op->ops->prepare(&build, &node);
  if (b.ok) check_size(&b);
  if (b.ok)
    loading_push_node(L, loading_node(loading, node));
  else
    loading_push_poison(L);
  return 1;
}

static int l_unit(lua_State *L) {
  const Unit *unit = lua_touserdata(L, lua_upvalueindex(1));
  Loading *loading = loading_of(L);
  const Node *node = lua_gettop(L) == 1 ? loading_to_node(L, 1) : NULL;
  double number = lua_gettop(L) == 1 && lua_type(L, 1) == LUA_TNUMBER ? lua_tonumber(L, 1) * unit->factor : NAN;
  if (isfinite(number)) {
    loading_push_quantity(L, (Quantity){.number = number, .unit = unit});
    return 1;
  }
  if (node && !node->op) { /* an unknown word, on record */
    loading_push_poison(L);
    return 1;
  }
  loading_mistake(loading, loading_line(L), unit->word, NULL,
                  lua_gettop(L) > 1 ? arena_printf(loading->arena, "%s takes one number, with a decimal point: %s(1.5)",
                                                   unit->word, unit->word)
                                    : arena_printf(loading->arena, "%s takes a number%s: %s(10)", unit->word,
                                                   lua_type(L, 1) == LUA_TSTRING ? " without quotes" : "", unit->word),
                  NULL);
  loading_push_poison(L);
  return 1;
}

static int l_negate(lua_State *L) {
  const Quantity *old = loading_to_quantity(L, 1);
  if (!old) return luaL_error(L, "only a number with a unit has a negative");
  loading_push_quantity(L, (Quantity){.number = -old->number, .unit = old->unit});
  return 1;
}

/* ---- arithmetic ---- */

/* A node, or a number with or without unit as a node; NULL and a mistake for anything else. */
static Node *operand(lua_State *L, int index, const Primitive *op) {
  Loading *loading = loading_of(L);
  Node *node = loading_to_node(L, index);
  const Quantity *quantity = loading_to_quantity(L, index);
  bool bare = lua_type(L, index) == LUA_TNUMBER && isfinite(lua_tonumber(L, index));
  if (node) {
    node->used = true;
    if (node->op) node = loading_as_number(loading, node);
    if (!node->op || node->kind == KIND_NUMBER) return node;
  }
  if (!node && (quantity || bare)) {
    Node constant = {.op = primitive_find("constant"),
                     .kind = KIND_NUMBER,
                     .line = loading_line(L),
                     .depth = 1,
                     .size = 1,
                     .used = true};
    constant.args[0] = (Arg){.given = true,
                             .number = quantity ? quantity->number : lua_tonumber(L, index),
                             .unit = quantity ? quantity->unit : NULL};
    constant.dimension = quantity ? quantity->unit->dimension : DIM_RATIO;
    return loading_node(loading, constant);
  }
  loading_mistake(loading, loading_line(L), node ? node->op->name : arena_copy_n(loading->arena, op->usage + 7, 1),
                  NULL,
                  arena_printf(loading->arena, "%s works on numbers, not on %s", op->usage,
                               node ? "conditions" : loading_value_name(L, index)),
                  NULL);
  return NULL;
}

static int arithmetic(lua_State *L, const char *name) {
  Loading *loading = loading_of(L);
  const Primitive *op = primitive_find(name);
  luaL_checkstack(L, 8, NULL);
  Node *left = operand(L, 1, op), *right = operand(L, 2, op);
  Node node = {.op = op, .kind = KIND_NUMBER, .line = loading_line(L)};
  Binding b = {.L = L, .loading = loading, .node = &node, .word = l_word, .ok = left && left->op && right && right->op};
  if (b.ok) {
    node.args[0] = (Arg){.given = true, .node = left};
    node.args[1] = (Arg){.given = true, .node = right};
    Build build = {.catalog = loading->catalog, .mistake = prepare_mistake, .context = &b, .arena = loading->arena};
    op->ops->prepare(&build, &node);
    check_size(&b);
  }
  if (b.ok)
    loading_push_node(L, loading_node(loading, node));
  else
    loading_push_poison(L);
  return 1;
}

static int l_plus(lua_State *L) { return arithmetic(L, "plus"); }
static int l_minus(lua_State *L) { return arithmetic(L, "minus"); }
static int l_times(lua_State *L) { return arithmetic(L, "times"); }
static int l_over(lua_State *L) { return arithmetic(L, "over"); }

/* ---- fields and methods of a node ---- */

/* A copy of a leaf that looks at another side: its first use keeps its own. */
static int push_sided(lua_State *L, const Node *node, Which which, const char *name) {
  Loading *loading = loading_of(L);
  if (!node->paired || node->kind != KIND_NUMBER || node->function) {
    loading_mistake(
        loading, loading_line(L), node->op->name, NULL,
        arena_printf(loading->arena, "%s(...) has no sides, so .%s means nothing here", node->op->name, name), NULL);
    loading_push_poison(L);
    return 1;
  }
  Node sided = *node;
  sided.which = which, sided.side_given = true, sided.used = false;
  loading_push_node(L, loading_node(loading, sided));
  return 1;
}

static int unknown_member(lua_State *L, const Node *node, const char *name) {
  Loading *loading = loading_of(L);
  Nearest nearest = {.word = name};
  for (size_t i = 0; i < primitive_count; i++)
    if (primitives[i].form == FORM_METHOD) text_near(&nearest, primitives[i].name);
  for (int i = 0; which_names[i]; i++) text_near(&nearest, which_names[i]);
  loading_mistake(loading, loading_line(L), name, NULL,
                  arena_printf(loading->arena, "%s(...) has no '%s'%s", node->op->name, name,
                               nearest.best || node->kind != KIND_NUMBER
                                   ? text_near_hint(loading->arena, &nearest)
                                   : "; there are :above(cut), :below(cut), :between(low, high), :known()"),
                  NULL);
  loading_push_poison(L);
  return 1;
}

static int node_index(lua_State *L) {
  Node *node = loading_to_node(L, 1);
  if (!node || lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "a condition has no such field");
  if (!node->op) {
    lua_pushvalue(L, 1);
    return 1;
  }
  const char *name = loading_text(L, 2);
  int which = name_find(which_names, name);
  if (which >= 0) {
    node->used = true;
    return push_sided(L, node, (Which)which, name);
  }
  const Primitive *op = primitive_find(name);
  if (!op || op->form != FORM_METHOD) return unknown_member(L, node, name);
  lua_pushlightuserdata(L, (void *)(uintptr_t)op);
  lua_pushcclosure(L, l_word, 1);
  return 1;
}

/* A poisoned node may be called and indexed further: its mistake is on record. */
static int node_call(lua_State *L) {
  Node *node = loading_to_node(L, 1);
  if (node && node->op) return luaL_error(L, "%s(...) is no function", node->op->name);
  loading_push_poison(L);
  return 1;
}

/* ---- the environment ---- */

/* What an unknown word was meant to be: a method without its number, a field without its "=", an id without quotes, or
 * a word spelt otherwise. */
static const char *unknown_hint(const Loading *loading, const char *name, const Nearest *nearest) {
  Arena *a = loading->arena;
  const Primitive *method = primitive_find(name);
  const char *kind = catalog_kind_of(loading->catalog, name);
  if (method) return arena_printf(a, " (write %s)", method->usage);
  if (name_find(rule_fields, name) >= 0 || name_find(pack_fields, name) >= 0)
    return arena_printf(a, " (a field is written with =: %s = ...)", name);
  if (kind) return arena_printf(a, " (it is %s; ids stand in quotes: \"%s\")", kind, name);
  if (name_find(side_names, name) >= 0) return " (sides are written each, or .left and .right behind a test)";
  return nearest->best ? text_near_hint(a, nearest) : arena_printf(a, " (a text stands in quotes: \"%s\")", name);
}

static int unknown_word(lua_State *L) {
  if (lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "names are texts");
  if (loading_is_over(L)) return luaL_error(L, "there is no '%s' inside a function", lua_tostring(L, 2));
  Loading *loading = loading_of(L);
  const char *name = loading_text(L, 2);
  Nearest nearest = {.word = name};
  for (size_t i = 0; i < primitive_count; i++) text_near(&nearest, primitives[i].name);
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (unit->word) text_near(&nearest, unit->word);
  for (int i = 0; word_names[i]; i++) text_near(&nearest, word_names[i]);
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) text_near(&nearest, catalog_word(kind));
  host_charge(L, MISTAKE_STEPS);
  int line = loading_line(L);
  const Token *token = lexer_point_name(&loading->lexed, line, name);
  const char *hint = unknown_hint(loading, name, &nearest);
  lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, token, line,
              arena_printf(loading->arena, "unknown word '%s'%s", name, hint));
  loading_push_poison(L);
  return 1;
}

/* The environment itself stays empty, so that no word can be replaced; this looks into the table behind it. */
static int env_index(lua_State *L) {
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(1));
  return lua_isnil(L, -1) ? unknown_word(L) : 1;
}

static int refuse_global(lua_State *L) {
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  return luaL_error(L, "'%s' would be a global; write local %s = ...", name, name);
}

void word_push_all(lua_State *L) {
  static const luaL_Reg node_members[] = {
      {"__index", node_index}, {"__call", node_call}, {"__add", l_plus}, {"__sub", l_minus},
      {"__mul", l_times},      {"__div", l_over},     {NULL, NULL}};
  static const luaL_Reg quantity_members[] = {{"__unm", l_negate}, {"__add", l_plus}, {"__sub", l_minus},
                                              {"__mul", l_times},  {"__div", l_over}, {NULL, NULL}};
  loading_open(L, node_members, quantity_members);
  for (size_t i = 0; i < primitive_count; i++) {
    if (primitives[i].form != FORM_WORD) continue;
    if (primitives[i].ops == &ops_fn)
      lua_pushcfunction(L, function_word);
    else {
      lua_pushlightuserdata(L, (void *)(uintptr_t)&primitives[i]);
      lua_pushcclosure(L, l_word, 1);
    }
    lua_setfield(L, -2, primitives[i].name);
  }
  for (const Unit *unit = unit_rows; unit->id; unit++) {
    if (!unit->word) continue;
    lua_pushlightuserdata(L, (void *)(uintptr_t)unit);
    lua_pushcclosure(L, l_unit, 1);
    lua_setfield(L, -2, unit->word);
  }
  lua_pushlightuserdata(L, (void *)(uintptr_t)&EACH_KEY);
  lua_setfield(L, -2, "each");
  lua_pushliteral(L, "index");
  lua_setfield(L, -2, "index");
  lua_pushliteral(L, "yes");
  lua_setfield(L, -2, "yes");
  lua_pushliteral(L, "unsure");
  lua_setfield(L, -2, "unsure");
  lua_newtable(L); /* the environment, in front of the words */
  lua_createtable(L, 0, 2);
  lua_rotate(L, -3, -1);
  lua_pushcclosure(L, env_index, 1);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse_global);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
}
