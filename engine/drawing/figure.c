#include "drawing/figure.h"

#include "drawing/stage.h"
#include <math.h>

static const double page_width = 90, page_height = 48, margin = 1.5, header = 5, largest = 0.5,
                    largest_feet = 1.3; /* mm, mm of a percent */

typedef struct Room {
  Point least, most;
} Room;

static Room draw_pose(const Canvas *over, const Plot *plot, int number, Picture *p) {
  Room room;
  Canvas c = *over;
  c.p = p;
  stage_behind(&c, plot, number);
  sketch_body(&c, &plot->bodies[number]);
  stage_before(&c, plot, number);
  picture_bounds(p, &room.least, &room.most);
  return room;
}

/* Both poses lie in rooms of one size at one scale, so that what moves is seen to move. */
typedef struct Layout {
  double scale;
  Point at[2]; /* left upper corners of the rooms */
  double width, height;
} Layout;

static Layout lay_out(double width, double height, double most) {
  double beside = fmin((page_width / 2 - 1.5 * margin) / width, (page_height - 2 * margin - header) / height);
  double below = fmin((page_width - 2 * margin - 6) / width, (page_height / 2 - 1.5 * margin) / height);
  if (beside < below)
    return (Layout){.scale = fmin(most, below),
                    .at = {{0, 0}, {0, page_height / 2}},
                    .width = page_width,
                    .height = page_height / 2};
  return (Layout){.scale = fmin(most, beside),
                  .at = {{0, header}, {page_width / 2, header}},
                  .width = page_width / 2,
                  .height = page_height - header};
}

static void draw_number(Picture *p, Point corner, const char *number) {
  Point at = {corner.x + 3.4, corner.y + 3.6};
  picture_ellipse(p, &(Style){.fill = FILL_SOLID, .colour = COLOUR_INK}, at, 2.3, 2.3);
  picture_bold(p, COLOUR_PAPER, 3.4, ANCHOR_MIDDLE, (Point){at.x, at.y + 1.2}, number);
}

static void draw_pages(const Plot *plot, double mirror, Picture *picture) {
  static const char *const numbers[] = {"1", "2"};
  const double degree = 3.14159265358979323846 / 180;
  Picture floors[2] = {{.arena = picture->arena}, {.arena = picture->arena}}, poses[2] = {floors[0], floors[1]};
  Canvas c = {.sine = sin(plot->scene.view * degree),
              .cosine = cos(plot->scene.view * degree),
              .mirror = mirror,
              .feet_alone = plot->scene.feet_alone};
  Room room = draw_pose(&c, plot, 0, &poses[0]), second = draw_pose(&c, plot, 1, &poses[1]);
  room.least = (Point){fmin(room.least.x, second.least.x) - 4, fmin(room.least.y, second.least.y)};
  room.most =
      (Point){fmax(room.most.x, second.most.x) + 4, fmax(fmax(room.most.y, second.most.y), stage_floor_room(&c))};
  Layout l = lay_out(room.most.x - room.least.x, room.most.y - room.least.y, c.feet_alone ? largest_feet : largest);
  for (int i = 0; i < 2; i++) {
    Canvas floor = c;
    floor.p = &floors[i];
    stage_floor(&floor, room.least.x, room.most.x);
    Point at = {l.at[i].x + l.width / 2 - l.scale * (room.least.x + room.most.x) / 2,
                l.at[i].y + l.height / 2 - l.scale * (room.least.y + room.most.y) / 2};
    picture_place(picture, &floors[i], at, l.scale);
    picture_place(picture, &poses[i], at, l.scale);
    draw_number(picture, (Point){l.at[i].x, l.at[i].y > header ? l.at[i].y : 0}, numbers[i]);
  }
}

bool figure_picture(Arena *a, const Exercise *exercise, Side side, const Words *words, Picture *picture) {
  Plot plot;
  const char *field;
  Err err = {0};
  *picture = (Picture){.arena = a, .width = page_width, .height = page_height};
  if (!exercise->figure.start || !plot_read(&exercise->figure, &plot, &field, &err)) return false;
  picture->title = exercise->name;
  picture->text = arena_printf(a, "%s %s", exercise->setup, exercise->movement);
  picture_box(picture, &(Style){.fill = FILL_SOLID, .colour = COLOUR_PAPER}, 0, 0, page_width, page_height);
  draw_pages(&plot, side == SIDE_LEFT ? -1 : 1, picture);
  if (exercise->unilateral && (side == SIDE_LEFT || side == SIDE_RIGHT))
    picture_bold(picture, COLOUR_INK, 3.2, ANCHOR_START, (Point){7, 4.8},
                 words->text[side == SIDE_LEFT ? WORD_side_left : WORD_side_right]);
  return true;
}
