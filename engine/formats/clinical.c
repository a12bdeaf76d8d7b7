/* The clinician's report: what was found, how sure that is and on what it rests, what speaks for and against each aim,
 * what could not be assessed, the program with its reasons, what was left out, and what changed since the last visit. */
#include "say.h"

#include "drawing/bodymap.h"
#include "formats/manner.h"
#include "formats/needs.h"
#include "formats/page.h"
#include "rules/goal.h"
#include <math.h>
#include <string.h>

/* ---- head ---- */

static void put_open_questions(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  if (!result->open_count) return;
  folio_paragraph(say->f, TONE_WARNING, FILL(say, open_flags, "n", say_count(say, (long)result->open_count)));
  say_paragraph(say, TONE_PLAIN, WORD_open_flags_ask);
  for (size_t i = 0; i < result->open_count; i++)
    folio_entry(say->f, &entries, say_word(say, (WordId)(WORD_urgency_caution + (int)result->open[i].urgency)),
                result->open[i].text);
  folio_list(say->f, LIST_BULLETS, &entries);
}

static void put_head(const Say *say) {
  const Document *doc = say->doc;
  FolioEntries facts = {0};
  folio_entry(say->f, &facts, say_word(say, WORD_label_patient), doc->result->patient);
  folio_entry(say->f, &facts, say_word(say, WORD_label_name), doc->person ? doc->person->name : NULL);
  folio_entry(say->f, &facts, say_word(say, WORD_label_tested), date_format(say->a, doc->result->date));
  folio_list(say->f, LIST_FACTS, &facts);
  say_letter(say, false);
  folio_paragraph(say->f, TONE_WARNING, doc->log_warning);
  say_stops(say);
  say_status(say);
  put_open_questions(say);
  say_paragraph(say, TONE_NOTE, WORD_basis_limits);
}

/* ---- findings ---- */

typedef enum { PRESENT, SHOWN, UNSURE, UNKNOWN } Class;

static bool is_class(const Finding *finding, Class class) {
  if (finding->truth == TRUTH_TRUE) return class == (finding->shown ? SHOWN : PRESENT);
  return finding->truth == TRUTH_UNKNOWN && class == (finding->unsure ? UNSURE : UNKNOWN);
}

/* The sentence of a finding, and on what it rests. */
static const char *finding_words(const Say *say, const Finding *finding) {
  const char *studied = finding->studied ? finding->studied : "", *doubt = finding->doubt ? finding->doubt : "";
  const char *text = finding->say ? finding->say : "";
  if (*studied) text = FILL(say, finding_studied, "text", text, "studied", studied);
  return *doubt ? FILL(say, finding_doubt, "text", text, "doubt", doubt) : text;
}

/* Of the packs that say the same. */
static const char *titles_of(const Say *say, size_t at) {
  const Result *result = say->doc->result;
  const char *titles = result->findings[at].title;
  for (size_t i = at + 1; i < result->finding_count; i++)
    if (finding_first(result, i) == at)
      titles = FILL(say, finding_also, "title", titles, "other", result->findings[i].title, "pack",
                    result->findings[i].pack);
  return titles;
}

static void put_present(const Say *say) {
  const Result *result = say->doc->result;
  const WordId ids[] = {WORD_column_finding, WORD_column_side, WORD_column_result, WORD_column_certainty,
                        WORD_column_evidence};
  FolioTable table = say_table(say, WORD_findings_heading, ids, ARRAY_LEN(ids));
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (!is_class(finding, PRESENT) || finding_first(result, i) != i) continue;
    folio_cell(say->f, &table, titles_of(say, i));
    folio_cell(say->f, &table, say_side(say, finding->side));
    folio_cell(say->f, &table, finding_words(say, finding));
    folio_cell(say->f, &table, say_percent(say, finding->certainty));
    folio_cell(say->f, &table, say_word(say, (WordId)(WORD_evidence_none + (int)finding->evidence)));
  }
  folio_table(say->f, &table);
  if (!table.cells.count) say_paragraph(say, TONE_PLAIN, WORD_findings_none);
}

static void put_undecided(const Say *say, Class class, WordId title, const char *note) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *finding = &result->findings[i];
    sides = finding_sides(result, i);
    if (!is_class(finding, class)) continue;
    const char *name = say_sides(say, finding->title, sides, finding->side);
    const char *needs = needs_phrase(say->a, finding, sides);
    if (*needs)
      folio_entry(say->f, &entries, name, FILL(say, unknown_needs, "needs", needs));
    else
      folio_entry(say->f, &entries, NULL, name);
  }
  say_section(say, title, note, &entries);
}

static void put_shown(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (is_class(finding, SHOWN))
      folio_entry(say->f, &entries, say_with_side(say, finding->title, finding->side), finding_words(say, finding));
  }
  say_section(say, WORD_shown_heading, say_word(say, WORD_shown_note), &entries);
}

static void put_overridden(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    folio_entry(say->f, &entries, say_with_side(say, finding->title, finding->side), finding->overridden);
  }
  say_section(say, WORD_overridden_heading, say_word(say, WORD_overridden_note), &entries);
}

static const char *retest_words(const Say *say, const Retest *retest) {
  const char *day = date_format(say->a, retest->again);
  Text titles = {.arena = say->a};
  for (size_t i = 0; i < retest->finding_count; i++)
    text_addf(&titles, "%s%s", i ? "; " : "",
              say_with_side(say, retest->findings[i]->title, retest->findings[i]->side));
  const char *findings = text_get(&titles);
  if (retest->real_words) return FILL(say, retest_real, "day", day, "change", retest->real_words, "findings", findings);
  return isnan(retest->real_from) ? FILL(say, retest_no_error, "day", day, "findings", findings)
                                  : FILL(say, retest_day, "day", day, "findings", findings);
}

static void put_retests(const Say *say) {
  const Document *doc = say->doc;
  FolioEntries entries = {0};
  for (size_t i = 0; i < doc->retest_count; i++)
    folio_entry(say->f, &entries, say_with_side(say, doc->retests[i].name, doc->retests[i].side),
                retest_words(say, &doc->retests[i]));
  say_section(say, WORD_retest_heading, say_word(say, WORD_retest_note), &entries);
}

static void put_findings(const Say *say) {
  const Result *result = say->doc->result;
  say_heading(say, 2, WORD_findings_heading);
  put_present(say);
  if (result->judged)
    folio_paragraph(say->f, TONE_NOTE,
                    FILL(say, chance, "judged", say_count(say, (long)result->judged), "expected",
                         say_number(say, result->expected_by_chance, 1)));
  put_overridden(say);
  put_undecided(say, UNSURE, WORD_unsure_heading, say_word(say, WORD_unsure_note));
  put_shown(say);
  put_retests(say);
}

/* ---- what speaks for and against ---- */

static const char *titles_or_nothing(const Say *say, const Target *target, bool against) {
  const char *titles = goal_titles(say->a, say->doc->result, target->action, target->target, against);
  return *titles ? titles : say_word(say, WORD_nothing);
}

static void put_conflicts(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  for (size_t i = 0; i < result->target_count; i++) {
    const Target *target = &result->targets[i];
    if (!target->conflict) continue;
    const char *text = FILL(say, conflict, "for", titles_or_nothing(say, target, false), "against",
                            titles_or_nothing(say, target, true));
    folio_entry(say->f, &entries, say_target(say, target->action, target->target, target->side), text);
  }
  say_section(say, WORD_conflicts_heading, say_word(say, WORD_conflicts_note), &entries);
}

static void put_map(const Say *say) {
  Picture *map = arena_alloc(say->a, sizeof *map);
  BodyMark *marks;
  size_t count = bodymap_marks(say->doc->catalog, say->doc->result, say->a, &marks);
  bodymap_picture(say->doc->catalog, marks, count, say->doc->words, say->a, map);
  folio_drawing(say->f, map, "", NULL);
}

static void put_targets(const Say *say) {
  const Result *result = say->doc->result;
  const WordId ids[] = {WORD_column_target, WORD_column_action, WORD_column_side, WORD_column_weight};
  FolioTable table = say_table(say, WORD_targets_heading, ids, ARRAY_LEN(ids));
  for (size_t i = 0; i < result->target_count; i++) {
    const Target *target = &result->targets[i];
    if (target->conflict || target->action > ACTION_MOBILISE || !(target->weight > 0)) continue;
    folio_cell(say->f, &table, say_target_name(say, target->target));
    folio_cell(say->f, &table, say_word(say, (WordId)(WORD_action_strengthen + (int)target->action)));
    folio_cell(say->f, &table, say_side(say, target->side));
    folio_cell(say->f, &table, say_number(say, target->weight, 2));
  }
  if (!table.cells.count) return;
  say_heading(say, 3, WORD_targets_heading);
  say_paragraph(say, TONE_NOTE, WORD_targets_note);
  put_map(say);
  folio_table(say->f, &table);
}

/* Every argument with its weight: the sum beside it hides which one counts. */
static void put_arguments(const Say *say) {
  const Result *result = say->doc->result;
  const WordId ids[] = {WORD_column_argument, WORD_column_target, WORD_column_speaks, WORD_column_weight};
  FolioTable table = say_table(say, WORD_arguments_heading, ids, ARRAY_LEN(ids));
  for (size_t i = 0; i < result->argument_count; i++) {
    const Argument *argument = &result->arguments[i];
    if (argument->action > ACTION_MOBILISE || argument->held) continue;
    folio_cell(say->f, &table, arena_printf(say->a, "%s/%s", argument->pack, argument->rule));
    folio_cell(say->f, &table, say_target(say, argument->action, argument->target, argument->side));
    folio_cell(say->f, &table, say_word(say, argument->against ? WORD_speaks_against : WORD_speaks_for));
    folio_cell(say->f, &table, say_number(say, argument->weight, 2));
  }
  if (!table.cells.count) return;
  say_heading(say, 3, WORD_arguments_heading);
  folio_table(say->f, &table);
}

/* The program lists held arguments among what it left out; without a program they are shown here. */
static void put_held(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  if (say->doc->program && !say->doc->program->stopped) return;
  for (size_t i = 0; i < result->argument_count; i++) {
    const Argument *argument = &result->arguments[i];
    if (argument->held && !argument->against)
      folio_entry(say->f, &entries, say_target(say, argument->action, argument->target, argument->side),
                  argument->held);
  }
  say_section(say, WORD_held_heading, "", &entries);
}

/* ---- program ---- */

static void put_items(const Say *say) {
  const Program *program = say->doc->program;
  const WordId ids[] = {WORD_column_exercise, WORD_column_side,    WORD_column_dose, WORD_column_often,
                        WORD_column_weeks,    WORD_column_minutes, WORD_label_why};
  FolioTable table = say_table(say, WORD_program_heading, ids, ARRAY_LEN(ids));
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    folio_cell(say->f, &table, item->name);
    folio_cell(say->f, &table, manner_side(say->doc, item));
    folio_cell(say->f, &table, manner_dose(say->doc->words, say->a, item));
    folio_cell(say->f, &table, manner_often(say->doc->words, say->a, item));
    folio_cell(say->f, &table,
               FILL(say, weeks_range, "from", say_count(say, item->week_from), "to", say_count(say, item->week_to)));
    folio_cell(say->f, &table, FILL(say, minutes, "n", say_number(say, fmax(1, item->minutes), 0)));
    folio_cell(say->f, &table, item->why);
  }
  folio_table(say->f, &table);
}

/* Names that share a reason stand together, in the order of the first of them. */
static void put_left_out(const Say *say) {
  const Program *program = say->doc->program;
  FolioEntries entries = {0};
  for (size_t i = 0; program && i < program->left_out_count; i++) {
    const char *reason = program->left_out[i].reason;
    bool seen = false;
    for (size_t j = 0; j < i && !seen; j++) seen = strcmp(program->left_out[j].reason, reason) == 0;
    if (seen) continue;
    Text names = {.arena = say->a};
    for (size_t j = i; j < program->left_out_count; j++) {
      if (strcmp(program->left_out[j].reason, reason) != 0) continue;
      const Exercise *exercise = catalog_exercise(say->doc->catalog, program->left_out[j].exercise);
      text_addf(&names, "%s%s", names.len ? "; " : "", exercise ? exercise->name : program->left_out[j].exercise);
    }
    folio_entry(say->f, &entries, text_get(&names), reason);
  }
  say_section(say, WORD_left_out_heading, say_word(say, WORD_left_out_note), &entries);
}

static void put_program(const Say *say) {
  const Program *program = say->doc->program;
  if (!program || program->stopped) return;
  folio_begin(say->f, GROUP_SHEET);
  say_heading(say, 2, WORD_program_heading);
  say_advice(say, BLOCK_FIRST, BLOCK_FIRST, true);
  if (program->item_count) {
    folio_paragraph(say->f, TONE_PLAIN,
                    FILL(say, program_summary, "sessions", say_often(say, program->sessions_per_week), "minutes",
                         FILL(say, minutes, "n", say_number(say, ceil(program->minutes), 0)), "weeks",
                         say_count(say, program->weeks)));
    put_items(say);
  } else
    say_paragraph(say, TONE_PLAIN, WORD_program_none);
  say_advice(say, BLOCK_WARM_UP, BLOCK_OTHER, true);
  put_left_out(say);
  folio_end(say->f);
}

/* ---- foot ---- */

static void put_remarks(const Say *say) {
  const Document *doc = say->doc;
  FolioEntries entries = {0};
  for (size_t i = 0; i < doc->result->remark_count; i++)
    folio_entry(say->f, &entries, doc->result->remarks[i].what, doc->result->remarks[i].text);
  for (size_t i = 0; doc->notes && i < doc->notes->count; i++)
    folio_entry(say->f, &entries, doc->notes->items[i].field, doc->notes->items[i].text);
  say_section(say, WORD_remarks_heading, "", &entries);
}

static void add_source(const Say *say, FolioEntries *entries, const char *key) {
  int at = catalog_find(say->doc->catalog, ROWS_SOURCE, key);
  const char *citation = folio_line(say->a, at < 0 ? key : say->doc->catalog->sources.items[at].citation);
  for (size_t i = 0; i < entries->list.count; i++)
    if (strcmp(entries->list.items[i].text, citation) == 0) return;
  folio_entry(say->f, entries, NULL, citation);
}

static void put_sources(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  for (size_t i = 0; i < result->finding_count; i++)
    for (const char *const *key = result->findings[i].cites; key && *key && is_class(&result->findings[i], PRESENT);
         key++)
      add_source(say, &entries, *key);
  say_section(say, WORD_sources_heading, "", &entries);
}

/* On what it rests: the whole page where the rules that judged are at hand, else its sentences alone. */
static void put_basis(const Say *say) {
  const Document *doc = say->doc;
  folio_begin(say->f, GROUP_SHEET);
  say_heading(say, 2, WORD_basis_heading);
  if (doc->page) {
    page_add(doc->page, say->f);
  } else {
    say_paragraph(say, TONE_PLAIN, WORD_basis_groups);
    say_paragraph(say, TONE_PLAIN, WORD_basis_links);
    put_sources(say);
  }
  if (doc->packs) folio_paragraph(say->f, TONE_NOTE, FILL(say, made_with, "packs", doc->packs));
  if (doc->program_number)
    folio_paragraph(say->f, TONE_NOTE,
                    FILL(say, program_proof, "number", say_count(say, doc->program_number), "revision",
                         say_count(say, doc->revision), "hash", document_hash(say->a, doc)));
  if (doc->head) folio_paragraph(say->f, TONE_NOTE, FILL(say, record_head, "head", doc->head));
  if (doc->engine) folio_paragraph(say->f, TONE_NOTE, FILL(say, made_by, "engine", doc->engine));
  folio_end(say->f);
}

void clinical_build(const Document *document, Folio *folio) {
  const Say say = {.doc = document, .f = folio, .a = folio->arena};
  folio->title = folio_line(say.a, say_word(&say, WORD_title));
  folio->foot = folio_line(say.a, FILL(&say, patient, "code", document->result->patient));
  put_head(&say);
  put_findings(&say);
  say_charts(&say);
  say_since(&say);
  say_heading(&say, 2, WORD_weighed_heading);
  put_conflicts(&say);
  put_targets(&say);
  put_arguments(&say);
  put_held(&say);
  put_program(&say);
  say_heading(&say, 2, WORD_open_heading);
  put_undecided(&say, UNKNOWN, WORD_unknown_heading, "");
  put_remarks(&say);
  say_letter(&say, true);
  put_basis(&say);
}
