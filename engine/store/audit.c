#include "store/audit.h"

#include "base/text.h"
#include "store/ledger.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { COVER_MOST = LEDGER_COUNT * (4 * 10 + HASH_BYTES), HEAD_DIGITS = 16 };

/* ---- one row ---- */

typedef struct Row {
  StoreId id, patient;
  char at[40];
  const char *who, *command;
  int64_t patients, outcome;
  const unsigned char *cover;
  size_t cover_len;
  unsigned char hash[HASH_BYTES];
} Row;

/* The hash of a row goes over the hash before it and all that the row says. */
static void hash_row(Row *row, const unsigned char before[HASH_BYTES], unsigned char out[HASH_BYTES]) {
  LedgerRun run;
  ledger_begin(&run);
  ledger_bytes(&run, 'b', before, HASH_BYTES);
  ledger_int(&run, row->id);
  ledger_bytes(&run, 't', row->at, strlen(row->at));
  ledger_bytes(&run, 't', row->who, strlen(row->who));
  ledger_bytes(&run, 't', row->command, strlen(row->command));
  ledger_int(&run, row->patient);
  ledger_int(&run, row->patients);
  ledger_int(&run, row->outcome);
  ledger_bytes(&run, 'b', row->cover, row->cover_len);
  ledger_end(&run, out);
}

static bool last_row(Store *s, StoreId *id, unsigned char hash[HASH_BYTES], Err *err) {
  *id = 0;
  memset(hash, 0, HASH_BYTES);
  Query q = query(s, "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1", err);
  if (query_step(&q)) {
    *id = column_int(&q, 0);
    (void)column_bytes(&q, 1, hash, HASH_BYTES); /* the CHECK of the table gives the size */
  }
  return query_done(&q);
}

static bool write_row(Store *s, Row *row, Err *err) {
  unsigned char before[HASH_BYTES];
  if (!last_row(s, &row->id, before, err)) return false;
  row->id++;
  hash_row(row, before, row->hash);
  Query q = query(s,
                  "INSERT INTO audit (id, at, who, command, patient, patients, outcome, cover, hash) "
                  "VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, ?7, ?8, ?9)",
                  err);
  bind_int(&q, row->id);
  bind_text(&q, row->at);
  bind_text(&q, row->who);
  bind_text(&q, row->command);
  bind_int(&q, row->patient);
  bind_int(&q, row->patients);
  bind_int(&q, row->outcome);
  bind_blob(&q, row->cover, row->cover_len);
  bind_blob(&q, row->hash, sizeof row->hash);
  return query_run(&q);
}

/* ---- what a row covers: table, first and last key, number of rows, digest; table after table ---- */

typedef struct Cover {
  Ledger table;
  StoreId first, last;
  int64_t count;
  unsigned char digest[HASH_BYTES];
} Cover;

static size_t put_number(unsigned char *out, uint64_t value) {
  size_t len = 0;
  for (; value >= 0x80; value >>= 7) out[len++] = (unsigned char)(value | 0x80);
  out[len++] = (unsigned char)value;
  return len;
}

static size_t put_cover(unsigned char *out, Ledger table, LedgerRun *run) {
  size_t len = put_number(out, (uint64_t)table);
  len += put_number(out + len, (uint64_t)run->first);
  len += put_number(out + len, (uint64_t)(run->last - run->first));
  len += put_number(out + len, (uint64_t)run->count);
  ledger_end(run, out + len);
  return len + HASH_BYTES;
}

static bool take_number(const unsigned char **at, const unsigned char *end, int64_t *out) {
  uint64_t value = 0;
  for (int shift = 0; shift < 63 && *at < end; shift += 7) {
    unsigned char byte = *(*at)++;
    value |= (uint64_t)(byte & 0x7f) << shift;
    *out = (int64_t)value;
    if (!(byte & 0x80)) return true;
  }
  return false;
}

/* false: the end, or *whole is false */
static bool take_cover(const unsigned char **at, const unsigned char *end, Cover *out, bool *whole) {
  int64_t table = 0, span = 0;
  *whole = true;
  if (*at == end) return false;
  *whole = take_number(at, end, &table) && table > LEDGER_NONE && table < LEDGER_COUNT &&
           take_number(at, end, &out->first) && take_number(at, end, &span) && take_number(at, end, &out->count) &&
           end - *at >= HASH_BYTES;
  if (!*whole) return false;
  out->table = (Ledger)table;
  out->last = out->first + span;
  memcpy(out->digest, *at, HASH_BYTES);
  *at += HASH_BYTES;
  return true;
}

/* ---- writing ---- */

void store_act(Store *s, const Act *act) {
  s->act = *act;
  s->seen = s->told = 0;
  s->seen_count = 0;
}

void audit_saw(Store *s, StoreId patient) {
  if (s->seen_count && s->seen == patient) return;
  for (int64_t i = 0; i < s->seen_count && i < SEEN_KNOWN; i++)
    if (s->known_seen[i] == patient) return;
  if (s->seen_count < SEEN_KNOWN) s->known_seen[s->seen_count] = patient;
  s->seen = patient;
  s->seen_count++;
}

bool audit_row(Store *s, StoreId *row, Err *err) {
  unsigned char hash[HASH_BYTES];
  if (!s->row) {
    if (!last_row(s, &s->row, hash, err)) return false;
    s->row++;
  }
  *row = s->row;
  return true;
}

static bool record(Store *s, const unsigned char *cover, size_t len, int outcome, Err *err) {
  Row row = {.who = s->act.who ? s->act.who : "", .command = s->act.command ? s->act.command : ""};
  row.patient = s->seen_count == 1 ? s->seen : 0;
  row.patients = s->seen_count;
  row.outcome = outcome;
  row.cover = cover;
  row.cover_len = len;
  if (!stamp_text(s->act.at, row.at, sizeof row.at, err) || !write_row(s, &row, err)) return false;
  s->told = row.patient;
  s->seen_count = 0;
  return true;
}

bool audit_cover(Store *s, Err *err) {
  unsigned char cover[COVER_MOST];
  size_t len = 0;
  for (int i = LEDGER_NONE + 1; s->runs && i < LEDGER_COUNT; i++)
    if (s->runs[i].count) len += put_cover(cover + len, (Ledger)i, &s->runs[i]);
  return len == 0 || record(s, cover, len, ERR_NONE, err);
}

bool store_act_end(Store *s, int outcome, bool *unrecorded, Err *err) {
  bool known = s->seen_count == 0 || (s->seen_count == 1 && s->seen == s->told);
  *unrecorded = !known && store_read_only(s) != NULL;
  bool ok = known || *unrecorded || (store_begin(s, err) && store_end(s, record(s, NULL, 0, outcome, err), err));
  store_act(s, &(Act){0});
  return ok;
}

bool store_act_whole(Store *s, Err *err) {
  return store_read_only(s) || (store_begin(s, err) && store_end(s, record(s, NULL, 0, ERR_NONE, err), err));
}

/* Neither a migration nor a copy has a caller who hands in the time. */
bool audit_found(Store *s, const char *command, Err *err) {
  unsigned char cover[COVER_MOST];
  Row row = {.who = "", .command = command, .cover = cover};
  LedgerRun run;
  for (int i = LEDGER_NONE + 1; i < LEDGER_COUNT; i++) {
    int64_t broken;
    if (!ledger_ends(s, (Ledger)i, &run.first, &run.last, err)) return false;
    StoreId first = run.first, last = run.last;
    if (!ledger_read(s, (Ledger)i, first, last, &run, &broken, err)) return false;
    run.first = first, run.last = last;
    if (run.count) row.cover_len += put_cover(cover + row.cover_len, (Ledger)i, &run);
  }
  Query q = query(s, "SELECT strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')", err);
  if (query_step(&q)) column_chars(&q, 0, row.at, sizeof row.at);
  return query_done(&q) && (!row.cover_len || write_row(s, &row, err));
}

/* ---- the head ---- */

bool store_head(Store *s, AuditHead *head, Err *err) {
  unsigned char hash[HASH_BYTES];
  if (!last_row(s, &head->row, hash, err)) return false;
  hash_hex(head->hash.hex, hash, sizeof hash);
  return true;
}

const char *audit_head_text(Arena *a, const AuditHead *head) {
  return head->row ? arena_printf(a, "%lld-%.*s", (long long)head->row, HEAD_DIGITS, head->hash.hex) : "0";
}

/* ---- showing ---- */

static int64_t count_added(const unsigned char *at, size_t len) {
  Cover cover;
  bool whole;
  int64_t added = 0;
  for (const unsigned char *end = at + len; take_cover(&at, end, &cover, &whole);) added += cover.count;
  return added;
}

bool store_list_audit(Store *s, Arena *a, StoreId patient, int64_t after, size_t limit, AuditRow **items, size_t *count,
                      Err *err) {
  LIST(AuditRow) list = {0};
#define ROWS                                                                                                           \
  "SELECT a.id, a.at, a.who, a.command, p.code, a.patients, a.outcome, a.cover, a.hash FROM audit a "                  \
  "LEFT JOIN patient p ON p.id = a.patient WHERE a.id > ?1 "
  Query q = patient ? query(s,
                            ROWS "AND a.id IN (SELECT id FROM audit WHERE patient = ?3 UNION ALL SELECT id FROM audit "
                                 "WHERE patients > 1) ORDER BY a.id LIMIT ?2",
                            err)
                    : query(s, ROWS "ORDER BY a.id LIMIT ?2", err);
#undef ROWS
  bind_int(&q, after);
  bind_int(&q, (int64_t)limit);
  if (patient) bind_int(&q, patient);
  while (query_step(&q)) {
    AuditRow *row = LIST_ADD(a, &list);
    unsigned char hash[HASH_BYTES] = {0};
    size_t len = 0;
    *row = (AuditRow){.row = column_int(&q, 0), .at = column_text(&q, a, 1), .who = column_text(&q, a, 2)};
    row->command = column_text(&q, a, 3);
    row->patient = column_text(&q, a, 4);
    row->patients = column_int(&q, 5);
    row->outcome = (int)column_int(&q, 6);
    const unsigned char *cover = column_blob(&q, a, 7, &len);
    row->added = len ? count_added(cover, len) : 0;
    (void)column_bytes(&q, 8, hash, sizeof hash);
    hash_hex(row->hash.hex, hash, sizeof hash);
  }
  *items = list.items;
  *count = list.count;
  return query_done(&q);
}

/* ---- verifying ---- */

typedef struct Check {
  Store *s;
  Arena *a;
  AuditReport *out;
  StoreId last[LEDGER_COUNT]; /* highest key that was covered so far */
  int64_t head_row;           /* of the printed head; 0: not said */
  const char *head_hex;       /* NULL: none was given */
  bool head_found;
  Err *err;
} Check;

__attribute__((format(printf, 2, 3))) static void blame(Check *c, const char *format, ...) {
  char text[240];
  va_list values;
  va_start(values, format);
  vsnprintf(text, sizeof text, format, values);
  va_end(values);
  if (c->out->fault_count < AUDIT_FAULTS) c->out->faults[c->out->fault_count] = arena_copy(c->a, text);
  c->out->fault_count++;
}

/* Rows that no command added: between what was covered and what comes next. */
static bool check_gap(Check *c, Ledger table, StoreId first) {
  LedgerRun run;
  int64_t broken;
  if (c->last[table] + 1 >= first) return true;
  if (!ledger_read(c->s, table, c->last[table] + 1, first - 1, &run, &broken, c->err)) return false;
  if (run.count)
    blame(c, "%lld rows of %s that no command added stand before or behind those of the chain", (long long)run.count,
          ledgers[table].name);
  return true;
}

static bool check_cover(Check *c, const Row *row, const Cover *cover) {
  LedgerRun run;
  int64_t broken = 0;
  unsigned char digest[HASH_BYTES];
  const char *name = ledgers[cover->table].name;
  if (!check_gap(c, cover->table, cover->first)) return false;
  if (!ledger_read(c->s, cover->table, cover->first, cover->last, &run, &broken, c->err)) return false;
  c->out->records += run.count;
  ledger_end(&run, digest);
  if (cover->first <= c->last[cover->table] || run.count != cover->count)
    blame(c, "%s %lld to %lld: row %lld covers %lld rows, there are %lld", name, (long long)cover->first,
          (long long)cover->last, (long long)row->id, (long long)cover->count, (long long)run.count);
  else if (memcmp(digest, cover->digest, sizeof digest) != 0)
    blame(c, "%s %lld to %lld is not as it was written (row %lld, %s, %s)", name, (long long)cover->first,
          (long long)cover->last, (long long)row->id, row->at, row->command);
  if (broken)
    blame(c, "%s %lld to %lld: the text of %lld rows is not what was sealed", name, (long long)cover->first,
          (long long)cover->last, (long long)broken);
  if (cover->last > c->last[cover->table]) c->last[cover->table] = cover->last;
  return true;
}

static void check_head(Check *c, const Row *row) {
  char hex[2 * HASH_BYTES + 1];
  hash_hex(hex, row->hash, HASH_BYTES);
  if (c->head_hex && (!c->head_row || c->head_row == row->id) && strncmp(hex, c->head_hex, strlen(c->head_hex)) == 0)
    c->head_found = true;
}

static bool check_row(Check *c, Row *row, unsigned char before[HASH_BYTES]) {
  unsigned char due[HASH_BYTES];
  bool whole = true;
  Cover cover;
  if (row->id != c->out->rows + 1) blame(c, "row %lld of the chain is missing", (long long)c->out->rows + 1);
  hash_row(row, before, due);
  if (memcmp(due, row->hash, sizeof due) != 0)
    blame(c, "row %lld of the chain (%s, %.40s) is not as it was written, or does not follow the one before",
          (long long)row->id, row->at, row->command);
  const unsigned char *at = row->cover, *end = row->cover + row->cover_len;
  while (take_cover(&at, end, &cover, &whole))
    if (!check_cover(c, row, &cover)) return false;
  if (!whole) blame(c, "row %lld of the chain says nothing readable of what it covers", (long long)row->id);
  check_head(c, row);
  memcpy(before, row->hash, HASH_BYTES);
  c->out->rows = row->id;
  return true;
}

static bool check_chain(Check *c) {
  unsigned char before[HASH_BYTES] = {0};
  Arena one = {0};
  bool ok = true;
  Query q = query(c->s,
                  "SELECT id, at, who, command, coalesce(patient, 0), patients, outcome, cover, hash FROM audit "
                  "ORDER BY id",
                  c->err);
  while (ok && query_step(&q)) {
    Row row = {.id = column_int(&q, 0), .who = column_text(&q, &one, 2), .command = column_text(&q, &one, 3)};
    column_chars(&q, 1, row.at, sizeof row.at);
    row.patient = column_int(&q, 4);
    row.patients = column_int(&q, 5);
    row.outcome = column_int(&q, 6);
    row.cover = column_blob(&q, &one, 7, &row.cover_len);
    (void)column_bytes(&q, 8, row.hash, sizeof row.hash);
    ok = check_row(c, &row, before);
    arena_reset(&one);
  }
  arena_free(&one);
  hash_hex(c->out->head.hash.hex, before, sizeof before);
  c->out->head.row = c->out->rows;
  return query_done(&q) && ok;
}

/* "17-3f2a..." or "3f2a...": at least eight digits, lest anything fits. */
static bool parse_head(Check *c, const char *head, Err *err) {
  const char *dash = strchr(head, '-');
  char *end = NULL;
  if (dash) c->head_row = strtoll(head, &end, 10);
  Text hex = {.arena = c->a};
  for (const char *at = dash ? dash + 1 : head; *at; at++) text_add_char(&hex, (char)tolower((unsigned char)*at));
  c->head_hex = text_get(&hex);
  if ((!dash || (end == dash && c->head_row > 0)) && hex.len >= 8 && hex.len <= 2 * (size_t)HASH_BYTES &&
      strspn(c->head_hex, "0123456789abcdef") == hex.len)
    return true;
  return fail(err, ERR_USAGE, "--head",
              "'%.80s' is no head of the audit chain: write it as printed, 17-3f2a90b1c4d5e6f7", head);
}

bool store_verify(Store *s, Arena *a, const char *head, AuditReport *out, Err *err) {
  Check c = {.s = s, .a = a, .out = out, .err = err};
  *out = (AuditReport){0};
  for (int i = 0; i < LEDGER_COUNT; i++) c.last[i] = -INT64_MAX; /* keys below 1 are no command's either */
  if (head && !parse_head(&c, head, err)) return false;
  bool ok = store_begin_read(s, err) && check_chain(&c);
  for (int i = LEDGER_NONE + 1; ok && i < LEDGER_COUNT; i++) ok = check_gap(&c, (Ledger)i, INT64_MAX);
  if (ok && c.head_hex && !c.head_found)
    blame(&c, "the printed head %s is not in this chain: rows were cut off, or the chain was made anew", head);
  return store_end_read(s, ok, err);
}
