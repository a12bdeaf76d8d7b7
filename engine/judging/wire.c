#include "judging/wire.h"

#include <stdio.h>
#include <string.h>

#define COUNT(T, member, name) RANGE(T, member, name, 0, SHAPE_WHOLE_MOST)

const Layout file_shape = SHAPE(WireFile, name, TEXT(WireFile, name, "name"), BYTES(WireFile, text, len, "text"));

const Layout source_shape =
    SHAPE(PackSource, path, RAW(PackSource, path, "path"), BYTES(PackSource, data, len, "text"));

/* ---- packs ---- */

static const Layout rule_shape =
    SHAPE(RuleInfo, id, TEXT(RuleInfo, id, "id"), TEXT(RuleInfo, title, "title"), TEXT(RuleInfo, sentence, "sentence"),
          TEXT(RuleInfo, say, "say"), TEXT(RuleInfo, tell, "tell"), TEXT(RuleInfo, studied, "studied"),
          TEXT(RuleInfo, doubt, "doubt"), FLAG(RuleInfo, shown, "shown"), FLAG(RuleInfo, each, "each"),
          ENUM(RuleInfo, evidence, "evidence", evidence_names), TEXTS(RuleInfo, cites, "sources"),
          TEXT(RuleInfo, effects, "effects"), TEXT(RuleInfo, group, "group"), COUNT(RuleInfo, line, "line"));

/* The hash is not in it: who has the texts makes it. */
const Layout pack_shape =
    SHAPE(PackInfo, id, TEXT(PackInfo, id, "id"), TEXT(PackInfo, version, "version"), TEXT(PackInfo, title, "title"),
          TEXT(PackInfo, author, "author"), TEXT(PackInfo, reviewed, "reviewed"), RAW(PackInfo, path, "path"),
          COUNT(PackInfo, age_min, "least age"), COUNT(PackInfo, age_max, "greatest age"),
          TEXTS(PackInfo, closure, "requires"), TEXTS(PackInfo, required_by, "required by"),
          FLAG(PackInfo, asks_local, "own comparison groups"), FLAG(PackInfo, asked_for, "asked for"),
          ROWS(PackInfo, rules, rule_count, "rule", &rule_shape));

const Layout explanation_shape = SHAPE(Explanation, finding, ONE(Explanation, finding, "finding", &finding_shape),
                                       ROWS(Explanation, lines, line_count, "condition", &trace_shape));

const Layout judged_shape =
    SHAPE(JudgedRule, rule, TEXT(JudgedRule, rule, "rule"), ENUM(JudgedRule, side, "side", side_names),
          ENUM(JudgedRule, truth, "truth", truth_names), REAL(JudgedRule, index, "index"));

/* ---- tests ---- */

static const Layout options_shape =
    SHAPE(TestOptions, filter, TEXT_OR_NOT(TestOptions, filter, "filter"), FLAG(TestOptions, list, "list"),
          FLAG(TestOptions, coverage, "coverage"), FLAG(TestOptions, mutate, "mutate"));

const Layout test_request_shape =
    SHAPE(TestRequest, pack, PART(TestRequest, pack, "pack", &source_shape),
          PART(TestRequest, tests, "tests", &source_shape), PART(TestRequest, options, "options", &options_shape));

static const Layout failure_shape =
    SHAPE(TestFailure, text, TEXT(TestFailure, text, "text"), COUNT(TestFailure, line, "line"),
          ROWS(TestFailure, lines, line_count, "condition", &trace_shape));

static const Layout outcome_shape =
    SHAPE(TestOutcome, name, TEXT(TestOutcome, name, "name"), COUNT(TestOutcome, line, "line"),
          ROWS(TestOutcome, failures, failure_count, "failure", &failure_shape));

static const Layout rule_cover_shape =
    SHAPE(RuleCover, rule, TEXT(RuleCover, rule, "rule"), SIZE(RuleCover, yes, "true"), SIZE(RuleCover, no, "false"),
          SIZE(RuleCover, unknown, "unknown"));

static const Layout cut_cover_shape = SHAPE(
    CutCover, rule, TEXT(CutCover, rule, "rule"), TEXT(CutCover, cut, "cut"), TEXT(CutCover, where, "where"),
    COUNT(CutCover, line, "line"), SIZE(CutCover, below, "below"), SIZE(CutCover, at, "at"),
    SIZE(CutCover, above, "above"), FLAG(CutCover, has_below, "has below"), FLAG(CutCover, has_above, "has above"));

static const Layout survivor_shape =
    SHAPE(Survivor, rule, TEXT(Survivor, rule, "rule"), TEXT(Survivor, change, "change"),
          TEXT(Survivor, where, "where"), COUNT(Survivor, line, "line"), COUNT(Survivor, column, "column"));

const Layout test_reply_shape =
    SHAPE(TestReply, pack, TEXT(TestReply, pack, "pack"), ROWS(TestReply, outcomes, count, "case", &outcome_shape),
          SIZE(TestReply, failed, "failed"), SIZE(TestReply, left_out, "left out"),
          ROWS(TestReply, rules, rule_count, "rule", &rule_cover_shape),
          ROWS(TestReply, cuts, cut_count, "cut", &cut_cover_shape),
          ROWS(TestReply, survivors, survivor_count, "survivor", &survivor_shape),
          SIZE(TestReply, mutant_count, "mutants"), FLAG(TestReply, mutated, "mutated"));

/* ---- faults ---- */

enum { COLUMN_MOST = 1 << 20 }; /* no text that is shown is wider */

static const Layout diag_shape = SHAPE(
    Diag, text, RANGE(Diag, level, "level", DIAG_ERROR, DIAG_NOTE), RAW(Diag, file, "file"), COUNT(Diag, line, "line"),
    RANGE(Diag, column, "column", 0, COLUMN_MOST), RANGE(Diag, width, "width", 0, COLUMN_MOST), RAW(Diag, text, "text"),
    RAW_OR_NOT(Diag, hint, "hint"), RAW_OR_NOT(Diag, source_line, "source line"));

void wire_put_err(Text *out, const Err *err) {
  shape_put_whole(out, (int)err->kind);
  shape_put_text(out, err->where);
  shape_put_text(out, err->text);
}

bool wire_get_err(ShapeReader *in, Err *err) {
  int kind;
  const char *where, *text;
  if (!shape_get_whole(in, ERR_CHECK, ERR_IO, &kind) || !shape_get_raw(in, false, &where) ||
      !shape_get_raw(in, false, &text))
    return false;
  if (strlen(where) >= sizeof err->where || strlen(text) >= sizeof err->text) return false;
  if (err->kind == ERR_NONE) {
    err->kind = (ErrKind)kind;
    memcpy(err->where, where, strlen(where) + 1);
    memcpy(err->text, text, strlen(text) + 1);
  }
  return true;
}

void wire_put_diags(Text *out, const Diags *diags) {
  shape_put_rows(out, &diag_shape, diags->list.items, diags->list.count);
}

bool wire_get_diags(ShapeReader *in, Diags *diags) {
  void *rows;
  size_t count;
  if (!shape_get_rows(in, diags->arena, &diag_shape, &rows, &count)) return false;
  for (size_t i = 0; i < count; i++) {
    const Diag *diag = (const Diag *)rows + i;
    *LIST_ADD(diags->arena, &diags->list) = *diag;
    diags->errors += diag->level == DIAG_ERROR;
  }
  return true;
}
