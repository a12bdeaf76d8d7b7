/* Episodes: a complaint with its visits, from the day it began until it is closed. A new visit joins the episode that is
 * open when there is one alone; titles are personal text and go with an erased patient. Nothing is overwritten: closing,
 * opening again and moving a visit add a row. */
#pragma once

#include "store/store.h"

typedef struct StoredEpisode {
  int number; /* 1, 2, ... of this patient, by which it is named */
  StoreId id;
  Day opened, closed; /* closed 0: open */
  const char *title;  /* "" when none was given or it was erased */
  int64_t visits;
  Day first, last; /* of its visits; 0: none */
} StoredEpisode;

/* All episodes of a patient in the order of their numbers, in the arena. fails ERR_STORE. */
bool store_list_episodes(Store *s, Arena *a, StoreId patient, StoredEpisode **items, size_t *count, Err *err);
/* Begins an episode. fails ERR_STORE. */
bool store_open_episode(Store *s, StoreId patient, Day day, const char *title, Err *err);
/* Closes an episode, or opens it again. fails ERR_DATA: it is so already, or closed before it began. ERR_STORE */
bool store_mark_episode(Store *s, const StoredEpisode *episode, bool closed, Day day, Err *err);
/* Moves the visit of a day into an episode, NULL: into none. fails ERR_DATA: no visit on this day. ERR_STORE */
bool store_move_visit(Store *s, StoreId patient, Day day, const StoredEpisode *episode, Err *err);
