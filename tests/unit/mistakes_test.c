/* Seeded mistakes: a good pack with one slip that people make, and what they are told: once, at its line and column, with
 * what to write instead. */
#include "judging.h"

static const char good[] =
    "return pack {\n"
    "  id = \"calf\", version = \"1.0.0\", title = \"Calf raises\",\n"
    "  needs_engine = \"1.0\", population = { age = { 18, 65 } },\n"
    "  rule {\n"
    "    id = \"calf-low\", title = \"Fewer heel raises on one side\",\n"
    "    side = each,\n"
    "    when = all {\n"
    "      measure(\"sl_heel_raise\"):below(reps(20)),\n"
    "      asymmetry(\"sl_heel_raise\"):above(reps(5)),\n"
    "    },\n"
    "    strengthen = \"gastrocnemius\",\n"
    "    stretch = { \"hamstrings\" },\n"
    "    group = \"calf\", weight = 1.5,\n"
    "    grades = { of = index, mild = reps(5), marked = reps(10) },\n"
    "    cite = { \"convention\" }, evidence = \"weak\",\n"
    "    say = \"{side}: {value} {unit}, cut {cut}.\",\n"
    "  },\n"
    "  rule {\n"
    "    id = \"spike\", title = \"One long run\",\n"
    "    when = any { measure(\"session_spike\"):above(pct(10)), answer(\"shoe_discomfort\"):is(yes) },\n"
    "    advise = \"hold_load\", cite = { \"frandsen2025\" }, evidence = \"moderate\",\n"
    "  },\n"
    "  rule {\n"
    "    id = \"open\", title = \"Any condition\", side = each,\n"
    "    when = low(\"quadriceps\"),\n"
    "    advise = \"rest_days\", cite = { \"convention\" }, evidence = \"weak\",\n"
    "  },\n"
    "}\n";

#define ANY "low(\"quadriceps\")" /* the condition that rows for conditions replace; line 25, column 12 */

typedef struct Mistake {
  const char *right, *wrong; /* the first use of `right` becomes `wrong` */
  int line, column;          /* of the one message */
  const char *text, *hint;
} Mistake;

static const Mistake mistakes[] = {
    {"measure(\"sl_heel_raise\"):below", "mesure(\"sl_heel_raise\"):below", 8, 7,
     "unknown word 'mesure' (did you mean 'measure'?)", NULL},
    {"\"gastrocnemius\"", "\"gastrocnemus\"", 11, 18, "unknown muscle 'gastrocnemus' (did you mean 'gastrocnemius'?)",
     NULL},
    {"\"gastrocnemius\"", "\"calfs\"", 11, 18, "unknown muscle 'calfs' (did you mean 'calf'?)", NULL},
    {"measure(\"sl_heel_raise\")", "measure(\"sl_heel_rase\")", 8, 15,
     "unknown test 'sl_heel_rase' (did you mean 'sl_heel_raise'?)", NULL},
    {"reps(20)", "rep(20)", 8, 38, "unknown word 'rep' (did you mean 'reps'?)", NULL},
    {"\"frandsen2025\"", "\"frandsen25\"", 21, 36, "unknown source 'frandsen25' (did you mean 'frandsen2025'?)", NULL},
    {"strengthen", "strenghten", 11, 5, "rule has no field 'strenghten' (did you mean 'strengthen'?)", NULL},
    {"reps(20)),", "reps(20))", 9, 7, "a comma is missing before asymmetry", NULL},
    {"id = \"calf-low\", title", "id: \"calf-low\", title", 5, 7, "a field is written with =: id = ...", NULL},
    {"title = \"Fewer", "title: \"Fewer", 5, 27, "a field is written with =: title = ...", NULL},
    {"reps(20)),", "reps(20)) and", 8, 48, "'and' does not combine conditions", "write all { a, b }"},
    {"when = any {", "when = measure(\"session_spike\"):above(pct(10)) or any {", 20, 52,
     "'or' does not combine conditions", "write any { a, b }"},
    {"measure(\"session_spike\"):above(pct(10)),", "measure(\"session_spike\") == pct(10),", 20, 43,
     "'==' does not compare what rules look at", "write :is(...) or :between(low, high)"},
    {"measure(\"session_spike\"):above(pct(10)),", "measure(\"session_spike\") > pct(10),", 20, 43,
     "'>' does not compare what rules look at", "write :above(cut)"},
    {"measure(\"session_spike\"):above(pct(10)),", "not measure(\"session_spike\"):above(pct(10)),", 20, 18,
     "'not' does not combine conditions", "write no { a }"},
    {"    side = each,\n", "", 7, 7,
     "measure is measured left and right: write side = each in the rule, or .left, .right, .worse or .better behind it",
     NULL},
    {"side = each", "side = \"left\"", 6, 5,
     "side can only be each (no quotes): the rule is judged left and right; to look at one side only, leave it out and "
     "write .left or .right behind the test",
     NULL},
    {"side = each", "side = \"each\"", 6, 5,
     "side can only be each (no quotes): the rule is judged left and right; to look at one side only, leave it out and "
     "write .left or .right behind the test",
     NULL},
    {"side = each", "side = both", 6, 12,
     "unknown word 'both' (sides are written each, or .left and .right behind a test)", NULL},
    {"side = each", "side = eech", 6, 12, "unknown word 'eech' (did you mean 'each'?)", NULL},
    {"reps(20)),\n      asymmetry(\"sl_heel_raise\"):above(reps(5)),\n    },",
     "reps(20)),\n      asymmetry(\"sl_heel_raise\"):above(reps(5)),\n    ", 7, 16, "this { is never closed", NULL},
    {"when = all {", "when = \"all {", 7, 12, "the closing quote of this text is missing", NULL},
    {"when = any { measure(\"session_spike\"):above(pct(10)), answer(\"shoe_discomfort\"):is(yes) }",
     "when = \"session_spike above 10\"", 20, 12,
     "when takes a condition made of rule words, not 'session_spike above 10'", NULL},
    {"{value}", "{val}", 16, 5, "say knows no {val}; there are {side} {index} {value} {unit} {cut} {test} {n}", NULL},
    {"id = \"spike\"", "id = \"calf-low\"", 19, 10, "rule 'calf-low' stands on line 4 already", NULL},
    {"evidence = \"moderate\"", "evidence = \"medium\"", 21, 65,
     "evidence is strong, moderate, limited, weak, contradictory or none", NULL},
    {"evidence = \"moderate\"", "", 21, 54, "a comma too many: nothing stands between the two", NULL},
    {"cite = { \"frandsen2025\" }, ", "", 18, 3,
     "a rule needs its source: cite = { \"source_key\" }, or \"convention\" when there is none", NULL},
    {"\"hold_load\"", "\"hold_lod\"", 21, 14, "unknown advice 'hold_lod' (did you mean 'hold_load'?)", NULL},
    {"\"frandsen2025\"", "“frandsen2025”", 21, 36, "'“' cannot be read here: write straight quotes \"", NULL},
    {"\"frandsen2025\"", "‘frandsen2025’", 21, 36, "'‘' cannot be read here: write straight quotes \"", NULL},
    {"\"frandsen2025\"", "„frandsen2025“", 21, 36, "'„' cannot be read here: write straight quotes \"", NULL},
    {"above(reps(5))", "above(reps(1,5))", 9, 40, "reps takes one number, with a decimal point: reps(1.5)", NULL},
    {"marked = reps(10)", "marked = reps(5)", 14, 28, "marked and mild begin at the same value", NULL},
    {"is(yes)", "is(true)", 20, 85, "an answer must be one of no, yes, unsure, not true", NULL},
    {"is(yes)", "is(Yes)", 20, 88, "unknown word 'Yes' (did you mean 'yes'?)", NULL},
    {"pct(10)", "pct(\"10\")", 20, 49, "pct takes a number without quotes: pct(10)", NULL},
    {"measure(\"session_spike\"):above", "Measure(\"session_spike\"):above", 20, 18,
     "unknown word 'Measure' (did you mean 'measure'?)", NULL},
    {"measure(\"session_spike\"):above", "measure(\"Session_Spike\"):above", 20, 26,
     "unknown test 'Session_Spike' (did you mean 'session_spike'?)", NULL},
    {"measure(\"session_spike\"):above", "measure(session_spike):above", 20, 26,
     "unknown word 'session_spike' (it is a test: measure, z, asymmetry take it; ids stand in quotes: "
     "\"session_spike\")",
     NULL},
    {"strengthen = \"gastrocnemius\"", "strengthen = gastrocnemius", 11, 18,
     "unknown word 'gastrocnemius' (it is a muscle; ids stand in quotes: \"gastrocnemius\")", NULL},
    {"\"session_spike\"):above", "\"session_spike\").above", 20, 43,
     "above stands behind a colon: write NUMBER:above(CUT)", NULL},
    {"\"session_spike\"):above(pct(10))", "\"session_spike\"):above pct(10)", 20, 43,
     "what above looks at stands in brackets: above(...)", NULL},
    {"\"session_spike\"):above(pct(10))", "\"session_spike\"):above(10%)", 20, 51, "per cent is written pct(10)", NULL},
    {"\"session_spike\"):above(pct(10))", "\"session_spike\"):above(10 pct)", 20, 49,
     "a number with its unit is written UNIT(NUMBER): pct(10)", NULL},
    {"\"session_spike\"):above(pct(10))", "\"session_spike\"):between(pct(20), pct(10))", 20, 43,
     "between(low, high): low is above high", NULL},
    {"\"session_spike\"):above(pct(10))", "\"session_spike\"):above(sd(1))", 20, 49,
     "the value is in %, the cut in SD: write pct(...)", NULL},
    {"\"session_spike\"):above(pct(10))", "\"session_spike\"):above()", 20, 43,
     "above needs cut: write NUMBER:above(CUT)", NULL},
    {"any { measure", "any ( measure", 20, 93, "the ( of line 20, column 16 is closed by } here: write )", NULL},
    {"answer(\"shoe_discomfort\"):is(yes) }", "answer(\"shoe_discomfort\"):is(yes)", 20, 16, "this { is never closed",
     NULL},
    {"answer(\"shoe_discomfort\"):is(yes) }", "answer(\"shoe_discomfort\"):is(yes) )", 20, 93,
     "the { of line 20, column 16 is closed by ) here: write }", NULL},
    {"answer(\"shoe_discomfort\")", "measure(\"shoe_discomfort\")", 20, 67,
     "unknown test 'shoe_discomfort' (it is a question: answer takes it)", NULL},
    {"answer(\"shoe_discomfort\"):is(yes)", "answer(\"shoe_discomfort\")", 20, 59,
     "any takes a condition, but answer(...) is an answer; ask it: :is(yes)", NULL},
    {"answer(\"shoe_discomfort\"):is(yes)", "answer(\"session_spike\"):is(yes)", 20, 66,
     "unknown question 'session_spike' (it is a test: measure, z, asymmetry take it)", NULL},
    {"answer(\"shoe_discomfort\"):is(yes)", "found(\"spik\")", 20, 65,
     "this pack has no rule 'spik' (did you mean 'spike'?)", NULL},
    {"answer(\"shoe_discomfort\"):is(yes)", "found(\"spike\")", 19, 10,
     "rules ask for each other in a circle: spike -> spike", NULL},
    {"when = any {", "When = any {", 20, 5, "rule has no field 'When' (did you mean 'when'?)", NULL},
    {"rule {\n    id = \"spike\"", "Rule {\n    id = \"spike\"", 18, 3, "unknown word 'Rule' (did you mean 'rule'?)",
     NULL},
    {"rule {\n    id = \"spike\"", "rule\n    id = \"spike\"", 18, 3, "a { is missing behind rule", NULL},
    {"return pack", "pack", 1, 1, "the file must return its pack: return pack { ... }", NULL},
    {"return pack {", "return {", 1, 1, "the file must return its pack: return pack { ... }", NULL},
    {"version = \"1.0.0\"", "version = 1.0", 2, 16, "version is a text in quotes, not a number", NULL},
    {"age = { 18, 65 }", "age = { 65, 18 }", 3, 25,
     "population is written { age = { 18, 65 } }, in whole years, the lower first", NULL},
    {"age = { 18, 65 }", "age = \"18-65\"", 3, 25,
     "population is written { age = { 18, 65 } }, in whole years, the lower first", NULL},
    {"id = \"calf\"", "id = \"My Calf\"", 2, 8,
     "an id is made of small letters, digits, - and _, and begins with a letter: \"my-calf\"", NULL},
    {"id = \"calf-low\"", "id = \"Calf low\"", 5, 10,
     "an id is made of small letters, digits, - and _, and begins with a letter: \"calf-low\"", NULL},
    {"needs_engine = \"1.0\"", "needs_engine = \"9.1\"", 3, 18, "this pack needs engine 9.1; this is engine 1.0.0",
     NULL},
    {"group = \"calf\"", "group = calf", 13, 13, "unknown word 'calf' (it is a muscle; ids stand in quotes: \"calf\")",
     NULL},
    {"say = \"", "says = \"", 16, 5, "rule has no field 'says' (did you mean 'say'?)", NULL},
    {"{side}:", "{side:", 16, 5,
     "a { in say has no } behind its word; write {side} {index} {value} {unit} {cut} {test} {n}", NULL},
    {"One long run\"", "One long run", 19, 27, "the closing quote of this text is missing", NULL},
    {"strengthen = \"gastrocnemius\"", "strengthen = {}", 11, 5,
     "strengthen is an empty list: name something, or leave the field out", NULL},
    {"strengthen = \"gastrocnemius\"", "strengthen = \"gastrocnemius\", strengthen = \"soleus\"", 11, 35,
     "strengthen stands here twice, first on line 11: only the last would count",
     "several values are a list: { \"a\", \"b\" }"},
    {"advise = \"hold_load\", ", "", 18, 3,
     "a rule needs an effect: strengthen, stretch, activate, mobilise, advise, cue, exclude, stop or against; or show "
     "= true for information",
     NULL},
    {"advise = \"hold_load\"", "stop = \"now\"", 21, 12, "stop is \"emergency\", \"urgent\" or \"caution\"", NULL},
    {"advise = \"hold_load\"", "exclude = \"jumping\"", 21, 15,
     "no exercise has the tag 'jumping'; tags stand in data/exercises.lua", NULL},
    {"advise = \"hold_load\"", "weight = \"2\", advise = \"hold_load\"", 21, 5,
     "weight is a number: write it without quotes", NULL},
    {"advise = \"hold_load\"", "weight = -1, advise = \"hold_load\"", 21, 5,
     "weight is a number above 0 and at most 10", NULL},
    {", evidence = \"moderate\"", "", 18, 3, "rule needs evidence = \"...\"", NULL},
    {"when = any {", "when: any {", 20, 5, "unknown word 'when' (a field is written with =: when = ...)", NULL},
    {"side = each,", "side: each,", 6, 9, "a field is written with =: side = ...", NULL},
    {"strengthen = \"gastrocnemius\"", "strengthen \"gastrocnemius\"", 11, 5,
     "unknown word 'strengthen' (a field is written with =: strengthen = ...)", NULL},
    {"strengthen = \"gastrocnemius\"", "strengthen = { \"gastrocnemius\"", 11, 18, "this { is never closed", NULL},
    {"strengthen = \"gastrocnemius\"", "strengthen = { \"gastrocnemius\" \"soleus\" }", 11, 36,
     "a comma is missing before \"soleus\", or the quote of the text before it", NULL},
    {"pct(10)", "pct(–10)", 20, 53, "'–' cannot be read here: write the minus of the keyboard, -", NULL},
    {"pct(10)", "10pct", 20, 49, "a number with its unit is written UNIT(NUMBER): pct(10)", NULL},
    {"pct(10)", "pct 10", 20, 49, "the number stands in brackets: pct(10)", NULL},
    {"pct(10)", "pct(10", 20, 92, "the ( of line 20, column 48 is closed by } here: write )", NULL},
    {"pct(10)", "pct(ten)", 20, 53, "unknown word 'ten' (a text stands in quotes: \"ten\")", NULL},
    {"pct(10)", "pct()", 20, 49, "pct takes a number: pct(10)", NULL},
    {"say = \"", "say = “", 16, 11, "'“' cannot be read here: write straight quotes \"", NULL},
    {"cut {cut}.\"", "cut {cut}.”", 16, 11, "this text begins with a straight quote and must end with one: \"", NULL},
    {"  },\n  rule {\n    id = \"spike\"", "  }\n  rule {\n    id = \"spike\"", 18, 3, "a comma is missing before rule",
     NULL},
    {"  },\n  rule {\n    id = \"spike\"", "  rule {\n    id = \"spike\"", 4, 8, "this { is never closed", NULL},
    {"weight = 1.5", "weight = 1,5", 13, 30, "a decimal number is written with a point: 1.5", NULL},
    {"strengthen = \"gastrocnemius\"", "strengthen = \"gastrocnemius and soleus\"", 11, 18,
     "unknown muscle 'gastrocnemius and soleus' (did you mean 'gastrocnemius'?)", NULL},
    {"population = { age = { 18, 65 } }", "population = { ages = { 18, 65 } }", 3, 25,
     "population is written { age = { 18, 65 } }, in whole years, the lower first", NULL},
    {"title = \"Calf raises\",", "title = \"Calf raises\"", 3, 3,
     "a comma is missing before needs_engine, or the quote of the text before it", NULL},
    {"  rule {\n    id = \"calf-low\"", "  rule (\n    id = \"calf-low\"", 5, 8,
     "fields stand between { }, not inside the ( of line 4, column 8", NULL},
    {"strengthen = \"gastrocnemius\"", "strengthen = \"side_plank_knees\"", 11, 18,
     "unknown muscle 'side_plank_knees' (it is an exercise: rules name muscles, the plan chooses)", NULL},
    {"advise = \"hold_load\"", "exclude = \"impct\"", 21, 15,
     "no exercise has the tag 'impct' (did you mean 'impact'?)", NULL},
    {"reps(20)),", "reps(20)),\u00A0", 8, 48, "'\u00A0' cannot be read here: this is a special space: type a plain one",
     NULL},
    {"group = \"calf\"", "group = “calf”", 13, 13, "'“' cannot be read here: write straight quotes \"", NULL},
    {"all {", "At_least(2, {", 11, 16, "fields stand between { }, not inside the ( of line 7, column 20", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "measure(\"sl_heel_raise\"):less(reps(20)),", 8, 32,
     "measure(...) has no 'less'; there are :above(cut), :below(cut), :between(low, high), :known()", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "measure(\"sl_heel_raise\", \"left\"):below(reps(20)),", 8, 7,
     "too many values: write measure(TEST)", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "measure(\"sl_heel_raise\").lft:below(reps(20)),", 8, 32,
     "measure(...) has no 'lft' (did you mean 'left'?)", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "sd(measure(\"sl_heel_raise\")):below(reps(20)),", 8, 7,
     "sd takes a number: sd(10)", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "low(\"gluteus medius\"),", 8, 11,
     "unknown muscle 'gluteus medius' (did you mean 'gluteus_medius'?)", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "low(gluteus medius),", 8, 19,
     "a comma is missing before medius, or quotes around a text", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "imbalance { weak = \"gluteus_medius\", strong = \"quadriceps\" },",
     8, 7,
     "imbalance needs at_least: write imbalance { weak = MUSCLE, strong = MUSCLE, at_least = sd(N), by = \"strength\" "
     "}",
     NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),",
     "imbalance { weak = \"gluteus_medius\", strng = \"quadriceps\", at_least = sd(1) },", 8, 44,
     "imbalance has no field 'strng' (did you mean 'strong'?)", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "imbalance(\"gluteus_medius\", \"quadriceps\", 1),", 8, 7,
     "at_least is a difference of z-scores: write sd(1)", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "at_least(3, low(\"gluteus_medius\"), low(\"quadriceps\")),", 8, 7,
     "at_least 3 of 2 conditions can never be true", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "at_least(\"2\", low(\"gluteus_medius\"), low(\"quadriceps\")),", 8,
     7, "at_least begins with a whole number from 1 on: write at_least(N, CONDITION, ...)", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "if low(\"gluteus_medius\") then", 8, 7,
     "unexpected symbol near 'if'", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "low(\"gluteus_medius\") & low(\"quadriceps\"),", 8, 29,
     "'&' does not combine conditions", "write all { a, b }"},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "low(\"gluteus_medius\") || low(\"quadriceps\"),", 8, 29,
     "'||' does not combine conditions", "write any { a, b }"},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "!low(\"gluteus_medius\"),", 8, 7,
     "'!' does not combine conditions", "write no { a }"},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "measure(\"sl_heel_raise\") <= reps(20),", 8, 32,
     "'<=' does not compare what rules look at", "write no { a:above(cut) }"},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "age():above(18),", 8, 13,
     "above needs a number with its unit: write years(...)", NULL},
    {"measure(\"sl_heel_raise\"):below(reps(20)),", "found(calf),", 8, 13,
     "unknown word 'calf' (it is a muscle; ids stand in quotes: \"calf\")", NULL},
    {ANY, "low(\"gluteus_mediu\")", 25, 16, "unknown muscle 'gluteus_mediu' (did you mean 'gluteus_medius'?)", NULL},
    {ANY, "lwo(\"gluteus_medius\")", 25, 12, "unknown word 'lwo' (did you mean 'low'?)", NULL},
    {ANY, "measure(\"sesion_spike\"):above(pct(10))", 25, 20,
     "unknown test 'sesion_spike' (did you mean 'session_spike'?)", NULL},
    {ANY, "measure(\"session_spike\"):above(10)", 25, 37, "above needs a number with its unit: write pct(...)", NULL},
    {ANY, "measure(\"session_spike\"):above(km(10))", 25, 43, "the value is in %, the cut in km: write pct(...)", NULL},
    {ANY, "measure(\"session_spike\"):abov(pct(10))", 25, 37, "measure(...) has no 'abov' (did you mean 'above'?)",
     NULL},
    {ANY, "measure(\"session_spike\")", 25, 12,
     "when takes a condition, but measure(...) is a number; compare it: :above(cut), :below(cut)", NULL},
    {ANY, "any { measure(\"session_spike\") }", 25, 18,
     "any takes a condition, but measure(...) is a number; compare it: :above(cut), :below(cut), :between(low, high)",
     NULL},
    {ANY, "answer(\"shoe_discomfort\")", 25, 12,
     "when takes a condition, but answer(...) is an answer; ask it: :is(yes)", NULL},
    {ANY, "answer(\"shoe_discomfort\"):is(\"perhaps\")", 25, 41,
     "an answer must be one of no, yes, unsure, not 'perhaps'", NULL},
    {ANY, "answer(\"shoe_discomfot\"):is(yes)", 25, 19,
     "unknown question 'shoe_discomfot' (did you mean 'shoe_discomfort'?)", NULL},
    {ANY, "asymmetry(\"sorensen\"):above(pct(10))", 25, 22,
     "sorensen has no side difference: it is measured once, not left and right", NULL},
    {ANY, "asymmetry(\"ake\"):above(pct(10))", 25, 35, "the value is in deg, the cut in %: write deg(...)", NULL},
    {ANY, "asymmetry { \"hhd_hip_abduction\", by = \"meen\" }:above(pct(10))", 25, 50,
     "by must be one of larger, mean, smaller, sum, not 'meen' (did you mean 'mean'?)", NULL},
    {ANY, "asymmetry { \"hhd_hip_abduction\", bye = \"mean\" }:above(pct(10))", 25, 45,
     "asymmetry has no field 'bye' (did you mean 'by'?)", NULL},
    {ANY, "imbalance { weak = \"core\", strong = \"core\", at_least = sd(1), by = \"endurance\" }", 25, 31,
     "weak and strong are the same muscle", NULL},
    {ANY, "imbalance { weak = \"core\", strong = \"rectus_abdominis\", by = \"endurance\" }", 25, 12,
     "imbalance needs at_least: write imbalance { weak = MUSCLE, strong = MUSCLE, at_least = sd(N), by = \"strength\" "
     "}",
     NULL},
    {ANY, "imbalance { weak = \"core\", strong = \"rectus_abdominis\", at_least = pct(1), by = \"endurance\" }", 25, 68,
     "at_least is a difference of z-scores: write sd(1)", NULL},
    {ANY, "strength(\"core\"):below(sd(-1))", 25, 21, "no test measures the strength of core", NULL},
    {ANY, "short(\"rectus_abdominis\")", 25, 18, "no test measures the length of rectus_abdominis", NULL},
    {ANY, "z(\"mmt_hip_abduction\"):below(sd(-1))", 25, 14,
     "mmt_hip_abduction has no z: it is a manual grade, which is not arithmetic", NULL},
    {ANY, "z(\"pelvic_tilt\"):below(sd(-1))", 25, 14, "pelvic_tilt has no z: it is neither better high nor low", NULL},
    {ANY, "age().left:above(years(40))", 25, 12, "age(...) has no sides, so .left means nothing here", NULL},
    {ANY, "measure(\"sl_heel_raise\"):within_error()", 25, 37,
     "within_error() asks whether a difference is zero, and measure() is none: write asymmetry(TEST):within_error(), "
     "or "
     "change(TEST):within_error()",
     NULL},
    {ANY, "age():within_error()", 25, 18,
     "within_error() asks whether a difference is zero, and age() is none: write asymmetry(TEST):within_error(), or "
     "change(TEST):within_error()",
     NULL},
    {ANY, "age():between(years(65), years(18))", 25, 18, "between(low, high): low is above high", NULL},
    {ANY, "ratio(\"sorensen\", \"ake\"):above(1)", 25, 30,
     "a ratio needs two tests in one unit: sorensen is in s, ake in deg", NULL},
    {ANY, "low(\"core\", \"gluteus_medius\")", 25, 12, "too many values: write low(MUSCLE)", NULL},
    {ANY, "low()", 25, 12, "low needs muscle: write low(MUSCLE)", NULL},
    {ANY, "all {}", 25, 12, "all without a condition: write all { CONDITION, ... }", NULL},
    {ANY, "sd(1)", 25, 5,
     "when takes a condition made of rule words, not a bare cut: write what is compared with it, z(TEST):above(sd(1))",
     NULL},
    {ANY, "above(pct(10))", 25, 12, "unknown word 'above' (write NUMBER:above(CUT))", NULL},
    {"advise = \"rest_days\"", "advise = \"rest_days\", advise = \"hold_load\"", 26, 27,
     "advise stands here twice, first on line 26: only the last would count",
     "several values are a list: { \"a\", \"b\" }"},
    {"  },\n}", "  },\n}}", 27, 4, "the pack ends here already: there is a } too many before it, or at it", NULL},
    {ANY, "z(\"sl_heel_raise\"):above(reps(20))", 25, 37, "the value is in SD, the cut in reps: write sd(...)", NULL},
    {ANY, "low(\"quadriceps\"):above(sd(1))", 25, 30, "above takes a number, but low(...) is a condition", NULL},
    {ANY, "measure(\"sl_heel_raise\"):is(yes)", 25, 37, "is() takes an answer: answer(\"...\"):is(yes)", NULL},
    {ANY, "at_least(3, low(\"gluteus_medius\"), low(\"quadriceps\"))", 25, 12,
     "at_least 3 of 2 conditions can never be true", NULL},
    {ANY, "count { low(\"gluteus_medius\") }", 25, 12,
     "when takes a condition, but count(...) is a number; compare it: :above(cut), :below(cut)", NULL},
    {ANY, "change(\"ake\"):above(sd(1))", 25, 32, "the value is in deg, the cut in SD: write deg(...)", NULL},
    {ANY, "(measure(\"ake\") + measure(\"sorensen\")):above(deg(60))", 25, 28,
     "deg and s do not go together here: both sides need the same unit", NULL},
    {ANY, "fn { function(p) return true end }", 25, 12,
     "fn needs the tests and questions it reads: needs = { \"test\", ... }, at most 50", NULL},
    {ANY, "fn { needs = { \"sorenson\" }, function(p) return true end }", 25, 27,
     "unknown test 'sorenson' (did you mean 'sorensen'?)", NULL},
    {ANY, "fn { needs = { \"rest_days\" }, unit = \"kmm\", function(p) return 1 end }:above(2)", 25, 49,
     "unit takes the word of a unit in quotes, unit = \"km\", not 'kmm' (did you mean 'km'?)", NULL},
    {ANY, "fn { needs = { \"rest_days\" }, function(p) return 1 end }:above(km(2))", 25, 75,
     "the function gives a bare number: write unit = \"km\" in fn { }, or a bare cut", NULL},
    {ANY, "fn { needs = { \"rest_days\" }, unit = \"km\", function(p) return 1 end }", 25, 12,
     "when takes a condition, but fn(...) is a number; compare it: :above(cut), :below(cut)", NULL},
    {ANY, "fn { needs = { \"rest_days\" }, unit = \"km\", function(p) return 1 end }.worse:above(km(2))", 25, 12,
     "fn(...) has no sides, so .worse means nothing here", NULL},
    {ANY, "quadriceps is low", 25, 23, "a comma is missing before is, or quotes around a text", NULL},
    {ANY, "true", 25, 5, "when takes a condition made of rule words, not true", NULL},
    {ANY, "measure(\"ake\"):above(\"30 deg\")", 25, 33, "above takes a number such as sd(1) or pct(10), not '30 deg'",
     NULL},
    {ANY, "measure(\"ake\"):between(deg(20))", 25, 27, "between needs high: write NUMBER:between(LOW, HIGH)", NULL},
    {ANY, "measure(\"ake\"):above(deg(20), deg(30))", 25, 27, "too many values: write NUMBER:above(CUT)", NULL},
    {ANY, "measure[\"ake\"]:above(deg(20))", 25, 19,
     "a word takes what it looks at in round brackets: measure(\"ake\")", NULL},
    {ANY, "measure \"ake\" :above deg(20)", 25, 27, "what above looks at stands in brackets: above(...)", NULL},
    {ANY, "found \"calf-low\" , low(\"quadriceps\")", 25, 31,
     "rule has a value without a field name, a condition or number word: write NAME = in front of it", NULL},
    {ANY, "low(\"quadriceps\") .. low(\"hamstrings\")", 25, 30,
     "'..' joins texts; conditions are joined by all { a, b }", NULL},
    {ANY, "found(\"calf-lo\")", 25, 18, "this pack has no rule 'calf-lo' (did you mean 'calf-low'?)", NULL},
    {"cut {cut}", "cut {cuts}", 16, 5,
     "say knows no {cuts} (did you mean 'cut'?); there are {side} {index} {value} {unit} {cut} {test} {n}", NULL},
    {"stretch = { \"hamstrings\" }", "stretch = { \"hamstrings\", \"quads muscle\" }", 12, 31,
     "unknown muscle 'quads muscle' (did you mean 'quadriceps'?)", NULL},
    {"title = \"Any condition\",", "title = \"\",", 24, 18, "title must be a text of 1 to 200 characters", NULL},
    {"id = \"open\"", "id = open", 24, 10, "unknown word 'open' (a text stands in quotes: \"open\")", NULL},
    {"evidence = \"weak\",\n  },\n}", "evidence = \"weak\"\n  }\n}}", 27, 3,
     "the pack ends here already: there is a } too many before it, or at it", NULL},
    {"side = each,\n    when = all", "side = right,\n    when = all", 6, 12,
     "unknown word 'right' (sides are written each, or .left and .right behind a test)", NULL},
    {"age = { 18, 65 }", "age = { 18.5, 65 }", 3, 25,
     "population is written { age = { 18, 65 } }, in whole years, the lower first", NULL},
    {"return pack {", "Return pack {", 1, 1, "write return in small letters", NULL},
    {"needs_engine = \"1.0\"", "needs_engine = 1.0", 3, 3, "needs_engine is a text in quotes, not a number", NULL},
    {"grades = { of = index, mild = reps(5), marked = reps(10) }", "grades = \"mild\"", 14, 5,
     "grades is written { of = index, mild = sd(1), severe = sd(2) }, at most 9 words", NULL},
    {"grades = { of = index, mild = reps(5), marked = reps(10) }", "grades = { mild = \"5\", marked = reps(10) }", 14,
     5, "grades is written { of = index, mild = sd(1), severe = sd(2) }, at most 9 words", NULL},
};

static const char *with_slip(Arena *a, const Mistake *m) {
  const char *at = strstr(good, m->right);
  assert_non_null(at);
  return arena_printf(a, "%.*s%s%s", (int)(at - good), good, m->wrong, at + strlen(m->right));
}

static bool same(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static bool is_told(const Bench *b, const Mistake *m) {
  const Diag *diag = &b->diags.list.items[0];
  return b->diags.list.count == 1 && diag->line == m->line && diag->column == m->column && same(diag->text, m->text) &&
         same(diag->hint, m->hint) && diag->source_line;
}

static void each_mistake_is_told_once_at_its_place(void **state) {
  (void)state;
  Bench *b = bench_open();
  PackInfo info;
  int wrong = 0;
  for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
    const Mistake *m = &mistakes[i];
    const char *text = with_slip(&b->arena, m);
    assert_false(bench_load(b, "x.lua", text, strlen(text), &info));
    assert_int_equal(b->err.kind, ERR_SCRIPT);
    if (is_told(b, m)) continue;
    wrong++;
    print_error("%s\n  wanted %d:%d: %s | %s\n", m->wrong, m->line, m->column, m->text, m->hint ? m->hint : "");
    for (size_t k = 0; k < b->diags.list.count; k++) {
      const Diag *diag = &b->diags.list.items[k];
      print_error("  got    %d:%d: %s | %s\n", diag->line, diag->column, diag->text, diag->hint ? diag->hint : "");
    }
  }
  assert_int_equal(wrong, 0);
  bench_close(b);
}

/* Each slip is one: what it was made of has none, and neither have the spellings that look odd and are right. */
static void what_is_right_is_not_told(void **state) {
  (void)state;
  static const Mistake right[] = {
      {ANY, ANY, 0, 0, NULL, NULL},
      {"is(yes)", "is(\"yes\")", 0, 0, NULL, NULL},
      {"reps(20)", "20", 0, 0, NULL, NULL}, /* counts may be bare */
      {"cite = { \"frandsen2025\" }", "cite = \"frandsen2025\"", 0, 0, NULL, NULL},
      {"strengthen = \"gastrocnemius\",", "strengthen = 'gastrocnemius';", 0, 0, NULL, NULL},
      {"    side = each", "\tside\t=\teach", 0, 0, NULL, NULL},
      {"all {\n", "all {\r\n", 0, 0, NULL, NULL},
      {"One long run", "Ein langer Lauf – “zu lang”", 0, 0, NULL, NULL},
      {"{value} {unit}", "{value} {unit} -- {cut}", 0, 0, NULL, NULL},
      {"answer(\"shoe_discomfort\"):is(yes) }", "answer \"shoe_discomfort\":is(yes), }", 0, 0, NULL, NULL},
  };
  for (size_t i = 0; i < ARRAY_LEN(right); i++) {
    Bench *b = bench_open();
    PackInfo info;
    const char *text = with_slip(&b->arena, &right[i]);
    bool loaded = bench_load(b, "x.lua", text, strlen(text), &info);
    for (size_t k = 0; !loaded && k < b->diags.list.count; k++) diag_print(stderr, &b->diags.list.items[k]);
    assert_true(loaded);
    bench_close(b);
  }
}

/* Two slips in one pack are two messages, the first of them the upper one. */
static void two_mistakes_are_both_told(void **state) {
  (void)state;
  Bench *b = bench_open();
  PackInfo info;
  bench_seed = 53;
  size_t pairs = 0;
  for (int round = 0; round < 3000; round++) {
    const Mistake *one = &mistakes[bench_below(ARRAY_LEN(mistakes))],
                  *two = &mistakes[bench_below(ARRAY_LEN(mistakes))];
    const char *first = strstr(good, one->right), *second = strstr(good, two->right);
    bool plain = strstr(one->text, "unknown ") == one->text && strstr(two->text, "unknown ") == two->text;
    if (!plain || first + strlen(one->right) > second || one->line == two->line) continue;
    const char *text = arena_printf(&b->arena, "%.*s%s%.*s%s%s", (int)(first - good), good, one->wrong,
                                    (int)(second - first - (long)strlen(one->right)), first + strlen(one->right),
                                    two->wrong, second + strlen(two->right));
    assert_false(bench_load(b, "x.lua", text, strlen(text), &info));
    assert_int_equal(b->diags.list.count, 2);
    assert_string_equal(b->diags.list.items[0].text, one->text);
    assert_string_equal(b->diags.list.items[1].text, two->text);
    pairs++;
  }
  assert_true(pairs > 5);
  bench_close(b);
}

int main(void) {
  assert_true(ARRAY_LEN(mistakes) >= 40);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_mistake_is_told_once_at_its_place),
      cmocka_unit_test(what_is_right_is_not_told),
      cmocka_unit_test(two_mistakes_are_both_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
