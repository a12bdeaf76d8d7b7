#include "prompt/complete.h"

#include "base/paths.h"
#include "commands/commands.h"
#include "sitting/about.h"
#include "store/search.h"

#include <string.h>

enum { PEOPLE = 40 }; /* offered at once */

typedef struct Cursor { /* what is completed */
  Session *s;
  LineChoices *choices;
  const char *const *words; /* of the line up to the cursor; the last is the one that is typed */
  int before;               /* words before it */
  const char *word;
  const char *done; /* what stands before it in a list with commas, or "" */
} Cursor;

/* ---- opening what is needed without a word ---- */

typedef struct Quiet { /* how the session told of faults before */
  FILE *errors, *nowhere;
  bool noted;
} Quiet;

static Quiet hush(Session *s) {
  Quiet quiet = {s->errors, fopen("/dev/null", "w"), s->rows_noted};
  if (quiet.nowhere) s->errors = quiet.nowhere;
  s->rows_noted = s->rows_noted || !quiet.nowhere;
  return quiet;
}

static void speak(Session *s, const Quiet *quiet) {
  s->errors = quiet->errors;
  s->rows_noted = quiet->noted;
  if (quiet->nowhere) fclose(quiet->nowhere);
}

/* ---- offering ---- */

static char folded(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == '_' || c == '-' ? ' ' : c; }

/* Where a text begins with the word, capitals and the signs between words being alike. */
static bool begins(const char *text, const char *word) {
  while (*word && folded(*text) == folded(*word)) text++, word++;
  return !*word;
}

static bool mentions(const char *text, const char *word) {
  for (; text && *text; text++)
    if (begins(text, word)) return true;
  return false;
}

static void offer(const Cursor *c, const char *text, const char *note) {
  const char *whole = *c->done ? arena_printf(c->choices->arena, "%s%s", c->done, text) : text;
  *LIST_ADD(c->choices->arena, &c->choices->list) = (LineChoice){whole, note};
}

static void offer_if(const Cursor *c, const char *text, const char *note) {
  if (strncmp(text, c->word, strlen(c->word)) == 0) offer(c, text, note);
}

static void offer_names(const Cursor *c, const char *const *names) {
  for (; *names; names++) offer_if(c, *names, NULL);
}

static void offer_words(const Cursor *c, const char *words) {
  for (const char *at = words ? words : ""; *at; at += strspn(at, " ")) {
    size_t len = strcspn(at, " ");
    offer_if(c, arena_copy_n(c->choices->arena, at, len), NULL);
    if (at[len - 1] == '=') c->choices->open = true;
    at += len;
  }
}

/* ---- rows of the catalog ---- */

typedef struct Meant { /* how a row can be meant */
  const char *id, *name;
  const char *const *synonyms; /* NULL: none */
} Meant;

static bool has_synonym(const Meant *row, const char *word) {
  for (const char *const *name = row->synonyms; name && *name; name++)
    if (mentions(*name, word)) return true;
  return false;
}

static Meant meant(const Catalog *rows, RowKind kind, size_t i) {
  switch (kind) {
  case ROWS_TEST: return (Meant){rows->tests.items[i].id, rows->tests.items[i].name, rows->tests.items[i].synonyms};
  case ROWS_MUSCLE:
    return (Meant){rows->muscles.items[i].id, rows->muscles.items[i].name, rows->muscles.items[i].synonyms};
  case ROWS_EXERCISE: return (Meant){rows->exercises.items[i].id, rows->exercises.items[i].name, NULL};
  case ROWS_QUESTION: return (Meant){rows->questions.items[i].id, rows->questions.items[i].text, NULL};
  case ROWS_POSITION: return (Meant){rows->positions.items[i].id, rows->positions.items[i].label, NULL};
  case ROWS_SOURCE: return (Meant){rows->sources.items[i].id, rows->sources.items[i].citation, NULL};
  default: return (Meant){catalog_row_id(rows, kind, i), NULL, NULL};
  }
}

/* Rows whose id begins with the word, else those whose id, name or synonym holds it: "glute med". */
static void offer_rows(const Cursor *c, RowKind kind) {
  size_t before = c->choices->list.count;
  if (!session_rows(c->s, &(Err){0})) return;
  size_t count = catalog_count(c->s->rows, kind);
  for (int held = 0; held < 2 && c->choices->list.count == before; held++)
    for (size_t i = 0; i < count; i++) {
      Meant row = meant(c->s->rows, kind, i);
      if (held ? mentions(row.id, c->word) || mentions(row.name, c->word) || has_synonym(&row, c->word)
               : begins(row.id, c->word))
        offer(c, row.id, row.name);
    }
}

/* A test with its sides, or a question: what `whatif` changes. */
static void offer_change(const Cursor *c) {
  static const char *const sides[] = {".left", ".right", NULL};
  const char *dot = strchr(c->word, '.');
  c->choices->open = true;
  if (!dot) {
    offer_rows(c, ROWS_TEST);
    offer_rows(c, ROWS_QUESTION);
    return;
  }
  const char *id = arena_copy_n(c->choices->arena, c->word, (size_t)(dot - c->word));
  for (const char *const *side = sides; *side; side++)
    offer_if(c, arena_printf(c->choices->arena, "%s%s", id, *side), NULL);
}

static bool is_offered(const Cursor *c, const char *text) {
  for (size_t i = 0; i < c->choices->list.count; i++)
    if (strcmp(c->choices->list.items[i].text, text) == 0) return true;
  return false;
}

static void offer_equipment(const Cursor *c) {
  if (!session_rows(c->s, &(Err){0})) return;
  for (size_t i = 0; i < c->s->rows->exercises.count; i++)
    for (const char *const *id = c->s->rows->exercises.items[i].equipment; id && *id; id++)
      if (!is_offered(c, *id)) offer_if(c, *id, NULL);
}

static void offer_units(const Cursor *c) {
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (*unit->id && begins(unit->id, c->word)) offer(c, unit->id, NULL);
}

/* ---- rules, packs, profiles ---- */

static void offer_rules(const Cursor *c) {
  size_t before = c->choices->list.count;
  if (!session_judge(c->s, &(Err){0})) return;
  for (int held = 0; held < 2 && c->choices->list.count == before; held++)
    for (size_t i = 0; i < c->s->pack_count; i++)
      for (size_t k = 0; k < c->s->packs[i].rule_count; k++) {
        const RuleInfo *rule = &c->s->packs[i].rules[k];
        if (held ? mentions(rule->id, c->word) || mentions(rule->title, c->word) : begins(rule->id, c->word))
          offer(c, rule->id, rule->title);
      }
}

/* Every pack that can be found, by id. */
static void offer_packs(const Cursor *c) {
  Paths all = {0};
  if (!paths_packs(c->choices->arena, c->s->home, &all, &(Err){0})) return;
  for (size_t i = 0; i < all.count; i++) {
    const char *name = strrchr(all.items[i], '/') + 1;
    char *id = arena_copy_n(c->choices->arena, name, strcspn(name, "."));
    for (char *at = id; *at; at++)
      if (*at == '_') *at = '-';
    offer_if(c, id, NULL);
  }
}

static void offer_profiles(const Cursor *c) {
  Paths names = {0};
  if (!paths_profiles(c->choices->arena, c->s->home, &names, &(Err){0})) return;
  for (size_t i = 0; i < names.count; i++) offer_if(c, names.items[i], NULL);
}

static void offer_formats(const Cursor *c) {
  for (const Format *format = formats; format->name; format++)
    if (format->write) offer_if(c, format->name, NULL);
}

static void offer_files(const Cursor *c) {
  Paths paths = {0};
  if (!paths_begun(c->choices->arena, c->word, &paths, &(Err){0})) return;
  for (size_t i = 0; i < paths.count; i++) offer(c, paths.items[i], NULL);
  const char *only = paths.count == 1 ? paths.items[0] : "";
  c->choices->open = *only && only[strlen(only) - 1] == '/';
}

/* ---- patients ---- */

static void offer_patients(const Cursor *c) {
  SearchHit *hits;
  size_t count;
  Err err = {0};
  if (!session_store(c->s, STORE_EXISTING, &err)) return;
  session_look(c->s);
  if (!store_suggest(c->s->store, c->choices->arena, c->word, PEOPLE, &hits, &count, &c->choices->more, &err)) return;
  for (size_t i = 0; i < count; i++) offer(c, hits[i].code, hits[i].name);
}

/* ---- commands and options ---- */

/* The first word of a command's name, or the second when one is there. Equal ones stand side by side in the table. */
static void offer_commands(const Cursor *c, const char *const *words, int before) {
  Arena *a = c->choices->arena;
  const char *last = "";
  for (const Command *row = commands; before < 2 && row->name; row++) {
    size_t len = strcspn(row->name, " ");
    const char *first = arena_copy_n(a, row->name, len);
    if (before == 0 && strcmp(first, last) != 0) offer_if(c, first, row->name[len] ? NULL : row->help);
    if (before == 1 && row->name[len] && strncmp(first, words[0], strlen(words[0])) == 0)
      offer_if(c, row->name + len + 1, row->help);
    last = first;
  }
}

static void offer_options(const Cursor *c) {
  Param params[ARGS_PARAMS];
  int used;
  const Command *command = command_find(c->choices->arena, c->words, c->before, &used, &(Err){0});
  int count = command ? command_params(command, params) : 0;
  for (int i = 0; i < count; i++) {
    Arena *a = c->choices->arena;
    const char *value = *params[i].value ? arena_copy(a, params[i].value) : NULL;
    if (params[i].option) offer_if(c, arena_copy(a, params[i].name), value);
  }
}

/* Whatever help can explain. */
static void offer_topics(const Cursor *c) {
  static const RowKind kinds[] = {ROWS_MUSCLE, ROWS_TEST, ROWS_EXERCISE, ROWS_QUESTION, ROWS_SOURCE};
  offer_commands(c, c->words + 1, c->before - 1);
  if (c->before > 1 || !*c->word) return;
  for (size_t i = 0; i < ARRAY_LEN(kinds); i++) offer_rows(c, kinds[i]);
  offer_rules(c);
  offer_units(c);
}

/* ---- the word at the cursor ---- */

static void offer_kind(const Cursor *c, Complete kind) {
  switch (kind) {
  case COMPLETE_PATIENT: offer_patients(c); break;
  case COMPLETE_TEST: offer_rows(c, ROWS_TEST); break;
  case COMPLETE_CHANGE: offer_change(c); break;
  case COMPLETE_UNIT: offer_units(c); break;
  case COMPLETE_RULE: offer_rules(c); break;
  case COMPLETE_QUESTION: offer_rows(c, ROWS_QUESTION); break;
  case COMPLETE_EXERCISE: offer_rows(c, ROWS_EXERCISE); break;
  case COMPLETE_EQUIPMENT: offer_equipment(c); break;
  case COMPLETE_FILE: offer_files(c); break;
  case COMPLETE_FORMAT: offer_formats(c); break;
  case COMPLETE_PROFILE: offer_profiles(c); break;
  case COMPLETE_POSITION: offer_rows(c, ROWS_POSITION); break;
  case COMPLETE_CONTRACTION: offer_names(c, contraction_names + CONTRACTION_ISOMETRIC); break;
  case COMPLETE_PACK: offer_packs(c); break;
  case COMPLETE_COMMAND: offer_commands(c, c->words, c->before); break;
  case COMPLETE_TOPIC: offer_topics(c); break;
  case COMPLETE_OPTION: offer_options(c); break;
  case COMPLETE_WORDS:
  case COMPLETE_NONE: break;
  }
}

static void offer_each(const Cursor *c, const Expected *expected) {
  const Offered *both[] = {&expected->first, &expected->behind};
  for (size_t i = 0; i < ARRAY_LEN(both); i++) {
    offer_words(c, both[i]->words);
    offer_kind(c, both[i]->kind);
  }
}

static void offer_expected(Cursor *c) {
  Expected expected = command_expects(c->choices->arena, c->words, c->before + 1);
  const char *comma = expected.list ? strrchr(c->word, ',') : NULL;
  if (comma) {
    c->done = arena_copy_n(c->choices->arena, c->word, (size_t)(comma + 1 - c->word));
    c->word = comma + 1;
  }
  offer_each(c, &expected);
  if (expected.first.kind != COMPLETE_PATIENT || c->choices->list.count || !c->s->open_case) return;
  /* the open patient may be left out of the line: what follows is completed, too */
  const char **words = arena_array(c->choices->arena, (size_t)c->before + 2, sizeof *words);
  for (int i = 0; i < c->before; i++) words[i] = c->words[i];
  words[c->before] = c->s->open_case;
  words[c->before + 1] = c->word;
  expected = command_expects(c->choices->arena, words, c->before + 2);
  if (expected.first.kind != COMPLETE_PATIENT) offer_each(c, &expected);
}

/* Inside of an expression: in quotes what a word of the rule language names, outside of them words of functions. */
static bool offer_lua(Cursor *c, const char *before) {
  static const RowKind kinds[] = {ROWS_MUSCLE, ROWS_TEST, ROWS_QUESTION};
  const char *at = before + strspn(before, " \t");
  if (*at != '=' && strncmp(at, "try ", 4) != 0) return false;
  size_t len = strlen(before);
  c->choices->open = true;
  if (len && before[len - 1] == '"')
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) offer_rows(c, kinds[i]);
  else {
    const char *last = c->word, *name, *usage;
    for (const char *p = c->word; *p; p++)
      if (strchr("({,+-*/:", *p)) last = p + 1;
    c->done = arena_copy_n(c->choices->arena, c->word, (size_t)(last - c->word));
    c->word = last;
    for (size_t i = 0; (name = about_rule_word(i, &usage)) != NULL; i++) offer_if(c, name, usage);
  }
  return true;
}

void complete_line(void *session, const char *before, const char *word, LineChoices *choices) {
  Arena *a = choices->arena;
  const char *const *words;
  int count;
  size_t len = strlen(before);
  if (len > 0 && strchr("\"'", before[len - 1])) len--; /* the quote that opens the word */
  Cursor lua = {session, choices, NULL, 0, word, ""};
  Quiet silent = hush(session);
  bool offered = offer_lua(&lua, before);
  speak(session, &silent);
  if (offered || !command_split(a, arena_copy_n(a, before, len), &words, &count, &(Err){0})) return;
  const char **all = arena_array(a, (size_t)count + 1, sizeof *all);
  for (int i = 0; i < count; i++) all[i] = words[i];
  all[count] = word;
  if (count > 0 && strcmp(all[0], "?") == 0) all[0] = "help";
  Cursor cursor = {session, choices, all, count, word, ""};
  Quiet quiet = hush(session);
  offer_expected(&cursor);
  speak(session, &quiet);
}

void complete_warm(void *session) {
  Session *s = session;
  Err err = {0};
  Quiet quiet = hush(s);
  if (session_rows(s, &err)) session_store(s, STORE_EXISTING, &err);
  speak(s, &quiet);
}
