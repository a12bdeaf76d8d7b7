/* Numbers and texts as bytes, one behind the other, for what goes between processes. What is read may come from a
 * stranger: a fault sticks, and gives zeros and empty texts. Knows no meaning. */
#pragma once

#include "base/text.h"
#include <stdint.h>

void parcel_put_int(Text *out, int64_t value);
void parcel_put_bytes(Text *out, const char *data, size_t len);
void parcel_put_text(Text *out, const char *text); /* NULL as "" */

typedef struct Parcel {
  const char *at, *end;
  bool bad;
} Parcel;

Parcel parcel_of(const char *bytes, size_t len);
bool parcel_more(const Parcel *in); /* false at the end and after a fault */
int64_t parcel_int(Parcel *in);
size_t parcel_count(Parcel *in, size_t least); /* how many things follow that take at least so many bytes each */
const char *parcel_bytes(Parcel *in, size_t *len);
const char *parcel_text(Parcel *in, Arena *a); /* without NUL inside; UTF-8 */
