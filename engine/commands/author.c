/* For those who write rules: a pack to begin with, a file for editors, and which packs judge from now on. */
#include "commands/commands.h"

#include "base/file.h"
#include "base/output.h"
#include "base/paths.h"
#include "base/text.h"
#include "proof/stub.h"

#include <string.h>
#include <unistd.h>

enum { TEMPLATE_MOST = 1 << 20 };

/* ---- rules new, rules stub ---- */

/* The bytes with every `from` replaced by `to`. */
static const char *replaced(Arena *a, const char *text, const char *from, const char *to) {
  Text out = {.arena = a};
  for (const char *at; (at = strstr(text, from)) != NULL; text = at + strlen(from)) {
    text_add_n(&out, text, (size_t)(at - text));
    text_add(&out, to);
  }
  text_add(&out, text);
  return text_get(&out);
}

static const char *file_of(Arena *a, const char *id) {
  char *name = arena_printf(a, "%s.lua", id);
  for (char *c = name; *c; c++)
    if (*c == '-') *c = '_';
  return name;
}

/* What a person wrote is never written over. */
static bool write_new(Session *s, const char *path, const char *text, Err *err) {
  bool standard = strcmp(path, "-") == 0;
  if (!standard && access(path, F_OK) == 0)
    return fail(err, ERR_IO, path, "is there already and is left alone; name another with --output");
  if (!output_write(&s->run, path, text, strlen(text), s->out, err)) return false;
  if (standard) return true;
  Text line = {.arena = &s->run};
  text_add_terminal(&line, path);
  fprintf(s->out, "%s written\n", text_get(&line));
  return true;
}

bool cmd_rules_new(Session *s, const Args *args, Err *err) {
  FileText template;
  const char *id = args_get(args, "NAME"), *path = args_get(args, "--output");
  if (!text_is_id(id))
    return fail(err, ERR_USAGE, NULL, "'%.60s' is no id: small letters, digits and dashes, a letter first", id);
  const char *from = arena_printf(&s->run, "%s/rules/TEMPLATE.lua", s->home);
  if (!file_read(&s->run, from, from, TEMPLATE_MOST, &template, err)) return false;
  if (!path) path = file_of(&s->run, id);
  const char *text = replaced(&s->run, template.text, "\"my-pack\"", arena_printf(&s->run, "\"%s\"", id));
  text = replaced(&s->run, text, "my_pack.lua", strcmp(path, "-") == 0 ? file_of(&s->run, id) : path);
  text = replaced(&s->run, text, ": copy this file, change", ": change");
  return write_new(s, path, text, err);
}

bool cmd_rules_stub(Session *s, const Args *args, Err *err) {
  Text text = {.arena = &s->run};
  const char *path = args_get(args, "--output");
  if (!session_rows(s, err)) return false;
  stub_write(s->rows, &text);
  return write_new(s, path ? path : "-", text_get(&text), err);
}

/* ---- rules use, rules drop ---- */

static void print_set(Session *s, const char *const *ids) {
  fputs("judging by: ", s->out);
  for (size_t i = 0; ids[i]; i++) fprintf(s->out, "%s%s", i ? ", " : "", ids[i]);
  for (size_t i = 0; i < s->pack_count; i++)
    if (!s->packs[i].asked_for) fprintf(s->out, ", %s (required by %s)", s->packs[i].id, *s->packs[i].required_by);
  fputs(*ids ? "\n" : "no pack: nothing is judged\n", s->out);
}

/* It may judge for the sake of another. */
static bool not_chosen(Session *s, const char *wanted, const Nearest *nearest, Err *err) {
  for (size_t i = 0; session_judge(s, &(Err){0}) && i < s->pack_count; i++)
    if (paths_same_id(s->packs[i].id, wanted))
      return fail(err, ERR_DATA, NULL, "pack '%.60s' judges because %s requires it: drop that first", wanted,
                  *s->packs[i].required_by);
  return fail(err, ERR_DATA, NULL, "pack '%.60s' does not judge now%s", wanted, text_near_hint(&s->run, nearest));
}

static size_t count_of(const char *const *ids) {
  size_t count = 0;
  while (ids[count]) count++;
  return count;
}

bool cmd_rules_use(Session *s, const Args *args, Err *err) {
  const char *wanted = args_get(args, "PACK"), *const * ids;
  PackSource source;
  if (!text_is_id(wanted))
    return fail(
        err, ERR_USAGE, NULL,
        "'%.60s' is no id of a pack; a file is used once with --pack, or for good from rules/ of your data folder",
        wanted);
  if (!session_packs(s, &ids, err) || !session_read_pack(s, wanted, &source, err)) return false;
  size_t count = count_of(ids);
  const char **list = arena_array(&s->run, count + 2, sizeof *list);
  for (size_t i = 0; i < count; i++) {
    list[i] = ids[i];
    if (!paths_same_id(ids[i], wanted)) continue;
    print_set(s, ids);
    return true;
  }
  list[count] = wanted;
  if (!session_choose_packs(s, list, NULL, err)) return false;
  print_set(s, list);
  return true;
}

bool cmd_rules_drop(Session *s, const Args *args, Err *err) {
  const char *wanted = args_get(args, "PACK"), *const * ids;
  Nearest nearest = {.word = wanted};
  if (!session_packs(s, &ids, err)) return false;
  size_t count = count_of(ids), kept = 0;
  const char **list = arena_array(&s->run, count + 1, sizeof *list);
  for (size_t i = 0; i < count; i++) {
    text_near(&nearest, ids[i]);
    if (!paths_same_id(ids[i], wanted)) list[kept++] = ids[i];
  }
  if (kept == count) return not_chosen(s, wanted, &nearest, err);
  if (paths_same_id(wanted, "red-flags") && !args_has(args, "--force"))
    return fail(err, ERR_USAGE, NULL,
                "without red-flags no patient with a sign of serious disease is referred; if that is what you want: "
                "rules drop red-flags --force");
  if (!session_choose_packs(s, list, wanted, err)) return false;
  print_set(s, list);
  return true;
}
