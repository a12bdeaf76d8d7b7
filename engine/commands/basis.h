/* What an assessment rests on, put together of a stored result and the rules in force. Prints nothing. */
#pragma once

#include "formats/page.h"
#include "sitting/session.h"

/* Fills the page of a stored result.
 *
 * takes    c: its case; words and rules are loaded
 * gives    *page, zeroed before
 * fails    ERR_DATA: rules or data in force are not those that judged. ERR_STORE
 * source   none
 */
bool basis_page(Session *s, const StoredResult *stored, const Case *c, Page *page, Err *err);

/* Puts the conditions with their values beside the sentences of a page: those of the case of the page, judged again.
 * fails as judge_explain. */
bool basis_explain(Session *s, Page *page, Err *err);
