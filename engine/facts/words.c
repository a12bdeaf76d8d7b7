#include "facts/words.h"

#include "base/text.h"
#include <assert.h>
#include <string.h>

static const struct Row {
  const char *id, *placeholders;
} rows[WORD_COUNT] = {
#define WORD(id, placeholders) {#id, placeholders},
#include "facts/words.def"
#undef WORD
};

/* Is the text from name to name + len one of the words of the list? */
static bool lists(const char *list, const char *name, size_t len) {
  for (const char *at = list; *at; at += strspn(at, " ")) {
    size_t size = strcspn(at, " ");
    if (size == len && strncmp(at, name, len) == 0) return true;
    at += size;
  }
  return false;
}

/* The next {name} at or after `at`: gives the brace, and the length of the name; NULL when none is left. */
static const char *next_placeholder(const char *at, size_t *len) {
  while ((at = strchr(at, '{'))) {
    *len = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz");
    if (*len && at[1 + *len] == '}') return at;
    at++;
  }
  return NULL;
}

static bool uses(const char *text, const char *name, size_t len) {
  size_t size;
  for (const char *at = text; (at = next_placeholder(at, &size)); at++)
    if (size == len && strncmp(at + 1, name, len) == 0) return true;
  return false;
}

static bool check_placeholders(const struct Row *row, const char *text, const char *where, Err *err) {
  size_t len;
  for (const char *at = text; (at = next_placeholder(at, &len)); at++)
    if (!lists(row->placeholders, at + 1, len))
      return fail(err, ERR_DATA, where, "sentence '%s' has no {%.*s}; it has: %s", row->id, (int)len, at + 1,
                  *row->placeholders ? row->placeholders : "none");
  for (const char *at = row->placeholders; *at; at += len, at += strspn(at, " ")) {
    len = strcspn(at, " ");
    if (!uses(text, at, len)) return fail(err, ERR_DATA, where, "sentence '%s' must say {%.*s}", row->id, (int)len, at);
  }
  return true;
}

/* The nearest is looked for only when it is asked for: a file has hundreds of sentences. */
static bool unknown(Arena *a, const char *id, const char *where, Err *err) {
  Nearest nearest = {.word = id};
  for (size_t i = 0; i < WORD_COUNT; i++) text_near(&nearest, rows[i].id);
  return fail(err, ERR_DATA, where, "unknown sentence '%s'%s", id, text_near_hint(a, &nearest));
}

static bool set(Words *words, bool replace, Arena *a, const char *id, const char *text, const char *where, Err *err) {
  size_t i = 0;
  while (i < WORD_COUNT && strcmp(rows[i].id, id) != 0) i++;
  if (i == WORD_COUNT) return unknown(a, id, where, err);
  if (words->text[i] && !replace) return fail(err, ERR_DATA, where, "sentence '%s' is given twice", id);
  if (!*text) return fail(err, ERR_DATA, where, "sentence '%s' is empty", id);
  if (!check_placeholders(&rows[i], text, where, err)) return false;
  words->text[i] = arena_copy(a, text);
  return true;
}

bool words_set(Words *words, Arena *a, const char *id, const char *text, const char *where, Err *err) {
  return set(words, false, a, id, text, where, err);
}

bool words_replace(Words *words, Arena *a, const char *id, const char *text, const char *where, Err *err) {
  return set(words, true, a, id, text, where, err);
}

bool words_finish(const Words *words, const char *where, Err *err) {
  for (size_t i = 0; i < WORD_COUNT; i++)
    if (!words->text[i]) return fail(err, ERR_DATA, where, "the sentence '%s' is missing", rows[i].id);
  return true;
}

/* The value given for a placeholder. */
static const char *value_of(va_list pairs, const char *name, size_t len) {
  for (const char *key; (key = va_arg(pairs, const char *));) {
    const char *value = va_arg(pairs, const char *);
    if (strlen(key) == len && strncmp(key, name, len) == 0) return value;
  }
  assert(false && "every placeholder of a sentence gets a value");
  return "";
}

const char *words_fill(const Words *words, Arena *a, WordId id, ...) {
  Text out = {.arena = a};
  const char *at = words->text[id];
  size_t len;
  for (const char *brace; (brace = next_placeholder(at, &len)); at = brace + len + 2) {
    va_list pairs;
    va_start(pairs, id);
    text_add_n(&out, at, (size_t)(brace - at));
    text_add(&out, value_of(pairs, brace + 1, len));
    va_end(pairs);
  }
  text_add(&out, at);
  return text_get(&out);
}
