#include "easel/easel.h"

#include "easel/draw.h"
#include "easel/sheet.h"

__attribute__((visibility("default")))
const Easel sinew_easel = {.png = draw_png, .pdf = draw_pdf, .folio = sheet_folio};
