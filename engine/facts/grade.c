#include "facts/grade.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_vowel(char c) { return c != '\0' && strchr("aeiouyAEIOUY", c) != NULL; }

/* Groups of vowels; a silent e at the end does not count, but "le" behind a consonant does. */
static int syllables_of(const char *word, size_t len) {
  int count = 0;
  for (size_t i = 0; i < len; i++) count += is_vowel(word[i]) && (i == 0 || !is_vowel(word[i - 1]));
  bool silent = len > 2 && (word[len - 1] == 'e' || word[len - 1] == 'E') && !is_vowel(word[len - 2]);
  bool spoken = silent && (word[len - 2] == 'l' || word[len - 2] == 'L') && !is_vowel(word[len - 3]);
  if (silent && !spoken) count--;
  return count > 0 ? count : 1;
}

/* Does a sentence end here? A point inside a number ends none. */
static bool ends_sentence(const char *at) { return strchr(".!?;:", *at) != NULL && !is_digit(at[1]); }

double grade_level(const char *text) {
  int words = 0, syllables = 0, sentences = 0;
  bool open = false; /* a sentence has begun */
  for (const char *at = text; *at;) {
    size_t len = 0;
    if (*at == '{') {
      len = strcspn(at, "}");
      len += at[len] == '}';
      syllables++;
    } else if (is_letter(*at)) {
      while (is_letter(at[len]) || at[len] == '\'') len++;
      syllables += syllables_of(at, len);
    } else if (is_digit(*at)) {
      len = strspn(at, "0123456789.");
      if (at[len - 1] == '.') len -= len > 1;
      syllables++;
    }
    if (len) {
      words++, at += len, open = true;
      continue;
    }
    if (open && ends_sentence(at)) sentences++, open = false;
    at++;
  }
  if (!words) return 0;
  sentences += open;
  return fmax(0, 0.39 * words / sentences + 11.8 * syllables / words - 15.59);
}
