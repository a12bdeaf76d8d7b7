#include "drawing/plot.h"

static bool solve(Plot *plot, int number, Err *err) {
  return body_solve(&plot->poses[number], &plot->bodies[number], err) &&
         body_touches(&plot->bodies[number], &plot->poses[number], &plot->scene, err);
}

bool plot_read(const Figure *figure, Plot *plot, const char **field, Err *err) {
  *field = "figure.scene";
  if (!pose_read_scene(figure->scene, &plot->scene, err)) return false;
  *field = "figure.start";
  plot->poses[0] = (Pose){0};
  if (!pose_read(figure->start, &plot->poses[0], err) || !solve(plot, 0, err)) return false;
  *field = "figure.finish";
  plot->poses[1] = plot->poses[0];
  return pose_read(figure->finish, &plot->poses[1], err) && solve(plot, 1, err);
}
