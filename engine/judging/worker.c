#include "judging/worker.h"

#include "base/text.h"
#include "judging/serve.h"
#include "judging/wire.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static bool strictly;       /* worker_demand */
static Confinement weakest; /* of all workers that came */
static Hash begun;          /* of the catalog that workers begin with */
static bool noted;          /* worker_note gave it */

void worker_demand(bool strict) { strictly = strict; }

const char *worker_note(bool *weak) {
  *weak = weakest == CONFINE_LIMITED;
  if (noted || strictly || weakest == CONFINE_WHOLE) return NULL;
  noted = true;
  return confine_sentence(weakest);
}

static void life(Mark *mark, const void *catalog) {
  Confinement confinement;
  if (!confine(&confinement)) _Exit(ERR_LIMIT);
  serve(mark, catalog, confinement);
}

static int compare_bytes(const void *left, const void *right) {
  return *(const unsigned char *)left - *(const unsigned char *)right;
}

/* Hashing asks the system for random bytes when it begins, sorting for the size of memory when much is sorted: once,
 * and a worker may not. */
static void ask_once(void) {
  char much[1 << 14] = {0};
  hash_begin(&(Hasher){0});
  qsort(much, 2, sizeof much / 2, compare_bytes);
}

bool worker_prepare(const Catalog *catalog, Err *err) {
  if (zygote_is_started()) return true;
  ask_once();
  begun = catalog ? catalog->hash : (Hash){0};
  return zygote_start(life, catalog, err);
}

bool worker_knows(const Catalog *catalog) { return *begun.hex && strcmp(begun.hex, catalog->hash.hex) == 0; }

void worker_retire(void) { zygote_stop(); }

bool worker_start(Worker *worker, Err *err) {
  *worker = (Worker){0};
  if (!worker_prepare(NULL, err) || !zygote_fork(&worker->child, err)) return false;
  worker->lives = true;
  return true;
}

/* Whoever is gone tells by its status why. */
static bool is_fine(Worker *worker, LetterFate fate) {
  if (fate == LETTER_LATE) worker->why = DEATH_HANG;
  if (fate == LETTER_FORGED) worker->why = DEATH_FORGED;
  if (fate == LETTER_CANCELLED) worker->why = DEATH_CANCELLED;
  if (fate == LETTER_GONE) worker->why = DEATH_CRASH;
  return fate == LETTER_DONE;
}

bool worker_tell(Worker *worker, uint32_t kind, const char *body, size_t len, int64_t until) {
  return worker->lives && is_fine(worker, letter_send(worker->child.fd, kind, body, len, until));
}

static bool greet(Worker *worker, const Letter *letter, Err *err) {
  int confinement;
  ShapeReader in = {letter->body, letter->body + letter->len};
  if (letter->kind != WIRE_READY || !shape_get_whole(&in, CONFINE_WHOLE, CONFINE_LIMITED, &confinement)) return false;
  worker->greeted = true;
  if ((Confinement)confinement > weakest) weakest = (Confinement)confinement;
  return !strictly || confinement == CONFINE_WHOLE ||
         fail(err, ERR_LIMIT, NULL, "--strict: rule packs would be judged %s",
              confine_sentence((Confinement)confinement));
}

bool worker_hear(Worker *worker, Arena *a, Letter *letter, int64_t until, Err *err) {
  if (!worker->lives || !is_fine(worker, letter_receive(worker->child.fd, a, letter, until))) return false;
  if (worker->greeted) return true;
  if (greet(worker, letter, err)) return worker_hear(worker, a, letter, until, err);
  worker->why = DEATH_FORGED;
  return false;
}

bool worker_push(Worker *worker, LetterOut *out) {
  LetterFate fate = letter_push(worker->child.fd, out);
  return fate == LETTER_LATE || is_fine(worker, fate);
}

bool worker_pull(Worker *worker, Arena *a, LetterIn *in, Letter *letter) {
  *letter = (Letter){.body = NULL};
  LetterFate fate = letter_pull(worker->child.fd, a, in, letter);
  return fate == LETTER_LATE || is_fine(worker, fate);
}

/* What a status of waitpid means. */
static Death death_of(int status) {
  if (status != -1 && WIFSIGNALED(status)) return WTERMSIG(status) == SIGKILL ? DEATH_KILLED : DEATH_CRASH;
  if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == ERR_LIMIT) return DEATH_MEMORY;
  return DEATH_CRASH;
}

/* Of one that was alive until now the status tells only that it was ended. */
Death worker_end(Worker *worker) {
  if (!worker->lives) return worker->why;
  worker->lives = false;
  Death found = death_of(zygote_end(&worker->child));
  if (worker->why == DEATH_CRASH) worker->why = found;
  return worker->why;
}

const char *death_sentence(Arena *a, Death death) {
  switch (death) {
  case DEATH_HANG: return arena_printf(a, "did not come to an end within %d s", (int)(worker_patience(1) / 1000));
  case DEATH_CRASH: return "crashed";
  case DEATH_MEMORY: return arena_printf(a, "needed more than %d MiB of memory", WORKER_MEMORY >> 20);
  case DEATH_FORGED: return "gave an answer that is none";
  case DEATH_KILLED: return "was killed from outside";
  case DEATH_CANCELLED:
  case DEATH_NONE: break;
  }
  return "ended";
}

int64_t worker_patience(int times) {
  static const long most = 3600;
  const char *given = getenv("SINEW_DEADLINE");
  long seconds = WORKER_SECONDS;
  if (!given || !text_parse_int(given, 1, most, &seconds)) seconds = WORKER_SECONDS;
  return (int64_t)seconds * 1000 * times;
}
