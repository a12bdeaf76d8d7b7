/* Packs that the program was built with: each is what its text says, and where anything about it is otherwise the text
 * is read. A text with one line end more says the same and is another. */
#include "judging.h"
#include "script/compiled.h"
#include "script/pack.h"

static Pack *load(Bench *b, const char *text, size_t len) {
  b->diags = (Diags){.arena = &b->arena};
  b->err = (Err){0};
  return pack_load(&b->arena, &b->catalog, NULL, "p.lua", text, len, &b->diags, &b->err);
}

static bool is_built(const Pack *pack, size_t number) {
  const CompiledPack *built = &compiled.packs[number];
  return pack->rules[0].title >= built->bytes && pack->rules[0].title < built->bytes + built->len;
}

static void same_text(const char *x, const char *y) { assert_true(x == y || (x && y && strcmp(x, y) == 0)); }

static void same_node(const Node *x, const Node *y) {
  assert_ptr_equal(x->op, y->op);
  assert_true(x->id == y->id && x->slot == y->slot && x->line == y->line && x->column == y->column);
  assert_true(x->kind == y->kind && x->dimension == y->dimension && x->paired == y->paired && x->which == y->which);
  assert_true(x->side_given == y->side_given && x->odds == y->odds && x->depth == y->depth && x->size == y->size);
  assert_true(x->used == y->used && !x->function && !y->function && x->kid_count == y->kid_count);
  for (size_t i = 0; i < x->kid_count; i++) same_node(x->kids[i], y->kids[i]);
  for (int i = 0; i < ARGS_MOST; i++) {
    const Arg *a = &x->args[i], *b = &y->args[i];
    assert_true(a->given == b->given && a->index == b->index && a->number == b->number && a->unit == b->unit);
    same_text(a->text, b->text);
    assert_int_equal(!a->node, !b->node);
    if (a->node) same_node(a->node, b->node);
  }
}

static void same_rule(const Rule *x, const Rule *y) {
  const char *const left[] = {x->id, x->title, x->say, x->group, x->tell, x->studied, x->doubt};
  const char *const right[] = {y->id, y->title, y->say, y->group, y->tell, y->studied, y->doubt};
  for (size_t i = 0; i < ARRAY_LEN(left); i++) same_text(left[i], right[i]);
  assert_true(x->shown == y->shown && x->each == y->each && x->evidence == y->evidence && x->weight == y->weight);
  assert_true(x->effect_count == y->effect_count && x->grade_count == y->grade_count && x->line == y->line);
  for (size_t i = 0; i < x->effect_count; i++) {
    const Effect *a = &x->effects[i], *b = &y->effects[i];
    assert_true(a->action == b->action && a->muscle == b->muscle && a->urgency == b->urgency);
    assert_int_equal(a->against, b->against);
    same_text(a->target, b->target);
  }
  for (size_t i = 0; i < x->grade_count; i++) {
    assert_true(x->grades[i].from == y->grades[i].from && x->grades[i].unit == y->grades[i].unit);
    same_text(x->grades[i].name, y->grades[i].name);
  }
  size_t cites = 0;
  for (; x->cites[cites] && y->cites[cites]; cites++) same_text(x->cites[cites], y->cites[cites]);
  assert_true(!x->cites[cites] && !y->cites[cites]);
  same_node(x->when, y->when);
}

static void same_pack(const Pack *x, const Pack *y) {
  const char *const left[] = {x->id, x->version, x->title, x->author, x->reviewed, x->path};
  const char *const right[] = {y->id, y->version, y->title, y->author, y->reviewed, y->path};
  for (size_t i = 0; i < ARRAY_LEN(left); i++) same_text(left[i], right[i]);
  assert_true(x->age_min == y->age_min && x->age_max == y->age_max && x->asks_found == y->asks_found);
  assert_true(x->node_count == y->node_count && x->slot_count == y->slot_count && x->rule_count == y->rule_count);
  assert_true(!x->catalog && !y->catalog && !x->call && !y->call && x->shared == y->shared);
  for (size_t i = 0; i < x->rule_count; i++) same_rule(&x->rules[i], &y->rules[i]);
  assert_memory_equal(x->order, y->order, x->rule_count * sizeof *x->order);
  assert_true(!x->require_count && !y->require_count && !x->closure_count && !y->closure_count);
  assert_int_equal(x->precedence_count, y->precedence_count);
  for (size_t i = 0; i < x->precedence_count; i++) {
    assert_true(x->precedence[i].first == y->precedence[i].first && x->precedence[i].later == y->precedence[i].later);
    same_text(x->precedence[i].muscle, y->precedence[i].muscle);
  }
  assert_int_equal(!x->policy, !y->policy);
  if (x->policy) assert_memory_equal(x->policy, y->policy, sizeof *x->policy);
}

static void compiled_packs_are_those_of_their_texts(void **state) {
  (void)state;
  Bench *b = bench_open();
  assert_true(compiled.pack_count >= 2);
  for (size_t i = 0; i < compiled.pack_count; i++) {
    const CompiledPack *from = &compiled.packs[i];
    const Pack *built = load(b, from->text, from->text_len);
    const Pack *read = load(b, arena_printf(&b->arena, "%s\n", from->text), from->text_len + 1);
    assert_true(built && read && is_built(built, i) && !is_built(read, i));
    same_pack(built, read);
    assert_string_not_equal(built->hash.hex, read->hash.hex);
    assert_memory_equal(built->text, from->text, from->text_len);
  }
  bench_close(b);
}

/* With another catalog the text is read: the numbers of its rows may be others. */
static void another_catalog_reads_the_text(void **state) {
  (void)state;
  Bench *b = bench_open();
  b->catalog.hash.hex[0] ^= 1;
  for (size_t i = 0; i < compiled.pack_count; i++) {
    const Pack *pack = load(b, compiled.packs[i].text, compiled.packs[i].text_len);
    assert_true(pack && !is_built(pack, i));
  }
  bench_close(b);
}

/* Packs that keep functions, bring rows or require others are read each time; mistakes and warnings are told. */
static void what_cannot_be_compiled_is_not(void **state) {
  (void)state;
  static const char *const texts[] = {
      ("rule { id = \"a\", title = \"a\", side = each, when = fn { needs = { \"ake\" }, function(p) return true end "
       "},\n"
       "  strengthen = \"core\", cite = { \"convention\" }, evidence = \"weak\" }"),
      "question { id = \"new\", text = \"New?\", source = \"convention\", verified = \"convention\" }",
      "requires = { other = \"^1\" }", "titel = \"x\"", ""};
  Bench *b = bench_open();
  for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
    Text bytes = {.arena = &b->arena};
    Diags diags = {.arena = &b->arena};
    const char *text = arena_printf(&b->arena,
                                    "return pack { id = \"x\", version = \"1\", title = \"x\", %s%s\n"
                                    "rule { id = \"r\", title = \"r\", side = each, when = low(\"gluteus_medius\"), "
                                    "strengthen = \"core\", cite = { \"convention\" },\n"
                                    "  evidence = \"weak\" } }\n",
                                    texts[i], *texts[i] ? "," : "");
    bool compiles = pack_compile(&bytes, &b->catalog, "x.lua", text, strlen(text), &diags);
    assert_int_equal(compiles, !*texts[i]);
    assert_int_equal(diags.list.count > 0, strstr(texts[i], "titel") != NULL);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(compiled_packs_are_those_of_their_texts),
      cmocka_unit_test(another_catalog_reads_the_text),
      cmocka_unit_test(what_cannot_be_compiled_is_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
