/* Opening: what is no database of ours is refused in one line and stays as it is; what is ours is private, durable and
 * shared without loss. */
#include "store/patients.h"
#include "store/query.h"
#include "store/results.h"
#include "store/visits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const Stamp noon = {1795176000000, -210};
static char folder[64], path[96];
static Arena arena;

static int set_up(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/sinew-open-XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/s.db", folder);
  return 0;
}

/* The folder with all files and empty folders below it. */
static int sweep(const char *name) {
  DIR *dir = opendir(name);
  if (!dir) return -1;
  for (struct dirent *entry; (entry = readdir(dir));) {
    const char *inner = arena_printf(&arena, "%s/%s", name, entry->d_name);
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (unlink(inner) != 0) sweep(inner);
  }
  closedir(dir);
  return rmdir(name);
}

static int tear_down(void **state) {
  (void)state;
  int code = sweep(folder);
  arena_free(&arena);
  return code;
}

/* ---- helpers ---- */

static Store *open_new(void) {
  Err err = {0};
  Store *s = store_open(path, STORE_CREATE, &err);
  assert_string_equal(err.text, "");
  assert_non_null(s);
  return s;
}

static void add(Store *s, const char *code) {
  Err err = {0};
  StoreId id;
  StoreChange change;
  Patient p = {.code = code, .age_years = -1, .mass_kg = NAN, .height_cm = NAN};
  assert_true(store_save_patient(s, &p, 0, false, noon, &id, &change, &err));
}

static int64_t patients(void) {
  Err err = {0};
  StoreStats stats;
  Store *s = store_open(path, STORE_EXISTING, &err);
  assert_string_equal(err.text, "");
  assert_true(store_stats(s, &stats, &err));
  store_close(s);
  return stats.patients;
}

static void write_file(const char *name, const void *bytes, size_t len) {
  FILE *file = fopen(name, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, len, file), len);
  assert_int_equal(fclose(file), 0);
}

static const char *read_file(const char *name, size_t *len) {
  FILE *file = fopen(name, "rb");
  *len = 0;
  if (!file) return NULL;
  char *bytes = arena_alloc(&arena, 1 << 21);
  *len = fread(bytes, 1, 1 << 21, file);
  fclose(file);
  return bytes;
}

static mode_t mode_of(const char *name) {
  struct stat st;
  assert_int_equal(stat(name, &st), 0);
  return st.st_mode & 07777;
}

/* Changes a database the way another program would. */
static void alter(const char *sql) {
  sqlite3 *db;
  char *text = NULL;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  int code = sqlite3_exec(db, sql, NULL, NULL, &text);
  if (code != SQLITE_OK) print_error("%s\n", text);
  assert_int_equal(code, SQLITE_OK);
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int count_files(void) {
  int count = 0;
  DIR *dir = opendir(folder);
  assert_non_null(dir);
  while (readdir(dir)) count++;
  closedir(dir);
  return count - 2;
}

/* Refused with this text after the quoted path, and neither the file, nor its log, nor the folder has changed. */
static void refused(const char *text) {
  Err err = {0};
  size_t len[2], len_after[2];
  int files = count_files();
  const char *log = arena_printf(&arena, "%s-wal", path);
  const char *bytes[] = {read_file(path, &len[0]), read_file(log, &len[1])};
  assert_null(store_open(path, STORE_CREATE, &err));
  assert_string_equal(err.text, arena_printf(&arena, "'%s' %s", path, text));
  assert_int_equal(err.kind, ERR_STORE);
  assert_null(strchr(err.text, '\n'));
  const char *after[] = {read_file(path, &len_after[0]), read_file(log, &len_after[1])};
  for (int i = 0; i < 2; i++) {
    assert_true(len[i] == len_after[i] && !bytes[i] == !after[i]);
    if (bytes[i]) assert_memory_equal(bytes[i], after[i], len[i]);
  }
  assert_int_equal(count_files(), files);
}

static void file_with_patient(void) {
  Store *s = open_new();
  add(s, "P1");
  store_close(s);
}

/* ---- what is not ours ---- */

static void other_files_are_refused(void **state) {
  (void)state;
  char zeros[200] = {0};
  assert_int_equal(mkdir(path, 0700), 0);
  Err err = {0};
  assert_null(store_open(path, STORE_CREATE, &err));
  assert_string_equal(err.text, arena_printf(&arena, "'%s' is a folder, not a database", path));
  assert_int_equal(rmdir(path), 0);
  assert_int_equal(mkfifo(path, 0600), 0);
  err = (Err){0};
  assert_null(store_open(path, STORE_CREATE, &err));
  assert_string_equal(err.text, arena_printf(&arena, "'%s' is not a regular file", path));
  assert_int_equal(unlink(path), 0);
  write_file(path, "", 0);
  refused("is empty, not a Sinew database: remove it and a new one can be made");
  write_file(path, "patient,date\n", 13);
  refused("is not a Sinew database: check --db or SINEW_DB");
  write_file(path, zeros, sizeof zeros);
  refused("is not a Sinew database: check --db or SINEW_DB");
  unlink(path);
  alter("CREATE TABLE bookmarks (url TEXT)");
  refused("is a database of another program, not of Sinew");
  unlink(path);
  alter("PRAGMA journal_mode = WAL; CREATE TABLE bookmarks (url TEXT)");
  refused("is a database of another program, not of Sinew");
}

static void missing_file_is_made_only_on_demand(void **state) {
  (void)state;
  Err err = {0};
  assert_null(store_open(path, STORE_EXISTING, &err));
  assert_string_equal(err.text,
                      arena_printf(&arena, "there is no database '%s' yet: storing the first patient makes it", path));
  assert_int_equal(count_files(), 0);
  err = (Err){0};
  assert_null(store_open("", STORE_CREATE, &err));
  assert_string_equal(err.text, "the database has an empty name");
  write_file(path, "x", 1);
  err = (Err){0};
  assert_null(store_open(arena_printf(&arena, "%s/below/s.db", path), STORE_CREATE, &err));
  assert_int_equal(err.kind, ERR_STORE);
}

/* A file of the first schema, with a finding in it, as the first Sinew left it. */
static void schema_1_is_migrated(void **state) {
  (void)state;
  static const char *const rows[] = {
      "PRAGMA user_version = 1",
      "INSERT INTO patient VALUES (1, 'P1', '2026-11-20T12:00:00+01:00')",
      "INSERT INTO profile VALUES (1, 1, 1, 0, NULL, 0, 0, 0, '', '2026-11-20T12:00:00+01:00')",
      "INSERT INTO visit VALUES (1, 1, '2026-11-20')",
      "INSERT INTO source VALUES (1, printf('%064d', 1), 1, 'catalog', '', '2026-11-20T12:00:00+01:00')",
      "INSERT INTO basis VALUES (1, printf('%064d', 2), '1.0.0', 1)",
      "INSERT INTO rule VALUES (1, printf('%064d', 3), 'p', 'r', 't', 1, 'g', 'cai2015')",
      "INSERT INTO result VALUES (1, printf('%036d', 1), 1, '2026-11-20T12:00:00+01:00', 1, 1, 0.5, x'7b7d')",
      "INSERT INTO finding VALUES (1, 0, 1, 0, 1, 0, 2.5, NULL, 0.9, NULL, 'said')"};
  Err err = {0};
  StoreStats stats;
  StoredResult record;
  alter(migrations[0]);
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) alter(rows[i]);
  Store *s;
  for (int again = 0; again < 2; again++) { /* the second time there is nothing left to do */
    s = open_new();
    assert_true(store_stats(s, &stats, &err));
    assert_true(stats.schema == 5 && stats.patients == 1 && stats.results == 1);
    assert_true(store_load_result(s, &arena, 1, 0, &record, &err));
    assert_int_equal(record.result.finding_count, 1);
    assert_string_equal(record.result.findings[0].say, "said");
    assert_null(record.result.findings[0].overridden);
    store_close(s);
    assert_int_equal(count_files(), 2);
  }
  assert_int_equal(mode_of(arena_printf(&arena, "%s.schema-1", path)), 0600);
  s = store_open(arena_printf(&arena, "%s.schema-1", path), STORE_READ, &err);
  assert_string_equal(err.text, "");
  store_close(s);
  alter("DROP TABLE note");
  refused("is not as Sinew made it (missing: 'note'): it is refused and left as it is");
}

/* Every list of a result and a program, with values of each kind, as schema 2 kept them: in rows. */
static const char *const rows_of_lists[] = {
    "PRAGMA user_version = 2",
    "INSERT INTO word WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < 400) "
    "SELECT id, 'w' || id FROM n",
    "INSERT INTO word VALUES (500, '')",
    "INSERT INTO patient VALUES (1, 'P1', '2026-11-20T12:00:00+01:00')",
    "INSERT INTO profile VALUES (1, 1, 1, 0, NULL, 0, 0, 0, '', '2026-11-20T12:00:00+01:00')",
    "INSERT INTO visit VALUES (1, 1, '2026-11-20')",
    "INSERT INTO source VALUES (1, printf('%064d', 1), 1, 'catalog', '', '2026-11-20T12:00:00+01:00')",
    "INSERT INTO basis VALUES (1, printf('%064d', 2), '1.0.0', 1)",
    "INSERT INTO rule SELECT id, printf('%064d', id), 'p', 'r' || id, 't', 1, 'g', 'cai2015' FROM word WHERE id < 300",
    "INSERT INTO result VALUES (1, printf('%036d', 1), 1, '2026-11-20T12:00:00+01:00', 1, 1, 0.5, x'7b7d')",
    "INSERT INTO finding VALUES (1, 0, 299, 2, 2, 1, NULL, 500, 0.0, 500, '', NULL)",
    "INSERT INTO finding VALUES (1, 1, 2, 0, 1, 0, 2.5, 7, 0.9, 8, 'said', NULL)",
    "INSERT INTO finding VALUES (1, 2, 3, 1, 2, 0, NULL, 500, 0.0, 500, '', NULL)",
    "INSERT INTO finding VALUES (1, 3, 4, 1, 2, 0, 1.5, 500, 0.0, 500, '', NULL)",
    "INSERT INTO finding VALUES (1, 4, 5, 1, 2, 0, NULL, 500, 0.0, 500, '', NULL)",
    "INSERT INTO need VALUES (1, 0, 0, 3, 301, 2, 302), (1, 0, 1, 19, NULL, 0, 500), (1, 3, 0, 1, 238, 1, 239)",
    "INSERT INTO need VALUES (1, 4, 0, 3, 301, 2, 302), (1, 4, 1, 19, NULL, 0, 500)",
    "INSERT INTO argument VALUES (1, 0, 1, 2, 1, 7, 3, 1, 4, 0.125, NULL), (1, 1, 1, 2, 0, 0, 3, 0, NULL, NULL, 9)",
    "INSERT INTO target VALUES (1, 0, 2, 399, 2, 1.75, 1), (1, 1, 0, 1, 0, 0.0, 0)",
    "INSERT INTO stop VALUES (1, 0, 1, 2, 3, 2, 4), (1, 1, 5, 6, 7, 0, 8)",
    "INSERT INTO open_question VALUES (1, 0, 10, 11, 2), (1, 1, 12, 13, 0)",
    "INSERT INTO remark VALUES (1, 0, 'what', 'text'), (1, 1, '', NULL)",
    "INSERT INTO program VALUES (1, printf('%036d', 2), 1, 1, '2026-11-20T12:00:00+01:00', 30, 3, 6, '', 0, '', 4, 3, "
    "20.5)",
    "INSERT INTO program_item VALUES (1, 0, 20, 21, 1, 3, 10, 0, 3, 1, 4, 2.5, 'why so', 22)",
    "INSERT INTO program_advice VALUES (1, 0, 30, 31, 'why so'), (1, 1, 32, NULL, NULL)",
    "INSERT INTO left_out VALUES (1, 0, 40, 'needs band'), (1, 1, 41, 'needs \"bench\"')"};

static void findings_survive(const Result *r) {
  assert_int_equal(r->finding_count, 5);
  for (size_t i = 0; i < r->finding_count; i++) {
    static const char *const rules[] = {"r299", "r2", "r3", "r4", "r5"};
    assert_string_equal(r->findings[i].rule, rules[i]);
    assert_string_equal(r->findings[i].cites[0], "cai2015");
    assert_int_equal(r->findings[i].truth, i == 1 ? TRUTH_TRUE : TRUTH_UNKNOWN);
  }
  const Finding *f = r->findings;
  assert_true(f[0].side == SIDE_RIGHT && f[0].unsure && isnan(f[0].index) && f[0].certainty == 0 &&
              f[0].need_count == 2);
  assert_true(!*f[0].unit && !*f[0].grade && !*f[0].say && !f[0].overridden);
  assert_true(f[0].needs[0].why == 3 && f[0].needs[0].side == SIDE_RIGHT && f[0].needs[1].why == 19);
  assert_string_equal(f[0].needs[0].what, "w301");
  assert_string_equal(f[0].needs[0].text, "w302");
  assert_true(!f[0].needs[1].what && !*f[0].needs[1].text);
  assert_true(f[1].index == 2.5 && f[1].certainty == 0.9 && !f[1].need_count);
  assert_string_equal(f[1].unit, "w7");
  assert_string_equal(f[1].grade, "w8");
  assert_string_equal(f[1].say, "said");
  assert_true(f[2].side == SIDE_LEFT && !f[2].unsure && !f[2].need_count);
  assert_true(f[3].index == 1.5 && f[3].need_count == 1 && f[4].need_count == 2);
  assert_string_equal(f[3].needs[0].what, "w238");
  assert_string_equal(f[3].needs[0].text, "w239");
  assert_string_equal(f[4].needs[0].what, "w301");
}

static void verdict_survives(const Result *r) {
  const Argument *x = r->arguments;
  assert_int_equal(r->argument_count, 2);
  assert_true(x[0].side == SIDE_LEFT && x[0].action == 7 && x[0].against && x[0].weight == 0.125 && !x[0].held);
  assert_string_equal(x[0].pack, "w1");
  assert_string_equal(x[0].group, "w4");
  assert_true(isnan(x[1].weight) && !x[1].group && !x[1].against);
  assert_string_equal(x[1].target, "w3");
  assert_string_equal(x[1].held, "w9");
  assert_true(r->target_count == 2 && r->targets[0].weight == 1.75 && r->targets[0].conflict);
  assert_true(r->targets[0].action == 2 && r->targets[0].side == SIDE_RIGHT && r->targets[1].weight == 0);
  assert_string_equal(r->targets[0].target, "w399");
  assert_true(r->stop_count == 2 && r->stops[0].urgency == 2);
  assert_string_equal(r->stops[0].title, "w3");
  assert_string_equal(r->stops[1].text, "w8");
  assert_true(r->open_count == 2 && r->open[0].urgency == 2);
  assert_string_equal(r->open[0].question, "w10");
  assert_string_equal(r->open[1].text, "w13");
  assert_true(r->remark_count == 2 && !r->remarks[1].text);
  assert_string_equal(r->remarks[0].what, "what");
  assert_string_equal(r->remarks[0].text, "text");
  assert_string_equal(r->remarks[1].what, "");
}

static void rows_become_lists(void **state) {
  (void)state;
  Err err = {0};
  StoredResult record;
  StoredProgram program;
  for (size_t i = 0; i < 2; i++) alter(migrations[i]);
  for (size_t i = 0; i < ARRAY_LEN(rows_of_lists); i++) alter(rows_of_lists[i]);
  Store *s = open_new();
  assert_true(store_load_result(s, &arena, 1, 0, &record, &err));
  findings_survive(&record.result);
  verdict_survives(&record.result);
  assert_true(store_load_program(s, &arena, record.id, false, &program, &err));
  const Program *p = &program.program;
  assert_true(p->item_count == 1 && p->advice_count == 2 && p->left_out_count == 2);
  assert_string_equal(p->items[0].why, "why so");
  assert_string_equal(p->items[0].dose, "w22");
  assert_string_equal(p->advice[0].text, "w31");
  assert_string_equal(p->advice[0].why, "why so");
  assert_true(!p->advice[1].text && !p->advice[1].why);
  assert_string_equal(p->left_out[0].exercise, "w40");
  assert_string_equal(p->left_out[1].reason, "needs \"bench\"");
  store_close(s);
  alter("UPDATE result SET targets = x'f3ff01'"); /* a text longer than the list */
  s = open_new();
  assert_false(store_load_result(s, &arena, 1, 0, &record, &err));
  assert_non_null(strstr(err.text, "is damaged (a list in it is none)"));
  store_close(s);
}

static void other_schemas_are_refused(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"PRAGMA user_version = 99", "was made by a newer Sinew (schema 99, this one knows 5): update Sinew"},
      {"PRAGMA user_version = 0", "has no schema version: Sinew did not make it so"},
      {"CREATE TRIGGER spy AFTER INSERT ON patient BEGIN DELETE FROM visit; END",
       "is not as Sinew made it (a foreign 'spy'): it is refused and left as it is"},
      {"CREATE VIEW vip AS SELECT * FROM person",
       "is not as Sinew made it (a foreign 'vip'): it is refused and left as it is"},
      {"CREATE TABLE zebra (x)", "is not as Sinew made it (a foreign 'zebra'): it is refused and left as it is"},
      {"DROP INDEX entry_visit", "is not as Sinew made it (missing: 'entry_visit'): it is refused and left as it is"},
      {"DROP TABLE word",
       "is not as Sinew made it (missing: 'sqlite_autoindex_word_1'): it is refused and left as it is"},
      {"PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, '<= hi', '>= hi') WHERE name = "
       "'measure'",
       "is not as Sinew made it (changed: 'measure'): it is refused and left as it is"}};
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    file_with_patient();
    alter(cases[i][0]);
    refused(cases[i][1]);
    assert_int_equal(unlink(path), 0);
  }
  file_with_patient();
  write_file(arena_printf(&arena, "%s-journal", path), "x", 1);
  refused("has a '-journal' file beside it that Sinew never makes");
}

/* An altered file whose change is still in the log of a program that died. */
static void unsettled_log_is_left_alone(void **state) {
  (void)state;
  file_with_patient();
  pid_t child = fork();
  if (child == 0) {
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK) _exit(1);
    _exit(sqlite3_exec(db, "CREATE TABLE zebra (x)", NULL, NULL, NULL)); /* no close: the log stays */
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  assert_int_equal(count_files(), 3);
  refused("is not as Sinew made it (a foreign 'zebra'): it is refused and left as it is");
}

static void damaged_files_are_refused(void **state) {
  (void)state;
  size_t len;
  file_with_patient();
  const char *bytes = read_file(path, &len);
  const size_t cuts[] = {len / 2 / 4096 * 4096, len - 4096, 4096}, odd_cuts[] = {len - 1, 5000, 513};
  for (size_t i = 0; i < ARRAY_LEN(cuts); i++) {
    write_file(path, bytes, cuts[i]);
    refused("is damaged (database disk image is malformed): keep it as it is and restore a backup");
  }
  for (size_t i = 0; i < ARRAY_LEN(odd_cuts); i++) {
    write_file(path, bytes, odd_cuts[i]);
    refused("is damaged (cut short): keep it as it is and restore a backup");
  }
  write_file(path, bytes, 99);
  refused("is not a Sinew database: check --db or SINEW_DB");
  char *spoilt = arena_copy_n(&arena, bytes, len);
  for (size_t i = 4096; i < len; i++) spoilt[i] = (char)(i * 7);
  write_file(path, spoilt, len);
  Err err = {0};
  assert_null(store_open(path, STORE_CREATE, &err));
  assert_non_null(strstr(err.text, "is damaged ("));
}

/* What is in the folder: names and bytes, but not the index of a log, which is memory shared by who reads it. */
static Hash folder_state(void) {
  struct dirent **entries;
  Hasher hasher;
  hash_begin(&hasher);
  int count = scandir(folder, &entries, NULL, alphasort);
  assert_true(count >= 0);
  for (int i = 0; i < count; i++) {
    size_t len;
    const char *bytes = read_file(arena_printf(&arena, "%s/%s", folder, entries[i]->d_name), &len);
    hash_text(&hasher, entries[i]->d_name);
    if (bytes && !strstr(entries[i]->d_name, "-shm")) hash_part(&hasher, bytes, len);
    free(entries[i]);
  }
  free(entries);
  return hash_end(&hasher);
}

/* Reads `count` patients and is refused a write for this reason; nothing in the folder changes. */
static void reads_only(StoreMode mode, int64_t count, const char *why) {
  Err err = {0};
  StoreStats stats;
  Hash before = folder_state();
  Store *s = store_open(path, mode, &err);
  assert_string_equal(err.text, "");
  assert_non_null(s);
  assert_string_equal(store_read_only(s), why);
  assert_true(store_stats(s, &stats, &err));
  assert_int_equal(stats.patients, count);
  assert_false(store_begin(s, &err));
  assert_string_equal(err.text, arena_printf(&arena, "'%s' can only be read (%s): nothing was stored", path, why));
  assert_int_equal(err.kind, ERR_STORE);
  store_close(s);
  assert_string_equal(folder_state().hex, before.hex);
}

static void read_only_is_read(void **state) {
  (void)state;
  static const char by_file[] = "the file may not be written to", by_folder[] = "its folder may not be written to";
  file_with_patient();
  reads_only(STORE_READ, 1, "it was opened for reading");
  assert_int_equal(chmod(path, 0444), 0);
  reads_only(STORE_CREATE, 1, by_file);
  assert_int_equal(mode_of(path), 0444);
  assert_int_equal(chmod(path, 0600), 0);
  assert_int_equal(chmod(folder, 0555), 0);
  reads_only(STORE_EXISTING, 1, by_folder);
  assert_int_equal(chmod(folder, 0700), 0);
  assert_int_equal(patients(), 1);
}

/* A log beside it is part of the database: with its index, and without as on a copied medium. */
static void read_only_log_is_read(void **state) {
  (void)state;
  file_with_patient();
  pid_t child = fork();
  if (child == 0) {
    Err err = {0};
    Store *s = store_open(path, STORE_EXISTING, &err);
    if (!s) _exit(1);
    add(s, "P2");
    _exit(0); /* no close: the log stays */
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  assert_int_equal(count_files(), 3);
  assert_int_equal(chmod(path, 0444), 0);
  reads_only(STORE_EXISTING, 2, "the file may not be written to");
  assert_int_equal(unlink(arena_printf(&arena, "%s-shm", path)), 0);
  reads_only(STORE_EXISTING, 2, "the file may not be written to");
  assert_int_equal(chmod(path, 0600), 0);
  assert_int_equal(chmod(folder, 0555), 0);
  reads_only(STORE_EXISTING, 2, "its folder may not be written to");
  assert_int_equal(chmod(folder, 0700), 0);
  assert_int_equal(patients(), 2);
}

static void read_only_stays_at_its_schema(void **state) {
  (void)state;
  alter(migrations[0]);
  alter("PRAGMA user_version = 1");
  assert_int_equal(chmod(path, 0444), 0);
  refused("was made by an older Sinew and cannot be brought up to date (the file may not be written to): copy it "
          "elsewhere");
}

/* ---- what is ours ---- */

static void files_are_private(void **state) {
  (void)state;
  const mode_t masks[] = {0, 0777, 022};
  for (size_t i = 0; i < ARRAY_LEN(masks); i++) {
    const char *deep = arena_printf(&arena, "%s/a%zu/b", folder, i);
    snprintf(path, sizeof path, "%s/s.db", deep);
    mode_t before = umask(masks[i]);
    Store *s = open_new();
    add(s, "P1");
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(mode_of(arena_printf(&arena, "%s-wal", path)), 0600);
    assert_int_equal(mode_of(arena_printf(&arena, "%s-shm", path)), 0600);
    assert_int_equal(mode_of(deep), 0700);
    assert_int_equal(mode_of(arena_printf(&arena, "%s/a%zu", folder, i)), 0700);
    store_close(s);
    umask(before);
    assert_int_equal(chmod(path, 0644), 0); /* as a copied file would be */
    assert_int_equal(patients(), 1);
    assert_int_equal(mode_of(path), 0600);
  }
}

static void odd_names_are_names(void **state) {
  (void)state;
  static const char *const names[] = {"a b.db",   "100%s'\".db", "file:x?mode=memory",
                                      ":memory:", "-x",          "m\xc3\xbcll\xff\n.db"};
  char before[4096];
  assert_non_null(getcwd(before, sizeof before));
  assert_int_equal(chdir(folder), 0);
  for (size_t i = 0; i < ARRAY_LEN(names); i++) {
    snprintf(path, sizeof path, "%s", names[i]);
    file_with_patient();
    assert_int_equal(patients(), 1);
    assert_int_equal(mode_of(arena_printf(&arena, "./%s", names[i])), 0600);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(count_files(), 0);
  }
  assert_int_equal(chdir(before), 0);
}

/* Other versions of SQLite may word a migrated table otherwise: there every file is compared with a model. */
static void the_newest_schema_is_known(void **state) {
  (void)state;
  Err err = {0};
  Hash digest;
  if (sqlite3_libversion_number() / 1000 != 3040) skip();
  Store *s = open_new();
  assert_true(migrate_digest(s, &digest, &err));
  assert_string_equal(newest_schema, digest.hex); /* the second is what belongs into engine/store/schema.c */
  store_close(s);
}

static void settings_hold(void **state) {
  (void)state;
  size_t len;
  file_with_patient();
  const unsigned char *header = (const unsigned char *)read_file(path, &len);
  assert_true(header[18] == 2 && header[19] == 2); /* write-ahead log */
  assert_memory_equal(header + 68, "Sinw", 4);     /* application id */
  assert_true(header[62] == 0 && header[63] == 5); /* schema 4 */
  assert_int_equal(count_files(), 1);              /* nothing beside a closed file */
}

/* A killed writer loses what was not committed and nothing else. */
static void killed_writer_leaves_it_whole(void **state) {
  (void)state;
  file_with_patient();
  pid_t child = fork();
  if (child == 0) {
    Err err = {0};
    Store *s = store_open(path, STORE_EXISTING, &err);
    if (!s) _exit(1);
    add(s, "P2");
    if (!store_begin(s, &err)) _exit(1);
    add(s, "P3");
    _exit(0);
  }
  int status = -1;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  assert_int_equal(patients(), 2);
}

enum { WRITERS = 4, PATIENTS_EACH = 40 };

/* Each writer makes the same file, adds patients of its own and one answer to a patient that all share. */
static int write_beside_others(int writer) {
  Err err = {0};
  StoreChange change;
  Store *s = store_open(path, STORE_CREATE, &err);
  for (int i = 0; s && i < PATIENTS_EACH; i++) {
    StoreId id = 0;
    const Answer answer = {arena_printf(&arena, "q%d", i % 3), i % 2 ? ANSWER_YES : ANSWER_NO};
    Patient p = {.code = arena_printf(&arena, "W%d-%d", writer, i), .age_years = -1, .mass_kg = NAN, .height_cm = NAN};
    Patient shared = {.code = "shared", .age_years = -1, .mass_kg = NAN, .height_cm = NAN};
    if (!store_save_patient(s, &p, 0, false, noon, &id, &change, &err) ||
        !store_save_patient(s, &shared, 0, false, noon, &id, &change, &err) ||
        !store_add_answer(s, id, 155000, &answer, &change, &err)) {
      break;
    }
  }
  if (err.kind) print_error("%s\n", err.text);
  store_close(s);
  return err.kind != ERR_NONE;
}

static void several_writers_lose_nothing(void **state) {
  (void)state;
  pid_t children[WRITERS];
  for (int i = 0; i < WRITERS; i++) {
    children[i] = fork();
    if (children[i] == 0) _exit(write_beside_others(i));
  }
  for (int i = 0; i < WRITERS; i++) {
    int status = -1;
    assert_int_equal(waitpid(children[i], &status, 0), children[i]);
    assert_int_equal(status, 0);
  }
  assert_int_equal(patients(), WRITERS * PATIENTS_EACH + 1);
  alter("PRAGMA integrity_check; PRAGMA foreign_key_check");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      TEST(other_files_are_refused),
      TEST(missing_file_is_made_only_on_demand),
      TEST(schema_1_is_migrated),
      TEST(rows_become_lists),
      TEST(other_schemas_are_refused),
      TEST(unsettled_log_is_left_alone),
      TEST(damaged_files_are_refused),
      TEST(read_only_is_read),
      TEST(read_only_log_is_read),
      TEST(read_only_stays_at_its_schema),
      TEST(files_are_private),
      TEST(odd_names_are_names),
      TEST(the_newest_schema_is_known),
      TEST(settings_hold),
      TEST(killed_writer_leaves_it_whole),
      TEST(several_writers_lose_nothing),
  };
  return cmocka_run_group_tests_name("store open", tests, NULL, NULL);
}
