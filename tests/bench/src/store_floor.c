/* The floor of storing: inserts the rows that another database holds into a new one of the same schema, with prepared
 * statements, in the same transactions and under the same settings, and does nothing else. All rows are read into memory
 * before the clock starts, and inserted case by case in the order in which they were stored.
 *
 *   store_floor FROM TO BATCH    BATCH: cases a transaction; prints the cases, seconds of processor and of wall clock */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COLUMNS = 24, TABLES = 32 };

typedef struct Value {
  int type, len;
  int64_t whole;
  double real;
  char *bytes;
} Value;

typedef struct Row {
  Value values[COLUMNS];
} Row;

/* Rows of one table that belong to one case, found by the key of the case in a column. */
typedef struct Table {
  const char *name, *key; /* key: SQL for the number of the case that a row belongs to */
  const char *list;       /* of columns; NULL: all */
  int columns;
  sqlite3_stmt *insert;
  Row *rows;
  int64_t *cases; /* of each row */
  size_t count, cap, next;
} Table;

/* Case N is result N. Words, rules and what else is kept once belong to no case: they are there before the clock runs. */
#define RESULT_OF(visit) "(SELECT r.id FROM result r WHERE r.visit = " visit ")"
#define BY_PATIENT(id)   "(SELECT min(r.id) FROM result r JOIN visit v ON v.id = r.visit WHERE v.patient = " id ")"
#define BY_ENTRY         "(SELECT r.id FROM entry e JOIN result r ON r.visit = e.visit WHERE e.id = t.entry)"
#define BY_PROGRAM       "(SELECT p.result FROM program p WHERE p.id = t.program)"

static Table tables[] = {
    {.name = "patient", .key = BY_PATIENT("t.id")},
    {.name = "search", .key = BY_PATIENT("t.rowid / 2"), .list = "rowid, text"},
    {.name = "profile", .key = BY_PATIENT("t.patient")},
    {.name = "visit", .key = RESULT_OF("t.id")},
    {.name = "entry", .key = RESULT_OF("t.visit")},
    {.name = "measure", .key = BY_ENTRY},
    {.name = "answer", .key = BY_ENTRY},
    {.name = "result", .key = "t.id"},
    {.name = "finding", .key = "t.result"},
    {.name = "program", .key = "t.result"},
    {.name = "program_item", .key = BY_PROGRAM},
};
static const char *const kept_once[] = {"word", "file", "source", "source_file", "basis", "basis_pack", "rule", "list"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static sqlite3 *from, *to;

static void must(sqlite3 *db, int code, int wanted) {
  if (code == wanted) return;
  fprintf(stderr, "store_floor: %s\n", sqlite3_errmsg(db));
  exit(1);
}

static void run(sqlite3 *db, const char *sql) { must(db, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK); }

static double clock_s(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void grow(Table *t) {
  t->cap = t->cap ? 2 * t->cap : 1024;
  t->rows = realloc(t->rows, t->cap * sizeof *t->rows);
  t->cases = realloc(t->cases, t->cap * sizeof *t->cases);
  if (!t->rows || !t->cases) exit(5);
}

static Value read_value(sqlite3_stmt *select, int column) {
  Value v = {.type = sqlite3_column_type(select, column)};
  if (v.type == SQLITE_INTEGER) v.whole = sqlite3_column_int64(select, column);
  if (v.type == SQLITE_FLOAT) v.real = sqlite3_column_double(select, column);
  if (v.type != SQLITE_TEXT && v.type != SQLITE_BLOB) return v;
  const void *bytes =
      v.type == SQLITE_TEXT ? (const void *)sqlite3_column_text(select, column) : sqlite3_column_blob(select, column);
  v.len = sqlite3_column_bytes(select, column);
  v.bytes = malloc((size_t)v.len + 1);
  if (!v.bytes) exit(5);
  memcpy(v.bytes, bytes, (size_t)v.len);
  return v;
}

static void read_table(Table *t) {
  char sql[512];
  sqlite3_stmt *select;
  snprintf(sql, sizeof sql, "SELECT %s AS number, %s FROM %s t ORDER BY number", t->key, t->list ? t->list : "t.*",
           t->name);
  must(from, sqlite3_prepare_v2(from, sql, -1, &select, NULL), SQLITE_OK);
  t->columns = sqlite3_column_count(select) - 1;
  while (sqlite3_step(select) == SQLITE_ROW) {
    if (t->count == t->cap) grow(t);
    t->cases[t->count] = sqlite3_column_int64(select, 0);
    for (int i = 0; i < t->columns; i++) t->rows[t->count].values[i] = read_value(select, i + 1);
    t->count++;
  }
  must(from, sqlite3_finalize(select), SQLITE_OK);
  size_t len = (size_t)snprintf(sql, sizeof sql, "INSERT INTO %s%s%s%s VALUES (?", t->name, t->list ? " (" : "",
                                t->list ? t->list : "", t->list ? ")" : "");
  for (int i = 1; i < t->columns; i++) len += (size_t)snprintf(sql + len, sizeof sql - len, ", ?");
  snprintf(sql + len, sizeof sql - len, ")");
  must(to, sqlite3_prepare_v3(to, sql, -1, SQLITE_PREPARE_PERSISTENT, &t->insert, NULL), SQLITE_OK);
}

static void bind(sqlite3_stmt *insert, int column, const Value *v) {
  int code = SQLITE_OK;
  switch (v->type) {
  case SQLITE_INTEGER: code = sqlite3_bind_int64(insert, column, v->whole); break;
  case SQLITE_FLOAT: code = sqlite3_bind_double(insert, column, v->real); break;
  case SQLITE_TEXT: code = sqlite3_bind_text(insert, column, v->bytes, v->len, SQLITE_STATIC); break;
  case SQLITE_BLOB: code = sqlite3_bind_blob(insert, column, v->bytes, v->len, SQLITE_STATIC); break;
  default: code = sqlite3_bind_null(insert, column); break;
  }
  must(to, code, SQLITE_OK);
}

static void insert_rows(Table *t, int64_t number) {
  for (; t->next < t->count && t->cases[t->next] == number; t->next++) {
    for (int i = 0; i < t->columns; i++) bind(t->insert, i + 1, &t->rows[t->next].values[i]);
    must(to, sqlite3_step(t->insert), SQLITE_DONE);
    must(to, sqlite3_reset(t->insert), SQLITE_OK);
  }
}

static void copy_schema(const char *path) {
  char sql[512];
  sqlite3_stmt *select;
  run(to, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  must(from,
       sqlite3_prepare_v2(from,
                          "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND "
                          "(type = 'index' OR sql LIKE '%STRICT%' OR sql LIKE 'CREATE VIRTUAL%') ORDER BY rowid",
                          -1, &select, NULL),
       SQLITE_OK);
  while (sqlite3_step(select) == SQLITE_ROW) run(to, (const char *)sqlite3_column_text(select, 0));
  must(from, sqlite3_finalize(select), SQLITE_OK);
  snprintf(sql, sizeof sql, "ATTACH '%s' AS old; PRAGMA foreign_keys = OFF", path);
  run(to, sql);
  for (size_t i = 0; i < COUNT(kept_once); i++) {
    snprintf(sql, sizeof sql, "INSERT INTO %s SELECT * FROM old.%s", kept_once[i], kept_once[i]);
    run(to, sql);
  }
  run(to, "DETACH old; PRAGMA foreign_keys = ON");
}

static void insert_all(int64_t cases, int64_t batch) {
  for (int64_t number = 1; number <= cases; number++) {
    if ((number - 1) % batch == 0) run(to, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < COUNT(tables); i++) insert_rows(&tables[i], number);
    if (number % batch == 0 || number == cases) run(to, "COMMIT");
  }
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  must(from, sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
  must(to, sqlite3_open_v2(argv[2], &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL),
       SQLITE_OK);
  copy_schema(argv[1]);
  int64_t cases = 0, batch = atol(argv[3]);
  for (size_t i = 0; i < COUNT(tables); i++) {
    read_table(&tables[i]);
    if (tables[i].count && tables[i].cases[tables[i].count - 1] > cases) cases = tables[i].cases[tables[i].count - 1];
  }
  double wall = clock_s(CLOCK_MONOTONIC), cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID);
  insert_all(cases, batch);
  cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID) - cpu, wall = clock_s(CLOCK_MONOTONIC) - wall;
  printf("%lld %.4f %.4f\n", (long long)cases, cpu, wall);
  return sqlite3_close_v2(to) == SQLITE_OK ? 0 : 1;
}
