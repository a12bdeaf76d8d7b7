/* One self-contained web page: no script, no font, no request. Readable on a phone, in the dark, on paper and aloud. */
#include "document.h"

static const char style[] =
    ":root{color-scheme:light "
    "dark;--text:#1a1a1a;--page:#fff;--soft:#595959;--line:#8a8a8a;--warn:#8c1c13;--mark:#fdecea}\n"
    "@media(prefers-color-scheme:dark){:root{--text:#eee;--page:#16181b;--soft:#b5b5b5;--line:#7d7d7d;--warn:#ffb4ab;"
    "--mark:#3b1512}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--page);color:var(--text);font:1.0625rem/1.5 system-ui,sans-serif}\n"
    "main{max-width:48rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}\n"
    "h1{font-size:1.6rem;line-height:1.2}\n"
    "h2{font-size:1.4rem;margin-top:2.5rem;border-bottom:2px solid var(--line)}\n"
    "h3{font-size:1.15rem;margin:1.75rem 0 .25rem}\n"
    "ul{padding-left:1.25rem}\n"
    ".note{color:var(--soft)}\n"
    ".warning{border-left:.3rem solid var(--warn);background:var(--mark);color:var(--warn);padding:.5rem .75rem;"
    "font-weight:600}\n"
    ".table{overflow-x:auto}\n"
    "table{border-collapse:collapse;width:100%;overflow-wrap:normal}\n"
    "th,td{border:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}\n"
    "tbody th{font-weight:600}\n"
    "@media screen and "
    "(max-width:36rem){thead{position:absolute;clip-path:inset(50%)}table,tbody,tr,th,td{display:block}"
    "tbody tr{border:1px solid var(--line);margin-bottom:.75rem;padding:.35rem .5rem}tbody th,tbody "
    "td{border:0;padding:"
    ".1rem 0}td:empty{display:none}td::before{content:attr(data-label) \": \";color:var(--soft)}}\n"
    "@media print{:root{--text:#000;--page:#fff;--soft:#333;--line:#666;--warn:#000;--mark:#fff}body{font-size:10.5pt}"
    "main{max-width:none;padding:0}.table{overflow:visible}h2,h3,thead{break-after:avoid}h2~h2{break-before:page}li,"
    "tr{break-inside:avoid}}\n"
    "@page{margin:18mm}\n";

static void add_element(Text *out, const char *before, const char *text, const char *after) {
  text_add(out, before);
  text_add_html(out, text);
  text_add(out, after);
}

static void open(Text *out, const char *language, const char *title) {
  add_element(out, "<!DOCTYPE html>\n<html lang=\"", language, "\">\n<head>\n<meta charset=\"utf-8\">\n");
  text_add(out,
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  add_element(out, "<title>", title, "</title>\n<style>\n");
  text_add(out, style);
  add_element(out, "</style>\n</head>\n<body>\n<main>\n<h1>", title, "</h1>\n");
}

static void heading(Text *out, int level, const char *text) {
  add_element(out, arena_printf(out->arena, "<h%d>", level), text, arena_printf(out->arena, "</h%d>\n", level));
}

static void paragraph(Text *out, Tone tone, const char *text) {
  static const char *const tags[] = {"<p>", "<p class=\"note\">", "<p class=\"warning\">"};
  add_element(out, tags[tone], text, "</p>\n");
}

static void list(Text *out, const Entry *entries, size_t count) {
  text_add(out, "<ul>\n");
  for (size_t i = 0; i < count; i++) {
    text_add(out, "<li>");
    if (entries[i].label) add_element(out, "<strong>", entries[i].label, ":</strong> ");
    add_element(out, "", entries[i].text, "</li>\n");
  }
  text_add(out, "</ul>\n");
}

/* A wide table scrolls by itself; tabindex lets the keyboard do so. On a phone each row becomes a card and names its
 * cells by data-label. */
static void table(Text *out, const Table *table) {
  add_element(out, "<section class=\"table\" tabindex=\"0\" aria-label=\"", table->name,
              "\">\n<table>\n<thead>\n<tr>");
  for (size_t i = 0; i < table->column_count; i++) add_element(out, "<th scope=\"col\">", table->columns[i], "</th>");
  text_add(out, "</tr>\n</thead>\n<tbody>\n");
  for (size_t row = 0; row < table->cells.count; row += table->column_count) {
    add_element(out, "<tr><th scope=\"row\">", table->cells.items[row], "</th>");
    for (size_t i = 1; i < table->column_count; i++) {
      add_element(out, "<td data-label=\"", table->columns[i], "\">");
      add_element(out, "", table->cells.items[row + i], "</td>");
    }
    text_add(out, "</tr>\n");
  }
  text_add(out, "</tbody>\n</table>\n</section>\n");
}

static void close(Text *out) { text_add(out, "</main>\n</body>\n</html>\n"); }

const Sink html_sink = {open, heading, paragraph, list, table, close};

bool html_write(const Document *document, Text *out, Err *err) {
  (void)err;
  document_walk(document, &html_sink, out);
  return true;
}
