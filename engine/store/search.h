/* Finding patients again by words of their code, their names and their notes. Accents and capitals do not count, and a
 * word is found by its beginning. What is asked is never a language: quotes, operators and signs are plain characters.
 */
#pragma once

#include "store/store.h"

enum { SEARCH_BYTES = 1000, SEARCH_WORDS = 20 }; /* most that can be asked at a time */

typedef struct SearchHit {
  StoreId patient;
  const char *code;
  const char *name; /* of a person that was found; NULL: a note was found, or there is no name */
  Day day;          /* of the note's visit; 0: no note */
  const char *text; /* the note around the words; NULL: no note */
} SearchHit;

/* Every person or note that has all the words.
 *
 * takes    words: separated by blanks; limit > 0
 * gives    hits in the arena, people and notes in the order in which they were stored; *more: there are others
 * fails    ERR_DATA: no word, too many of them, not UTF-8. ERR_STORE
 * source   none
 */
bool store_search(Store *s, Arena *a, const char *words, size_t limit, SearchHit **hits, size_t *count, bool *more,
                  Err *err);

/* People whose code or name has this part, for completion: codes that begin with it, then words of names and codes that
 * do, and where there are none codes that hold it somewhere, unless there are more than 50,000. Below 5 ms with 100,000.
 *
 * takes    part: what was typed, "" is anybody; limit > 0
 * gives    hits with code and name in the arena; *more: there are others
 * fails    ERR_STORE
 * source   none
 */
bool store_suggest(Store *s, Arena *a, const char *part, size_t limit, SearchHit **hits, size_t *count, bool *more,
                   Err *err);
