#include "prompt/greet.h"

#include "base/text.h"
#include "commands/guide.h"
#include "sitting/cases.h"
#include "store/unfinished.h"

#include <unistd.h>

enum { COLUMNS = 80, OFFERED = 3 };

static const char *plural(int64_t count) { return count == 1 ? "" : "s"; }

/* "5 patients, 2 seen today; packs red-flags, runner-low-back; in /home/kim/clinic.db" */
static void add_state(Session *s, const StoreStats *stats, Text *t) {
  int64_t today;
  const char *const *packs;
  Err err = {0};
  text_addf(t, "%lld patient%s", (long long)stats->patients, plural(stats->patients));
  if (stats->patients && store_count_day(s->store, session_today(), &today, &err))
    text_addf(t, ", %lld%s seen today", (long long)today, today < STORE_DAY_MOST ? "" : " or more");
  if (session_packs(s, &packs, &err))
    for (size_t i = 0; packs[i]; i++) text_addf(t, "%s%s", i ? ", " : "; packs ", packs[i]);
  text_addf(t, "; in %s", s->db_path);
}

/* "C-1042 of today is unfinished: 7 of 19 tests done; guide C-1042 goes on" */
static void add_unfinished(Session *s, const Unfinished *item, Text *t) {
  size_t done, open;
  Case c;
  Next next;
  StoreId patient;
  Err err = {0};
  bool today = item->day == session_today();
  const char *day = date_format(&s->run, item->day);
  Text line = {.arena = &s->run};
  text_addf(&line, "%s of %s is unfinished", item->code, today ? "today" : day);
  if (session_judge(s, &err) && cases_get(s, item->code, item->day, &c, &patient, &err) &&
      judge_next(s->judge, &s->run, &c, &next, &err)) {
    guide_count(s->rows, &c, &next, &done, &open);
    text_addf(&line, ": %zu of %zu tests done", done, done + open);
  }
  text_addf(&line, "; guide %s%s%s goes on", item->code, today ? "" : " --date ", today ? "" : day);
  text_add_wrapped(t, "  ", 4, COLUMNS, text_get(&line));
}

static const char *add_all_unfinished(Session *s, Text *t) {
  Unfinished *items;
  size_t count;
  Err err = {0};
  if (!guide_unfinished(s, OFFERED, &items, &count, &err)) return NULL;
  for (size_t i = 0; i < count; i++) add_unfinished(s, &items[i], t);
  return count ? items[0].code : NULL;
}

/* Something of one's own is offered before the examples. */
static void add_tries(Session *s, const StoreStats *stats, const char *code, Text *t) {
  text_add(t, "Try:\n");
  if (stats->patients > 0)
    text_addf(t, "  guide %s\n  patient list\n", code ? code : s->open_case ? s->open_case : "PATIENT");
  else
    text_add(t, "  examples          brings five made-up patients; then: guide EX-GRADE\n  patient add CODE\n");
  text_add(t, "  help, and the Tab key\n");
}

void greet(Session *s) {
  Err err = {0};
  StoreStats stats = {0};
  Text state = {.arena = &s->run}, page = {.arena = &s->run}, offers = {.arena = &s->run};
  const char *code = NULL;
  bool stored = session_store(s, STORE_EXISTING, &err) && store_stats(s->store, &stats, &err);
  bool missing = !stored && s->db_path && access(s->db_path, F_OK) != 0;
  if (stored) add_state(s, &stats, &state);
  if (missing) text_addf(&state, "no database yet at %s", s->db_path);
  text_add_wrapped(&page, "sinew " SINEW_VERSION ": ", 2, COLUMNS, state.len ? text_get(&state) : "no database");
  if (stored) code = add_all_unfinished(s, &offers);
  text_add(&page, text_get(&offers));
  add_tries(s, &stats, code, &page);
  fputs(text_get(&page), s->out);
  if (!stored && !missing) err_print(s->errors, &err);
  arena_reset(&s->run);
}
