/* Shows a long text on a terminal through a pager: $PAGER, else less. The text goes there by a pipe, never by an
 * argument, and less keeps no history and runs no other program. Knows no command. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Writes the text to the terminal, through a pager when it has more lines than the terminal.
 *
 * takes    terminal: standard output; pager: $PAGER, its words are split at blanks and no shell reads them
 * gives    true when a pager has shown it. false when it must be written as it is: it is short, $PAGER is empty, "cat" or
 *          holds other characters than letters, digits and _ . / , : = + - , or does not start
 * fails    none
 * source   none
 */
bool pager_show(FILE *terminal, const char *text, size_t len);
