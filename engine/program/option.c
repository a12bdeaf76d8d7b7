#include "program/option.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

typedef struct Lister { /* the fixed arguments of options_build */
  const Catalog *catalog;
  Arena *a;
  const Goals *goals;
  const Limits *limits;
  int *easiest; /* per goal: level of the easiest exercise that is made for it; 0: there is none */
  Options *out;
} Lister;

typedef struct Use { /* of one exercise of the roster */
  size_t parts;      /* goals that it is made for */
  bool pinned;
  Option *option;
} Use;

/* ---- what it gives ---- */

/* One side asks for it, and the exercise works both alike: the weaker side gets no more than the other. */
static bool misses_side(const Exercise *exercise, const Goal *goal) {
  return goal->action == ACTION_STRENGTHEN && !exercise->unilateral && (goal->left > 0) != (goal->right > 0);
}

static int covered_by(const Policy *policy, double share) {
  double part = policy->plan_full_share > 0 ? share / policy->plan_full_share : 1;
  return part < 1 ? (int)lround(part * CHOICE_WHOLE) : CHOICE_WHOLE;
}

int option_gives(const Option *option, size_t goal) {
  for (size_t i = 0; i < option->part_count; i++)
    if ((size_t)option->parts[i].goal == goal) return option->parts[i].part;
  return 0;
}

/* ---- why it stays out ---- */

static bool is_listed(const char *const *list, size_t count, const char *id) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(list[i], id) == 0) return true;
  return false;
}

static const char *excluded_reason(Arena *a, const Goals *goals, const Exercise *exercise) {
  for (const char *const *tag = exercise->tags; tag && *tag; tag++)
    if (is_listed(goals->excluded.items, goals->excluded.count, *tag))
      return arena_join(a, "excluded by a finding: ", *tag, NULL);
  return NULL;
}

static const char *equipment_reason(Arena *a, const Limits *limits, const Exercise *exercise) {
  Text missing = {.arena = a};
  for (const char *const *id = exercise->equipment; id && *id; id++)
    if (!is_listed(limits->equipment, limits->equipment_count, *id)) {
      text_add(&missing, missing.len ? ", " : "needs ");
      text_add(&missing, *id);
    }
  return missing.len ? text_get(&missing) : NULL;
}

const char *option_forbidden(Arena *a, const Goals *goals, const Limits *limits, const Exercise *exercise) {
  if (is_listed(limits->without, limits->without_count, exercise->id)) return "not wanted";
  const char *reason = excluded_reason(a, goals, exercise);
  return reason ? reason : equipment_reason(a, limits, exercise);
}

/* A hard exercise may begin a program only where the catalog has nothing easier for one of its goals. */
static const char *level_reason(const Lister *l, const Option *option) {
  const Exercise *exercise = option->exercise;
  if (option->pinned || exercise->level <= l->limits->level) return NULL;
  if (exercise->easier) {
    const Exercise *easier = option->row->easier;
    return arena_join(l->a, "a harder form: begin with ", easier ? easier->name : exercise->easier, NULL);
  }
  for (size_t i = 0; i < option->part_count; i++)
    if (exercise->level <= l->easiest[option->parts[i].goal]) return NULL;
  return arena_printf(l->a, "level %d: harder than needed to begin", exercise->level);
}

/* ---- the list ---- */

/* Strengthening is done on both sides, the weaker one more, alike where each is the weaker one for something;
 * lengthening only where it is asked for. */
static void set_sides(Option *option) {
  if (!option->exercise->unilateral) {
    option->sides = 1;
    return;
  }
  bool strengthens = option->exercise->purpose == ACTION_STRENGTHEN || option->exercise->purpose == ACTION_ACTIVATE;
  bool one_asks = (option->left > 0) != (option->right > 0);
  option->sides = strengthens || !one_asks ? 2 : 1;
  option->torn = strengthens && option->for_left && option->for_right;
  if (option->torn) return;
  if (option->left != option->right && (strengthens || one_asks))
    option->side = option->left > option->right ? SIDE_LEFT : SIDE_RIGHT;
}

static bool is_made_for(const Policy *policy, const RosterShare *share) {
  return share->share > 0 && share->share >= policy->plan_main_share;
}

/* gives how many there are of all exercises. */
static size_t count_parts(const Lister *l, Use *uses) {
  size_t parts = 0;
  for (size_t n = 0, count; n < l->goals->list.count; n++) {
    const Goal *goal = &l->goals->list.items[n];
    const RosterShare *shares = roster_shares(l->catalog->roster, goal->muscle, goal->action, &count);
    for (size_t i = 0; i < count; i++) {
      int level = l->catalog->roster->rows[shares[i].exercise].exercise->level;
      if (!is_made_for(&l->catalog->policy, &shares[i])) continue;
      uses[shares[i].exercise].parts++;
      parts++;
      if (!l->easiest[n] || level < l->easiest[n]) l->easiest[n] = level;
    }
  }
  return parts;
}

static void add_options(const Lister *l, Use *uses, size_t parts) {
  const Roster *roster = l->catalog->roster;
  ChoicePart *room = arena_room(l->a, parts, sizeof *room);
  l->out->cap = parts + l->limits->with_count;
  l->out->items = arena_room(l->a, l->out->cap, sizeof *l->out->items);
  for (size_t i = 0; i < roster->count; i++) {
    if (!uses[i].parts && !uses[i].pinned) continue;
    Option *option = uses[i].option = LIST_ADD(l->a, l->out);
    option->exercise = roster->rows[i].exercise;
    option->row = &roster->rows[i];
    option->parts = room;
    option->pinned = uses[i].pinned;
    room += uses[i].parts;
  }
}

static void add_part(const Lister *l, Option *option, size_t n, double share) {
  const Goal *goal = &l->goals->list.items[n];
  bool misses = misses_side(option->exercise, goal);
  int part = covered_by(&l->catalog->policy, misses ? share * l->catalog->policy.plan_even_share : share);
  if (part > 0) option->parts[option->part_count++] = (ChoicePart){(int)n, part};
  option->left += goal->left * share;
  option->right += goal->right * share;
  option->for_left = option->for_left || goal->left > goal->right;
  option->for_right = option->for_right || goal->right > goal->left;
}

static void add_parts(const Lister *l, const Use *uses) {
  for (size_t n = 0, count; n < l->goals->list.count; n++) {
    const Goal *goal = &l->goals->list.items[n];
    const RosterShare *shares = roster_shares(l->catalog->roster, goal->muscle, goal->action, &count);
    for (size_t i = 0; i < count; i++)
      if (is_made_for(&l->catalog->policy, &shares[i]))
        add_part(l, uses[shares[i].exercise].option, n, shares[i].share);
  }
}

static bool finish_option(const Lister *l, Option *option, Err *err) {
  const Exercise *exercise = option->exercise;
  set_sides(option);
  bool uneven = option->sides == 2 && option->side != SIDE_BOTH;
  bool dosed = dose_build(l->catalog, exercise, option->sides, uneven, l->limits->days, &option->dose);
  option->reason =
      dosed ? option_forbidden(l->a, l->goals, l->limits, exercise) : "no dosage row for its purpose, domain and kind";
  const char *level = level_reason(l, option);
  option->level_alone = level && !option->reason;
  if (!option->reason) option->reason = level;
  if (option->pinned && option->reason)
    return fail(err, ERR_DATA, NULL, "%s is asked for and may not be done: %s", exercise->id, option->reason);
  return true;
}

static bool find_all(const Lister *l, const char *const *ids, size_t count, Use *pinned, Err *err) {
  for (size_t i = 0; i < count; i++) {
    int at = roster_find(l->catalog->roster, ids[i]);
    if (at < 0) return fail(err, ERR_DATA, NULL, "%s", catalog_unknown(l->catalog, l->a, ROWS_EXERCISE, ids[i]));
    if (pinned) pinned[at].pinned = true;
  }
  return true;
}

bool options_build(const Catalog *catalog, Arena *a, const Goals *goals, const Limits *limits, Options *out, Err *err) {
  *out = (Options){0};
  Lister l = {.catalog = catalog, .a = a, .goals = goals, .limits = limits, .out = out};
  Use *uses = arena_array(a, catalog->roster->count, sizeof *uses);
  l.easiest = arena_array(a, goals->list.count, sizeof *l.easiest);
  if (!find_all(&l, limits->with, limits->with_count, uses, err) ||
      !find_all(&l, limits->without, limits->without_count, NULL, err))
    return false;
  add_options(&l, uses, count_parts(&l, uses));
  add_parts(&l, uses);
  for (size_t i = 0; i < out->count; i++)
    if (!finish_option(&l, &out->items[i], err)) return false;
  return true;
}
