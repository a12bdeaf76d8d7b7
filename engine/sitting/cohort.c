#include "sitting/cohort.h"

#include "base/file.h"
#include "base/lines.h"
#include "base/signals.h"
#include "formats/import.h"
#include "formats/ndjson.h"
#include "formats/table.h"
#include "sitting/cases.h"
#include "sitting/revise.h"

#include <string.h>

enum { FAULTS_MOST = 1000 }; /* cases that are refused and still told: beyond it a file is no cohort */

typedef struct Visit { /* taken over, to be judged when the next case is of another one */
  const char *code;    /* NULL: none */
  StoreId patient;
  Day day;
  bool there, known; /* nothing of it is new; the patient was there before this run */
} Visit;

typedef struct Cohort {
  Session *s;
  const CohortRequest *request;
  Import *faults;
  CohortCounts *counts;
  Lines lines;      /* of an NDJSON file, which is read twice: first to check it */
  bool by_line;     /* else the file was read at once, into */
  Import whole;     /* with its arena */
  size_t next;      /* of its cases */
  Arena work, code; /* of one case, of the code of */
  Visit visit;
} Cohort;

static void tell(const Cohort *x, const char *what, size_t done, size_t total) {
  if (x->request->told) x->request->told(x->request->context, what, done, total);
}

/* ---- the cases of the file ---- */

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
  return true;
}

/* The next line that holds a case; *found false at the end. A line that is no case stands in `fault`. */
static bool next_line(Cohort *x, Case *c, bool *found, Err *fault, Err *err) {
  const char *text;
  size_t len;
  do
    if (!lines_next(&x->lines, &text, &len, err)) return false;
  while (text && is_blank(text, len));
  *found = text != NULL;
  const ReadOptions *options = &x->request->options;
  if (text && ndjson_case(x->s->rows, &x->work, text, len, x->lines.number, options->date, c, NULL, fault) &&
      options->latest && c->date > options->latest)
    fail(fault, ERR_DATA, arena_printf(&x->work, "line %ld, date", x->lines.number), "%s lies ahead: today is %s",
         date_format(&x->work, c->date), date_format(&x->work, options->latest));
  return true;
}

static bool next_case(Cohort *x, Case *c, bool *found, Err *err) {
  if (!x->by_line) {
    *found = x->next < x->whole.cases.count;
    if (*found) *c = x->whole.cases.items[x->next++];
    return true;
  }
  Err fault = {0};
  if (!next_line(x, c, found, &fault, err)) return false;
  return fault.kind == ERR_NONE || fail(err, fault.kind, x->request->path, "%s: %s", fault.where, fault.text);
}

/* Every line is read before the first one is stored: a file with mistakes leaves the database as it was. */
static bool check_lines(Cohort *x, Err *err) {
  bool found = true, good = true;
  while (good && found && x->faults->refused.count < FAULTS_MOST) {
    Err fault = {0};
    Case c;
    good = next_line(x, &c, &found, &fault, err);
    const char *comma = strstr(fault.where, ", ");
    if (fault.kind != ERR_NONE) import_refuse(x->faults, x->lines.number, comma ? comma + 2 : "", "%s", fault.text);
    x->counts->cases += good && found;
    tell(x, "lines", x->counts->cases, 0);
    arena_reset(&x->work);
  }
  return good && x->faults->refused.count == 0 && lines_rewind(&x->lines, err);
}

static bool read_whole(Cohort *x, Err *err) {
  const CohortRequest *r = x->request;
  FileText file;
  if (!file_read(x->faults->arena, r->path, r->path, TABLE_FILE_MAX, &file, err)) return false;
  bool good = r->format->read(x->s->rows, x->faults->arena, &r->options, file.text, file.size, &x->whole, err);
  *x->faults = x->whole;
  x->counts->cases = x->whole.cases.count;
  return good;
}

static bool open_file(Cohort *x, Err *err) {
  x->by_line = strcmp(x->request->format->name, "ndjson") == 0;
  if (!x->by_line) return read_whole(x, err);
  return lines_open(&x->lines, x->faults->arena, x->request->path, NDJSON_LINE_MAX, err) && check_lines(x, err);
}

/* ---- a batch ---- */

static bool stopped(const Cohort *x, Err *err) {
  if (!signals_waiting()) return false;
  fail(err, ERR_LIMIT, x->request->path, "stopped: %zu of %zu cases are stored; the same command goes on behind them",
       x->counts->kept, x->counts->cases);
  return true;
}

static bool judge_known(Cohort *x, const Visit *visit, Err *err) {
  Session *s = x->s;
  bool same = false;
  Result result;
  StoredProgram program, proposed;
  Changes changes = {0};
  if (visit->there && !cases_is_judged(s, visit->patient, visit->day, &same, err)) return false;
  x->counts->there += same;
  if (same) return true;
  if (!cases_assess(s, visit->code, visit->day, &result, &program, err)) return false;
  x->counts->assessed++;
  return !visit->known || revise_propose(s, visit->code, &result, &program, &proposed, &changes, err);
}

/* A visit that cannot be judged is named and the others go on. */
static bool judge_visit(Cohort *x, Err *err) {
  Err fault = {0};
  Visit visit = x->visit;
  x->visit.code = NULL;
  bool good = !visit.code || judge_known(x, &visit, &fault);
  if (!good && fault.kind == ERR_DATA) {
    good = true;
    x->counts->unjudged++;
    import_note(
        x->faults, 0, "", false,
        arena_printf(x->faults->arena, "%s %s: %s", visit.code, date_format(&x->s->run, visit.day), fault.text));
  }
  if (!good) *err = fault;
  arena_reset(&x->s->run);
  return good;
}

static bool is_visit(const Cohort *x, const Case *c) {
  return x->visit.code && x->visit.day == c->date && strcmp(x->visit.code, c->patient.code) == 0;
}

/* Cases of one visit that stand together are judged once. */
static bool take_case(Cohort *x, const Case *c, Err *err) {
  Admitted *n = &x->counts->admitted;
  size_t before = n->new_patients;
  bool again = is_visit(x, c);
  StoreId patient;
  if (!again && !judge_visit(x, err)) return false;
  n->changed = false;
  if (!admit_case(x->s, x->faults, c, x->request->correct, n, &patient, err)) return false;
  if (again) {
    x->visit.there = x->visit.there && !n->changed;
  } else if (c->date && patient) {
    arena_reset(&x->code);
    x->visit = (Visit){.code = arena_copy(&x->code, c->patient.code),
                       .patient = patient,
                       .day = c->date,
                       .there = !n->changed,
                       .known = n->new_patients == before};
  }
  return true;
}

static bool take_batch(Cohort *x, size_t *taken, Err *err) {
  bool found = true;
  for (*taken = 0; *taken < COHORT_BATCH && found;) {
    Case c;
    if (stopped(x, err) || !next_case(x, &c, &found, err) || (found && !take_case(x, &c, err))) return false;
    *taken += found;
    tell(x, "cases", x->counts->kept + *taken, x->counts->cases);
    arena_reset(&x->work);
  }
  return judge_visit(x, err) && x->faults->refused.count == 0 && (found || admit_people(x->s, &x->whole, err));
}

static bool run_batch(Cohort *x, size_t *taken, Err *err) {
  CohortCounts before = *x->counts;
  x->visit.code = NULL;
  if (!store_begin(x->s->store, err)) return false;
  bool good = take_batch(x, taken, err);
  if (!good) store_rollback(x->s->store);
  good = good && store_commit(x->s->store, err);
  if (good)
    x->counts->kept += *taken;
  else
    *x->counts = before;
  return good;
}

/* ---- the run ---- */

static bool run_batches(Cohort *x, Err *err) {
  for (size_t taken = COHORT_BATCH; taken == COHORT_BATCH;)
    if (!run_batch(x, &taken, err)) return false;
  return x->counts->unjudged == 0 ||
         fail(err, ERR_DATA, x->request->path, "%zu visits could not be judged", x->counts->unjudged);
}

/* What is refused stands in faults; here is said what became of the rest. */
static void conclude(const Cohort *x, Err *err) {
  size_t refused = x->faults->refused.count;
  if (!refused) return;
  *err = (Err){0};
  if (x->counts->kept)
    fail(err, ERR_DATA, x->request->path, "%zu refused; the first %zu cases are stored, the others not", refused,
         x->counts->kept);
  else
    fail(err, ERR_DATA, x->request->path, "%zu refused, nothing was stored", refused);
}

bool cohort_run(Session *s, const CohortRequest *request, Import *faults, CohortCounts *counts, Err *err) {
  Cohort x = {.s = s, .request = request, .faults = faults, .counts = counts, .lines = {.fd = -1}};
  Arena outer = s->run;
  *counts = (CohortCounts){0};
  if (!session_store(s, STORE_CREATE, err) || !session_judge(s, err)) return false;
  s->run = (Arena){0};
  bool good = open_file(&x, err) && run_batches(&x, err);
  good = lines_close(&x.lines, good ? err : &(Err){0}) && good;
  conclude(&x, err);
  arena_free(&s->run), arena_free(&x.code), arena_free(&x.work);
  s->run = outer;
  return good;
}
