/* All that happened to a patient in order: visits, revisions of the program, the steps of their lives and the logs. */
#include "commands/commands.h"
#include "commands/record.h"
#include "sitting/course.h"

#include <stdlib.h>
#include <string.h>

typedef enum { ENTRY_VISIT, ENTRY_REVISION, ENTRY_STEP, ENTRY_LOG } EntryKind;
static const char *const kinds[] = {"visit", "revision", "step", "log"};

typedef struct Entry {
  Day day;
  EntryKind kind;
  size_t order; /* in which it was written */
  const char *text, *who;
} Entry;

typedef LIST(Entry) Entries;

static void add(Session *s, Entries *list, Day day, EntryKind kind, const char *who, const char *text) {
  *LIST_ADD(&s->run, list) =
      (Entry){.day = day, .kind = kind, .order = list->count, .text = text, .who = who ? who : ""};
}

static int compare_entries(const void *left, const void *right) {
  const Entry *x = left, *y = right;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  if (x->kind != y->kind) return (int)x->kind - (int)y->kind;
  return (x->order > y->order) - (x->order < y->order);
}

static const char *log_text(Session *s, const StoredLog *log) {
  Text t = {.arena = &s->run};
  text_addf(&t, "%s: %d %% done", log->exercise ? log->exercise : "session", log->done_pct);
  if (log->pain >= 0) text_addf(&t, ", pain %d", log->pain);
  if (log->effort >= 0) text_addf(&t, ", effort %d", log->effort);
  if (log->morning >= 0) text_addf(&t, ", pain %s the next morning", log->morning ? "still up" : "as usual");
  if (log->spread > 0) text_add(&t, ", PAIN GOES DOWN THE LEG");
  if (log->numb > 0) text_add(&t, ", NEW NUMBNESS");
  if (log->note) text_addf(&t, ": %s", log->note);
  return text_get(&t);
}

/* The day of "2026-11-20T10:15:00+01:00". */
static Day day_of(Session *s, const char *at) {
  Day day = 0;
  return at && date_parse(arena_copy_n(&s->run, at, 10), DATE_ISO, &day) ? day : 0;
}

static bool collect(Session *s, const Course *course, Entries *list, Err *err) {
  StoredVisit *visits;
  StoredLog *logs;
  size_t visit_count, log_count;
  if (!store_list_visits(s->store, &s->run, course->patient, &visits, &visit_count, err) ||
      !store_list_logs(s->store, &s->run, course->patient, 0, &logs, &log_count, err))
    return false;
  for (size_t i = 0; i < visit_count; i++)
    add(s, list, visits[i].day, ENTRY_VISIT, "",
        arena_printf(&s->run, "visit: %lld measures, %lld answers", (long long)visits[i].measures,
                     (long long)visits[i].answers));
  for (size_t i = 0; i < course->program_count; i++) {
    const ProgramRow *row = &course->programs[i];
    add(s, list, day_of(s, row->at), ENTRY_REVISION, "",
        arena_printf(&s->run, "revision %d planned from the visit of %s", row->revision,
                     date_format(&s->run, row->visit)));
  }
  for (size_t i = 0; i < course->event_count; i++) {
    const StoredEvent *step = &course->events[i];
    add(s, list, step->day, ENTRY_STEP, step->who,
        arena_printf(&s->run, "revision %d: %s%s%s", step->revision, status_names[step->status], step->why ? ": " : "",
                     step->why ? step->why : ""));
  }
  for (size_t i = 0; i < log_count; i++) add(s, list, logs[i].day, ENTRY_LOG, logs[i].who, log_text(s, &logs[i]));
  if (list->count) qsort(list->items, list->count, sizeof *list->items, compare_entries);
  return true;
}

bool cmd_history(Session *s, const Args *args, Err *err) {
  Course course;
  Entries list = {0};
  Text t = {.arena = &s->run};
  bool json = args_has(args, "--json");
  if (!course_open(s, args_get(args, "PATIENT"), &course, err) || !collect(s, &course, &list, err)) return false;
  for (size_t i = 0; i < list.count; i++) {
    const Entry *e = &list.items[i];
    const char *day = date_format(&s->run, e->day);
    if (json) {
      text_addf(&t, "%s{\"date\":\"%s\",\"kind\":\"%s\",\"text\":", i ? ",\n " : "[", day, kinds[e->kind]);
      text_add_json(&t, e->text);
      text_add(&t, ",\"by\":");
      text_add_json(&t, e->who);
      text_add_char(&t, '}');
    } else {
      text_addf(&t, "%s  %s%s%s%s\n", day, record_safe(s, e->text), *e->who ? " (" : "", record_safe(s, e->who),
                *e->who ? ")" : "");
    }
  }
  if (json) text_add(&t, list.count ? "]\n" : "[]\n");
  if (!t.len) text_addf(&t, "%s: nothing yet\n", course.code);
  fputs(text_get(&t), s->out);
  return true;
}
