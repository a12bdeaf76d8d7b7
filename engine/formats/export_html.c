/* One self-contained web page: no font, no request, and no script but the few lines that keep ticks on the device.
 * Readable on a phone, in the dark, on paper and aloud. */
#include "document.h"

#include "drawing/svg.h"

static const char style[] =
    ":root{color-scheme:light dark;--text:#1a1a1a;--page:#fff;--soft:#595959;--line:#8a8a8a;--warn:#8c1c13;"
    "--mark:#fdecea;--accent:#8a8a8a}\n"
    "@media(prefers-color-scheme:dark){:root{--text:#eee;--page:#16181b;--soft:#b5b5b5;--line:#7d7d7d;--warn:#ffb4ab;"
    "--mark:#3b1512}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--page);color:var(--text);font:1.0625rem/1.5 system-ui,sans-serif}\n"
    "main{max-width:48rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}\n"
    "header{display:flex;gap:1rem;align-items:center;border-bottom:3px solid var(--accent);padding-bottom:.5rem}\n"
    "header img{max-height:4.5rem;max-width:10rem;background:#fff}\n"
    "header p{margin:0}\n"
    "h1{font-size:1.6rem;line-height:1.2}\n"
    "h2{font-size:1.4rem;margin-top:2.5rem;border-bottom:2px solid var(--accent)}\n"
    "h3{font-size:1.15rem;margin:1.75rem 0 .25rem}\n"
    "ul,ol{padding-left:1.5rem}\n"
    ".tree{font-size:.9rem}\n"
    ".tree ul{padding-left:1.2rem}\n"
    ".tree>li{margin-bottom:.5rem}\n"
    "dl{margin:.5rem 0}\n"
    "dl div{display:flex;gap:.75rem;padding:.1rem 0}\n"
    "dt{flex:0 0 7.5rem;color:var(--soft)}\n"
    "dd{margin:0;flex:1;min-width:0}\n"
    ".note{color:var(--soft)}\n"
    ".warning{border-left:.3rem solid var(--warn);background:var(--mark);color:var(--warn);padding:.5rem .75rem;"
    "font-weight:600}\n"
    ".box{border:2px solid var(--warn);background:var(--mark);border-radius:.5rem;padding:.25rem 1rem;margin:1.5rem "
    "0}\n"
    ".box h2{margin-top:.75rem;border:0;color:var(--warn)}\n"
    ".kept{border:1px solid var(--line);border-radius:.5rem;padding:0 1rem .5rem;margin:1rem 0}\n"
    ".kept h3{margin-top:1rem}\n"
    ".drawings{display:flex;flex-wrap:wrap;gap:.75rem;margin:.75rem 0;padding:0;list-style:none}\n"
    ".drawings figure{margin:0}\n"
    ".drawings svg{display:block;max-width:100%;height:auto;background:#fff;border-radius:.25rem}\n"
    ".table{overflow-x:auto}\n"
    "table{border-collapse:collapse;width:100%;overflow-wrap:normal}\n"
    "th,td{border:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}\n"
    "tbody th{font-weight:600}\n"
    ".plan td,.plan thead th{text-align:center;padding:.35rem .25rem}\n"
    ".plan thead th:first-child{text-align:left}\n"
    "input{width:1.3rem;height:1.3rem;margin:0;accent-color:var(--soft)}\n"
    "input[type=text]{width:2.5rem;height:1.8rem;font:inherit;text-align:center;color:inherit;background:none;"
    "border:1px solid var(--line)}\n"
    ".mark{display:none}\n"
    "@media screen and (max-width:36rem){.prose thead{position:absolute;clip-path:inset(50%)}.prose,.prose tbody,"
    ".prose tr,.prose th,.prose td{display:block}.prose tbody tr{border:1px solid var(--line);margin-bottom:.75rem;"
    "padding:.35rem .5rem}.prose tbody th,.prose tbody td{border:0;padding:.1rem 0}.prose td:empty{display:none}"
    ".prose td::before{content:attr(data-label) \": \";color:var(--soft)}.plan{font-size:.9rem}dl div{display:block}}\n"
    "@media print{:root{--text:#000;--page:#fff;--soft:#333;--line:#666;--warn:#000;--mark:#fff}body{font-size:10.5pt}"
    "main{max-width:none;padding:0}.table{overflow:visible}h2,h3,thead{break-after:avoid}.sheet{break-before:page}"
    "li,tr,.kept,.box,dl div{break-inside:avoid}.mark{display:block;position:fixed;top:0;right:0;font-size:28pt;"
    "font-weight:700;border:2pt solid #000;padding:0 8pt;opacity:.45}input[type=text]{border:0}}\n";

/* Keeps what is ticked under the page's own key. Harmless where no script runs or nothing can be kept. The page allows
 * this text alone to run, by its SHA-256: whoever changes a letter computes it anew (a test does, and names it). */
static const char ticks_script[] =
    "(function(){var m=document.querySelector('main[data-key]'),k,s={};if(!m)return;k='sinew-'+m.dataset.key;"
    "try{s=JSON.parse(localStorage.getItem(k))||{}}catch(e){}"
    "m.querySelectorAll('input').forEach(function(i,n){var b=i.type==='checkbox';"
    "if(n in s){if(b)i.checked=!!s[n];else i.value=s[n]}"
    "i.addEventListener('change',function(){s[n]=b?i.checked:i.value;"
    "try{localStorage.setItem(k,JSON.stringify(s))}catch(e){}})})})()";
#define TICKS_SHA256 "UIazyxm76fd9Ubqv3oZoQiFG+v6CTfcboVxq3skuYi0="

static void add_element(Text *out, const char *before, const char *text, const char *after) {
  text_add(out, before);
  text_add_html(out, text);
  text_add(out, after);
}

static bool has_ticks(const Folio *folio) {
  for (size_t i = 0; i < folio->pieces.count; i++)
    if (folio->pieces.items[i].kind == PIECE_TABLE && folio->pieces.items[i].table.kind == TABLE_TICKS)
      return folio->key != NULL;
  return false;
}

/* ---- head ---- */

static void add_head(Text *out, const Folio *folio) {
  const Letterhead *head = folio->letterhead;
  add_element(out, "<!DOCTYPE html>\n<html lang=\"", folio->language, "\">\n<head>\n<meta charset=\"utf-8\">\n");
  text_addf(out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "img-src data:%s\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
            has_ticks(folio) ? "; script-src 'sha256-" TICKS_SHA256 "'" : "");
  add_element(out, "<title>", folio->title, "</title>\n<style>\n");
  text_add(out, style);
  text_addf(out, "@page{size:%s;margin:18mm}\n", folio->paper == PAPER_LETTER ? "letter" : "A4");
  if (head && head->color) text_addf(out, ":root{--accent:%s}\n", head->color);
  if (folio->large) text_add(out, "html{font-size:125%}\n@media print{body{font-size:15pt}}\n");
  if (folio->dense && !folio->large) text_add(out, "@media print{html{font-size:9pt}body{font-size:9pt}}\n");
  text_add(out, "</style>\n</head>\n");
}

static void add_base64(Text *out, const char *data, size_t len) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const unsigned char *bytes = (const unsigned char *)data;
  for (size_t i = 0; i < len; i += 3) {
    unsigned group = (unsigned)bytes[i] << 16;
    if (i + 1 < len) group |= (unsigned)bytes[i + 1] << 8;
    if (i + 2 < len) group |= bytes[i + 2];
    const char four[] = {digits[group >> 18], digits[group >> 12 & 63], i + 1 < len ? digits[group >> 6 & 63] : '=',
                         i + 2 < len ? digits[group & 63] : '='};
    text_add_n(out, four, sizeof four);
  }
}

static void add_letterhead(Text *out, const Letterhead *head) {
  const char *const lines[] = {head->name, head->address, head->phone, head->email, head->web};
  bool first = true;
  text_add(out, "<header>\n");
  if (head->logo) {
    text_addf(out, "<img src=\"data:image/%s;base64,", head->logo_is_svg ? "svg+xml" : "png");
    add_base64(out, head->logo, head->logo_len);
    text_add(out, "\" alt=\"\">\n");
  }
  text_add(out, "<p>");
  for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
    if (!lines[i]) continue;
    add_element(out, first ? "<strong>" : "<br>", folio_line(out->arena, lines[i]), first ? "</strong>" : "");
    first = false;
  }
  text_add(out, "</p>\n</header>\n");
}

/* ---- pieces ---- */

/* An entry stays open for those inside it. */
static void add_tree(Text *out, const Piece *piece) {
  int level = -1;
  for (size_t i = 0; i < piece->entries.list.count; i++) {
    const FolioEntry *entry = &piece->entries.list.items[i];
    if (entry->level > level)
      text_add(out, level < 0 ? "<ul class=\"tree\">\n" : "\n<ul>\n");
    else
      text_add(out, "</li>\n");
    for (; level > entry->level; level--) text_add(out, "</ul>\n</li>\n");
    level = entry->level;
    text_add(out, "<li>");
    if (entry->label) add_element(out, "<strong>", entry->label, ":</strong> ");
    add_element(out, "<bdi>", entry->text, "</bdi>");
  }
  for (; level >= 0; level--) text_add(out, "</li>\n</ul>\n");
}

/* bdi: a text that runs from right to left moves no other words. */
static void add_list(Text *out, const Piece *piece) {
  static const char *const tags[] = {[LIST_BULLETS] = "ul", [LIST_STEPS] = "ol", [LIST_FACTS] = "dl"};
  text_addf(out, "<%s>\n", tags[piece->list]);
  for (size_t i = 0; i < piece->entries.list.count; i++) {
    const FolioEntry *entry = &piece->entries.list.items[i];
    bool facts = piece->list == LIST_FACTS;
    text_add(out, facts ? "<div>" : "<li>");
    if (entry->label) add_element(out, facts ? "<dt>" : "<strong>", entry->label, facts ? "</dt>" : ":</strong> ");
    add_element(out, facts ? "<dd><bdi>" : "<bdi>", entry->text, facts ? "</bdi></dd></div>\n" : "</bdi></li>\n");
  }
  text_addf(out, "</%s>\n", tags[piece->list]);
}

static void add_cell(Text *out, const FolioTable *table, const char *row, size_t column, const char *text) {
  bool ticks = table->kind == TABLE_TICKS, box = ticks && text_equal(text, FOLIO_TICK);
  if (table->kind == TABLE_PROSE) {
    add_element(out, "<td data-label=\"", table->columns[column], "\">");
    add_element(out, "", text, "</td>");
  } else if (box || (ticks && !*text)) {
    text_add(out,
             box ? "<td><input type=\"checkbox\"" : "<td><input type=\"text\" inputmode=\"numeric\" maxlength=\"2\"");
    add_element(out, " aria-label=\"", row, ", ");
    add_element(out, "", table->columns[column], "\"></td>");
  } else {
    add_element(out, "<td>", text, "</td>");
  }
}

/* A wide table scrolls by itself; tabindex lets the keyboard do so. On a phone each row of prose becomes a card and names
 * its cells by data-label. */
static void add_table(Text *out, const FolioTable *table) {
  add_element(out, "<section class=\"table\" tabindex=\"0\" aria-label=\"", table->name, "\">\n");
  text_addf(out, "<table class=\"%s\">\n<thead>\n<tr>", table->kind == TABLE_PROSE ? "prose" : "plan");
  for (size_t i = 0; i < table->column_count; i++) add_element(out, "<th scope=\"col\">", table->columns[i], "</th>");
  text_add(out, "</tr>\n</thead>\n<tbody>\n");
  for (size_t at = 0; at < table->cells.count; at += table->column_count) {
    const char *const *row = table->cells.items + at;
    add_element(out, "<tr><th scope=\"row\">", row[0], "</th>");
    for (size_t i = 1; i < table->column_count; i++) add_cell(out, table, row[0], i, row[i]);
    text_add(out, "</tr>\n");
  }
  text_add(out, "</tbody>\n</table>\n</section>\n");
}

static void add_drawings(Text *out, const Piece *piece, size_t number) {
  text_add(out, "<div class=\"drawings\">\n");
  for (size_t i = 0; i < piece->drawings.count; i++) {
    const Drawing *drawing = &piece->drawings.items[i];
    text_add(out, "<figure>\n");
    svg_add(drawing->picture, arena_printf(out->arena, "d%zu-%zu", number, i), out);
    if (drawing->caption) add_element(out, "<figcaption>", drawing->caption, "</figcaption>\n");
    text_add(out, "</figure>\n");
  }
  text_add(out, "</div>\n");
}

static void add_piece(Text *out, const Folio *folio, size_t number) {
  static const char *const tones[] = {"<p>", "<p class=\"note\">", "<p class=\"warning\">"};
  static const char *const groups[] = {[GROUP_SHEET] = "sheet", [GROUP_KEPT] = "kept", [GROUP_BOX] = "box"};
  const Piece *piece = &folio->pieces.items[number];
  switch (piece->kind) {
  case PIECE_HEADING:
    add_element(out, piece->level == 2 ? "<h2>" : "<h3>", piece->text, piece->level == 2 ? "</h2>\n" : "</h3>\n");
    break;
  case PIECE_PARAGRAPH: add_element(out, tones[piece->tone], piece->text, "</p>\n"); break;
  case PIECE_LIST: piece->list == LIST_TREE ? add_tree(out, piece) : add_list(out, piece); break;
  case PIECE_TABLE: add_table(out, &piece->table); break;
  case PIECE_DRAWINGS: add_drawings(out, piece, number); break;
  case PIECE_BEGIN: text_addf(out, "<div class=\"%s\">\n", groups[piece->group]); break;
  case PIECE_END: text_add(out, "</div>\n"); break;
  }
}

void folio_html(const Folio *folio, Text *out) {
  bool ticks = has_ticks(folio);
  add_head(out, folio);
  text_add(out, "<body>\n");
  if (ticks)
    add_element(out, "<main data-key=\"", folio->key, "\">\n");
  else
    text_add(out, "<main>\n");
  if (folio->letterhead) add_letterhead(out, folio->letterhead);
  add_element(out, "<h1>", folio->title, "</h1>\n");
  if (folio->mark) add_element(out, "<p class=\"mark\" aria-hidden=\"true\">", folio->mark, "</p>\n");
  for (size_t i = 0; i < folio->pieces.count; i++) add_piece(out, folio, i);
  text_add(out, "</main>\n");
  if (ticks) text_addf(out, "<script>%s</script>\n", ticks_script);
  text_add(out, "</body>\n</html>\n");
}

bool html_write(const Document *document, Text *out, Err *err) {
  Folio folio = {.arena = out->arena};
  (void)err;
  document_build(document, &folio);
  folio_html(&folio, out);
  return true;
}
