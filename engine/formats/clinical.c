/* The clinician's report: what was found, how sure that is and on what it rests, what speaks for and against each aim,
 * what could not be assessed, the program with its reasons, what was left out, and what changed since the last visit. */
#include "say.h"

#include "drawing/bodymap.h"
#include "formats/needs.h"
#include "formats/page.h"
#include "formats/scored.h"
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

/* The sentence of a finding, and on what it rests unless the conditions below say so. */
static const char *finding_words(const Say *say, const Finding *finding) {
  if (say->doc->page) return finding->say ? finding->say : "";
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
  const WordId ids[] = {WORD_column_finding, WORD_column_result, WORD_column_certainty, WORD_column_evidence};
  FolioTable table = say_table(say, WORD_findings_heading, ids, ARRAY_LEN(ids));
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    if (!is_class(finding, PRESENT) || finding_first(result, i) != i) continue;
    folio_cell(say->f, &table, say_with_side(say, titles_of(say, i), finding->side));
    folio_cell(say->f, &table, finding_words(say, finding));
    folio_cell(say->f, &table, say_percent(say, finding->certainty));
    folio_cell(say->f, &table, say_word(say, (WordId)(WORD_evidence_none + (int)finding->evidence)));
  }
  folio_table(say->f, &table);
  if (!table.cells.count) say_paragraph(say, TONE_PLAIN, WORD_findings_none);
}

/* Those that lack the same stand together, in the order of the first of them. */
typedef struct Lacking {
  const char *names, *needs; /* needs "": it is not said */
} Lacking;

static void put_undecided(const Say *say, Class class, WordId title, const char *note) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  LIST(Lacking) groups = {0};
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *finding = &result->findings[i];
    sides = finding_sides(result, i);
    if (!is_class(finding, class)) continue;
    const char *name = say_sides(say, finding->title, sides, finding->side);
    const char *needs = needs_phrase(say->a, finding, sides);
    size_t at = 0;
    while (at < groups.count && strcmp(groups.items[at].needs, needs) != 0) at++;
    if (at == groups.count)
      *LIST_ADD(say->a, &groups) = (Lacking){name, needs};
    else
      groups.items[at].names = arena_printf(say->a, "%s; %s", groups.items[at].names, name);
  }
  for (size_t i = 0; i < groups.count; i++) {
    const Lacking *group = &groups.items[i];
    bool told = *group->needs;
    folio_entry(say->f, &entries, told ? group->names : NULL,
                told ? FILL(say, unknown_needs, "needs", group->needs) : group->names);
  }
  say_section(say, title, note, LIST_TREE, &entries);
}

static void put_shown(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  for (size_t i = 0, sides; i < result->finding_count; i += sides) {
    const Finding *finding = &result->findings[i];
    sides = finding_sides(result, i);
    if (sides == 2 && strcmp(finding->say, finding[1].say) != 0) sides = 1;
    if (is_class(finding, SHOWN))
      folio_entry(say->f, &entries, say_sides(say, finding->title, sides, finding->side), finding_words(say, finding));
  }
  say_section(say, WORD_shown_heading, say_word(say, WORD_shown_note), LIST_BULLETS, &entries);
}

static void put_overridden(const Say *say) {
  const Result *result = say->doc->result;
  FolioEntries entries = {0};
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *finding = &result->findings[i];
    folio_entry(say->f, &entries, say_with_side(say, finding->title, finding->side), finding->overridden);
  }
  say_section(say, WORD_overridden_heading, say_word(say, WORD_overridden_note), LIST_BULLETS, &entries);
}

static const char *retest_titles(const Say *say, const Retest *retest) {
  Text titles = {.arena = say->a};
  for (size_t i = 0; i < retest->finding_count; i++)
    text_addf(&titles, "%s%s", i ? "; " : "",
              say_with_side(say, retest->findings[i]->title, retest->findings[i]->side));
  return text_get(&titles);
}

/* Left and right of one test that stand behind the same findings share a row. */
static size_t retest_sides(const Say *say, size_t at) {
  const Retest *one = &say->doc->retests[at], *two = one + 1;
  return at + 1 < say->doc->retest_count && strcmp(one->test, two->test) == 0 && one->again == two->again &&
                 strcmp(retest_titles(say, one), retest_titles(say, two)) == 0
             ? 2
             : 1;
}

static const char *retest_change(const Say *say, const Retest *retest) {
  if (retest->real_words) return retest->real_words;
  return isnan(retest->real_from) ? say_word(say, WORD_retest_unknown) : "";
}

static void put_retests(const Say *say) {
  const Document *doc = say->doc;
  const WordId ids[] = {WORD_page_test, WORD_column_again, WORD_column_real, WORD_column_behind};
  FolioTable table = say_table(say, WORD_retest_heading, ids, ARRAY_LEN(ids));
  for (size_t i = 0, sides; i < doc->retest_count; i += sides) {
    const Retest *retest = &doc->retests[i];
    sides = retest_sides(say, i);
    const char *change = retest_change(say, retest), *other = sides > 1 ? retest_change(say, retest + 1) : change;
    folio_cell(say->f, &table, say_sides(say, retest->name, sides, retest->side));
    folio_cell(say->f, &table, date_format(say->a, retest->again));
    folio_cell(say->f, &table,
               strcmp(change, other) == 0 ? change : FILL(say, page_sides, "left", change, "right", other));
    folio_cell(say->f, &table, retest_titles(say, retest));
  }
  if (!table.cells.count) return;
  say_heading(say, 3, WORD_retest_heading);
  say_paragraph(say, TONE_NOTE, WORD_retest_note);
  folio_table(say->f, &table);
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
  say_section(say, WORD_conflicts_heading, say_word(say, WORD_conflicts_note), LIST_BULLETS, &entries);
}

static void put_map(const Say *say) {
  Picture *map = arena_alloc(say->a, sizeof *map);
  BodyMark *aims, *marks;
  size_t aim_count = bodymap_marks(say->doc->catalog, say->doc->result, say->a, &aims);
  size_t count = scored_marks(say->a, say->doc->catalog, say->doc->given, aims, aim_count, &marks);
  if (!count) return;
  say_heading(say, 3, WORD_map_title);
  bodymap_picture(say->doc->catalog, marks, count, say->doc->words, say->a, map);
  folio_drawing(say->f, map, "", NULL);
}

/* Every argument with its weight: the sum beside it hides which one counts. Packs are named where there are several. */
static const char *arguments_of(const Say *say, const Target *target, bool packs) {
  const Result *result = say->doc->result;
  Text t = {.arena = say->a};
  for (size_t i = 0; i < result->argument_count; i++) {
    const Argument *argument = &result->arguments[i];
    if (argument->held || argument->action != target->action || argument->side != target->side ||
        strcmp(argument->target, target->target) != 0)
      continue;
    const char *rule = packs ? arena_printf(say->a, "%s/%s", argument->pack, argument->rule) : argument->rule;
    const char *weight = say_number(say, argument->weight, 2);
    text_addf(&t, "%s%s", t.len ? "; " : "",
              argument->against ? FILL(say, argument_against, "rule", rule, "weight", weight)
                                : FILL(say, argument_for, "rule", rule, "weight", weight));
  }
  return text_get(&t);
}

static bool several_packs(const Result *result) {
  for (size_t i = 1; i < result->argument_count; i++)
    if (strcmp(result->arguments[i].pack, result->arguments[0].pack) != 0) return true;
  return false;
}

static void put_targets(const Say *say) {
  const Result *result = say->doc->result;
  const WordId ids[] = {WORD_column_target, WORD_column_weight, WORD_arguments_heading};
  FolioTable table = say_table(say, WORD_targets_heading, ids, ARRAY_LEN(ids));
  for (size_t i = 0; i < result->target_count; i++) {
    const Target *target = &result->targets[i];
    const char *arguments = arguments_of(say, target, several_packs(result));
    if (target->action > ACTION_MOBILISE || !*arguments) continue;
    folio_cell(say->f, &table, say_target(say, target->action, target->target, target->side));
    folio_cell(say->f, &table,
               target->conflict ? say_word(say, WORD_weight_conflict) : say_number(say, target->weight, 2));
    folio_cell(say->f, &table, arguments);
  }
  if (!table.cells.count) return;
  say_heading(say, 3, WORD_targets_heading);
  say_paragraph(say, TONE_NOTE, WORD_targets_note);
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
  say_section(say, WORD_held_heading, "", LIST_BULLETS, &entries);
}

/* ---- foot ---- */

static void put_remarks(const Say *say) {
  const Document *doc = say->doc;
  FolioEntries entries = {0};
  for (size_t i = 0; i < doc->result->remark_count; i++)
    folio_entry(say->f, &entries, doc->result->remarks[i].what, doc->result->remarks[i].text);
  for (size_t i = 0; doc->notes && i < doc->notes->count; i++)
    folio_entry(say->f, &entries, doc->notes->items[i].field, doc->notes->items[i].text);
  say_section(say, WORD_remarks_heading, "", LIST_BULLETS, &entries);
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
  say_section(say, WORD_sources_heading, "", LIST_BULLETS, &entries);
}

/* By which program, record and engine it was made, as far as the page above has not said so. */
static void put_proof(const Say *say) {
  const Document *doc = say->doc;
  Text t = {.arena = say->a};
  if (doc->packs && !doc->page) text_addf(&t, "%s ", FILL(say, made_with, "packs", doc->packs));
  if (doc->program_number)
    text_addf(&t, "%s ",
              FILL(say, program_proof, "number", say_count(say, doc->program_number), "revision",
                   say_count(say, doc->revision), "hash", document_hash(say->a, doc)));
  if (doc->head) text_addf(&t, "%s. ", FILL(say, record_head, "head", doc->head));
  if (doc->engine && !doc->page) text_add(&t, FILL(say, made_by, "engine", doc->engine));
  folio_paragraph(say->f, TONE_NOTE, text_get(&t));
}

/* On what it rests: the whole page where the rules that judged are at hand, else its sentences alone. */
static void put_basis(const Say *say) {
  const Document *doc = say->doc;
  say_heading(say, 2, WORD_basis_heading);
  if (doc->page) {
    page_add(doc->page, say->f);
  } else {
    say_paragraph(say, TONE_PLAIN, WORD_basis_groups);
    say_paragraph(say, TONE_PLAIN, WORD_basis_links);
    put_sources(say);
  }
  put_proof(say);
}

void clinical_build(const Document *document, Folio *folio) {
  const Say say = {.doc = document, .f = folio, .a = folio->arena};
  folio->title = folio_line(say.a, say_word(&say, WORD_title));
  folio->foot = folio_line(say.a, FILL(&say, patient, "code", document->result->patient));
  put_head(&say);
  put_findings(&say);
  put_map(&say);
  say_charts(&say);
  say_since(&say);
  if (document->result->argument_count) say_heading(&say, 2, WORD_weighed_heading);
  put_conflicts(&say);
  put_targets(&say);
  put_held(&say);
  say_program(&say);
  put_retests(&say);
  say_heading(&say, 2, WORD_open_heading);
  put_undecided(&say, UNKNOWN, WORD_unknown_heading, "");
  put_remarks(&say);
  say_letter(&say, true);
  put_basis(&say);
}
