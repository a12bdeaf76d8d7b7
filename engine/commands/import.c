#include "commands/commands.h"
#include "commands/record.h"
#include "commands/takeover.h"
#include "commands/ticksheet.h"

#include "base/file.h"
#include "base/paths.h"
#include "formats/ndjson.h"
#include "formats/table.h"
#include "sitting/admit.h"
#include "sitting/diary.h"
#include <string.h>

enum { SHOWN = 20 }; /* refusals and notes that are printed one by one */
enum {
  STEP_ROWS = 100000
}; /* measures and answers a transaction with --steps: others wait for some tenths of a second */

/* What was taken over. */
typedef struct Counts {
  size_t patients, kept; /* kept: cases that are committed */
  bool closed;           /* no transaction is open: a commit failed */
  Admitted admitted;
} Counts;

/* ---- what is said ---- */

/* "row 7, column RThomas: text" */
static void print_refusal(FILE *to, Session *s, const char *row_word, const Refusal *r) {
  const char *column = !*r->column ? "" : strcmp(row_word, "row") == 0 ? ", column " : ", ";
  if (r->row)
    fprintf(to, "%s %ld%s%s: %s\n", row_word, r->row, column, record_safe(s, r->column), record_safe(s, r->text));
  else
    fprintf(to, "%s\n", record_safe(s, r->text));
}

void takeover_refusals(Session *s, const Import *import) {
  size_t count = import->refused.count;
  for (size_t i = 0; i < count && i < SHOWN; i++)
    print_refusal(s->errors, s, import->row_word, &import->refused.items[i]);
  if (count > SHOWN) fprintf(s->errors, "... and %zu more\n", count - SHOWN);
}

void takeover_notes(Session *s, const Import *import) {
  size_t count = import->notes.count;
  for (size_t i = 0; i < count && i < SHOWN; i++) {
    fprintf(s->out, "note: ");
    print_refusal(s->out, s, import->row_word, &import->notes.items[i]);
  }
  if (count > SHOWN) fprintf(s->out, "... and %zu more notes\n", count - SHOWN);
}

static const char *plural(size_t count) { return count == 1 ? "" : "s"; }

static void print_counts(Session *s, const Import *import, const Counts *counts) {
  const Admitted *n = &counts->admitted;
  fprintf(s->out, "%zu patient%s (%zu new), %zu visit%s, %zu measure%s, %zu answer%s", counts->patients,
          plural(counts->patients), n->new_patients, n->visits, plural(n->visits), n->measures, plural(n->measures),
          n->answers, plural(n->answers));
  fprintf(s->out, "; %zu already there, %zu corrected\n", n->there, n->corrected);
  if (import->merged) fprintf(s->out, "%zu repeated in the file\n", import->merged);
}

/* ---- reading ---- */

bool takeover_profile(Session *s, const char *name, Profile *profile, Err *err) {
  Diags diags = {.arena = &s->run};
  Paths names = {0};
  Nearest near = {.word = name};
  bool known = false;
  if (!paths_profiles(&s->run, s->home, &names, err)) return false;
  for (size_t i = 0; i < names.count; i++) {
    known = known || strcmp(names.items[i], name) == 0;
    text_near(&near, names.items[i]);
  }
  if (!known)
    return fail(err, ERR_DATA, "--profile", "unknown profile '%.60s'%s", name, text_near_hint(&s->run, &near));
  bool ok = profile_load(s->rows, &s->run, s->home, name, profile, &diags, err);
  session_print_diags(s, &diags);
  return ok;
}

bool takeover_format(Session *s, const char *path, bool with_profile, const Format **format, Err *err) {
  *format = with_profile ? format_find("csv", CAN_READ) : format_of_file(path, CAN_READ);
  if (*format) return true;
  return fail(err, ERR_USAGE, path,
              "the ending names no format that can be read: %s; other spreadsheets as CSV with "
              "--profile",
              format_names(&s->run, CAN_READ));
}

static size_t most_bytes(const Format *format) {
  return strcmp(format->name, "ndjson") == 0 ? NDJSON_FILE_MAX : TABLE_FILE_MAX;
}

static bool read_import(Session *s, const Args *args, const Format *format, const FileText *file, Import *import,
                        Err *err) {
  const char *path = args_get(args, "FILE"), *name = args_get(args, "--profile");
  Profile profile = {0};
  ReadOptions options = {
      .profile = name ? &profile : NULL, .latest = session_latest(), .skip_bad = args_has(args, "--skip-bad")};
  Err first = {0};
  if (args_has(args, "--date") && !record_day(args_get(args, "--date"), "--date", &options.date, err)) return false;
  if (!session_rows(s, err) || (name && !takeover_profile(s, name, &profile, err))) return false;
  if (format->read(s->rows, &s->run, &options, file->text, file->size, import, &first)) return true;
  takeover_refusals(s, import);
  if (import->refused.count == 0) return fail(err, first.kind, path, "%s", first.text);
  return fail(err, first.kind, path, "%zu refused, nothing was taken over", import->refused.count);
}

/* ---- storing ---- */

/* Commits what is there so far and begins again, so that others get to write. */
static bool step(Session *s, const Import *import, size_t cases, Counts *n, Err *err) {
  if (import->refused.count && !import->skip_bad) return false;
  n->closed = true;
  if (!store_commit(s->store, err)) return false;
  n->kept = cases;
  n->closed = !store_begin(s->store, err);
  return !n->closed;
}

static bool store_all(Session *s, Import *import, bool correct, bool steps, Counts *n, Err *err) {
  const char *last = NULL;
  size_t next = STEP_ROWS;
  for (size_t i = 0; i < import->cases.count; i++) {
    const Case *c = &import->cases.items[i];
    StoreId patient;
    n->patients += !text_equal(last, c->patient.code);
    last = c->patient.code;
    if (!admit_case(s, import, c, correct, &n->admitted, &patient, err)) return false;
    if (!steps || n->admitted.measures + n->admitted.answers < next) continue;
    if (!step(s, import, i + 1, n, err)) return false;
    next += STEP_ROWS;
  }
  return (import->refused.count == 0 || import->skip_bad) && admit_people(s, import, err);
}

/* With --skip-bad: what was left out, and that by the exit code. */
static bool tell_skipped(Session *s, const char *path, const Import *import, Err *err) {
  if (!import->refused.count) return true;
  takeover_refusals(s, import);
  return fail(err, ERR_CHECK, path, "%zu refused and left out, the rest was taken over", import->refused.count);
}

static bool tell_refused(Session *s, const char *path, const Import *import, const Counts *counts, Err *err) {
  size_t refused = import->refused.count;
  takeover_refusals(s, import);
  if (!refused) return false;
  if (!counts->kept) return fail(err, ERR_DATA, path, "%zu refused, nothing was taken over", refused);
  return fail(err, ERR_DATA, path, "%zu refused; the first %zu cases are stored, the others not", refused,
              counts->kept);
}

static bool import_cases(Session *s, const Args *args, const Format *format, const FileText *file, Err *err) {
  const char *path = args_get(args, "FILE");
  Import import = {0};
  Counts counts = {0};
  if (!read_import(s, args, format, file, &import, err) || !session_store(s, STORE_CREATE, err) ||
      !store_begin(s->store, err))
    return false;
  if (!store_all(s, &import, args_has(args, "--correct"), args_has(args, "--steps"), &counts, err)) {
    if (!counts.closed) store_rollback(s->store);
    return tell_refused(s, path, &import, &counts, err);
  }
  if (!store_commit(s->store, err)) return false;
  print_counts(s, &import, &counts);
  takeover_notes(s, &import);
  return tell_skipped(s, path, &import, err);
}

/* ---- tick sheets ---- */

static bool import_ticks(Session *s, const Args *args, const FileText *file, Err *err) {
  const char *path = args_get(args, "FILE");
  Import import = {0};
  TickCounts n;
  if (args_has(args, "--date")) return fail(err, ERR_USAGE, "--date", "the rows of a tick sheet have their own days");
  if (args_has(args, "--skip-bad")) return fail(err, ERR_USAGE, "--skip-bad", "a tick sheet is taken as a whole");
  if (!ticksheet_take(s, file->text, file->size, args_has(args, "--correct"), &import, &n, err)) {
    takeover_refusals(s, &import);
    size_t refused = import.refused.count;
    if (refused) *err = (Err){0};
    return refused ? fail(err, ERR_DATA, path, "%zu refused, nothing was taken over", refused) : false;
  }
  fprintf(s->out, "%zu patient%s, %zu row%s of logs; %zu already there, %zu corrected\n", n.patients,
          plural(n.patients), n.rows, plural(n.rows), n.there, n.corrected);
  takeover_notes(s, &import);
  return !n.warns || fail(err, ERR_CHECK, path, DIARY_WARNING);
}

bool cmd_import(Session *s, const Args *args, Err *err) {
  const char *path = args_get(args, "FILE");
  bool profile = args_has(args, "--profile");
  const Format *format;
  FileText file;
  if (!takeover_format(s, path, profile, &format, err) ||
      !file_read(&s->run, path, path, most_bytes(format), &file, err))
    return false;
  bool ticks = !profile && format->read == csv_read && ticksheet_is(&s->run, file.text, file.size);
  return ticks ? import_ticks(s, args, &file, err) : import_cases(s, args, format, &file, err);
}
