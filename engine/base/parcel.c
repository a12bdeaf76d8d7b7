#include "base/parcel.h"

#include <string.h>

void parcel_put_int(Text *out, int64_t value) {
  char bytes[sizeof value];
  memcpy(bytes, &value, sizeof value); /* both ends are one machine */
  text_add_n(out, bytes, sizeof bytes);
}

void parcel_put_bytes(Text *out, const char *data, size_t len) {
  parcel_put_int(out, (int64_t)len);
  text_add_n(out, data, len);
}

void parcel_put_text(Text *out, const char *text) { parcel_put_bytes(out, text ? text : "", text ? strlen(text) : 0); }

Parcel parcel_of(const char *bytes, size_t len) { return (Parcel){.at = bytes, .end = bytes + len}; }

bool parcel_more(const Parcel *in) { return !in->bad && in->at < in->end; }

int64_t parcel_int(Parcel *in) {
  int64_t value = 0;
  if ((size_t)(in->end - in->at) < sizeof value) in->bad = true;
  if (in->bad) return 0;
  memcpy(&value, in->at, sizeof value);
  in->at += sizeof value;
  return value;
}

size_t parcel_count(Parcel *in, size_t least) {
  int64_t count = parcel_int(in);
  if (count < 0 || (uint64_t)count > (size_t)(in->end - in->at) / least) in->bad = true;
  return in->bad ? 0 : (size_t)count;
}

const char *parcel_bytes(Parcel *in, size_t *len) {
  *len = parcel_count(in, 1);
  const char *bytes = in->at;
  in->at += *len;
  return bytes;
}

const char *parcel_text(Parcel *in, Arena *a) {
  size_t len;
  const char *bytes = parcel_bytes(in, &len);
  if (memchr(bytes, '\0', len) || !text_is_utf8(bytes, len)) in->bad = true;
  return in->bad ? "" : arena_copy_n(a, bytes, len);
}
