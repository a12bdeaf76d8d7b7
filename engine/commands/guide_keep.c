#include "commands/guide.h"

#include "base/text.h"
#include "commands/record.h"
#include "commands/trials.h"
#include "sitting/cases.h"
#include "store/history.h"

#include <string.h>

enum { COLUMNS = 80, NAMED = 3 }; /* findings named in one line */

bool guide_load(Guide *g, Err *err) {
  Session *s = g->s;
  return cases_get(s, g->code, g->day, &g->c, &g->patient, err) &&
         judge_evaluate(s->judge, &s->run, &g->c, &g->result, err);
}

/* ---- what an entry changed ---- */

typedef enum { STATE_CLEAR, STATE_PRESENT, STATE_UNSURE, STATE_OPEN } State;

static State state_of(const Finding *f) {
  if (!f || f->truth == TRUTH_FALSE) return STATE_CLEAR;
  if (f->truth == TRUTH_TRUE) return f->shown ? STATE_CLEAR : STATE_PRESENT;
  return f->unsure ? STATE_UNSURE : STATE_OPEN;
}

static const Finding *same_rule(const Result *result, const Finding *f) {
  for (size_t i = 0; i < result->finding_count; i++) {
    const Finding *other = &result->findings[i];
    if (other->side == f->side && strcmp(other->rule, f->rule) == 0 && strcmp(other->pack, f->pack) == 0) return other;
  }
  return NULL;
}

/* Findings of one result that have a state there and not in the other; adds their names. */
static size_t add_changed(Text *t, const char *heading, const Result *in, const Result *other, State state) {
  size_t count = 0;
  for (size_t i = 0; i < in->finding_count; i++) {
    const Finding *f = &in->findings[i];
    if (state_of(f) != state || state_of(same_rule(other, f)) == state) continue;
    if (!heading) {
      count += state_of(same_rule(other, f)) == STATE_CLEAR;
      continue;
    }
    if (count < NAMED)
      text_addf(t, "%s%s", count ? ", " : arena_printf(t->arena, "%s%s: ", t->len ? "; " : "", heading),
                reply_title(t->arena, f->title, f->side));
    count++;
  }
  if (heading && count > NAMED) text_addf(t, " and %zu more", count - NAMED);
  return count;
}

static void say_change(Guide *g, const Result *before) {
  const Result *after = &g->result;
  Text t = {.arena = &g->s->run}, line = {.arena = &g->s->run};
  size_t open = 0;
  add_changed(&t, "now present", after, before, STATE_PRESENT);
  add_changed(&t, "no longer present", before, after, STATE_PRESENT);
  add_changed(&t, "unsure, repeat", after, before, STATE_UNSURE);
  size_t clear = add_changed(&t, NULL, before, after, STATE_OPEN);
  if (clear) text_addf(&t, "%s%zu not present", t.len ? "; " : "", clear);
  for (size_t i = 0; i < after->finding_count; i++) open += state_of(&after->findings[i]) == STATE_OPEN;
  text_addf(&t, "%s%zu to be judged", t.len ? "; " : "", open);
  text_add_wrapped(&line, "  ", 4, COLUMNS, text_get(&t));
  fputs(text_get(&line), g->s->out);
  fflush(g->s->out);
}

/* ---- entries ---- */

static Deed *add_deed(Guide *g, DeedKind kind, const char *what) {
  Deed *deed = LIST_ADD(&g->kept, &g->deeds);
  *deed = (Deed){.kind = kind, .what = arena_copy(&g->kept, what), .passed = g->passed.count, .turn = g->turn};
  return deed;
}

void guide_pass(Guide *g, const char *what, const char *const *ids, size_t count) {
  Deed *deed = add_deed(g, DEED_PASSED, what);
  deed->test = catalog_test(g->s->rows, ids[0]) ? ids[0] : NULL;
  for (size_t i = 0; i < count; i++) *LIST_ADD(&g->kept, &g->passed) = ids[i];
}

/* "left 61 N, 63 N; right 97 N" */
static const char *words_of(Guide *g, const Measure *list, size_t count) {
  Text t = {.arena = &g->s->run};
  for (size_t i = 0; i < count; i++) {
    const Measure *m = &list[i];
    const Test *test = catalog_test(g->s->rows, m->test);
    bool same = i && list[i - 1].side == m->side;
    const char *side = same || m->side == SIDE_BOTH ? "" : side_names[m->side];
    text_addf(&t, "%s%s%s%s",
              !i     ? ""
              : same ? ", "
                     : "; ",
              side, *side ? " " : "", intake_value_text(&g->s->run, test, m));
    if (m->pain >= 0) text_addf(&t, " (pain %d)", m->pain);
  }
  return text_get(&t);
}

/* The numbers by which the rows that were just added are voided; inside of their transaction. */
static bool number_them(Guide *g, Deed *deed, size_t count, Err *err) {
  Entered *items;
  size_t listed;
  if (!store_list_entered(g->s->store, &g->s->run, g->patient, count, &items, &listed, err)) return false;
  deed->numbers = arena_array(&g->kept, listed, sizeof *deed->numbers);
  for (size_t i = 0; i < listed; i++) deed->numbers[i] = items[i].number;
  deed->count = listed;
  return true;
}

bool guide_keep_measures(Guide *g, const Test *test, Measure *list, size_t count, Err *err) {
  Session *s = g->s;
  Result before = g->result;
  StoreChange change;
  const char *words = words_of(g, list, count);
  Deed deed = {0};
  if (!store_begin(s->store, err)) return false;
  bool ok = trials_store(s, g->patient, g->day, NULL, list, count, &change, err) &&
            (change == STORE_ALREADY_THERE || number_them(g, &deed, count, err));
  if (!ok) {
    store_rollback(s->store);
    return false;
  }
  if (!store_commit(s->store, err)) return false;
  Deed *kept = add_deed(g, DEED_MEASURES, arena_printf(&s->run, "%s %s", test->name, words));
  kept->test = test->id, kept->numbers = deed.numbers, kept->count = deed.count;
  fprintf(s->out, "  kept: %s\n", words);
  if (!guide_load(g, err)) return false;
  say_change(g, &before);
  return true;
}

static AnswerValue stood_at(const Case *c, const char *question) {
  for (size_t i = 0; i < c->answer_count; i++)
    if (strcmp(c->answers[i].question, question) == 0) return c->answers[i].value;
  return ANSWER_OPEN;
}

static bool store_answers(Guide *g, const char *const *ids, const AnswerValue *values, size_t count, Err *err) {
  bool ok = store_begin(g->s->store, err);
  if (!ok) return false;
  for (size_t i = 0; i < count && ok; i++) {
    StoreChange change;
    Answer answer;
    const char *field;
    ok = intake_answer(g->s->rows, &g->s->run, ids[i], answer_names[values[i]], &answer, &field, err) &&
         store_add_answer(g->s->store, g->patient, g->day, &answer, &change, err);
  }
  if (ok) return store_commit(g->s->store, err);
  store_rollback(g->s->store);
  return false;
}

bool guide_keep_answers(Guide *g, const Checklist *list, Err *err) {
  Result before = g->result;
  const char *ids[CHECKLIST_MOST] = {NULL};
  AnswerValue values[CHECKLIST_MOST] = {ANSWER_OPEN};
  size_t count = 0, yes = 0;
  for (size_t i = 0; i < list->count; i++) {
    if (list->values[i] == ANSWER_OPEN) continue;
    ids[count] = list->questions[i]->id, values[count++] = list->values[i];
    yes += list->values[i] == ANSWER_YES;
  }
  if (!store_answers(g, ids, values, count, err)) return false;
  Deed *deed = add_deed(g, DEED_ANSWERS, arena_printf(&g->s->run, "%s: %zu answered", list->heading, count));
  deed->ids = arena_array(&g->kept, count, sizeof *deed->ids);
  deed->before = arena_array(&g->kept, count, sizeof *deed->before);
  for (size_t i = 0; i < count; i++) {
    deed->ids[i] = ids[i], deed->before[i] = stood_at(&g->c, ids[i]);
    if (values[i] == ANSWER_UNSURE || !list->questions[0]->red_flag)
      *LIST_ADD(&g->kept, &g->passed) = ids[i]; /* asked, and may stay open */
  }
  deed->count = count;
  fprintf(g->s->out, "  kept: %zu answered, %zu yes\n", count, yes);
  if (!guide_load(g, err)) return false;
  if (!list->questions[0]->red_flag) say_change(g, &before);
  return true;
}

/* ---- back ---- */

static bool void_all(Guide *g, const Deed *deed, Err *err) {
  bool ok = store_begin(g->s->store, err);
  Entered entered;
  if (!ok) return false;
  for (size_t i = 0; i < deed->count && ok; i++)
    ok = store_void(g->s->store, &g->s->run, g->patient, deed->numbers[i], "", &entered, err);
  if (ok) return store_commit(g->s->store, err);
  store_rollback(g->s->store);
  return false;
}

/* An answer where none was cannot be unsaid: "unsure" stays open as well. */
static bool answer_again(Guide *g, const Deed *deed, Err *err) {
  AnswerValue *values = arena_array(&g->s->run, deed->count, sizeof *values);
  for (size_t i = 0; i < deed->count; i++) values[i] = deed->before[i] == ANSWER_OPEN ? ANSWER_UNSURE : deed->before[i];
  return store_answers(g, deed->ids, values, deed->count, err);
}

bool guide_back(Guide *g, Err *err) {
  if (!g->deeds.count) {
    fprintf(g->s->out, "  nothing was entered in this sitting; sinew void %s lists earlier entries\n", g->code);
    return true;
  }
  const Deed *deed = &g->deeds.items[g->deeds.count - 1];
  if (deed->kind == DEED_MEASURES && !void_all(g, deed, err)) return false;
  if (deed->kind == DEED_ANSWERS && !answer_again(g, deed, err)) return false;
  fprintf(g->s->out, "  taken back: %s\n", record_safe(g->s, deed->what));
  g->passed.count = deed->passed;
  g->turn = deed->turn;
  g->first = deed->test;
  g->deeds.count--;
  return true;
}
