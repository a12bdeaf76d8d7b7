#include "formats.h"

#include <string.h>
#include <strings.h>

#define FUNCTIONS_CAN_READ(name)  name##_read, NULL
#define FUNCTIONS_CAN_WRITE(name) NULL, name##_write
#define FUNCTIONS_CAN_BOTH(name)  name##_read, name##_write
const Format formats[] = {
#define ROW(name, extension, can, help) {#name, extension, can, help, FUNCTIONS_##can(name)},
#include "formats.def"
#undef ROW
    {.name = NULL},
};

bool format_is_findings(const Format *format) { return format->write == findings_write; }

bool format_is_table(const Format *format) { return format->write == measures_write || format_is_findings(format); }

bool format_is_data(const Format *format) {
  return format->write == json_write || format->write == ndjson_write || format->write == fhir_write;
}

const char *format_id(const Document *document, Arena *a, const char *type, const char *key) {
  Hasher hasher;
  hash_begin(&hasher);
  hash_text(&hasher, document->key ? document->key : document->result->patient);
  hash_text(&hasher, type);
  hash_text(&hasher, key);
  Hash hash = hash_end(&hasher);
  const char *h = hash.hex;
  return arena_printf(a, "%.8s-%.4s-8%.3s-%c%.3s-%.12s", h, h + 8, h + 13, "89ab"[h[16] & 3], h + 17, h + 20);
}

const Format *format_find(const char *name, unsigned can) {
  for (const Format *format = formats; format->name; format++)
    if ((format->can & can) == can && strcmp(format->name, name) == 0) return format;
  return NULL;
}

static bool ends_so(const char *path, const char *extension) {
  size_t len = strlen(path), own = strlen(extension);
  return len > own && strcasecmp(path + len - own, extension) == 0;
}

const Format *format_of_file(const char *path, unsigned can) {
  const Format *found = NULL;
  for (const Format *format = formats; format->name; format++)
    if ((format->can & can) == can && ends_so(path, format->extension) &&
        (!found || strlen(format->extension) > strlen(found->extension)))
      found = format;
  return found;
}

const char *format_names(Arena *a, unsigned can) {
  Text t = {.arena = a};
  for (const Format *format = formats; format->name; format++)
    if ((format->can & can) == can) text_addf(&t, "%s%s", t.len ? ", " : "", format->name);
  return text_get(&t);
}
