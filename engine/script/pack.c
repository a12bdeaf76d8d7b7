#include "rules/slots.h"
#include "rules/syntax.h"
#include "script/compiled.h"
#include "script/declare.h"
#include "script/function.h"
#include "script/host.h"
#include "script/own.h"
#include "script/pack.h"
#include "script/packcode.h"
#include "script/sandbox.h"
#include "script/word.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

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
  if (!loading->diags->errors) link_rules(loading, rules, pack);
}

static void finish(Loading *loading, PackBuild *build, Pack *pack, const PackShelf *shelf) {
  if (loading->diags->errors) return;
  if (!build->has_pack || !build->returned) {
    const Token *first = build->has_pack ? lexer_point_name(&loading->lexed, 1, "pack") : loading->lexed.items;
    lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, first, 1,
                "the file must return its pack: return pack { ... }");
  } else if (!build->rules.count)
    lexer_fault(&loading->lexed, loading->diags, DIAG_ERROR, NULL, 1, "the pack has no rule");
  if (!build->has_pack) return;
  check_unused(loading, build);
  if (!loading->diags->errors) link_requires(loading, pack, shelf);
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

static HashFile as_file(const Pack *pack) { return (HashFile){.name = pack->id, .data = pack->text, .len = pack->len}; }

static Hash pack_hash(Arena *a, const Pack *pack) {
  HashFile *files = arena_array(a, pack->closure_count + 1, sizeof *files);
  files[0] = as_file(pack);
  for (size_t i = 0; i < pack->closure_count; i++) files[i + 1] = as_file(pack->closure[i]);
  return hash_set(files, pack->closure_count + 1);
}

/* The pack of a text that has run, unless there were mistakes. */
static Pack *settle(Loading *loading, const PackShelf *shelf, size_t errors_before) {
  PackBuild *build = loading->build;
  Pack *pack = build->pack;
  finish(loading, build, pack, shelf);
  if (loading->diags->errors > errors_before) return NULL;
  pack->text = arena_copy_n(loading->arena, build->data, build->len), pack->len = build->len;
  pack->hash = pack_hash(loading->arena, pack);
  return pack;
}

/* ---- the text ---- */

/* Runs the text of a build in a host of its own, which is left open; *fault: why it did not come to its end. */
static bool read_text(Loading *loading, FunctionHost *functions, Err *fault, Err *err) {
  Host *host = &functions->host;
  const PackBuild *build = loading->build;
  loading->lexed = lexer_read(loading->arena, build->pack->path, build->data, build->len);
  lexer_check_operators(&loading->lexed, loading->diags);
  if (!host_open(host, (HostLimits){.bytes = PACK_MEMORY, .steps = PACK_STEPS}, err)) return false;
  functions->loading = host->context = loading;
  loading->L = host->L;
  bool ran = host_run(host, body, NULL, build->pack->path, fault);
  loading->L = NULL, loading->loaded = true;
  if (ran) lexer_check_fields(&loading->lexed, loading->diags);
  if (!ran && !is_told(&loading->lexed, fault->text)) syntax_fault(&loading->lexed, loading->diags, fault);
  return true;
}

static Pack *load_text(Loading *loading, const PackShelf *shelf, Err *err) {
  Diags *diags = loading->diags;
  size_t errors_before = diags->errors;
  FunctionHost *functions = arena_alloc(loading->arena, sizeof *functions);
  Err fault = {0};
  if (!read_text(loading, functions, &fault, err)) return NULL;
  Pack *pack = settle(loading, shelf, errors_before);
  diags_sort(diags);
  if (pack && has_functions(loading))
    pack->call = function_call, pack->call_context = functions;
  else
    host_close(&functions->host);
  if (pack) return pack;
  size_t errors = diags->errors - errors_before;
  ErrKind kind = fault.kind == ERR_LIMIT ? ERR_LIMIT : ERR_SCRIPT;
  return fail(err, kind, loading->build->pack->path, "%zu mistake%s", errors, errors == 1 ? "" : "s"), NULL;
}

/* ---- what the program was built with ---- */

static bool take_built(Loading *loading) {
  const PackBuild *build = loading->build;
  if (!compiled.bytes || strcmp(loading->catalog->hash.hex, compiled.hash.hex) != 0) return false;
  for (size_t i = 0; i < compiled.pack_count; i++) {
    const CompiledPack *pack = &compiled.packs[i];
    ShapeReader in = {pack->bytes, pack->bytes + pack->len};
    if (pack->text_len != build->len || memcmp(pack->text, build->data, build->len) != 0) continue;
    bool read = packcode_get(&in, loading);
    assert(read && "the build wrote it");
    return read;
  }
  return false;
}

/* ---- loading ---- */

typedef struct Load { /* all that a pack is made from */
  Loading loading;
  PackBuild build;
  OwnRows own;
} Load;

static Loading *begin(Arena *a, const Catalog *catalog, const char *path, const char *data, size_t len, Diags *diags) {
  Load *load = arena_alloc(a, sizeof *load); /* a pack with functions keeps it */
  Pack *pack = arena_alloc(a, sizeof *pack);
  pack->path = arena_copy(a, path), pack->shared = catalog;
  load->build = (PackBuild){.pack = pack, .data = data, .len = len};
  load->loading = (Loading){.catalog = catalog, .arena = a, .diags = diags, .build = &load->build, .own = &load->own};
  load->own.loading = &load->loading;
  return &load->loading;
}

Pack *pack_load(Arena *a, const Catalog *catalog, const PackShelf *shelf, const char *path, const char *data,
                size_t len, Diags *diags, Err *err) {
  if (len > PACK_BYTES_MOST) return fail(err, ERR_LIMIT, path, "is larger than %d KiB", PACK_BYTES_MOST / 1024), NULL;
  Loading *loading = begin(a, catalog, path, data, len, diags);
  return take_built(loading) ? settle(loading, shelf, diags->errors) : load_text(loading, shelf, err);
}

bool pack_compile(Text *out, const Catalog *catalog, const char *path, const char *data, size_t len, Diags *diags) {
  FunctionHost functions;
  Err fault = {0};
  Loading *loading = begin(out->arena, catalog, path, data, len, diags);
  bool read = read_text(loading, &functions, &fault, &fault);
  bool good = read && !diags->list.count && loading->build->returned && packcode_put(out, loading);
  if (read) host_close(&functions.host);
  return good;
}

void pack_close(Pack *pack) {
  FunctionHost *functions = pack->call_context;
  if (functions) host_close(&functions->host);
  pack->call = NULL, pack->call_context = NULL;
}
