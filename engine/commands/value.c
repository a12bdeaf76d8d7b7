/* The rule language at the prompt: the value of an expression for a patient, and a rule that is not saved yet. Both go
 * through the judge as a pack of their own, with the words and in the confines of every pack. */
#include "commands/commands.h"

#include "base/lexer.h"
#include "base/signals.h"
#include "judging/page.h"
#include "sitting/cases.h"
#include "terminal/progressbar.h"

#include <string.h>

/* ---- a pack of one rule ---- */

#define PACK_BEGIN "return pack { id = \"prompt\", version = \"1\", title = \"prompt\", "

typedef struct Prompt {
  Judge *judge; /* with the one rule; NULL: not loaded */
  Diags diags;
} Prompt;

/* What was typed begins on the second line of the pack. Lines of the text outlive the judge that read it. */
static void place_as_typed(Diags *diags) {
  for (size_t i = 0; i < diags->list.count; i++) {
    Diag *diag = &diags->list.items[i];
    if (diag->line > 1) diag->line--;
    if (diag->source_line) diag->source_line = arena_copy(diags->arena, diag->source_line);
  }
}

static bool load(Session *s, const char *text, Prompt *prompt, Err *err) {
  PackInfo info;
  const PackSource source = {"prompt", text, strlen(text)};
  *prompt = (Prompt){.judge = session_new_judge(s, NULL), .diags = {.arena = &s->run}};
  if (judge_load(prompt->judge, &s->run, &source, &info, &prompt->diags, err)) return true;
  place_as_typed(&prompt->diags);
  judge_close(prompt->judge);
  prompt->judge = NULL;
  return false;
}

static bool refuse(Session *s, const Prompt *prompt, Err *err) {
  session_print_diags(s, &prompt->diags);
  size_t count = prompt->diags.errors;
  if (!count) return false;
  *err = (Err){0};
  return fail(err, ERR_SCRIPT, NULL, "%zu mistake%s", count, count == 1 ? "" : "s");
}

/* ---- value ---- */

/* What an expression may be, in the order in which it is tried; the last: plain arithmetic. */
static const struct Form {
  const char *before, *behind; /* around it, on lines of their own */
  bool truth;                  /* it is a condition */
} forms[] = {
    {"when = (", "):known()", false},
    {"side = each, when = (", "):known()", false},
    {"when = (", ")", true},
    {"side = each, when = (", ")", true},
    {"when = fn { needs = {}, function() return (", ") end }:above(-1e300)", false},
};

/* Does the name _ stand in it? */
static bool uses_last(Session *s, const char *text) {
  Lexed lexed = lexer_read(&s->run, "prompt", text, strlen(text));
  for (size_t i = 0; i < lexed.count; i++)
    if (lexed.items[i].kind == TOKEN_NAME && strcmp(lexed.items[i].text, "_") == 0) return true;
  return false;
}

/* Numbers and what Lua itself makes of them: no word of the rule language, nothing of a patient. */
static bool is_arithmetic(Session *s, const char *text) {
  static const char *const names[] = {"math", "abs", "ceil", "floor", "max", "min", "sqrt", "pi", NULL};
  Lexed lexed = lexer_read(&s->run, "prompt", text, strlen(text));
  for (size_t i = 0; i < lexed.count; i++) {
    const Token *token = &lexed.items[i];
    if (token->kind == TOKEN_STRING || (token->kind == TOKEN_NAME && name_find(names, token->text) < 0)) return false;
  }
  return lexed.count > 0;
}

static const char *pack_of(Session *s, const char *text, const struct Form *form) {
  const char *last =
      !uses_last(s, text) ? "" : arena_printf(&s->run, "local _ = (%s) ", s->last_value ? s->last_value : "nil");
  return arena_printf(&s->run,
                      "%s" PACK_BEGIN "rule { id = \"value\", title = \"value\", evidence = \"none\", "
                      "cite = { \"convention\" }, show = true, %s\n%s\n%s } }",
                      last, form->before, text, form->behind);
}

/* The first form that loads; where none does, the mistakes of the one with the fewest. */
static const struct Form *choose(Session *s, const char *text, Prompt *prompt, Err *err) {
  Prompt best = {0};
  Err fault = {0}, least = {0};
  size_t last = ARRAY_LEN(forms) - 1;
  if (is_arithmetic(s, text) && load(s, pack_of(s, text, &forms[last]), prompt, &fault)) return &forms[last];
  for (size_t i = 0; i < last; i++) {
    fault = (Err){0};
    if (load(s, pack_of(s, text, &forms[i]), prompt, &fault)) return &forms[i];
    if (i && prompt->diags.errors >= best.diags.errors) continue;
    best = *prompt;
    least = fault;
  }
  *err = least;
  refuse(s, &best, err);
  return NULL;
}

static void add_number(Text *t, double value) {
  double size = fabs(value);
  text_add_short(t, value, size < 1 ? 4 : size < 100 ? 3 : 1);
}

static void add_value(Text *t, const Explanation *e, bool truth) {
  const Finding *f = e->finding;
  const Scale *scale = &e->lines[0].scale;
  if (f->side != SIDE_BOTH) text_addf(t, "%-5s  ", side_names[f->side]);
  if (truth) {
    text_add(t, truth_names[f->truth]);
    if (f->truth == TRUTH_TRUE && !isnan(e->lines[0].certainty))
      text_add(t, ", certainty "), text_add_number(t, 100 * f->certainty, 0), text_add(t, " %");
  } else if (isfinite(scale->value)) {
    add_number(t, scale->value);
    if (*scale->unit) text_addf(t, " %s", scale->unit);
    if (isfinite(scale->error) && scale->error > 0)
      text_add(t, ", 95 % error "), add_number(t, scale->error),
          text_addf(t, "%s%s", *scale->unit ? " " : "", scale->unit);
  } else {
    text_add(t, "not known: a reading or a comparison group lacks");
  }
  text_add_char(t, '\n');
  if (truth && f->truth == TRUTH_UNKNOWN) reply_needs(t, f);
}

static void add_json(Text *t, const Explanation *e, bool truth) {
  const Scale *scale = &e->lines[0].scale;
  text_add(t, t->len ? ",{" : "[{");
  reply_json_text(t, "side", side_names[e->finding->side], false);
  if (truth) {
    reply_json_text(t, "truth", truth_names[e->finding->truth], false);
    reply_json_number(t, "certainty", e->lines[0].certainty, true);
  } else {
    reply_json_number(t, "value", scale->value, false);
    reply_json_number(t, "error_95", scale->error, false);
    reply_json_text(t, "unit", scale->unit, true);
  }
  text_add_char(t, '}');
}

bool cmd_value(Session *s, const Args *args, Err *err) {
  const char *text = args_get(args, "LUA");
  Text out = {.arena = &s->run};
  bool json = args_has(args, "--json");
  Explanation *list;
  size_t count;
  Prompt prompt;
  StoreId patient;
  Case c;
  if (!text[strspn(text, " \t\n")]) return fail(err, ERR_USAGE, "LUA", "an expression is missing");
  if (uses_last(s, text) && !s->last_value) return fail(err, ERR_USAGE, "LUA", "there is no last value for _ yet");
  if (!session_judge(s, err) || !cases_get(s, args_get(args, "PATIENT"), 0, &c, &patient, err)) return false;
  const struct Form *form = choose(s, text, &prompt, err);
  if (!form) return false;
  bool good = judge_explain(prompt.judge, &s->run, &c, "value", SIDE_BOTH, &list, &count, err);
  for (size_t i = 0; good && i < count; i++)
    if (json)
      add_json(&out, &list[i], form->truth);
    else
      add_value(&out, &list[i], form->truth);
  judge_close(prompt.judge);
  if (!good) return false;
  fprintf(s->out, "%s%s", text_get(&out), json ? "]\n" : "");
  if (!uses_last(s, text)) s->last_value = arena_copy(&s->program, text);
  return true;
}

/* ---- try ---- */

/* What a rule must have and one that is only tried need not say. */
static const struct Missing {
  const char *fields; /* any of these will do, separated by blanks */
  const char *given;
} missing[] = {
    {"id", "id = \"tried\", "},
    {"title", "title = \"tried\", "},
    {"evidence", "evidence = \"none\", "},
    {"cite", "cite = { \"convention\" }, "},
    {"strengthen stretch activate mobilise advise cue exclude stop against show", "show = true, "},
};

static bool has_any(Session *s, const Lexed *lexed, int open, const char *fields) {
  for (const char *at = fields; *at; at += strspn(at, " ")) {
    size_t len = strcspn(at, " ");
    if (lexer_field(lexed, open, arena_copy_n(&s->run, at, len)) >= 0) return true;
    at += len;
  }
  return false;
}

/* The rule with what it lacks put behind its first brace, on the line of the pack's head. NULL: it is no rule. */
static const char *pack_of_rule(Session *s, const char *text) {
  Lexed lexed = lexer_read(&s->run, "prompt", text, strlen(text));
  Text added = {.arena = &s->run};
  if (lexed.count < 2 || strcmp(lexed.items[0].text, "rule") != 0 || strcmp(lexed.items[1].text, "{") != 0) return NULL;
  const char *brace = strchr(text, '{') + 1;
  for (size_t i = 0; i < ARRAY_LEN(missing); i++)
    if (!has_any(s, &lexed, 1, missing[i].fields)) text_add(&added, missing[i].given);
  return arena_printf(&s->run, PACK_BEGIN "rule { %s\n%s }", text_get(&added), brace);
}

typedef struct Counts { /* patients by what the rule gives on any of their sides */
  size_t by_truth[3], unsure, failed;
} Counts;

static void count_result(const Result *result, Counts *counts) {
  Truth best = TRUTH_FALSE;
  bool unsure = false;
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *f = &result->findings[i];
    if (f->truth == TRUTH_TRUE) best = TRUTH_TRUE;
    if (f->truth == TRUTH_UNKNOWN && best == TRUTH_FALSE) best = TRUTH_UNKNOWN;
    unsure = unsure || f->unsure;
  }
  counts->by_truth[best]++;
  counts->unsure += best == TRUTH_UNKNOWN && unsure;
}

/* In memory of its own; a case that cannot be judged is counted and the others go on. */
static bool count_one(Session *s, const Prompt *prompt, const char *code, Counts *counts, Err *err) {
  Arena outer = s->run;
  Result result;
  StoreId patient;
  Case c;
  Err fault = {0};
  s->run = (Arena){0};
  bool judged =
      cases_get(s, code, 0, &c, &patient, &fault) && judge_evaluate(prompt->judge, &s->run, &c, &result, &fault);
  if (judged) count_result(&result, counts);
  arena_free(&s->run);
  s->run = outer;
  if (judged) return true;
  counts->failed++;
  if (fault.kind == ERR_DATA) return true;
  *err = fault;
  return false;
}

static bool count_all(Session *s, const Prompt *prompt, Counts *counts, Err *err) {
  enum { PAGE = 500 };
  StoredPatient *page;
  size_t count = PAGE, done = 0;
  bool good = true;
  ProgressBar bar;
  progressbar_begin(&bar, s->errors, "patients", 0);
  for (const char *after = NULL; good && count == PAGE; after = count ? page[count - 1].patient.code : NULL) {
    good = store_list_patients(s->store, &s->run, NULL, after, PAGE, &page, &count, err);
    for (size_t i = 0; good && i < count; i++) {
      progressbar_set(&bar, done++);
      if (signals_cancelled()) good = fail(err, ERR_DATA, NULL, "cancelled");
      if (good && page[i].last_visit) good = count_one(s, prompt, page[i].patient.code, counts, err);
    }
  }
  progressbar_end(&bar);
  return good;
}

static void add_counts(Text *t, const Counts *n, bool json) {
  const size_t *by = n->by_truth;
  size_t all = by[0] + by[1] + by[2] + n->failed, lacking = by[TRUTH_UNKNOWN] - n->unsure;
  if (json) {
    text_addf(
        t,
        "{\"patients\":%zu,\"present\":%zu,\"unsure\":%zu,\"not_assessed\":%zu,\"not_present\":%zu,\"failed\":%zu}\n",
        all, by[TRUTH_TRUE], n->unsure, lacking, by[TRUTH_FALSE], n->failed);
    return;
  }
  text_addf(t, "%sall %zu patients with a visit: present %zu, unsure %zu, not assessed %zu, not present %zu",
            t->len ? "\n" : "", all, by[TRUTH_TRUE], n->unsure, lacking, by[TRUTH_FALSE]);
  if (n->failed) text_addf(t, ", cannot be judged %zu", n->failed);
  text_add(t, "\n");
}

bool cmd_try(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT"), *pack = pack_of_rule(s, args_get(args, "LUA"));
  Text out = {.arena = &s->run};
  bool json = args_has(args, "--json");
  Explanation *list;
  Counts counts = {0};
  Prompt prompt;
  StoreId patient;
  Case c;
  if (!pack) return fail(err, ERR_USAGE, NULL, "write try rule { when = ... }, as in a pack");
  if (!session_catalog(s, err) || !session_store(s, STORE_EXISTING, err)) return false;
  if (code && !cases_get(s, code, 0, &c, &patient, err)) return false;
  if (!load(s, pack, &prompt, err)) return refuse(s, &prompt, err);
  size_t count = 0;
  const PackInfo *info;
  bool good = judge_packs(prompt.judge, &info) == 1 &&
              (!code || judge_explain(prompt.judge, &s->run, &c, info->rules[0].id, SIDE_BOTH, &list, &count, err)) &&
              count_all(s, &prompt, &counts, err);
  for (size_t i = 0; good && !json && i < count; i++) page_explanation(&out, &list[i]);
  judge_close(prompt.judge);
  if (!good) return false;
  add_counts(&out, &counts, json);
  fputs(text_get(&out), s->out);
  return true;
}
