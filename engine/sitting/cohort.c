#include "sitting/cohort.h"

#include "base/file.h"
#include "base/lines.h"
#include "base/signals.h"
#include "formats/import.h"
#include "formats/ndjson.h"
#include "formats/table.h"
#include "judging/pool.h"
#include "sitting/cases.h"
#include "sitting/revise.h"

#include <string.h>

enum { FAULTS_MOST = 1000 }; /* cases that are refused and still told: beyond it a file is no cohort */

/* So many visits are taken over before the result of the first is asked for: the workers judge them meanwhile. In between
 * the order of what is stored depends on nothing but the file. */
enum { WAITING = 256 };

typedef struct Waiting { /* a visit that is being judged */
  Arena arena;
  Asked asked;
  Day day;
  bool known; /* as in Visit */
  bool answered;
  const char *answer; /* len bytes; NULL: the fault */
  size_t len;
  Err fault;
} Waiting;

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
  Pool *pool;
  Lexicon words;        /* of results */
  Waiting *waiting;     /* WAITING of them, by their number */
  uint64_t put, stored; /* how many visits were given to the pool, and stored */
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

/* One that cannot be judged is named and the others go on; any other fault ends the run. */
static bool unjudged(Cohort *x, const char *code, Day day, const Err *fault, Err *err) {
  if (fault->kind == ERR_STORE || fault->kind == ERR_IO) {
    *err = *fault;
    return false;
  }
  x->counts->unjudged++;
  import_note(x->faults, 0, "", false,
              arena_printf(x->faults->arena, "%s %s: %s", code, date_format(&x->s->run, day), fault->text));
  return true;
}

/* ---- visits before the workers ---- */

static bool take_answer(void *context, const PoolAnswer *answer, Err *err) {
  Cohort *x = context;
  Waiting *w = &x->waiting[answer->tag % WAITING];
  (void)err;
  w->answered = true;
  if (answer->fault)
    w->fault = *answer->fault;
  else
    w->answer = arena_copy_n(&w->arena, answer->bytes, w->len = answer->len);
  return true;
}

static bool keep_judged(Cohort *x, const Waiting *w, Err *err) {
  Session *s = x->s;
  Result result;
  StoredProgram program = {0}, proposed;
  Changes changes = {0};
  if (!judge_read_assessed(s->judge, &s->run, &x->words, w->day, w->answer, w->len, &result, &program.program, err))
    return false;
  result.patient = w->asked.code;
  if (!cases_keep(s, &w->asked, &result, &program, err)) return false;
  x->counts->assessed++;
  return !w->known || revise_propose(s, w->asked.code, &result, &program, &proposed, &changes, err);
}

/* Stores what became of the visit that waits longest. */
static bool store_first(Cohort *x, Err *err) {
  Waiting *w = &x->waiting[x->stored % WAITING];
  while (!w->answered)
    if (!pool_wait(x->pool, err)) return false;
  if (w->answer) keep_judged(x, w, &w->fault);
  bool good = w->fault.kind == ERR_NONE || unjudged(x, w->asked.code, w->day, &w->fault, err);
  x->stored++;
  arena_reset(&w->arena);
  arena_reset(&x->s->run);
  return good;
}

static bool store_all(Cohort *x, Err *err) {
  while (x->stored < x->put)
    if (!store_first(x, err)) return false;
  return true;
}

/* What belongs to the visit stays in the arena of its place until its result is stored. */
static bool ask(Cohort *x, const Visit *visit, Err *err) {
  Session *s = x->s;
  Err fault = {0};
  if (x->put - x->stored == WAITING && !store_first(x, err)) return false;
  Waiting *w = &x->waiting[x->put % WAITING];
  *w = (Waiting){.arena = w->arena, .day = visit->day, .known = visit->known};
  Arena outer = s->run;
  s->run = w->arena;
  bool good = cases_ask(s, visit->patient, arena_copy(&s->run, visit->code), visit->day, &w->asked, &fault);
  w->arena = s->run, s->run = outer;
  return good ? pool_put(x->pool, x->put++, w->asked.snapshot, w->asked.len, err)
              : unjudged(x, visit->code, visit->day, &fault, err);
}

/* Was the visit judged alike before? What waits of the very visit is stored first. */
static bool is_judged(Cohort *x, const Visit *visit, bool *same, Err *err) {
  *same = false;
  if (!visit->there) return true;
  for (uint64_t i = x->stored; i < x->put; i++) {
    const Waiting *w = &x->waiting[i % WAITING];
    if (w->asked.patient == visit->patient && w->day == visit->day) {
      if (!store_all(x, err)) return false;
      break;
    }
  }
  return cases_is_judged(x->s, visit->patient, visit->day, same, err);
}

/* Has the visit that was taken over judged. */
static bool judge_visit(Cohort *x, Err *err) {
  Visit visit = x->visit;
  bool same;
  if (!visit.code) return true;
  x->visit.code = NULL;
  if (!is_judged(x, &visit, &same, err)) return false;
  x->counts->there += same;
  bool good = same || ask(x, &visit, err);
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
  return judge_visit(x, err) && store_all(x, err) && x->faults->refused.count == 0 &&
         (found || admit_people(x->s, &x->whole, err));
}

static bool run_batch(Cohort *x, size_t *taken, Err *err) {
  CohortCounts before = *x->counts;
  x->visit.code = NULL;
  if (!store_begin(x->s->store, err)) return false;
  bool good = cases_keep_sources(x->s, err) && take_batch(x, taken, err);
  if (!good) store_rollback(x->s->store);
  if (!good && err->kind == ERR_LIMIT && signals_waiting()) *err = (Err){0}, (void)stopped(x, err);
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

static bool open_pool(Cohort *x, Err *err) {
  const PoolOptions options = {.job = JOB_ASSESS, .workers = x->request->workers, .take = take_answer, .context = x};
  x->waiting = arena_array(x->faults->arena, WAITING, sizeof *x->waiting);
  x->pool = pool_open(&x->s->judge, 1, &options, err);
  if (x->pool) store_use_words(x->s->store, &x->words);
  return x->pool != NULL;
}

static void close_pool(Cohort *x) {
  if (!x->pool) return;
  pool_close(x->pool);
  store_use_words(x->s->store, NULL);
  lexicon_free(&x->words);
  for (size_t i = 0; i < WAITING; i++) arena_free(&x->waiting[i].arena);
}

/* What is refused stands in faults;
 here is said what became of the rest. */
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
  bool good = open_file(&x, err) && open_pool(&x, err) && run_batches(&x, err);
  close_pool(&x);
  good = lines_close(&x.lines, good ? err : &(Err){0}) && good;
  conclude(&x, err);
  arena_free(&s->run), arena_free(&x.code), arena_free(&x.work);
  s->run = outer;
  return good;
}
