#include "judging/page.h"

#include <string.h>

/* ---- a rule ---- */

static void add_labelled(Text *t, const char *label, const char *value) {
  if (!value || !*value) return;
  const char *first = arena_printf(t->arena, "  %-9s ", label);
  text_add_wrapped(t, first, 12, REPLY_COLUMNS, value);
}

static void add_cites(Text *t, const Catalog *catalog, const RuleInfo *rule) {
  for (const char *const *key = rule->cites; key && *key; key++) {
    int row = catalog_find(catalog, ROWS_SOURCE, *key);
    const char *citation = row < 0 ? "" : catalog->sources.items[row].citation;
    add_labelled(t, key == rule->cites ? "cites" : "", arena_printf(t->arena, "%s: %s", *key, citation));
  }
}

void page_rule(Text *t, const Catalog *catalog, const PackInfo *pack, const RuleInfo *rule) {
  if (t->len) text_add_char(t, '\n');
  text_add_wrapped(t, "", 0, REPLY_COLUMNS, rule->title);
  add_labelled(t, "rule", arena_printf(t->arena, "%s/%s (line %d)", pack->id, rule->id, rule->line));
  add_labelled(t, "when", rule->sentence);
  add_labelled(t, "then", rule->shown ? "shown for information" : rule->effects);
  add_labelled(t, "says", rule->say);
  add_labelled(t, "tells", rule->tell);
  add_labelled(t, "studied", rule->studied);
  add_labelled(t, "doubt", rule->doubt);
  add_labelled(t, "group", rule->group);
  add_labelled(t, "evidence", evidence_names[rule->evidence]);
  add_cites(t, catalog, rule);
}

bool page_is_named(const char *name, const PackInfo *pack, const RuleInfo *rule) {
  const char *slash = name ? strchr(name, '/') : NULL;
  if (!name) return true;
  if (!slash) return strcmp(rule->id, name) == 0;
  size_t len = (size_t)(slash - name);
  return strlen(pack->id) == len && memcmp(pack->id, name, len) == 0 && strcmp(rule->id, slash + 1) == 0;
}

bool page_finds(const PackInfo *packs, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < packs[i].rule_count; k++)
      if (page_is_named(name, &packs[i], &packs[i].rules[k])) return true;
  return false;
}

/* ---- an explanation ---- */

static void add_basis(Text *t, const char *label, const char *text) {
  if (text && *text) text_add_wrapped(t, "  ", 2, REPLY_COLUMNS, arena_printf(t->arena, "%s%s.", label, text));
}

void page_explanation(Text *t, const Explanation *e) {
  const Finding *f = e->finding;
  if (t->len) text_add_char(t, '\n');
  const char *title = reply_title(t->arena, f->title, f->side);
  text_add_wrapped(t, "", 0, REPLY_COLUMNS, arena_printf(t->arena, "%s: %s", title, reply_verdict(t->arena, f)));
  if (f->say && *f->say) text_add_wrapped(t, "  ", 2, REPLY_COLUMNS, f->say);
  add_basis(t, "Studied in ", f->studied);
  add_basis(t, "Against it: ", f->doubt);
  if (f->overridden) text_add_wrapped(t, "  ", 2, REPLY_COLUMNS, f->overridden);
  for (size_t i = 0; i < e->line_count; i++) reply_line(t, &e->lines[i], 2 + 2 * e->lines[i].depth);
  if (f->truth == TRUTH_UNKNOWN) reply_needs(t, f);
}
