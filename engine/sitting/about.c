#include "sitting/about.h"

#include "facts/stats.h"
#include "judging/page.h"
#include "primitives/primitives.h"

#include <string.h>

enum { LABEL = 12, NORMS_SHOWN = 12 };

/* ---- lines ---- */

static void add_line(Text *t, const char *label, const char *value) {
  if (!value || !*value) return;
  text_add_wrapped(t, arena_printf(t->arena, "  %-9s ", label), LABEL, REPLY_COLUMNS, value);
}

static void add_head(Text *t, const char *name, const char *kind, const char *id) {
  if (t->len) text_add_char(t, '\n');
  text_add_wrapped(t, "", 2, REPLY_COLUMNS, arena_printf(t->arena, "%s (%s %s)", name, kind, id));
}

static const char *joined(Arena *a, const char *const *list) {
  Text t = {.arena = a};
  for (; list && *list; list++) text_addf(&t, "%s%s", t.len ? ", " : "", *list);
  return text_get(&t);
}

/* Items one below the other, the label beside the first. */
static void add_item(Text *t, const char **label, const char *value) {
  text_add_wrapped(t, arena_printf(t->arena, "  %-9s ", *label), LABEL + 2, REPLY_COLUMNS, value);
  *label = "";
}

static const char *percent(Arena *a, double share) {
  Text t = {.arena = a};
  text_add_short(&t, 100 * share, 0);
  return arena_printf(a, "%s %%", text_get(&t));
}

static void add_source(Text *t, const Catalog *rows, const char *label, const char *id) {
  int row = id ? catalog_find(rows, ROWS_SOURCE, id) : -1;
  if (id) add_line(t, label, row < 0 ? id : arena_printf(t->arena, "%s: %s", id, rows->sources.items[row].citation));
}

/* ---- rules that name something ---- */

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

static char folded(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == '_' || c == '-' ? ' ' : c; }

static bool same_here(const char *text, const char *word) {
  while (*word && folded(*text) == folded(*word)) text++, word++;
  return !*word;
}

/* Does the word stand in the text as a whole? */
static bool names(const char *text, const char *word) {
  size_t len = strlen(word);
  for (const char *at = text; len && at && *at; at++)
    if (same_here(at, word) && (at == text || !is_letter(at[-1])) && !is_letter(at[len])) return true;
  return false;
}

static bool rule_names(const RuleInfo *rule, const char *id, const char *name) {
  return names(rule->sentence, name) || names(rule->effects, id);
}

static void add_rules(Text *t, const About *known, const char *id, const char *name) {
  const char *label = "rules";
  for (size_t i = 0; i < known->pack_count; i++)
    for (size_t k = 0; k < known->packs[i].rule_count; k++) {
      const RuleInfo *rule = &known->packs[i].rules[k];
      if (rule_names(rule, id, name)) add_item(t, &label, arena_printf(t->arena, "%s: %s", rule->id, rule->title));
    }
}

/* ---- muscles ---- */

static void add_groups(Text *t, const Catalog *rows, const Muscle *muscle) {
  Text groups = {.arena = t->arena};
  for (size_t i = 0; i < rows->muscles.count; i++)
    for (const char *const *id = rows->muscles.items[i].members; id && *id; id++)
      if (strcmp(*id, muscle->id) == 0) text_addf(&groups, "%s%s", groups.len ? ", " : "", rows->muscles.items[i].name);
  add_line(t, "part of", text_get(&groups));
}

static void add_muscle(Text *t, const About *known, size_t row) {
  const Catalog *rows = known->rows;
  const Muscle *muscle = &rows->muscles.items[row];
  const char *tests = "tests", *exercises = "exercises";
  add_head(t, muscle->name, muscle->group ? "muscle group" : "muscle", muscle->id);
  add_line(t, "latin", muscle->latin);
  add_line(t, "also", joined(t->arena, muscle->synonyms));
  add_line(t, "members", joined(t->arena, muscle->members));
  add_groups(t, rows, muscle);
  for (int i = rows->teller_first[row]; i < rows->teller_first[row + 1]; i++) {
    const Test *test = &rows->tests.items[rows->tellers[i].test];
    add_item(t, &tests,
             arena_printf(t->arena, "%s (%s, %s, %s)", test->name, test->id, domain_names[test->domain],
                          percent(t->arena, rows->tellers[i].share)));
  }
  add_rules(t, known, muscle->id, muscle->name);
  for (size_t i = 0; i < rows->exercises.count; i++) {
    const Exercise *exercise = &rows->exercises.items[i];
    for (size_t k = 0; k < exercise->muscle_count; k++)
      if (exercise->muscles[k].muscle == (int)row)
        add_item(t, &exercises,
                 arena_printf(t->arena, "%s (%s, %s, %s)", exercise->name, exercise->id,
                              action_names[exercise->purpose], percent(t->arena, exercise->muscles[k].share)));
  }
  add_source(t, rows, "source", muscle->source);
}

/* ---- tests ---- */

static const char *amount(Arena *a, double value, const Unit *unit, int decimals) {
  Text t = {.arena = a};
  text_add_short(&t, value, decimals);
  return arena_printf(a, "%s %s", text_get(&t), unit->id);
}

static void add_error(Text *t, const Test *test) {
  Arena *a = t->arena;
  if (isnan(test->sem)) {
    add_line(t, "error", "none known: nothing is said of sides or change");
    return;
  }
  const Unit *unit = test->sem_percent ? unit_base(DIM_PERCENT) : test->unit;
  double sem = test->sem / unit->factor, mdc = stats_mdc95(sem, sem);
  add_line(t, "error",
           arena_printf(a, "SEM %s%s; two readings differ beyond error (MDC95) from %s on [%s]",
                        amount(a, sem, unit, 2), test->sem_percent ? " of the reading" : "", amount(a, mdc, unit, 1),
                        test->sem_source ? test->sem_source : test->source));
  if (isnan(test->gap_band)) return;
  unit = test->gap == GAP_PERCENT ? unit_base(DIM_PERCENT) : test->unit;
  add_line(t, "sides",
           arena_printf(a, "95 %% of healthy people within %s [%s]", amount(a, test->gap_band / unit->factor, unit, 1),
                        test->gap_source ? test->gap_source : test->source));
}

static const char *norm_line(Arena *a, const Norm *norm) {
  Text t = {.arena = a};
  text_addf(&t, "%s: mean ", norm->group ? norm->group : norm->id);
  text_add_short(&t, norm->mean / norm->unit->factor, 2);
  if (!isnan(norm->sd)) text_add(&t, ", SD "), text_add_short(&t, norm->sd / norm->unit->factor, 2);
  text_addf(&t, " %s", norm->unit->id);
  if (norm->n) text_addf(&t, ", n = %d", norm->n);
  text_addf(&t, ", quality %c%s%s%s [%s]", norm->quality, norm->derived ? ", derived SD" : "",
            norm->show_only ? ", shown only" : "", norm->verified == VERIFIED_MEMORY ? ", unverified" : "",
            norm->source);
  return text_get(&t);
}

static void add_norms(Text *t, const Catalog *rows, size_t row) {
  const char *label = "norms";
  int first = rows->norm_first[row], end = rows->norm_first[row + 1];
  if (first == end) add_line(t, label, "none: only sides and visits can be compared");
  for (int i = first; i < end && i < first + NORMS_SHOWN; i++)
    add_item(t, &label, norm_line(t->arena, &rows->norms.items[i]));
  if (end - first > NORMS_SHOWN) add_line(t, "", arena_printf(t->arena, "and %d more", end - first - NORMS_SHOWN));
  label = "cuts";
  for (size_t i = 0; i < rows->cuts.count; i++) {
    const Cut *cut = &rows->cuts.items[i];
    if (cut->test != (int)row) continue;
    add_item(
        t, &label,
        arena_printf(t->arena, "%s%s%s, %d to %d years%s [%s]",
                     amount(t->arena, cut->value / rows->tests.items[row].unit->factor, rows->tests.items[row].unit, 2),
                     cut->sex == SEX_UNKNOWN ? "" : ", ", cut->sex == SEX_UNKNOWN ? "" : sex_names[cut->sex],
                     cut->age_min, cut->age_max, cut->judges ? "" : ", shown only", cut->source));
  }
}

static void add_positions(Text *t, const Catalog *rows, const Test *test) {
  Text list = {.arena = t->arena};
  for (const char *const *id = test->positions; id && *id; id++) {
    int row = catalog_find(rows, ROWS_POSITION, *id);
    text_addf(&list, "%s%s", list.len ? "; " : "", *id);
    if (row >= 0) text_addf(&list, " (%s)", rows->positions.items[row].label);
  }
  add_line(t, "positions", text_get(&list));
}

static void add_test(Text *t, const About *known, size_t row) {
  static const char *const better[] = {"lower is better", "neither side is better", "higher is better"};
  const Catalog *rows = known->rows;
  const Test *test = &rows->tests.items[row];
  const char *tells = "tells of";
  Arena *a = t->arena;
  add_head(t, test->name, "test", test->id);
  add_line(t, "how", test->how);
  add_line(t, "also", joined(a, test->synonyms));
  add_line(t, "what",
           arena_printf(a, "%s, in %s, %s, %s; %s of the trials", domain_names[test->domain], test->unit->id,
                        test->paired ? "left and right" : "one value", better[test->better + 1],
                        test->statistic == STATISTIC_MEAN ? "mean" : "best"));
  add_positions(t, rows, test);
  add_line(t, "usual",
           arena_printf(a, "%s to %s; others are asked again",
                        amount(a, test->likely_lo / test->unit->factor, test->unit, 2),
                        amount(a, test->likely_hi / test->unit->factor, test->unit, 2)));
  add_error(t, test);
  for (size_t i = 0; i < test->relevance_count; i++)
    add_item(t, &tells,
             arena_printf(a, "%s, %s", rows->muscles.items[test->relevance[i].muscle].name,
                          percent(a, test->relevance[i].share)));
  add_rules(t, known, test->id, test->name);
  add_norms(t, rows, row);
  add_source(t, rows, "source", test->source);
}

/* ---- exercises, questions, advice, positions ---- */

static void add_doses(Text *t, const Catalog *rows, const Exercise *exercise) {
  const char *label = "dose";
  for (size_t i = 0; i < rows->dosages.count; i++) {
    const Dosage *dose = &rows->dosages.items[i];
    if (dose->purpose == exercise->purpose && dose->domain == exercise->domain && dose->kind == exercise->dose)
      add_item(t, &label, arena_printf(t->arena, "%s [%s]", dose->text ? dose->text : dose->id, dose->source));
  }
}

static void add_exercise(Text *t, const About *known, size_t row) {
  const Exercise *e = &known->rows->exercises.items[row];
  Text muscles = {.arena = t->arena};
  add_head(t, e->name, "exercise", e->id);
  add_line(t, "for",
           arena_printf(t->arena, "%s, level %d of 5, %s", action_names[e->purpose], e->level,
                        e->unilateral ? "one side at a time" : "both sides at once"));
  for (size_t i = 0; i < e->muscle_count; i++)
    text_addf(&muscles, "%s%s %s", muscles.len ? ", " : "", known->rows->muscles.items[e->muscles[i].muscle].name,
              percent(t->arena, e->muscles[i].share));
  add_line(t, "muscles", text_get(&muscles));
  add_line(t, "needs", joined(t->arena, e->equipment));
  add_line(t, "tags", joined(t->arena, e->tags));
  add_line(t, "set-up", e->setup);
  add_line(t, "movement", e->movement);
  add_line(t, "breathing", e->breathing);
  add_line(t, "mistakes", e->mistakes);
  add_line(t, "stop", e->stop);
  add_line(t, "cautions", e->cautions);
  add_line(t, "easier", e->easier);
  add_line(t, "harder", e->harder);
  add_doses(t, known->rows, e);
  add_source(t, known->rows, "source", e->source);
}

static void add_question(Text *t, const About *known, size_t row) {
  const Question *q = &known->rows->questions.items[row];
  add_head(t, q->text, q->red_flag ? "red flag" : "question", q->id);
  if (q->red_flag) add_line(t, "urgency", urgency_names[q->urgency]);
  add_line(t, "screens", q->pathology);
  add_line(t, "on yes", q->action);
  add_line(t, "within", q->timeframe);
  add_rules(t, known, q->id, q->text);
  add_source(t, known->rows, "source", q->source);
}

static void add_advice(Text *t, const About *known, size_t row) {
  const Advice *advice = &known->rows->advice.items[row];
  add_head(t, advice->text, advice->kind == ACTION_CUE ? "running cue" : "advice", advice->id);
  add_line(t, "evidence", evidence_names[advice->evidence]);
  add_line(t, "exercises", joined(t->arena, advice->exercises));
  add_rules(t, known, advice->id, advice->id);
  add_source(t, known->rows, "source", advice->source);
}

static void add_position(Text *t, const About *known, size_t row) {
  const Position *position = &known->rows->positions.items[row];
  const char *label = "tests";
  add_head(t, position->label, "position", position->id);
  for (size_t i = 0; i < known->rows->tests.count; i++)
    for (const char *const *id = known->rows->tests.items[i].positions; id && *id; id++)
      if (strcmp(*id, position->id) == 0) add_item(t, &label, known->rows->tests.items[i].name);
}

/* ---- sources ---- */

static bool is_cited(const RuleInfo *rule, const char *id) {
  for (const char *const *key = rule->cites; key && *key; key++)
    if (strcmp(*key, id) == 0) return true;
  return false;
}

static void add_citation(Text *t, const About *known, size_t row) {
  const Catalog *rows = known->rows;
  const Source *source = &rows->sources.items[row];
  const char *tests = "tests", *norms = "norms", *rules = "rules", *exercises = "exercises";
  add_head(t, source->citation, "source", source->id);
  add_line(t, "doi", source->doi);
  add_line(t, "url", source->url);
  add_line(t, "seen as", source->seen_as);
  for (size_t i = 0; i < rows->tests.count; i++) {
    const Test *test = &rows->tests.items[i];
    if (text_equal(test->source, source->id) || text_equal(test->sem_source, source->id) ||
        text_equal(test->gap_source, source->id))
      add_item(t, &tests, arena_printf(t->arena, "%s (%s)", test->name, test->id));
  }
  for (size_t i = 0; i < rows->norms.count; i++)
    if (text_equal(rows->norms.items[i].source, source->id))
      add_item(t, &norms,
               arena_printf(t->arena, "%s: %s", rows->tests.items[rows->norms.items[i].test].id,
                            norm_line(t->arena, &rows->norms.items[i])));
  for (size_t i = 0; i < known->pack_count; i++)
    for (size_t k = 0; k < known->packs[i].rule_count; k++)
      if (is_cited(&known->packs[i].rules[k], source->id))
        add_item(t, &rules,
                 arena_printf(t->arena, "%s: %s", known->packs[i].rules[k].id, known->packs[i].rules[k].title));
  for (size_t i = 0; i < rows->exercises.count; i++)
    if (text_equal(rows->exercises.items[i].source, source->id))
      add_item(t, &exercises,
               arena_printf(t->arena, "%s (%s)", rows->exercises.items[i].name, rows->exercises.items[i].id));
}

/* ---- units ---- */

static void add_unit(Text *t, const About *known, const Unit *unit) {
  const Unit *base = unit_base(unit->dimension);
  const char *label = "tests";
  add_head(t, unit->word ? unit->word : unit->id, "unit", unit->id);
  if (base != unit) {
    Text factor = {.arena = t->arena};
    text_add_short(&factor, unit->factor, 9);
    add_line(t, "is", arena_printf(t->arena, "%s %s", text_get(&factor), base->id));
  } else {
    Text others = {.arena = t->arena};
    for (const Unit *other = unit_rows; other->id; other++)
      if (other != unit && other->dimension == unit->dimension)
        text_addf(&others, "%s%s", others.len ? ", " : "", other->id);
    add_line(t, "base of", text_get(&others));
  }
  add_line(t, "also", unit->aliases);
  add_line(t, "in rules", unit->word ? arena_printf(t->arena, "%s(1)", unit->word) : NULL);
  add_line(t, "UCUM", unit->ucum);
  for (size_t i = 0; i < known->rows->tests.count; i++)
    if (known->rows->tests.items[i].unit == unit)
      add_item(t, &label,
               arena_printf(t->arena, "%s (%s)", known->rows->tests.items[i].name, known->rows->tests.items[i].id));
}

/* ---- what a word may mean ---- */

typedef struct Topic {
  const char *id, *name, *kind;
  const char *const *synonyms;
} Topic;

static const struct TopicKind {
  RowKind kind;
  void (*add)(Text *t, const About *known, size_t row);
} topic_kinds[] = {
    {ROWS_MUSCLE, add_muscle},     {ROWS_TEST, add_test},     {ROWS_EXERCISE, add_exercise},
    {ROWS_QUESTION, add_question}, {ROWS_ADVICE, add_advice}, {ROWS_POSITION, add_position},
    {ROWS_SOURCE, add_citation},
};

static Topic topic_of(const Catalog *rows, RowKind kind, size_t i) {
  Topic topic = {.id = catalog_row_id(rows, kind, i), .kind = catalog_word(kind)};
  switch (kind) {
  case ROWS_MUSCLE: topic.name = rows->muscles.items[i].name, topic.synonyms = rows->muscles.items[i].synonyms; break;
  case ROWS_TEST: topic.name = rows->tests.items[i].name, topic.synonyms = rows->tests.items[i].synonyms; break;
  case ROWS_EXERCISE: topic.name = rows->exercises.items[i].name; break;
  case ROWS_QUESTION: topic.name = rows->questions.items[i].text; break;
  case ROWS_POSITION: topic.name = rows->positions.items[i].label; break;
  case ROWS_SOURCE: topic.name = rows->sources.items[i].citation; break;
  default: break;
  }
  return topic;
}

static bool same(const char *text, const char *word) {
  return text && strlen(text) == strlen(word) && same_here(text, word);
}

static bool holds(const char *text, const char *word) {
  for (; text && *text; text++)
    if (same_here(text, word)) return true;
  return false;
}

static bool fits(const Topic *topic, const char *word, bool (*how)(const char *, const char *)) {
  if (how(topic->id, word) || how(topic->name, word)) return true;
  for (const char *const *name = topic->synonyms; name && *name; name++)
    if (how(*name, word)) return true;
  return false;
}

/* A word of the rule language. */
static bool add_words(Text *t, const char *word) {
  const Primitive *p = primitive_find(word);
  if (!p) return false;
  add_head(t, p->usage, "word of", "rules");
  add_line(t, "meaning", p->meaning);
  add_line(t, "gives", kind_names[p->gives]);
  add_line(t, "example", p->example);
  return true;
}

/* Every unit that is spelt so: "kg" is a mass and, where a force is wanted, kgf. */
static bool add_units(Text *t, const About *known, const char *word) {
  bool found = false;
  for (const Unit *unit = unit_rows; unit->id; unit++) {
    if (strcmp(unit->id, word) != 0 && !text_equal(unit->word, word) && unit_find(word, unit->dimension) != unit)
      continue;
    add_unit(t, known, unit);
    found = true;
  }
  return found;
}

/* Every rule of this id: two packs may have one each. */
static bool add_rule_pages(Text *t, const About *known, const char *word) {
  bool found = false;
  for (size_t i = 0; i < known->pack_count; i++)
    for (size_t k = 0; k < known->packs[i].rule_count; k++) {
      const RuleInfo *rule = &known->packs[i].rules[k];
      if (!page_is_named(word, &known->packs[i], rule) && !same(rule->title, word)) continue;
      page_rule(t, known->rows, &known->packs[i], rule);
      found = true;
    }
  return found;
}

bool about_exact(Text *t, const About *known, const char *word) {
  bool found = false;
  for (size_t n = 0; n < ARRAY_LEN(topic_kinds); n++)
    for (size_t i = 0; i < catalog_count(known->rows, topic_kinds[n].kind); i++) {
      Topic topic = topic_of(known->rows, topic_kinds[n].kind, i);
      if (!fits(&topic, word, same)) continue;
      topic_kinds[n].add(t, known, i);
      found = true;
    }
  found = add_rule_pages(t, known, word) || found;
  found = add_words(t, word) || found;
  return add_units(t, known, word) || found;
}

/* ---- parts of words ---- */

typedef struct Part {
  const char *id, *name, *kind;
} Part;

typedef LIST(Part) PartList;

static void find_parts(Arena *a, const About *known, const char *word, PartList *list, Nearest *nearest) {
  for (size_t n = 0; n < ARRAY_LEN(topic_kinds); n++)
    for (size_t i = 0; i < catalog_count(known->rows, topic_kinds[n].kind); i++) {
      Topic topic = topic_of(known->rows, topic_kinds[n].kind, i);
      text_near(nearest, topic.id);
      for (const char *const *name = topic.synonyms; name && *name; name++) text_near(nearest, *name);
      if (fits(&topic, word, holds)) *LIST_ADD(a, list) = (Part){topic.id, topic.name, topic.kind};
    }
  for (size_t i = 0; i < known->pack_count; i++)
    for (size_t k = 0; k < known->packs[i].rule_count; k++) {
      const RuleInfo *rule = &known->packs[i].rules[k];
      text_near(nearest, rule->id);
      if (holds(rule->id, word) || holds(rule->title, word)) *LIST_ADD(a, list) = (Part){rule->id, rule->title, "rule"};
    }
}

bool about_part(Text *t, const About *known, const char *word, Err *err) {
  PartList list = {0};
  Nearest nearest = {.word = word};
  if (*word) find_parts(t->arena, known, word, &list, &nearest);
  if (!list.count)
    return fail(err, ERR_DATA, NULL, "nothing is known of '%.60s'%s", word, text_near_hint(t->arena, &nearest));
  if (list.count == 1 && about_exact(t, known, list.items[0].id)) return true;
  for (size_t i = 0; i < list.count; i++) {
    const char *first = arena_printf(t->arena, "%-9s %s", list.items[i].kind, list.items[i].id);
    bool named = list.items[i].name && *list.items[i].name;
    text_add_wrapped(t, named ? arena_printf(t->arena, "%s: ", first) : first, LABEL, REPLY_COLUMNS,
                     named ? list.items[i].name : "");
  }
  return true;
}

const char *about_rule_word(size_t index, const char **usage) {
  if (index >= primitive_count) return NULL;
  *usage = primitives[index].usage;
  return primitives[index].name;
}
