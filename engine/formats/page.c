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

static void add_input(const Walk *walk, Weigh *weigh, FolioTable *table, int index, Side side) {
  const Test *test = &walk->page->catalog->tests.items[index];
  const Reading *r = reading_of(weigh_readings(weigh), index, side);
  if (!r->trials) return;
  const Norm *norm = weigh_score(weigh, index, side)->norm;
  const char *compared = norm ? arena_printf(walk->a, "%s (%s)", norm->group, norm->id) : "";
  folio_cell(walk->f, table, arena_printf(walk->a, "%s%s", test->name, side_suffix(side)));
  folio_cell(walk->f, table, reading_text(walk, test, r));
  folio_cell(walk->f, table, obtained_text(walk, test, side, r));
  folio_cell(walk->f, table, compared);
}

static void put_inputs(const Walk *walk) {
  const Catalog *catalog = walk->page->catalog;
  const char *const columns[] = {WORD_OF(walk, page_test), WORD_OF(walk, page_value), WORD_OF(walk, page_obtained),
                                 WORD_OF(walk, page_compared)};
  FolioTable table = {.name = WORD_OF(walk, page_inputs), .columns = columns, .column_count = ARRAY_LEN(columns)};
  Weigh *weigh = weigh_case(walk->a, catalog, walk->page->given);
  section(walk, WORD_OF(walk, page_inputs));
  for (size_t i = 0; i < catalog->tests.count; i++)
    for (int side = SIDE_BOTH; side <= SIDE_RIGHT && readings_any(weigh_readings(weigh), (int)i); side++)
      if ((side != SIDE_BOTH) == catalog->tests.items[i].paired) add_input(walk, weigh, &table, (int)i, (Side)side);
  folio_table(walk->f, &table);
  say(walk, FILL(walk, page_answers, "answers", arena_printf(walk->a, "%zu", walk->page->given->answer_count), "open",
                 arena_printf(walk->a, "%zu", walk->page->result->open_count)));
}

/* ---- logic and sources ---- */

static const char *percent(const Walk *walk, double share) {
  return arena_printf(walk->a, "%.0f", share > 0.99 && share < 1 ? 99.0 : 100 * share);
}

static void put_logic(const Walk *walk) {
  FolioEntries entries = {0};
  section(walk, WORD_OF(walk, page_logic));
  say(walk, WORD_OF(walk, page_logic_note));
  for (size_t i = 0; i < walk->page->rule_count; i++) {
    const PageRule *rule = &walk->page->rules[i];
    const Finding *f = rule->finding;
    Text t = {.arena = walk->a};
    text_addf(&t, "%s ", rule->sentence);
    text_add(&t, FILL(walk, page_certainty, "certainty", percent(walk, f->certainty), "evidence",
                      evidence_names[f->evidence]));
    if (f->studied && *f->studied) text_addf(&t, " %s", FILL(walk, page_studied, "people", f->studied));
    if (f->doubt && *f->doubt) text_addf(&t, " %s", FILL(walk, page_doubt, "doubt", f->doubt));
    if (f->overridden) text_addf(&t, " %s.", f->overridden);
    folio_entry(walk->f, &entries, arena_printf(walk->a, "%s%s", f->title, side_suffix(f->side)), text_get(&t));
  }
  if (!entries.list.count) say(walk, WORD_OF(walk, page_nothing));
  folio_list(walk->f, LIST_BULLETS, &entries);
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

static void put_sources(const Walk *walk) {
  const Catalog *catalog = walk->page->catalog;
  const char *const columns[] = {WORD_OF(walk, page_reference), WORD_OF(walk, page_grade), WORD_OF(walk, page_seen)};
  FolioTable table = {.name = WORD_OF(walk, sources_heading), .columns = columns, .column_count = ARRAY_LEN(columns)};
  for (size_t i = 0; i < catalog->sources.count; i++) {
    const Source *source = &catalog->sources.items[i];
    Evidence grade;
    if (!grade_of(walk->page, source->id, &grade)) continue;
    folio_cell(walk->f, &table, source->citation ? source->citation : source->id);
    folio_cell(walk->f, &table, evidence_names[grade]);
    folio_cell(walk->f, &table, source->seen_as ? source->seen_as : "");
  }
  if (!table.cells.count) return;
  section(walk, WORD_OF(walk, sources_heading));
  folio_table(walk->f, &table);
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
