#include "formats/scribe.h"

#include <math.h>

/* Comma, line and indentation. */
static void begin(Scribe *scribe, const char *key) {
  if (scribe->filled) text_add_char(scribe->out, ',');
  if (scribe->depth) text_addf(scribe->out, "\n%*s", 2 * scribe->depth, "");
  if (key) {
    text_add_json(scribe->out, key);
    text_add(scribe->out, ": ");
  }
  scribe->filled = true;
}

void scribe_open(Scribe *scribe, const char *key, char bracket) {
  begin(scribe, key);
  text_add_char(scribe->out, bracket);
  scribe->depth++;
  scribe->filled = false;
}

void scribe_close(Scribe *scribe, char bracket) {
  scribe->depth--;
  if (scribe->filled) text_addf(scribe->out, "\n%*s", 2 * scribe->depth, "");
  text_add_char(scribe->out, bracket);
  scribe->filled = true;
}

void scribe_text(Scribe *scribe, const char *key, const char *text) {
  begin(scribe, key);
  if (text)
    text_add_json(scribe->out, text);
  else
    text_add(scribe->out, "null");
}

void scribe_number(Scribe *scribe, const char *key, double value, int decimals) {
  begin(scribe, key);
  if (isfinite(value))
    text_add_number(scribe->out, value, decimals);
  else
    text_add(scribe->out, "null");
}

void scribe_count(Scribe *scribe, const char *key, long value) { scribe_number(scribe, key, (double)value, 0); }

void scribe_bool(Scribe *scribe, const char *key, bool value) {
  begin(scribe, key);
  text_add(scribe->out, value ? "true" : "false");
}

void scribe_texts(Scribe *scribe, const char *key, const char *const *texts) {
  scribe_open(scribe, key, '[');
  for (; texts && *texts; texts++) scribe_text(scribe, NULL, *texts);
  scribe_close(scribe, ']');
}
