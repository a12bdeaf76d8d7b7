/* Inside of the store drawer: lists that no query looks into, as bytes in one column instead of rows: values one after
 * the other, told apart by their first byte, words by their key. Lists that repeat from patient to patient are kept
 * once, in table list. The same values give the same bytes. Of lists by name only the one that two
 * modules read is known here; results.c and programs.c say what is in the others. */
#pragma once

#include "base/text.h"
#include "store/query.h"

typedef struct Encoder { /* a fault sticks; list_key and bind_list tell it */
  Store *store;
  Err *err;
  Text bytes; /* in the store's arena `lists`, until list_room */
  bool bad;
} Encoder;

void list_room(Store *s); /* forgets the bytes of lists encoded before */
Encoder encoder(Store *s, Err *err);
void enc_int(Encoder *e, int64_t value);
void enc_real(Encoder *e, double value);
void enc_text(Encoder *e, const char *text); /* NULL is kept apart from "" */
void enc_word(Encoder *e, const char *text); /* the same by its key in table word */
/* The key of the list in table list, added when it is new; 0: the list is empty. fails ERR_STORE */
bool list_key(Encoder *e, StoreId *id);
void bind_list(Query *q, const Encoder *e);
void bind_key(Query *q, StoreId id); /* 0: NULL */

typedef struct Decoder { /* a fault sticks; dec_done tells it */
  Store *store;
  Err *err;
  Arena *a; /* for the texts */
  const unsigned char *at, *end;
  bool bad;
} Decoder;

Decoder decoder_in(Query *q, Arena *a, int column);
Decoder decoder_of(Store *s, Arena *a, StoreId list, Err *err); /* from table list; 0: an empty list */
bool dec_more(const Decoder *d);                                /* false at the end and after a fault */
int64_t dec_int(Decoder *d);
double dec_real(Decoder *d);
const char *dec_text(Decoder *d);
const char *dec_word(Decoder *d);
bool dec_done(const Decoder *d); /* fails ERR_STORE: the bytes are no such list, or name a word that is not there */

typedef struct Unassessed { /* a finding that is nothing but unknown, in the list of a result */
  StoreId rule, needs;      /* keys of its wording and of its list of needs */
  Side side;
  bool unsure;
} Unassessed;

/* The next one of a result's list (results.c writes it); call while dec_more. */
Unassessed dec_unassessed(Decoder *d);

/* sinew_list(value, ...): an aggregate for migrations, the bytes of all rows' values. */
int list_functions(sqlite3 *db);
