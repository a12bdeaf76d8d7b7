#include "script/letterhead.h"

#include "base/ceiling.h"
#include "base/file.h"
#include "base/private.h"
#include "base/text.h"
#include "script/convert.h"
#include "script/host.h"

#include <stddef.h>
#include <string.h>

static const HostLimits limits = {.bytes = 2 << 20, .steps = 100000};

typedef struct Raw { /* as written */
  Letterhead head;
  const char *const *address;
  const char *logo;
  const char *const *words; /* id, text, ... */
} Raw;

static const Field fields[] = {
    FIELD_AS(Raw, "name", FIELD_TEXT, head.name, head.name, NEED),
    FIELD(Raw, address, FIELD_TEXTS, MAY),
    FIELD_AS(Raw, "phone", FIELD_TEXT, head.phone, head.phone, MAY),
    FIELD_AS(Raw, "email", FIELD_TEXT, head.email, head.email, MAY),
    FIELD_AS(Raw, "web", FIELD_TEXT, head.web, head.web, MAY),
    FIELD_AS(Raw, "emergency", FIELD_TEXT, head.emergency, head.emergency, MAY),
    FIELD_AS(Raw, "opening", FIELD_TEXT, head.opening, head.opening, MAY),
    FIELD_AS(Raw, "closing", FIELD_TEXT, head.closing, head.closing, MAY),
    FIELD_AS(Raw, "color", FIELD_TEXT, head.color, head.color, MAY),
    FIELD(Raw, logo, FIELD_TEXT, MAY),
    FIELD(Raw, words, FIELD_MAP, MAY),
    {.name = NULL},
};

typedef struct Load {
  RowReader reader;
  RowFile file;
  size_t size;
  Raw raw;
} Load;

/* ---- the file ---- */

static bool is_name(char c) { return text_is_id((const char[]){c, 0}) || (c >= '0' && c <= '9') || c == '_'; }

/* Where the field stands: its name before a '='; the whole file where it does not. */
static const char *find_field(const char *text, const char *field) {
  size_t len = strlen(field);
  for (const char *at = text; (at = strstr(at, field)); at += len)
    if ((at == text || !is_name(at[-1])) && at[len + strspn(at + len, " \t")] == '=') return at;
  return NULL;
}

static void place(void *context, Diags *diags, size_t row, const char *id, const char *field, const char *sentence) {
  const RowFile *file = context;
  const char *at = field ? find_field(file->text, field) : NULL, *line = file->text;
  int number = 1, column = 1;
  (void)row, (void)id;
  for (const char *c = file->text; at && c < at; c++)
    if (*c == '\n') number++, line = c + 1;
  for (const char *c = line; at && c < at; text_next(&c)) column++;
  Diag *diag = diags_add(diags, DIAG_ERROR, file->name, at ? number : 0, at ? column : 0, "%s%s%s%s",
                         field ? "field '" : "", field ? field : "", field ? "' " : "", sentence);
  if (!at) return;
  diag->width = (int)strlen(field);
  diag->source_line = arena_copy_n(diags->arena, line, strcspn(line, "\r\n"));
}

/* Body of the host run: the file has no globals at all. */
static int read_file(lua_State *L) {
  Load *load = lua_touserdata(L, 1);
  host_load_text(L, load->file.name, load->file.text, load->size, LETTERHEAD_BYTES);
  lua_newtable(L);
  lua_setupvalue(L, -2, 1);
  lua_call(L, 0, 1);
  load->reader.row = 1;
  convert_row(L, &load->reader, fields, &load->raw);
  return 0;
}

/* "Quay 1, 12345 Harbour" */
static const char *joined(Arena *a, const char *const *lines) {
  Text text = {.arena = a};
  for (; lines && *lines; lines++) text_addf(&text, "%s%s", text.len ? ", " : "", *lines);
  return text.len ? text_get(&text) : NULL;
}

static bool is_color(const char *text) {
  return text[0] == '#' && strlen(text) == 7 && strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

/* ---- logo ---- */

static unsigned long dots_at(const char *bytes) {
  const unsigned char *b = (const unsigned char *)bytes;
  return (unsigned long)b[0] << 24 | (unsigned long)b[1] << 16 | (unsigned long)b[2] << 8 | b[3];
}

static bool is_png(const FileText *file) {
  static const char begins[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR";
  return file->size > 33 && memcmp(file->text, begins, sizeof begins - 1) == 0;
}

/* Text with an svg element; in an img of a page it runs nothing and asks for nothing. */
static bool is_svg(const FileText *file) {
  return strlen(file->text) == file->size && text_is_utf8(file->text, file->size) && strstr(file->text, "<svg") &&
         !strstr(file->text, "<!ENTITY");
}

static bool read_logo(Load *load, const char *path, Err *err) {
  Letterhead *head = &load->raw.head;
  Arena *a = load->reader.arena;
  const char *name = load->raw.logo;
  FileText file;
  if (!name) return true;
  const char *where = *name == '/' ? name : arena_printf(a, "%s/%s", private_folder(a, path), name);
  if (!file_read(a, where, name, LOGO_BYTES, &file, err)) return false;
  head->logo = file.text, head->logo_len = file.size, head->logo_is_svg = is_svg(&file);
  if (head->logo_is_svg) return true;
  if (!is_png(&file)) return fail(err, ERR_DATA, name, "is neither PNG nor SVG: a logo is one of them");
  unsigned long width = dots_at(file.text + 16), height = dots_at(file.text + 20);
  if (width && height && width <= LOGO_DOTS && height <= LOGO_DOTS) return true;
  return fail(err, ERR_DATA, name, "has %lu x %lu dots: a logo has 1 to %d each way", width, height, LOGO_DOTS);
}

/* ---- words ---- */

static void replace_words(Load *load, Words *words) {
  for (const char *const *pair = load->raw.words; pair && *pair; pair += 2) {
    Err err = {0};
    if (!words_replace(words, load->reader.arena, pair[0], pair[1], NULL, &err))
      convert_fault(&load->reader, "words", "is wrong: %s", err.text);
  }
}

static bool run(Load *load, Err *err) {
  Host host;
  if (!host_open(&host, limits, err)) return false;
  bool good = host_run(&host, read_file, load, load->file.name, err);
  host_close(&host);
  return good;
}

bool letterhead_load(const Catalog *catalog, Arena *a, const char *path, Words *words, Letterhead *out, Diags *diags,
                     Err *err) {
  FileText text;
  size_t before = diags->errors;
  if (!file_read(a, path, path, LETTERHEAD_BYTES, &text, err)) return false;
  Load load = {.file = {.name = path, .text = text.text, .fault = place}, .size = text.size};
  load.file.context = &load.file;
  load.reader = (RowReader){.catalog = catalog, .arena = a, .diags = diags, .file = &load.file};
  if (!run(&load, err)) return false;
  replace_words(&load, words);
  if (load.raw.head.color && !is_color(load.raw.head.color))
    convert_fault(&load.reader, "color", "must be like #0a5c6b, not '%.40s'", load.raw.head.color);
  size_t errors = diags->errors - before;
  diags_sort(diags);
  if (errors) return fail(err, ERR_DATA, path, "%zu mistake%s in the letterhead", errors, errors == 1 ? "" : "s");
  if (!read_logo(&load, path, err)) return false;
  *out = load.raw.head;
  out->address = joined(a, load.raw.address);
  return true;
}
