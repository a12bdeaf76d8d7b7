#include "base/text.h"
#include "formats/needs.h"

#include <string.h>

size_t finding_sides(const Result *result, size_t at) {
  const Finding *one = &result->findings[at], *two = one + 1;
  if (at + 1 >= result->finding_count || strcmp(one->rule, two->rule) != 0 || strcmp(one->pack, two->pack) != 0)
    return 1;
  return one->truth == two->truth && one->unsure == two->unsure ? 2 : 1;
}

static bool same_number(const Finding *one, const Finding *other) {
  if (isnan(one->index) && isnan(other->index))
    return strcmp(one->title, other->title) == 0 && strcmp(one->say, other->say) == 0;
  return one->index == other->index && strcmp(one->unit, other->unit) == 0;
}

static bool says_same(const Finding *one, const Finding *other) {
  return one->truth == TRUTH_TRUE && other->truth == TRUTH_TRUE && one->shown == other->shown &&
         one->side == other->side && same_number(one, other) && strcmp(one->pack, other->pack) != 0 && *one->group &&
         strcmp(one->group, other->group) == 0;
}

size_t finding_first(const Result *result, size_t at) {
  for (size_t i = 0; i < at; i++)
    if (says_same(&result->findings[i], &result->findings[at])) return i;
  return at;
}

typedef LIST(const char *) Phrases;

/* The phrase with another word for its side; NULL when it does not name `from`. */
static const char *turned(Text *t, const char *phrase, const char *from, const char *to) {
  const char *at = strstr(phrase, from);
  if (!at) return NULL;
  return arena_printf(t->arena, "%.*s%s%s", (int)(at - phrase), phrase, to, at + strlen(from));
}

static void add_phrase(Text *t, Phrases *list, const char *phrase) {
  static const char *const sides[] = {" (left)", " (right)"}, both[] = " (left, right)";
  for (size_t i = 0; i < list->count; i++) {
    if (strcmp(list->items[i], phrase) == 0) return;
    for (size_t k = 0; k < 2; k++) {
      const char *other = turned(t, phrase, sides[k], sides[!k]), *joined = turned(t, phrase, sides[k], both);
      if (other && (strcmp(list->items[i], other) == 0 || strcmp(list->items[i], joined) == 0)) {
        list->items[i] = joined;
        return;
      }
    }
  }
  *LIST_ADD(t->arena, list) = phrase;
}

/* The phrase of a need says why; where there is none, its reason does. */
static void add_need(Text *t, Phrases *list, const Need *need) {
  if (need->text && *need->text)
    add_phrase(t, list, need->text);
  else
    add_phrase(t, list, need->what && *need->what ? need->what : why_sentence(need->why));
}

const char *needs_phrase(Arena *a, const Finding *findings, size_t count) {
  Phrases list = {0};
  Text t = {.arena = a};
  for (size_t i = 0; i < count; i++)
    for (size_t n = 0; n < findings[i].need_count; n++) add_need(&t, &list, &findings[i].needs[n]);
  for (size_t n = 0; n < list.count; n++) text_addf(&t, "%s%s", n ? "; " : "", list.items[n]);
  return text_get(&t);
}
