/* The audit chain: what a command adds is covered, who reads is kept, and whatever is altered behind the program's back
 * is named; what only a printed head can show is shown by it. */
#include "store_fixture.h"

#include "store/audit.h"
#include "store/overrides.h"
#include "store/results.h"
#include "store/sources.h"
#include "store/visits.h"

#include <sqlite3.h>

static Hash hash_of(const char *text) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, text);
  return hash_end(&hasher);
}

static void act(const char *who, const char *command) {
  store_act(store, &(Act){.at = noon, .who = who, .command = command});
}

static void end(int outcome) {
  Err err = {0};
  bool unrecorded;
  ok(store_act_end(store, outcome, &unrecorded, &err), &err);
  assert_false(unrecorded);
}

static void judge(StoreId id, const char *on) {
  Err err = {0};
  StoreChange change;
  const SourceFile file = {"rules/p.lua", "pack", 4};
  const StoredSource pack = {.kind = SOURCE_PACK, .hash = hash_of("p"), .name = "p", .files = &file, .file_count = 1};
  ok(store_save_source(store, &pack, noon, &change, &err), &err);
  const StoredSource catalog = {.kind = SOURCE_CATALOG, .hash = hash_of("c"), .name = "catalog", .version = ""};
  ok(store_save_source(store, &catalog, noon, &change, &err), &err);
  Finding finding = {.pack = "p", .rule = "r", .title = "t", .truth = TRUTH_TRUE, .index = 0.5, .say = "said"};
  Hash hash = hash_of("p");
  StoredResult record = {.stamp = noon, .engine = "1", .catalog = hash_of("c"), .packs = &hash, .pack_count = 1};
  record.snapshot = "{}", record.snapshot_len = 2;
  record.result = (Result){.date = day(on), .findings = &finding, .finding_count = 1};
  ok(store_save_result(store, id, &record, &err), &err);
}

/* Two patients with a visit, measures, a correction, an override, a note and a result. */
static void clinic(void) {
  Err err = {0};
  StoreChange change;
  Measure m = {.test = "plank", .quantity = DIM_TIME, .lo = 60, .hi = 60, .lever_m = NAN, .pain = -1};
  act("Kim", "patient add");
  StoreId one = add("P1"), two = add("P2");
  const Person person = {.name = "Ada Byron", .contact = "ada@example.org"};
  ok(store_save_person(store, one, &person, noon, &change, &err), &err);
  end(0);
  for (int trial = 1; trial <= 3; trial++) {
    act("Kim", "measure");
    m.trial = trial;
    ok(store_add_measure(store, one, day("2026-03-01"), &m, NULL, &change, &err), &err);
    end(0);
  }
  act("Lee", "measure");
  m.lo = m.hi = 61;
  ok(store_add_measure(store, one, day("2026-03-01"), &m, "misread", &change, &err), &err);
  end(0);
  act("Lee", "override");
  const Override o = {.pack = "p", .rule = "r", .present = true, .reason = "seen", .clinician = "Lee"};
  ok(store_save_override(store, one, day("2026-03-01"), &o, false, noon, &change, &err), &err);
  const StoredNote note = {.day = day("2026-03-01"), .text = "runs again", .clinician = "Lee"};
  ok(store_add_note(store, one, &note, noon, &err), &err);
  end(0);
  act("Lee", "assess");
  judge(one, "2026-03-01");
  end(0);
  act("Lee", "patient show");
  StoredPatient stored;
  ok(store_get_patient(store, &arena, "P2", &stored, &err), &err);
  end(0);
  assert_true(two == stored.id);
}

static AuditReport verify(const char *head) {
  Err err = {0};
  AuditReport report;
  ok(store_verify(store, &arena, head, &report, &err), &err);
  return report;
}

/* Changes the file the way another program would, past every check. */
static void tamper(const char *sql) {
  sqlite3 *db;
  char *text = NULL;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  int code = sqlite3_exec(db, sql, NULL, NULL, &text);
  if (code != SQLITE_OK) print_error("%s: %s\n", sql, text);
  assert_int_equal(code, SQLITE_OK);
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void whole(void **state) {
  (void)state;
  Err err = {0};
  AuditHead head;
  assert_true(verify(NULL).fault_count == 0 && verify(NULL).rows == 0);
  clinic();
  AuditReport report = verify(NULL);
  for (size_t i = 0; i < report.fault_count; i++) print_error("%s\n", report.faults[i]);
  assert_true(report.fault_count == 0 && report.rows == 13 && report.records > 25);
  ok(store_head(store, &head, &err), &err);
  assert_int_equal(head.row, 13);
  assert_int_equal(verify(audit_head_text(&arena, &head)).fault_count, 0);
  assert_int_equal(verify(head.hash.hex).fault_count, 0);
  reopen();
  assert_int_equal(verify(audit_head_text(&arena, &head)).fault_count, 0);
}

static void who_read_is_kept(void **state) {
  (void)state;
  Err err = {0};
  AuditRow *rows;
  size_t count;
  clinic();
  ok(store_list_audit(store, &arena, 2, 0, 100, &rows, &count, &err), &err);
  same_text(rows[count - 1].who, "Lee"), same_text(rows[count - 1].command, "patient show");
  same_text(rows[count - 1].patient, "P2");
  assert_true(rows[count - 1].added == 0 && rows[count - 1].patients == 1 && rows[count - 1].row == 13);
  ok(store_list_audit(store, &arena, 1, 3, 2, &rows, &count, &err), &err);
  assert_true(count == 2 && rows[0].row == 4 && rows[1].row == 5);
  same_text(rows[0].patient, "P1"), same_text(rows[0].at, "2026-11-20T13:00:00+01:00");
  act("Kim", "patient show");
  refused(store_get_patient(store, &arena, "P9", &(StoredPatient){0}, &err), &err, ERR_DATA,
          "unknown patient 'P9' (did you mean 'P1'?)");
  end(3);
  assert_int_equal(verify(NULL).rows, 13); /* nobody was read */
}

/* What is done, and how the first fault that is told begins. */
static const char *const tampering[][2] = {
    {"UPDATE measure SET hi = 62, lo = 62 WHERE n = 2", "measure 2 to 2 is not as it was written (row "},
    {"UPDATE visit SET day = '2026-03-02'", "visit 1 to 1 is not as it was written (row "},
    {"DELETE FROM measure WHERE n = 1", "measure 1 to 1: row "},
    {"DELETE FROM measure WHERE n = 4", "measure 4 to 4: row "}, /* the correction: the old value would count */
    {"DELETE FROM audit WHERE id = 5", "row 5 of the chain is missing"},
    {"DELETE FROM audit WHERE id = 1", "row 1 of the chain is missing"},
    {"UPDATE audit SET id = 99 WHERE id = 4; UPDATE audit SET id = 4 WHERE id = 5; UPDATE audit SET id = 5 WHERE id = "
     "99",
     "row 4 of the chain ("},
    {"INSERT INTO measure SELECT entry, 99, test, side, position, contraction, 9, quantity, lo, hi, lever_m, pain, "
     "origin "
     "FROM measure WHERE n = 1",
     "measure 1 to 1: row "},
    {"INSERT INTO entry VALUES (77, 1, 1, NULL, NULL); INSERT INTO measure SELECT 77, 99, test, side, position, "
     "contraction, 9, quantity, lo, hi, lever_m, pain, origin FROM measure WHERE n = 1",
     "1 rows of entry that no command added"},
    {"INSERT INTO visit VALUES (-1, 2, '2026-01-01')", "1 rows of visit that no command added"},
    {"UPDATE finding SET truth = 0", "finding 1 to 1 is not as it was written (row "},
    {"UPDATE finding SET say = 'other'", "finding 1 to 1 is not as it was written (row "},
    {"UPDATE result SET snapshot = x'7b'", "result 1 to 1 is not as it was written (row "},
    {"UPDATE file SET bytes = x'00'", "file 1 to 1 is not as it was written (row "},
    {"UPDATE audit SET who = 'Ann' WHERE id = 3", "row 3 of the chain ("},
    {"UPDATE audit SET patient = NULL WHERE id = 12", "row 12 of the chain ("},
    {"UPDATE audit SET cover = x'' WHERE id = 4", "row 4 of the chain ("},
    {"UPDATE audit SET cover = x'0102' WHERE id = 4", "row 4 of the chain ("},
    {"DELETE FROM override", "override 1 to 1: row "},
    {"UPDATE override SET reason = 'other'", "override 1 to 1: the text of 1 rows is not what was sealed"},
    {"UPDATE note SET text = NULL", "note 1 to 1: the text of 1 rows is not what was sealed"},
    {"UPDATE person SET name = 'Eve'", "person 1 to 1: the text of 1 rows is not what was sealed"},
    {"UPDATE entry SET why = 'typing error' WHERE why IS NOT NULL", "entry "},
    {"UPDATE patient SET code = 'P3' WHERE id = 2", "patient 2 to 2: the text of 1 rows is not what was sealed"},
    {"UPDATE patient SET code = NULL, key = NULL WHERE id = 1", "patient 1 to 1: the text of 1 rows is not what was"},
    {"UPDATE word SET text = 'squat' WHERE text = 'plank'", "word "},
    {"UPDATE rule SET title = 'other'", "rule 1 to 1 is not as it was written (row "},
    {"UPDATE profile SET sex = 2 WHERE patient = 1", "profile 1 to 1 is not as it was written (row "},
};

static void tampering_is_named(void **state) {
  (void)state;
  char good[128];
  clinic();
  store_close(store);
  store = NULL;
  snprintf(good, sizeof good, "%s.good", path);
  tamper(arena_printf(&arena, "VACUUM INTO '%s'", good));
  for (size_t i = 0; i < ARRAY_LEN(tampering); i++) {
    assert_int_equal(unlink(path), 0);
    char *copy = arena_printf(&arena, "cp '%s' '%s'", good, path);
    assert_int_equal(system(copy), 0);
    tamper(tampering[i][0]);
    reopen();
    AuditReport report = verify(NULL);
    if (!report.fault_count || strncmp(report.faults[0], tampering[i][1], strlen(tampering[i][1])) != 0)
      print_error("%s\n  %s\n", tampering[i][0], report.fault_count ? report.faults[0] : "nothing was found");
    assert_true(report.fault_count > 0);
    assert_memory_equal(report.faults[0], tampering[i][1], strlen(tampering[i][1]));
    store_close(store);
    store = NULL;
  }
  assert_int_equal(unlink(good), 0);
}

/* The last command taken away with all that it added: the chain is whole in itself. */
static void only_a_printed_head_shows_a_cut(void **state) {
  (void)state;
  Err err = {0};
  AuditHead head;
  clinic();
  act("Lee", "note");
  const StoredNote note = {.day = day("2026-03-01"), .text = "the second", .clinician = "Lee"};
  ok(store_add_note(store, 1, &note, noon, &err), &err);
  end(0);
  ok(store_head(store, &head, &err), &err);
  const char *printed = audit_head_text(&arena, &head);
  assert_int_equal(verify(printed).fault_count, 0);
  tamper("DELETE FROM note WHERE id = 2; DELETE FROM audit WHERE id = 14");
  reopen();
  assert_int_equal(verify(NULL).fault_count, 0);
  AuditReport report = verify(printed);
  assert_int_equal(report.fault_count, 1);
  same_text(report.faults[0], arena_printf(&arena,
                                           "the printed head %s is not in this chain: rows were cut off, or the chain "
                                           "was made anew",
                                           printed));
  const char *const bad[] = {"", "12-", "zz-12345678", "1234567", "12-1234567g", "-3-12345678"};
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    assert_false(store_verify(store, &arena, bad[i], &report, &err));
    assert_int_equal(err.kind, ERR_USAGE);
    err = (Err){0};
  }
}

/* A command that fails leaves neither rows nor a row of the chain; the next one follows without a gap. */
static void rolled_back_leaves_no_trace(void **state) {
  (void)state;
  Err err = {0};
  StoreChange change;
  Measure m = {.test = "plank", .quantity = DIM_TIME, .lo = 60, .hi = 60, .lever_m = NAN, .pain = -1};
  clinic();
  AuditReport before = verify(NULL);
  ok(store_begin(store, &err), &err);
  ok(store_add_measure(store, 2, day("2026-03-01"), &m, NULL, &change, &err), &err);
  store_rollback(store);
  AuditReport after = verify(NULL);
  assert_true(after.fault_count == 0 && after.rows == before.rows && after.records == before.records);
  ok(store_add_measure(store, 2, day("2026-03-01"), &m, NULL, &change, &err), &err);
  after = verify(NULL);
  assert_true(after.fault_count == 0 && after.rows == before.rows + 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(whole),
      TEST(who_read_is_kept),
      TEST(tampering_is_named),
      TEST(only_a_printed_head_shows_a_cut),
      TEST(rolled_back_leaves_no_trace),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
