/* The writers of a patient's documents, on honest and on hostile text. */
#include "formats/formats.h"
#include "facts/grade.h"

#include <jansson.h>
#include <lauxlib.h>
#include <lua.h>
#include <math.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static Arena arena;
static Words words;

/* ---- documents ---- */

/* The shipped sentences; the test runs in the folder of the checkout like all others. */
static int load_words(void **state) {
  (void)state;
  static Arena program;
  lua_State *L = luaL_newstate();
  if (!L || luaL_dofile(L, "scripts/report/words.lua") != LUA_OK) return -1;
  Err err = {0};
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
    if (!words_set(&words, &program, lua_tostring(L, -2), lua_tostring(L, -1), "words.lua", &err)) break;
  lua_close(L);
  if (!words_finish(&words, "words.lua", &err)) err_print(stderr, &err);
  return err.kind == ERR_NONE ? 0 : -1;
}

static int free_arena(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static const char *const *texts(const char *first) {
  const char **list = arena_array(&arena, 2, sizeof *list);
  list[0] = first;
  return list;
}

/* Steps of a movement are its sentences: a text of one, so that every text gives the same structure. */
static const char *one_sentence(const char *text) {
  char *copy = arena_copy(&arena, text);
  for (char *at = copy; (at = strpbrk(at, ".!?"));) *at = ';';
  return copy;
}

static const Catalog *catalog_of(const char *text) {
  Catalog *catalog = arena_alloc(&arena, sizeof *catalog);
  catalog->arena = &arena;
  *LIST_ADD(&arena, &catalog->muscles) = (Muscle){.id = "muscle", .name = text};
  *LIST_ADD(&arena, &catalog->sources) = (Source){.id = text, .citation = text};
  *LIST_ADD(&arena, &catalog->exercises) = (Exercise){.id = "one",
                                                      .name = text,
                                                      .equipment = texts(text),
                                                      .unilateral = true,
                                                      .loaded = true,
                                                      .position = text,
                                                      .setup = text,
                                                      .movement = one_sentence(text),
                                                      .breathing = text,
                                                      .mistakes = text,
                                                      .stop = text};
  const DoseWords say = {text, text};
  *LIST_ADD(&arena, &catalog->dosages) = (Dosage){.id = text, .tempo = say, .effort = say, .load = say};
  *LIST_ADD(&arena, &catalog->advice) = (Advice){.id = text, .block = BLOCK_WARM_UP, .exercises = texts("one")};
  catalog_settle(catalog);
  return catalog;
}

static Result *result_of(const char *text) {
  Need *needs = arena_array(&arena, 2, sizeof *needs);
  needs[0] = (Need){.why = WHY_NOT_MEASURED, .what = text, .text = text, .side = SIDE_LEFT};
  needs[1] = (Need){.why = WHY_NO_MASS, .what = "", .text = ""};
  Finding *findings = arena_array(&arena, 3, sizeof *findings);
  for (int i = 0; i < 3; i++)
    findings[i] = (Finding){.pack = text,
                            .rule = text,
                            .title = text,
                            .side = SIDE_LEFT,
                            .index = 1.25,
                            .unit = text,
                            .truth = i ? TRUTH_UNKNOWN : TRUTH_TRUE,
                            .unsure = i == 1,
                            .certainty = 0.999,
                            .evidence = EVIDENCE_LIMITED,
                            .group = text,
                            .say = i ? "" : text,
                            .cites = texts(text),
                            .needs = needs,
                            .need_count = i ? 2 : 0};
  Argument *arguments = arena_array(&arena, 2, sizeof *arguments);
  arguments[0] = (Argument){.pack = text, .rule = text, .target = "muscle", .group = text, .weight = 0.5};
  arguments[1] = (Argument){.pack = text, .rule = text, .action = ACTION_STRETCH, .target = text, .held = text};
  Target *targets = arena_array(&arena, 2, sizeof *targets);
  targets[0] = (Target){.target = "muscle", .side = SIDE_RIGHT, .weight = 0.5};
  targets[1] = (Target){.action = ACTION_STRETCH, .target = text, .weight = 0.25, .conflict = true};
  OpenQuestion *open = arena_alloc(&arena, sizeof *open);
  *open = (OpenQuestion){.question = text, .text = text, .urgency = URGENCY_URGENT};
  Remark *remark = arena_alloc(&arena, sizeof *remark);
  *remark = (Remark){.what = text, .text = text};
  Result *result = arena_alloc(&arena, sizeof *result);
  *result = (Result){.patient = text,
                     .date = 150000,
                     .findings = findings,
                     .finding_count = 3,
                     .arguments = arguments,
                     .argument_count = 2,
                     .targets = targets,
                     .target_count = 2,
                     .open = open,
                     .open_count = 1,
                     .remarks = remark,
                     .remark_count = 1,
                     .judged = 12,
                     .expected_by_chance = 1.62};
  return result;
}

static Program *program_of(const char *text) {
  ProgramItem *items = arena_array(&arena, 3, sizeof *items);
  items[0] = (ProgramItem){.exercise = "one",
                           .name = text,
                           .side = SIDE_LEFT,
                           .sets = 3,
                           .reps = 8,
                           .per_week = 3,
                           .week_from = 1,
                           .week_to = 6,
                           .rest_s = 60,
                           .minutes = 2.76,
                           .why = text,
                           .dose = text};
  items[1] = items[0];
  items[1].side = SIDE_RIGHT;
  items[2] = (ProgramItem){.exercise = "two",
                           .name = text,
                           .sets = 1,
                           .hold_s = 30,
                           .per_week = 1,
                           .week_from = 1,
                           .week_to = 6,
                           .minutes = 1,
                           .why = text,
                           .dose = text};
  AdviceItem *advice = arena_alloc(&arena, sizeof *advice);
  *advice = (AdviceItem){.id = text, .text = text, .why = text};
  LeftOut *left_out = arena_array(&arena, 2, sizeof *left_out);
  left_out[0] = (LeftOut){.exercise = text, .reason = text};
  left_out[1] = (LeftOut){.exercise = "one", .reason = text};
  Program *program = arena_alloc(&arena, sizeof *program);
  *program = (Program){.referral = "",
                       .items = items,
                       .item_count = 3,
                       .advice = advice,
                       .advice_count = 1,
                       .left_out = left_out,
                       .left_out_count = 2,
                       .weeks = 6,
                       .sessions_per_week = 3,
                       .minutes = 6.5};
  return program;
}

/* One measure behind the first finding. */
static const Retest *retest_of(const char *text, const Result *result) {
  Retest *retest = arena_alloc(&arena, sizeof *retest);
  *retest = (Retest){.test = text,
                     .name = text,
                     .unit = text,
                     .side = SIDE_LEFT,
                     .real_from = 8.64,
                     .decimals = 1,
                     .real_words = text,
                     .again = 150042,
                     .findings = arena_array(&arena, 1, sizeof *retest->findings),
                     .finding_count = 1};
  retest->findings[0] = &result->findings[0];
  return retest;
}

/* A document in which every text that comes from outside is this one. */
static Document document_of(const char *text) {
  Person *person = arena_alloc(&arena, sizeof *person);
  *person = (Person){.code = text, .name = text};
  IntakeNotes *notes = arena_alloc(&arena, sizeof *notes);
  *LIST_ADD(&arena, notes) = (IntakeNote){.field = text, .text = text};
  Case *given = arena_alloc(&arena, sizeof *given);
  const Result *result = result_of(text);
  return (Document){.catalog = catalog_of(text),
                    .given = given,
                    .result = result,
                    .retests = retest_of(text, result),
                    .retest_count = 1,
                    .program = program_of(text),
                    .person = person,
                    .notes = notes,
                    .words = &words,
                    .engine = text,
                    .packs = text};
}

static Document document_as(DocumentKind kind, const char *text) {
  Document document = document_of(text);
  document.kind = kind;
  return document;
}

static const char *written(const char *format, const Document *document) {
  Text out = {.arena = &arena};
  Err err = {0};
  const Format *row = format_find(format, CAN_WRITE);
  assert_non_null(row);
  assert_true(row->write(document, &out, &err));
  assert_true(text_is_utf8(text_get(&out), out.len));
  assert_int_equal(strlen(text_get(&out)), out.len);
  return text_get(&out);
}

static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style></title></main></body></html>",
    "<!-- comment",
    "&lt;b&gt; &#0; &amp",
    "\x1B[31mred\x1B[0m \x1B]0;title\x07",
    "\xC2\x9B"
    "31m C1",
    "\xE2\x80\xAE"
    "desrever\xE2\x81\xA6 isolate",
    "=HYPERLINK(\"http://x\")",
    "+1 -1 @x",
    "| a | b |\n| --- | --- |\n# heading\n- item\n> quote\n\n    code",
    "```\nfence\n```",
    "[x](javascript:alert(1)) ![y](z) <http://x> **b** _i_ ~~s~~ `c`",
    "1. one\r\n2) two\n***\n===\n---",
    "\xFF\xFE bad \xC0\xAF bytes \xED\xA0\x80",
    "{code} {percent} {n} %s %n",
    "   spaces \t tabs   ",
    "\xE2\x80\xA8 line \xE2\x80\xA9 paragraph \xEF\xBB\xBF",
    "a\\",
    "\"quoted\" 'text' \\u0000 \\",
};

/* ---- HTML ---- */

/* The tags without their text, so that two pages can be compared; every tag must close in order. */
static const char *html_tags(const char *page) {
  Text tags = {.arena = &arena};
  char open[32][16];
  size_t depth = 0;
  for (const char *at = page; (at = strchr(at, '<')); at++) {
    size_t len = strcspn(at, ">");
    assert_true(at[len] == '>');
    bool closes = at[1] == '/';
    const char *name = at + 1 + closes;
    size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz123456!DOCTYPE");
    text_add_n(&tags, at, size + 1 + closes);
    text_add_char(&tags, '\n');
    assert_in_range(size, 1, 15);
    if (closes) {
      assert_true(depth > 0);
      assert_int_equal(strncmp(open[depth - 1], name, size), 0);
      assert_int_equal(strlen(open[--depth]), size);
    } else if (strncmp(name, "meta", 4) != 0 && *name != '!' && at[len - 1] != '/') { /* SVG closes at once */
      assert_true(depth < ARRAY_LEN(open));
      memcpy(open[depth], name, size);
      open[depth++][size] = '\0';
    }
  }
  assert_int_equal(depth, 0);
  return text_get(&tags);
}

static void check_headings(const char *page) {
  char last = '0';
  int first_level = 0;
  for (const char *at = page; (at = strstr(at, "<h")); at += 2) {
    if (at[2] < '1' || at[2] > '6') continue;
    assert_true(at[2] <= last + 1);
    last = at[2];
    first_level += last == '1';
  }
  assert_int_equal(first_level, 1);
}

static void no_text_becomes_html(void **state) {
  (void)state;
  for (DocumentKind kind = DOCUMENT_HANDOUT; kind <= DOCUMENT_REFERRAL; kind++) {
    Document document = document_as(kind, "plain");
    const char *tags = html_tags(written("html", &document));
    assert_null(strstr(tags, "script"));
    assert_null(strstr(tags, "img"));
    for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
      document = document_as(kind, hostile[i]);
      const char *page = written("html", &document);
      assert_string_equal(html_tags(page), tags);
      assert_null(strpbrk(page, "\x1B\x07\x7F\r"));
      assert_null(strstr(page, "\xE2\x80\xAE"));
    }
  }
}

/* The page of a stored program may run one text, known by its hash, which keeps ticks on the device. */
static void the_only_script_is_the_one_that_is_named(void **state) {
  (void)state;
  Document document = document_of("plain");
  unsigned char hash[crypto_hash_sha256_BYTES];
  char base64[64];
  document.revision = 1;
  document.program->items[0].days = 1;
  const char *page = written("html", &document), *script = strstr(page, "<script>");
  assert_non_null(script);
  script += strlen("<script>");
  const char *end = strstr(script, "</script>");
  assert_non_null(end);
  crypto_hash_sha256(hash, (const unsigned char *)script, (size_t)(end - script));
  sodium_bin2base64(base64, sizeof base64, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
  assert_non_null(strstr(page, arena_printf(&arena, "script-src 'sha256-%s'", base64)));
  assert_null(strstr(end + 1, "<script"));
  assert_non_null(strstr(page, "<main data-key=\""));
  assert_non_null(strstr(page, "<input type=\"checkbox\" aria-label=\"Week 1, Mon, A\">"));
}

static void the_page_is_accessible_and_self_contained(void **state) {
  (void)state;
  Document document = document_of("plain");
  const char *page = written("html", &document);
  Document report = document_as(DOCUMENT_REPORT, "plain");
  check_headings(written("html", &report));
  check_headings(page);
  assert_non_null(strstr(page, "<html lang=\"en\">"));
  assert_non_null(strstr(page, "name=\"viewport\""));
  assert_non_null(strstr(page, "prefers-color-scheme:dark"));
  assert_non_null(strstr(page, "@media print"));
  assert_null(strstr(page, "http:"));
  assert_null(strstr(page, "https:"));
  assert_null(strstr(page, "url("));
  for (const char *at = page; (at = strstr(at, "<th")); at += 3)
    if (at[3] != 'e') assert_int_equal(strncmp(at, "<th scope=\"", 11), 0);
}

/* ---- Markdown ---- */

/* First mark of every line, and the cells of table rows: what a reader of Markdown would take for structure. */
static const char *markdown_shape(const char *page) {
  Text shape = {.arena = &arena};
  for (const char *at = page; *at; at += strcspn(at, "\n"), at += *at == '\n') {
    size_t len = strcspn(at, "\n"), marks = strspn(at, "#-> |*");
    text_add_n(&shape, at, marks < len ? marks : len);
    int cells = 0;
    for (size_t i = 0; *at == '|' && i < len; i++) cells += at[i] == '|' && at[i - (i > 0)] != '\\';
    text_addf(&shape, " %d\n", cells);
  }
  return text_get(&shape);
}

static void no_text_becomes_markdown(void **state) {
  (void)state;
  Document document = document_as(DOCUMENT_REPORT, "plain");
  const char *shape = markdown_shape(written("markdown", &document));
  for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
    document = document_as(DOCUMENT_REPORT, hostile[i]);
    const char *page = written("markdown", &document);
    assert_string_equal(markdown_shape(page), shape);
    for (const char *at = page; (at = strpbrk(at, "<`[]_~&")); at++) assert_true(at[-1] == '\\');
  }
}

/* ---- text ---- */

static void no_text_reaches_the_terminal_unseen(void **state) {
  (void)state;
  for (size_t i = 0; i < 2 * ARRAY_LEN(hostile); i++) {
    Document document = document_as(i % 2 ? DOCUMENT_REPORT : DOCUMENT_HANDOUT, hostile[i / 2]);
    for (const char *at = written("text", &document); *at;) {
      unsigned code = text_next(&at);
      assert_true(code == '\n' || (code >= 0x20 && (code < 0x7F || code >= 0xA0)));
      assert_false((code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069));
    }
  }
}

/* Advice stands in the part that its row names, with the exercises that it names; unknown advice comes last. */
static void advice_stands_in_its_part(void **state) {
  (void)state;
  Document document = document_of("plain");
  const char *page = written("html", &document);
  assert_non_null(strstr(page, "<h3>Warm-up</h3>"));
  assert_non_null(strstr(page, "<strong>plain:</strong> <bdi>plain plain</bdi></li>"));
  assert_null(strstr(page, "<h3>Advice</h3>"));
  document.program->advice[0].id = "not there";
  page = written("html", &document);
  assert_null(strstr(page, "<h3>Warm-up</h3>"));
  assert_non_null(strstr(page, "<h3>Advice</h3>"));
}

static void text_lines_fit_the_page(void **state) {
  (void)state;
  Document document = document_of("Hip abduction scores below the average of the comparison group; one test");
  char *page = arena_copy(&arena, written("text", &document));
  for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n")) assert_in_range(text_width(line), 1, 78);
}

/* ---- JSON ---- */

/* Everything of the NDJSON line stands in the JSON object under the same keys. */
static void assert_holds(json_t *whole, json_t *part) {
  assert_int_equal(json_typeof(whole), json_typeof(part));
  const char *key;
  json_t *value;
  size_t i;
  if (json_is_object(part)) json_object_foreach(part, key, value) {
      if (!json_object_get(whole, key)) fail_msg("the key %s is missing", key);
      assert_holds(json_object_get(whole, key), value);
    }
  else if (json_is_array(part)) {
    assert_int_equal(json_array_size(whole), json_array_size(part));
    json_array_foreach(part, i, value) assert_holds(json_array_get(whole, i), value);
  } else
    assert_true(json_equal(whole, part));
}

static json_t *parsed(const char *text) {
  json_error_t error;
  json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
  if (!root) fail_msg("line %d: %s", error.line, error.text);
  return root;
}

static void json_holds_the_ndjson_line_and_stays_strict(void **state) {
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
    Document document = document_of(hostile[i]);
    document.result->findings[0].index = NAN;
    document.result->findings[1].index = -0.0;
    json_t *whole = parsed(written("json", &document)), *line = parsed(written("ndjson", &document));
    assert_holds(whole, line);
    if (text_is_utf8(hostile[i], strlen(hostile[i])))
      assert_string_equal(json_string_value(json_object_get(whole, "patient")), hostile[i]);
    json_decref(whole);
    json_decref(line);
  }
}

/* ---- content ---- */

enum { GRADE_MOST = 6 };

static const struct {
  WordId from, to;
} for_patients[] = {{WORD_label_patient, WORD_tick_effort},    {WORD_draft, WORD_ended},
                    {WORD_stop_heading, WORD_stop_no_program}, {WORD_told_heading, WORD_told_heading},
                    {WORD_label_equipment, WORD_block_other},  {WORD_contact_heading, WORD_contact_heading}};

static const char *const prose[] = {"text", "markdown", "html"};

static bool says(const char *format, const Document *document, const char *text) {
  const char *page = written(format, document);
  Text plain = {.arena = &arena}; /* without the escapes of Markdown and line ends of plain text */
  for (const char *at = page; *at; at++)
    if (*at != '\\') text_add_char(&plain, *at == '\n' ? ' ' : *at);
  return strstr(text_get(&plain), text) != NULL;
}

static void every_page_shows_its_marks(void **state) {
  (void)state;
  Document document = document_of("plain"), report = document_as(DOCUMENT_REPORT, "plain");
  const Document *const both[] = {&document, &report};
  for (size_t i = 0; i < 2 * ARRAY_LEN(prose); i++) {
    assert_true(says(prose[i / 2], both[i % 2], "DRAFT: not approved by a clinician"));
    assert_true(says(prose[i / 2], both[i % 2], "Red flags not screened: 1 open."));
    assert_true(says(prose[i / 2], both[i % 2], "no diagnosis"));
    assert_true(says(prose[i / 2], both[i % 2], "once a week"));
  }
  for (size_t i = 0; i < ARRAY_LEN(prose); i++) {
    assert_true(says(prose[i], &report, "12 comparisons were judged. Chance alone would put about 1.6 of them"));
    assert_true(says(prose[i], &report, "99 %"));
    assert_true(says(prose[i], &report, "3 sets of 8 repetitions"));
    assert_true(says(prose[i], &report, "one set, hold 30 seconds"));
    assert_true(says(prose[i], &report, "needs plain"));
    assert_true(says(prose[i], &document, "left side: 3 times 8, right side: 3 times 8"));
    assert_true(says(prose[i], &document, "one time, hold 30 seconds"));
    assert_false(says(prose[i], &document, "needs plain"));
  }
  document.status = STATUS_ACTIVE;
  Result screened = *document.result;
  screened.open_count = 0;
  document.result = &screened;
  for (size_t i = 0; i < ARRAY_LEN(prose); i++) {
    assert_false(says(prose[i], &document, "DRAFT"));
    assert_false(says(prose[i], &document, "Red flags"));
  }
}

static void findings_say_when_to_measure_again(void **state) {
  (void)state;
  static const char *const real[] = {"By: 2010-10-19; Real from: plain; Behind it: plain (left)",
                                     "| 2010-10-19 | plain | plain (left) |",
                                     "2010-10-19</td><td data-label=\"Real from\">plain</td>"};
  Document document = document_as(DOCUMENT_REPORT, "plain");
  Retest *retest = (Retest *)document.retests;
  for (size_t i = 0; i < ARRAY_LEN(real); i++) assert_true(says(prose[i], &document, real[i]));
  assert_non_null(
      strstr(written("json", &document), "\"real_from\": 8.6,\n          \"measure_again_by\": \"2010-10-19\""));
  retest->real_words = NULL, retest->real_from = NAN;
  assert_true(says("text", &document, "Real from: error not known;"));
  assert_non_null(strstr(written("json", &document), "\"real_from\": null,"));
  retest->real_from = 0;
  assert_true(says("text", &document, "(left): By: 2010-10-19; Behind it: plain (left)"));
  document.retest_count = 0;
  assert_false(says("text", &document, "When to measure again"));
}

static void a_stop_page_refers_and_shows_no_program(void **state) {
  (void)state;
  Document document = document_of("plain");
  Stop stop = {.title = "Numb saddle", .urgency = URGENCY_EMERGENCY, .text = "Emergency department now."};
  Result stopped = *document.result;
  stopped.stops = &stop;
  stopped.stop_count = 1;
  document.result = &stopped;
  document.program = &(Program){.stopped = true, .referral = "Emergency department now."};
  for (size_t i = 0; i < ARRAY_LEN(prose); i++) {
    assert_true(says(prose[i], &document, "See a clinician first"));
    assert_true(says(prose[i], &document, "Numb saddle (emergency):"));
    assert_true(says(prose[i], &document, "Emergency department now."));
    assert_false(says(prose[i], &document, "Exercise program "));
    assert_false(says(prose[i], &document, "repetitions"));
  }
}

/* It warns; the program stays, and nothing says that there is none. */
static void a_caution_page_keeps_its_program(void **state) {
  (void)state;
  Document document = document_of("plain");
  Stop stop = {.title = "Fever", .urgency = URGENCY_CAUTION, .text = "Ask a doctor this week."};
  Result warned = *document.result;
  warned.stops = &stop;
  warned.stop_count = 1;
  document.result = &warned;
  for (size_t i = 0; i < ARRAY_LEN(prose); i++) {
    assert_true(says(prose[i], &document, "Fever (take care):"));
    assert_true(says(prose[i], &document, "3 times 8"));
    assert_true(says(prose[i], &document, "DRAFT"));
    assert_false(says(prose[i], &document, "There is no exercise program"));
  }
}

/* When to stop comes before what to do; nothing of the clinician's part stands on the patient's page. */
static void the_handout_is_for_the_patient(void **state) {
  (void)state;
  Document document = document_of("plain");
  const char *page = written("text", &document);
  const char *stop = strstr(page, "When to stop"), *program = strstr(page, "Your exercises");
  assert_non_null(stop);
  assert_true(stop < program);
  assert_null(strstr(page, "Certainty"));
  assert_null(strstr(page, "Not assessed"));
  document.kind = DOCUMENT_REPORT;
  page = written("text", &document);
  assert_non_null(strstr(page, "Certainty"));
  assert_non_null(strstr(page, "Not assessed"));
}

static void a_letter_tells_facts_and_since_when(void **state) {
  (void)state;
  Document document = document_as(DOCUMENT_REFERRAL, "plain");
  Stop stop = {.pack = "p", .rule = "r", .title = "Numb saddle", .urgency = URGENCY_EMERGENCY, .text = "Hospital."};
  Result stopped = *document.result;
  stopped.stops = &stop, stopped.stop_count = 1;
  document.result = &stopped;
  document.stops_since = (Day[]){150000};
  for (size_t i = 0; i < ARRAY_LEN(prose); i++) {
    assert_true(says(prose[i], &document, "Numb saddle (emergency)"));
    assert_true(says(prose[i], &document, "Present since 2010-09-"));
    assert_true(says(prose[i], &document, "makes no diagnosis"));
    assert_false(says(prose[i], &document, "3 sets"));
  }
}

/* A grade is one of sentences: a heading of three words has none. */
static bool is_sentence(const char *text) {
  int blanks = 0;
  for (; *text; text++) blanks += *text == ' ';
  return blanks >= 3;
}

/* School grade 6 or below, all that a patient reads: every sentence that is not of the report, the letter or the page. */
static void the_handout_reads_at_grade_six(void **state) {
  (void)state;
  int hard = 0;
  for (size_t i = 0; i < ARRAY_LEN(for_patients); i++)
    for (int id = (int)for_patients[i].from; id <= (int)for_patients[i].to; id++)
      if (is_sentence(words.text[id]) && grade_level(words.text[id]) > GRADE_MOST) {
        print_error("grade %.1f: %s\n", grade_level(words.text[id]), words.text[id]);
        hard++;
      }
  assert_int_equal(hard, 0);
}

static void an_empty_result_is_a_page_too(void **state) {
  (void)state;
  Result result = {.patient = "P1"};
  Document document = {.catalog = catalog_of("x"), .result = &result, .words = &words};
  html_tags(written("html", &document));
  document.kind = DOCUMENT_REPORT;
  for (size_t i = 0; i < ARRAY_LEN(prose); i++) assert_true(says(prose[i], &document, "No rule found anything"));
  html_tags(written("html", &document));
  json_decref(parsed(written("json", &document)));
}

static void the_sentences_keep_to_the_wording_table(void **state) {
  (void)state;
  static const char *const never[] = {"normal",   "inhibited", "switched off", "asymmetr",   "imbalance causes",
                                      "posture",  "unstable",  "injured",      "worn shoes", "weakness",
                                      "improved", "too slow",  "pulls on"};
  for (size_t i = 0; i < WORD_COUNT; i++)
    for (size_t j = 0; j < ARRAY_LEN(never); j++)
      if (strstr(words.text[i], never[j])) fail_msg("'%s' says '%s'", words.text[i], never[j]);
}

static void the_same_document_gives_the_same_bytes(void **state) {
  (void)state;
  static const char *const all[] = {"text", "markdown", "html", "json"};
  for (size_t i = 0; i < ARRAY_LEN(all); i++) {
    Document one = document_of("Jürgen <b>"), other = document_of("Jürgen <b>");
    assert_string_equal(written(all[i], &one), written(all[i], &other));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(no_text_becomes_html, free_arena),
      cmocka_unit_test_teardown(the_page_is_accessible_and_self_contained, free_arena),
      cmocka_unit_test_teardown(no_text_becomes_markdown, free_arena),
      cmocka_unit_test_teardown(no_text_reaches_the_terminal_unseen, free_arena),
      cmocka_unit_test_teardown(advice_stands_in_its_part, free_arena),
      cmocka_unit_test_teardown(text_lines_fit_the_page, free_arena),
      cmocka_unit_test_teardown(json_holds_the_ndjson_line_and_stays_strict, free_arena),
      cmocka_unit_test_teardown(every_page_shows_its_marks, free_arena),
      cmocka_unit_test_teardown(findings_say_when_to_measure_again, free_arena),
      cmocka_unit_test_teardown(a_stop_page_refers_and_shows_no_program, free_arena),
      cmocka_unit_test_teardown(a_caution_page_keeps_its_program, free_arena),
      cmocka_unit_test_teardown(the_only_script_is_the_one_that_is_named, free_arena),
      cmocka_unit_test_teardown(the_handout_is_for_the_patient, free_arena),
      cmocka_unit_test_teardown(a_letter_tells_facts_and_since_when, free_arena),
      cmocka_unit_test_teardown(the_handout_reads_at_grade_six, free_arena),
      cmocka_unit_test_teardown(an_empty_result_is_a_page_too, free_arena),
      cmocka_unit_test_teardown(the_sentences_keep_to_the_wording_table, free_arena),
      cmocka_unit_test_teardown(the_same_document_gives_the_same_bytes, free_arena),
  };
  return cmocka_run_group_tests(tests, load_words, NULL);
}
