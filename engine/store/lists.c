#include "store/lists.h"

#include "store/ledger.h"
#include <math.h>
#include <string.h>

/* First bytes. Small whole numbers, which most values are, are one byte: 1 + the number. A list without reals and
 * texts holds no byte 0, so that the cache of lists can take it as a text. */
enum { SMALL_MOST = 0xee, TAG_NULL = 0xf0, TAG_INT = 0xf1, TAG_REAL = 0xf2, TAG_TEXT = 0xf3 };
/* The cache of lists holds at most this many of at most this many bytes: 8 MiB. */
enum { CACHED_LISTS = 1 << 12, CACHED_BYTES = 1 << 11 };

/* ---- encoding ---- */

/* Most values are one byte, of which a result has hundreds. */
static inline void add_tag(Text *t, int tag) {
  if (t->len + 1 < t->cap)
    t->data[t->len++] = (char)(unsigned char)tag;
  else
    text_add_char(t, (char)(unsigned char)tag);
}

static void add_varint(Text *t, uint64_t value) {
  for (; value >= 0x80; value >>= 7) add_tag(t, (int)(value & 0x7f) | 0x80);
  add_tag(t, (int)value);
}

static inline void add_int(Text *t, int64_t value) {
  if (value >= 0 && value <= SMALL_MOST) {
    add_tag(t, (int)value + 1);
  } else {
    add_tag(t, TAG_INT);
    add_varint(t, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
  }
}

static void add_real(Text *t, double value) {
  uint64_t bits;
  value += 0.0; /* as SQLite, which keeps no negative zero */
  memcpy(&bits, &value, sizeof bits);
  char bytes[1 + sizeof bits] = {(char)(unsigned char)TAG_REAL};
  for (size_t i = 0; i < sizeof bits; i++) bytes[1 + i] = (char)(unsigned char)(bits >> (8 * i) & 0xff);
  text_add_n(t, bytes, sizeof bytes);
}

static void add_text(Text *t, const char *text, size_t len) {
  add_tag(t, TAG_TEXT);
  add_varint(t, len);
  text_add_n(t, text, len);
}

void list_room(Store *s) { arena_reset(&s->lists_room); }

Encoder encoder(Store *s, Err *err) { return (Encoder){.store = s, .err = err, .bytes = {.arena = &s->lists_room}}; }

void enc_int(Encoder *e, int64_t value) { add_int(&e->bytes, value); }

void enc_real(Encoder *e, double value) {
  if (isnan(value))
    add_tag(&e->bytes, TAG_NULL);
  else
    add_real(&e->bytes, value);
}

void enc_text(Encoder *e, const char *text) {
  if (text)
    add_text(&e->bytes, text, strlen(text));
  else
    add_tag(&e->bytes, TAG_NULL);
}

void enc_word(Encoder *e, const char *text) {
  StoreId id = 0;
  if (!text)
    add_tag(&e->bytes, TAG_NULL);
  else if ((id = intern_seen(&e->store->words, text)))
    add_int(&e->bytes, id);
  else if (e->bad || !store_word(e->store, text, &id, e->err))
    e->bad = true;
  else
    add_int(&e->bytes, id);
}

void bind_list(Query *q, const Encoder *e) {
  if (e->bad)
    query_stop(q);
  else
    bind_blob(q, e->bytes.data, e->bytes.len);
}

void bind_key(Query *q, StoreId id) {
  if (id)
    bind_int(q, id);
  else
    bind_null(q);
}

/* ---- kept once ---- */

static bool find_list(const Encoder *e, StoreId *id) {
  Query q = query(e->store, "SELECT id FROM list WHERE bytes = ?1", e->err);
  bind_blob(&q, e->bytes.data, e->bytes.len);
  if (query_step(&q)) *id = column_int(&q, 0);
  if (!query_done(&q)) return false;
  if (*id) return true;
  q = ledger_insert(e->store, LEDGER_LIST, e->err);
  bind_blob(&q, e->bytes.data, e->bytes.len);
  bool ok = query_run(&q);
  *id = sqlite3_last_insert_rowid(e->store->db);
  return ok;
}

bool list_key(Encoder *e, StoreId *id) {
  Store *s = e->store;
  *id = 0;
  if (e->bad || !e->bytes.len) return !e->bad;
  text_add_n(&e->bytes, "", 0); /* tags do not end it */
  const char *bytes = text_get(&e->bytes);
  bool cached = e->bytes.len <= CACHED_BYTES && strlen(bytes) == e->bytes.len;
  if (cached) *id = intern_find(&s->lists, bytes);
  if (*id) return true;
  if (!find_list(e, id)) return false;
  if (cached && s->lists.count >= CACHED_LISTS) store_forget(s);
  if (cached) intern_add(s, &s->lists, bytes, *id);
  return true;
}

/* ---- decoding ---- */

Decoder decoder_in(Query *q, Arena *a, int column) {
  size_t len;
  const unsigned char *at = column_blob(q, a, column, &len);
  return (Decoder){.store = q->store, .err = q->err, .a = a, .at = at, .end = len ? at + len : at};
}

Decoder decoder_of(Store *s, Arena *a, StoreId list, Err *err) {
  Decoder d = {.store = s, .err = err, .a = a};
  if (!list) return d;
  Query q = query(s, "SELECT bytes FROM list WHERE id = ?1", err);
  bind_int(&q, list);
  if (query_step(&q)) d = decoder_in(&q, a, 0);
  d.bad = !query_done(&q) || !d.at;
  return d;
}

bool dec_more(const Decoder *d) { return !d->bad && d->at != d->end; }

static int next_byte(Decoder *d) {
  if (!dec_more(d)) {
    d->bad = true;
    return 0;
  }
  return *d->at++;
}

static uint64_t next_varint(Decoder *d) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    int byte = next_byte(d);
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  d->bad = true;
  return 0;
}

static int64_t int_of(Decoder *d, int tag) {
  if (tag >= 1 && tag <= SMALL_MOST + 1) return tag - 1;
  uint64_t value = tag == TAG_INT ? next_varint(d) : 0;
  if (tag != TAG_INT) d->bad = true;
  return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

int64_t dec_int(Decoder *d) { return int_of(d, next_byte(d)); }

double dec_real(Decoder *d) {
  uint64_t bits = 0;
  double value;
  int tag = next_byte(d);
  if (tag != TAG_REAL) {
    d->bad = d->bad || tag != TAG_NULL;
    return NAN;
  }
  for (unsigned i = 0; i < sizeof bits; i++) bits |= (uint64_t)next_byte(d) << (8 * i);
  memcpy(&value, &bits, sizeof value);
  return value;
}

const char *dec_text(Decoder *d) {
  int tag = next_byte(d);
  if (tag == TAG_NULL) return NULL;
  uint64_t len = tag == TAG_TEXT ? next_varint(d) : 0;
  d->bad = d->bad || tag != TAG_TEXT || len > (uint64_t)(d->end - d->at);
  if (d->bad) return NULL;
  const char *text = arena_copy_n(d->a, (const char *)d->at, (size_t)len);
  d->at += len;
  return text;
}

const char *dec_word(Decoder *d) {
  int tag = next_byte(d);
  if (tag == TAG_NULL) return NULL;
  StoreId id = int_of(d, tag);
  if (d->bad) return NULL;
  Query q = query(d->store, "SELECT text FROM word WHERE id = ?1", d->err);
  bind_int(&q, id);
  const char *text = query_step(&q) ? column_text(&q, d->a, 0) : NULL;
  d->bad = !query_done(&q) || !text;
  return text;
}

bool dec_done(const Decoder *d) {
  if (!d->bad) return true;
  return fail(d->err, ERR_STORE, NULL, "'%s' is damaged (a list in it is none): keep it as it is and restore a backup",
              d->store->path);
}

/* ---- for migrations ---- */

typedef struct Gathered {
  Arena arena;
  Text bytes;
} Gathered;

static void gather(sqlite3_context *c, int count, sqlite3_value **values) {
  Gathered *g = sqlite3_aggregate_context(c, sizeof *g);
  if (!g) {
    sqlite3_result_error_nomem(c);
    return;
  }
  g->bytes.arena = &g->arena;
  for (int i = 0; i < count; i++) {
    switch (sqlite3_value_type(values[i])) {
    case SQLITE_INTEGER: add_int(&g->bytes, sqlite3_value_int64(values[i])); break;
    case SQLITE_FLOAT: add_real(&g->bytes, sqlite3_value_double(values[i])); break;
    case SQLITE_TEXT:
      add_text(&g->bytes, (const char *)sqlite3_value_text(values[i]), (size_t)sqlite3_value_bytes(values[i]));
      break;
    default: add_tag(&g->bytes, TAG_NULL); break;
    }
  }
}

static void gathered(sqlite3_context *c) {
  Gathered *g = sqlite3_aggregate_context(c, 0);
  if (!g) {
    sqlite3_result_zeroblob(c, 0);
    return;
  }
  sqlite3_result_blob64(c, text_get(&g->bytes), g->bytes.len, SQLITE_TRANSIENT);
  arena_free(&g->arena);
}

int list_functions(sqlite3 *db) {
  return sqlite3_create_function_v2(db, "sinew_list", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, NULL, gather, gathered,
                                    NULL);
}
