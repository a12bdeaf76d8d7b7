/* The clinic's own comparison groups: built, shown, and put to use. Nobody is judged here. */
#include "commands/commands.h"
#include "commands/record.h"
#include "sitting/clinic.h"

#include <string.h>

static const char *const use_words[] = {"packs", "local", "none", NULL};
static const char *const use_texts[] = {"packs that ask for them", "every pack", "nobody"};

/* ---- show ---- */

static const char *ages(Arena *a, const LocalNorm *norm) {
  return arena_printf(a, "%d to %d", norm->age_min, norm->age_max);
}

static void print_cells(Session *s, const LocalSet *set) {
  Text t = {.arena = &s->run};
  for (size_t i = 0; i < set->cells.count; i++) {
    const LocalCell *cell = &set->cells.items[i];
    LocalNorm norm;
    const Test *test = catalog_test(s->rows, cell->norm.test);
    if (!local_norm(s->rows, t.arena, set, cell, 0, &norm)) continue;
    text_addf(&t, "  %s%s%s, %s, %s: mean ", test->name, norm.position ? ", " : "", norm.position ? norm.position : "",
              cell->sex == SEX_MALE ? "men" : "women", ages(t.arena, &norm));
    text_add_short(&t, norm.mean, 3);
    text_add(&t, ", SD ");
    text_add_short(&t, norm.sd, 3);
    text_addf(&t, " %s%s, n = %d\n", unit_base(norm.quantity)->id, norm.lognormal ? " (log scale)" : "", norm.n);
  }
  fputs(text_get(&t), s->out);
}

static void print_set(Session *s, const LocalSet *set, const Hash *hash, LocalUse use) {
  int usual = (int)s->catalog.policy.local_least;
  fprintf(s->out, "clinic's norms of %s, %.16s: %zu group%s of at least %d people%s%s\n",
          date_format(&s->run, set->built), hash->hex, set->cells.count, set->cells.count == 1 ? "" : "s", set->least,
          set->since ? ", first visits since " : "", set->since ? date_format(&s->run, set->since) : "");
  if (set->least < usual) fprintf(s->out, "!  fewer than the usual %d people a group: mean and SD are rough\n", usual);
  fprintf(s->out, "serve %s where no published comparison group fits\n", use_texts[use]);
}

static void print_json(Session *s, const LocalSet *set, const Hash *hash, LocalUse use) {
  Text t = {.arena = &s->run};
  bool first = true;
  text_addf(&t, "{\"hash\":\"%s\",\"built\":\"%s\",\"least\":%d,\"use\":\"%s\",\"norms\":[", hash->hex,
            date_format(t.arena, set->built), set->least, use_words[use]);
  for (size_t i = 0; i < set->cells.count; i++) {
    const LocalCell *cell = &set->cells.items[i];
    LocalNorm norm;
    if (!local_norm(s->rows, t.arena, set, cell, 0, &norm)) continue;
    text_add(&t, first ? "\n {\"test\":" : ",\n {\"test\":");
    text_add_json(&t, norm.test);
    text_add(&t, ",\"position\":");
    text_add(&t, norm.position ? "" : "null");
    if (norm.position) text_add_json(&t, norm.position);
    text_addf(&t, ",\"sex\":\"%s\",\"age\":[%d,%d],\"unit\":\"%s\",\"mean\":", sex_names[cell->sex], norm.age_min,
              norm.age_max, unit_base(norm.quantity)->id);
    text_add_short(&t, norm.mean, 6);
    text_add(&t, ",\"sd\":");
    text_add_short(&t, norm.sd, 6);
    text_addf(&t, ",\"n\":%d}", norm.n);
    first = false;
  }
  fprintf(s->out, "%s]}\n", text_get(&t));
}

static bool show(Session *s, bool json, Err *err) {
  Clinic clinic = {.use = LOCAL_ASKED};
  if (!clinic_load(s->store, &s->run, &clinic, err)) return false;
  if (!*clinic.hash.hex)
    return fail(err, ERR_DATA, NULL, "the clinic has no comparison groups of its own yet: sinew norms local");
  if (json) {
    print_json(s, &clinic.set, &clinic.hash, clinic.use);
    return true;
  }
  print_set(s, &clinic.set, &clinic.hash, clinic.use);
  print_cells(s, &clinic.set);
  return true;
}

/* ---- build ---- */

enum { LEAST_LOWEST = 3, LEAST_HIGHEST = 100000 };

static bool read_options(Session *s, const Args *args, LocalSet *set, Err *err) {
  const char *least = args_get(args, "--min"), *since = args_get(args, "--since");
  long number = (long)s->catalog.policy.local_least;
  if (least && !text_parse_int(least, LEAST_LOWEST, LEAST_HIGHEST, &number))
    return fail(err, ERR_USAGE, "--min", "'%s' is no number of people: write a whole number of %d or more", least,
                LEAST_LOWEST);
  set->least = (int)number;
  if (since && !record_day(since, "--since", &set->since, err)) return false;
  return record_day(NULL, "", &set->built, err);
}

static bool build(Session *s, const Args *args, Err *err) {
  LocalSet set = {0};
  Clinic clinic = {.use = LOCAL_ASKED};
  size_t people;
  Hash hash;
  if (!read_options(s, args, &set, err)) return false;
  if (!clinic_build(s->store, &s->run, s->rows, session_now(), &set, &people, &hash, err)) return false;
  if (!store_load_local(s->store, &clinic.hash, &clinic.use, err)) return false;
  if (args_has(args, "--json")) {
    print_json(s, &set, &hash, clinic.use);
    return true;
  }
  fprintf(s->out, "first visits: %zu\n", people);
  print_set(s, &set, &hash, clinic.use);
  fputs("Next: sinew norms local --show\n", s->out);
  if (clinic.use != LOCAL_ALL) fputs("Next: sinew norms use local\n", s->out);
  return true;
}

bool cmd_norms_local(Session *s, const Args *args, Err *err) {
  if (args_has(args, "--show") && (args_has(args, "--min") || args_has(args, "--since")))
    return fail(err, ERR_USAGE, NULL, "--show tells what was built: leave out --min and --since");
  if (!session_store(s, STORE_EXISTING, err) || !session_rows(s, err)) return false;
  return args_has(args, "--show") ? show(s, args_has(args, "--json"), err) : build(s, args, err);
}

/* ---- use ---- */

bool cmd_norms_use(Session *s, const Args *args, Err *err) {
  const char *word = args_get(args, "SET");
  StoreChange change;
  Hash hash;
  LocalUse was;
  int use = name_find(use_words, word);
  if (use < 0) return fail(err, ERR_USAGE, "SET", "'%s' is none of local, none and packs", record_safe(s, word));
  if (!session_store(s, STORE_EXISTING, err) || !store_load_local(s->store, &hash, &was, err)) return false;
  if (use == LOCAL_ALL && !*hash.hex)
    return fail(err, ERR_DATA, NULL, "the clinic has no comparison groups of its own yet: sinew norms local");
  if (!store_save_local(s->store, NULL, (LocalUse)use, &change, err)) return false;
  fprintf(s->out, "the clinic's norms serve %s%s\n", use_texts[use],
          change == STORE_ALREADY_THERE ? " (as before)" : "");
  return true;
}
