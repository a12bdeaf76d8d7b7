#include "primitives/primitives.h"
#include "proof/stub.h"
#include "script/rows.h"

#include <string.h>

#define CLASS "sinew."

/* ---- small parts ---- */

/* A comment of several lines. */
static void add_comment(Text *t, const char *text) {
  while (*text) {
    size_t len = strcspn(text, "\n");
    text_add(t, "---");
    text_add_n(t, text, len);
    text_add_char(t, '\n');
    text += len + (text[len] == '\n');
  }
}

static void add_alias(Text *t, const char *name) { text_addf(t, "\n---@alias " CLASS "%s\n", name); }

/* One name of a union; what it stands for is shown beside it. */
static void add_choice(Text *t, const char *id, const char *label) {
  text_addf(t, "---| '\"%s\"'", id);
  if (label && *label) {
    text_add(t, " # ");
    for (const char *c = label; *c; c++) text_add_char(t, *c == '\n' || *c == '\r' ? ' ' : *c);
  }
  text_add_char(t, '\n');
}

static void add_names(Text *t, const char *alias, const char *const names[]) {
  add_alias(t, alias);
  for (; *names; names++)
    if (**names) add_choice(t, *names, NULL);
}

static void add_rows(const Catalog *catalog, Text *t) {
  add_alias(t, "Test");
  for (size_t i = 0; i < catalog->tests.count; i++)
    add_choice(t, catalog->tests.items[i].id, catalog->tests.items[i].name);
  add_alias(t, "Muscle");
  for (size_t i = 0; i < catalog->muscles.count; i++)
    add_choice(t, catalog->muscles.items[i].id, catalog->muscles.items[i].name);
  add_alias(t, "Question");
  for (size_t i = 0; i < catalog->questions.count; i++)
    add_choice(t, catalog->questions.items[i].id, catalog->questions.items[i].text);
  add_alias(t, "Source");
  for (size_t i = 0; i < catalog->sources.count; i++)
    add_choice(t, catalog->sources.items[i].id, catalog->sources.items[i].citation);
  for (int kind = ACTION_ADVISE; kind <= ACTION_CUE; kind++) {
    add_alias(t, kind == ACTION_CUE ? "Cue" : "Advice");
    for (size_t i = 0; i < catalog->advice.count; i++)
      if (catalog->advice.items[i].kind == (Action)kind)
        add_choice(t, catalog->advice.items[i].id, catalog->advice.items[i].text);
  }
}

static bool is_first_tag(const Catalog *catalog, size_t exercise, const char *const *tag) {
  for (size_t i = 0; i <= exercise; i++)
    for (const char *const *own = catalog->exercises.items[i].tags; own && *own; own++) {
      if (own == tag) return true;
      if (strcmp(*own, *tag) == 0) return false;
    }
  return true;
}

static void add_tags(const Catalog *catalog, Text *t) {
  add_alias(t, "Tag");
  for (size_t i = 0; i < catalog->exercises.count; i++)
    for (const char *const *tag = catalog->exercises.items[i].tags; tag && *tag; tag++)
      if (is_first_tag(catalog, i, tag)) add_choice(t, *tag, NULL);
}

/* ---- words ---- */

static const char *type_of(ParamKind kind) {
  static const char *const types[] = {[PARAM_TEST] = CLASS "Test",
                                      [PARAM_MUSCLE] = CLASS "Muscle",
                                      [PARAM_QUESTION] = CLASS "Question",
                                      [PARAM_DOMAIN] = CLASS "Domain",
                                      [PARAM_QUANTITY] = CLASS "Quantity|number",
                                      [PARAM_BASE] = CLASS "Base",
                                      [PARAM_ANSWER] = CLASS "AnswerValue|function",
                                      [PARAM_NUMBER] = CLASS "Number",
                                      [PARAM_VALUE] = CLASS "Number|" CLASS "Answer",
                                      [PARAM_TRUTH] = CLASS "Condition",
                                      [PARAM_RULE] = "string"};
  return types[kind];
}

static const char *class_of(Kind kind) {
  return kind == KIND_NUMBER ? CLASS "Number" : kind == KIND_ANSWER ? CLASS "Answer" : CLASS "Condition";
}

static void add_meaning(Text *t, const Primitive *word) {
  text_add_char(t, '\n');
  add_comment(t, word->meaning);
  add_comment(t, "\n```lua");
  add_comment(t, word->usage);
  add_comment(t, word->example);
  add_comment(t, "```");
}

/* Parameters from `first` on, and the names in brackets behind the function's. */
static void add_function(Text *t, const char *name, const Param *params, size_t first, Kind gives) {
  for (const Param *p = params + first; p->name; p++)
    text_addf(t, "---@param %s%s %s\n", p->name, p->optional ? "?" : "", type_of(p->kind));
  text_addf(t, "---@return %s\nfunction %s(", class_of(gives), name);
  for (const Param *p = params + first; p->name; p++) text_addf(t, "%s%s", p == params + first ? "" : ", ", p->name);
  text_add(t, ") end\n");
}

/* The same word with named fields: imbalance { weak = ... }. */
static void add_fields(Text *t, const Primitive *word) {
  const Param *params = word->ops->params;
  if (!params[0].name || !params[1].name) return;
  text_add(t, "---@overload fun(fields: { ");
  for (const Param *p = params; p->name; p++) text_addf(t, "%s?: %s, ", p->name, type_of(p->kind));
  text_addf(t, "[integer]: any }): %s\n", class_of(word->gives));
}

static void add_word(Text *t, const Primitive *word) {
  const Ops *ops = word->ops;
  add_meaning(t, word);
  if (ops->many && ops->counted)
    text_addf(t, "---@param n integer\n---@param ... " CLASS "Condition\n---@return %s\nfunction %s(n, ...) end\n",
              class_of(word->gives), word->name);
  else if (ops->many)
    text_addf(t, "---@param conditions " CLASS "Condition[]\n---@return %s\nfunction %s(conditions) end\n",
              class_of(word->gives), word->name);
  else if (!ops->params) /* fn */
    text_addf(t,
              "---@param fields { needs: string[], says?: string, unit?: string, [1]: fun(p: " CLASS
              "View): boolean|number|nil }\n---@return %s|%s\nfunction %s(fields) end\n",
              class_of(KIND_TRUTH), class_of(KIND_NUMBER), word->name);
  else {
    add_fields(t, word);
    add_function(t, word->name, ops->params, 0, word->gives);
  }
}

/* A method stands in the class of what it is written behind. */
static void add_method(Text *t, const Primitive *word) {
  ParamKind behind = word->ops->params[0].kind;
  bool answer = strcmp(word->name, "is") == 0;
  if (!answer) {
    add_meaning(t, word);
    add_function(t, arena_printf(t->arena, "Number:%s", word->name), word->ops->params, 1, word->gives);
  }
  if (behind == PARAM_VALUE) {
    add_meaning(t, word);
    add_function(t, arena_printf(t->arena, "Answer:%s", word->name), word->ops->params, 1, word->gives);
  }
}

/* ---- classes ---- */

static void add_classes(Text *t) {
  static const char *const operators[] = {"add", "sub", "mul", "div"};
  text_add(t, "\n---@class " CLASS "Condition\nlocal Condition = {}\n\n---@class " CLASS "Answer\nlocal Answer = {}\n"
              "\n---A number with its unit: sd(1).\n---@class " CLASS "Quantity\n---@operator unm: " CLASS "Quantity\n"
              "\n---A number of a test, a muscle or the patient; compare it to get a condition.\n---@class " CLASS
              "Number\n");
  for (int which = 0; which_names[which]; which++)
    text_addf(t, "---@field %s " CLASS "Number %s\n", which_names[which],
              which <= WHICH_OTHER ? "the side being judged, or the other one"
                                   : "a fixed side, or the worse or better one");
  for (size_t i = 0; i < ARRAY_LEN(operators); i++)
    text_addf(t, "---@operator %s(" CLASS "Number|" CLASS "Quantity|number): " CLASS "Number\n", operators[i]);
  text_add(t, "local Number = {}\n");
}

static void add_units(Text *t) {
  for (const Unit *unit = unit_rows; unit->id; unit++)
    if (unit->word)
      text_addf(t, "\n---A number in %s.\n---@param n number\n---@return " CLASS "Quantity\nfunction %s(n) end\n",
                unit->id, unit->word);
  text_add(t, "\n---The rule is judged left and right: side = each.\n---@type " CLASS
              "Each\neach = nil\n\n---In grades: of = index.\nindex = \"index\"\nyes = \"yes\"\nunsure = \"unsure\"\n");
}

static const char *target_of(Action action) {
  static const char *const types[] = {[ACTION_ADVISE] = CLASS "Advice",
                                      [ACTION_CUE] = CLASS "Cue",
                                      [ACTION_EXCLUDE] = CLASS "Tag",
                                      [ACTION_STOP] = CLASS "Urgency"};
  return action <= ACTION_MOBILISE ? CLASS "Muscle" : types[action];
}

/* What fn sees of a patient, and what rule { } and pack { } take. */
static void add_shapes(Text *t) {
  text_add(
      t,
      "\n---@class " CLASS
      "Each\n\n---What a function sees of the patient: values only; nil is unknown.\n---@class " CLASS
      "View\n---@field age number|nil\n---@field mass number|nil\n---@field sex string|nil\n---@field side string|nil\n"
      "---@field measure fun(self, test: " CLASS "Test): number|nil\n---@field range fun(self, test: " CLASS
      "Test): number|nil, number|nil\n---@field z fun(self, test: " CLASS
      "Test): number|nil\n---@field strength fun(self, muscle: " CLASS
      "Muscle): number|nil\n---@field answer fun(self, question: " CLASS
      "Question): string|nil\n---@field known fun(self, test: " CLASS "Test): boolean\n");
  text_add(t, "\n---@class " CLASS "Effects\n");
  for (int action = 0; action_names[action]; action++) {
    const char *target = target_of((Action)action);
    text_addf(t, "---@field %s? %s|%s[]\n", action_names[action], target, target);
  }
  text_add(
      t,
      "\n---@class " CLASS "Rule: " CLASS "Effects\n---@field id string its name for ever\n---@field title string its "
      "name for people\n---@field when " CLASS "Condition the condition\n---@field side? " CLASS
      "Each judge left and right\n---@field against? " CLASS "Effects arguments against\n---@field group? string "
      "rules of one group count once\n---@field cite " CLASS "Source[] where it comes from\n---@field evidence? " CLASS
      "Evidence how good that is\n---@field weight? number how much the pack makes of it, default 1\n---@field grades? "
      "table<string, " CLASS "Quantity|number|string> words for the index\n---@field say? string the sentence of the "
      "finding; {side} {index} {value} {unit} {cut} {test} {n} are filled in\n---@field tell? string the finding in "
      "words for the patient\n---@field studied? string in whom it was studied\n---@field doubt? string what speaks "
      "against it\n---@field show? true for information, in place of an effect\n"
      "\n---@param fields " CLASS "Rule\n---@return " CLASS "RuleMark\nfunction rule(fields) end\n");
  text_add(t, "\n---@class " CLASS "RuleMark\n\n---@class " CLASS
              "Pack\n---@field id string\n---@field version string\n---@field "
              "title string\n---@field author? string\n---@field reviewed? string\n---@field needs_engine? "
              "string\n---@field population? { age: integer[] }\n---@field precedence? { first: string, later: string, "
              "muscle: " CLASS "Muscle }[]\n---@field policy? table<string, number>\n---@field requires? table<string, "
              "string> other packs by id, with a range of versions\n---@field [integer] " CLASS "RuleMark|" CLASS
              "RowMark\n\n---@param fields " CLASS "Pack\nfunction pack(fields) end\n");
}

/* ---- rows that a pack brings itself ---- */

static void add_row_type(Text *t, const Field *field) {
  static const char *const types[] = {[FIELD_ID] = "string",
                                      [FIELD_TEXT] = "string",
                                      [FIELD_TEXTS] = "string[]",
                                      [FIELD_NUMBER] = "number",
                                      [FIELD_INT] = "integer",
                                      [FIELD_BOOL] = "boolean",
                                      [FIELD_UNIT] = "string",
                                      [FIELD_ROW] = CLASS "Test",
                                      [FIELD_PAIR] = "number[]",
                                      [FIELD_INTS] = "integer[]",
                                      [FIELD_SHARES] = "table<" CLASS "Muscle, number>",
                                      [FIELD_MAP] = "table<string, string>",
                                      [FIELD_GROUP] = "table"};
  if (field->kind != FIELD_ENUM && field->kind != FIELD_LETTER) text_add(t, types[field->kind]);
  if (field->kind != FIELD_ENUM && field->kind != FIELD_LETTER) return;
  bool first = true;
  for (const char *const *name = field->names; *name; name++) {
    if (!**name) continue;
    text_addf(t, "%s\"%s\"", first ? "" : "|", *name);
    first = false;
  }
}

static void add_row_words(Text *t) {
  text_add(t, "\n---@class " CLASS "RowMark\n");
  for (RowKind kind = 0; kind < ROWS_COUNT; kind++) {
    const char *word = catalog_word(kind);
    text_addf(t, "\n---@class " CLASS "row.%s\n", word);
    for (const Field *field = rows_fields(kind); field->name; field++) {
      text_addf(t, "---@field %s%s ", field->name, field->required ? "" : "?");
      add_row_type(t, field);
      text_add_char(t, '\n');
    }
    text_addf(t,
              "\n---A %s of the pack's own, with the fields of the files in data/.\n---@param fields " CLASS
              "row.%s\n---@return " CLASS "RowMark\nfunction %s(fields) end\n",
              word, word, word);
  }
}

void stub_write(const Catalog *catalog, Text *t) {
  text_add(t,
           "---@meta\n-- The words of Sinew's rule packs for the Lua language server. Written by: sinew rules stub\n");
  add_rows(catalog, t);
  add_tags(catalog, t);
  add_names(t, "Domain", domain_names);
  add_names(t, "Base", gap_base_names);
  add_names(t, "Evidence", evidence_names);
  add_names(t, "Urgency", urgency_names);
  add_names(t, "AnswerValue", (const char *const[]){"yes", "no", "unsure", NULL});
  add_classes(t);
  for (size_t i = 0; i < primitive_count; i++) {
    if (primitives[i].form == FORM_WORD) add_word(t, &primitives[i]);
    if (primitives[i].form == FORM_METHOD) add_method(t, &primitives[i]);
  }
  add_units(t);
  add_shapes(t);
  add_row_words(t);
}
