/* A copy for teaching and research. */
#include "base/file.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "sitting/backup.h"

#include <string.h>

enum { LIST_MOST = 16 << 20 }; /* bytes of a list of codes */

/* One code a line; blanks around it and empty lines do not count. */
static bool read_codes(Session *s, const char *path, ExtractRequest *request, Err *err) {
  LIST(const char *) codes = {0};
  FileText file;
  if (!file_read(&s->run, path, path, LIST_MOST, &file, err)) return false;
  for (const char *at = file.text; *at;) {
    size_t len = strcspn(at, " \t\r\n");
    if (len) *LIST_ADD(&s->run, &codes) = arena_copy_n(&s->run, at, len);
    at += len + (at[len] != '\0');
  }
  if (!codes.count) return fail(err, ERR_DATA, path, "holds no code: write one a line");
  request->codes = codes.items, request->count = codes.count;
  return true;
}

bool cmd_db_extract(Session *s, const Args *args, Err *err) {
  const char *path = args_get(args, "FILE"), *list = args_get(args, "--patients");
  ExtractRequest request = {0};
  ExtractCounts n;
  if (!args_has(args, "--pseudonymise"))
    return fail(err, ERR_USAGE, NULL,
                "say --pseudonymise: no other copy leaves out who is meant (db backup copies all)");
  if (list && !read_codes(s, list, &request, err)) return false;
  if (!session_store(s, STORE_EXISTING, err) || !backup_extract(&s->run, s->store, path, &request, &n, err))
    return false;
  fprintf(s->out, "%s: %lld patients, %lld visits, %lld results\n", record_safe(s, path), (long long)n.patients,
          (long long)n.visits, (long long)n.results);
  return true;
}
