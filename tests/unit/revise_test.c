/* New revisions of a program: edits by hand, and what is kept after a new assessment. On a session of its own with the
 * examples: what an edit makes is stored, what it was made from stays, and what cannot be changes nothing. */
#include "sitting/revise.h"

#include "sitting/admit.h"
#include "judging.h"
#include "sitting/cases.h"
#include <unistd.h>

static char folder[64], path[96];
static Session session, *const s = &session;
static Err err;

static void import_examples(void) {
  FileText file;
  Import people;
  Admitted n = {0};
  StoreId patient;
  const char *examples = "data/examples/examples.ndjson";
  assert_true(session_catalog(s, &err) && session_store(s, STORE_CREATE, &err) && session_judge(s, &err));
  assert_true(file_read(&s->program, examples, examples, 1 << 20, &file, &err));
  assert_true(ndjson_read(s->rows, &s->program, &(ReadOptions){0}, file.text, file.size, &people, &err));
  assert_true(store_begin(s->store, &err));
  for (size_t i = 0; i < people.cases.count; i++)
    assert_true(admit_case(s, &people, &people.cases.items[i], false, &n, &patient, &err));
  assert_true(store_commit(s->store, &err));
  assert_int_equal(people.refused.count, 0);
}

static int set_up(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/sinew-revise-XXXXXX");
  if (!mkdtemp(folder) || setenv("SOURCE_DATE_EPOCH", "1795168800", 1) != 0) return -1; /* 2026-11-20 */
  snprintf(path, sizeof path, "%s/s.db", folder);
  err = (Err){0};
  assert_true(session_open(s, &(SessionOptions){.home = ".", .db = path, .clinician = "Kim"}, &err));
  s->errors = s->out = tmpfile();
  import_examples();
  return s->out ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  FILE *out = s->out;
  session_close(s);
  fclose(out);
  unlink(path);
  return rmdir(folder);
}

/* Judges and plans; gives the stored program and the course it is in. */
static StoredProgram planned(const char *code, Course *course) {
  Result result;
  StoredProgram program;
  if (!cases_assess(s, code, 0, &result, &program, &err)) print_error("%s\n", err.text);
  assert_int_equal(err.kind, ERR_NONE);
  assert_true(course_open(s, code, course, &err));
  return program;
}

static const ProgramItem *find_item(const Program *program, const char *id, Side side) {
  for (size_t i = 0; i < program->item_count; i++)
    if (strcmp(program->items[i].exercise, id) == 0 && program->items[i].side == side) return &program->items[i];
  return NULL;
}

static StoredProgram edited(const Course *course, const Edit *edit, Changes *notes) {
  StoredProgram out;
  Changes changes;
  const ProgramRow *row;
  assert_true(course_find(course, 0, &row, &err));
  if (!revise_edit(s, course, row, edit, &out, &changes, notes, &err)) print_error("%s\n", err.text);
  assert_int_equal(err.kind, ERR_NONE);
  assert_true(changes.count > 0);
  return out;
}

static void refused(const Course *course, const Edit *edit, const char *where, const char *text) {
  StoredProgram out;
  Changes changes, notes;
  const ProgramRow *row;
  assert_true(course_find(course, 0, &row, &err));
  assert_false(revise_edit(s, course, row, edit, &out, &changes, &notes, &err));
  assert_int_equal(err.kind, ERR_DATA);
  assert_string_equal(err.where, where);
  assert_non_null(strstr(err.text, text));
  err = (Err){0};
}

#define ABDUCTION "side_lying_hip_abduction"

static void sides_have_doses_of_their_own(void **state) {
  (void)state;
  Course course;
  Changes notes;
  StoredProgram before = planned("EX-PAIRS", &course), after, stored;
  Edit edit = {.kind = EDIT_DOSE, .exercise = ABDUCTION};
  edit.dose[SIDE_BOTH].reps = 10, edit.dose[SIDE_LEFT].sets = 3, edit.dose[SIDE_RIGHT].sets = 1;
  edit.dose[SIDE_RIGHT].reps = 12;
  after = edited(&course, &edit, &notes);
  const ProgramItem *left = find_item(&after.program, ABDUCTION, SIDE_LEFT);
  const ProgramItem *right = find_item(&after.program, ABDUCTION, SIDE_RIGHT);
  assert_true(left->sets == 3 && left->reps == 10 && right->sets == 1 && right->reps == 12);
  assert_true(left->minutes > find_item(&before.program, ABDUCTION, SIDE_LEFT)->minutes);
  assert_int_equal(notes.count, 0);
  assert_int_equal(after.revision, before.revision + 1);
  assert_true(isnan(after.program.gap) && fabs(after.program.covered - before.program.covered) < 1e-9);
  const ProgramRow *row; /* what it was made from stays */
  assert_true(course_open(s, "EX-PAIRS", &course, &err) && course_find(&course, before.revision, &row, &err));
  assert_true(course_load(s, &course, row, NULL, &stored, &err));
  assert_int_equal(find_item(&stored.program, ABDUCTION, SIDE_RIGHT)->sets, 2);
}

static void a_dose_outside_its_row_and_sides_made_alike_are_noted(void **state) {
  (void)state;
  Course course;
  Changes notes;
  planned("EX-PAIRS", &course);
  Edit edit = {.kind = EDIT_DOSE, .exercise = ABDUCTION};
  edit.dose[SIDE_BOTH].sets = 4;
  edited(&course, &edit, &notes);
  assert_int_equal(notes.count, 3);
  assert_non_null(strstr(notes.items[0], "left and right do the same now, 3 and 2 sets before"));
  assert_non_null(strstr(notes.items[1], "(left): outside its dosage row strength_reps (acsm2009): 4 sets (2 to 3)"));
}

static void what_both_sides_do_alike_is_split_for_one_side(void **state) {
  (void)state;
  Course course;
  Changes notes;
  planned("EX-PAIRS", &course);
  const Edit add = {.kind = EDIT_SWAP, .exercise = "dead_bug_heel_tap", .other = "side_plank_knees"};
  StoredProgram with = edited(&course, &add, &notes);
  const ProgramItem *both = find_item(&with.program, "side_plank_knees", SIDE_BOTH);
  assert_non_null(both);
  Edit edit = {.kind = EDIT_DOSE, .exercise = "side_plank_knees"};
  edit.dose[SIDE_LEFT].sets = both->sets + 1;
  assert_true(course_open(s, "EX-PAIRS", &course, &err));
  StoredProgram after = edited(&course, &edit, &notes);
  assert_int_equal(find_item(&after.program, "side_plank_knees", SIDE_LEFT)->sets, both->sets + 1);
  assert_int_equal(find_item(&after.program, "side_plank_knees", SIDE_RIGHT)->sets, both->sets);
  assert_null(find_item(&after.program, "side_plank_knees", SIDE_BOTH));
}

static void what_cannot_be_is_refused_and_stores_nothing(void **state) {
  (void)state;
  Course course, again;
  planned("EX-PAIRS", &course);
  Edit edit = {.kind = EDIT_DOSE, .exercise = "dead_bug_heel_tap"};
  edit.dose[SIDE_LEFT].sets = 3;
  refused(&course, &edit, "left", "has no left side of its own");
  edit.dose[SIDE_LEFT].sets = 0, edit.dose[SIDE_BOTH].hold_s = 30;
  refused(&course, &edit, "hold", "in repetitions without a hold");
  edit.dose[SIDE_BOTH].hold_s = 0, edit.dose[SIDE_BOTH].sets = 20;
  refused(&course, &edit, "", "plan with --minutes");
  edit = (Edit){.kind = EDIT_ADD, .exercise = "plank"};
  refused(&course, &edit, "", "6 exercises, the limit is 5: remove one first");
  edit = (Edit){.kind = EDIT_REMOVE, .exercise = "plank"};
  refused(&course, &edit, "CHANGE", "is not in revision 1 of the program");
  edit = (Edit){.kind = EDIT_SWAP, .exercise = ABDUCTION, .other = "plnk"};
  refused(&course, &edit, "CHANGE", "did you mean 'plank'?");
  assert_true(course_open(s, "EX-PAIRS", &again, &err));
  assert_int_equal(again.program_count, course.program_count);
}

/* Approved, begun and logged; then judged again. */
static StoredProgram proposed_after(int pain, Changes *changes) {
  Course course;
  Changes notes;
  int replaced;
  planned("EX-PAIRS", &course);
  const Edit edit = {.kind = EDIT_SWAP, .exercise = ABDUCTION, .other = "lateral_band_walk"};
  edited(&course, &edit, &notes);
  const ProgramRow *row;
  assert_true(course_open(s, "EX-PAIRS", &course, &err) && course_find(&course, 0, &row, &err));
  assert_true(course_approve(s, &course, row, &replaced, &err));
  StoreChange change;
  StoredLog log = DIARY_BLANK;
  log.day = session_today(), log.done_pct = 100, log.pain = pain;
  assert_true(course_log(s, "EX-PAIRS", &log, &change, &err));
  Result result;
  StoredProgram fresh, out;
  assert_true(cases_assess(s, "EX-PAIRS", 0, &result, &fresh, &err));
  assert_true(revise_propose(s, "EX-PAIRS", &result, &fresh, &out, changes, &err));
  return out;
}

static void what_went_well_is_kept(void **state) {
  (void)state;
  Changes changes;
  StoredProgram out = proposed_after(2, &changes);
  assert_true(out.id != 0);
  const ProgramItem *kept = find_item(&out.program, "lateral_band_walk", SIDE_LEFT);
  if (!kept) kept = find_item(&out.program, "lateral_band_walk", SIDE_BOTH);
  assert_non_null(kept);
  assert_int_equal(strncmp(kept->why, "kept, because it went well", 26), 0);
}

static void what_hurt_is_not(void **state) {
  (void)state;
  Changes changes;
  assert_int_equal(proposed_after(7, &changes).id, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(sides_have_doses_of_their_own, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_dose_outside_its_row_and_sides_made_alike_are_noted, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_both_sides_do_alike_is_split_for_one_side, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_cannot_be_is_refused_and_stores_nothing, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_went_well_is_kept, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_hurt_is_not, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
