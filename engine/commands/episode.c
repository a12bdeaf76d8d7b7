#include "commands/commands.h"
#include "commands/prose.h"
#include "commands/record.h"
#include "store/episodes.h"

#include <stdlib.h>
#include <string.h>

/* The episode with the number of an argument; without one the only open one. */
static bool pick(Session *s, StoreId patient, const char *number, const StoredEpisode **out, Err *err) {
  StoredEpisode *items;
  size_t count, open = 0;
  if (!store_list_episodes(s->store, &s->run, patient, &items, &count, err)) return false;
  *out = NULL;
  for (size_t i = 0; i < count; i++) {
    bool named = number && strcmp(number, arena_printf(&s->run, "%d", items[i].number)) == 0;
    if (named || (!number && !items[i].closed)) *out = &items[i], open++;
  }
  if (open == 1) return true;
  if (number) {
    return fail(err, ERR_DATA, "NUMBER", "this patient has no episode '%.20s': sinew episode list shows them", number);
  }
  return fail(err, ERR_DATA, NULL, "%zu episodes are open: say which one by its number", open);
}

bool cmd_episode_list(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  StoredEpisode *items;
  size_t count;
  if (!record_patient(s, args_get(args, "PATIENT"), &patient, err) ||
      !store_list_episodes(s->store, &s->run, patient.id, &items, &count, err))
    return false;
  if (!count) fprintf(s->out, "no episodes\n");
  for (size_t i = 0; i < count; i++) {
    const StoredEpisode *e = &items[i];
    fprintf(s->out, "%d  %s to %s  %lld visit%s  %s\n", e->number, date_format(&s->run, e->opened),
            e->closed ? date_format(&s->run, e->closed) : "now", (long long)e->visits, e->visits == 1 ? "" : "s",
            record_safe(s, e->title));
  }
  return true;
}

bool cmd_episode_open(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  StoredEpisode *items;
  size_t count;
  Day day;
  const char *title;
  if (!prose_read(s, args_get(args, "--title"), "title: ", &title, err) ||
      !record_day(args_get(args, "--date"), "--date", &day, err) ||
      !record_patient(s, args_get(args, "PATIENT"), &patient, err) ||
      !store_open_episode(s->store, patient.id, day, title, err) ||
      !store_list_episodes(s->store, &s->run, patient.id, &items, &count, err))
    return false;
  fprintf(s->out, "%s episode %d opened on %s\n", patient.patient.code, items[count - 1].number,
          date_format(&s->run, day));
  return true;
}

static bool mark(Session *s, const Args *args, bool closed, Err *err) {
  StoredPatient patient;
  const StoredEpisode *episode;
  Day day;
  if (!record_day(args_get(args, "--date"), "--date", &day, err) ||
      !record_patient(s, args_get(args, "PATIENT"), &patient, err) ||
      !pick(s, patient.id, args_get(args, "NUMBER"), &episode, err) ||
      !store_mark_episode(s->store, episode, closed, day, err))
    return false;
  fprintf(s->out, "%s episode %d %s on %s\n", patient.patient.code, episode->number, closed ? "closed" : "opened again",
          date_format(&s->run, day));
  return true;
}

bool cmd_episode_close(Session *s, const Args *args, Err *err) { return mark(s, args, true, err); }
bool cmd_episode_reopen(Session *s, const Args *args, Err *err) { return mark(s, args, false, err); }

bool cmd_episode_move(Session *s, const Args *args, Err *err) {
  StoredPatient patient;
  const StoredEpisode *episode = NULL;
  const char *number = args_get(args, "NUMBER");
  bool none = strcmp(number, "none") == 0;
  Day day;
  if (!record_day(args_get(args, "DATE"), "DATE", &day, err) ||
      !record_patient(s, args_get(args, "PATIENT"), &patient, err) ||
      (!none && !pick(s, patient.id, number, &episode, err)) ||
      !store_move_visit(s->store, patient.id, day, episode, err))
    return false;
  fprintf(s->out, "%s %s: in %s\n", patient.patient.code, date_format(&s->run, day),
          none ? "no episode" : arena_printf(&s->run, "episode %d", episode->number));
  return true;
}
