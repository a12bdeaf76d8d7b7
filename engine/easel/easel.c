#include "easel/easel.h"

#include "easel/draw.h"

__attribute__((visibility("default"))) const Easel sinew_easel = {.png = draw_png, .pdf = draw_pdf};
