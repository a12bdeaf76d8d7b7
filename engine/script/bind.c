#include "script/bind.h"
#include "script/host.h"

#include <string.h>

void bind_mistake(Binding *b, const char *literal, const char *text) {
  const Primitive *op = b->node->op;
  const char *word =
      op->form == FORM_OPERATOR ? arena_copy_n(b->loading->arena, strpbrk(op->usage, "+-*/"), 1) : op->name;
  loading_mistake(b->loading, b->node->line, word, literal, text, NULL);
  b->ok = false;
}

static void bind_row(Binding *b, int index, RowKind kind, Arg *arg) {
  const char *id = loading_text(b->L, index);
  const Node *node = loading_to_node(b->L, index);
  static const char *const kinds[] = {[ROWS_TEST] = "test", [ROWS_MUSCLE] = "muscle", [ROWS_QUESTION] = "question"};
  if (node && !node->op) {
    b->ok = false;
    return;
  }
  if (!id) {
    bind_mistake(b, NULL,
                 arena_printf(b->loading->arena, "%s takes the id of a %s in quotes, not %s", b->node->op->name,
                              kinds[kind], loading_value_name(b->L, index)));
    return;
  }
  arg->index = catalog_find(b->loading->catalog, kind, id);
  if (arg->index < 0) bind_mistake(b, id, loading_unknown(b->loading, kind, id));
}

static void bind_quantity(Binding *b, int index, Arg *arg) {
  const Quantity *q = loading_to_quantity(b->L, index);
  const Node *node = loading_to_node(b->L, index);
  if (q)
    arg->number = q->number, arg->unit = q->unit;
  else if (lua_type(b->L, index) == LUA_TNUMBER && isfinite(lua_tonumber(b->L, index)))
    arg->number = lua_tonumber(b->L, index);
  else if (node && !node->op)
    b->ok = false;
  else
    bind_mistake(b, loading_text(b->L, index),
                 arena_printf(b->loading->arena, "%s takes a number such as sd(1) or pct(10), not %s",
                              b->node->op->name, loading_value_name(b->L, index)));
}

static const char *name_list(Arena *a, const char *const names[]) {
  Text t = {.arena = a};
  for (int i = 0; names[i]; i++) text_addf(&t, "%s%s", i ? ", " : "", names[i]);
  return text_get(&t);
}

static void bind_enum(Binding *b, int index, const char *const names[], const char *what, Arg *arg) {
  const char *name = loading_text(b->L, index);
  const Node *node = loading_to_node(b->L, index);
  arg->index = name ? name_find(names, name) : -1;
  if (node && !node->op) b->ok = false;
  if (arg->index >= 0 || !b->ok) return;
  Nearest nearest = {.word = name ? name : ""};
  for (int i = 0; names[i]; i++) text_near(&nearest, names[i]);
  bind_mistake(b, name,
               arena_printf(b->loading->arena, "%s must be one of %s, not %s%s", what,
                            name_list(b->loading->arena, names), loading_value_name(b->L, index),
                            name ? text_near_hint(b->loading->arena, &nearest) : ""));
}

/* `no` is a word and an answer; yes and unsure are plain texts. */
static void bind_answer(Binding *b, int index, Arg *arg) {
  static const char *const answers[] = {"no", "yes", "unsure", NULL};
  if (lua_tocfunction(b->L, index) == b->word && lua_getupvalue(b->L, index, 1)) {
    const Primitive *op = lua_touserdata(b->L, -1);
    lua_pop(b->L, 1);
    arg->index = ANSWER_NO;
    if (strcmp(op->name, "no") == 0) return;
  }
  bind_enum(b, index, answers, "an answer", arg);
  arg->index += ANSWER_NO;
}

/* "rule" or "pack/rule". */
static bool is_rule(Arena *a, const char *text) {
  const char *slash = strchr(text, '/');
  return slash ? text_is_id(arena_copy_n(a, text, (size_t)(slash - text))) && text_is_id(slash + 1) : text_is_id(text);
}

/* Found when the pack is whole: rules may stand in any order. */
static void bind_rule(Binding *b, int index, Arg *arg) {
  const Node *node = loading_to_node(b->L, index);
  arg->text = loading_text(b->L, index);
  if (node && !node->op)
    b->ok = false;
  else if (!arg->text || !is_rule(b->loading->arena, arg->text))
    bind_mistake(b, arg->text,
                 arena_printf(b->loading->arena,
                              "%s takes the id of a rule in quotes, \"rule\" or \"pack/rule\", not %s",
                              b->node->op->name, loading_value_name(b->L, index)));
}

static void bind_node(Binding *b, int index, ParamKind kind, const char *field, Arg *arg) {
  if (b->node->op->form == FORM_METHOD && !loading_to_node(b->L, index)) { /* "." in place of ":" */
    bind_mistake(
        b, NULL,
        arena_printf(b->loading->arena, "%s stands behind a colon: write %s", b->node->op->name, b->node->op->usage));
    return;
  }
  Node *node = loading_check_node(b->L, index, b->node->line, b->node->op->name, field);
  if (!node || !node->op) {
    b->ok = false;
    return;
  }
  if (kind == PARAM_NUMBER) node = loading_as_number(b->loading, node);
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
    bind_mistake(b, node->op->name,
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
  case PARAM_RULE: bind_rule(b, index, arg); break;
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
    const char *name = loading_text(L, -2);
    Nearest nearest = {.word = name ? name : ""};
    const Param *param = params;
    while (param->name && !(name && strcmp(param->name, name) == 0)) param++;
    if (param->name) continue;
    for (param = params; param->name; param++) text_near(&nearest, param->name);
    if (name)
      bind_mistake(b, name,
                   arena_printf(b->loading->arena, "%s has no field '%s'%s", b->node->op->name, name,
                                text_near_hint(b->loading->arena, &nearest)));
    else
      bind_mistake(b, NULL, arena_printf(b->loading->arena, "too many values: write %s", b->node->op->usage));
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
  if (given > count)
    bind_mistake(b, NULL, arena_printf(b->loading->arena, "too many values: write %s", b->node->op->usage));
  for (size_t i = 0; i < count && i < given; i++)
    if (!lua_isnil(b->L, (int)i + 1)) bind_arg(b, (int)i + 1, &params[i], &b->node->args[i]);
}

void bind_params(Binding *b) {
  static const Param none[] = {{NULL, 0, false}};
  const Param *params = b->node->op->ops->params ? b->node->op->ops->params : none;
  bool by_field = b->node->op->form == FORM_WORD && lua_gettop(b->L) == 1 && lua_istable(b->L, 1);
  if (by_field)
    bind_table(b, params);
  else
    bind_list(b, params);
  for (size_t i = 0; i < param_count(params) && b->ok; i++)
    if (!params[i].optional && !b->node->args[i].given)
      bind_mistake(b, NULL,
                   arena_printf(b->loading->arena, "%s needs %s: write %s", b->node->op->name, params[i].name,
                                b->node->op->usage));
}

/* The whole number before the conditions of at_least. */
static void bind_count(Binding *b, bool table) {
  Arg *arg = &b->node->args[0];
  if (table)
    lua_rawgeti(b->L, 1, 1);
  else
    lua_pushvalue(b->L, 1);
  arg->given = true;
  arg->number = lua_isinteger(b->L, -1) ? (double)lua_tointeger(b->L, -1) : 0;
  if (!(arg->number >= 1 && arg->number <= NODE_SIZE))
    bind_mistake(b, NULL,
                 arena_printf(b->loading->arena, "%s begins with a whole number from 1 on: write %s", b->node->op->name,
                              b->node->op->usage));
  lua_pop(b->L, 1);
}

/* all { a, b } or all(a, b); at_least(2, a, b) */
void bind_many(Binding *b) {
  lua_State *L = b->L;
  bool table = lua_gettop(L) == 1 && lua_istable(L, 1);
  size_t count = table ? (size_t)lua_rawlen(L, 1) : (size_t)lua_gettop(L);
  static const Param none[] = {{NULL, 0, false}};
  if (table) check_field_names(b, 1, none, count);
  if (count == 0)
    bind_mistake(
        b, NULL,
        arena_printf(b->loading->arena, "%s without a condition: write %s", b->node->op->name, b->node->op->usage));
  size_t first = b->node->op->ops->counted && count > 0;
  if (first) bind_count(b, table);
  b->node->kids = arena_array(b->loading->arena, count, sizeof *b->node->kids);
  for (size_t i = first; i < count; i++) {
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
