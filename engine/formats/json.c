#include "formats/json.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Parser {
  Arena *a;
  char *start, *at; /* own copy of the text, NUL-terminated; texts are decoded in place */
  Err *err;
} Parser;

static bool refuse(const Parser *p, const char *text) { return fail(p->err, ERR_DATA, NULL, "%s", text); }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static void skip_space(Parser *p) {
  while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' || *p->at == '\r') p->at++;
}

/* ---- texts ---- */

static int hex_digit(char c) {
  return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits behind "\u", at `at`; -1 when they are not there. */
static long hex4(const char *at) {
  long code = 0;
  for (int i = 0; i < 4; i++) {
    int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    code = code << 4 | digit;
  }
  return code;
}

static char *put_utf8(char *to, long code) {
  if (code < 0x80) {
    *to++ = (char)code;
  } else if (code < 0x800) {
    *to++ = (char)(0xC0 | code >> 6);
    *to++ = (char)(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *to++ = (char)(0xE0 | code >> 12);
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
  } else {
    *to++ = (char)(0xF0 | code >> 18);
    *to++ = (char)(0x80 | (code >> 12 & 0x3F));
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
  }
  return to;
}

/* Behind "\u": one code point, which may take a second escape. */
static bool read_unicode(Parser *p, char **to) {
  long code = hex4(p->at), low = -1;
  if (code < 0) return refuse(p, "\\u needs four hexadecimal digits");
  if (code == 0) return refuse(p, "\\u0000 is not allowed in text");
  if (code >= 0xDC00 && code <= 0xDFFF) return refuse(p, "half of a surrogate pair");
  p->at += 4;
  if (code >= 0xD800 && code <= 0xDBFF) {
    if (p->at[0] == '\\' && p->at[1] == 'u') low = hex4(p->at + 2);
    if (low < 0xDC00 || low > 0xDFFF) return refuse(p, "half of a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
    p->at += 6;
  }
  *to = put_utf8(*to, code);
  return true;
}

static bool read_escape(Parser *p, char **to) {
  static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  char letter = *p->at;
  if (letter == 'u') {
    p->at++;
    return read_unicode(p, to);
  }
  const char *found = letter ? strchr(letters, letter) : NULL;
  if (!found) return refuse(p, "unknown escape: write \\\\ for a backslash");
  *(*to)++ = meant[found - letters];
  p->at++;
  return true;
}

/* Behind the opening quote. The text never grows by decoding, so it is written over its own raw form. */
static bool read_text(Parser *p, const char **out) {
  char *to = p->at;
  *out = to;
  for (;;) {
    char *plain = p->at;
    while ((unsigned char)*p->at >= 0x20 && *p->at != '"' && *p->at != '\\') p->at++;
    if (to != plain) memmove(to, plain, (size_t)(p->at - plain));
    to += p->at - plain;
    if (*p->at == '"') break;
    if (*p->at == '\0') return refuse(p, "the text is not closed");
    if (*p->at != '\\') return refuse(p, "a control character in text: write it as \\n, \\t or \\u00XX");
    p->at++;
    if (!read_escape(p, &to)) return false;
  }
  p->at++;
  *to = '\0';
  return true;
}

/* ---- numbers and words ---- */

static char *digits(char *at) {
  while (is_digit(*at)) at++;
  return at;
}

static bool read_number(Parser *p, double *out) {
  char *at = p->at + (*p->at == '-');
  if (!is_digit(*at) || (*at == '0' && is_digit(at[1]))) return refuse(p, "not a number of JSON: 18.3, -4, 1e3");
  at = digits(at);
  if (*at == '.' && !is_digit(at[1])) return refuse(p, "a digit is needed behind the point");
  if (*at == '.') at = digits(at + 1);
  if (*at == 'e' || *at == 'E') {
    at += 1 + (at[1] == '+' || at[1] == '-');
    if (!is_digit(*at)) return refuse(p, "a digit is needed in the exponent");
    at = digits(at);
  }
  double value = strtod(p->at, NULL);
  if (!isfinite(value)) return refuse(p, "the number is too large");
  *out = value + 0.0; /* -0 becomes 0 */
  p->at = at;
  return true;
}

static bool read_word(Parser *p, const char *word) {
  size_t len = strlen(word);
  if (strncmp(p->at, word, len) != 0)
    return refuse(p, "a value is expected: text in double quotes, a number, true, false");
  p->at += len;
  return true;
}

/* ---- lists and objects ---- */

typedef LIST(JsonNode) Nodes;

static bool read_value(Parser *p, JsonNode *out, int depth);

static bool has_key(const Nodes *nodes, const char *key) {
  for (size_t i = 0; i < nodes->count; i++)
    if (nodes->items[i].key[0] == key[0] && strcmp(nodes->items[i].key, key) == 0) return true;
  return false;
}

static bool read_key(Parser *p, const Nodes *nodes, const char **key) {
  char *start = p->at;
  if (*p->at != '"') return refuse(p, "a key in double quotes is expected");
  p->at++;
  if (!read_text(p, key)) return false;
  if (has_key(nodes, *key)) {
    p->at = start;
    return fail(p->err, ERR_DATA, NULL, "the key '%.60s' stands twice", *key);
  }
  if (nodes->count == JSON_KEYS_MAX) return refuse(p, "too many keys in one object");
  skip_space(p);
  if (*p->at != ':') return refuse(p, "':' is expected behind the key");
  p->at++;
  skip_space(p);
  return true;
}

/* Behind the opening bracket. */
static bool read_items(Parser *p, JsonNode *out, char closing, int depth) {
  Nodes nodes = {0};
  skip_space(p);
  bool more = *p->at != closing;
  while (more) {
    const char *key = NULL;
    skip_space(p);
    if (closing == '}' && !read_key(p, &nodes, &key)) return false;
    JsonNode *node = LIST_ADD(p->a, &nodes);
    if (!read_value(p, node, depth)) return false;
    node->key = key;
    skip_space(p);
    more = *p->at == ',';
    p->at += more;
  }
  if (*p->at != closing) return refuse(p, closing == '}' ? "',' or '}' is expected" : "',' or ']' is expected");
  p->at++;
  out->items = nodes.items;
  out->count = nodes.count;
  return true;
}

static bool read_value(Parser *p, JsonNode *out, int depth) {
  switch (*p->at) {
  case '{':
  case '[':
    if (depth == JSON_DEPTH_MAX) return refuse(p, "nested too deeply");
    out->kind = *p->at == '{' ? NODE_OBJECT : NODE_LIST;
    p->at++;
    return read_items(p, out, out->kind == NODE_OBJECT ? '}' : ']', depth + 1);
  case '"':
    out->kind = NODE_TEXT;
    p->at++;
    return read_text(p, &out->text);
  case 't':
  case 'f':
    out->kind = NODE_BOOL;
    out->truth = *p->at == 't';
    return read_word(p, out->truth ? "true" : "false");
  case 'n': return read_word(p, "null");
  default: break;
  }
  if (*p->at != '-' && !is_digit(*p->at)) return read_word(p, "null");
  out->kind = NODE_NUMBER;
  return read_number(p, &out->number);
}

bool json_parse(Arena *a, const char *text, size_t len, JsonNode *out, size_t *column, Err *err) {
  Parser p = {.a = a, .err = err};
  *out = (JsonNode){.kind = NODE_NULL};
  *column = 1;
  const char *nul = len ? memchr(text, '\0', len) : NULL;
  if (nul) {
    *column = (size_t)(nul - text) + 1;
    return refuse(&p, "a NUL byte");
  }
  if (!text_is_utf8(text, len)) return refuse(&p, "not UTF-8");
  p.start = p.at = arena_copy_n(a, text, len);
  skip_space(&p);
  bool good = read_value(&p, out, 0);
  if (good) skip_space(&p);
  if (good && *p.at) good = refuse(&p, "something stands behind the end of the value");
  *column = (size_t)(p.at - p.start) + 1;
  return good;
}

const JsonNode *json_member(const JsonNode *object, const char *key) {
  for (size_t i = 0; i < object->count; i++)
    if (strcmp(object->items[i].key, key) == 0) return &object->items[i];
  return NULL;
}

const char *json_kind(const JsonNode *node) {
  switch (node->kind) {
  case NODE_NULL: return "null";
  case NODE_BOOL: return "true or false";
  case NODE_NUMBER: return "a number";
  case NODE_TEXT: return "text";
  case NODE_LIST: return "a list";
  case NODE_OBJECT: return "an object";
  }
  return "nothing";
}
