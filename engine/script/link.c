#include "primitives/primitives.h"
#include "script/fields.h"
#include "script/host.h"
#include "script/link.h"

#include <stdlib.h>
#include <string.h>

/* ---- places ---- */

const Token *link_place(const Lexed *lexed, const char *id, bool range) {
  int open = -1;
  for (size_t i = 0; i + 2 < lexed->count && open < 0; i++) {
    if (lexed->items[i].kind != TOKEN_NAME || strcmp(lexed->items[i].text, "pack") != 0) continue;
    for (size_t k = i + 1; k <= i + 2 && open < 0; k++)
      if (strcmp(lexed->items[k].text, "{") == 0) open = (int)k;
  }
  int field = lexer_field(lexed, open, "requires"), table = field < 0 ? -1 : lexer_value(lexed, field);
  int key = id && table >= 0 ? lexer_field(lexed, table, id) : -1,
      value = range && key >= 0 ? lexer_value(lexed, key) : -1;
  int at = value >= 0 ? value : key >= 0 ? key : field;
  return at < 0 ? NULL : &lexed->items[at];
}

typedef enum { AT_FIELD, AT_ID, AT_RANGE } Place;

static void mistake(Loading *loading, const Require *r, Place place, const char *text, const char *hint) {
  if (loading->L) host_charge(loading->L, MISTAKE_STEPS);
  const Token *token = link_place(&loading->lexed, place == AT_FIELD ? NULL : r->id, place == AT_RANGE);
  lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, token, r->line, text)->hint = hint;
}

/* ---- requires = { } ---- */

typedef LIST(Require) Requires;

static const char written[] =
    "requires is written { [\"red-flags\"] = \">=1.0 <2\" }: the id of each pack with a range";

static int compare_requires(const void *left, const void *right) {
  const Require *a = left, *b = right;
  return strcmp(a->id, b->id);
}

/* Does this stand for a mistake that is on record? */
static bool is_told(lua_State *L, int index) {
  const Node *node = loading_to_node(L, index);
  return node && !node->op;
}

/* The pair on top of the stack; false: a mistake is on record. */
static bool take_require(const Fields *f, const Pack *pack, Require *out) {
  Arena *a = f->loading->arena;
  const char *id = lua_type(f->L, -2) == LUA_TSTRING ? loading_text(f->L, -2) : NULL;
  const char *text = lua_type(f->L, -1) == LUA_TSTRING ? loading_text(f->L, -1) : NULL, *wrong;
  *out = (Require){.id = id, .text = text, .line = f->line};
  if (!id)
    mistake(f->loading, out, AT_FIELD, written, NULL);
  else if (!text_is_id(id))
    mistake(f->loading, out, AT_ID,
            arena_printf(a, "'%.60s' is no id of a pack: small letters, digits, - and _, a letter first", id), NULL);
  else if (pack->id && strcmp(id, pack->id) == 0)
    mistake(f->loading, out, AT_ID, "a pack does not require itself: found(\"rule\") asks for its own rules", NULL);
  else if (!text)
    mistake(f->loading, out, AT_RANGE,
            arena_printf(a, "the range of versions of '%s' is a text, \">=1.0 <2\" or \"^1.2\", not %s", id,
                         loading_value_name(f->L, lua_gettop(f->L))),
            NULL);
  else if ((wrong = version_range(a, text, &out->range)))
    mistake(f->loading, out, AT_RANGE, wrong, NULL);
  else
    return true;
  return false;
}

static void check_version(const Fields *f, const Pack *pack) {
  Version version;
  if (pack->version && *pack->version && !version_parse(pack->version, &version))
    fields_mistake(f, pack->version,
                   "version is one to three numbers with dots, \"1.2.0\", so that other packs can require it");
}

/* How many pairs the table on top of the stack holds, counted up to one more than a pack may require. */
static int count_pairs(lua_State *L) {
  int count = 0;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    host_charge(L, 1);
    if (++count <= REQUIRES_MOST) continue;
    lua_pop(L, 2);
    break;
  }
  return count;
}

/* More pairs than allowed are not looked at: which of them came first would be chance. */
static void take_table(const Fields *f, const Pack *pack, Requires *list) {
  lua_State *L = f->L;
  const Require whole = {.line = f->line};
  if (is_told(L, -1)) return;
  if (!lua_istable(L, -1))
    mistake(f->loading, &whole, AT_FIELD, written, NULL);
  else if (count_pairs(L) > REQUIRES_MOST)
    mistake(f->loading, &whole, AT_FIELD,
            arena_printf(f->loading->arena, "a pack requires at most %d others", REQUIRES_MOST), NULL);
  else
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      Require require;
      if (!is_told(L, -1) && take_require(f, pack, &require)) *LIST_ADD(f->loading->arena, list) = require;
    }
}

void link_read(const Fields *f, Pack *pack) {
  Requires list = {0};
  check_version(f, pack);
  if (!fields_push(f, "requires")) return;
  take_table(f, pack, &list);
  lua_settop(f->L, f->table);
  if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_requires);
  pack->requires = list.items, pack->require_count = list.count;
}

/* ---- the packs that are required ---- */

static const Pack *get_pack(Loading *loading, const Pack *pack, const Require *r, const PackShelf *shelf) {
  Err fault = {0};
  Version version;
  const Pack *got = shelf && shelf->get ? shelf->get(shelf->context, pack, r->id, loading->diags, &fault) : NULL;
  if (!got) {
    const char *why = *fault.text ? fault.text : "it is not at hand";
    mistake(loading, r, AT_ID, arena_printf(loading->arena, "pack '%s' is required: %s", r->id, why), NULL);
    return NULL;
  }
  if (version_parse(got->version, &version) && version_fits(&r->range, &version)) return got;
  mistake(loading, r, AT_RANGE,
          arena_printf(loading->arena, "pack '%s' is required in a version %s, but %s is version %s", r->id, r->text,
                       got->path, got->version),
          "bring a version that fits, or read what changed in it and widen the range");
  return NULL;
}

typedef LIST(const Pack *) Packs;

static void add_pack(Arena *a, Packs *packs, const Pack *pack) {
  size_t at = packs->count;
  for (size_t i = 0; i < packs->count; i++)
    if (packs->items[i] == pack) return;
  LIST_ADD(a, packs);
  for (; at > 0 && strcmp(packs->items[at - 1]->id, pack->id) > 0; at--) packs->items[at] = packs->items[at - 1];
  packs->items[at] = pack;
}

void link_requires(Loading *loading, Pack *pack, const PackShelf *shelf) {
  Arena *a = loading->arena;
  Require *requires = arena_array(a, pack->require_count, sizeof *requires);
  Packs closure = {0};
  for (size_t i = 0; i < pack->require_count; i++) {
    requires[i] = pack->requires[i];
    const Pack *got = requires[i].pack = get_pack(loading, pack, &requires[i], shelf);
    if (!got) continue;
    add_pack(a, &closure, got);
    for (size_t k = 0; k < got->closure_count; k++) add_pack(a, &closure, got->closure[k]);
  }
  pack->requires = requires;
  pack->closure = closure.items, pack->closure_count = closure.count;
}

/* ---- rules that ask for other rules ---- */

typedef struct Ordering {
  Loading *loading;
  Pack *pack;
  Rule *rules; /* of the pack */
  int *order;
  size_t ordered;
  char *state; /* per rule: 0 not seen, 1 on the way, 2 ordered */
  int *path;   /* rules on the way */
  size_t depth;
  bool **asked; /* per required pack, by its rules; NULL: none yet */
} Ordering;

static void unknown_rule(const Ordering *o, const Node *found, const Pack *in, const char *id) {
  Nearest nearest = {.word = id};
  Arena *a = o->loading->arena;
  for (size_t i = 0; i < in->rule_count; i++) text_near(&nearest, in->rules[i].id);
  const char *hint = text_near_hint(a, &nearest);
  for (size_t i = 0; in == o->pack && i < o->pack->require_count && !*hint; i++)
    for (size_t k = 0; k < o->pack->requires[i].pack->rule_count; k++)
      if (strcmp(o->pack->requires[i].pack->rules[k].id, id) == 0)
        hint = arena_printf(a, " (did you mean '%s/%s'?)", o->pack->requires[i].id, id);
  loading_mistake(o->loading, found->line, "found", found->args[0].text,
                  in == o->pack ? arena_printf(a, "this pack has no rule '%s'%s", id, hint)
                                : arena_printf(a, "pack '%s' has no rule '%s'%s", in->id, id, hint),
                  NULL);
}

static int rule_in(const Pack *pack, const char *id) {
  for (size_t i = 0; i < pack->rule_count; i++)
    if (strcmp(pack->rules[i].id, id) == 0) return (int)i;
  return -1;
}

/* The required pack of an id: its number, or -1 and a mistake that says how to require it. */
static int required_pack(const Ordering *o, const Node *found, const char *id) {
  Nearest nearest = {.word = id};
  Arena *a = o->loading->arena;
  for (size_t i = 0; i < o->pack->require_count; i++) {
    if (strcmp(o->pack->requires[i].id, id) == 0) return (int)i;
    text_near(&nearest, o->pack->requires[i].id);
  }
  const char *near = text_near_hint(a, &nearest);
  loading_mistake(o->loading, found->line, "found", found->args[0].text,
                  arena_printf(a, "pack '%s' is not required here%s", id, near),
                  *near ? NULL : arena_printf(a, "add to pack { }: requires = { [\"%s\"] = \"^1\" }", id));
  return -1;
}

/* Writes the rule's index into the node, and of which pack: 0 for this one, else 1 + number of the required one. */
static void find_rule(Ordering *o, Node *found) {
  const char *text = found->args[0].text, *slash = strchr(text, '/'), *rule = slash ? slash + 1 : text;
  const char *id = slash ? arena_copy_n(o->loading->arena, text, (size_t)(slash - text)) : o->pack->id;
  int number = strcmp(id, o->pack->id) == 0 ? 0 : required_pack(o, found, id) + 1;
  bool there = number > 0 || strcmp(id, o->pack->id) == 0;
  const Pack *in = !there ? NULL : number ? o->pack->requires[number - 1].pack : o->pack;
  found->args[0].index = in ? rule_in(in, rule) : -1;
  found->args[1].index = number;
  if (in && found->args[0].index < 0) unknown_rule(o, found, in, rule);
}

static void order_rule(Ordering *o, int rule);

/* Marks a rule of a required pack, and those of that pack that it asks for in turn. */
static void mark_asked(const Pack *pack, bool *asked, int rule);

static void mark_node(const Pack *pack, bool *asked, const Node *n) {
  for (size_t i = 0; i < n->kid_count; i++) mark_node(pack, asked, n->kids[i]);
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) mark_node(pack, asked, n->args[i].node);
  if (n->op->ops == &ops_found && n->args[1].index == 0) mark_asked(pack, asked, n->args[0].index);
}

static void mark_asked(const Pack *pack, bool *asked, int rule) {
  if (asked[rule]) return;
  asked[rule] = true;
  mark_node(pack, asked, pack->rules[rule].when);
}

static void order_node(Ordering *o, Node *n) {
  for (size_t i = 0; i < n->kid_count; i++) order_node(o, n->kids[i]);
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) order_node(o, n->args[i].node);
  if (n->op->ops != &ops_found) return;
  find_rule(o, n);
  int rule = n->args[0].index, number = n->args[1].index;
  if (rule >= 0 && !number) order_rule(o, rule);
  if (rule < 0 || !number) return;
  const Pack *in = o->pack->requires[number - 1].pack;
  if (!o->asked[number - 1]) o->asked[number - 1] = arena_array(o->loading->arena, in->rule_count, sizeof(bool));
  mark_asked(in, o->asked[number - 1], rule);
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
  if (o->state[rule] || o->loading->diags->errors >= MISTAKES_MOST) return;
  o->state[rule] = 1;
  o->path[o->depth++] = rule;
  order_node(o, o->rules[rule].when);
  o->depth--;
  o->state[rule] = 2;
  o->order[o->ordered++] = rule;
}

/* Does anything look at a side, now that it is known which of the asked rules have sides? */
static bool looks_at_side(const Pack *pack, const Node *n) {
  if (n->op->ops == &ops_found) {
    int number = n->args[1].index;
    return (number ? pack->requires[number - 1].pack : pack)->rules[n->args[0].index].each;
  }
  bool fixed = n->which == WHICH_LEFT || n->which == WHICH_RIGHT || n->which == WHICH_WORSE || n->which == WHICH_BETTER;
  bool looks = n->paired && !fixed;
  for (size_t i = 0; i < n->kid_count; i++) looks = looks_at_side(pack, n->kids[i]) || looks;
  for (int i = 0; i < ARGS_MOST; i++)
    if (n->args[i].node) looks = looks_at_side(pack, n->args[i].node) || looks;
  return looks;
}

static void keep_asked(Pack *pack, Arena *a, bool *const *asked) {
  Require *requires = arena_array(a, pack->require_count, sizeof *requires);
  for (size_t i = 0; i < pack->require_count; i++) {
    requires[i] = pack->requires[i];
    requires[i].asked = asked[i];
  }
  pack->requires = requires;
}

void link_rules(Loading *loading, Rule *rules, Pack *pack) {
  Arena *a = loading->arena;
  size_t count = pack->rule_count;
  Ordering o = {.loading = loading, .pack = pack, .rules = rules};
  o.order = arena_array(a, count, sizeof *o.order), o.path = arena_array(a, count, sizeof *o.path);
  o.state = arena_array(a, count, 1), o.asked = arena_array(a, pack->require_count, sizeof *o.asked);
  for (size_t i = 0; i < count; i++) order_rule(&o, (int)i);
  for (size_t i = 0; i < o.ordered && !loading->diags->errors; i++) {
    Rule *rule = &rules[o.order[i]];
    rule->each = rule->each && looks_at_side(pack, rule->when);
  }
  for (size_t i = 0; i < loading->nodes.count; i++)
    pack->asks_found = pack->asks_found || loading->nodes.items[i]->op->ops == &ops_found;
  pack->order = o.order;
  keep_asked(pack, a, o.asked);
}
