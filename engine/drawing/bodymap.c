#include "drawing/bodymap.h"

#include "base/text.h"
#include <math.h>
#include <string.h>

/* ---- outlines ---- */

enum { POINTS_LEAST = 3, POINTS_MOST = 32 };

typedef struct Outline { /* of the right half of the body, percent of its height */
  Point points[POINTS_MOST];
  size_t count;
} Outline;

/* The right half, from the top of the head around arm and leg to the crotch; a drawing convention. */
static const Point body_half[] = {
    {0, 100},   {3.4, 99.2},  {5.1, 95.8},  {5.1, 91.8},  {3.9, 88},    {3.1, 85.8}, {3.5, 83.7},  {7, 82.4},
    {11, 81.2}, {13.6, 78.8}, {14.5, 75},   {15.2, 70},   {16.2, 64.5}, {17.4, 60},  {18.8, 54.5}, {20, 49.4},
    {21.3, 46}, {21.8, 42},   {20.7, 39.8}, {19, 41.2},   {18.1, 45},   {17.5, 49},  {15.7, 55},   {14, 60.5},
    {12.7, 66}, {11.5, 71},   {10.9, 74},   {10.4, 69.5}, {9.5, 64.5},  {9.2, 61},   {10, 56.6},   {11.1, 52},
    {11.4, 47}, {10.9, 40},   {9.7, 33},    {8.3, 28.5},  {8.5, 25},    {8.9, 20.5}, {8.1, 14},    {6.7, 7.5},
    {6.9, 4},   {8.3, 1.6},   {8.2, 0.2},   {3.8, 0.2},   {3.3, 2},     {3.7, 5},    {3.2, 9.5},   {2.3, 17},
    {2.1, 22},  {2.7, 27.5},  {2.4, 33},    {1.5, 40.5},  {0.7, 46},    {0, 47.2},
};

/* One number and what follows it; false: none. */
static bool take_number(const char **at, double *value) {
  char digits[16];
  size_t len = 0;
  *at += strspn(*at, " ,\n");
  while (**at && !strchr(" ,\n", **at)) {
    if (len + 1 < sizeof digits) digits[len++] = **at;
    ++*at;
  }
  digits[len] = 0;
  return text_parse_number(digits, value);
}

static bool read_outline(const char *text, Outline *out, Err *err) {
  out->count = 0;
  for (const char *at = text; at[strspn(at, " ,\n")];) {
    Point point;
    if (!take_number(&at, &point.x) || !take_number(&at, &point.y))
      return fail(err, ERR_DATA, NULL, "is no list of places: write \"X Y, X Y, X Y\"");
    if (!(point.x >= 0 && point.x <= 25 && point.y >= 0 && point.y <= 100))
      return fail(err, ERR_DATA, NULL, "has a place %g %g: X goes from 0 to 25, Y from 0 to 100", point.x, point.y);
    if (out->count == POINTS_MOST) return fail(err, ERR_DATA, NULL, "has more than %d places", POINTS_MOST);
    out->points[out->count++] = point;
  }
  return out->count >= POINTS_LEAST || fail(err, ERR_DATA, NULL, "has less than %d places", POINTS_LEAST);
}

bool bodymap_check(const char *text, Err *err) {
  Outline outline;
  return read_outline(text, &outline, err);
}

/* ---- the page ---- */

static const double page_width = 100, page_height = 109, scale = 0.88, top = 8; /* mm, mm of a percent */

typedef struct View {
  Picture *p;
  double middle; /* mm */
  bool back;
} View;

/* The right of the body lies on the left of the page in front. */
static Point place(const View *v, Point at, Side side) {
  double outward = (v->back ? 1 : -1) * (side == SIDE_LEFT ? -1 : 1);
  return (Point){v->middle + outward * scale * at.x, top + scale * (100 - at.y)};
}

static void draw_outline(const View *v, const Style *style, const Outline *outline, Side side) {
  Point points[POINTS_MOST];
  for (size_t i = 0; i < outline->count; i++) points[i] = place(v, outline->points[i], side);
  picture_smooth(v->p, style, points, outline->count, true);
}

static void draw_body(const View *v) {
  Point points[2 * ARRAY_LEN(body_half)];
  size_t count = 0, half = ARRAY_LEN(body_half);
  for (size_t i = 0; i < half; i++) points[count++] = place(v, body_half[i], SIDE_RIGHT);
  for (size_t i = half - 1; i-- > 1;) points[count++] = place(v, body_half[i], SIDE_LEFT);
  picture_smooth(v->p, &(Style){.width = 0.5, .stroke = COLOUR_INK, .fill = FILL_SOLID, .colour = 0xfaf6f1}, points,
                 count, true);
}

static const char *outline_of(const Muscle *muscle, bool back) { return back ? muscle->map.back : muscle->map.front; }

static void draw_muscle(const View *v, const Muscle *muscle, const Style *styles, size_t count, Side side) {
  Outline outline;
  Err err = {0};
  const char *text = outline_of(muscle, v->back);
  if (!text || !read_outline(text, &outline, &err)) return;
  for (int of = SIDE_LEFT; of <= SIDE_RIGHT; of++)
    for (size_t i = 0; i < count && (side == SIDE_BOTH || (int)side == of); i++) {
      Style style = styles[i];
      if (muscle->map.deep && style.width > 0) style.dash = 1;
      draw_outline(v, &style, &outline, (Side)of);
    }
}

/* Faint, so that a marked muscle is seen among its neighbours; deep ones only where they are marked. */
static void draw_plain(const View *v, const Catalog *catalog) {
  Style faint = {.width = 0.2, .stroke = 0xb9b2aa};
  for (size_t i = 0; i < catalog->muscles.count; i++)
    if (!catalog->muscles.items[i].map.deep) draw_muscle(v, &catalog->muscles.items[i], &faint, 1, SIDE_BOTH);
}

/* ---- marks ---- */

typedef enum { MARK_LOW, MARK_TIGHT, MARK_BOTH, MARK_AIM, MARK_KINDS } MarkKind;

/* A pale ground and a pattern: either alone tells what scored how. An aim has a bold edge, and no pattern where nothing
 * scored. */
static const struct {
  unsigned ground;
  Fill fill;
  unsigned colour;
} kinds[MARK_KINDS] = {
    [MARK_LOW] = {0xcfe3f1, FILL_HATCH, COLOUR_BLUE},
    [MARK_TIGHT] = {0xfde4cf, FILL_DOTS, COLOUR_ORANGE},
    [MARK_BOTH] = {0xe6e0ea, FILL_CROSS, COLOUR_INK},
    [MARK_AIM] = {0xece7d8, FILL_NONE, COLOUR_INK},
};

enum { STYLES = 2 };

static const Style aim_edge = {.width = 0.75, .stroke = COLOUR_INK};

static void styles_of(MarkKind kind, Style styles[STYLES]) {
  styles[0] = (Style){.fill = FILL_SOLID, .colour = kinds[kind].ground};
  styles[1] =
      (Style){.fill = kinds[kind].fill, .colour = kinds[kind].colour, .width = 0.4, .stroke = kinds[kind].colour};
}

static MarkKind kind_of(const BodyMark *mark) {
  return mark->low && mark->tight ? MARK_BOTH : mark->tight ? MARK_TIGHT : mark->low ? MARK_LOW : MARK_AIM;
}

static bool has_outline(const Muscle *muscle) { return muscle->map.front || muscle->map.back; }

static void draw_mark(const View *v, const Catalog *catalog, const BodyMark *mark, const Style *styles, size_t count) {
  const Muscle *muscle = &catalog->muscles.items[mark->muscle];
  if (has_outline(muscle)) {
    draw_muscle(v, muscle, styles, count, mark->side);
    return;
  }
  for (const char *const *id = muscle->members; id && *id; id++) {
    const Muscle *member = catalog_muscle(catalog, *id);
    if (member) draw_muscle(v, member, styles, count, mark->side);
  }
}

/* What did not score lies below what did, and the edges of aims above all: a muscle may be a member of several groups. */
static void draw_marks(const View *v, const Catalog *catalog, const BodyMark *marks, size_t count) {
  for (int scored = 0; scored < 2; scored++)
    for (size_t i = 0; i < count; i++) {
      Style styles[STYLES];
      styles_of(kind_of(&marks[i]), styles);
      if ((kind_of(&marks[i]) != MARK_AIM) == scored) draw_mark(v, catalog, &marks[i], styles, STYLES);
    }
  for (size_t i = 0; i < count; i++)
    if (marks[i].aim) draw_mark(v, catalog, &marks[i], &aim_edge, 1);
}

bool bodymap_has(const Catalog *catalog, int muscle) {
  const Muscle *row = &catalog->muscles.items[muscle];
  if (has_outline(row)) return true;
  for (const char *const *id = row->members; id && *id; id++) {
    const Muscle *member = catalog_muscle(catalog, *id);
    if (member && has_outline(member)) return true;
  }
  return false;
}

static bool is_deep(const Catalog *catalog, const Muscle *muscle) {
  if (has_outline(muscle)) return muscle->map.deep;
  for (const char *const *id = muscle->members; id && *id; id++) {
    const Muscle *member = catalog_muscle(catalog, *id);
    if (member && member->map.deep) return true;
  }
  return false;
}

/* Marks of one muscle and side as one; a mark of both sides becomes two. */
static size_t join_marks(Arena *a, const BodyMark *marks, size_t count, BodyMark **out) {
  BodyMark *joined = arena_array(a, 2 * count, sizeof *joined);
  size_t sum = 0;
  for (size_t i = 0; i < count; i++)
    for (int side = SIDE_LEFT; side <= SIDE_RIGHT; side++) {
      size_t k = 0;
      if (marks[i].side != SIDE_BOTH && (int)marks[i].side != side) continue;
      while (k < sum && (joined[k].muscle != marks[i].muscle || (int)joined[k].side != side)) k++;
      if (k == sum) joined[sum++] = (BodyMark){.muscle = marks[i].muscle, .side = (Side)side};
      joined[k].low = joined[k].low || marks[i].low;
      joined[k].tight = joined[k].tight || marks[i].tight;
      joined[k].aim = joined[k].aim || marks[i].aim;
    }
  *out = joined;
  return sum;
}

size_t bodymap_marks(const Catalog *catalog, const Result *result, Arena *a, BodyMark **marks) {
  size_t count = 0;
  *marks = arena_array(a, result->target_count, sizeof **marks);
  for (size_t i = 0; i < result->target_count; i++) {
    const Target *target = &result->targets[i];
    int muscle = catalog_find(catalog, ROWS_MUSCLE, target->target);
    if (target->conflict || !(target->weight > 0) || target->action > ACTION_MOBILISE || muscle < 0) continue;
    (*marks)[count++] = (BodyMark){.muscle = muscle, .side = target->side, .aim = true};
  }
  return count;
}

/* ---- words ---- */

static const WordId kind_words[MARK_KINDS] = {WORD_map_low, WORD_map_tight, WORD_map_both, WORD_map_aim};

static const char *kind_text(const BodyMark *mark, const Words *words, Arena *a) {
  const char *kind = words->text[kind_words[kind_of(mark)]];
  bool both = mark->aim && kind_of(mark) != MARK_AIM;
  return both ? words_fill(words, a, WORD_map_too, "kind", kind, "aim", words->text[WORD_map_aim], NULL) : kind;
}

static const char *list_of(const Catalog *catalog, const BodyMark *marks, size_t count, const Words *words, Arena *a) {
  Text out = {.arena = a};
  if (!count) return words->text[WORD_map_none];
  for (size_t i = 0; i < count; i++) {
    const Muscle *muscle = &catalog->muscles.items[marks[i].muscle];
    const char *side = words->text[marks[i].side == SIDE_LEFT ? WORD_side_left : WORD_side_right];
    text_add(&out, i ? " " : "");
    text_add(&out, words_fill(words, a, muscle->paired ? WORD_map_item : WORD_map_middle, "muscle", muscle->name,
                              "side", side, "kind", kind_text(&marks[i], words, a), NULL));
    if (!muscle->paired) i += i + 1 < count && marks[i + 1].muscle == marks[i].muscle;
  }
  return text_get(&out);
}

static void add_legend(Picture *p, int *place, const Style *styles, size_t count, const char *text) {
  double x = 2 + 33 * (*place % 3), y = page_height - 11 + 5.5 * (*place / 3);
  for (size_t i = 0; i < count; i++) picture_box(p, &styles[i], x, y, 5, 4);
  picture_text(p, COLOUR_INK, 2.8, ANCHOR_START, (Point){x + 6.7, y + 3}, text);
  ++*place;
}

/* What is shown of patterns, bold edges and broken ones. */
static void draw_legend(Picture *p, const Catalog *catalog, const Words *words, const BodyMark *marks, size_t count) {
  bool shown[MARK_KINDS] = {false}, deep = false;
  int place = 0;
  for (size_t i = 0; i < count; i++) {
    shown[kind_of(&marks[i])] = true;
    shown[MARK_AIM] = shown[MARK_AIM] || marks[i].aim;
    deep = deep || is_deep(catalog, &catalog->muscles.items[marks[i].muscle]);
  }
  for (int kind = 0; kind < MARK_KINDS; kind++) {
    Style styles[STYLES];
    styles_of((MarkKind)kind, styles);
    if (kind == MARK_AIM) styles[1] = aim_edge;
    if (shown[kind]) add_legend(p, &place, styles, STYLES, words->text[kind_words[kind]]);
  }
  if (deep)
    add_legend(p, &place, &(Style){.width = 0.5, .stroke = COLOUR_INK, .dash = 1}, 1, words->text[WORD_map_deep]);
}

static void draw_names(const View *v, const Words *words) {
  const char *left = words->text[WORD_side_left], *right = words->text[WORD_side_right];
  picture_bold(v->p, COLOUR_INK, 3.6, ANCHOR_MIDDLE, (Point){v->middle, 5},
               words->text[v->back ? WORD_map_back : WORD_map_front]);
  picture_text(v->p, COLOUR_INK, 3.2, ANCHOR_MIDDLE, place(v, (Point){18, 33}, SIDE_LEFT), left);
  picture_text(v->p, COLOUR_INK, 3.2, ANCHOR_MIDDLE, place(v, (Point){18, 33}, SIDE_RIGHT), right);
}

void bodymap_picture(const Catalog *catalog, const BodyMark *marks, size_t count, const Words *words, Arena *a,
                     Picture *picture) {
  BodyMark *joined;
  size_t sum = join_marks(a, marks, count, &joined);
  *picture = (Picture){.arena = a, .width = page_width, .height = page_height};
  picture->title = words->text[WORD_map_title];
  picture->text = list_of(catalog, joined, sum, words, a);
  picture_box(picture, &(Style){.fill = FILL_SOLID, .colour = COLOUR_PAPER}, 0, 0, page_width, page_height);
  for (int back = 0; back < 2; back++) {
    View v = {.p = picture, .middle = page_width * (back ? 0.75 : 0.25), .back = back == 1};
    draw_body(&v);
    draw_plain(&v, catalog);
    draw_marks(&v, catalog, joined, sum);
    draw_names(&v, words);
  }
  draw_legend(picture, catalog, words, joined, sum);
}
