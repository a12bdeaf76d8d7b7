/* Tests of rule packs: their cases run, what they reach and what they miss, and a patient's case kept as a test. */
#include "commands/commands.h"

#include "base/file.h"
#include "base/output.h"
#include "base/paths.h"
#include "base/text.h"
#include "patient/casetext.h"
#include "sitting/cases.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { COLUMNS = 100, TEST_FILE_MOST = 2 << 20 };

/* ---- one pack and its tests ---- */

typedef struct Tally { /* over all packs */
  size_t passed, failed, taken, left_out;
  ErrKind worst; /* the first fault decides the exit code */
} Tally;

static void note(Tally *tally, ErrKind kind) {
  if (tally->worst == ERR_NONE) tally->worst = kind;
}

static bool read_text(Session *s, const char *path, PackSource *source, Err *err) {
  FileText text;
  if (!file_read(&s->run, path, path, TEST_FILE_MOST, &text, err)) return false;
  *source = (PackSource){.path = path, .data = text.text, .len = text.size};
  return true;
}

static bool read_both(Session *s, const char *path, TestRequest *request, Err *err) {
  if (!session_read_pack(s, paths_tested(&s->run, path), &request->pack, err)) return false;
  const char *tests = paths_tests(&s->run, request->pack.path);
  if (access(tests, F_OK) != 0)
    return fail(err, ERR_CHECK, request->pack.path, "has no test: write its cases in %s", tests);
  return read_text(s, tests, &request->tests, err);
}

/* ---- failures ---- */

static void add_line(Text *t, const TraceLine *line) {
  static const char *const marks[] = {[TRUTH_FALSE] = "no", [TRUTH_TRUE] = "yes", [TRUTH_UNKNOWN] = "unknown"};
  int indent = 4 + 2 * line->depth;
  const char *mark = arena_printf(t->arena, "%*s%s: ", indent, "", marks[line->truth]);
  text_add_wrapped(t, mark, indent + 2, COLUMNS, line->text);
  for (const char *at = line->detail ? line->detail : ""; *at; at += *at == '\n') {
    size_t len = strcspn(at, "\n");
    const char *first = arena_printf(t->arena, "%*s", indent + 4, "");
    text_add_wrapped(t, first, indent + 6, COLUMNS, arena_copy_n(t->arena, at, len));
    at += len;
  }
}

/* "rules/x_test.lua:12: " */
static void add_place(Text *t, const char *path, int line, int column) {
  text_add_terminal(t, path);
  text_addf(t, ":%d", line);
  if (column) text_addf(t, ":%d", column);
  text_add(t, ": ");
}

static void add_outcome(Text *t, const char *path, const TestOutcome *outcome, bool list) {
  if (!list && !outcome->failure_count) return;
  if (!list) text_add(t, "FAILED ");
  add_place(t, path, outcome->line, 0);
  text_add_terminal(t, outcome->name);
  text_add_char(t, '\n');
  for (size_t i = 0; i < outcome->failure_count; i++) {
    const TestFailure *failure = &outcome->failures[i];
    text_addf(t, "  line %d: ", failure->line);
    text_add_terminal(t, failure->text);
    text_add_char(t, '\n');
    for (size_t k = 0; k < failure->line_count; k++) add_line(t, &failure->lines[k]);
  }
}

/* ---- coverage and mutants ---- */

static bool is_covered(const RuleCover *row) { return row->yes && row->no && row->unknown; }

static bool is_tested(const CutCover *row) {
  return (row->below || !row->has_below) && row->at && (row->above || !row->has_above);
}

static void add_rules(Text *t, const TestReply *reply) {
  int width = (int)strlen("RULE");
  for (size_t i = 0; i < reply->rule_count; i++)
    if ((int)strlen(reply->rules[i].rule) > width) width = (int)strlen(reply->rules[i].rule);
  text_addf(t, "  %-*s  TRUE  FALSE  UNKNOWN\n", width, "RULE");
  for (size_t i = 0; i < reply->rule_count; i++) {
    const RuleCover *row = &reply->rules[i];
    text_addf(t, "  %-*s  %4zu  %5zu  %7zu%s\n", width, row->rule, row->yes, row->no, row->unknown,
              is_covered(row) ? "" : "  <-");
  }
}

static const char *times(Arena *a, size_t count, bool possible) {
  return possible ? arena_printf(a, "%zu", count) : "-";
}

static void add_cuts(Text *t, const TestReply *reply) {
  int width = (int)strlen("CUT");
  for (size_t i = 0; i < reply->cut_count; i++)
    if (text_width(reply->cuts[i].cut) > width) width = text_width(reply->cuts[i].cut);
  text_addf(t, "  %-*s  BELOW  AT  ABOVE  IN\n", width, "CUT");
  for (size_t i = 0; i < reply->cut_count; i++) {
    const CutCover *row = &reply->cuts[i];
    text_addf(t, "  %-*s  %5s  %2zu  %5s  ", width, row->cut, times(t->arena, row->below, row->has_below), row->at,
              times(t->arena, row->above, row->has_above));
    text_add_terminal(t, arena_printf(t->arena, "%s: %s", row->rule, row->where));
    text_add(t, is_tested(row) ? "\n" : "  <-\n");
  }
}

static void add_coverage(Text *t, const char *pack, const TestReply *reply) {
  size_t rules = 0, cuts = 0;
  for (size_t i = 0; i < reply->rule_count; i++) rules += is_covered(&reply->rules[i]);
  for (size_t i = 0; i < reply->cut_count; i++) cuts += is_tested(&reply->cuts[i]);
  text_add_terminal(t, pack);
  text_add(t, ": coverage\n");
  add_rules(t, reply);
  if (reply->cut_count) add_cuts(t, reply);
  text_addf(t, "  %zu of %zu rules true, false and unknown", rules, reply->rule_count);
  if (reply->cut_count) text_addf(t, "; %zu of %zu cuts below, at and above", cuts, reply->cut_count);
  text_add_char(t, '\n');
}

static void add_mutants(Text *t, const char *pack, const TestReply *reply) {
  for (size_t i = 0; i < reply->survivor_count; i++) {
    const Survivor *survivor = &reply->survivors[i];
    add_place(t, pack, survivor->line, survivor->column);
    text_addf(t, "no case notices, in rule %s, %s: ", survivor->rule, survivor->change);
    text_add_terminal(t, survivor->where);
    text_add_char(t, '\n');
  }
  text_add_terminal(t, pack);
  if (!reply->mutated)
    text_add(t, ": not mutated, because not every case passes\n");
  else if (!reply->mutant_count)
    text_add(t, ": no constant to move and no condition to drop\n");
  else
    text_addf(t, ": %zu of %zu mutants survive\n", reply->survivor_count, reply->mutant_count);
}

/* ---- rules test ---- */

static bool test_pack(Session *s, Judge *judge, const char *path, const TestOptions *options, Tally *tally, Err *err) {
  TestRequest request = {.options = *options};
  TestReply reply;
  Diags diags = {.arena = &s->run};
  Text text = {.arena = &s->run};
  if (!read_both(s, path, &request, err)) return false;
  bool ran = judge_test(judge, &s->run, &request, &reply, &diags, err);
  session_print_diags(s, &diags);
  if (!ran) return false;
  for (size_t i = 0; i < reply.count; i++) add_outcome(&text, request.tests.path, &reply.outcomes[i], options->list);
  if (reply.rule_count) add_coverage(&text, request.pack.path, &reply);
  if (options->mutate && !options->list && reply.count) add_mutants(&text, request.pack.path, &reply);
  fputs(text_get(&text), s->out);
  tally->failed += reply.failed, tally->passed += reply.count - reply.failed;
  tally->taken += reply.count, tally->left_out += reply.left_out;
  if (reply.failed || reply.survivor_count) note(tally, ERR_CHECK);
  return reply.count + reply.left_out > 0 || fail(err, ERR_CHECK, request.tests.path, "holds no case");
}

static bool find_packs(Session *s, const Args *args, Paths *paths, Err *err) {
  for (int i = 0; i < args->rest_count; i++)
    if (!paths_expand(&s->run, args->rest[i], paths, err)) return false;
  return args->rest_count || paths_packs(&s->run, s->home, paths, err);
}

bool cmd_rules_test(Session *s, const Args *args, Err *err) {
  Paths paths = {0};
  Tally tally = {0};
  const TestOptions options = {.filter = args_get(args, "--filter"),
                               .list = args_has(args, "--list"),
                               .coverage = args_has(args, "--coverage"),
                               .mutate = args_has(args, "--mutate")};
  if (!session_catalog(s, err) || !find_packs(s, args, &paths, err)) return false;
  *LIST_ADD(&s->run, &paths) = NULL, paths.count--;
  Judge *judge = session_new_judge(s, paths.items);
  for (size_t i = 0; i < paths.count; i++) {
    Err fault = {0};
    if (test_pack(s, judge, paths.items[i], &options, &tally, &fault)) continue;
    fflush(s->out);
    err_print(s->errors, &fault);
    note(&tally, fault.kind);
  }
  judge_close(judge);
  if (options.list)
    fprintf(s->out, "%zu case%s\n", tally.taken, tally.taken == 1 ? "" : "s");
  else
    fprintf(s->out, "%zu passed, %zu failed\n", tally.passed, tally.failed);
  if (tally.worst == ERR_NONE && !tally.taken)
    return fail(err, ERR_CHECK, NULL, "no case%s%s%s", options.filter ? " has a name with '" : " was found",
                options.filter ? options.filter : "", options.filter ? "'" : "");
  return tally.worst == ERR_NONE || fail(err, tally.worst, NULL, "%s", "");
}

/* ---- save-test ---- */

static Verdict verdict_of(const PackInfo *pack, const Case *c, const Finding *f) {
  int age = c->patient.age_years;
  bool anybody = pack->age_min == 0 && pack->age_max == 0;
  if (!anybody && (age < pack->age_min || age > pack->age_max)) return VERDICT_NOT_JUDGED;
  if (f->truth == TRUTH_UNKNOWN) return f->unsure ? VERDICT_UNSURE : VERDICT_UNKNOWN;
  return f->truth == TRUTH_TRUE ? VERDICT_TRUE : VERDICT_FALSE;
}

typedef LIST(CaseVerdict) Verdicts;

static bool collect_verdicts(Session *s, Judge *judge, const PackInfo *pack, const Case *c, Verdicts *out, Err *err) {
  for (size_t i = 0; i < pack->rule_count; i++) {
    Explanation *list;
    size_t count;
    const char *name = arena_printf(&s->run, "%s/%s", pack->id, pack->rules[i].id);
    if (!judge_explain(judge, &s->run, c, name, SIDE_BOTH, &list, &count, err)) return false;
    for (size_t k = 0; k < count; k++)
      *LIST_ADD(&s->run, out) = (CaseVerdict){
          .rule = pack->rules[i].id, .side = list[k].finding->side, .verdict = verdict_of(pack, c, list[k].finding)};
  }
  return true;
}

static bool is_decided(const Verdicts *verdicts) {
  for (size_t i = 0; i < verdicts->count; i++)
    if (verdicts->items[i].verdict != VERDICT_UNKNOWN && verdicts->items[i].verdict != VERDICT_NOT_JUDGED) return true;
  return false;
}

/* The tests as they are, or the first lines of a new file; *count: how many cases. */
static bool begin_file(Session *s, Judge *judge, const PackSource *pack, const char *path, Text *text, size_t *count,
                       Err *err) {
  TestRequest request = {.pack = *pack, .options = {.list = true}};
  TestReply reply;
  Diags diags = {.arena = &s->run};
  *count = 0;
  if (access(path, F_OK) != 0) {
    text_add(text, "-- Cases of the pack beside this file: sinew rules test ");
    text_add_terminal(text, strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
    text_add_char(text, '\n');
    return true;
  }
  if (!read_text(s, path, &request.tests, err)) return false;
  bool sound = judge_test(judge, &s->run, &request, &reply, &diags, err);
  session_print_diags(s, &diags);
  if (!sound) return false;
  text_add_n(text, request.tests.data, request.tests.len);
  if (text->len && text->data[text->len - 1] != '\n') text_add_char(text, '\n');
  *count = reply.count;
  return true;
}

/* The new text must say of the case what was found, before it replaces the old one. */
static bool check_file(Session *s, Judge *judge, const PackSource *pack, const char *path, const Text *text, Err *err) {
  TestRequest request = {.pack = *pack, .tests = {.path = path, .data = text->data, .len = text->len}};
  TestReply reply;
  Diags diags = {.arena = &s->run};
  bool sound = judge_test(judge, &s->run, &request, &reply, &diags, err);
  session_print_diags(s, &diags);
  if (!sound) return false;
  const TestOutcome *last = &reply.outcomes[reply.count - 1];
  return !last->failure_count || fail(err, ERR_CHECK, path, "not saved: %s", last->failures[0].text);
}

static bool save_case(Session *s, Judge *judge, const PackInfo *pack, const PackSource *source, CaseText *from,
                      Err *err) {
  Text text = {.arena = &s->run}, said = {.arena = &s->run};
  const char *path = paths_tests(&s->run, pack->path), *given = from->name;
  size_t count;
  if (!begin_file(s, judge, source, path, &text, &count, err)) return false;
  if (!given) from->name = arena_printf(&s->run, "saved case %zu", count + 1);
  text_add_char(&text, '\n');
  casetext_write(judge_catalog(judge), from, &text);
  if (!check_file(s, judge, source, path, &text, err)) return false;
  if (!output_write(&s->run, path, text.data, text.len, s->out, err)) return false;
  text_add_terminal(&said, path);
  text_add(&said, ": case \"");
  text_add_terminal(&said, from->name);
  text_addf(&said, "\" with %zu verdicts\n", from->verdict_count);
  fputs(text_get(&said), s->out);
  from->name = given;
  return true;
}

/* Freezes the case for one pack, judged by that pack alone: a test says what the rules say, not who overruled them. */
static bool save_for_pack(Session *s, const PackInfo *pack, const Case *given, const char *name, bool *saved,
                          Err *err) {
  Case own = *given, *c = &own;
  own.override_count = 0;
  PackSource source;
  PackInfo info;
  Result result;
  Verdicts verdicts = {0};
  Diags diags = {.arena = &s->run};
  if (!session_read_pack(s, pack->path, &source, err)) return false;
  Judge *judge = session_new_judge(s, NULL);
  bool good = judge_load(judge, &s->run, &source, &info, &diags, err);
  if (good) known_keep(judge_catalog(judge), &s->run, c, NULL); /* not the tests of other packs */
  good =
      good && judge_evaluate(judge, &s->run, c, &result, err) && collect_verdicts(s, judge, &info, c, &verdicts, err);
  if (good && is_decided(&verdicts)) {
    CaseText from = {.name = name,
                     .pack = info.id,
                     .given = c,
                     .verdicts = verdicts.items,
                     .verdict_count = verdicts.count,
                     .result = &result};
    good = save_case(s, judge, &info, &source, &from, err);
    *saved = *saved || good;
  } else if (good)
    fprintf(s->out, "%s: nothing is decided for this case, no test\n", info.id);
  judge_close(judge);
  return good;
}

static bool holds(const char *text, const char *part) {
  size_t len = strlen(part);
  for (; *text; text++)
    if (strncasecmp(text, part, len) == 0) return true;
  return false;
}

bool cmd_save_test(Session *s, const Args *args, Err *err) {
  const char *code = args_get(args, "PATIENT"), *name = args_get(args, "NAME");
  Case c;
  StoreId patient;
  bool saved = false;
  if (name && holds(name, code))
    return fail(err, ERR_USAGE, "NAME", "holds the patient's code: name the case by what it shows");
  if (!session_judge(s, err) || !cases_get(s, code, 0, &c, &patient, err)) return false;
  for (size_t i = 0; i < s->pack_count; i++)
    if (!save_for_pack(s, &s->packs[i], &c, name, &saved, err)) return false;
  return saved || fail(err, ERR_CHECK, NULL, "no pack decides anything for this case: nothing was saved");
}
