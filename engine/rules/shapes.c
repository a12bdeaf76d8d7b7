#include "rules/shapes.h"

#include "rules/reply.h"

/* ---- the case ---- */

#define DAY_MOST                   600000 /* some day after the year 3200 */
#define YEARS_MOST                 1000
#define DIMENSION(T, member, name) RANGE(T, member, name, 0, DIM_COUNT_OF - 1)
#define SIDE(T)                    ENUM(T, side, "side", side_names)

/* Neither code nor birth date: nobody who judges needs them. */
static const Layout patient_shape =
    SHAPE(Patient, sport, ENUM(Patient, sex, "sex", sex_names), RANGE(Patient, age_years, "age", -1, YEARS_MOST),
          REAL(Patient, mass_kg, "mass"), REAL(Patient, height_cm, "height"),
          ENUM(Patient, dominant, "dominant leg", side_names), TEXT_OR_NOT(Patient, sport, "sport"));

const Layout measure_shape = SHAPE(
    Measure, test, TERM(Measure, test, "test"), SIDE(Measure), REAL(Measure, lo, "least"), REAL(Measure, hi, "most"),
    DIMENSION(Measure, quantity, "quantity"), TERM_OR_NOT(Measure, position, "position"),
    ENUM(Measure, contraction, "contraction", contraction_names), REAL(Measure, lever_m, "lever arm"),
    RANGE(Measure, trial, "trial", 0, SHAPE_WHOLE_MOST), RANGE(Measure, pain, "pain", -1, 10),
    ENUM(Measure, origin, "origin", origin_names), RANGE(Measure, date, "day", 0, DAY_MOST));

const Layout answer_shape =
    SHAPE(Answer, question, TERM(Answer, question, "question"), ENUM(Answer, value, "answer", answer_names));

static const Layout override_shape =
    SHAPE(Override, rule, TEXT(Override, pack, "pack"), TEXT(Override, rule, "rule"), SIDE(Override),
          FLAG(Override, present, "present"), TEXT_OR_NOT(Override, reason, "reason"),
          TEXT_OR_NOT(Override, clinician, "clinician"));

static const Layout local_shape =
    SHAPE(LocalNorm, test, TEXT(LocalNorm, test, "test"), TEXT_OR_NOT(LocalNorm, position, "position"),
          DIMENSION(LocalNorm, quantity, "quantity"), ENUM(LocalNorm, contraction, "contraction", contraction_names),
          REAL(LocalNorm, mean, "mean"), REAL(LocalNorm, sd, "SD"), RANGE(LocalNorm, n, "people", 0, SHAPE_WHOLE_MOST),
          RANGE(LocalNorm, age_min, "least age", 0, YEARS_MOST),
          RANGE(LocalNorm, age_max, "greatest age", 0, YEARS_MOST), FLAG(LocalNorm, lognormal, "lognormal"));

/* Limits are not in it: they change the program, not what is judged. */
const Layout case_shape =
    SHAPE(Case, local_hash, PART(Case, patient, "patient", &patient_shape), RANGE(Case, date, "day", 0, DAY_MOST),
          ROWS(Case, measures, measure_count, "measure", &measure_shape),
          ROWS(Case, answers, answer_count, "answer", &answer_shape),
          ROWS(Case, overrides, override_count, "override", &override_shape),
          TEXT_OR_NOT(Case, local_hash, "comparison groups"), FLAG(Case, local_all, "for all"),
          ROWS(Case, local, local_count, "comparison group", &local_shape));

/* ---- the result ---- */

#define REASON(T, member, name) RANGE(T, member, name, 0, WHY_FUNCTION)

static const Layout need_shape =
    SHAPE(Need, what, REASON(Need, why, "reason"), TERM(Need, what, "id"), SIDE(Need), TERM(Need, text, "text"));

const Layout finding_shape =
    SHAPE(Finding, rule, TERM(Finding, pack, "pack"), TERM(Finding, rule, "rule"), SIDE(Finding),
          TERM(Finding, title, "title"), ENUM(Finding, truth, "truth", truth_names), FLAG(Finding, unsure, "unsure"),
          REAL(Finding, index, "index"), TERM(Finding, unit, "unit"), REAL(Finding, certainty, "certainty"),
          TERM(Finding, grade, "grade"), ENUM(Finding, evidence, "evidence", evidence_names),
          TERM(Finding, group, "group"), TEXT(Finding, say, "sentence"), TEXTS(Finding, cites, "sources"),
          TERM(Finding, tell, "words for the patient"), TERM(Finding, studied, "in whom it was studied"),
          TERM(Finding, doubt, "what speaks against it"), FLAG(Finding, shown, "for information"),
          ROWS(Finding, needs, need_count, "need", &need_shape), TEXT_OR_NOT(Finding, overridden, "override"));

static const Layout argument_shape =
    SHAPE(Argument, rule, TERM(Argument, pack, "pack"), TERM(Argument, rule, "rule"), SIDE(Argument),
          ENUM(Argument, action, "action", action_names), TERM(Argument, target, "target"),
          FLAG(Argument, against, "against"), TERM(Argument, group, "group"), REAL(Argument, weight, "weight"),
          TERM_OR_NOT(Argument, held, "reason to hold it"));

static const Layout target_shape =
    SHAPE(Target, target, ENUM(Target, action, "action", action_names), TERM(Target, target, "id"), SIDE(Target),
          REAL(Target, weight, "weight"), FLAG(Target, conflict, "conflict"));

static const Layout stop_shape =
    SHAPE(Stop, rule, TERM(Stop, pack, "pack"), TERM(Stop, rule, "rule"), TERM(Stop, title, "title"),
          ENUM(Stop, urgency, "urgency", urgency_names), TERM(Stop, text, "text"));

static const Layout open_shape =
    SHAPE(OpenQuestion, question, TERM(OpenQuestion, question, "id"), TERM(OpenQuestion, text, "text"),
          ENUM(OpenQuestion, urgency, "urgency", urgency_names));

static const Layout remark_shape = SHAPE(Remark, what, TEXT(Remark, what, "id"), TEXT(Remark, text, "text"));

/* The patient's code is not in it. */
const Layout result_shape = SHAPE(
    Result, patient, RANGE(Result, date, "day", 0, DAY_MOST),
    ROWS(Result, findings, finding_count, "finding", &finding_shape),
    ROWS(Result, arguments, argument_count, "argument", &argument_shape),
    ROWS(Result, targets, target_count, "target", &target_shape), ROWS(Result, stops, stop_count, "stop", &stop_shape),
    ROWS(Result, open, open_count, "open question", &open_shape),
    ROWS(Result, remarks, remark_count, "remark", &remark_shape), SIZE(Result, judged, "conditions judged"),
    REAL(Result, expected_by_chance, "findings expected by chance"));

const Layout scale_shape =
    SHAPE(Scale, unit, REAL(Scale, value, "value"), REAL(Scale, error, "error"), REAL(Scale, cut_lo, "least cut"),
          REAL(Scale, cut_hi, "greatest cut"), TEXT_OR_NOT(Scale, unit, "unit"));

const Layout trace_shape = SHAPE(TraceLine, text, RANGE(TraceLine, depth, "depth", 0, 1000),
                                 TEXT(TraceLine, text, "text"), ENUM(TraceLine, truth, "truth", truth_names),
                                 REAL(TraceLine, certainty, "certainty"), TEXT(TraceLine, detail, "detail"),
                                 TEXT(TraceLine, steps, "steps"), PART(TraceLine, scale, "scale", &scale_shape));

/* ---- the program ---- */

#define COUNT(T, member, name) RANGE(T, member, name, 0, SHAPE_WHOLE_MOST)

static const Layout item_shape =
    SHAPE(ProgramItem, exercise, TERM(ProgramItem, exercise, "exercise"), TERM(ProgramItem, name, "name"),
          SIDE(ProgramItem), ENUM(ProgramItem, phase, "phase", phase_names), COUNT(ProgramItem, sets, "sets"),
          COUNT(ProgramItem, reps, "repetitions"), COUNT(ProgramItem, hold_s, "hold"),
          COUNT(ProgramItem, per_week, "times a week"), RANGE(ProgramItem, days, "days", 0, 127),
          COUNT(ProgramItem, week_from, "first week"), COUNT(ProgramItem, week_to, "last week"),
          COUNT(ProgramItem, rest_s, "rest"), REAL(ProgramItem, minutes, "minutes"), TERM(ProgramItem, why, "reason"),
          TERM(ProgramItem, dose, "dose"));

static const Layout advice_shape =
    SHAPE(AdviceItem, id, TERM(AdviceItem, id, "id"), TERM(AdviceItem, text, "text"), TERM(AdviceItem, why, "reason"));

static const Layout left_out_shape =
    SHAPE(LeftOut, exercise, TERM(LeftOut, exercise, "id"), TERM(LeftOut, reason, "reason"));

const Layout program_shape =
    SHAPE(Program, referral, FLAG(Program, stopped, "stopped"), TEXT(Program, referral, "referral"),
          ROWS(Program, items, item_count, "exercise", &item_shape),
          ROWS(Program, advice, advice_count, "advice", &advice_shape),
          ROWS(Program, left_out, left_out_count, "left out", &left_out_shape), COUNT(Program, weeks, "weeks"),
          COUNT(Program, sessions_per_week, "sessions a week"), REAL(Program, minutes, "minutes"),
          REAL(Program, covered, "covered share"), REAL(Program, gap, "gap"));

/* ---- replies beyond a result ---- */

static const Layout gauge_shape =
    SHAPE(Gauge, name, TEXT_OR_NOT(Gauge, test, "test"), TEXT_OR_NOT(Gauge, name, "name"), SIDE(Gauge),
          TEXT_OR_NOT(Gauge, position, "position"), TEXT_OR_NOT(Gauge, position_name, "name of the position"),
          ENUM(Gauge, contraction, "contraction", contraction_names), UNIT_OR_NOT(Gauge, unit, "unit"),
          RANGE(Gauge, decimals, "decimals", 0, 9), FLAG(Gauge, ordinal, "ordinal"), FLAG(Gauge, measured, "measured"),
          REAL(Gauge, lo, "least now"), REAL(Gauge, hi, "most now"), REAL(Gauge, least, "least"),
          REAL(Gauge, most, "most"), REAL(Gauge, mdc, "MDC"), REAL(Gauge, sd, "SD"));

static const Layout span_shape = SHAPE(Span, lo, REAL(Span, lo, "from"), REAL(Span, hi, "to"),
                                       ENUM(Span, truth, "truth", truth_names), FLAG(Span, unsure, "unsure"));

static const Layout ref_shape = SHAPE(RuleRef, rule, TEXT(RuleRef, pack, "pack"), TEXT(RuleRef, rule, "rule"),
                                      TEXT(RuleRef, title, "title"), SIDE(RuleRef));

static const Layout change_shape =
    SHAPE(Change, gauge, PART(Change, gauge, "measure", &gauge_shape), REAL(Change, from, "from"),
          REAL(Change, to, "to"), REAL(Change, short_of, "short of"), ENUM(Change, truth, "truth", truth_names),
          REAL(Change, count, "count"), FLAG(Change, by_sd, "in SD"));

const Layout whynot_shape =
    SHAPE(WhyNot, outside, ONE(WhyNot, finding, "finding", &finding_shape), TEXT_OR_NOT(WhyNot, outside, "outside"),
          ROWS(WhyNot, changes, change_count, "change", &change_shape),
          ROWS(WhyNot, leaves, leaf_count, "condition", &trace_shape));

static const Layout goal_shape =
    SHAPE(Goal, rule, PART(Goal, rule, "rule", &ref_shape), PART(Goal, change, "change", &change_shape),
          ROWS(Goal, leaves, leaf_count, "condition", &trace_shape));

const Layout goals_shape = SHAPE(Goals, list, ROWS(Goals, list, count, "goal", &goal_shape));

static const Layout sweep_row_shape =
    SHAPE(SweepRow, rule, PART(SweepRow, rule, "rule", &ref_shape), ROWS(SweepRow, spans, count, "span", &span_shape));

const Layout sweep_shape = SHAPE(Sweep, gauge, PART(Sweep, gauge, "measure", &gauge_shape),
                                 ROWS(Sweep, rows, count, "rule", &sweep_row_shape), SIZE(Sweep, judged, "judged"));

static const Layout turn_shape = SHAPE(Turn, gauge, PART(Turn, gauge, "measure", &gauge_shape), REAL(Turn, lo, "least"),
                                       REAL(Turn, hi, "most"), UNIT(Turn, unit, "unit"));

static const Layout difference_shape =
    SHAPE(Difference, rule, PART(Difference, rule, "rule", &ref_shape),
          ONE(Difference, before, "before", &finding_shape), ONE(Difference, after, "after", &finding_shape));

const Layout whatif_shape = SHAPE(WhatIf, turns, ROWS(WhatIf, turns, turn_count, "measure", &turn_shape),
                                  ROWS(WhatIf, differences, count, "difference", &difference_shape));

static const Layout next_item_shape =
    SHAPE(NextItem, text, RANGE(NextItem, kind, "kind", NEXT_TEST, NEXT_FACT), TEXT(NextItem, id, "id"),
          TEXT(NextItem, text, "text"), FLAG(NextItem, sides[SIDE_BOTH], "once"),
          FLAG(NextItem, sides[SIDE_LEFT], "left"), FLAG(NextItem, sides[SIDE_RIGHT], "right"),
          TEXT_OR_NOT(NextItem, position, "position"), TEXT_OR_NOT(NextItem, position_name, "name of the position"),
          ENUM(NextItem, contraction, "contraction", contraction_names), REAL(NextItem, named, "named"),
          REAL(NextItem, settles, "settles"), ROWS(NextItem, alone, alone_count, "rule", &ref_shape),
          FLAG(NextItem, compared, "compared"), TEXT_OR_NOT(NextItem, norm, "comparison group"),
          FLAG(NextItem, with_lever, "with a lever arm"), REASON(NextItem, why, "reason"));

const Layout next_shape = SHAPE(Next, first_open, SIZE(Next, open, "open"), SIZE(Next, emergencies, "emergencies"),
                                TEXT_OR_NOT(Next, first_open, "most urgent"), SIZE(Next, undecided, "undecided"),
                                REAL(Next, weight, "weight"), ROWS(Next, items, count, "item", &next_item_shape));

static const Layout ground_shape =
    SHAPE(Ground, test, PART(Ground, rule, "rule", &ref_shape), TEXT(Ground, test, "test"), SIDE(Ground));

const Layout grounds_shape = SHAPE(Grounds, list, ROWS(Grounds, list, count, "ground", &ground_shape));
