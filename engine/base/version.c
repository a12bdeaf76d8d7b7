#include "base/version.h"

#include <string.h>

enum { DIGITS_MOST = 6 };

/* ---- versions ---- */

/* The version that text begins with; gives the end of it, NULL: there is none. */
static const char *read_version(const char *text, Version *out) {
  *out = (Version){{0}};
  for (int i = 0;; i++) {
    size_t digits = strspn(text, "0123456789");
    if (!digits || digits > DIGITS_MOST || i == VERSION_PARTS) return NULL;
    for (; digits; digits--) out->part[i] = 10 * out->part[i] + (*text++ - '0');
    if (*text != '.') return text;
    text++;
  }
}

bool version_parse(const char *text, Version *out) {
  const char *end = read_version(text, out);
  return end && !*end;
}

int version_compare(const Version *a, const Version *b) {
  for (int i = 0; i < VERSION_PARTS; i++)
    if (a->part[i] != b->part[i]) return a->part[i] < b->part[i] ? -1 : 1;
  return 0;
}

/* ---- ranges ---- */

static void raise_low(VersionRange *range, const Version *version, bool above) {
  int order = version_compare(version, &range->low);
  if (order > 0) range->low = *version, range->above = above;
  if (order == 0) range->above = range->above || above;
}

static void lower_high(VersionRange *range, const Version *version, bool closed) {
  int order = range->limited ? version_compare(version, &range->high) : -1;
  if (order < 0) range->high = *version, range->closed = closed;
  if (order == 0) range->closed = range->closed && closed;
  range->limited = true;
}

/* 1.2 -> 2, 0.3 -> 0.4, 0.0.3 -> 0.0.4 */
static Version next_breaking(const Version *version) {
  Version next = {{0}};
  int i = 0;
  while (i < VERSION_PARTS - 1 && !version->part[i]) i++;
  next.part[i] = version->part[i] + 1;
  return next;
}

static void narrow(VersionRange *range, const char *op, size_t len, const Version *version) {
  bool with = op[len - 1] == '=';
  switch (*op) {
  case '>': raise_low(range, version, !with); break;
  case '<': lower_high(range, version, with); break;
  case '=':
    raise_low(range, version, false);
    lower_high(range, version, true);
    break;
  default: {
    Version next = next_breaking(version);
    raise_low(range, version, false);
    lower_high(range, &next, false);
  }
  }
}

static size_t operator_at(const char *text) {
  if ((*text == '>' || *text == '<') && text[1] == '=') return 2;
  return *text && strchr("<>=^", *text) ? 1 : 0;
}

static const char *bad_part(Arena *a, const char *text) {
  size_t op = operator_at(text), len = strcspn(text, " ");
  Version version;
  const char *part = arena_copy_n(a, text, len), *number = part + op;
  if (!op && version_parse(part, &version))
    return arena_printf(a,
                        "'%s' says neither from nor up to: write \"^%s\" for it and what stays compatible, or \"=%s\"",
                        part, part, part);
  if (op && len == op && text[len]) return arena_printf(a, "no space belongs behind '%s': write \">=1.2 <2\"", part);
  if (op && strchr("=<>", *number) && *number)
    return arena_printf(a, "'%s' is no comparison: there are = >= > <= < and ^", part);
  if (*part == '~') return arena_printf(a, "'%s': ~ is not known here: write \"^%s\"", part, part + 1);
  return arena_printf(a, "'%s' is no range of versions: write \">=1.2 <2\" or \"^1.2\", numbers with one or two dots",
                      part);
}

const char *version_range(Arena *a, const char *text, VersionRange *out) {
  const char *at = text + strspn(text, " ");
  *out = (VersionRange){.limited = false};
  if (!*at) return "no range of versions: write \">=1.2 <2\" or \"^1.2\"";
  for (; *at; at += strspn(at, " ")) {
    size_t op = operator_at(at);
    Version version;
    const char *end = op ? read_version(at + op, &version) : NULL;
    if (!end || (*end && *end != ' ')) return bad_part(a, at);
    narrow(out, at, op, &version);
    at = end;
  }
  int order = out->limited ? version_compare(&out->low, &out->high) : -1;
  if (order > 0 || (order == 0 && (out->above || !out->closed)))
    return arena_printf(a, "no version is both: '%s' leaves none", text);
  return NULL;
}

bool version_fits(const VersionRange *range, const Version *version) {
  int low = version_compare(version, &range->low), high = version_compare(version, &range->high);
  return (low > 0 || (low == 0 && !range->above)) && (!range->limited || high < 0 || (high == 0 && range->closed));
}
