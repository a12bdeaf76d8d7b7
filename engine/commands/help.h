/* Help from the command table. */
#pragma once

#include "command.h"
#include "sitting/session.h"

/* Prints usage, meaning, words and options of one command. */
void help_command(Session *s, const Command *command);
