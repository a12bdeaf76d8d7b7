#include "program/ramp.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

static const Measure *latest(const Case *c, const char *test) {
  const Measure *found = NULL;
  for (size_t i = 0; i < c->measure_count; i++) {
    const Measure *m = &c->measures[i];
    Day day = m->date ? m->date : c->date, known = found && found->date ? found->date : c->date;
    if (text_equal(m->test, test) && (!found || day > known || (day == known && m->lo < found->lo))) found = m;
  }
  return found;
}

/* A template with {week} and {km}. */
static void add_week(Text *text, const char *template, int week, double km) {
  for (const char *at = template; *at;) {
    if (strncmp(at, "{week}", 6) == 0) {
      text_add_number(text, week, 0);
      at += 6;
    } else if (strncmp(at, "{km}", 4) == 0) {
      text_add_number(text, km, 1);
      at += 4;
    } else {
      text_add_char(text, *at++);
    }
  }
}

const char *ramp_text(Arena *a, const Advice *row, const Case *c, int weeks) {
  const Growth *grows = &row->grows;
  if (!grows->test) return row->text;
  const Measure *m = latest(c, grows->test);
  Text text = {.arena = a};
  text_add(&text, row->text);
  text_add_char(&text, ' ');
  if (!m || m->lo != m->hi || !(m->lo > 0)) {
    text_add(&text, grows->unknown);
    return text_get(&text);
  }
  text_add(&text, grows->say);
  double km = m->lo;
  for (int week = 1; week <= weeks; week++) {
    km *= 1 + grows->by / 100;
    text_add(&text, week > 1 ? "; " : " ");
    add_week(&text, grows->week, week, floor(10 * km + 1e-6) / 10); /* rounded down: a line is not crossed */
  }
  text_add_char(&text, '.');
  return text_get(&text);
}
