#include "commands/commands.h"
#include "commands/record.h"

#include "base/secret.h"
#include "sitting/backup.h"
#include <time.h>

static bool write_backup(Session *s, const Args *args, const Secret *secret, Err *err) {
  const char *path = args_get(args, "FILE");
  int64_t bytes = 0;
  const char *head = session_act_whole(s, err); /* before it: the backup holds its own row */
  if (!head ||
      !backup_write(&s->run, s->store, path, secret ? secret->text : NULL, args_has(args, "--replace"), &bytes, err))
    return false;
  fprintf(s->out, "%s: %s, %schecked, audit head %s\n", record_safe(s, path), record_bytes(s, bytes),
          secret ? "sealed, " : "", head);
  return true;
}

bool cmd_db_backup(Session *s, const Args *args, Err *err) {
  Secret secret;
  if (!session_store(s, STORE_EXISTING, err)) return false;
  if (!args_has(args, "--seal")) return write_backup(s, args, NULL, err);
  if (!secret_ask(&secret, "Passphrase for the backup: ", true, err)) return false;
  bool good = write_backup(s, args, &secret, err);
  secret_forget(&secret);
  return good;
}

/* "20261120T120000" of the moment. */
static const char *label_of(Session *s, Stamp at) {
  time_t seconds = (time_t)(at.unix_ms / 1000) + (time_t)at.offset_min * 60;
  struct tm tm;
  char *label = arena_alloc(&s->run, 32);
  if (!gmtime_r(&seconds, &tm) || strftime(label, 32, "%Y%m%dT%H%M%S", &tm) == 0) label[0] = '\0';
  return label;
}

static bool restore(Session *s, const char *path, const Secret *secret, Err *err) {
  const char *database, *kept;
  if (!session_database(s, &database, err)) return false;
  session_leave_store(s);
  if (!backup_restore(&s->run, path, secret ? secret->text : NULL, database, label_of(s, session_now()), &kept, err))
    return false;
  fprintf(s->out, "%s: restored from %s\n", record_safe(s, database), record_safe(s, path));
  if (kept) fprintf(s->out, "kept: %s\n", record_safe(s, kept));
  const char *head = session_store(s, STORE_EXISTING, err) ? session_act_whole(s, err) : NULL;
  if (head) fprintf(s->out, "audit head %s\n", head);
  return head != NULL;
}

bool cmd_db_restore(Session *s, const Args *args, Err *err) {
  const char *path = args_get(args, "FILE");
  Secret secret;
  if (!backup_is_sealed(path)) return restore(s, path, NULL, err);
  if (!secret_ask(&secret, "Passphrase of the backup: ", false, err)) return false;
  bool good = restore(s, path, &secret, err);
  secret_forget(&secret);
  return good;
}
