/* What to measure or ask next, and which comparison groups exist for this patient. */
#include "commands/commands.h"

#include "commands/casefile.h"

#include <string.h>

static const char *number(Arena *a, double value) {
  Text t = {.arena = a};
  text_add_short(&t, value, 2);
  return text_get(&t);
}

static const char *sides_of(const NextItem *item) {
  if (item->sides[SIDE_LEFT]) return item->sides[SIDE_RIGHT] ? " (left and right)" : " (left)";
  return item->sides[SIDE_RIGHT] ? " (right)" : "";
}

/* "yes, N004" */
static const char *norm_of(Arena *a, const NextItem *item) {
  if (!item->compared) return "none in the data";
  if (item->norm) return arena_printf(a, "yes, %s%s", item->norm, item->with_lever ? " (record the lever arm)" : "");
  return item->why == WHY_NO_NORM ? "none for this patient" : arena_printf(a, "none: %s", why_sentence(item->why));
}

/* "a (left, right), b": entries of one rule follow each other. */
static const char *rules_of(Arena *a, const NextItem *item) {
  Text t = {.arena = a};
  for (size_t i = 0; i < item->alone_count; i++) {
    const RuleRef *rule = &item->alone[i], *before = i ? &item->alone[i - 1] : NULL;
    bool same = before && strcmp(before->rule, rule->rule) == 0 && strcmp(before->pack, rule->pack) == 0;
    bool more = i + 1 < item->alone_count && strcmp(item->alone[i + 1].rule, rule->rule) == 0 &&
                strcmp(item->alone[i + 1].pack, rule->pack) == 0;
    if (!same) text_addf(&t, "%s%s", i ? ", " : "", rule->rule);
    if (rule->side != SIDE_BOTH) text_addf(&t, "%s%s%s", same ? ", " : " (", side_names[rule->side], more ? "" : ")");
  }
  return text_get(&t);
}

static void add_item(Text *t, const NextItem *item) {
  Arena *a = t->arena;
  const char *first = item->kind == NEXT_FACT ? item->text : arena_printf(a, "%s%s", item->text, sides_of(item));
  text_add_wrapped(t, "  ", 4, REPLY_COLUMNS, first);
  text_add_wrapped(t, "      ", 8, REPLY_COLUMNS,
                   arena_printf(a, "%s%smay settle weight %s of the %s that waits for it%s%s",
                                item->kind == NEXT_FACT ? "" : item->id, item->kind == NEXT_FACT ? "" : "; ",
                                number(a, item->settles), number(a, item->named),
                                item->kind == NEXT_TEST ? "; comparison group: " : "",
                                item->kind == NEXT_TEST ? norm_of(a, item) : ""));
  if (item->alone_count)
    text_add_wrapped(t, "      ", 8, REPLY_COLUMNS, arena_printf(a, "may decide alone: %s", rules_of(a, item)));
}

/* Tests by position, the one with the most telling test first. */
static void add_tests(Text *t, const Next *next) {
  for (size_t i = 0; i < next->count; i++) {
    const NextItem *head = &next->items[i];
    bool seen = head->kind != NEXT_TEST;
    for (size_t k = 0; k < i && !seen; k++) seen = text_equal(next->items[k].position, head->position);
    if (seen) continue;
    text_addf(t, "\nTests, %s\n", head->position ? reply_inside(t->arena, head->position_name) : "no set position");
    for (size_t k = i; k < next->count; k++)
      if (next->items[k].kind == NEXT_TEST && text_equal(next->items[k].position, head->position))
        add_item(t, &next->items[k]);
  }
}

static void add_others(Text *t, const Next *next, NextKind kind, const char *title) {
  bool any = false;
  for (size_t i = 0; i < next->count; i++) {
    if (next->items[i].kind != kind) continue;
    if (!any) text_addf(t, "\n%s\n", title);
    any = true;
    add_item(t, &next->items[i]);
  }
}

static void add_red_flags(Text *t, const char *code, const Next *next) {
  if (!next->open) return;
  text_add_wrapped(t, "", 2, REPLY_COLUMNS,
                   arena_printf(t->arena, "Red flags first: %zu open, %zu of them emergencies: sinew screen %s",
                                next->open, next->emergencies, code));
  text_add_wrapped(t, "  begins with: ", 4, REPLY_COLUMNS, next->first_open);
}

static void add_page(Text *t, const Case *c, const Next *next) {
  size_t tests = 0, groups = 0;
  for (size_t i = 0; i < next->count; i++) {
    tests += next->items[i].kind == NEXT_TEST;
    groups += next->items[i].norm != NULL;
  }
  text_addf(t, "%s, %s: %zu not assessed, weight %s\n", c->patient.code, date_format(t->arena, c->date),
            next->undecided, number(t->arena, next->weight));
  add_red_flags(t, c->patient.code, next);
  if (tests)
    text_addf(t, "A comparison group for this patient: %zu of %zu test%s below.\n", groups, tests,
              tests == 1 ? "" : "s");
  if (!next->count)
    text_add(t, next->undecided ? "No undone test and no question would settle what is left.\n"
                                : "Nothing waits for a test or an answer.\n");
  add_tests(t, next);
  add_others(t, next, NEXT_QUESTION, "Questions");
  add_others(t, next, NEXT_FACT, "To record");
}

static void add_json_item(Text *t, const NextItem *item) {
  static const char *const kinds[] = {"test", "question", "fact"};
  bool comma = false;
  reply_json_text(t, "kind", kinds[item->kind], false);
  reply_json_text(t, "id", item->kind == NEXT_FACT ? NULL : item->id, false);
  reply_json_text(t, "text", item->text, false);
  text_add(t, "\"sides\":[");
  for (int side = SIDE_BOTH; side <= SIDE_RIGHT; side++) {
    if (!item->sides[side]) continue;
    text_addf(t, "%s\"%s\"", comma ? "," : "", side_names[side]);
    comma = true;
  }
  text_add(t, "],");
  reply_json_text(t, "position", item->position, false);
  reply_json_number(t, "named", item->named, false);
  reply_json_number(t, "settles", item->settles, false);
  reply_json_text(t, "norm", item->norm, false);
  text_addf(t, "\"lever_arm\":%s,", item->with_lever ? "true" : "false");
  text_add(t, "\"alone\":[");
  for (size_t i = 0; i < item->alone_count; i++) {
    text_add(t, i ? ",{" : "{");
    reply_json_text(t, "pack", item->alone[i].pack, false);
    reply_json_text(t, "rule", item->alone[i].rule, false);
    reply_json_text(t, "side", side_names[item->alone[i].side], true);
    text_add_char(t, '}');
  }
  text_add_char(t, ']');
}

static void add_json(Text *t, const Next *next) {
  text_addf(t, "{\"red_flags_open\":%zu,\"undecided\":%zu,", next->open, next->undecided);
  reply_json_number(t, "weight", next->weight, false);
  text_add(t, "\"items\":[");
  for (size_t i = 0; i < next->count; i++) {
    text_add(t, i ? ",\n {" : "{");
    add_json_item(t, &next->items[i]);
    text_add_char(t, '}');
  }
  text_add(t, "]}\n");
}

bool cmd_next(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  Next next;
  Case c;
  if (!session_judge(s, err) || !casefile_read(s, args, &c, err)) return false;
  if (!judge_next(s->judge, &s->run, &c, &next, err)) return false;
  if (args_has(args, "--json"))
    add_json(&text, &next);
  else
    add_page(&text, &c, &next);
  fputs(text_get(&text), s->out);
  return true;
}
