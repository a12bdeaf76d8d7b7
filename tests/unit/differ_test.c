/* Every member of a result and a program is compared, and the first difference is told in words. */
#include "rules/differ.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static Arena arena;
static Need needs[2];
static Finding findings[2];
static Argument arguments[1];
static Target targets[1];
static Stop stops[1];
static OpenQuestion questions[1];
static Remark remarks[1];
static Result result;
static ProgramItem items[1];
static AdviceItem advice[1];
static LeftOut left_out[1];
static Program program;

static const char *const cites[] = {"piva2006", "nielsen2014", NULL};
static const char *const fewer[] = {"piva2006", NULL};

/* The same content each time; whoever compares copies it first. */
static void fill(void) {
  needs[0] = needs[1] = (Need){WHY_NO_NORM, "side_bridge", SIDE_LEFT, "Side bridge (left)"};
  findings[0] = findings[1] = (Finding){.pack = "p",
                                        .rule = "r",
                                        .title = "t",
                                        .side = SIDE_LEFT,
                                        .truth = TRUTH_TRUE,
                                        .unsure = false,
                                        .index = 1.5,
                                        .unit = "SD",
                                        .certainty = 0.9,
                                        .grade = "mild",
                                        .evidence = EVIDENCE_LIMITED,
                                        .group = "g",
                                        .say = "s",
                                        .cites = cites,
                                        .needs = needs,
                                        .need_count = 2,
                                        .overridden = NULL};
  arguments[0] = (Argument){"p", "r", SIDE_LEFT, ACTION_STRENGTHEN, "core", false, "g", 0.5, NULL};
  targets[0] = (Target){ACTION_STRENGTHEN, "core", SIDE_LEFT, 0.5, false};
  stops[0] = (Stop){"p", "r", "t", URGENCY_URGENT, "refer"};
  questions[0] = (OpenQuestion){"rf_cord", "text", URGENCY_EMERGENCY, 0};
  remarks[0] = (Remark){"age", "outside"};
  result = (Result){"P1", 100, findings, 2, arguments, 1, targets, 1, stops, 1, questions, 1, remarks, 1, 7, NAN};
  items[0] = (ProgramItem){"bridge", "Bridge", SIDE_BOTH, PHASE_ACTIVATE, 3, 10, 5, 3, 21, 1, 6, 60, 4.5, "why", "d1"};
  advice[0] = (AdviceItem){"shoes", "text", "why"};
  left_out[0] = (LeftOut){"plank", "no mat"};
  program = (Program){false, "", items, 1, advice, 1, left_out, 1, 6, 3, 25, 0.9, 0};
}

/* The rows that `stored` points to while the originals are changed. */
typedef struct Copy {
  Need needs[2];
  Finding findings[2];
  Argument argument;
  Target target;
  Stop stop;
  OpenQuestion question;
  Remark remark;
  Result result;
  ProgramItem item;
  AdviceItem advice;
  LeftOut left_out;
  Program program;
} Copy;

static Copy *copy(void) {
  fill();
  Copy *c = arena_alloc(&arena, sizeof *c);
  *c = (Copy){.needs = {needs[0], needs[1]},
              .findings = {findings[0], findings[1]},
              .argument = arguments[0],
              .target = targets[0],
              .stop = stops[0],
              .question = questions[0],
              .remark = remarks[0],
              .result = result,
              .item = items[0],
              .advice = advice[0],
              .left_out = left_out[0],
              .program = program};
  c->findings[0].needs = c->findings[1].needs = c->needs;
  c->result.findings = c->findings, c->result.arguments = &c->argument, c->result.targets = &c->target;
  c->result.stops = &c->stop, c->result.open = &c->question, c->result.remarks = &c->remark;
  c->program.items = &c->item, c->program.advice = &c->advice, c->program.left_out = &c->left_out;
  return c;
}

static void told(const char *what, const char *wanted) {
  if (!text_equal(what, wanted)) print_error("'%s' is not '%s'\n", what ? what : "(equal)", wanted);
  assert_true(text_equal(what, wanted));
}

#define RESULT(change, wanted)                                                                                         \
  do {                                                                                                                 \
    Copy *stored = copy();                                                                                             \
    assert_null(differ_result(&arena, &stored->result, &result));                                                      \
    change;                                                                                                            \
    told(differ_result(&arena, &stored->result, &result), wanted);                                                     \
  } while (0)
#define PROGRAM(change, wanted)                                                                                        \
  do {                                                                                                                 \
    Copy *stored = copy();                                                                                             \
    assert_null(differ_program(&arena, &stored->program, &program));                                                   \
    change;                                                                                                            \
    told(differ_program(&arena, &stored->program, &program), wanted);                                                  \
  } while (0)

static void test_findings(void **state) {
  (void)state;
  RESULT(findings[1].pack = "q", "finding 2 (r): pack stored 'p', now 'q'");
  RESULT(findings[1].rule = "x", "finding 2 (r): rule stored 'r', now 'x'");
  RESULT(findings[0].title = NULL, "finding 1 (r): title stored 't', now nothing");
  RESULT(findings[0].side = SIDE_RIGHT, "finding 1 (r): side stored left, now right");
  RESULT(findings[0].truth = TRUTH_UNKNOWN, "finding 1 (r): truth stored true, now unknown");
  RESULT(findings[0].unsure = true, "finding 1 (r): unsure stored no, now yes");
  RESULT(findings[0].index = NAN, "finding 1 (r): index stored 1.5, now unknown");
  RESULT(findings[0].unit = "%", "finding 1 (r): unit stored 'SD', now '%'");
  RESULT(findings[0].certainty = nextafter(0.9, 1), "finding 1 (r): certainty stored 0.9, now 0.9000000000000001");
  RESULT(findings[0].grade = "", "finding 1 (r): grade stored 'mild', now ''");
  RESULT(findings[0].evidence = EVIDENCE_STRONG, "finding 1 (r): evidence stored limited, now strong");
  RESULT(findings[0].group = "h", "finding 1 (r): group stored 'g', now 'h'");
  RESULT(findings[0].say = "S", "finding 1 (r): sentence stored 's', now 'S'");
  RESULT(findings[0].cites = fewer, "finding 1 (r): sources stored 'nielsen2014', now nothing");
  RESULT(findings[0].cites = NULL, "finding 1 (r): sources stored 'piva2006', now nothing");
  RESULT(findings[0].overridden = "by", "finding 1 (r): override stored nothing, now 'by'");
  RESULT(findings[0].need_count = 1, "finding 1 (r): number of rows 'need' stored 2, now 1");
  RESULT(needs[1].why = WHY_PAIN, "finding 1 (r): need 2 (side_bridge): reason stored 3, now 8");
  RESULT(needs[1].what = "x", "finding 1 (r): need 2 (side_bridge): id stored 'side_bridge', now 'x'");
  RESULT(needs[1].side = SIDE_BOTH, "finding 1 (r): need 2 (side_bridge): side stored left, now both");
  RESULT(needs[1].text = "", "finding 1 (r): need 2 (side_bridge): text stored 'Side bridge (left)', now ''");
}

static void test_rest_of_a_result(void **state) {
  (void)state;
  RESULT(result.date = 101, "day stored 100, now 101");
  RESULT(result.finding_count = 1, "number of rows 'finding' stored 2, now 1");
  RESULT(arguments[0].action = ACTION_STRETCH, "argument 1 (r): action stored strengthen, now stretch");
  RESULT(arguments[0].pack = "x", "argument 1 (r): pack stored 'p', now 'x'");
  RESULT(arguments[0].rule = "x", "argument 1 (r): rule stored 'r', now 'x'");
  RESULT(arguments[0].side = SIDE_BOTH, "argument 1 (r): side stored left, now both");
  RESULT(arguments[0].target = "x", "argument 1 (r): target stored 'core', now 'x'");
  RESULT(arguments[0].against = true, "argument 1 (r): against stored no, now yes");
  RESULT(arguments[0].group = "x", "argument 1 (r): group stored 'g', now 'x'");
  RESULT(arguments[0].weight = 1, "argument 1 (r): weight stored 0.5, now 1");
  RESULT(arguments[0].held = "x", "argument 1 (r): reason to hold it stored nothing, now 'x'");
  RESULT(targets[0].action = ACTION_STOP, "target 1 (core): action stored strengthen, now stop");
  RESULT(targets[0].target = "x", "target 1 (core): id stored 'core', now 'x'");
  RESULT(targets[0].side = SIDE_BOTH, "target 1 (core): side stored left, now both");
  RESULT(targets[0].weight = 0, "target 1 (core): weight stored 0.5, now 0");
  RESULT(targets[0].conflict = true, "target 1 (core): conflict stored no, now yes");
  RESULT(stops[0].pack = "x", "stop 1 (r): pack stored 'p', now 'x'");
  RESULT(stops[0].rule = "x", "stop 1 (r): rule stored 'r', now 'x'");
  RESULT(stops[0].title = "x", "stop 1 (r): title stored 't', now 'x'");
  RESULT(stops[0].urgency = URGENCY_CAUTION, "stop 1 (r): urgency stored urgent, now caution");
  RESULT(stops[0].text = "x", "stop 1 (r): text stored 'refer', now 'x'");
  RESULT(questions[0].question = "x", "open question 1 (rf_cord): id stored 'rf_cord', now 'x'");
  RESULT(questions[0].text = "x", "open question 1 (rf_cord): text stored 'text', now 'x'");
  RESULT(questions[0].urgency = URGENCY_URGENT, "open question 1 (rf_cord): urgency stored emergency, now urgent");
  RESULT(remarks[0].what = "x", "remark 1 (age): id stored 'age', now 'x'");
  RESULT(remarks[0].text = "x", "remark 1 (age): text stored 'outside', now 'x'");
  RESULT(result.judged = 8, "conditions judged stored 7, now 8");
  RESULT(result.expected_by_chance = 2, "findings expected by chance stored unknown, now 2");
}

static void test_program(void **state) {
  (void)state;
  PROGRAM(program.stopped = true, "stopped stored no, now yes");
  PROGRAM(program.referral = "x", "referral stored '', now 'x'");
  PROGRAM(items[0].exercise = "x", "exercise 1 (bridge): exercise stored 'bridge', now 'x'");
  PROGRAM(items[0].name = "x", "exercise 1 (bridge): name stored 'Bridge', now 'x'");
  PROGRAM(items[0].side = SIDE_LEFT, "exercise 1 (bridge): side stored both, now left");
  PROGRAM(items[0].phase = PHASE_STRENGTHEN, "exercise 1 (bridge): phase stored activate, now strengthen");
  PROGRAM(items[0].days = 42, "exercise 1 (bridge): days stored 21, now 42");
  PROGRAM(items[0].rest_s = 30, "exercise 1 (bridge): rest stored 60, now 30");
  PROGRAM(program.covered = 1, "covered share stored 0.9, now 1");
  PROGRAM(program.gap = 0.5, "gap stored 0, now 0.5");
  PROGRAM(items[0].sets = 4, "exercise 1 (bridge): sets stored 3, now 4");
  PROGRAM(items[0].reps = 0, "exercise 1 (bridge): repetitions stored 10, now 0");
  PROGRAM(items[0].hold_s = 0, "exercise 1 (bridge): hold stored 5, now 0");
  PROGRAM(items[0].per_week = 2, "exercise 1 (bridge): times a week stored 3, now 2");
  PROGRAM(items[0].week_from = 2, "exercise 1 (bridge): first week stored 1, now 2");
  PROGRAM(items[0].week_to = 7, "exercise 1 (bridge): last week stored 6, now 7");
  PROGRAM(items[0].minutes = 5, "exercise 1 (bridge): minutes stored 4.5, now 5");
  PROGRAM(items[0].why = "x", "exercise 1 (bridge): reason stored 'why', now 'x'");
  PROGRAM(items[0].dose = "x", "exercise 1 (bridge): dose stored 'd1', now 'x'");
  PROGRAM(advice[0].id = "x", "advice 1 (shoes): id stored 'shoes', now 'x'");
  PROGRAM(advice[0].text = "x", "advice 1 (shoes): text stored 'text', now 'x'");
  PROGRAM(advice[0].why = "x", "advice 1 (shoes): reason stored 'why', now 'x'");
  PROGRAM(left_out[0].exercise = "x", "left out 1 (plank): id stored 'plank', now 'x'");
  PROGRAM(left_out[0].reason = "x", "left out 1 (plank): reason stored 'no mat', now 'x'");
  PROGRAM(program.weeks = 7, "weeks stored 6, now 7");
  PROGRAM(program.sessions_per_week = 2, "sessions a week stored 3, now 2");
  PROGRAM(program.minutes = 24, "minutes stored 25, now 24");
  PROGRAM(program.item_count = 0, "number of rows 'exercise' stored 1, now 0");
}

/* Long texts are shown around the place where they part, cut between characters. */
static void test_long_texts(void **state) {
  (void)state;
  Text x = {.arena = &arena}, y = {.arena = &arena};
  for (int i = 0; i < 50; i++) text_add(&x, "\xc3\xbc"), text_add(&y, "\xc3\xbc");
  text_add(&x, "left"), text_add(&y, "right");
  RESULT((stored->remark.text = text_get(&x), remarks[0].text = text_get(&y)),
         "remark 1 (age): text stored '...\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbcleft', now "
         "'...\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbcright'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_findings),
      cmocka_unit_test(test_rest_of_a_result),
      cmocka_unit_test(test_program),
      cmocka_unit_test(test_long_texts),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(&arena);
  return failed;
}
