/* Nothing that was acknowledged is lost: power cuts, kills, full disks and broken devices at random points. The points
 * follow a fixed sequence; FAULT_ROUNDS says how many of each kind are tried. */
#include "store/patients.h"
#include "store/query.h"
#include "store/visits.h"
#include "store/whole.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <sys/wait.h>
#include <time.h>

#include "../faults/vfs.h"

enum { PATIENTS_EACH = 50, ROUNDS = 10 };

static const Stamp noon = {1795176000000, 0};
static char folder[64], path[96];
static Arena arena;
static unsigned seed;
static int round_number; /* in this test, so that no two rounds add the same patients */

static unsigned pick(unsigned below) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % below;
}

static int rounds(void) {
  const char *given = getenv("FAULT_ROUNDS");
  return given ? atoi(given) : ROUNDS;
}

static int tear_down(void **state) {
  (void)state;
  DIR *dir = opendir(folder);
  for (struct dirent *entry; dir && (entry = readdir(dir));)
    unlink(arena_printf(&arena, "%s/%s", folder, entry->d_name));
  if (dir) closedir(dir);
  arena_free(&arena);
  return rmdir(folder);
}

static int set_up(void **state) {
  (void)state;
  Err err = {0};
  snprintf(folder, sizeof folder, "/tmp/sinew-fault-XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/s.db", folder);
  Store *s = store_open(path, STORE_CREATE, &err);
  store_close(s);
  seed = 20261120;
  round_number = 0;
  return s ? 0 : -1;
}

/* ---- the process that fails ---- */

/* One patient with a visit and measures, in one transaction. */
static bool add(Store *s, const char *code, Err *err) {
  StoreId id;
  StoreChange change;
  Patient p = {.code = code, .age_years = -1, .mass_kg = 60, .height_cm = NAN};
  Measure m = {.test = "prone_plank", .quantity = DIM_TIME, .lo = 60, .hi = 60, .lever_m = NAN, .pain = -1};
  if (!store_begin(s, err)) return false;
  bool ok = store_save_patient(s, &p, 155000, false, noon, &id, &change, err);
  for (m.trial = 1; ok && m.trial <= 3; m.trial++) ok = store_add_measure(s, id, 155000, &m, false, &change, err);
  return store_end(s, ok, err);
}

/* A fault is one line with the right kind and never speaks of locks. */
static bool told_well(const Err *err) {
  bool good = err->kind == ERR_STORE && *err->text && !strchr(err->text, '\n') && !strstr(err->text, "locked");
  if (!good) fprintf(stderr, "told badly: kind %d '%s'\n", (int)err->kind, err->text);
  return good;
}

typedef struct Work {
  DiskKind kind;
  int round, at; /* number of the round in this test; operation that fails */
  bool normal;   /* synchronous NORMAL instead of FULL */
  bool timed;    /* killed from outside */
} Work;

/* Opens the store on the failing disk; the log is brought into the file every few pages. */
static Store *open_failing(const Work *work, unsigned every, Err *err) {
  char pragma[96];
  Store *s = store_open(path, STORE_EXISTING, err);
  snprintf(pragma, sizeof pragma, "PRAGMA wal_autocheckpoint = %u; PRAGMA synchronous = %s", every,
           work->normal ? "NORMAL" : "FULL");
  /* what follows the open is a wish of the test: it may fail */
  if (s && (work->normal || every)) (void)sqlite3_exec(s->db, pragma, NULL, NULL, NULL);
  return s;
}

/* Adds patients and acknowledges each through the pipe. 0: every fault was told well, and at the end it works again. */
static int work_until_it_fails(const Work *work, int acknowledge) {
  int bad = 0;
  bool last = false;
  unsigned every = 5 + pick(60), reopen = 5 + pick(PATIENTS_EACH / 2);
  disk_install(work->kind, work->at, 1 + (int)pick(30), pick(1u << 20));
  Err opened = {0};
  Store *s = open_failing(work, every, &opened);
  for (unsigned char i = 0; i < PATIENTS_EACH; i++) {
    Err err = {0};
    if (i + 1 == PATIENTS_EACH && disk.kind > DISK_KILL) disk.kind = DISK_GOOD; /* room was made, the device mended */
    if (!s || (i == reopen && !work->normal)) {
      bad += !s && !told_well(&opened);
      store_close(s);
      opened = (Err){0};
      s = open_failing(work, every, &opened);
    }
    if (!s) continue;
    last = add(s, arena_printf(&arena, "R%d-%d", work->round, i), &err);
    bad += !last && !told_well(&err);
    if (last && write(acknowledge, &i, 1) != 1) bad++;
  }
  if (work->kind == DISK_CUT) disk_cut();
  store_close(s);
  return bad + !last;
}

/* ---- after it ---- */

/* Everything is whole. How many of the acknowledged are missing? */
static int missing_after(int round, const unsigned char *acknowledged, int count) {
  Err err = {0};
  StoreCheck check;
  StoreId id;
  int missing = 0;
  Store *s = store_open(path, STORE_EXISTING, &err);
  assert_string_equal(err.text, "");
  assert_true(store_check(s, &arena, &check, &err));
  for (size_t i = 0; i < check.faults.count; i++) print_error("%s\n", check.faults.items[i]);
  assert_int_equal(check.faults.count, 0);
  for (int i = 0; i < count; i++) {
    assert_true(store_find_patient(s, arena_printf(&arena, "R%d-%d", round, acknowledged[i]), &id, &err));
    missing += id == 0;
  }
  store_close(s);
  return missing;
}

static void kill_later(pid_t child) {
  struct timespec wait = {.tv_nsec = (long)pick(25000) * 1000};
  nanosleep(&wait, NULL);
  kill(child, SIGKILL);
}

/* One round in a process of its own. */
static int lost_in(const Work *work) {
  int ends[2], count = 0, status = 0;
  unsigned char acknowledged[256];
  assert_int_equal(pipe(ends), 0);
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    close(ends[0]);
    _exit(work_until_it_fails(work, ends[1]));
  }
  close(ends[1]);
  if (work->timed) kill_later(child);
  for (ssize_t got; (got = read(ends[0], acknowledged + count, sizeof acknowledged - (size_t)count)) > 0;)
    count += (int)got;
  close(ends[0]);
  assert_int_equal(waitpid(child, &status, 0), child);
  bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && (work->timed || work->kind == DISK_KILL);
  assert_true(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
  arena_reset(&arena);
  return missing_after(work->round, acknowledged, count);
}

enum { OPERATIONS = 900 }; /* about what a round writes and syncs */

static int lost_over_rounds(DiskKind kind, bool normal, bool timed) {
  int lost = 0;
  for (int round = 0; round < rounds(); round++) {
    Work work = {kind, round_number++, 1 + (int)pick(OPERATIONS), normal, timed};
    lost += lost_in(&work);
  }
  return lost;
}

static void power_cut_loses_nothing(void **state) {
  (void)state;
  assert_int_equal(lost_over_rounds(DISK_CUT, false, false), 0);
}

/* The same test notices a disk that is not waited for. */
static void without_full_sync_it_loses(void **state) {
  (void)state;
  assert_true(lost_over_rounds(DISK_CUT, true, false) > 0);
}

static void kill_loses_nothing(void **state) {
  (void)state;
  assert_int_equal(lost_over_rounds(DISK_KILL, false, false), 0);
  assert_int_equal(lost_over_rounds(DISK_GOOD, false, true), 0);
}

static void full_disk_loses_nothing(void **state) {
  (void)state;
  assert_int_equal(lost_over_rounds(DISK_FULL, false, false), 0);
}

static void broken_device_loses_nothing(void **state) {
  (void)state;
  assert_int_equal(lost_over_rounds(DISK_BAD_WRITE, false, false), 0);
  assert_int_equal(lost_over_rounds(DISK_BAD_SYNC, false, false), 0);
  assert_int_equal(lost_over_rounds(DISK_BAD_READ, false, false), 0);
}

/* ---- the database as a whole ---- */

static int64_t patients_in(const char *name) {
  Err err = {0};
  StoreStats stats = {0};
  StoreCheck check;
  Store *s = store_open(name, STORE_EXISTING, &err);
  assert_string_equal(err.text, "");
  assert_true(store_check(s, &arena, &check, &err));
  assert_int_equal(check.faults.count, 0);
  assert_true(store_stats(s, &stats, &err));
  store_close(s);
  return stats.patients;
}

static void fill(int from, int to) {
  Err err = {0};
  Store *s = store_open(path, STORE_EXISTING, &err);
  assert_non_null(s);
  for (int i = from; i < to; i++) assert_true(add(s, arena_printf(&arena, "P%d", i), &err));
  store_close(s);
}

/* A copy with 5 patients is put in the place of 40, then the file is compacted; the power goes somewhere. */
static void replace_until_it_fails(const char *copy, int at) {
  Err err = {0};
  int64_t before, after;
  disk_install(DISK_CUT, at, 1, (unsigned)at);
  Store *s = store_open(path, STORE_ALONE, &err);
  bool done = s && store_replace(s, copy, &err);
  store_close(s);
  s = done ? store_open(path, STORE_EXISTING, &err) : NULL;
  done = s && store_compact(s, &before, &after, &err);
  if (!done) fprintf(stderr, "%s\n", err.text);
  if (done) disk_cut();
  _exit(1);
}

static void a_content_is_replaced_whole_or_not(void **state) {
  (void)state;
  Err err = {0};
  int seen[2] = {0};
  char copy[128];
  snprintf(copy, sizeof copy, "%s/copy.db", folder);
  for (int round = 0; round < rounds(); round++) {
    int status = -1, at = 1 + (int)pick(400);
    assert_int_equal(unlink(path), 0);
    store_close(store_open(path, STORE_CREATE, &err));
    fill(0, 5);
    FILE *file = fopen(copy, "w");
    assert_true(file && fclose(file) == 0);
    Store *s = store_open(path, STORE_EXISTING, &err);
    assert_true(s && store_copy(s, copy, &err));
    store_close(s);
    fill(5, 40);
    pid_t child = fork();
    if (child == 0) replace_until_it_fails(copy, at);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    int64_t count = patients_in(path);
    assert_true(count == 5 || count == 40);
    seen[count == 5]++;
    arena_reset(&arena);
  }
  assert_true(seen[0] > 0 && seen[1] > 0); /* the power went before and after */
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      TEST(power_cut_loses_nothing), TEST(without_full_sync_it_loses),  TEST(kill_loses_nothing),
      TEST(full_disk_loses_nothing), TEST(broken_device_loses_nothing), TEST(a_content_is_replaced_whole_or_not),
  };
  return cmocka_run_group_tests_name("store faults", tests, NULL, NULL);
}
