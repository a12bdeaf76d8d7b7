/* Packs: mistakes are found all at once, each at its line and column with the nearest right name; hostile texts end in
 * an error of their own and never in a crash. */
#include "judging.h"
#include "base/lexer.h"

#include <dirent.h>

static const char *pack_around(Arena *a, const char *side, const char *when) {
  return arena_printf(a,
                      "return pack { id = \"x\", version = \"1\", title = \"x\",\n"
                      "  rule {\n"
                      "    id = \"a\", title = \"a\", %s\n"
                      "  when = %s,\n"
                      "    strengthen = \"core\", cite = { \"convention\" }, evidence = \"weak\",\n"
                      "  },\n"
                      "}\n",
                      side, when);
}

/* ---- many mistakes at once, and operators ---- */

static void all_mistakes_come_at_once(void **state) {
  (void)state;
  Bench *b = bench_open();
  PackInfo info;
  const char *text = "return pack { id = \"X\", version = \"1\", titel = \"x\",\n"
                     "  rule { id = \"a\", title = \"a\", when = low(\"gluteus\") or short(\"hamstring\"),\n"
                     "    strenghten = \"core\", cite = { \"nobody1999\" }, evidence = \"sure\",\n"
                     "    say = \"{sid} is low\" },\n"
                     "}\n";
  static const char *const wanted[] = {"1:20: an id is made of small letters",
                                       "1:40: pack has no field 'titel' (did you mean 'title'?)",
                                       "unknown muscle 'gluteus'",
                                       "'or' does not combine conditions",
                                       "rule has no field 'strenghten' (did you mean 'strengthen'?)",
                                       "unknown source 'nobody1999'",
                                       "evidence is strong, moderate, limited, weak, contradictory or none",
                                       "say knows no {sid} (did you mean 'side'?)"};
  assert_false(bench_load(b, "x.lua", text, strlen(text), &info));
  assert_int_equal(b->err.kind, ERR_SCRIPT);
  size_t found = 0;
  for (size_t k = 0; k < b->diags.list.count; k++) {
    const Diag *diag = &b->diags.list.items[k];
    const char *line = arena_printf(&b->arena, "%d:%d: %s", diag->line, diag->column, diag->text);
    assert_non_null(diag->source_line);
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) found += strstr(line, wanted[i]) != NULL;
  }
  if (found != ARRAY_LEN(wanted))
    for (size_t k = 0; k < b->diags.list.count; k++) diag_print(stderr, &b->diags.list.items[k]);
  assert_int_equal(found, ARRAY_LEN(wanted));
  assert_int_equal(b->diags.list.count, ARRAY_LEN(wanted));
  bench_close(b);
}

static void paired_leaves_need_a_side(void **state) {
  (void)state;
  Bench *b = bench_open();
  PackInfo info;
  const char *text = pack_around(&b->arena, "", "measure(\"ake\"):above(deg(20))");
  assert_false(bench_load(b, "x.lua", text, strlen(text), &info));
  assert_string_equal(b->diags.list.items[0].text, "measure is measured left and right: write side = each in the rule, "
                                                   "or .left, .right, .worse or .better behind it");
  text = pack_around(&b->arena, "", "measure(\"ake\").worse:above(deg(20))");
  assert_true(bench_load(b, "x.lua", text, strlen(text), &info));
  assert_false(info.rules[0].each);
  bench_close(b);
}

static void leftovers_are_mistakes(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } rows[] = {
      {"local n = low(\"gluteus_medius\")\n" /* a condition in no rule */
       "return pack { id = \"x\", version = \"1\", title = \"x\", rule { id = \"a\", title = \"a\", when = "
       "age():above(years(1)),\n"
       "strengthen = \"core\", cite = { \"convention\" }, evidence = \"weak\" } }",
       "this low(...) is used by no rule"},
      {"local r = rule { id = \"a\", title = \"a\", when = age():above(years(1)), strengthen = \"core\", cite = { "
       "\"convention\" }, evidence = \"weak\" }\n"
       "return pack { id = \"x\", version = \"1\", title = \"x\", r, r }",
       "rule 2 stands in the pack twice"},
      {"rule { id = \"a\", title = \"a\", when = age():above(years(1)), strengthen = \"core\", cite = { \"convention\" "
       "}, evidence = \"weak\" }\n"
       "return pack { id = \"x\", version = \"1\", title = \"x\" }",
       "this rule stands in no pack: put it inside pack { ... }"},
      {"return pack { id = \"x\", version = \"1\", title = \"x\" }", "the pack has no rule"},
      {"pack { id = \"x\", version = \"1\", title = \"x\" }", "the file must return its pack: return pack { ... }"},
      {"", "the file must return its pack: return pack { ... }"},
      {"return 5", "the file must return its pack: return pack { ... }"},
      {"return pack { id = \"x\", version = \"1\", title = \"x\", needs_engine = \"2.0\" }",
       "this pack needs engine 2.0; this is engine " SINEW_VERSION},
      {"return pack { id = \"x\", version = \"1\", title = \"x\", population = { age = { 65, 18 } } }",
       "population is written { age = { 18, 65 } }, in whole years, the lower first"},
      {"return pack { id = \"x\", version = \"1\", title = \"x\", 7 }",
       "entry 1 of the pack is a number, not a rule { }"},
      {"return pack { id = \"x\", version = \"1\" title = \"x\" }",
       "a comma is missing before title, or the quote of the text before it"},
  };
  Bench *b = bench_open();
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    PackInfo info;
    assert_false(bench_load(b, "x.lua", rows[i].text, strlen(rows[i].text), &info));
    bool found = false;
    for (size_t k = 0; k < b->diags.list.count; k++)
      found = found || strcmp(b->diags.list.items[k].text, rows[i].message) == 0;
    if (!found) print_error("wanted %s\n", rows[i].message);
    for (size_t k = 0; !found && k < b->diags.list.count; k++) diag_print(stderr, &b->diags.list.items[k]);
    assert_true(found);
  }
  bench_close(b);
}

static void the_same_id_twice_names_both(void **state) {
  (void)state;
  Bench *b = bench_open();
  PackInfo info;
  const char *text = bench_pack(&b->arena, "mine", false, "age():above(years(1))");
  assert_true(bench_load(b, "one.lua", text, strlen(text), &info));
  assert_false(bench_load(b, "two.lua", text, strlen(text), &info));
  assert_string_equal(b->err.where, "two.lua");
  assert_string_equal(b->err.text, "pack 'mine' was loaded from one.lua already");
  bench_close(b);
}

/* ---- hostile texts ---- */

static bool diags_have(const Bench *b, Arena *a, const char *wanted) {
  for (size_t k = 0; k < b->diags.list.count; k++) {
    const Diag *diag = &b->diags.list.items[k];
    const char *place = diag->column ? arena_printf(a, "%d:%d: %s", diag->line, diag->column, diag->text)
                                     : arena_printf(a, "%d: %s", diag->line, diag->text);
    if (strstr(place, wanted)) return true;
  }
  return strstr(b->err.text, wanted) != NULL;
}

/* Remarks of judging one made-up person twice: what a function did wrong, the same both times. */
static bool remarks_have(Bench *b, const char *wanted) {
  bool found = true;
  for (int round = 0; round < 2; round++) {
    Case c = bench_case(
        b, &b->arena,
        "{\"patient\":{\"id\":\"X\",\"sex\":\"f\",\"age\":25,\"mass_kg\":60},\"date\":\"2026-11-20\",\"measures\":["
        "{\"test\":\"rest_days\",\"value\":2},{\"test\":\"ake\",\"side\":\"left\",\"value\":30},"
        "{\"test\":\"ake\",\"side\":\"right\",\"value\":35}]}");
    Result r = bench_judge(b, &b->arena, &c);
    bool here = false;
    for (size_t i = 0; i < r.remark_count; i++) here = here || strstr(r.remarks[i].text, wanted);
    if (!here)
      for (size_t i = 0; i < r.remark_count; i++) print_error("  remark %s\n", r.remarks[i].text);
    found = found && here;
  }
  return found;
}

/* Comment lines at the top tell what to expect. gives how many were missed. */
static int check_hostile(Bench *b, const char *path) {
  FileText file;
  PackInfo info;
  int missed = 0, seen = 0;
  assert_true(file_read(&b->arena, path, path, 1 << 20, &file, &b->err));
  bool loaded = bench_load(b, path, file.text, file.size, &info);
  for (const char *line = file.text; strncmp(line, "-- ", 3) == 0; line += strcspn(line, "\n") + 1) {
    const char *text = arena_copy_n(&b->arena, line, strcspn(line, "\n"));
    bool title = strncmp(text, "-- expect-title: ", 17) == 0;
    bool run = strncmp(text, "-- expect-run: ", 15) == 0;
    if (!title && !run && strncmp(text, "-- expect: ", 11) != 0) continue;
    seen++;
    if (run && loaded && remarks_have(b, text + 15)) continue;
    bool held = title ? loaded && strcmp(info.title, text + 17) == 0 : !loaded && diags_have(b, &b->arena, text + 11);
    if (held) continue;
    missed++;
    print_error("%s: wanted %s\n", path, text);
    if (loaded) print_error("  got title '%s'\n", info.title);
    for (size_t k = 0; k < b->diags.list.count && k < 5; k++)
      print_error("  got %d:%d: %s\n", b->diags.list.items[k].line, b->diags.list.items[k].column,
                  b->diags.list.items[k].text);
  }
  return missed + (seen == 0);
}

static void hostile_packs_end_in_their_error(void **state) {
  (void)state;
  DIR *dir = opendir("tests/hostile");
  assert_non_null(dir);
  int missed = 0, files = 0;
  for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
    size_t len = strlen(entry->d_name);
    if (len < 5 || strcmp(entry->d_name + len - 4, ".lua") != 0) continue;
    Bench *b = bench_open();
    missed += check_hostile(b, arena_printf(&b->arena, "tests/hostile/%s", entry->d_name));
    files++;
    bench_close(b);
  }
  closedir(dir);
  assert_true(files >= 20);
  assert_int_equal(missed, 0);
}

/* Bytes that cannot stand in a file of text. */
static void bytes_that_are_no_text_are_refused(void **state) {
  (void)state;
  static const struct {
    const char *data;
    size_t len;
    const char *message;
  } rows[] = {
      {"\x1bLua\x54\x00\x19\x93\r\n\x1a\n", 12, "is compiled Lua; only text is read"},
      {"-- \x00 nul", 8, "control character <U+0000> is not allowed"},
      {"-- \xff\xfe utf-16", 12, "is not UTF-8 text"},
      {"-- \x1b[31m", 8, "control character <U+001B> is not allowed"},
  };
  Bench *b = bench_open();
  PackInfo info;
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    assert_false(bench_load(b, "x.lua", rows[i].data, rows[i].len, &info));
    if (!diags_have(b, &b->arena, rows[i].message))
      print_error("wanted %s, got %s\n", rows[i].message, b->diags.list.items[0].text);
    assert_true(diags_have(b, &b->arena, rows[i].message));
  }
  char *large = arena_alloc(&b->arena, 256 * 1024 + 1);
  memset(large, ' ', 256 * 1024 + 1);
  assert_false(bench_load(b, "x.lua", large, 256 * 1024 + 1, &info));
  assert_int_equal(b->err.kind, ERR_LIMIT);
  const char *marked =
      arena_printf(&b->arena, "\xEF\xBB\xBF%s", bench_pack(&b->arena, "bom", false, "age():above(years(1))"));
  assert_true(bench_load(b, "x.lua", marked, strlen(marked), &info)); /* a byte order mark is accepted */
  bench_close(b);
}

/* Random damage to a real pack: an error or a pack, never a crash. */
static void damaged_packs_never_crash(void **state) {
  (void)state;
  Bench *b = bench_open();
  FileText file;
  assert_true(file_read(&b->arena, "rules/runner_low_back.lua", "x", 1 << 20, &file, &b->err));
  bench_seed = 21;
  size_t refused = 0;
  char *copy = malloc(file.size + 1);
  assert_non_null(copy);
  for (int round = 0; round < 150; round++) {
    memcpy(copy, file.text, file.size + 1);
    size_t len = file.size;
    for (size_t hits = 1 + bench_below(4); hits > 0; hits--) {
      size_t at = bench_below(len);
      switch (bench_below(3)) {
      case 0: copy[at] = (char)bench_random(); break;
      case 1: memmove(copy + at, copy + at + 1, len - at - 1), len--; break;
      default: copy[at] = "(){}\"',=-\n"[bench_below(10)];
      }
    }
    PackInfo info;
    refused += !bench_load(b, arena_printf(&b->arena, "damaged%d.lua", round), copy, len, &info);
  }
  free(copy);
  assert_true(refused > 50);
  bench_close(b);
}

/* ---- the lexer on its own ---- */

static void lexer_finds_places_and_functions(void **state) {
  (void)state;
  Arena a = {0};
  const char *text = "local a = low( -- comment \"x\"\n  [[two\nlines]], 'q\\'uote', 0x1F)\nlocal f = function() "
                     "return a and b end\nlocal c = a and b\n";
  Lexed lexed = lexer_read(&a, "t.lua", text, strlen(text));
  Diags diags = {.arena = &a};
  lexer_check_operators(&lexed, &diags);
  assert_int_equal(diags.list.count, 1);
  assert_int_equal(diags.list.items[0].line, 5);
  assert_int_equal(diags.list.items[0].column, 13);
  Token *token = lexer_point(&lexed, 1, "low", "two\nlines");
  assert_int_equal(token->line, 2);
  assert_int_equal(token->column, 3);
  assert_string_equal(lexer_point(&lexed, 1, "low", "q\\'uote")->text, "q\\'uote");
  assert_null(lexer_point(&lexed, 6, "low", NULL));
  for (int round = 0; round < 2000; round++) { /* any bytes */
    char bytes[64];
    for (size_t i = 0; i < sizeof bytes; i++)
      bytes[i] = bench_below(3) ? "[]=-\"'\\\n end function(){}"[bench_below(24)] : (char)bench_random();
    Lexed any = lexer_read(&a, "t.lua", bytes, bench_below(sizeof bytes));
    for (size_t i = 0; i < any.count; i++)
      assert_true(any.items[i].line >= 1 && any.items[i].column >= 1 && any.items[i].width >= 1);
    arena_reset(&a);
  }
  arena_free(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_mistakes_come_at_once),        cmocka_unit_test(paired_leaves_need_a_side),
      cmocka_unit_test(leftovers_are_mistakes),           cmocka_unit_test(the_same_id_twice_names_both),
      cmocka_unit_test(hostile_packs_end_in_their_error), cmocka_unit_test(bytes_that_are_no_text_are_refused),
      cmocka_unit_test(damaged_packs_never_crash),        cmocka_unit_test(lexer_finds_places_and_functions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
