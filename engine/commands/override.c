/* What a clinician says beside the rules: overrides, how often each rule was overruled, and notes. Free text comes from
 * a prompt, a file or standard input: a command line would keep it in the history. */
#include "commands/casefile.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "file.h"
#include "line.h"

#include <stdlib.h>
#include <string.h>

enum { PROSE_MOST = 2000, PROSE_FILE_MOST = 64 * 1024 };

/* ---- who and why ---- */

/* An override and a note carry a name that somebody said; the user of the system alone does not do. */
static bool read_name(Session *s, const Args *args, const char **name, Err *err) {
  const char *given = args_get(args, "--as"), *set = getenv("SINEW_CLINICIAN");
  if (!given && !s->options.clinician && (!set || !*set))
    return fail(err, ERR_USAGE, NULL, "who judges is not known: say --as NAME, or set $SINEW_CLINICIAN");
  return session_who(s, given, name, err);
}

/* Words with one blank between them: the text is shown in one line. Control characters count as blanks. */
static void add_words(Text *t, const char *text) {
  for (const char *at = text; *at;) {
    while (*at && ((unsigned char)*at <= ' ' || *at == 0x7f)) at++;
    size_t len = 0;
    while ((unsigned char)at[len] > ' ' && at[len] != 0x7f) len++;
    if (len && t->len) text_add_char(t, ' ');
    text_add_n(t, at, len);
    at += len;
  }
}

/* All lines are taken, so that none of them is read as a command. */
static bool read_input(Session *s, Text *t, Err *err) {
  const char *line;
  LineStatus status;
  Err fault = {0};
  while ((status = line_ask(&s->run, "", &line, &fault)) == LINE_TYPED || status == LINE_BAD) {
    if (status == LINE_BAD && fault.kind == ERR_IO) break;
    if (status == LINE_TYPED && strcmp(line, ".") == 0) break;
    if (status == LINE_TYPED) add_words(t, line);
    if (status == LINE_BAD && err->kind == ERR_NONE) *err = fault;
    fault = (Err){0};
  }
  if (fault.kind != ERR_NONE && err->kind == ERR_NONE) *err = fault;
  if (err->kind != ERR_NONE) return false;
  return status != LINE_CANCELLED || fail(err, ERR_DATA, "", "cancelled: nothing was stored");
}

static bool read_file(Session *s, const char *path, Text *t, Err *err) {
  FileText file;
  if (!file_read(&s->run, path, path, PROSE_FILE_MOST, &file, err)) return false;
  if (strlen(file.text) < file.size) return fail(err, ERR_DATA, path, "the file holds a NUL byte");
  add_words(t, file.text);
  return true;
}

static bool read_prose(Session *s, const char *source, const char *prompt, const char **out, Err *err) {
  Text t = {.arena = &s->run};
  const char *line;
  if (!source && line_is_terminal()) {
    LineStatus status = line_ask(&s->run, prompt, &line, err);
    if (status == LINE_BAD) return false;
    if (status != LINE_TYPED) return fail(err, ERR_DATA, "", "cancelled: nothing was stored");
    add_words(&t, line);
  } else if (source && strcmp(source, "-") != 0) {
    if (!read_file(s, source, &t, err)) return false;
  } else if (!read_input(s, &t, err)) {
    return false;
  }
  const char *where = source ? source : "standard input";
  if (!t.len) return fail(err, ERR_DATA, where, "there is no text: nothing was stored");
  if (t.len > PROSE_MOST) return fail(err, ERR_DATA, where, "longer than %d bytes", PROSE_MOST);
  if (!text_is_utf8(text_get(&t), t.len)) return fail(err, ERR_DATA, where, "not UTF-8 text");
  *out = text_get(&t);
  return true;
}

/* The visit that is meant: --date, else the last one. */
static bool read_visit(Session *s, const Args *args, StoredPatient *patient, Day *day, Err *err) {
  const char *date = args_get(args, "--date");
  if (!record_patient(s, args_get(args, "PATIENT"), patient, err)) return false;
  *day = patient->last_visit;
  return (!date && *day) || record_day(date, "--date", day, err);
}

/* ---- override ---- */

typedef enum { ABSENT, PRESENT, CLEAR } Verdict;
static const char *const verdicts[] = {"absent", "present", "clear", NULL};

static bool save(Session *s, StoreId patient, Day day, Override o, Verdict verdict, Side first, size_t count,
                 StoreChange *change, Err *err) {
  if (!store_begin(s->store, err)) return false;
  *change = STORE_ALREADY_THERE;
  for (size_t i = 0; i < count; i++) {
    StoreChange one;
    o.side = (Side)((size_t)first + i);
    if (!store_save_override(s->store, patient, day, &o, verdict == CLEAR, session_now(), &one, err)) {
      store_rollback(s->store);
      return false;
    }
    if (one != STORE_ALREADY_THERE) *change = one;
  }
  return store_commit(s->store, err);
}

bool cmd_override(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  Override o = {0};
  StoreChange change;
  Side side, first;
  size_t count;
  Day day;
  int verdict = name_find(verdicts, args_get(args, "VERDICT"));
  const char *source = args_get(args, "--reason");
  bool asks = verdict != CLEAR || source; /* to take something back needs no reason */
  /* its lines are taken first: were the words refused before, they would be read as commands */
  if (asks && (verdict >= 0 || !line_is_terminal()) && !read_prose(s, source, "reason: ", &o.reason, err)) return false;
  if (verdict < 0)
    return fail(err, ERR_USAGE, NULL, "unknown verdict '%.40s': write present, absent or clear",
                args_get(args, "VERDICT"));
  if (!casefile_side(args, &side, err) || !read_name(s, args, &o.clinician, err) || !session_judge(s, err) ||
      !judge_overruled(s->judge, &s->run, args_get(args, "RULE"), side, &o, &first, &count, err) ||
      !read_visit(s, args, &patient, &day, err))
    return false;
  o.present = verdict == PRESENT;
  if (!save(s, patient.id, day, o, (Verdict)verdict, first, count, &change, err)) return false;
  const char *said = verdict != CLEAR                ? arena_printf(&s->run, "overridden as %s", verdicts[verdict])
                     : change == STORE_ALREADY_THERE ? "no override stands"
                                                     : "override taken back";
  fprintf(s->out, "%s %s %s: %s%s\n", patient.patient.code, date_format(&s->run, day),
          first == SIDE_BOTH || count > 1 ? o.rule : arena_printf(&s->run, "%s %s", o.rule, side_names[first]), said,
          verdict == CLEAR ? "" : record_change(change));
  fprintf(s->out, "Next: sinew assess %s\n", patient.patient.code);
  return true;
}

/* ---- overrides ---- */

static void add_json(Text *t, const OverrideCount *n) {
  text_add(t, t->len ? ",\n {\"pack\":" : "[{\"pack\":");
  text_add_json(t, n->pack);
  text_add(t, ",\"rule\":");
  text_add_json(t, n->rule);
  text_addf(t, ",\"present\":%lld,\"absent\":%lld}", (long long)n->present, (long long)n->absent);
}

bool cmd_overrides(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  const char *rule = args_get(args, "RULE");
  bool json = args_has(args, "--json");
  OverrideCount *list;
  size_t count;
  if (!session_store(s, STORE_EXISTING, err) || !store_count_overrides(s->store, &s->run, &list, &count, err))
    return false;
  for (size_t i = 0; i < count; i++) {
    const OverrideCount *n = &list[i];
    if (rule && strcmp(rule, n->rule) != 0) continue;
    if (json)
      add_json(&text, n);
    else
      text_addf(&text, "%s/%s: overridden as present %lld, as absent %lld\n", n->pack, n->rule, (long long)n->present,
                (long long)n->absent);
  }
  if (json) text_add(&text, text.len ? "]\n" : "[]\n");
  fputs(text.len ? text_get(&text) : "no overrides\n", s->out);
  return true;
}

/* ---- note ---- */

bool cmd_note(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  StoredNote note = {0};
  if (!read_prose(s, args_get(args, "--text"), "note: ", &note.text, err) ||
      !read_name(s, args, &note.clinician, err) || !read_visit(s, args, &patient, &note.day, err) ||
      !store_add_note(s->store, patient.id, &note, session_now(), err))
    return false;
  fprintf(s->out, "%s %s: note kept\n", patient.patient.code, date_format(&s->run, note.day));
  return true;
}
