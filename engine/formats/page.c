#include "page.h"

#include "base/text.h"
#include "patient/weigh.h"
#include "primitives/expr.h"

#include <string.h>

typedef struct Walk {
  const Page *page;
  Folio *f;
  Arena *a;
} Walk;

#define FILL(walk, id, ...) words_fill((walk)->page->words, (walk)->a, WORD_##id, __VA_ARGS__, NULL)
#define WORD_OF(walk, id)   ((walk)->page->words->text[WORD_##id])

/* Level 3: on paper a part of level 2 begins a new page, and this is one page. */
static void section(const Walk *walk, const char *heading) { folio_heading(walk->f, 3, heading); }

static void say(const Walk *walk, const char *text) { folio_paragraph(walk->f, TONE_PLAIN, text); }

/* ---- inputs ---- */

static void add_number(Text *t, double value, const Unit *unit, const Test *test) {
  text_add_value(t, value, unit, unit == test->unit ? test->decimals : 1);
}

static const char *reading_text(const Walk *walk, const Test *test, const Reading *r) {
  Text t = {.arena = walk->a};
  const Unit *unit = test->unit->dimension == r->quantity ? test->unit : unit_base(r->quantity);
  if (isinf(r->value.hi)) text_add(&t, ">=");
  if (isinf(r->value.lo)) text_add(&t, "<=");
  add_number(&t, isinf(r->value.lo) ? r->value.hi : r->value.lo, unit, test);
  if (!isinf(r->value.lo) && !isinf(r->value.hi) && r->value.lo < r->value.hi) {
    text_add(&t, " - ");
    add_number(&t, r->value.hi, unit, test);
  }
  return text_get(&t);
}

/* Where the values of a test and side came from; several origins are named one after another. */
static void add_origins(const Walk *walk, Text *t, const Test *test, Side side) {
  const Case *c = walk->page->given;
  bool seen[ORIGIN_DERIVED + 1] = {false};
  for (size_t i = 0; i < c->measure_count; i++) {
    const Measure *m = &c->measures[i];
    if (strcmp(m->test, test->id) != 0 || m->side != side || seen[m->origin]) continue;
    seen[m->origin] = true;
    text_addf(t, "%s%s", t->len ? ", " : "", origin_names[m->origin]);
  }
}

static const char *obtained_text(const Walk *walk, const Test *test, Side side, const Reading *r) {
  Text t = {.arena = walk->a};
  add_origins(walk, &t, test, side);
  if (r->contraction != CONTRACTION_UNKNOWN) text_addf(&t, ", %s", contraction_names[r->contraction]);
  int position = r->position ? catalog_find(walk->page->catalog, ROWS_POSITION, r->position) : -1;
  if (position >= 0) text_addf(&t, ", %s", walk->page->catalog->positions.items[position].label);
  if (r->trials > 1) text_addf(&t, ", %d x", r->trials);
  text_addf(&t, ", %s", date_format(walk->a, r->day));
  return text_get(&t);
}

typedef struct Input { /* a row of the table; value NULL: it was not measured */
  const char *value, *obtained, *compared;
} Input;

static Input input_of(const Walk *walk, Weigh *weigh, int index, Side side) {
  const Test *test = &walk->page->catalog->tests.items[index];
  const Reading *r = reading_of(weigh_readings(weigh), index, side);
  if (!r->trials) return (Input){NULL, NULL, NULL};
  const Norm *norm = weigh_score(weigh, index, side)->norm;
  return (Input){reading_text(walk, test, r), obtained_text(walk, test, side, r),
                 norm ? arena_printf(walk->a, "%s (%s)", norm->group, norm->id) : ""};
}

static void add_input(const Walk *walk, FolioTable *table, const char *name, const Input *input) {
  folio_cell(walk->f, table, name);
  folio_cell(walk->f, table, input->value);
  folio_cell(walk->f, table, input->obtained);
  folio_cell(walk->f, table, input->compared);
}

/* Left and right share a row where they were taken and compared alike. */
static void add_inputs(const Walk *walk, Weigh *weigh, FolioTable *table, int index) {
  const char *name = walk->page->catalog->tests.items[index].name;
  Input inputs[SIDE_RIGHT + 1];
  for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
    bool has = (side != SIDE_BOTH) == walk->page->catalog->tests.items[index].paired;
    inputs[side] = has ? input_of(walk, weigh, index, (Side)side) : (Input){NULL, NULL, NULL};
  }
  const Input *left = &inputs[SIDE_LEFT], *right = &inputs[SIDE_RIGHT];
  if (left->value && right->value && strcmp(left->obtained, right->obtained) == 0 &&
      strcmp(left->compared, right->compared) == 0) {
    Input both = *left;
    both.value = FILL(walk, page_sides, "left", left->value, "right", right->value);
    add_input(walk, table, name, &both);
    return;
  }
  for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++)
    if (inputs[side].value)
      add_input(walk, table, arena_printf(walk->a, "%s%s", name, side_suffix((Side)side)), &inputs[side]);
}

static void put_inputs(const Walk *walk) {
  const Catalog *catalog = walk->page->catalog;
  const char *const columns[] = {WORD_OF(walk, page_test), WORD_OF(walk, page_value), WORD_OF(walk, page_obtained),
                                 WORD_OF(walk, page_compared)};
  FolioTable table = {.name = WORD_OF(walk, page_inputs), .columns = columns, .column_count = ARRAY_LEN(columns)};
  Weigh *weigh = weigh_case(walk->a, catalog, walk->page->given);
  section(walk, WORD_OF(walk, page_inputs));
  for (int i = -1; (i = readings_next(weigh_readings(weigh), i)) >= 0;) add_inputs(walk, weigh, &table, i);
  folio_table(walk->f, &table);
  say(walk, FILL(walk, page_answers, "answers", arena_printf(walk->a, "%zu", walk->page->given->answer_count), "open",
                 arena_printf(walk->a, "%zu", walk->page->result->open_count)));
}

/* ---- logic and sources ---- */

static const char *percent(const Walk *walk, double share) {
  return arena_printf(walk->a, "%.0f", share > 0.99 && share < 1 ? 99.0 : 100 * share);
}

typedef LIST(const char *) Told;

static bool is_new(const Walk *walk, const char *text, Told *told) {
  for (size_t i = 0; i < told->count; i++)
    if (strcmp(told->items[i], text) == 0) return false;
  *LIST_ADD(walk->a, told) = text;
  return true;
}

/* A line that begins with the name of a test or muscle says the same below every condition. */
static bool names_itself(const Walk *walk, const char *line) {
  const Catalog *catalog = walk->page->catalog;
  for (size_t i = 0; i < catalog->tests.count; i++)
    if (strncmp(line, catalog->tests.items[i].name, strlen(catalog->tests.items[i].name)) == 0) return true;
  for (size_t i = 0; i < catalog->muscles.count; i++)
    if (strncmp(line, catalog->muscles.items[i].name, strlen(catalog->muscles.items[i].name)) == 0) return true;
  return false;
}

/* The values of a condition; what was told before is not told again. */
static const char *new_values(const Walk *walk, const TraceLine *condition, Told *told) {
  Text t = {.arena = walk->a};
  for (const char *at = condition->detail; *at; at += *at == '\n') {
    size_t len = strcspn(at, "\n");
    const char *line = arena_copy_n(walk->a, at, len);
    const char *whole = names_itself(walk, line) ? line : arena_printf(walk->a, "%s\n%s", condition->text, line);
    if (is_new(walk, whole, told)) text_addf(&t, "%s%s", t.len ? "; " : "", line);
    at += len;
  }
  return t.len || !*condition->detail ? text_get(&t) : WORD_OF(walk, page_as_above);
}

/* All conditions below the first one where that only joins them. */
static void add_tree(const Walk *walk, const PageRule *rule, bool joined, Told *told, FolioEntries *entries) {
  static const WordId marks[] = {
      [TRUTH_FALSE] = WORD_page_no, [TRUTH_TRUE] = WORD_page_yes, [TRUTH_UNKNOWN] = WORD_page_not_known};
  for (size_t i = joined; i < rule->line_count; i++) {
    const TraceLine *line = &rule->lines[i];
    const char *values = new_values(walk, line, told);
    const char *text = *values ? FILL(walk, page_condition, "condition", line->text, "values", values) : line->text;
    folio_branch(walk->f, entries, 1 + line->depth - joined, walk->page->words->text[marks[line->truth]], text);
  }
}

static void add_studies(const Walk *walk, Text *t, const Finding *f) {
  if (f->studied && *f->studied) text_addf(t, " %s", FILL(walk, page_studied, "people", f->studied));
  if (f->doubt && *f->doubt) text_addf(t, " %s", FILL(walk, page_doubt, "doubt", f->doubt));
}

/* The same rule on its other side rests on the same studies: they are told with the last. */
static bool goes_on(const Page *page, size_t at) {
  return at + 1 < page->rule_count && strcmp(page->rules[at].finding->rule, page->rules[at + 1].finding->rule) == 0 &&
         strcmp(page->rules[at].finding->pack, page->rules[at + 1].finding->pack) == 0;
}

static void add_rule(const Walk *walk, size_t at, Told *told, FolioEntries *entries) {
  const PageRule *rule = &walk->page->rules[at];
  const Finding *f = rule->finding;
  Text t = {.arena = walk->a}, studies = {.arena = walk->a};
  bool joined = rule->lines && rule->line_count > 1 && !*rule->lines[0].detail;
  if (!rule->lines) text_addf(&t, "%s ", rule->sentence);
  text_add(&t, FILL(walk, page_certainty, "certainty", percent(walk, f->certainty), "evidence",
                    evidence_names[f->evidence]));
  if (f->overridden) text_addf(&t, " %s.", f->overridden);
  if (!rule->lines) add_studies(walk, &t, f);
  if (joined) text_addf(&t, " %s", FILL(walk, page_holds, "condition", rule->lines[0].text));
  folio_entry(walk->f, entries, arena_printf(walk->a, "%s%s", f->title, side_suffix(f->side)), text_get(&t));
  if (!rule->lines) return;
  add_tree(walk, rule, joined, told, entries);
  if (goes_on(walk->page, at)) return;
  add_studies(walk, &studies, f);
  if (is_new(walk, text_get(&studies), told)) folio_branch(walk->f, entries, 1, NULL, text_get(&studies));
}

static void put_logic(const Walk *walk) {
  FolioEntries entries = {0};
  Told told = {0};
  bool trees = walk->page->rule_count && walk->page->rules[0].lines;
  section(walk, WORD_OF(walk, page_logic));
  say(walk, WORD_OF(walk, page_logic_note));
  if (trees) say(walk, WORD_OF(walk, page_tree_note));
  for (size_t i = 0; i < walk->page->rule_count; i++) add_rule(walk, i, &told, &entries);
  if (!entries.list.count) say(walk, WORD_OF(walk, page_nothing));
  folio_list(walk->f, trees ? LIST_TREE : LIST_BULLETS, &entries);
}

/* The best grade of a rule that cites a source, and whether one does. */
static bool grade_of(const Page *page, const char *key, Evidence *grade) {
  bool cited = false;
  *grade = EVIDENCE_NONE;
  for (size_t i = 0; i < page->rule_count; i++)
    for (const char *const *at = page->rules[i].finding->cites; at && *at; at++)
      if (strcmp(*at, key) == 0) {
        cited = true;
        if (page->rules[i].finding->evidence > *grade) *grade = page->rules[i].finding->evidence;
      }
  return cited;
}

/* By the best grade of a rule that cites them, the best first. */
static void put_sources(const Walk *walk) {
  const Catalog *catalog = walk->page->catalog;
  FolioEntries entries = {0};
  for (int grade = EVIDENCE_STRONG; grade >= EVIDENCE_NONE; grade--) {
    Text t = {.arena = walk->a};
    for (size_t i = 0; i < catalog->sources.count; i++) {
      const Source *source = &catalog->sources.items[i];
      Evidence best;
      if (!grade_of(walk->page, source->id, &best) || best != (Evidence)grade) continue;
      const char *citation = source->citation ? source->citation : source->id;
      text_addf(&t, "%s%s", t.len ? "; " : "",
                source->seen_as ? FILL(walk, noted, "text", citation, "note", source->seen_as) : citation);
    }
    folio_entry(walk->f, &entries, evidence_names[grade], text_get(&t));
  }
  if (!entries.list.count) return;
  section(walk, WORD_OF(walk, sources_heading));
  folio_paragraph(walk->f, TONE_NOTE, WORD_OF(walk, page_sources_note));
  folio_list(walk->f, LIST_TREE, &entries);
}

static size_t unknown_count(const Result *result) {
  size_t count = 0;
  for (size_t i = 0; i < result->finding_count; i++) count += result->findings[i].truth == TRUTH_UNKNOWN;
  return count;
}

static void put_limits(const Walk *walk) {
  const Result *result = walk->page->result;
  Text chance = {.arena = walk->a};
  text_add_number(&chance, result->expected_by_chance, 1);
  section(walk, WORD_OF(walk, page_limits));
  say(walk, WORD_OF(walk, basis_limits));
  say(walk, WORD_OF(walk, basis_groups));
  say(walk, WORD_OF(walk, basis_links));
  say(walk, FILL(walk, page_unknown, "unknown", arena_printf(walk->a, "%zu", unknown_count(result)), "judged",
                 arena_printf(walk->a, "%zu", result->judged), "chance", text_get(&chance)));
  if (walk->page->local_hash) say(walk, FILL(walk, page_local, "hash", walk->page->local_hash));
}

/* ---- head ---- */

static void put_population(const Walk *walk) {
  const Patient *p = &walk->page->given->patient;
  FolioEntries entries = {0};
  section(walk, WORD_OF(walk, page_population));
  for (size_t i = 0; i < walk->page->pack_count; i++)
    folio_entry(walk->f, &entries, walk->page->packs[i].label, walk->page->packs[i].text);
  folio_list(walk->f, LIST_BULLETS, &entries);
  const char *age = p->age_years >= 0 ? arena_printf(walk->a, "%d", p->age_years) : "?";
  say(walk, FILL(walk, page_patient, "age", age, "sex", sex_names[p->sex], "sport", p->sport ? p->sport : "-"));
}

void page_add(const Page *page, Folio *folio) {
  const Walk walk = {.page = page, .f = folio, .a = folio->arena};
  if (page->stale) folio_paragraph(folio, TONE_WARNING, WORD_OF(&walk, page_stale));
  section(&walk, WORD_OF(&walk, page_purpose_heading));
  say(&walk, WORD_OF(&walk, page_purpose));
  put_population(&walk);
  put_inputs(&walk);
  put_logic(&walk);
  put_sources(&walk);
  put_limits(&walk);
  folio_paragraph(folio, TONE_NOTE, FILL(&walk, page_made, "engine", page->engine, "catalog", page->catalog_hash));
}

void page_build(const Page *page, Folio *folio) {
  const Walk walk = {.page = page, .f = folio, .a = folio->arena};
  const char *date = date_format(walk.a, page->result->date);
  folio->language = folio_line(walk.a, WORD_OF(&walk, language));
  folio->title = folio_line(walk.a, FILL(&walk, page_title, "code", page->given->patient.code, "date", date));
  folio->date = page->result->date;
  page_add(page, folio);
}
