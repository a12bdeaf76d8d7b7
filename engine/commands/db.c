#include "commands/commands.h"
#include "commands/coverage.h"
#include "commands/record.h"

#include "base/signals.h"
#include "base/text.h"
#include "sitting/replay.h"
#include "store/whole.h"

#include <string.h>

/* Ids and versions of the packs that judge; what is wrong with them when they cannot be loaded. */
static const char *packs_text(Session *s) {
  Text text = {.arena = &s->run};
  Err err = {0};
  if (!session_judge(s, &err)) text_addf(&text, "not loaded: %s", err.text);
  for (size_t i = 0; err.kind == ERR_NONE && i < s->pack_count; i++)
    text_addf(&text, "%s%s %s", i ? ", " : "", s->packs[i].id, s->packs[i].version);
  return text_get(&text);
}

static void print_json(Session *s, const StoreStats *n, const AuditHead *head, bool norms) {
  Text t = {.arena = &s->run};
  text_add(&t, "{\"path\":");
  text_add_json(&t, n->path);
  text_addf(&t, ",\"schema\":%d,\"sqlite\":\"%s\",\"bytes\":%lld", n->schema, n->sqlite, (long long)n->bytes);
  text_addf(&t, ",\"patients\":%lld,\"visits\":%lld,\"measures\":%lld", (long long)n->patients, (long long)n->visits,
            (long long)n->measures);
  text_addf(&t, ",\"results\":%lld,\"programs\":%lld,\"sources\":%lld", (long long)n->results, (long long)n->programs,
            (long long)n->sources);
  text_addf(&t, ",\"head\":\"%s\"", audit_head_text(t.arena, head));
  text_add(&t, ",\"packs\":");
  text_add_json(&t, packs_text(s));
  text_addf(&t, ",\"catalog\":\"%s\"", s->catalog.hash.hex);
  if (norms) {
    text_add(&t, ",\"norms\":");
    coverage_json(s, &t);
  }
  text_add_char(&t, '}');
  fprintf(s->out, "%s\n", text_get(&t));
}

static void print_text(Session *s, const StoreStats *n, const AuditHead *head) {
  Text path = {.arena = &s->run}, packs = {.arena = &s->run};
  const char *read_only = store_read_only(s->store);
  text_add_terminal(&path, n->path);
  text_add_terminal(&packs, packs_text(s));
  fprintf(s->out, "database  %s\n", text_get(&path));
  fprintf(s->out, "schema    %d, SQLite %s, %s%s\n", n->schema, n->sqlite, record_bytes(s, n->bytes),
          read_only ? arena_printf(&s->run, ", read-only: %s", read_only) : "");
  fprintf(s->out, "holds     %lld patients, %lld visits, %lld measures (earlier versions and body facts counted),\n",
          (long long)n->patients, (long long)n->visits, (long long)n->measures);
  fprintf(s->out, "          %lld results, %lld programs, %lld source texts\n", (long long)n->results,
          (long long)n->programs, (long long)n->sources);
  fprintf(s->out, "audit     head %s\n", audit_head_text(&s->run, head));
  fprintf(s->out, "packs     %s\n", text_get(&packs));
  fprintf(s->out, "catalog   %.16s\n", s->catalog.hash.hex);
  coverage_sum(s);
}

bool cmd_db_info(Session *s, const Args *args, Err *err) {
  StoreStats stats;
  AuditHead head;
  if (!session_store(s, STORE_EXISTING, err) || !session_catalog(s, err) || !store_stats(s->store, &stats, err) ||
      !store_head(s->store, &head, err))
    return false;
  if (args_has(args, "--json"))
    print_json(s, &stats, &head, args_has(args, "--norms"));
  else
    print_text(s, &stats, &head);
  if (args_has(args, "--norms") && !args_has(args, "--json")) coverage_print(s);
  return true;
}

/* ---- check and compact ---- */

enum { JUDGED_AGAIN = 20 }; /* stored results that a check proves; `replay --all` proves all */

typedef struct Checked {
  StoreCheck store;
  AuditReport chain;
  ReplayCounts replayed;
} Checked;

static bool add_difference(void *context, const Replayed *one, Err *err) {
  Checked *checked = context;
  Arena *a = checked->store.arena;
  (void)err;
  if (one->outcome == REPLAY_DIFFERS)
    *LIST_ADD(a, &checked->store.faults) =
        arena_printf(a, "result %s is another one when it is judged again: %.200s", one->uuid, one->what);
  return true;
}

/* What the chain of commands shows stands beside the other faults. */
static bool check_chain(Session *s, Checked *checked, Err *err) {
  AuditReport *chain = &checked->chain;
  if (!store_verify(s->store, &s->run, NULL, chain, err)) return false;
  for (size_t i = 0; i < chain->fault_count && i < AUDIT_FAULTS; i++)
    *LIST_ADD(&s->run, &checked->store.faults) = chain->faults[i];
  return true;
}

static bool check_all(Session *s, Checked *checked, Err *err) {
  Held held;
  if (!signals_hold(&held, err)) return false;
  bool good = store_check(s->store, &s->run, &checked->store, err) && check_chain(s, checked, err);
  if (!signals_release(&held, err) || !good) return false;
  const ReplayRequest request = {.sample = JUDGED_AGAIN, .told = add_difference, .context = checked};
  return replay_results(s, &request, &checked->replayed, err);
}

static void print_check_json(Session *s, const Checked *checked) {
  const StoreCheck *check = &checked->store;
  Text t = {.arena = &s->run};
  text_addf(&t, "{\"whole\":%s,\"faults\":[", check->faults.count ? "false" : "true");
  for (size_t i = 0; i < check->faults.count; i++) {
    text_add(&t, i ? "," : "");
    text_add_json(&t, check->faults.items[i]);
  }
  text_addf(&t, "],\"texts\":%zu,\"searches\":%zu", check->texts, check->searches);
  text_addf(&t, ",\"chained\":%lld", (long long)checked->chain.records);
  text_addf(&t, ",\"judged_again\":{\"equal\":%zu,\"differ\":%zu,\"cannot\":%zu}}", checked->replayed.equal,
            checked->replayed.differs, checked->replayed.cannot);
  fprintf(s->out, "%s\n", text_get(&t));
}

static void print_check(Session *s, const Checked *checked) {
  const StoreCheck *check = &checked->store;
  const ReplayCounts *n = &checked->replayed;
  for (size_t i = 0; i < check->faults.count; i++) fprintf(s->out, "%s\n", record_safe(s, check->faults.items[i]));
  if (check->faults.count > 0) return;
  fprintf(s->out, "the database is whole: pages, ranges and references; %zu stored texts", check->texts);
  if (check->searches) fprintf(s->out, ", %zu full-text index%s", check->searches, check->searches == 1 ? "" : "es");
  fprintf(s->out, "\naudit chain: %lld commands cover %lld rows, head %s\n", (long long)checked->chain.rows,
          (long long)checked->chain.records, audit_head_text(&s->run, &checked->chain.head));
  fprintf(s->out, "results judged again: %zu equal", n->equal);
  if (n->cannot) fprintf(s->out, ", %zu cannot be told (replay says why)", n->cannot);
  fprintf(s->out, "\n");
}

bool cmd_db_check(Session *s, const Args *args, Err *err) {
  Checked checked = {0};
  bool good = session_store(s, STORE_EXISTING, err) && check_all(s, &checked, err);
  if (good && args_has(args, "--json"))
    print_check_json(s, &checked);
  else if (good)
    print_check(s, &checked);
  size_t found = checked.store.faults.count;
  return good && (!found || fail(err, ERR_CHECK, NULL, "%zu fault%s found: keep the file as it is and restore a backup",
                                 found, found == 1 ? "" : "s"));
}

bool cmd_db_compact(Session *s, const Args *args, Err *err) {
  int64_t before, after;
  Held held;
  (void)args;
  if (!session_store(s, STORE_EXISTING, err) || !signals_hold(&held, err)) return false;
  bool good = store_compact(s->store, &before, &after, err);
  if (!signals_release(&held, err) || !good) return false;
  const char *head = session_act_whole(s, err);
  if (head)
    fprintf(s->out, "%s before, %s after, audit head %s\n", record_bytes(s, before), record_bytes(s, after), head);
  return head != NULL;
}
