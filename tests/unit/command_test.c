/* Command lines against the real table: finding commands, placing words and options, splitting typed lines, completion.
 */
#include "command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static Arena arena;
static Args args;
static Err err;

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

/* Parses a line typed with blanks and quotes. */
static bool parse(const char *line) {
  const char *const *words;
  int count;
  err = (Err){0};
  assert_true(command_split(&arena, line, &words, &count, &err));
  return command_parse(&arena, words, count, &args, &err);
}

static void refuse(const char *line, const char *text) {
  assert_false(parse(line));
  assert_int_equal(err.kind, ERR_USAGE);
  assert_string_equal(err.text, text);
}

static Complete expects(const char *line) {
  const char *const *words;
  int count;
  assert_true(command_split(&arena, line, &words, &count, &(Err){0}));
  return command_expects(&arena, words, count).first.kind;
}

static Complete behind(const char *line) {
  const char *const *words;
  int count;
  assert_true(command_split(&arena, line, &words, &count, &(Err){0}));
  return command_expects(&arena, words, count).behind.kind;
}

/* ---- the table ---- */

static void table_is_sound(void **state) {
  (void)state;
  Param params[ARGS_PARAMS];
  for (const Command *c = commands; c->name; c++) {
    int count = command_params(c, params), used;
    assert_string_equal(params[count - 1].name, "--help");
    assert_true(*c->help && c->help[strlen(c->help) - 1] != '.');
    for (int i = 0; i < count; i++)
      for (int k = 0; k < i; k++) assert_string_not_equal(params[i].name, params[k].name);
    for (int i = 0; i + 1 < count; i++) /* what takes all that is left stands last among the words */
      if (params[i].many)
        for (int k = i + 1; k < count; k++) assert_true(params[k].option);
    const char *const *words;
    int word_count;
    assert_true(command_split(&arena, c->name, &words, &word_count, &err));
    assert_ptr_equal(command_find(&arena, words, word_count, &used, &err), c);
    assert_int_equal(used, word_count);
  }
}

/* ---- finding ---- */

static void finds_by_unique_prefix(void **state) {
  (void)state;
  assert_true(parse("pat sh P7"));
  assert_string_equal(args.command->name, "patient show");
  assert_true(parse("rules l"));
  assert_string_equal(args.command->name, "rules list");
  assert_true(parse("findi P7"));
  assert_string_equal(args.command->name, "findings");
  assert_true(parse("find")); /* a whole name is no prefix */
  assert_string_equal(args.command->name, "find");
}

static void names_what_is_near(void **state) {
  (void)state;
  refuse("exprot html P7", "unknown command 'exprot' (did you mean 'export'?); 'sinew help' lists them");
  refuse("exp x", "'exp' may be explain, export: write more of it");
  refuse("rules chekc", "unknown 'rules' command 'chekc' (did you mean 'check'?); 'sinew help' lists them");
  refuse("rules", "'rules' needs one more word: check, list, describe, test, new, stub, use, drop");
  refuse("rules --json", "'rules' needs one more word: check, list, describe, test, new, stub, use, drop");
  refuse("''", "a command is missing; 'sinew help' lists them");
  assert_false(command_parse(&arena, NULL, 0, &args, &(Err){0}));
}

/* ---- words and options ---- */

static void places_words(void **state) {
  (void)state;
  assert_true(parse("explain P7 rule-1"));
  assert_string_equal(args_get(&args, "PATIENT"), "P7");
  assert_string_equal(args_get(&args, "RULE"), "rule-1");
  assert_false(args_has(&args, "SIDE"));
  assert_true(parse("explain P7 rule-1 left"));
  assert_string_equal(args_get(&args, "SIDE"), "left");
  assert_true(parse("measure P7 sorensen 62"));
  assert_string_equal(args_get(&args, "VALUE"), "62");
  assert_true(parse("assess P1 P2 P3"));
  assert_int_equal(args.rest_count, 3);
  assert_string_equal(args.rest[2], "P3");
  assert_true(parse("assess --all"));
  assert_int_equal(args.rest_count, 0);
  assert_false(args_has(&args, "PATIENT"));
}

static void counts_words(void **state) {
  (void)state;
  refuse("findings", "missing PATIENT; usage: findings PATIENT [--json]");
  refuse("findings P7 P8", "nothing more was expected at P8; usage: findings PATIENT [--json]");
  refuse("version now", "nothing more was expected at now; usage: version");
  char line[1000] = "assess";
  for (int i = 0; i < ARGS_WORDS + 1; i++) strcat(line, " P");
  refuse(line, "more than 64 words at once");
}

static void takes_options(void **state) {
  (void)state;
  assert_true(parse("export -o x.html html P7"));
  assert_string_equal(args_get(&args, "--output"), "x.html");
  assert_string_equal(args_get(&args, "FORMAT"), "html");
  assert_true(parse("export P7 -o x.html"));
  assert_false(args_has(&args, "FORMAT"));
  assert_true(parse("export html -ox.html P7"));
  assert_string_equal(args_get(&args, "--output"), "x.html");
  assert_true(parse("export html P7 --output=a=b"));
  assert_string_equal(args_get(&args, "--output"), "a=b");
  assert_true(parse("export html P7 --output -"));
  assert_string_equal(args_get(&args, "--output"), "-");
  assert_true(parse("findings P7 --json"));
  assert_string_equal(args_get(&args, "--json"), "");
  assert_true(parse("stream -"));
  assert_string_equal(args.rest[0], "-");
}

static void tells_numbers_from_options(void **state) {
  (void)state;
  assert_true(parse("measure P7 thomas_hip_ext left -4.5"));
  assert_string_equal(args_get(&args, "VALUE"), "-4.5");
  assert_true(parse("measure P7 thomas_hip_ext left -.5"));
  assert_true(parse("findings -- --json"));
  assert_string_equal(args_get(&args, "PATIENT"), "--json");
  assert_false(args_has(&args, "--json"));
}

static void refuses_options(void **state) {
  (void)state;
  refuse("findings P7 --jsno", "'findings' has no option --jsno (did you mean '--json'?)");
  refuse("findings P7 -x", "'findings' has no option -x");
  refuse("findings P7 --json --json", "--json is given twice");
  refuse("findings P7 --json=yes", "--json takes no value");
  refuse("export html P7 --output", "--output needs a value: FILE");
}

static void help_needs_no_words(void **state) {
  (void)state;
  assert_true(parse("explain --help"));
  assert_true(args_has(&args, "--help"));
}

/* ---- typed lines ---- */

static void splits_lines(void **state) {
  (void)state;
  const char *const *words;
  int count;
  assert_true(command_split(&arena, "  a 'b c'\t\"d \\\" e\" f\\ g h'i'j # k", &words, &count, &err));
  assert_int_equal(count, 5);
  const char *const wanted[] = {"a", "b c", "d \" e", "f g", "hij"};
  for (int i = 0; i < count; i++) assert_string_equal(words[i], wanted[i]);
  assert_true(command_split(&arena, "P#7 ''", &words, &count, &err));
  assert_int_equal(count, 2);
  assert_string_equal(words[0], "P#7");
  assert_string_equal(words[1], "");
  assert_true(command_split(&arena, "# nothing", &words, &count, &err));
  assert_int_equal(count, 0);
  err = (Err){0};
  assert_false(command_split(&arena, "a 'b", &words, &count, &err));
  assert_string_equal(err.text, "a quote is not closed");
}

static void completes(void **state) {
  (void)state;
  assert_int_equal(expects("exp"), COMPLETE_COMMAND);
  assert_int_equal(expects("rules ch"), COMPLETE_COMMAND);
  assert_int_equal(expects("explain ''"), COMPLETE_PATIENT);
  assert_int_equal(expects("explain P7 ham"), COMPLETE_RULE);
  assert_int_equal(expects("explain P7 ham l"), COMPLETE_WORDS);
  assert_int_equal(expects("explain P7 ham left x"), COMPLETE_NONE);
  assert_int_equal(expects("explain P7 --f"), COMPLETE_OPTION);
  assert_int_equal(expects("explain P7 --file c"), COMPLETE_FILE);
  assert_int_equal(expects("explain P7 --date 2026 ham"), COMPLETE_RULE);
  assert_int_equal(expects("assess P1 P2 P"), COMPLETE_PATIENT);
  assert_int_equal(expects("export h"), COMPLETE_FORMAT);
  assert_int_equal(behind("export h"), COMPLETE_PATIENT);
  assert_int_equal(behind("export html P"), COMPLETE_NONE);
  assert_int_equal(behind("export all h"), COMPLETE_NONE);
  assert_int_equal(expects("export -o x html P"), COMPLETE_PATIENT);
  assert_int_equal(expects("help pa"), COMPLETE_TOPIC);
}

static const char *supplied(const char *line, bool always) {
  static char out[200];
  const char *const *words;
  int count;
  assert_true(command_split(&arena, line, &words, &count, &(Err){0}));
  words = command_supply(&arena, words, &count, "PATIENT", "P7", always);
  *out = 0;
  for (int i = 0; i < count; i++) snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? " " : "", words[i]);
  return out;
}

static void supplies_a_word_that_lacks(void **state) {
  (void)state;
  assert_string_equal(supplied("goals", false), "goals P7");
  assert_string_equal(supplied("goals --json", false), "goals --json P7");
  assert_string_equal(supplied("goals P1", false), "goals P1");
  assert_string_equal(supplied("explain --date 2026-01-01 ham", false), "explain --date 2026-01-01 P7 ham");
  assert_string_equal(supplied("export -o x html", true), "export -o x html P7");
  assert_string_equal(supplied("export -o x.html", false), "export -o x.html P7");
  assert_string_equal(supplied("measure hhd_hip_abduction left 18", false), "measure hhd_hip_abduction left 18");
  assert_string_equal(supplied("measure hhd_hip_abduction left 18", true), "measure P7 hhd_hip_abduction left 18");
  assert_string_equal(supplied("assess", false), "assess P7");
  assert_string_equal(supplied("assess --all", false), "assess --all");
  assert_string_equal(supplied("audit show", false), "audit show");
  assert_string_equal(supplied("goals --help", false), "goals --help");
  assert_string_equal(supplied("patient erase", false), "patient erase");
  assert_string_equal(supplied("nosuch", false), "nosuch");
}

static void keeps(const char *line, const char *kept) {
  assert_true(parse(line));
  if (kept)
    assert_string_equal(command_without_values(&arena, &args), kept);
  else
    assert_null(command_without_values(&arena, &args));
}

static void leaves_values_out(void **state) {
  (void)state;
  keeps("goals P7", NULL);
  keeps("meas P7 hhd_hip_abduction l 18.3 kg --pain 3 --trial 2", "measure P7 hhd_hip_abduction l --trial 2");
  keeps("measure P7 hhd_hip_abduction 18.3 l", "measure P7 hhd_hip_abduction");
  keeps("answer P7 rf_cord yes", "answer P7 rf_cord");
  keeps("override P7 hip-gap left absent --reason 'my \"file\"'",
        "override P7 hip-gap left --reason \"my \\\"file\\\"\"");
  keeps("log P7 2026-01-02 done=yes pain=3", "log P7 2026-01-02");
  keeps("patient add P7 --sex f --age 30 --mass 70 --height 170 --dominant left --sport golf", "patient add P7");
  keeps("patient list Ada", "patient list");
  keeps("whatif P7 sorensen=90s", "whatif P7");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(table_is_sound),      cmocka_unit_test(finds_by_unique_prefix),
      cmocka_unit_test(names_what_is_near),  cmocka_unit_test(places_words),
      cmocka_unit_test(counts_words),        cmocka_unit_test(takes_options),
      cmocka_unit_test(refuses_options),     cmocka_unit_test(tells_numbers_from_options),
      cmocka_unit_test(help_needs_no_words), cmocka_unit_test(splits_lines),
      cmocka_unit_test(completes),           cmocka_unit_test(supplies_a_word_that_lacks),
      cmocka_unit_test(leaves_values_out),
  };
  return cmocka_run_group_tests(tests, NULL, free_arena);
}
