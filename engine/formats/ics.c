/* iCalendar (RFC 5545): the sessions of a program as weekly events in local time, one series a weekday, and the day by
 * which to measure again. Ids stay the same from one revision to the next and SEQUENCE is the revision, so that a
 * calendar takes the new one over; a weekday that is no longer trained on is cancelled. Nobody is named. */
#include "formats/formats.h"
#include "formats/manner.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINE_OCTETS = 75, WEEKDAYS = 7 };

typedef struct Calendar {
  const Document *document;
  Text *out;
  Arena *a;
  const char *stamp; /* of every event */
  Day start;         /* first day of the first week */
} Calendar;

#define FILL(calendar, id, ...) words_fill((calendar)->document->words, (calendar)->a, WORD_##id, __VA_ARGS__, NULL)

/* ---- lines ---- */

/* A line of at most 75 octets goes on in the next behind a blank; a character stays whole. */
static void put_line(const Calendar *calendar, const char *line) {
  size_t used = 0;
  for (const char *at = line; *at;) {
    const char *start = at;
    (void)text_next(&at);
    size_t len = (size_t)(at - start);
    if (used + len > LINE_OCTETS) {
      text_add(calendar->out, "\r\n ");
      used = 1;
    }
    text_add_n(calendar->out, start, len);
    used += len;
  }
  text_add(calendar->out, "\r\n");
}

static void put(const Calendar *calendar, const char *name, const char *value) {
  put_line(calendar, arena_printf(calendar->a, "%s:%s", name, value));
}

/* A value of type TEXT: line ends as \n, no other control, nothing that turns the writing direction. */
static void put_text(const Calendar *calendar, const char *name, const char *text) {
  Text value = {.arena = calendar->a};
  for (const char *at = text; *at;) {
    const char *start = at;
    unsigned code = text_next(&at);
    bool turns = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    if (code == '\n')
      text_add(&value, "\\n");
    else if (code < ' ' || (code >= 0x7F && code < 0xA0) || turns || code == 0xFFFD)
      text_add(&value, "\xEF\xBF\xBD");
    else {
      if (code == '\\' || code == ';' || code == ',') text_add_char(&value, '\\');
      text_add_n(&value, start, (size_t)(at - start));
    }
  }
  put(calendar, name, text_get(&value));
}

/* "20261120" */
static const char *compact(Arena *a, Day day) {
  const char *iso = date_format(a, day);
  return arena_printf(a, "%.4s%.2s%.2s", iso, iso + 5, iso + 8);
}

/* A moment of the record, "2026-11-20T10:15:00+01:00", as UTC. */
static const char *utc(Arena *a, const char *at) {
  int hour = 0, minute = 0, second = 0, off_hour = 0, off_minute = 0;
  char sign = '+';
  Day day = 0;
  if (!at || !date_parse(arena_copy_n(a, at, 10), DATE_ISO, &day) ||
      sscanf(at + 10, "T%2d:%2d:%2d%c%2d:%2d", &hour, &minute, &second, &sign, &off_hour, &off_minute) < 3)
    return NULL;
  int offset = (sign == '-' ? -1 : 1) * (60 * off_hour + off_minute);
  int total = 60 * hour + minute - offset + 24 * 60; /* at least 0 */
  day += total / (24 * 60) - 1;
  total %= 24 * 60;
  return arena_printf(a, "%sT%02d%02d%02dZ", compact(a, day), total / 60, total % 60, second);
}

/* ---- events ---- */

static bool is_over(const Document *document) { return document->status > STATUS_ACTIVE; }

static const char *marked(const Calendar *calendar, const char *title) {
  const Document *document = calendar->document;
  const char *mark = document->status == STATUS_DRAFT ? document->words->text[WORD_draft]
                     : is_over(document)              ? document->words->text[WORD_ended]
                                                      : NULL;
  return mark ? FILL(calendar, noted, "text", title, "note", mark) : title;
}

static void begin(const Calendar *calendar, const char *key, WordId title, bool cancelled) {
  const Document *document = calendar->document;
  put_line(calendar, "BEGIN:VEVENT");
  put(calendar, "UID", format_id(document, calendar->a, "VEVENT", key));
  put(calendar, "DTSTAMP", calendar->stamp);
  put(calendar, "SEQUENCE", arena_printf(calendar->a, "%d", document->revision));
  put(calendar, "STATUS", cancelled ? "CANCELLED" : document->status == STATUS_DRAFT ? "TENTATIVE" : "CONFIRMED");
  put_text(calendar, "SUMMARY", marked(calendar, document->words->text[title]));
}

static void end(const Calendar *calendar) { put_line(calendar, "END:VEVENT"); }

/* The first day of that name in a week of the program, which begins on any day of the week. */
static Day day_in_week(const Calendar *calendar, int week, int weekday) {
  Day monday = 0;
  (void)date_parse("2024-01-01", DATE_ISO, &monday);
  int from = ((calendar->start - monday) % WEEKDAYS + WEEKDAYS) % WEEKDAYS;
  return calendar->start + 7 * (week - 1) + (weekday - from + WEEKDAYS) % WEEKDAYS;
}

static void put_start(const Calendar *calendar, int week, int weekday) {
  int at = calendar->document->session_at;
  put(calendar, "DTSTART",
      arena_printf(calendar->a, "%sT%02d%02d00", compact(calendar->a, day_in_week(calendar, week, weekday)), at / 60,
                   at % 60));
}

typedef struct Series { /* what is done on one weekday */
  int from, to;         /* weeks; 0: nothing */
  double minutes;
  Text text;
} Series;

static const char *item_line(const Calendar *calendar, const ProgramItem *item) {
  const Document *document = calendar->document;
  const char *side = manner_side(document, item);
  const char *name = *side ? FILL(calendar, noted, "text", item->name, "note", side) : item->name;
  const char *line =
      FILL(calendar, session_item, "exercise", name, "dose", manner_dose(document->words, calendar->a, item));
  if (item->week_from == 1 && item->week_to == document->program->weeks) return line;
  const char *weeks = FILL(calendar, weeks_range, "from", arena_printf(calendar->a, "%d", item->week_from), "to",
                           arena_printf(calendar->a, "%d", item->week_to));
  return FILL(calendar, noted, "text", line, "note", weeks);
}

static Series series_of(const Calendar *calendar, int weekday) {
  const Program *program = calendar->document->program;
  Series series = {.text = {.arena = calendar->a}};
  for (size_t i = 0; i < program->item_count; i++) {
    const ProgramItem *item = &program->items[i];
    if (!(item->days >> weekday & 1)) continue;
    if (!series.to || item->week_from < series.from) series.from = item->week_from;
    if (item->week_to > series.to) series.to = item->week_to;
    series.minutes += item->minutes;
    text_addf(&series.text, "%s%s", series.text.len ? "\n" : "", item_line(calendar, item));
  }
  return series;
}

static void put_sessions(const Calendar *calendar, int weekday) {
  const Document *document = calendar->document;
  Series series = series_of(calendar, weekday);
  bool cancelled = !series.to || is_over(document);
  if (!series.to && document->revision <= 1) return; /* nobody was told of this day before */
  int minutes = series.minutes < 1 ? 1 : (int)ceil(series.minutes);
  begin(calendar, arena_printf(calendar->a, "session %d", weekday), WORD_session_title, cancelled);
  put_start(calendar, series.to ? series.from : 1, weekday);
  if (series.to) {
    put(calendar, "DURATION", arena_printf(calendar->a, "PT%dM", minutes));
    put(calendar, "RRULE", arena_printf(calendar->a, "FREQ=WEEKLY;COUNT=%d", series.to - series.from + 1));
    put_text(calendar, "DESCRIPTION", text_get(&series.text));
  }
  end(calendar);
}

static const char *retest_line(const Calendar *calendar, const Retest *retest) {
  const char *const *text = calendar->document->words->text;
  if (retest->side == SIDE_BOTH) return retest->name;
  return FILL(calendar, noted, "text", retest->name, "note",
              text[retest->side == SIDE_LEFT ? WORD_side_left : WORD_side_right]);
}

/* The earliest day on which something is to be measured again, else the day on which findings grow too old. */
static void put_retest(const Calendar *calendar) {
  const Document *document = calendar->document;
  Day first = 0;
  Text list = {.arena = calendar->a};
  for (size_t i = 0; i < document->retest_count; i++)
    if (!first || document->retests[i].again < first) first = document->retests[i].again;
  for (size_t i = 0; i < document->retest_count; i++)
    if (document->retests[i].again == first)
      text_addf(&list, "%s%s", list.len ? "\n" : "", retest_line(calendar, &document->retests[i]));
  if (!first) first = document->result->date + (Day)document->catalog->policy.valid_days;
  begin(calendar, "retest", WORD_session_retest, is_over(document));
  put(calendar, "DTSTART;VALUE=DATE", compact(calendar->a, first));
  put(calendar, "TRANSP", "TRANSPARENT");
  if (list.len) put_text(calendar, "DESCRIPTION", text_get(&list));
  end(calendar);
}

bool ics_write(const Document *document, Text *out, Err *err) {
  const Program *program = document->program;
  Calendar calendar = {.document = document, .out = out, .a = out->arena};
  const char *code = document->result->patient;
  if (!program || program->stopped)
    return fail(err, ERR_DATA, NULL, "%s %s, so there are no sessions for a calendar", code,
                program ? "has to be referred" : "has no program");
  if (!program->item_count) return fail(err, ERR_DATA, NULL, "the program of %s has no exercises for a calendar", code);
  calendar.start = document->first ? document->first : document->approved ? document->approved : document->result->date;
  calendar.stamp = utc(out->arena, document->approved_at ? document->approved_at : document->judged_at);
  if (!calendar.stamp)
    calendar.stamp = arena_printf(out->arena, "%sT000000Z", compact(out->arena, document->result->date));
  put_line(&calendar, "BEGIN:VCALENDAR");
  put_line(&calendar, "VERSION:2.0");
  put_line(&calendar, arena_printf(out->arena, "PRODID:-//Sinew//Sinew %s//EN", document->engine));
  put_line(&calendar, "CALSCALE:GREGORIAN");
  for (int weekday = 0; weekday < WEEKDAYS; weekday++) put_sessions(&calendar, weekday);
  put_retest(&calendar);
  put_line(&calendar, "END:VCALENDAR");
  return true;
}
