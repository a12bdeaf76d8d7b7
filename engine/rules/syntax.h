/* A mistake of syntax in the words of somebody who writes lists of fields: Lua knows the line and the token it stumbled
 * over; the tokens before it tell what was meant, and where. Knows no words of the rule language. */
#pragma once

#include "base/lexer.h"

/* Adds the fault of a text that did not run to its end, at its line; a mistake of syntax at its token, in plain words
 * where the slip is a known one, otherwise in Lua's. */
void syntax_fault(const Lexed *lexed, Diags *diags, const Err *fault);
