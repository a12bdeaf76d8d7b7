/* The figures of the exercises on one sheet, to look at. */
#include "base/output.h"
#include "commands/commands.h"
#include "commands/record.h"
#include "drawing/figure.h"
#include "drawing/svg.h"
#include "paint.h"

#include <string.h>

typedef struct Sheet {
  LIST(Picture) pages;
  int columns, rows; /* of a page */
  size_t count;      /* of figures drawn so far */
} Sheet;

static const double gap = 4, caption = 9; /* mm between figures, mm for the name below one */

/* A page with room for every figure of it, white. */
static Picture *new_page(Session *s, Sheet *sheet, const Picture *figure) {
  Picture *page = LIST_ADD(&s->run, &sheet->pages);
  page->arena = &s->run;
  page->title = "Figures of the exercises";
  page->width = gap + sheet->columns * (figure->width + gap);
  page->height = gap + sheet->rows * (figure->height + caption + gap);
  picture_box(page, &(Style){.fill = FILL_SOLID, .colour = COLOUR_PAPER}, 0, 0, page->width, page->height);
  return page;
}

static void add_figure(Session *s, Sheet *sheet, const Exercise *exercise, const Picture *figure) {
  size_t a_page = (size_t)(sheet->columns * sheet->rows), place = sheet->count++ % a_page;
  Picture *page = place ? &sheet->pages.items[sheet->pages.count - 1] : new_page(s, sheet, figure);
  Point at = {gap + (double)(place % (size_t)sheet->columns) * (figure->width + gap),
              gap + (double)(place / (size_t)sheet->columns) * (figure->height + caption + gap)};
  picture_place(page, figure, at, 1);
  picture_box(page, &(Style){.width = 0.2, .stroke = COLOUR_LIGHT}, at.x, at.y, figure->width, figure->height);
  picture_text(page, COLOUR_INK, 3.6, ANCHOR_START, (Point){at.x, at.y + figure->height + 4.6}, exercise->name);
  picture_text(page, COLOUR_SOFT, 2.6, ANCHOR_START, (Point){at.x, at.y + figure->height + 8}, exercise->id);
}

/* In the order of the rows, or of the words. */
static bool fill(Session *s, const Args *args, Sheet *sheet, Side side, Err *err) {
  size_t count = args->rest_count ? (size_t)args->rest_count : s->rows->exercises.count;
  for (size_t i = 0; i < count; i++) {
    const Exercise *exercise =
        args->rest_count ? catalog_exercise(s->rows, args->rest[i]) : &s->rows->exercises.items[i];
    Picture figure;
    if (!exercise)
      return fail(err, ERR_DATA, "EXERCISE", "%s", catalog_unknown(s->rows, &s->run, ROWS_EXERCISE, args->rest[i]));
    if (figure_picture(&s->run, exercise, side, &s->words, &figure)) add_figure(s, sheet, exercise, &figure);
  }
  return sheet->count > 0 || fail(err, ERR_DATA, NULL, "no figure among these exercises");
}

typedef enum { SHEET_SVG, SHEET_PNG, SHEET_PDF } SheetKind;

static bool find_kind(const char *path, SheetKind *kind, Err *err) {
  static const char *const endings[] = {".svg", ".png", ".pdf"};
  size_t len = strlen(path);
  *kind = SHEET_SVG;
  if (strcmp(path, "-") == 0) return true;
  for (int i = 0; i < 3; i++)
    if (len > 4 && strcmp(path + len - 4, endings[i]) == 0) {
      *kind = (SheetKind)i;
      return true;
    }
  return fail(err, ERR_USAGE, "--output", "the file must end with .svg, .png or .pdf");
}

static bool write_sheet(const Sheet *sheet, SheetKind kind, Text *out, Err *err) {
  const Picture *pages = sheet->pages.items;
  if (kind == SHEET_PNG) return paint_png(pages, 3, out, err);
  if (kind == SHEET_PDF)
    return paint_pdf(pages, sheet->pages.count, pages->title, SINEW_RELEASED "T00:00:00Z", out, err);
  svg_add(pages, "sheet", out);
  return true;
}

bool cmd_catalog_sheet(Session *s, const Args *args, Err *err) {
  const char *path = args_has(args, "--output") ? args_get(args, "--output") : "-";
  Text out = {.arena = &s->run};
  SheetKind kind;
  if (!find_kind(path, &kind, err) || !session_rows(s, err) || !session_words(s, err)) return false;
  int across = args->rest_count == 0 || args->rest_count > 9 ? 5 : 3;
  size_t count = args->rest_count ? (size_t)args->rest_count : s->rows->exercises.count;
  Sheet sheet = {.columns = across, .rows = (int)((count + (size_t)across - 1) / (size_t)across)};
  if (kind == SHEET_PDF) sheet.columns = 2, sheet.rows = 5;
  if (!fill(s, args, &sheet, args_has(args, "--left") ? SIDE_LEFT : SIDE_RIGHT, err) ||
      !write_sheet(&sheet, kind, &out, err) || !output_write(&s->run, path, text_get(&out), out.len, s->out, err))
    return false;
  if (strcmp(path, "-") != 0) fprintf(s->out, "%zu figures: %s\n", sheet.count, record_safe(s, path));
  return true;
}
