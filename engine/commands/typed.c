#include "commands/typed.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

typedef struct Line { /* as far as it is read */
  Arena *arena;
  Typed *out;
  Side side, asked;
  bool ordinal;
  TypedSide *last;   /* where the last value went; NULL: none yet */
  const char *bound; /* ">=" that waits for its number */
} Line;

static bool begins_number(const char *word) {
  return isdigit((unsigned char)*word) || (*word && strchr("+-.<>", *word));
}

/* "4+", "3-", "g4", "g4/5": as nobody writes a force. */
static bool is_grade(const char *word) {
  if (*word == 'g' || *word == 'G') return word[1] >= '0' && word[1] <= '5';
  return *word >= '0' && *word <= '5' && (word[1] == '+' || word[1] == '-') &&
         (!word[2] || strcmp(word + 2, "/5") == 0);
}

static bool set_unit(Line *l, const char *word, Err *err) {
  if (l->out->unit && strcasecmp(l->out->unit, word) != 0)
    return fail(err, ERR_DATA, NULL, "two units in one line, '%.20s' and '%.20s': write one line for each",
                l->out->unit, word);
  l->out->unit = word;
  return true;
}

static bool add_value(Line *l, const char *word, Err *err) {
  TypedSide *side = &l->out->sides[l->side];
  bool graded = !l->bound && is_grade(word);
  if (side->count == TYPED_TRIALS)
    return fail(err, ERR_DATA, NULL, "more than %d values of one side in a line", TYPED_TRIALS);
  if (graded && !isdigit((unsigned char)*word)) word++;
  const char *unit = word;
  while (*unit && !isalpha((unsigned char)*unit) && *unit != '%') unit++;
  side->graded[side->count] = graded;
  side->plain[side->count] = graded || !*unit;
  side->values[side->count++] = l->bound ? arena_printf(l->arena, "%s%s", l->bound, word) : word;
  l->bound = NULL;
  l->last = side;
  return graded || !*unit || set_unit(l, unit, err);
}

static bool add_unit(Line *l, const char *word, Err *err) {
  if (!l->last) return fail(err, ERR_DATA, NULL, "'%.40s' is no value: write a number first, ? helps", word);
  return set_unit(l, word, err);
}

/* "l", "right:", "l18.3"; *rest: what is glued to it, "" when nothing. */
static bool is_side(const char *word, Side *side, const char **rest) {
  static const struct {
    const char *word;
    Side side;
  } words[] = {{"left", SIDE_LEFT}, {"right", SIDE_RIGHT}, {"l", SIDE_LEFT}, {"r", SIDE_RIGHT}};
  for (size_t i = 0; i < ARRAY_LEN(words); i++) {
    size_t len = strlen(words[i].word);
    if (strncasecmp(word, words[i].word, len) != 0) continue;
    *rest = word + len + (word[len] == ':');
    *side = words[i].side;
    if (!**rest || begins_number(*rest)) return true;
  }
  return false;
}

static bool is_pain(const char *word, const char **rest) {
  *rest = strncasecmp(word, "pain", 4) == 0 ? word + 4 : *word == 'p' || *word == 'P' ? word + 1 : word;
  return *rest != word && (!**rest || isdigit((unsigned char)**rest));
}

const char *typed_pain(const char *text) {
  const char *rest;
  return is_pain(text, &rest) ? rest : text;
}

/* What stood before it is of the left side, also where the right one was asked. */
static bool take_stroke(Line *l, Err *err) {
  TypedSide *left = &l->out->sides[SIDE_LEFT], *right = &l->out->sides[SIDE_RIGHT];
  if (l->side == SIDE_RIGHT && l->asked == SIDE_RIGHT && !left->count && right->count) {
    *left = *right;
    *right = (TypedSide){.count = 0};
    l->last = left;
  }
  l->side = SIDE_RIGHT;
  return l->last == left || fail(err, ERR_DATA, NULL, "'/' stands between the values of left and right");
}

static bool take_word(Line *l, const char *word, bool *pain, Err *err) {
  const char *rest;
  Side side;
  if (*pain) {
    *pain = false;
    l->out->pain = word;
    return true;
  }
  if (strcmp(word, "/") == 0) return take_stroke(l, err);
  if (is_side(word, &side, &rest)) {
    l->side = side;
    return !*rest || add_value(l, rest, err);
  }
  if (is_pain(word, &rest)) {
    *pain = !*rest;
    if (*rest) l->out->pain = rest;
    return true;
  }
  if (!l->bound && strspn(word, "<>=") == strlen(word)) {
    l->bound = word;
    return true;
  }
  return begins_number(word) || is_grade(word) ? add_value(l, word, err) : add_unit(l, word, err);
}

/* "18/21" is left and right, unless a grade is meant. */
static bool take_words(Line *l, const char *word, bool *pain, Err *err) {
  const char *slash = l->asked == SIDE_BOTH || l->ordinal || is_grade(word) ? NULL : strchr(word, '/');
  const char *left = slash ? arena_copy_n(l->arena, word, (size_t)(slash - word)) : word;
  if (!slash || slash == word || !slash[1] || !begins_number(left) || !begins_number(slash + 1))
    return take_word(l, word, pain, err);
  l->side = SIDE_LEFT;
  if (!add_value(l, left, err)) return false;
  l->side = SIDE_RIGHT;
  return add_value(l, slash + 1, err);
}

bool typed_parse(Arena *a, const char *line, Side asked, bool ordinal, Typed *out, Err *err) {
  static const char *const blanks = " \t";
  Line l = {.arena = a, .out = out, .side = asked, .asked = asked, .ordinal = ordinal};
  bool pain = false;
  *out = (Typed){0};
  for (const char *at = line + strspn(line, blanks); *at; at += strspn(at, blanks)) {
    size_t len = strcspn(at, blanks);
    if (!take_words(&l, arena_copy_n(a, at, len), &pain, err)) return false;
    at += len;
  }
  if (pain) return fail(err, ERR_DATA, NULL, "pain is written as a number from 0 to 10: p3");
  if (!l.last || l.bound) return fail(err, ERR_DATA, NULL, "there is no value: write a number, - to skip, ? for help");
  return true;
}
