/* One result, one line. What stands in it is said by the tables below, object by object: keys are always there and in
 * this order, a list may be empty, a number may be null. Strict JSON, UTF-8, "\n" at the end. Nothing here allocates
 * but the text itself: the line is written for streams of many thousand cases. */
#include "facts/schedule.h"
#include "formats/ndjson.h"

#include <string.h>

/* ---- words of ours ---- */

enum { KEY_ROOM = 24, STEP = 16, WORD_ROOM = 5 * STEP };

/* Plain ASCII, which is written with its quotes as it is. */
typedef struct Word {
  char text[WORD_ROOM - 1];
  unsigned char len;
} Word;

#define WORD(word)          {"\"" word "\"", sizeof word + 1},
#define SENTENCE(why, word) WORD(word)

static const Word side_words[] = {SIDE_WORDS(WORD)};
static const Word evidence_words[] = {EVIDENCE_WORDS(WORD)};
static const Word action_words[] = {ACTION_WORDS(WORD)};
static const Word urgency_words[] = {URGENCY_WORDS(WORD)};
static const Word phase_words[] = {PHASE_WORDS(WORD)};
static const Word status_words[] = {STATUS_WORDS(WORD)};
static const Word weekday_words[] = {WEEKDAY_WORDS(WORD)};
static const Word why_words[] = {WHY_SENTENCES(SENTENCE)};
static const Word bool_words[] = {{"false", 5}, {"true", 4}}, null_word = {"null", 4};

/* Behind a key or put(), which made room for it; in steps, which is quicker than by its length. */
static inline void put_word(Text *t, const Word *word) {
  char *out = t->data + t->len;
  size_t at = 0;
  do memcpy(out + at, (const char *)word + at, STEP);
  while ((at += STEP) < word->len);
  t->len += word->len;
}

/* ---- objects by their fields ---- */

typedef struct Field {
  char key[KEY_ROOM]; /* ,"name": copied as a whole */
  size_t key_len;     /* 0 ends a table */
  void (*add)(Text *t, const struct Field *field, const void *row);
  size_t at; /* in the row: what add looks at */
  int decimals;
  const Word *words;
  const struct Field *fields;    /* of the objects of a list, whose number stands at count_at */
  size_t count_at, size;         /* bytes of one row */
  bool (*keep)(const void *row); /* NULL: all of them */
  bool planned;                  /* there is none without a program */
} Field;

#define KEY(name) .key = ",\"" name "\":", .key_len = sizeof name + 3
#define FIELD_AS(name, kind, row, m)                                                                                   \
  { KEY(name), .add = add_##kind, .at = offsetof(row, m) }
#define FIELD(kind, row, member) FIELD_AS(#member, kind, row, member)
#define NAMED(row, member, of_these)                                                                                   \
  { KEY(#member), .add = add_name, .at = offsetof(row, member), .words = of_these }
#define NUMBER(row, member, decimal)                                                                                   \
  { KEY(#member), .add = add_number, .at = offsetof(row, member), .decimals = decimal }
#define WRITTEN(name, function)                                                                                        \
  { KEY(name), .add = function }
#define ROWS(name, row, list, count, table, ...)                                                                       \
  {                                                                                                                    \
    KEY(name), .add = add_rows, .at = offsetof(row, list), .count_at = offsetof(row, count),                           \
               .size = sizeof *((row *)NULL)->list, .fields = table, __VA_ARGS__                                       \
  }
#define END                                                                                                            \
  { .key_len = 0 }

#define ADD(t, literal) text_add_n(t, literal, sizeof(literal) - 1)
#define AT(type)        (*(const type *)((const char *)row + field->at))

/* Beside text_add_char: what follows ends the text, and may be a word. */
static inline void put(Text *t, char c) {
  *text_room(t, 1 + WORD_ROOM) = c;
  t->len++;
}

static void put_null(Text *t) { put_word(t, &null_word); }
static void put_bool(Text *t, bool value) { put_word(t, bool_words + value); }

static void put_text(Text *t, const char *text) {
  if (text)
    text_add_json(t, text);
  else
    put_null(t);
}

static void add_text(Text *t, const Field *field, const void *row) { put_text(t, AT(char *)); }
static void add_name(Text *t, const Field *field, const void *row) { put_word(t, field->words + AT(int)); }
static void add_flag(Text *t, const Field *field, const void *row) { put_bool(t, AT(bool)); }
static void add_int(Text *t, const Field *field, const void *row) { text_add_int(t, AT(int)); }
static void add_size(Text *t, const Field *field, const void *row) { text_add_number(t, (double)AT(size_t), 0); }

/* A number of which 0 is none. */
static void add_some(Text *t, const Field *field, const void *row) {
  if (AT(int))
    text_add_int(t, AT(int));
  else
    put_null(t);
}

static void add_number(Text *t, const Field *field, const void *row) {
  if (isfinite(AT(double)))
    text_add_number(t, AT(double), field->decimals);
  else
    put_null(t);
}

static void add_day(Text *t, const Field *field, const void *row) {
  put_text(t, AT(Day) ? date_format(t->arena, AT(Day)) : NULL);
}

static inline void add_field(Text *t, const Field *field, const void *row) {
  memcpy(text_room(t, KEY_ROOM + WORD_ROOM), field->key, KEY_ROOM);
  t->len += field->key_len;
  field->add(t, field, row);
}

static void add_fields(Text *t, const Field *fields, const void *row) {
  for (; fields->key_len; fields++) add_field(t, fields, row);
}

/* The comma of the first key becomes the brace. */
static void add_object(Text *t, const Field *fields, const void *row) {
  size_t start = t->len;
  add_fields(t, fields, row);
  t->data[start] = '{';
  put(t, '}');
}

/* Every item of a list begins with a comma; that of the first one becomes the bracket. */
static void end_list(Text *t, size_t start) {
  if (t->len == start) put(t, ',');
  t->data[start] = '[';
  put(t, ']');
}

static void add_rows(Text *t, const Field *field, const void *of) {
  const char *row = *(const char *const *)((const char *)of + field->at);
  size_t count = *(const size_t *)((const char *)of + field->count_at), start = t->len;
  for (; count > 0; row += field->size, count--) {
    if (field->keep && !field->keep(row)) continue;
    put(t, ',');
    add_object(t, field->fields, row);
  }
  end_list(t, start);
}

/* Up to a NULL. */
static void add_texts(Text *t, const Field *field, const void *row) {
  size_t start = t->len;
  for (const char *const *texts = AT(char *const *); texts && *texts; texts++) {
    put(t, ',');
    text_add_json(t, *texts);
  }
  end_list(t, start);
}

/* ---- findings ---- */

static void write_what(Text *t, const Field *field, const void *row) {
  const Need *need = row;
  (void)field;
  put_text(t, need->what && *need->what ? need->what : need->text);
}

static void write_why(Text *t, const Field *field, const void *row) {
  (void)field;
  put_word(t, why_words + ((const Need *)row)->why);
}

static void write_present(Text *t, const Field *field, const void *row) {
  (void)field;
  put_bool(t, ((const Finding *)row)->truth == TRUTH_TRUE);
}

static bool is_true(const Finding *finding, bool shown) {
  return finding->truth == TRUTH_TRUE && finding->shown == shown;
}

static bool is_open(const Finding *finding, bool unsure) {
  return finding->truth == TRUTH_UNKNOWN && finding->unsure == unsure;
}

static bool is_present(const void *finding) { return is_true(finding, false); }
static bool is_information(const void *finding) { return is_true(finding, true); }
static bool is_unsure(const void *finding) { return is_open(finding, true); }
static bool is_unknown(const void *finding) { return is_open(finding, false); }
static bool is_overridden(const void *finding) { return ((const Finding *)finding)->overridden; }

static const Field need_fields[] = {
    WRITTEN("what", write_what),
    NAMED(Need, side, side_words),
    WRITTEN("why", write_why),
    END,
};

#define RULE(row) FIELD(text, row, pack), FIELD(text, row, rule)
#define OF_RULE   RULE(Finding), NAMED(Finding, side, side_words)
#define NEEDS     ROWS("needs", Finding, needs, need_count, need_fields)

static const Field finding_fields[] = {
    OF_RULE,
    FIELD(text, Finding, title),
    NUMBER(Finding, index, 3),
    FIELD(text, Finding, unit),
    FIELD(text, Finding, grade),
    NUMBER(Finding, certainty, 3),
    NAMED(Finding, evidence, evidence_words),
    FIELD(text, Finding, group),
    FIELD(text, Finding, say),
    FIELD(texts, Finding, cites),
    NEEDS,
    END,
};
static const Field unknown_fields[] = {OF_RULE, NEEDS, END};
static const Field overridden_fields[] = {
    OF_RULE,
    WRITTEN("present", write_present),
    FIELD_AS("text", text, Finding, overridden),
    END,
};

/* ---- what follows from them ---- */

static bool is_conflict(const void *target) { return ((const Target *)target)->conflict; }

static void write_both(Text *t, const Field *field, const void *stop) {
  (void)field, (void)stop;
  put_word(t, side_words + SIDE_BOTH);
}

#define GOAL(row)                                                                                                      \
  NAMED(row, action, action_words), FIELD(text, row, target), NAMED(row, side, side_words), NUMBER(row, weight, 4)

static const Field target_fields[] = {GOAL(Target), END};
static const Field argument_fields[] = {
    GOAL(Argument),
    FIELD(flag, Argument, against),
    RULE(Argument),
    FIELD(text, Argument, group),
    FIELD(text, Argument, held),
    END,
};
static const Field stop_fields[] = {
    RULE(Stop),
    WRITTEN("side", write_both),
    FIELD(text, Stop, title),
    NAMED(Stop, urgency, urgency_words),
    FIELD(text, Stop, text),
    END,
};
static const Field open_fields[] = {FIELD(text, OpenQuestion, question), NAMED(OpenQuestion, urgency, urgency_words),
                                    END};

/* Most cases of a stream have the same questions open. */
static void add_open(Text *t, const OpenQuestion *open, const ReadyText *ready) {
  if (ready && open->row)
    text_add_n(t, ready[open->row - 1].text, ready[open->row - 1].len);
  else
    add_object(t, open_fields, open);
}

const ReadyText *ndjson_ready(Arena *a, const Catalog *catalog) {
  ReadyText *ready = arena_room(a, catalog->questions.count, sizeof *ready);
  for (size_t i = 0; i < catalog->questions.count; i++) {
    const Question *question = &catalog->questions.items[i];
    Text t = {.arena = a};
    add_open(&t, &(OpenQuestion){.question = question->id, .urgency = question->urgency}, NULL);
    ready[i] = (ReadyText){t.data, t.len};
  }
  return ready;
}

/* ---- the program ---- */

static void write_days(Text *t, const Field *field, const void *item) {
  (void)field;
  Weekdays days = ((const ProgramItem *)item)->days;
  size_t start = t->len;
  for (int day = 0; day < 7; day++) {
    if (!(days >> day & 1)) continue;
    put(t, ',');
    put_word(t, weekday_words + day);
  }
  end_list(t, start);
}

static void write_weeks(Text *t, const Field *field, const void *row) {
  const ProgramItem *item = row;
  (void)field;
  put(t, '[');
  text_add_int(t, item->week_from);
  put(t, ',');
  text_add_int(t, item->week_to);
  put(t, ']');
}

static const Field item_fields[] = {
    FIELD(text, ProgramItem, exercise),     NAMED(ProgramItem, side, side_words),
    NAMED(ProgramItem, phase, phase_words), FIELD(int, ProgramItem, sets),
    FIELD(some, ProgramItem, reps),         FIELD(some, ProgramItem, hold_s),
    FIELD(int, ProgramItem, per_week),      WRITTEN("days", write_days),
    WRITTEN("weeks", write_weeks),          FIELD(int, ProgramItem, rest_s),
    NUMBER(ProgramItem, minutes, 1),        FIELD(text, ProgramItem, why),
    FIELD(text, ProgramItem, dose),         END,
};
static const Field advice_fields[] = {FIELD(text, AdviceItem, id), FIELD(text, AdviceItem, why), END};
static const Field left_out_fields[] = {FIELD(text, LeftOut, exercise), FIELD(text, LeftOut, reason), END};
static const Field program_fields[] = {
    FIELD(flag, Program, stopped),
    FIELD(text, Program, referral),
    FIELD(int, Program, weeks),
    FIELD(int, Program, sessions_per_week),
    NUMBER(Program, minutes, 1),
    NUMBER(Program, covered, 3),
    NUMBER(Program, gap, 3),
    ROWS("items", Program, items, item_count, item_fields),
    ROWS("advice", Program, advice, advice_count, advice_fields),
    END,
};
/* Of a stored one. */
static const Field status_fields[] = {NAMED(Document, status, status_words), FIELD(int, Document, revision),
                                      FIELD(text, Document, approved_by), END};

/* ---- the line ---- */

typedef struct Line { /* what the line is written from */
  const Document *document;
  Result result;
  Program program; /* nothing: there is none */
} Line;

static void write_draft(Text *t, const Field *field, const void *document) {
  (void)field;
  put_bool(t, ((const Document *)document)->status == STATUS_DRAFT);
}

static const Field draft_field = WRITTEN("draft", write_draft);

static void write_program(Text *t, const Field *field, const void *row) {
  const Document *document = ((const Line *)row)->document;
  (void)field;
  if (!document->program) {
    put_null(t);
    return;
  }
  size_t start = t->len;
  add_field(t, &draft_field, document);
  t->data[start] = '{';
  if (document->revision) add_fields(t, status_fields, document);
  add_fields(t, program_fields, document->program);
  put(t, '}');
}

static void write_open(Text *t, const Field *field, const void *row) {
  const Line *line = row;
  size_t start = t->len;
  (void)field;
  for (size_t i = 0; i < line->result.open_count; i++) {
    put(t, ',');
    add_open(t, &line->result.open[i], line->document->ready);
  }
  end_list(t, start);
}

static const Field remark_fields[] = {FIELD(text, Remark, what), FIELD(text, Remark, text), END};
static const Field note_fields[] = {FIELD_AS("what", text, IntakeNote, field), FIELD(text, IntakeNote, text), END};

/* Remarks of the judge, then notes of the reader: both are about the input. */
static void write_remarks(Text *t, const Field *field, const void *row) {
  const Line *line = row;
  (void)field;
  const IntakeNotes *notes = line->document->notes;
  size_t start = t->len;
  for (size_t i = 0; i < line->result.remark_count; i++) {
    put(t, ',');
    add_object(t, remark_fields, &line->result.remarks[i]);
  }
  for (size_t i = 0; notes && i < notes->count; i++) {
    put(t, ',');
    add_object(t, note_fields, &notes->items[i]);
  }
  end_list(t, start);
}

static void write_proposal(Text *t, const Document *document) {
  ADD(t, ",\"proposal\":{\"revision\":");
  text_add_int(t, document->kept_revision);
  ADD(t, ",\"changes\":");
  size_t start = t->len;
  for (size_t i = 0; i < document->kept_count; i++) {
    put(t, ',');
    put_text(t, document->kept[i]);
  }
  end_list(t, start);
  put(t, '}');
}

#define FINDINGS(name, table, which) ROWS(name, Line, result.findings, result.finding_count, table, .keep = which)

static const Field line_fields[] = {
    FIELD_AS("patient", text, Line, result.patient),
    FIELD_AS("date", day, Line, result.date),
    FINDINGS("findings", finding_fields, is_present),
    FINDINGS("unsure", finding_fields, is_unsure),
    FINDINGS("unknown", unknown_fields, is_unknown),
    FINDINGS("information", finding_fields, is_information),
    FINDINGS("overridden", overridden_fields, is_overridden),
    ROWS("arguments", Line, result.arguments, result.argument_count, argument_fields),
    ROWS("targets", Line, result.targets, result.target_count, target_fields),
    ROWS("conflicts", Line, result.targets, result.target_count, target_fields, .keep = is_conflict),
    ROWS("stops", Line, result.stops, result.stop_count, stop_fields),
    WRITTEN("red_flags_open", write_open),
    FIELD_AS("judged", size, Line, result.judged),
    {KEY("expected_by_chance"), .add = add_number, .at = offsetof(Line, result.expected_by_chance), .decimals = 2},
    {KEY("program"), .add = write_program, .planned = true},
    ROWS("left_out", Line, program.left_out, program.left_out_count, left_out_fields, .planned = true),
    WRITTEN("remarks", write_remarks),
    END,
};
enum { ALWAYS = 2 /* the first fields stand in every line */ };

bool ndjson_asks_program(NdjsonFields asked) {
  for (size_t i = 0; asked && line_fields[i].key_len; i++)
    if (line_fields[i].planned && asked >> i & 1) return true;
  return !asked;
}

static const char *name_of(Arena *a, const Field *field) { return arena_copy_n(a, field->key + 2, field->key_len - 4); }

static bool unknown_name(const char *name, Err *err) {
  Arena a = {0};
  Nearest nearest = {.word = name};
  Text all = {.arena = &a};
  for (const Field *field = line_fields; field->key_len; field++) {
    text_near(&nearest, name_of(&a, field));
    text_addf(&all, "%s%s", field == line_fields ? ": there are " : ", ", name_of(&a, field));
  }
  fail(err, ERR_USAGE, "--fields", "a result has no field '%.40s'%s", name,
       nearest.best ? text_near_hint(&a, &nearest) : text_get(&all));
  arena_free(&a);
  return false;
}

bool ndjson_choose(const char *list, NdjsonFields *asked, Err *err) {
  Arena a = {0};
  bool good = true;
  *asked = 0;
  for (const char *at = list; good && at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
    const char *name = arena_copy_n(&a, at, strcspn(at, ","));
    size_t i = 0;
    while (line_fields[i].key_len && strcmp(name_of(&a, &line_fields[i]), name) != 0) i++;
    good = line_fields[i].key_len || unknown_name(name, err);
    *asked |= (NdjsonFields)1 << i;
  }
  arena_free(&a);
  return good;
}

void ndjson_write_some(const Document *document, NdjsonFields asked, Text *out) {
  Line line = {.document = document, .result = *document->result};
  size_t start = out->len;
  if (document->program) line.program = *document->program;
  for (size_t i = 0; line_fields[i].key_len; i++)
    if (!asked || i < ALWAYS || asked >> i & 1) add_field(out, &line_fields[i], &line);
  out->data[start] = '{';
  if (!asked && document->kept_count) write_proposal(out, document);
  ADD(out, "}\n");
}

bool ndjson_write(const Document *document, Text *out, Err *err) {
  (void)err;
  ndjson_write_some(document, 0, out);
  return true;
}
