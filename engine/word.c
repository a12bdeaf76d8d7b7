#include "word.h"
#include "host.h"
#include "primitives/primitives.h"

#include <lauxlib.h>
#include <string.h>

typedef struct Quantity { /* a number with its unit: sd(1) */
  double number;          /* base units */
  const Unit *unit;
} Quantity;

static const char NODE_KEY, QUANTITY_KEY, EACH_KEY; /* registry keys of the metatables, and the constant each */
static Node poison = {.op = NULL, .used = true};

Loading *loading_of(lua_State *L) { return host_of(L)->context; }

int word_line(lua_State *L) {
  lua_Debug ar;
  for (int level = 0; lua_getstack(L, level, &ar); level++)
    if (lua_getinfo(L, "l", &ar) && ar.currentline > 0) return ar.currentline;
  return 0;
}

void word_mistake(Loading *loading, int line, const char *word, const char *literal, const char *text,
                  const char *hint) {
  Token *token = lexer_point(&loading->lexed, line, word, literal);
  if (loading->L) host_charge(loading->L, MISTAKE_STEPS);
  lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, token, line, text)->hint = hint;
}

/* ---- values of our own ---- */

static bool has_metatable(lua_State *L, int index, const void *key) {
  if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

static void push_node(lua_State *L, Node *node) {
  Node **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = node;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &NODE_KEY);
  lua_setmetatable(L, -2);
}

static Node *to_node(lua_State *L, int index) {
  return has_metatable(L, index, &NODE_KEY) ? *(Node **)lua_touserdata(L, index) : NULL;
}

bool word_is_each(lua_State *L, int index) {
  return lua_type(L, index) == LUA_TLIGHTUSERDATA && lua_touserdata(L, index) == (void *)(uintptr_t)&EACH_KEY;
}

const char *word_value_name(lua_State *L, int index) {
  Arena *a = loading_of(L)->arena;
  if (has_metatable(L, index, &NODE_KEY)) return "a condition or number word";
  if (has_metatable(L, index, &QUANTITY_KEY)) return "a number with a unit";
  switch (lua_type(L, index)) {
  case LUA_TSTRING: {
    Text t = {.arena = a};
    size_t len;
    const char *text = lua_tolstring(L, index, &len);
    text_addf(&t, "'%s'", arena_copy_n(a, text, len < 60 ? len : 60));
    return text_get(&t);
  }
  case LUA_TNIL:
  case LUA_TNONE: return "nothing";
  case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
  default: return arena_printf(a, "a %s", luaL_typename(L, index));
  }
}

/* ---- arguments ---- */

typedef struct Binding { /* one call being bound */
  lua_State *L;
  Loading *loading;
  Node *node;
  bool ok;
} Binding;

static void mistake(Binding *b, const char *literal, const char *text) {
  word_mistake(b->loading, b->node->line, b->node->op->name, literal, text, NULL);
  b->ok = false;
}

static const char *literal_at(Binding *b, int index) {
  return lua_type(b->L, index) == LUA_TSTRING ? arena_copy(b->loading->arena, lua_tostring(b->L, index)) : NULL;
}

static void bind_row(Binding *b, int index, RowKind kind, Arg *arg) {
  const char *id = literal_at(b, index);
  static const char *const kinds[] = {[ROWS_TEST] = "test", [ROWS_MUSCLE] = "muscle", [ROWS_QUESTION] = "question"};
  if (!id) {
    mistake(b, NULL,
            arena_printf(b->loading->arena, "%s takes the id of a %s in quotes, not %s", b->node->op->name, kinds[kind],
                         word_value_name(b->L, index)));
    return;
  }
  arg->index = catalog_find(b->loading->catalog, kind, id);
  if (arg->index < 0) mistake(b, id, catalog_unknown(b->loading->catalog, b->loading->arena, kind, id));
}

static void bind_quantity(Binding *b, int index, Arg *arg) {
  if (has_metatable(b->L, index, &QUANTITY_KEY)) {
    const Quantity *q = lua_touserdata(b->L, index);
    arg->number = q->number, arg->unit = q->unit;
  } else if (lua_type(b->L, index) == LUA_TNUMBER && isfinite(lua_tonumber(b->L, index))) {
    arg->number = lua_tonumber(b->L, index);
  } else if (to_node(b->L, index) != &poison)
    mistake(b, literal_at(b, index),
            arena_printf(b->loading->arena, "%s takes a number such as sd(1) or pct(10), not %s", b->node->op->name,
                         word_value_name(b->L, index)));
  else
    b->ok = false;
}

static const char *name_list(Arena *a, const char *const names[]) {
  Text t = {.arena = a};
  for (int i = 0; names[i]; i++) text_addf(&t, "%s%s", i ? ", " : "", names[i]);
  return text_get(&t);
}

static void bind_enum(Binding *b, int index, const char *const names[], const char *what, Arg *arg) {
  const char *name = literal_at(b, index);
  arg->index = name ? name_find(names, name) : -1;
  if (arg->index >= 0) return;
  Nearest nearest = {.word = name ? name : ""};
  for (int i = 0; names[i]; i++) text_near(&nearest, names[i]);
  mistake(b, name,
          arena_printf(b->loading->arena, "%s must be one of %s, not %s%s", what, name_list(b->loading->arena, names),
                       word_value_name(b->L, index), name ? text_near_hint(b->loading->arena, &nearest) : ""));
}

static int l_word(lua_State *L);

/* `no` is a word and an answer; yes and unsure are plain texts. */
static void bind_answer(Binding *b, int index, Arg *arg) {
  static const char *const answers[] = {"no", "yes", "unsure", NULL};
  if (lua_tocfunction(b->L, index) == l_word && lua_getupvalue(b->L, index, 1)) {
    const Primitive *op = lua_touserdata(b->L, -1);
    lua_pop(b->L, 1);
    arg->index = ANSWER_NO;
    if (strcmp(op->name, "no") == 0) return;
  }
  bind_enum(b, index, answers, "an answer", arg);
  arg->index += ANSWER_NO;
}

static void bind_node(Binding *b, int index, ParamKind kind, const char *field, Arg *arg) {
  Node *node = word_check_node(b->L, index, b->node->line, b->node->op->name, field);
  if (!node || !node->op) {
    b->ok = false;
    return;
  }
  arg->node = node;
  bool fits = kind == PARAM_TRUTH    ? node->kind == KIND_TRUTH
              : kind == PARAM_NUMBER ? node->kind == KIND_NUMBER
                                     : node->kind != KIND_TRUTH;
  static const char *const wanted[] = {
      [PARAM_NUMBER] = "a number", [PARAM_VALUE] = "a number or an answer", [PARAM_TRUTH] = "a condition"};
  const char *asks = node->kind == KIND_NUMBER   ? "; compare it: :above(cut), :below(cut), :between(low, high)"
                     : node->kind == KIND_ANSWER ? "; ask it: :is(yes)"
                                                 : "";
  if (!fits)
    mistake(b, node->op->name,
            arena_printf(b->loading->arena, "%s takes %s, but %s(...) is %s %s%s", b->node->op->name, wanted[kind],
                         node->op->name, node->kind == KIND_ANSWER ? "an" : "a", kind_names[node->kind], asks));
}

static void bind_arg(Binding *b, int index, const Param *param, Arg *arg) {
  arg->given = true;
  switch (param->kind) {
  case PARAM_TEST: bind_row(b, index, ROWS_TEST, arg); break;
  case PARAM_MUSCLE: bind_row(b, index, ROWS_MUSCLE, arg); break;
  case PARAM_QUESTION: bind_row(b, index, ROWS_QUESTION, arg); break;
  case PARAM_QUANTITY: bind_quantity(b, index, arg); break;
  case PARAM_DOMAIN: bind_enum(b, index, domain_names, param->name, arg); break;
  case PARAM_BASE: bind_enum(b, index, gap_base_names, param->name, arg); break;
  case PARAM_ANSWER: bind_answer(b, index, arg); break;
  default: bind_node(b, index, param->kind, param->name, arg);
  }
}

static void check_field_names(Binding *b, int table, const Param *params, size_t positional) {
  lua_State *L = b->L;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    host_charge(L, 1);
    if (lua_type(L, -2) == LUA_TNUMBER && lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 &&
        (size_t)lua_tointeger(L, -2) <= positional)
      continue;
    const char *name = lua_type(L, -2) == LUA_TSTRING ? arena_copy(b->loading->arena, lua_tostring(L, -2)) : NULL;
    Nearest nearest = {.word = name ? name : ""};
    const Param *param = params;
    for (; param->name && !(name && strcmp(param->name, name) == 0); param++) text_near(&nearest, param->name);
    if (param->name) continue;
    if (name)
      mistake(b, name,
              arena_printf(b->loading->arena, "%s has no field '%s'%s", b->node->op->name, name,
                           text_near_hint(b->loading->arena, &nearest)));
    else
      mistake(b, NULL, arena_printf(b->loading->arena, "too many values: write %s", b->node->op->usage));
  }
}

static size_t param_count(const Param *params) {
  size_t count = 0;
  while (count < ARGS_MOST && params[count].name) count++;
  return count;
}

/* word { positional ..., field = ... } */
static void bind_table(Binding *b, const Param *params) {
  lua_State *L = b->L;
  size_t count = param_count(params), positional = lua_rawlen(L, 1);
  check_field_names(b, 1, params, positional < count ? positional : count);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 1, (lua_Integer)i + 1);
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_pushstring(L, params[i].name);
      lua_rawget(L, 1);
    }
    if (!lua_isnil(L, -1)) bind_arg(b, lua_gettop(L), &params[i], &b->node->args[i]);
    lua_pop(L, 1);
  }
}

static void bind_list(Binding *b, const Param *params) {
  size_t count = param_count(params), given = (size_t)lua_gettop(b->L);
  if (given > count) mistake(b, NULL, arena_printf(b->loading->arena, "too many values: write %s", b->node->op->usage));
  for (size_t i = 0; i < count && i < given; i++)
    if (!lua_isnil(b->L, (int)i + 1)) bind_arg(b, (int)i + 1, &params[i], &b->node->args[i]);
}

static void bind_params(Binding *b) {
  static const Param none[] = {{NULL, 0, false}};
  const Param *params = b->node->op->ops->params ? b->node->op->ops->params : none;
  bool by_field = b->node->op->form == FORM_WORD && lua_gettop(b->L) == 1 && lua_istable(b->L, 1);
  if (by_field)
    bind_table(b, params);
  else
    bind_list(b, params);
  for (size_t i = 0; i < param_count(params) && b->ok; i++)
    if (!params[i].optional && !b->node->args[i].given)
      mistake(b, NULL,
              arena_printf(b->loading->arena, "%s needs %s: write %s", b->node->op->name, params[i].name,
                           b->node->op->usage));
}

/* all { a, b } or all(a, b) */
static void bind_many(Binding *b) {
  lua_State *L = b->L;
  bool table = lua_gettop(L) == 1 && lua_istable(L, 1);
  size_t count = table ? (size_t)lua_rawlen(L, 1) : (size_t)lua_gettop(L);
  static const Param none[] = {{NULL, 0, false}};
  if (table) check_field_names(b, 1, none, count);
  if (count == 0)
    mistake(b, NULL,
            arena_printf(b->loading->arena, "%s without a condition: write %s", b->node->op->name, b->node->op->usage));
  b->node->kids = arena_array(b->loading->arena, count, sizeof *b->node->kids);
  for (size_t i = 0; i < count; i++) {
    Arg arg = {0};
    host_charge(L, 1);
    if (table)
      lua_rawgeti(L, 1, (lua_Integer)i + 1);
    else
      lua_pushvalue(L, (int)i + 1);
    bind_node(b, lua_gettop(L), PARAM_TRUTH, "", &arg);
    if (arg.node) b->node->kids[b->node->kid_count++] = arg.node;
    lua_pop(L, 1);
  }
}

/* ---- the words ---- */

static void prepare_mistake(void *context, const Node *node, const char *literal, const char *text) {
  Binding *b = context;
  (void)node;
  mistake(b, literal, text);
}

static void check_depth(Binding *b) {
  Node *n = b->node;
  for (size_t i = 0; i < n->kid_count; i++)
    if (n->kids[i]->depth > n->depth) n->depth = n->kids[i]->depth;
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node && n->args[i].node->depth > n->depth) n->depth = n->args[i].node->depth;
  if (++n->depth > NODE_DEPTH)
    mistake(b, NULL, arena_printf(b->loading->arena, "conditions are nested deeper than %d levels", NODE_DEPTH));
}

static int l_word(lua_State *L) {
  Loading *loading = loading_of(L);
  const Primitive *op = lua_touserdata(L, lua_upvalueindex(1));
  host_charge(L, NODE_STEPS);
  Node *node = arena_alloc(loading->arena, sizeof *node);
  *node = (Node){.op = op, .kind = op->gives, .line = word_line(L), .dimension = DIM_COUNT_OF};
  luaL_checkstack(L, 8, NULL);
  Binding b = {.L = L, .loading = loading, .node = node, .ok = true};
  if (op->ops->many)
    bind_many(&b);
  else
    bind_params(&b);
  Build build = {.catalog = loading->catalog, .mistake = prepare_mistake, .context = &b, .arena = loading->arena};
  if (b.ok && op->ops->prepare) op->ops->prepare(&build, node);
  if (b.ok) check_depth(&b);
  if (!b.ok) {
    push_node(L, &poison);
    return 1;
  }
  node->id = (int)loading->nodes.count;
  *LIST_ADD(loading->arena, &loading->nodes) = node;
  push_node(L, node);
  return 1;
}

static int l_unit(lua_State *L) {
  const Unit *unit = lua_touserdata(L, lua_upvalueindex(1));
  if (lua_gettop(L) != 1 || lua_type(L, 1) != LUA_TNUMBER || !isfinite(lua_tonumber(L, 1))) {
    word_mistake(loading_of(L), word_line(L), unit->word, NULL,
                 arena_printf(loading_of(L)->arena, "%s takes a number: %s(10)", unit->word, unit->word), NULL);
    push_node(L, &poison);
    return 1;
  }
  Quantity *q = lua_newuserdatauv(L, sizeof *q, 0);
  *q = (Quantity){.number = lua_tonumber(L, 1) * unit->factor, .unit = unit};
  lua_rawgetp(L, LUA_REGISTRYINDEX, &QUANTITY_KEY);
  lua_setmetatable(L, -2);
  return 1;
}

static int l_negate(lua_State *L) {
  const Quantity *old = lua_touserdata(L, 1);
  Quantity *q = lua_newuserdatauv(L, sizeof *q, 0);
  *q = (Quantity){.number = -old->number, .unit = old->unit};
  lua_rawgetp(L, LUA_REGISTRYINDEX, &QUANTITY_KEY);
  lua_setmetatable(L, -2);
  return 1;
}

Node *word_check_node(lua_State *L, int index, int line, const char *word, const char *field) {
  Node *node = to_node(L, index);
  if (node) {
    node->used = true;
    return node;
  }
  Loading *loading = loading_of(L);
  const char *literal = lua_type(L, index) == LUA_TSTRING ? arena_copy(loading->arena, lua_tostring(L, index)) : NULL;
  const char *what =
      has_metatable(L, index, &QUANTITY_KEY) ? "number with a unit but no value to compare it with" : NULL;
  word_mistake(loading, line, word,
               literal  ? literal
               : *field ? field
                        : NULL,
               arena_printf(loading->arena, "%s%s%s takes a condition made of rule words, not %s", word,
                            *field ? "." : "", field, what ? what : word_value_name(L, index)),
               NULL);
  return NULL;
}

/* ---- fields and methods of a node ---- */

/* A copy of a leaf that looks at another side: its first use keeps its own. */
static int push_sided(lua_State *L, const Node *node, Which which, const char *name) {
  Loading *loading = loading_of(L);
  if (!node->paired || node->kind != KIND_NUMBER) {
    word_mistake(loading, word_line(L), node->op->name, NULL,
                 arena_printf(loading->arena, "%s(...) has no sides, so .%s means nothing here", node->op->name, name),
                 NULL);
    push_node(L, &poison);
    return 1;
  }
  Node *sided = arena_alloc(loading->arena, sizeof *sided);
  *sided = *node;
  sided->which = which, sided->side_given = true, sided->used = false;
  sided->id = (int)loading->nodes.count;
  *LIST_ADD(loading->arena, &loading->nodes) = sided;
  push_node(L, sided);
  return 1;
}

static int unknown_member(lua_State *L, const Node *node, const char *name) {
  Loading *loading = loading_of(L);
  Nearest nearest = {.word = name};
  for (size_t i = 0; i < primitive_count; i++)
    if (primitives[i].form == FORM_METHOD) text_near(&nearest, primitives[i].name);
  for (int i = 0; which_names[i]; i++) text_near(&nearest, which_names[i]);
  Token *token = lexer_point(&loading->lexed, word_line(L), name, NULL);
  host_charge(L, MISTAKE_STEPS);
  lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, token, word_line(L),
              arena_printf(loading->arena, "%s(...) has no '%s'%s", node->op->name, name,
                           text_near_hint(loading->arena, &nearest)));
  push_node(L, &poison);
  return 1;
}

static int node_index(lua_State *L) {
  Node *node = to_node(L, 1);
  if (!node || lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "a condition has no such field");
  const char *name = arena_copy(loading_of(L)->arena, lua_tostring(L, 2));
  if (!node->op) {
    lua_pushvalue(L, 1);
    return 1;
  }
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
  Node *node = to_node(L, 1);
  if (node && node->op) return luaL_error(L, "%s(...) is no function", node->op->name);
  push_node(L, &poison);
  return 1;
}

static void push_metatable(lua_State *L, const void *key, const luaL_Reg *functions) {
  lua_createtable(L, 0, 4);
  for (; functions->name; functions++) {
    lua_pushcfunction(L, functions->func);
    lua_setfield(L, -2, functions->name);
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

/* ---- the environment ---- */

static int unknown_word(lua_State *L) {
  Loading *loading = loading_of(L);
  if (lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "names are texts");
  const char *name = arena_copy(loading->arena, lua_tostring(L, 2));
  Nearest nearest = {.word = name};
  for (size_t i = 0; i < primitive_count; i++) text_near(&nearest, primitives[i].name);
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (unit->word) text_near(&nearest, unit->word);
  static const char *const others[] = {"pack", "rule", "each", "yes", "unsure"};
  for (size_t i = 0; i < ARRAY_LEN(others); i++) text_near(&nearest, others[i]);
  Token *token = NULL;
  int line = word_line(L);
  for (size_t i = 0; i < loading->lexed.count && !token; i++) {
    Token *t = &loading->lexed.items[i];
    if (t->kind == TOKEN_NAME && t->line >= line && !t->reported && strcmp(t->text, name) == 0) token = t;
  }
  if (token) token->reported = true;
  host_charge(L, MISTAKE_STEPS);
  const Primitive *method = primitive_find(name);
  const char *hint =
      method ? arena_printf(loading->arena, " (write %s)", method->usage) : text_near_hint(loading->arena, &nearest);
  lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, token, line,
              arena_printf(loading->arena, "unknown word '%s'%s", name, hint));
  push_node(L, &poison);
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
  static const luaL_Reg node_meta[] = {{"__index", node_index}, {"__call", node_call}, {NULL, NULL}};
  static const luaL_Reg quantity_meta[] = {{"__unm", l_negate}, {NULL, NULL}};
  push_metatable(L, &NODE_KEY, node_meta);
  push_metatable(L, &QUANTITY_KEY, quantity_meta);
  for (size_t i = 0; i < primitive_count; i++) {
    if (primitives[i].form != FORM_WORD) continue;
    lua_pushlightuserdata(L, (void *)(uintptr_t)&primitives[i]);
    lua_pushcclosure(L, l_word, 1);
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
