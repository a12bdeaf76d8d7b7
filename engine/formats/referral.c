/* A letter to another doctor when a stop rule fired: the facts, what fired and since when. No diagnosis; the clinician
 * signs. */
#include "say.h"

#include <string.h>

static const char *patient_words(const Say *say) {
  const Patient *p = &say->doc->given->patient;
  const char *age = p->age_years < 0 ? "?" : say_count(say, p->age_years);
  return FILL(say, referral_patient, "age", age, "sex", sex_names[p->sex]);
}

static void put_head(const Say *say) {
  const Document *doc = say->doc;
  const char *name = doc->person ? doc->person->name : NULL;
  FolioEntries facts = {0};
  folio_entry(say->f, &facts, say_word(say, WORD_label_name), name ? name : say_word(say, WORD_referral_blank));
  folio_entry(say->f, &facts, say_word(say, WORD_label_patient), doc->result->patient);
  folio_entry(say->f, &facts, say_word(say, WORD_label_person), patient_words(say));
  folio_entry(say->f, &facts, say_word(say, WORD_label_tested), date_format(say->a, doc->result->date));
  folio_list(say->f, LIST_FACTS, &facts);
  say_letter(say, false);
  say_paragraph(say, TONE_PLAIN, WORD_referral_opening);
}

static const Finding *finding_of(const Result *result, const Stop *stop) {
  for (size_t i = 0; i < result->finding_count; i++)
    if (text_equal(result->findings[i].rule, stop->rule) && text_equal(result->findings[i].pack, stop->pack))
      return &result->findings[i];
  return NULL;
}

static void put_fired(const Say *say) {
  const Result *result = say->doc->result;
  folio_begin(say->f, GROUP_BOX);
  say_heading(say, 2, WORD_referral_fired);
  folio_paragraph(say->f, TONE_WARNING, say->doc->log_warning);
  for (size_t i = 0; i < result->stop_count; i++) {
    const Stop *stop = &result->stops[i];
    const Finding *finding = finding_of(result, stop);
    Day since = say->doc->stops_since ? say->doc->stops_since[i] : result->date;
    FolioEntries entries = {0};
    folio_heading(say->f, 3,
                  FILL(say, noted, "text", stop->title, "note",
                       say_word(say, (WordId)(WORD_urgency_caution + (int)stop->urgency))));
    if (finding && !text_equal(finding->say, stop->text)) folio_entry(say->f, &entries, NULL, finding->say);
    folio_entry(say->f, &entries, NULL, FILL(say, referral_since, "date", date_format(say->a, since)));
    folio_entry(say->f, &entries, say_word(say, WORD_referral_asked), stop->text);
    folio_entry(say->f, &entries, say_word(say, WORD_referral_rule),
                arena_printf(say->a, "%s/%s", stop->pack, stop->rule));
    folio_list(say->f, LIST_BULLETS, &entries);
  }
  folio_end(say->f);
}

/* Red flags that were answered yes or unsure in full, the others by number. */
static void put_answers(const Say *say) {
  const Case *given = say->doc->given;
  FolioEntries entries = {0};
  long no = 0;
  for (size_t i = 0; i < given->answer_count; i++) {
    const Question *question = catalog_question(say->doc->catalog, given->answers[i].question);
    AnswerValue value = given->answers[i].value;
    if (!question || !question->red_flag) continue;
    no += value == ANSWER_NO;
    if (value == ANSWER_YES || value == ANSWER_UNSURE)
      folio_entry(say->f, &entries, question->text,
                  say_word(say, value == ANSWER_YES ? WORD_answer_yes : WORD_answer_unsure));
  }
  say_heading(say, 2, WORD_referral_answers);
  folio_list(say->f, LIST_BULLETS, &entries);
  folio_paragraph(
      say->f, TONE_PLAIN,
      FILL(say, referral_others, "no", say_count(say, no), "open", say_count(say, (long)say->doc->result->open_count)));
}

static void put_signature(const Say *say) {
  FolioEntries lines = {0};
  const char *blank = say_word(say, WORD_referral_blank);
  say_paragraph(say, TONE_PLAIN, WORD_referral_closing);
  say_letter(say, true);
  folio_begin(say->f, GROUP_KEPT);
  folio_entry(say->f, &lines, say_word(say, WORD_referral_clinician), blank);
  folio_entry(say->f, &lines, say_word(say, WORD_referral_signature), blank);
  folio_entry(say->f, &lines, say_word(say, WORD_referral_date), blank);
  folio_list(say->f, LIST_FACTS, &lines);
  folio_end(say->f);
  if (say->doc->packs) folio_paragraph(say->f, TONE_NOTE, FILL(say, made_with, "packs", say->doc->packs));
  if (say->doc->engine) folio_paragraph(say->f, TONE_NOTE, FILL(say, made_by, "engine", say->doc->engine));
}

void referral_build(const Document *document, Folio *folio) {
  const Say say = {.doc = document, .f = folio, .a = folio->arena};
  folio->title = folio_line(say.a, say_word(&say, WORD_referral_title));
  folio->foot = folio_line(say.a, FILL(&say, patient, "code", document->result->patient));
  put_head(&say);
  put_fired(&say);
  put_answers(&say);
  put_signature(&say);
}
