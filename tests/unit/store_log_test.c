/* Revisions of programs, the steps of their lives and what was logged of them come out of the store as they went in;
 * the audit chain covers them; the last row counts and none is overwritten. */
#include "store_fixture.h"

#include "store/audit.h"
#include "store/events.h"
#include "store/logs.h"
#include "store/sources.h"

#include <sqlite3.h>

static StoreId judged(StoreId patient, const char *on) {
  Err err = {0};
  StoreChange change;
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, "c");
  const StoredSource catalog = {.kind = SOURCE_CATALOG, .hash = hash_end(&hasher), .name = "catalog", .version = ""};
  ok(store_save_source(store, &catalog, noon, &change, &err), &err);
  StoredResult record = {.stamp = noon, .engine = "1", .catalog = catalog.hash, .snapshot = "{}", .snapshot_len = 2};
  record.result = (Result){.date = day(on)};
  ok(store_save_result(store, patient, &record, &err), &err);
  return record.id;
}

static StoreId planned(StoreId result, int revision) {
  Err err = {0};
  StoredProgram record = {.stamp = noon, .result = result, .program = {.weeks = 6, .referral = ""}};
  ok(store_save_program(store, &record, &err), &err);
  assert_int_equal(record.revision, revision);
  return record.id;
}

static void act(const char *who) { store_act(store, &(Act){.at = noon, .who = who, .command = "log"}); }

static StoreChange write_log(StoreId patient, const StoredLog *log) {
  Err err = {0};
  StoreChange change;
  ok(store_add_log(store, patient, log, &change, &err), &err);
  return change;
}

static void the_last_row_of_a_day_counts(void **state) {
  (void)state;
  Err err = {0};
  StoredLog *logs;
  size_t count;
  StoreId one = add("P1"), program = planned(judged(one, "2026-03-01"), 1);
  StoredLog whole = {.program = program, .day = day("2026-03-02"), .done_pct = 100, .pain = 2, .effort = 5};
  whole.spread = whole.numb = -1;
  StoredLog part = {.program = program, .day = day("2026-03-02"), .exercise = "clamshell", .done_pct = 50, .pain = -1};
  part.effort = -1, part.spread = 1, part.numb = 0, part.note = "down to the calf";
  act("Kim");
  assert_int_equal(write_log(one, &part), STORE_ADDED);
  assert_int_equal(write_log(one, &whole), STORE_ADDED);
  assert_int_equal(write_log(one, &whole), STORE_ALREADY_THERE);
  act("Lee");
  whole.pain = 6;
  assert_int_equal(write_log(one, &whole), STORE_CORRECTED);
  ok(store_list_logs(store, &arena, one, program, &logs, &count, &err), &err);
  assert_int_equal(count, 2);
  assert_true(logs[0].exercise == NULL && logs[0].pain == 6 && logs[0].effort == 5 && logs[0].spread == -1);
  same_text(logs[0].who, "Lee"), same_text(logs[1].who, "Kim");
  assert_true(logs[1].done_pct == 50 && logs[1].pain == -1 && logs[1].spread == 1 && logs[1].numb == 0);
  same_text(logs[1].note, "down to the calf"), same_text(logs[1].exercise, "clamshell");
  AuditReport report;
  ok(store_verify(store, &arena, NULL, &report, &err), &err);
  assert_int_equal(report.fault_count, 0);
}

/* As another program would, past every check. */
static void alter(const char *sql) {
  sqlite3 *db;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static size_t faults(void) {
  Err err = {0};
  AuditReport report;
  ok(store_verify(store, &arena, NULL, &report, &err), &err);
  return report.fault_count;
}

/* The column came with migration 5: a row without it has the digest that it had before, one with it is covered. */
static void the_next_morning_is_kept_and_covered(void **state) {
  (void)state;
  Err err = {0};
  StoredLog *logs;
  size_t count;
  StoreId one = add("P1"), program = planned(judged(one, "2026-03-01"), 1);
  const int said[] = {-1, 0, 1};
  for (size_t i = 0; i < ARRAY_LEN(said); i++) {
    StoredLog log = {.program = program, .day = day("2026-03-02") + (Day)i, .done_pct = 100, .morning = said[i]};
    assert_int_equal(write_log(one, &log), STORE_ADDED);
    assert_int_equal(write_log(one, &log), STORE_ALREADY_THERE);
  }
  ok(store_list_logs(store, &arena, one, program, &logs, &count, &err), &err);
  assert_int_equal(count, ARRAY_LEN(said));
  for (size_t i = 0; i < count; i++) assert_int_equal(logs[i].morning, said[i]);
  logs[0].morning = 1;
  assert_int_equal(write_log(one, &logs[0]), STORE_CORRECTED);
  assert_int_equal(faults(), 0);
  static const char *const altered[] = {"UPDATE log SET morning = 1 - morning WHERE id = 2",
                                        "UPDATE log SET morning = NULL WHERE id = 3",
                                        "UPDATE log SET morning = 0 WHERE id = 1"};
  static const char *const back[] = {"UPDATE log SET morning = 0 WHERE id = 2",
                                     "UPDATE log SET morning = 1 WHERE id = 3",
                                     "UPDATE log SET morning = NULL WHERE id = 1"};
  for (size_t i = 0; i < ARRAY_LEN(altered); i++) {
    alter(altered[i]);
    assert_int_equal(faults(), 1);
    alter(back[i]);
    assert_int_equal(faults(), 0);
  }
}

static void logs_of_others_stay_apart(void **state) {
  (void)state;
  Err err = {0};
  StoredLog *logs;
  size_t count;
  StoreId one = add("P1"), two = add("P2"), result = judged(one, "2026-03-01");
  StoreId first = planned(result, 1), second = planned(result, 2), other = planned(judged(two, "2026-03-01"), 1);
  const StoreId all[] = {second, first};
  for (size_t i = 0; i < ARRAY_LEN(all); i++)
    write_log(one, &(StoredLog){.program = all[i], .day = day("2026-03-04") - (Day)i, .done_pct = 10 * (int)i});
  write_log(two, &(StoredLog){.program = other, .day = day("2026-03-02"), .done_pct = 77});
  ok(store_list_logs(store, &arena, one, 0, &logs, &count, &err), &err);
  assert_true(count == 2 && logs[0].revision == 1 && logs[1].revision == 2 && logs[1].program == second);
  ok(store_list_logs(store, &arena, one, first, &logs, &count, &err), &err);
  assert_true(count == 1 && logs[0].day == day("2026-03-03") && logs[0].done_pct == 10);
  ok(store_list_logs(store, &arena, one, other, &logs, &count, &err), &err);
  assert_int_equal(count, 0);
}

static void the_last_step_is_the_status(void **state) {
  (void)state;
  Err err = {0};
  ProgramRow *rows;
  StoredEvent *events;
  StoredProgram program;
  size_t count;
  StoreId one = add("P1"), first = judged(one, "2026-03-01"), id = planned(first, 1);
  StoreId later = planned(judged(one, "2026-04-01"), 2);
  act("Kim");
  StoredEvent event = {.program = id, .status = STATUS_APPROVED, .day = day("2026-03-02")};
  ok(store_add_event(store, one, &event, &err), &err);
  event = (StoredEvent){.program = id, .status = STATUS_STOPPED, .day = day("2026-03-09"), .why = "moved away"};
  ok(store_add_event(store, one, &event, &err), &err);
  ok(store_list_programs(store, &arena, one, &rows, &count, &err), &err);
  assert_true(count == 2 && rows[0].id == id && rows[0].status == STATUS_STOPPED && rows[0].revision == 1);
  assert_true(rows[1].id == later && rows[1].status == STATUS_DRAFT && rows[1].visit == day("2026-04-01"));
  ok(store_list_events(store, &arena, one, &events, &count, &err), &err);
  assert_true(count == 2 && events[0].status == STATUS_APPROVED && events[1].day == day("2026-03-09"));
  same_text(events[0].why, NULL), same_text(events[1].why, "moved away"), same_text(events[1].who, "Kim");
  ok(store_get_program(store, &arena, id, &program, &err), &err);
  assert_true(program.status == STATUS_STOPPED && program.revision == 1 && program.result == first);
  ok(store_load_program(store, &arena, first, true, &program, &err), &err);
  assert_true(program.id == id);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(the_last_row_of_a_day_counts),
      TEST(the_next_morning_is_kept_and_covered),
      TEST(logs_of_others_stay_apart),
      TEST(the_last_step_is_the_status),
  };
  return cmocka_run_group_tests_name("store_log", tests, NULL, NULL);
}
