#include "sinew.h"

#include "base/paths.h"
#include "formats/ndjson.h"
#include "judging/page.h"
#include "program/plan.h"
#include "script/loader.h"
#include "sitting/shelf.h"

#include <stdlib.h>
#include <string.h>

_Static_assert((int)SINEW_FINE == ERR_NONE && (int)SINEW_DATA == ERR_DATA && (int)SINEW_SCRIPT == ERR_SCRIPT &&
                   (int)SINEW_LIMIT == ERR_LIMIT && (int)SINEW_IO == ERR_IO,
               "kinds are handed through");

struct Sinew {
  Arena arena; /* the handle itself, catalog, paths, texts of packs */
  Arena run;   /* of one call */
  Catalog catalog;
  Shelf shelf;
  Arbiter *arbiter;
  const char *mistakes; /* in the run arena, or "" */
};

const char *sinew_version(void) { return SINEW_VERSION; }

/* ---- faults and mistakes ---- */

/* A case has no lines of its own: "line 1, measures[2].unit" is said without the line. */
static void hand_over(const Err *fault, SinewError *error) {
  static const char line[] = "line 1";
  const char *where = fault->where;
  if (strncmp(where, line, sizeof line - 1) == 0) where += sizeof line - 1;
  if (where != fault->where && strncmp(where, ", ", 2) == 0) where += 2;
  *error = (SinewError){.kind = (SinewKind)fault->kind};
  memcpy(error->where, where, strlen(where));
  memcpy(error->text, fault->text, strlen(fault->text));
}

_Static_assert(sizeof((SinewError){0}.where) == sizeof((Err){0}.where) &&
                   sizeof((SinewError){0}.text) == sizeof((Err){0}.text),
               "a fault fits");

static void begin(Sinew *s, SinewError *error) {
  arena_reset(&s->run);
  s->mistakes = "";
  *error = (SinewError){.kind = SINEW_FINE};
}

/* Mistakes as they are printed: place, level, text, source line with caret, hint. */
static const char *print_mistakes(Arena *a, const Diags *diags) {
  char *text = NULL;
  size_t size = 0;
  FILE *to = diags->list.count ? open_memstream(&text, &size) : NULL;
  for (size_t i = 0; to && i < diags->list.count; i++) diag_print(to, &diags->list.items[i]);
  if (!to || fclose(to) != 0) return "";
  const char *copy = arena_copy_n(a, text, size);
  free(text);
  return copy;
}

/* ---- the handle ---- */

static bool load_catalog(Sinew *s, const char *given, Err *err) {
  const char *home;
  Diags diags = {.arena = &s->run};
  if (!paths_home(&s->arena, given, NULL, &home, err)) return false;
  s->catalog = (Catalog){.arena = &s->arena};
  s->shelf = (Shelf){.arena = &s->arena, .home = home};
  if (loader_load(&s->catalog, home, &diags, err)) return true;
  const Diag *first = diags.list.count ? diags.list.items : NULL;
  if (!first) return false;
  Err fault = {0};
  fail(&fault, err->kind, arena_printf(&s->run, "%s:%d", first->file, first->line), "%s", first->text);
  *err = fault;
  return false;
}

Sinew *sinew_open(const char *home, SinewError *error) {
  Arena arena = {0};
  Sinew *s = arena_alloc(&arena, sizeof *s);
  Err fault = {0};
  s->arena = arena;
  begin(s, error);
  if (load_catalog(s, home, &fault)) {
    s->arbiter = arbiter_open(&s->catalog);
    arbiter_find_by(s->arbiter, shelf_find, &s->shelf);
    return s;
  }
  hand_over(&fault, error);
  sinew_close(s);
  return NULL;
}

void sinew_close(Sinew *s) {
  if (!s) return;
  arbiter_close(s->arbiter);
  arena_free(&s->run);
  Arena arena = s->arena; /* the handle itself lives in it */
  arena_free(&arena);
}

/* ---- packs ---- */

static bool load(Sinew *s, const PackSource *source, SinewError *error, Err *fault) {
  Diags diags = {.arena = &s->run};
  PackInfo info;
  if (arbiter_load(s->arbiter, &s->run, source, &info, &diags, fault)) return true;
  s->mistakes = print_mistakes(&s->run, &diags);
  hand_over(fault, error);
  return false;
}

bool sinew_load(Sinew *s, const char *id, SinewError *error) {
  PackSource source;
  Err fault = {0};
  begin(s, error);
  if (shelf_read(&s->shelf, id, &source, &fault)) return load(s, &source, error, &fault);
  hand_over(&fault, error);
  return false;
}

bool sinew_load_text(Sinew *s, const char *name, const char *text, size_t size, SinewError *error) {
  begin(s, error);
  const PackSource source = {arena_copy(&s->arena, name), arena_copy_n(&s->arena, text, size), size};
  return load(s, &source, error, &(Err){0});
}

const char *sinew_mistakes(const Sinew *s) { return s->mistakes; }

/* ---- cases ---- */

static bool read_case(Sinew *s, const char *json, size_t size, Case *c, IntakeNotes *notes, Err *err) {
  while (size > 0 && (json[size - 1] == '\n' || json[size - 1] == '\r')) size--;
  return ndjson_case(arbiter_catalog(s->arbiter), &s->run, json, size, 1, 0, c, notes, err);
}

static bool answer(Sinew *s, const char *json, size_t size, Text *out, Err *err) {
  const Catalog *rows = arbiter_catalog(s->arbiter);
  IntakeNotes notes = {0};
  Case c;
  Result result;
  Program program;
  if (!read_case(s, json, size, &c, &notes, err) || !arbiter_evaluate(s->arbiter, &s->run, &c, &result, err) ||
      !plan_build(rows, &s->run, &c, &result, NULL, &program, err))
    return false;
  const Document document = {.catalog = rows, .given = &c, .result = &result, .program = &program, .notes = &notes};
  return ndjson_write(&document, out, err);
}

const char *sinew_judge(Sinew *s, const char *json, size_t size, SinewError *error) {
  Text out = {.arena = &s->run};
  Err fault = {0};
  begin(s, error);
  if (answer(s, json, size, &out, &fault)) return text_get(&out);
  hand_over(&fault, error);
  return NULL;
}

/* ---- pages ---- */

static bool explain(Sinew *s, const char *json, size_t size, const char *rule, const char *side, Text *out, Err *err) {
  IntakeNotes notes = {0};
  Explanation *list;
  size_t count;
  Case c;
  int wanted = side ? name_find(side_names, side) : SIDE_BOTH;
  if (wanted < 0 || (side && wanted == SIDE_BOTH))
    return fail(err, ERR_DATA, NULL, "unknown side '%.40s': write left or right", side);
  if (!read_case(s, json, size, &c, &notes, err) ||
      !arbiter_explain(s->arbiter, &s->run, &c, rule, (Side)wanted, &list, &count, err))
    return false;
  for (size_t i = 0; i < count; i++) page_explanation(out, &list[i]);
  return true;
}

const char *sinew_explain(Sinew *s, const char *json, size_t size, const char *rule, const char *side,
                          SinewError *error) {
  Text out = {.arena = &s->run};
  Err fault = {0};
  begin(s, error);
  if (explain(s, json, size, rule, side, &out, &fault)) return text_get(&out);
  hand_over(&fault, error);
  return NULL;
}

const char *sinew_describe(Sinew *s, const char *rule, SinewError *error) {
  Text out = {.arena = &s->run};
  Nearest nearest = {.word = rule ? rule : ""};
  Err fault = {0};
  PackInfo *packs;
  begin(s, error);
  size_t count = arbiter_packs(s->arbiter, &s->run, &packs);
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < packs[i].rule_count; k++) {
      text_near(&nearest, packs[i].rules[k].id);
      if (page_is_named(rule, &packs[i], &packs[i].rules[k]))
        page_rule(&out, arbiter_catalog(s->arbiter), &packs[i], &packs[i].rules[k]);
    }
  if (out.len || !rule) return text_get(&out);
  fail(&fault, ERR_DATA, NULL, "unknown rule '%.80s'%s", rule, text_near_hint(&s->run, &nearest));
  hand_over(&fault, error);
  return NULL;
}
