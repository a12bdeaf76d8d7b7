#include "document.h"
#include "manner.h"
#include "needs.h"

#include "dose.h"
#include "goal.h"
#include <math.h>
#include <string.h>

typedef struct Walk {
  const Document *doc;
  const Sink *sink;
  Text *out;
  Arena *a;
} Walk;

#define FILL(walk, id, ...) words_fill((walk)->doc->words, (walk)->a, WORD_##id, __VA_ARGS__, NULL)

/* ---- pieces ---- */

static const char *word(const Walk *walk, WordId id) { return walk->doc->words->text[id]; }

/* Controls that turn the writing direction could move other words of the page. */
static bool turns_direction(unsigned code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/* One line: runs of blanks and line ends become one space, none at the ends. */
static const char *clean(const Walk *walk, const char *text) {
  Text line = {.arena = walk->a};
  bool blank = false;
  for (const char *at = text ? text : ""; *at;) {
    const char *start = at;
    unsigned code = text_next(&at);
    bool is_blank = code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029;
    if (!is_blank && blank && line.len) text_add_char(&line, ' ');
    if (turns_direction(code))
      text_add(&line, "\xEF\xBF\xBD");
    else if (!is_blank)
      text_add_n(&line, start, (size_t)(at - start));
    blank = is_blank;
  }
  return text_get(&line);
}

static void heading(const Walk *walk, int level, const char *text) {
  walk->sink->heading(walk->out, level, clean(walk, text));
}

static void paragraph(const Walk *walk, Tone tone, const char *text) {
  const char *line = clean(walk, text);
  if (*line) walk->sink->paragraph(walk->out, tone, line);
}

/* Entries without text are left out: an exercise need not have every instruction. */
static void add_entry(const Walk *walk, Entries *entries, const char *label, const char *text) {
  const char *line = clean(walk, text);
  if (*line) *LIST_ADD(walk->a, &entries->list) = (Entry){label ? clean(walk, label) : NULL, line};
}

static void put_list(const Walk *walk, const Entries *entries) {
  if (entries->list.count) walk->sink->list(walk->out, entries->list.items, entries->list.count);
}

static void add_cell(const Walk *walk, Table *table, const char *text) {
  *LIST_ADD(walk->a, &table->cells) = clean(walk, text);
}

static const char *number(const Walk *walk, double value, int decimals) {
  Text text = {.arena = walk->a};
  text_add_short(&text, value, decimals);
  return text_get(&text);
}

static const char *count(const Walk *walk, long n) { return arena_printf(walk->a, "%ld", n); }

static const char *percent(const Walk *walk, double certainty) {
  if (isnan(certainty)) return "";
  double rounded = round(100 * certainty);
  if (certainty < 1 && rounded > 99) rounded = 99; /* never quite sure */
  return FILL(walk, certainty, "percent", number(walk, rounded, 0));
}

/* "" for what has no side. */
static const char *side_word(const Walk *walk, Side side) {
  return side == SIDE_BOTH ? "" : word(walk, side == SIDE_LEFT ? WORD_side_left : WORD_side_right);
}

static const char *with_side(const Walk *walk, const char *text, Side side) {
  return side == SIDE_BOTH ? text : FILL(walk, noted, "text", text, "note", side_word(walk, side));
}

static const char *target_name(const Walk *walk, const char *id) {
  const Muscle *muscle = catalog_muscle(walk->doc->catalog, id);
  return muscle ? muscle->name : id;
}

static const char *target_words(const Walk *walk, Action action, const char *id, Side side) {
  const char *what =
      arena_printf(walk->a, "%s %s", word(walk, (WordId)(WORD_action_strengthen + (int)action)), target_name(walk, id));
  return with_side(walk, what, side);
}

/* ---- head ---- */

static void put_open_questions(const Walk *walk) {
  const Result *result = walk->doc->result;
  if (!result->open_count) return;
  paragraph(walk, TONE_WARNING, FILL(walk, open_flags, "n", count(walk, (long)result->open_count)));
  paragraph(walk, TONE_PLAIN, word(walk, WORD_open_flags_ask));
  Entries entries = {0};
  for (size_t i = 0; i < result->open_count; i++)
    add_entry(walk, &entries, word(walk, (WordId)(WORD_urgency_caution + (int)result->open[i].urgency)),
              result->open[i].text);
  put_list(walk, &entries);
}

/* A caution warns beside a program; anything more urgent forbids it. The most urgent stands first. */
static bool refers(const Result *result) { return result->stop_count && result->stops[0].urgency != URGENCY_CAUTION; }

static void put_stops(const Walk *walk) {
  const Result *result = walk->doc->result;
  if (!result->stop_count) return;
  heading(walk, 2, word(walk, refers(result) ? WORD_stop_heading : WORD_caution_heading));
  Entries entries = {0};
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    const char *urgency = word(walk, (WordId)(WORD_urgency_caution + (int)stop->urgency));
    add_entry(walk, &entries, FILL(walk, noted, "text", stop->title, "note", urgency), stop->text);
  }
  put_list(walk, &entries);
  if (refers(result)) paragraph(walk, TONE_WARNING, word(walk, WORD_stop_no_program));
}

/* Beside a referral there is no program whose status could matter. */
static void put_status(const Walk *walk) {
  const Document *doc = walk->doc;
  if (refers(doc->result)) return;
  if (doc->status == STATUS_DRAFT)
    paragraph(walk, TONE_WARNING, word(walk, WORD_draft));
  else if (doc->status > STATUS_ACTIVE)
    paragraph(walk, TONE_WARNING, word(walk, WORD_ended));
  if (doc->approved_by && doc->approved)
    paragraph(walk, TONE_PLAIN,
              FILL(walk, approved, "revision", count(walk, doc->revision), "name", doc->approved_by, "date",
                   date_format(walk->a, doc->approved)));
  if (doc->head) paragraph(walk, TONE_NOTE, FILL(walk, record_head, "head", doc->head));
}

static void put_head(const Walk *walk) {
  const Document *doc = walk->doc;
  paragraph(walk, TONE_PLAIN, FILL(walk, patient, "code", doc->result->patient ? doc->result->patient : ""));
  if (doc->person && doc->person->name) paragraph(walk, TONE_PLAIN, FILL(walk, person, "name", doc->person->name));
  if (doc->result->date)
    paragraph(walk, TONE_PLAIN, FILL(walk, assessed_on, "date", date_format(walk->a, doc->result->date)));
  put_stops(walk);
  put_status(walk);
  put_open_questions(walk);
  paragraph(walk, TONE_NOTE, word(walk, WORD_basis_limits));
}

/* ---- findings ---- */

typedef enum { PRESENT, SHOWN, UNSURE, UNKNOWN } Class;

static bool is_class(const Finding *finding, Class class) {
  if (finding->truth == TRUTH_TRUE) return class == (finding->shown ? SHOWN : PRESENT);
  return finding->truth == TRUTH_UNKNOWN && class == (finding->unsure ? UNSURE : UNKNOWN);
}

/* The sentence of a finding, and on what it rests. */
static const char *finding_words(const Walk *walk, const Finding *finding) {
  const char *studied = finding->studied ? finding->studied : "", *doubt = finding->doubt ? finding->doubt : "";
  const char *text = finding->say ? finding->say : "";
  if (*studied) text = FILL(walk, finding_studied, "text", text, "studied", studied);
  return *doubt ? FILL(walk, finding_doubt, "text", text, "doubt", doubt) : text;
}

static void put_shown(const Walk *walk) {
  const Result *result = walk->doc->result;
  Entries entries = {0};
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (is_class(finding, SHOWN))
      add_entry(walk, &entries, with_side(walk, finding->title, finding->side), finding_words(walk, finding));
  }
  if (!entries.list.count) return;
  heading(walk, 3, word(walk, WORD_shown_heading));
  paragraph(walk, TONE_NOTE, word(walk, WORD_shown_note));
  put_list(walk, &entries);
}

static bool is_stop(const Result *result, const Finding *finding) {
  for (size_t i = 0; i < result->stop_count; i++)
    if (strcmp(result->stops[i].rule, finding->rule) == 0 && strcmp(result->stops[i].pack, finding->pack) == 0)
      return true;
  return false;
}

/* For the patient, in the rules' own words; beside a referral nothing but the referral. */
static void put_told(const Walk *walk) {
  const Result *result = walk->doc->result;
  Entries entries = {0};
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *finding = &result->findings[i];
    sides = finding_sides(result, i);
    if (finding->truth != TRUTH_TRUE || !finding->tell || !*finding->tell) continue;
    if (refers(result) && !is_stop(result, finding)) continue;
    add_entry(walk, &entries, NULL,
              sides > 1 ? FILL(walk, noted, "text", finding->tell, "note", word(walk, WORD_both_sides))
                        : with_side(walk, finding->tell, finding->side));
  }
  if (!entries.list.count) return;
  heading(walk, 2, word(walk, WORD_told_heading));
  put_list(walk, &entries);
}

static void put_present(const Walk *walk) {
  const Result *result = walk->doc->result;
  const char *const columns[] = {word(walk, WORD_column_finding), word(walk, WORD_column_side),
                                 word(walk, WORD_column_result), word(walk, WORD_column_certainty),
                                 word(walk, WORD_column_evidence)};
  Table table = {.name = word(walk, WORD_findings_heading), .columns = columns, .column_count = ARRAY_LEN(columns)};
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (!is_class(finding, PRESENT)) continue;
    add_cell(walk, &table, finding->title);
    add_cell(walk, &table, side_word(walk, finding->side));
    add_cell(walk, &table, finding_words(walk, finding));
    add_cell(walk, &table, percent(walk, finding->certainty));
    add_cell(walk, &table, word(walk, (WordId)(WORD_evidence_none + (int)finding->evidence)));
  }
  if (table.cells.count)
    walk->sink->table(walk->out, &table);
  else
    paragraph(walk, TONE_PLAIN, word(walk, WORD_findings_none));
}

static void put_undecided(const Walk *walk, Class class, WordId title, const char *note) {
  const Result *result = walk->doc->result;
  Entries entries = {0};
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *finding = &result->findings[i];
    sides = finding_sides(result, i);
    if (!is_class(finding, class)) continue;
    const char *name = sides > 1 ? FILL(walk, noted, "text", finding->title, "note", word(walk, WORD_both_sides))
                                 : with_side(walk, finding->title, finding->side);
    const char *needs = needs_phrase(walk->a, finding, sides);
    if (*needs)
      add_entry(walk, &entries, name, FILL(walk, unknown_needs, "needs", needs));
    else
      add_entry(walk, &entries, NULL, name);
  }
  if (!entries.list.count) return;
  heading(walk, 3, word(walk, title));
  paragraph(walk, TONE_NOTE, note);
  put_list(walk, &entries);
}

static void put_overridden(const Walk *walk) {
  const Result *result = walk->doc->result;
  Entries entries = {0};
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (finding->overridden)
      add_entry(walk, &entries, with_side(walk, finding->title, finding->side), finding->overridden);
  }
  if (!entries.list.count) return;
  heading(walk, 3, word(walk, WORD_overridden_heading));
  paragraph(walk, TONE_NOTE, word(walk, WORD_overridden_note));
  put_list(walk, &entries);
}

static void put_findings(const Walk *walk) {
  const Result *result = walk->doc->result;
  heading(walk, 3, word(walk, WORD_findings_heading));
  put_present(walk);
  if (result->judged)
    paragraph(walk, TONE_NOTE,
              FILL(walk, chance, "judged", count(walk, (long)result->judged), "expected",
                   number(walk, result->expected_by_chance, 1)));
  put_undecided(walk, UNSURE, WORD_unsure_heading, word(walk, WORD_unsure_note));
  put_shown(walk);
}

static const char *retest_words(const Walk *walk, const Retest *retest) {
  const char *day = date_format(walk->a, retest->again);
  Text titles = {.arena = walk->a};
  for (size_t i = 0; i < retest->finding_count; i++)
    text_addf(&titles, "%s%s", i ? "; " : "", with_side(walk, retest->findings[i]->title, retest->findings[i]->side));
  const char *findings = text_get(&titles);
  if (retest->real_words)
    return FILL(walk, retest_real, "day", day, "change", retest->real_words, "findings", findings);
  return isnan(retest->real_from) ? FILL(walk, retest_no_error, "day", day, "findings", findings)
                                  : FILL(walk, retest_day, "day", day, "findings", findings);
}

static void put_retests(const Walk *walk) {
  const Document *doc = walk->doc;
  Entries entries = {0};
  for (size_t i = 0; i < doc->retest_count; i++)
    add_entry(walk, &entries, with_side(walk, doc->retests[i].name, doc->retests[i].side),
              retest_words(walk, &doc->retests[i]));
  if (!entries.list.count) return;
  heading(walk, 3, word(walk, WORD_retest_heading));
  paragraph(walk, TONE_NOTE, word(walk, WORD_retest_note));
  put_list(walk, &entries);
}

/* ---- targets ---- */

static const char *titles_or_nothing(const Walk *walk, const Target *target, bool against) {
  const char *titles = goal_titles(walk->a, walk->doc->result, target->action, target->target, against);
  return *titles ? titles : word(walk, WORD_nothing);
}

static void put_conflicts(const Walk *walk) {
  const Result *result = walk->doc->result;
  Entries entries = {0};
  for (size_t i = 0; i < result->target_count; i++) {
    const Target *target = &result->targets[i];
    if (!target->conflict) continue;
    const char *text = FILL(walk, conflict, "for", titles_or_nothing(walk, target, false), "against",
                            titles_or_nothing(walk, target, true));
    add_entry(walk, &entries, target_words(walk, target->action, target->target, target->side), text);
  }
  if (!entries.list.count) return;
  heading(walk, 3, word(walk, WORD_conflicts_heading));
  paragraph(walk, TONE_PLAIN, word(walk, WORD_conflicts_note));
  put_list(walk, &entries);
}

static void put_targets(const Walk *walk) {
  const Result *result = walk->doc->result;
  const char *const columns[] = {word(walk, WORD_column_target), word(walk, WORD_column_action),
                                 word(walk, WORD_column_side), word(walk, WORD_column_weight)};
  Table table = {.name = word(walk, WORD_targets_heading), .columns = columns, .column_count = ARRAY_LEN(columns)};
  for (size_t i = 0; i < result->target_count; i++) {
    const Target *target = &result->targets[i];
    if (target->conflict || target->action > ACTION_MOBILISE || !(target->weight > 0)) continue;
    add_cell(walk, &table, target_name(walk, target->target));
    add_cell(walk, &table, word(walk, (WordId)(WORD_action_strengthen + (int)target->action)));
    add_cell(walk, &table, side_word(walk, target->side));
    add_cell(walk, &table, number(walk, target->weight, 2));
  }
  if (!table.cells.count) return;
  heading(walk, 3, word(walk, WORD_targets_heading));
  paragraph(walk, TONE_NOTE, word(walk, WORD_targets_note));
  walk->sink->table(walk->out, &table);
}

/* The program lists held arguments among what it left out; without a program they are shown here. */
static void put_held(const Walk *walk) {
  const Result *result = walk->doc->result;
  Entries entries = {0};
  for (size_t i = 0; i < result->argument_count; i++) {
    const Argument *argument = &result->arguments[i];
    if (argument->held && !argument->against)
      add_entry(walk, &entries, target_words(walk, argument->action, argument->target, argument->side), argument->held);
  }
  if (!entries.list.count || (walk->doc->program && !walk->doc->program->stopped)) return;
  heading(walk, 3, word(walk, WORD_held_heading));
  put_list(walk, &entries);
}

/* ---- program ---- */

static const char *often(const Walk *walk, int per_week) {
  return per_week == 1 ? word(walk, WORD_per_week_one) : FILL(walk, per_week_many, "n", count(walk, per_week));
}

static void put_items(const Walk *walk) {
  const Program *program = walk->doc->program;
  const char *const columns[] = {word(walk, WORD_column_exercise), word(walk, WORD_column_side),
                                 word(walk, WORD_column_dose),     word(walk, WORD_column_often),
                                 word(walk, WORD_column_weeks),    word(walk, WORD_column_minutes)};
  Table table = {.name = word(walk, WORD_program_heading), .columns = columns, .column_count = ARRAY_LEN(columns)};
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    add_cell(walk, &table, item->name);
    add_cell(walk, &table, manner_side(walk->doc, item));
    add_cell(walk, &table, manner_dose(walk->doc->words, walk->a, item));
    add_cell(walk, &table, manner_often(walk->doc->words, walk->a, item));
    add_cell(walk, &table,
             FILL(walk, weeks_range, "from", count(walk, item->week_from), "to", count(walk, item->week_to)));
    add_cell(walk, &table, FILL(walk, minutes, "n", number(walk, fmax(1, item->minutes), 0)));
  }
  walk->sink->table(walk->out, &table);
}

static const char *equipment_words(const Walk *walk, const Exercise *exercise) {
  Text text = {.arena = walk->a};
  for (const char *const *id = exercise->equipment; id && *id; id++)
    text_addf(&text, "%s%s", text.len ? ", " : "", *id);
  for (char *at = text.data; at && *at; at++)
    if (*at == '_') *at = ' ';
  return text_get(&text);
}

/* How it is done beside how much of it: the pause, and the words of its dosage row. */
static void add_manner(const Walk *walk, Entries *entries, const Exercise *exercise, const ProgramItem *item) {
  const Dosage *row = catalog_dosage(walk->doc->catalog, item->dose);
  if (item->rest_s && item->sets > 1)
    add_entry(walk, entries, word(walk, WORD_label_rest), FILL(walk, rest, "n", count(walk, item->rest_s)));
  if (!row) return;
  add_entry(walk, entries, word(walk, WORD_label_tempo), row->tempo.say);
  add_entry(walk, entries, word(walk, WORD_label_effort), row->effort.say);
  add_entry(walk, entries, word(walk, WORD_label_load), dose_load(exercise, row));
}

static void put_instructions(const Walk *walk, const ProgramItem *item) {
  const Exercise *exercise = catalog_exercise(walk->doc->catalog, item->exercise);
  Entries entries = {0};
  add_entry(walk, &entries, word(walk, WORD_label_why), item->why);
  if (exercise) {
    add_entry(walk, &entries, word(walk, WORD_label_equipment), equipment_words(walk, exercise));
    add_entry(walk, &entries, word(walk, WORD_label_setup), exercise->setup);
    add_entry(walk, &entries, word(walk, WORD_label_movement), exercise->movement);
    add_manner(walk, &entries, exercise, item);
    add_entry(walk, &entries, word(walk, WORD_label_breathing), exercise->breathing);
    add_entry(walk, &entries, word(walk, WORD_label_mistakes), exercise->mistakes);
    add_entry(walk, &entries, word(walk, WORD_label_stop), exercise->stop);
  }
  heading(walk, 3, item->name);
  put_list(walk, &entries);
}

/* Exercises that advice names are told here: they need not be items of the program. */
static void add_advice(const Walk *walk, Entries *entries, const AdviceItem *item) {
  const Advice *row = catalog_advice(walk->doc->catalog, item->id);
  bool why = item->why && *item->why;
  add_entry(walk, entries, NULL, why ? FILL(walk, advice_why, "text", item->text, "why", item->why) : item->text);
  for (const char *const *id = row ? row->exercises : NULL; id && *id; id++) {
    const Exercise *exercise = catalog_exercise(walk->doc->catalog, *id);
    if (exercise)
      add_entry(walk, entries, exercise->name, arena_printf(walk->a, "%s %s", exercise->setup, exercise->movement));
  }
}

static void put_advice(const Walk *walk, AdviceBlock from, AdviceBlock to) {
  const Program *program = walk->doc->program;
  for (AdviceBlock block = from; block <= to; block++) {
    Entries entries = {0};
    for (size_t i = 0; i < program->advice_count; i++)
      if (catalog_block(walk->doc->catalog, program->advice[i].id) == block)
        add_advice(walk, &entries, &program->advice[i]);
    if (!entries.list.count) continue;
    heading(walk, 3, word(walk, (WordId)(WORD_block_first + (int)block)));
    put_list(walk, &entries);
  }
}

/* Names that share a reason stand together, in the order of the first of them. */
static void put_left_out(const Walk *walk) {
  const Program *program = walk->doc->program;
  if (!program || !program->left_out_count) return;
  Entries entries = {0};
  for (size_t i = 0; i < program->left_out_count; i++) {
    const char *reason = program->left_out[i].reason;
    bool seen = false;
    for (size_t j = 0; j < i && !seen; j++) seen = strcmp(program->left_out[j].reason, reason) == 0;
    if (seen) continue;
    Text names = {.arena = walk->a};
    for (size_t j = i; j < program->left_out_count; j++) {
      if (strcmp(program->left_out[j].reason, reason) != 0) continue;
      const Exercise *exercise = catalog_exercise(walk->doc->catalog, program->left_out[j].exercise);
      text_addf(&names, "%s%s", names.len ? "; " : "", exercise ? exercise->name : program->left_out[j].exercise);
    }
    add_entry(walk, &entries, text_get(&names), reason);
  }
  heading(walk, 3, word(walk, WORD_left_out_heading));
  paragraph(walk, TONE_NOTE, word(walk, WORD_left_out_note));
  put_list(walk, &entries);
}

static void put_program(const Walk *walk) {
  const Program *program = walk->doc->program;
  if (!program || program->stopped) return;
  heading(walk, 2, word(walk, WORD_program_heading));
  paragraph(walk, TONE_NOTE, word(walk, WORD_program_reader));
  put_advice(walk, BLOCK_FIRST, BLOCK_FIRST);
  if (program->item_count) {
    paragraph(walk, TONE_PLAIN,
              FILL(walk, program_summary, "sessions", often(walk, program->sessions_per_week), "minutes",
                   FILL(walk, minutes, "n", number(walk, ceil(program->minutes), 0)), "weeks",
                   count(walk, program->weeks)));
    put_items(walk);
  } else
    paragraph(walk, TONE_PLAIN, word(walk, WORD_program_none));
  for (size_t i = 0; i < program->item_count; i++)
    if (!i || strcmp(program->items[i].exercise, program->items[i - 1].exercise) != 0)
      put_instructions(walk, &program->items[i]);
  put_advice(walk, BLOCK_WARM_UP, BLOCK_OTHER);
}

/* ---- foot ---- */

static void put_remarks(const Walk *walk) {
  const Document *doc = walk->doc;
  Entries entries = {0};
  for (size_t i = 0; i < doc->result->remark_count; i++)
    add_entry(walk, &entries, doc->result->remarks[i].what, doc->result->remarks[i].text);
  for (size_t i = 0; doc->notes && i < doc->notes->count; i++)
    add_entry(walk, &entries, doc->notes->items[i].field, doc->notes->items[i].text);
  if (!entries.list.count) return;
  heading(walk, 3, word(walk, WORD_remarks_heading));
  put_list(walk, &entries);
}

static void add_source(const Walk *walk, Entries *entries, const char *key) {
  int at = catalog_find(walk->doc->catalog, ROWS_SOURCE, key);
  const char *citation = clean(walk, at < 0 ? key : walk->doc->catalog->sources.items[at].citation);
  for (size_t i = 0; i < entries->list.count; i++)
    if (strcmp(entries->list.items[i].text, citation) == 0) return;
  add_entry(walk, entries, NULL, citation);
}

static void put_sources(const Walk *walk) {
  const Result *result = walk->doc->result;
  Entries entries = {0};
  for (size_t i = 0; i < result->finding_count; i++)
    for (const char *const *key = result->findings[i].cites; key && *key && is_class(&result->findings[i], PRESENT);
         key++)
      add_source(walk, &entries, *key);
  if (!entries.list.count) return;
  heading(walk, 3, word(walk, WORD_sources_heading));
  put_list(walk, &entries);
}

static void put_basis(const Walk *walk) {
  const Document *doc = walk->doc;
  heading(walk, 3, word(walk, WORD_basis_heading));
  paragraph(walk, TONE_PLAIN, word(walk, WORD_basis_groups));
  paragraph(walk, TONE_PLAIN, word(walk, WORD_basis_links));
  if (doc->engine) paragraph(walk, TONE_NOTE, FILL(walk, made_by, "engine", doc->engine));
  if (doc->packs) paragraph(walk, TONE_NOTE, FILL(walk, made_with, "packs", doc->packs));
}

/* What a clinician weighs; the longest lists come last. */
static void put_clinician(const Walk *walk) {
  heading(walk, 2, word(walk, WORD_clinician_heading));
  paragraph(walk, TONE_NOTE, word(walk, WORD_clinician_reader));
  put_findings(walk);
  put_retests(walk);
  put_overridden(walk);
  put_conflicts(walk);
  put_targets(walk);
  put_held(walk);
  put_undecided(walk, UNKNOWN, WORD_unknown_heading, "");
  put_left_out(walk);
  put_remarks(walk);
}

void document_walk(const Document *document, const Sink *sink, Text *out) {
  const Walk walk = {.doc = document, .sink = sink, .out = out, .a = out->arena};
  sink->open(out, clean(&walk, word(&walk, WORD_language)), clean(&walk, word(&walk, WORD_title)));
  put_head(&walk);
  put_told(&walk);
  put_program(&walk);
  put_clinician(&walk);
  put_basis(&walk);
  put_sources(&walk);
  sink->close(out);
}
