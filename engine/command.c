#include "command.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

/* ---- the usage text ---- */

/* What completes a placeholder. The first that fits counts: "COMMAND PLACEHOLDER", an option by its name, or any. */
static const struct Kind {
  const char *name;
  Complete complete;
  const char *words;
  bool private; /* something that was found or said of a patient */
} kinds[] = {
    {"patient merge FROM", COMPLETE_PATIENT, NULL, false},
    {"patient merge INTO", COMPLETE_PATIENT, NULL, false},
    {"plan edit CHANGE", COMPLETE_EXERCISE, "swap dose remove add", true},
    {"log VALUE", COMPLETE_EXERCISE, "done= pain= effort= morning= spread= numb=", true},
    {"void MEASURE", COMPLETE_WORDS, "last", false},
    {"episode move NUMBER", COMPLETE_WORDS, "none", false},
    {"norms use SET", COMPLETE_WORDS, "local packs none", false},
    {"help WORD", COMPLETE_TOPIC, NULL, false},
    {"--with", COMPLETE_EXERCISE, NULL, false},
    {"--without", COMPLETE_EXERCISE, NULL, false},
    {"--equipment", COMPLETE_EQUIPMENT, "none", false},
    {"--weekdays", COMPLETE_WORDS, "mon tue wed thu fri sat sun", false},
    {"--scenario", COMPLETE_WORDS, "good sore missed spread", false},
    {"--format", COMPLETE_WORDS, "text markdown html", false},
    {"PATIENT", COMPLETE_PATIENT, NULL, false},
    {"CODE", COMPLETE_PATIENT, NULL, false},
    {"TEST", COMPLETE_TEST, NULL, false},
    {"TEST.SIDE", COMPLETE_CHANGE, NULL, false},
    {"CHANGE", COMPLETE_CHANGE, NULL, true},
    {"UNIT", COMPLETE_UNIT, NULL, true},
    {"patient add SIDE", COMPLETE_WORDS, "left right", true},
    {"patient edit SIDE", COMPLETE_WORDS, "left right", true},
    {"SIDE", COMPLETE_WORDS, "left right", false},
    {"SEX", COMPLETE_WORDS, "f m other", true},
    {"VERDICT", COMPLETE_WORDS, "present absent clear", true},
    {"ANSWER", COMPLETE_WORDS, "yes no unsure", true},
    {"RULE", COMPLETE_RULE, NULL, false},
    {"QUESTION", COMPLETE_QUESTION, NULL, false},
    {"EXERCISE", COMPLETE_EXERCISE, NULL, false},
    {"FILE", COMPLETE_FILE, NULL, false},
    {"PATH", COMPLETE_FILE, NULL, false},
    {"COHORT", COMPLETE_FILE, NULL, false},
    {"DB", COMPLETE_FILE, NULL, false},
    {"FORMAT", COMPLETE_FORMAT, NULL, false},
    {"PROFILE", COMPLETE_PROFILE, NULL, false},
    {"POSITION", COMPLETE_POSITION, NULL, false},
    {"CONTRACTION", COMPLETE_CONTRACTION, NULL, false},
    {"PACK", COMPLETE_PACK, NULL, false},
    {"NEWPACK", COMPLETE_PACK, NULL, false},
    {"OLDPACK", COMPLETE_PACK, NULL, false},
    {"VALUE", COMPLETE_NONE, NULL, true},
    {"METRES", COMPLETE_NONE, NULL, true},
    {"YEARS", COMPLETE_NONE, NULL, true},
    {"KG", COMPLETE_NONE, NULL, true},
    {"CM", COMPLETE_NONE, NULL, true},
    {"PREFIX", COMPLETE_NONE, NULL, true}, /* of codes; a name may be typed there by mistake */
    {"--sport", COMPLETE_NONE, NULL, true},
    {"--pain", COMPLETE_NONE, NULL, true},
};

/* Does a row speak of this parameter of the command? */
static bool speaks_of(const struct Kind *kind, const Command *command, const Param *param) {
  const char *placeholder = param->option ? param->value : param->name;
  size_t len = strlen(command->name);
  if (strncmp(kind->name, command->name, len) == 0 && kind->name[len] == ' ')
    return strcmp(kind->name + len + 1, placeholder) == 0;
  return strcmp(kind->name, placeholder) == 0 || (param->option && strcmp(kind->name, param->name) == 0);
}

static void set_kind(const Command *command, Param *param) {
  for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
    if (!speaks_of(&kinds[i], command, param)) continue;
    param->complete = kinds[i].complete;
    param->words = kinds[i].words;
    param->private = kinds[i].private;
    return;
  }
}

static void copy_name(char out[24], const char *text, size_t len) {
  assert(len < 24 && "names in usage texts are short");
  memcpy(out, text, len);
  out[len] = 0;
}

/* One piece of a usage text without its brackets: "PATIENT", "PATIENT...", "--date DATE", "-o/--output FILE". */
static void read_param(const Command *command, const char *text, size_t len, bool optional, Param *param) {
  *param = (Param){.optional = optional, .option = *text == '-'};
  if (param->option && text[1] != '-') {
    param->letter = text[1];
    text += 3, len -= 3; /* "-o/" */
  }
  const char *blank = memchr(text, ' ', len);
  size_t name = blank ? (size_t)(blank - text) : len;
  param->many = name > 3 && memcmp(text + name - 3, "...", 3) == 0;
  copy_name(param->name, text, param->many ? name - 3 : name);
  if (blank) copy_name(param->value, blank + 1, len - name - 1);
  set_kind(command, param);
}

int command_params(const Command *command, Param params[ARGS_PARAMS]) {
  int count = 0;
  for (const char *at = command->usage; *at; at += strspn(at, " ")) {
    bool optional = *at == '[';
    const char *start = at + optional;
    size_t len = strcspn(start, optional ? "]" : " ");
    assert(count < ARGS_PARAMS - 1 && "usage texts are short");
    read_param(command, start, len, optional, &params[count++]);
    at = start + len + optional;
  }
  params[count++] = (Param){.name = "--help", .option = true, .optional = true};
  return count;
}

/* ---- finding the command ---- */

/* A command's name in two parts; second.len 0: it has one. */
typedef struct Part {
  const char *text;
  size_t len;
} Part;

static Part part_of(const Command *command, int which) {
  size_t first = strcspn(command->name, " ");
  const char *rest = command->name + first + (command->name[first] == ' ');
  return which == 0 ? (Part){command->name, first} : (Part){rest, strlen(rest)};
}

static bool same_part(Part a, Part b) { return a.len == b.len && memcmp(a.text, b.text, a.len) == 0; }

typedef struct Match {
  Part part; /* the first that fits */
  int count; /* how many different ones fit; an exact one counts alone */
  bool exact;
  const char *all; /* their names: "explain, export" */
} Match;

static void add_match(Arena *a, Match *match, Part part) {
  const char *before = match->all && !match->exact ? arena_printf(a, "%s, ", match->all) : "";
  match->all = arena_printf(a, "%s%.*s", before, (int)part.len, part.text);
  if (match->count++ == 0) match->part = part;
}

/* Which first parts, or which second parts behind a first one, does a word stand for? "" stands for all. */
static Match match_part(Arena *a, const char *word, int which, const Part *first, Nearest *nearest) {
  Match match = {0};
  size_t len = strlen(word);
  Part last = {0};
  for (const Command *c = commands; c->name; c++) {
    Part part = part_of(c, which);
    if ((first && !same_part(part_of(c, 0), *first)) || (last.text && same_part(part, last))) continue;
    last = part;
    text_near(nearest, arena_copy_n(a, part.text, part.len));
    if (part.len < len || memcmp(part.text, word, len) != 0 || match.exact) continue;
    if (part.len == len) match = (Match){.exact = true};
    add_match(a, &match, part);
  }
  return match;
}

static const Command *command_of(Part first, Part second) {
  for (const Command *c = commands; c->name; c++)
    if (same_part(part_of(c, 0), first) && same_part(part_of(c, 1), second)) return c;
  return NULL;
}

/* The word was no command, or more than one: says so. */
static const Command *no_match(Arena *a, const char *word, const char *family, const Match *match,
                               const Nearest *nearest, Err *err) {
  const char *kind = *family ? arena_printf(a, "'%s' command", family) : "command";
  if (match->count > 1)
    fail(err, ERR_USAGE, NULL, "'%.60s' may be %s: write more of it", word, match->all);
  else
    fail(err, ERR_USAGE, NULL, "unknown %s '%.60s'%s; 'sinew help' lists them", kind, word, text_near_hint(a, nearest));
  return NULL;
}

const Command *command_find(Arena *a, const char *const *words, int count, int *used, Err *err) {
  Nearest nearest = {.word = count ? words[0] : ""};
  *used = 0;
  if (count < 1 || !*words[0]) return fail(err, ERR_USAGE, NULL, "a command is missing; 'sinew help' lists them"), NULL;
  Match first = match_part(a, words[0], 0, NULL, &nearest);
  if (first.count != 1) return no_match(a, words[0], "", &first, &nearest, err);
  *used = 1;
  Match all = match_part(a, "", 1, &first.part, &(Nearest){.word = ""});
  if (all.part.len == 0) { /* a command of its own, which may have relatives: "plan" and "plan diff" */
    Match relative = count > 1 && *words[1] ? match_part(a, words[1], 1, &first.part, &nearest) : (Match){0};
    if (!relative.exact) return command_of(first.part, all.part);
    *used = 2;
    return command_of(first.part, relative.part);
  }
  const char *family = arena_copy_n(a, first.part.text, first.part.len);
  if (count < 2 || *words[1] == '-' || !*words[1])
    return fail(err, ERR_USAGE, NULL, "'%s' needs one more word: %s", family, all.all), NULL;
  nearest = (Nearest){.word = words[1]};
  Match second = match_part(a, words[1], 1, &first.part, &nearest);
  if (second.count != 1) return no_match(a, words[1], family, &second, &nearest, err);
  *used = 2;
  return command_of(first.part, second.part);
}

/* ---- arguments ---- */

static int find_param(const Args *args, const char *name) {
  for (int i = 0; i < args->param_count; i++)
    if (strcmp(args->params[i].name, name) == 0) return i;
  return -1;
}

const char *args_get(const Args *args, const char *name) {
  int found = find_param(args, name);
  assert(found >= 0 && "the name stands in the usage text");
  return args->values[found];
}

bool args_has(const Args *args, const char *name) { return args_get(args, name) != NULL; }

/* An option, but not "-", "-5" or "-.5". */
static bool is_option(const char *word) {
  if (word[0] != '-' || !word[1]) return false;
  const char *digit = word + 1 + (word[1] == '.');
  return !(*digit >= '0' && *digit <= '9');
}

static bool unknown_option(Arena *a, const Args *args, const char *word, Err *err) {
  const char *name = arena_copy_n(a, word, strcspn(word, "="));
  Nearest nearest = {.word = name};
  for (int i = 0; i < args->param_count; i++)
    if (args->params[i].option) text_near(&nearest, args->params[i].name);
  if (strcmp(name, "--weight") == 0 && find_param(args, "--mass") >= 0) nearest.best = "--mass"; /* not --height */
  return fail(err, ERR_USAGE, NULL, "'%s' has no option %.60s%s", args->command->name, name,
              text_near_hint(a, &nearest));
}

/* The option at words[*at] with its value, which may be the next word. */
static bool take_option(Arena *a, const char *const *words, int count, int *at, Args *args, Err *err) {
  const char *word = words[*at], *value = NULL;
  int found = -1;
  if (word[1] == '-') {
    size_t len = strcspn(word, "=");
    found = find_param(args, arena_copy_n(a, word, len));
    if (word[len]) value = word + len + 1;
  } else {
    for (int i = 0; i < args->param_count; i++)
      if (args->params[i].letter == word[1]) found = i;
    if (word[2]) value = word + 2;
  }
  if (found < 0) return unknown_option(a, args, word, err);
  const Param *param = &args->params[found];
  if (args->values[found]) return fail(err, ERR_USAGE, NULL, "%s is given twice", param->name);
  if (!*param->value && value) return fail(err, ERR_USAGE, NULL, "%s takes no value", param->name);
  if (*param->value && !value) {
    if (*at + 1 >= count) return fail(err, ERR_USAGE, NULL, "%s needs a value: %s", param->name, param->value);
    value = words[++*at];
  }
  args->values[found] = value ? value : "";
  return true;
}

static bool usage_fault(const Args *args, const char *what, const char *word, Err *err) {
  const Command *c = args->command;
  return fail(err, ERR_USAGE, NULL, "%s%.60s; usage: %s%s%s", what, word, c->name, *c->usage ? " " : "", c->usage);
}

/* Gives the words that are no options to the parameters: every required one takes one, what is left over goes to the
 * optional ones from the left. */
static bool place_words(const char *const *words, int count, Args *args, Err *err) {
  int spare = count, at = 0;
  for (int i = 0; i < args->param_count; i++) spare -= !args->params[i].option && !args->params[i].optional;
  for (int i = 0; i < args->param_count; i++) {
    const Param *param = &args->params[i];
    if (param->option || (param->optional && spare <= 0)) continue;
    if (at >= count) return usage_fault(args, "missing ", param->name, err);
    args->values[i] = words[at];
    spare -= param->optional;
    if (!param->many) {
      at++;
      continue;
    }
    if (count - at > ARGS_WORDS) return fail(err, ERR_USAGE, NULL, "more than %d words at once", ARGS_WORDS);
    while (at < count) args->rest[args->rest_count++] = words[at++];
  }
  return at == count || usage_fault(args, "nothing more was expected at ", words[at], err);
}

bool command_parse(Arena *a, const char *const *words, int count, Args *args, Err *err) {
  int used, kept = 0;
  *args = (Args){.command = command_find(a, words, count, &used, err)};
  if (!args->command) return false;
  args->param_count = command_params(args->command, args->params);
  const char **plain = arena_array(a, (size_t)count, sizeof *plain);
  bool options = true;
  for (int i = used; i < count; i++) {
    if (options && strcmp(words[i], "--") == 0) {
      options = false;
    } else if (options && is_option(words[i])) {
      if (!take_option(a, words, count, &i, args, err)) return false;
    } else {
      plain[kept++] = words[i];
    }
  }
  return args_has(args, "--help") || place_words(plain, kept, args, err);
}

/* ---- what a sitting adds and keeps ---- */

/* The option that takes this word's successor as its value, or NULL. */
static const Param *awaits_value(const Param *params, int count, const char *word) {
  for (int i = 0; i < count; i++)
    if (params[i].option && *params[i].value &&
        (strcmp(params[i].name, word) == 0 ||
         (params[i].letter && word[0] == '-' && word[1] == params[i].letter && !word[2])))
      return &params[i];
  return NULL;
}

/* Index in words of the n-th word behind the first `used` that is no option; count: there are fewer. *found: how many. */
static int plain_word(const Param *params, int param_count, const char *const *words, int count, int used, int n,
                      int *found) {
  bool options = true;
  *found = 0;
  for (int i = used; i < count; i++) {
    const Param *option = options ? awaits_value(params, param_count, words[i]) : NULL;
    if (options && strcmp(words[i], "--") == 0)
      options = false;
    else if (option)
      i++;
    else if (!(options && is_option(words[i])) && (*found)++ == n)
      return i;
  }
  return count;
}

static bool is_given(const char *const *words, int count, const char *option) {
  for (int i = 0; i < count; i++)
    if (strcmp(words[i], option) == 0) return true;
  return false;
}

const char *const *command_supply(Arena *a, const char *const *words, int *count, const char *name, const char *value,
                                  bool always) {
  Param params[ARGS_PARAMS];
  int used, place = -1, needed = 0, found, plain = 0;
  bool optional = false, all = false;
  const Command *command = command_find(a, words, *count, &used, &(Err){0});
  int param_count = command ? command_params(command, params) : 0;
  for (int i = 0; i < param_count; i++) {
    all = all || strcmp(params[i].name, "--all") == 0;
    if (params[i].option) continue;
    if (strcmp(params[i].name, name) == 0) place = plain, optional = params[i].optional;
    needed += !params[i].optional;
    plain++;
  }
  if (place < 0 || is_given(words, *count, "--help")) return words;
  plain_word(params, param_count, words, *count, used, -1, &found);
  bool lacks = optional ? all && !found && !is_given(words, *count, "--all") : found < needed;
  if (!lacks && !always) return words;
  int at = plain_word(params, param_count, words, *count, used, place, &found);
  const char **with = arena_array(a, (size_t)*count + 2, sizeof *with);
  for (int i = 0; i < *count; i++) with[i < at ? i : i + 1] = words[i];
  with[at] = value;
  ++*count;
  return with;
}

/* As a line is split again. */
static void add_word(Text *t, const char *word) {
  if (t->len) text_add_char(t, ' ');
  bool plain = *word && !word[strcspn(word, " \t\\\"'#")];
  if (!plain) text_add_char(t, '"');
  for (; *word; word++) {
    if (!plain && strchr("\\\"", *word)) text_add_char(t, '\\');
    text_add_char(t, *word);
  }
  if (!plain) text_add_char(t, '"');
}

/* A value may stand where a side was expected: "18 left". */
static bool is_one_of(const char *words, const char *word) {
  size_t len = strlen(word);
  for (const char *at = words; *at; at += strspn(at, " ")) {
    if (strncmp(at, word, len) == 0) return true;
    at += strcspn(at, " ");
  }
  return false;
}

const char *command_without_values(Arena *a, const Args *args) {
  Text line = {.arena = a};
  bool private = false;
  text_add(&line, args->command->name);
  for (int i = 0; i < args->param_count; i++) {
    const Param *param = &args->params[i];
    if (!args->values[i] && !param->many) continue;
    private = private || param->private;
    bool foreign = param->complete == COMPLETE_WORDS && !param->many && !is_one_of(param->words, args->values[i]);
    if (param->private || foreign) continue;
    if (param->option) add_word(&line, param->name);
    if (!param->many && (!param->option || *param->value)) add_word(&line, args->values[i]);
    for (int k = 0; param->many && k < args->rest_count; k++) add_word(&line, args->rest[k]);
  }
  return private ? text_get(&line) : NULL;
}

/* ---- a typed line ---- */

/* Moves *at behind one word and appends it. gives false at an open quote. */
static bool read_word(const char **at, Text *word) {
  char quote = 0;
  for (; **at && (quote || (**at != ' ' && **at != '\t')); ++*at) {
    char c = **at;
    if (c == '\\' && quote != '\'' && (*at)[1])
      text_add_char(word, *++*at);
    else if (quote ? c == quote : c == '"' || c == '\'')
      quote = quote ? 0 : c;
    else
      text_add_char(word, c);
  }
  return !quote;
}

bool command_split(Arena *a, const char *line, const char *const **words, int *count, Err *err) {
  LIST(const char *) list = {0};
  for (const char *at = line + strspn(line, " \t"); *at && *at != '#'; at += strspn(at, " \t")) {
    Text word = {.arena = a};
    if (!read_word(&at, &word)) return fail(err, ERR_USAGE, NULL, "a quote is not closed");
    *LIST_ADD(a, &list) = text_get(&word);
  }
  *words = list.items;
  *count = (int)list.count;
  return true;
}

/* ---- completion ---- */

/* The parameter of the n-th word that is no option, or NULL. */
static const Param *positional(const Param *params, int count, int n) {
  const Param *last = NULL;
  for (int i = 0; i < count; i++) {
    if (params[i].option) continue;
    last = &params[i];
    if (n-- == 0) return last;
  }
  return last && last->many ? last : NULL;
}

static Offered offered_of(const Param *param) {
  return param ? (Offered){param->complete, param->words} : (Offered){COMPLETE_NONE, NULL};
}

/* Behind a word that may be left out stands another one that is no option, if any. */
static Expected expected_of(const Param *param, const Param *next) {
  return (Expected){offered_of(param), offered_of(next), param && strcmp(param->value, "LIST") == 0};
}

Expected command_expects(Arena *a, const char *const *words, int count) {
  Err err = {0};
  Param params[ARGS_PARAMS];
  int used, plain = 0, last = count - 1;
  const Command *command = last > 0 ? command_find(a, words, last, &used, &err) : NULL;
  if (!command) return (Expected){.first.kind = COMPLETE_COMMAND};
  int param_count = command_params(command, params);
  bool options = true;
  for (int i = used; i < last; i++) {
    const Param *option = options ? awaits_value(params, param_count, words[i]) : NULL;
    if (option && i + 1 == last) return expected_of(option, NULL);
    if (options && strcmp(words[i], "--") == 0)
      options = false;
    else if (option)
      i++;
    else
      plain += !(options && is_option(words[i]));
  }
  if (options && *words[last] == '-') return (Expected){.first.kind = COMPLETE_OPTION};
  const Param *param = positional(params, param_count, plain);
  bool skipped = param && param->optional && !param->many;
  return expected_of(param, skipped ? positional(params, param_count, plain + 1) : NULL);
}
