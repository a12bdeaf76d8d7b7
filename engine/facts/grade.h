/* How hard a text is to read: the school grade that it asks for, roughly. English only; syllables are guessed from
 * vowels. Knows no patient and no rule. */
#pragma once

/* Flesch-Kincaid grade of a text.
 *
 * takes    text: sentences; a placeholder such as {side} counts as one short word
 * gives    years of school, at least 0; 0 without words
 * fails    none
 * source   convention: Flesch-Kincaid grade level, 0.39 words/sentence + 11.8 syllables/word - 15.59
 */
double grade_level(const char *text);
