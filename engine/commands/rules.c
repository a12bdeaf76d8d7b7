/* Rule packs: listed, described. Nothing is judged here and no patient is read. */
#include "commands/commands.h"

#include "judging/page.h"

#include <string.h>

/* ---- rules list ---- */

static const char *sides_of(const RuleInfo *rule) { return rule->each ? "left, right" : "once"; }

static void add_field(Text *t, const char *key, const char *value, bool last) {
  text_addf(t, "\"%s\":", key);
  if (value)
    text_add_json(t, value);
  else
    text_add(t, "null");
  if (!last) text_add_char(t, ',');
}

static void add_ids(Text *t, const char *const *ids, const char *quote) {
  for (size_t i = 0; ids[i]; i++) text_addf(t, "%s%s%s%s", i ? ", " : "", quote, ids[i], quote);
}

/* The fields of both --json outputs; `whole` adds what only a description holds. */
static void add_json(Text *t, const PackInfo *pack, const RuleInfo *rule, bool whole) {
  text_add(t, t->len ? ",\n {" : "[{");
  add_field(t, "pack", pack->id, false);
  add_field(t, "rule", rule->id, false);
  add_field(t, "evidence", evidence_names[rule->evidence], false);
  text_addf(t, "\"sides\":%s,", rule->each ? "[\"left\",\"right\"]" : "[\"both\"]");
  add_field(t, "title", rule->title, false);
  text_add(t, "\"required_by\":[");
  add_ids(t, pack->required_by, "\"");
  text_add(t, whole ? "]," : "]");
  if (whole) {
    add_field(t, "sentence", rule->sentence, false);
    add_field(t, "effects", rule->effects, false);
    add_field(t, "group", rule->group, false);
    add_field(t, "say", rule->say, false);
    add_field(t, "tell", rule->tell, false);
    add_field(t, "studied", rule->studied, false);
    add_field(t, "doubt", rule->doubt, false);
    text_add(t, "\"cites\":[");
    for (size_t i = 0; rule->cites && rule->cites[i]; i++) {
      text_add(t, i ? "," : "");
      text_add_json(t, rule->cites[i]);
    }
    text_addf(t, "],\"line\":%d", rule->line);
  }
  text_add_char(t, '}');
}

/* Which packs judge for the sake of others. */
static void add_required(const Session *s, Text *t) {
  bool first = true;
  for (size_t i = 0; i < s->pack_count; i++) {
    if (!*s->packs[i].required_by) continue;
    text_addf(t, "%s%s %s: required by ", first ? "\n" : "", s->packs[i].id, s->packs[i].version);
    add_ids(t, s->packs[i].required_by, "");
    text_add_char(t, '\n');
    first = false;
  }
}

static void print_json(Session *s, Text *t) {
  fputs(t->len ? text_get(t) : "[", s->out);
  fputs("]\n", s->out);
}

typedef struct Widths {
  int pack, rule;
} Widths;

static Widths widths_of(const Session *s) {
  Widths w = {(int)strlen("PACK"), (int)strlen("RULE")};
  for (size_t i = 0; i < s->pack_count; i++) {
    const PackInfo *pack = &s->packs[i];
    if ((int)strlen(pack->id) > w.pack) w.pack = (int)strlen(pack->id);
    for (size_t k = 0; k < pack->rule_count; k++)
      if ((int)strlen(pack->rules[k].id) > w.rule) w.rule = (int)strlen(pack->rules[k].id);
  }
  return w;
}

static void add_row(Text *t, Widths w, const char *pack, const char *rule, const char *evidence, const char *sides,
                    const char *title) {
  text_addf(t, "%-*s  %-*s  %-13s  %-11s  ", w.pack, pack, w.rule, rule, evidence, sides);
  text_add_terminal(t, title);
  text_add_char(t, '\n');
}

bool cmd_rules_list(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  if (!session_judge(s, err)) return false;
  bool json = args_has(args, "--json");
  Widths w = widths_of(s);
  if (!json) add_row(&text, w, "PACK", "RULE", "EVIDENCE", "SIDES", "TITLE");
  for (size_t i = 0; i < s->pack_count; i++)
    for (size_t k = 0; k < s->packs[i].rule_count; k++) {
      const PackInfo *pack = &s->packs[i];
      const RuleInfo *rule = &pack->rules[k];
      if (json)
        add_json(&text, pack, rule, false);
      else
        add_row(&text, w, pack->id, rule->id, evidence_names[rule->evidence], sides_of(rule), rule->title);
    }
  if (json)
    print_json(s, &text);
  else {
    add_required(s, &text);
    fputs(text_get(&text), s->out);
  }
  return true;
}

/* ---- rules describe ---- */

bool cmd_rules_describe(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  const char *wanted = args_get(args, "RULE");
  Nearest nearest = {.word = wanted ? wanted : ""};
  if (!session_judge(s, err)) return false;
  bool json = args_has(args, "--json");
  for (size_t i = 0; i < s->pack_count; i++)
    for (size_t k = 0; k < s->packs[i].rule_count; k++) {
      const PackInfo *pack = &s->packs[i];
      const RuleInfo *rule = &pack->rules[k];
      text_near(&nearest, rule->id);
      if (!page_is_named(wanted, pack, rule)) continue;
      if (json)
        add_json(&text, pack, rule, true);
      else
        page_rule(&text, s->rows, pack, rule);
    }
  if (wanted && !text.len)
    return fail(err, ERR_DATA, NULL, "unknown rule '%.80s'%s", wanted, text_near_hint(&s->run, &nearest));
  if (json)
    print_json(s, &text);
  else
    fputs(text_get(&text), s->out);
  return true;
}
