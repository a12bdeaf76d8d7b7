/* Rule packs checked: mistakes, what looks like a slip, and what a reader should know, for people and for editors. No
 * database is opened. */
#include "commands/commands.h"

#include "base/paths.h"
#include "base/text.h"

#include <string.h>

typedef struct Check {
  Session *s;
  Judge *judge; /* one for all: the same id twice is a mistake too */
  bool notes, json;
  Text entries; /* of the JSON array */
  size_t warnings, notes_hidden;
  ErrKind worst; /* the first fault decides the exit code */
} Check;

/* ---- for editors ---- */

static const char *const level_names[] = {[DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_NOTE] = "note"};

static void add_entry(Text *t, const Diag *diag) {
  text_add(t, t->len ? ",\n {\"file\":" : "[{\"file\":");
  text_add_json(t, diag->file);
  text_addf(t, ",\"line\":%d,\"column\":%d,\"width\":%d,\"level\":\"%s\",\"text\":", diag->line, diag->column,
            diag->width, level_names[diag->level]);
  text_add_json(t, diag->text);
  text_add(t, ",\"hint\":");
  if (diag->hint)
    text_add_json(t, diag->hint);
  else
    text_add(t, "null");
  text_add_char(t, '}');
}

/* ---- one pack ---- */

static size_t count_of(const Diags *diags, DiagLevel level) {
  size_t count = 0;
  for (size_t i = 0; i < diags->list.count; i++) count += diags->list.items[i].level == level;
  return count;
}

static void tell(Check *check, const Diags *diags) {
  Diags shown = {.arena = diags->arena};
  for (size_t i = 0; i < diags->list.count; i++) {
    const Diag *diag = &diags->list.items[i];
    if (check->json)
      add_entry(&check->entries, diag);
    else if (diag->level != DIAG_NOTE || check->notes)
      *LIST_ADD(shown.arena, &shown.list) = *diag;
    else
      check->notes_hidden++;
  }
  session_print_diags(check->s, &shown);
}

static void tell_sound(Check *check, const PackInfo *info, const Diags *diags) {
  Text text = {.arena = &check->s->run};
  size_t warnings = count_of(diags, DIAG_WARNING);
  check->warnings += warnings;
  if (check->json) return;
  text_add_terminal(&text, info->path);
  text_addf(&text, ": %zu rule%s, ", info->rule_count, info->rule_count == 1 ? "" : "s");
  if (warnings)
    text_addf(&text, "%zu warning%s\n", warnings, warnings == 1 ? "" : "s");
  else
    text_add(&text, "no mistakes\n");
  fputs(text_get(&text), check->s->out);
}

/* gives false when there were mistakes; those with a place have been told. */
static bool check_pack(Check *check, const char *path, Err *err) {
  Session *s = check->s;
  Diags diags = {.arena = &s->run};
  PackSource source;
  PackInfo info;
  if (!session_read_pack(s, path, &source, err)) return false;
  bool loaded = judge_load(check->judge, &s->run, &source, &info, &diags, err);
  if (loaded) judge_lint(check->judge, &s->run, &source, info.id, &diags);
  tell(check, &diags);
  if (loaded) tell_sound(check, &info, &diags);
  if (!loaded && check->json && diags.errors) *err->text = '\0'; /* each stands in the list */
  return loaded;
}

/* A fault of a whole file: an entry without a line, or a line on standard error where it happens. */
static void tell_fault(Check *check, const char *path, const Err *fault) {
  if (check->worst == ERR_NONE) check->worst = fault->kind;
  if (check->json) {
    const Diag diag = {.file = path, .width = 1, .text = fault->text};
    if (*fault->text) add_entry(&check->entries, &diag);
    return;
  }
  fflush(check->s->out);
  err_print(check->s->errors, fault);
}

static void finish(Check *check) {
  if (check->json) {
    fputs(check->entries.len ? text_get(&check->entries) : "[", check->s->out);
    fputs("]\n", check->s->out);
  } else if (check->notes_hidden)
    fprintf(check->s->out, "%zu note%s: --notes shows %s\n", check->notes_hidden, check->notes_hidden == 1 ? "" : "s",
            check->notes_hidden == 1 ? "it" : "them");
}

bool cmd_rules_check(Session *s, const Args *args, Err *err) {
  Paths all = {0};
  if (!session_catalog(s, err)) return false;
  for (int i = 0; i < args->rest_count; i++) *LIST_ADD(&s->run, &all) = args->rest[i];
  if (!args->rest_count && !paths_packs(&s->run, s->home, &all, err)) return false;
  *LIST_ADD(&s->run, &all) = NULL, all.count--;
  Check check = {.s = s, .judge = session_new_judge(s, all.items), .entries = {.arena = &s->run}};
  check.notes = args_has(args, "--notes"), check.json = args_has(args, "--json");
  for (size_t i = 0; i < all.count; i++) {
    Err fault = {0};
    if (!check_pack(&check, all.items[i], &fault)) tell_fault(&check, all.items[i], &fault);
  }
  judge_close(check.judge);
  finish(&check);
  if (check.worst == ERR_NONE && check.warnings) check.worst = ERR_CHECK;
  return check.worst == ERR_NONE || fail(err, check.worst, NULL, "%s", "");
}
