#include "base/secret.h"

#include "base/signals.h"

#include <errno.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LOOK_MS = 200, INTERRUPT = 3, END = 4 }; /* how often signals are looked for; Ctrl-C and Ctrl-D */

typedef enum { TAKEN_MORE, TAKEN_LINE, TAKEN_END } Taken;

/* One character more; those beyond the room are counted only. */
static Taken take(Secret *secret, size_t *len, int c) {
  if (c == '\n' || c == '\r') return TAKEN_LINE;
  if (c == INTERRUPT || c == END || c == EOF) return TAKEN_END;
  if (*len < SECRET_MOST) secret->text[*len] = (char)c;
  ++*len;
  return TAKEN_MORE;
}

static bool finish(Secret *secret, size_t len, Err *err) {
  if (len > SECRET_MOST) return fail(err, ERR_DATA, NULL, "the passphrase is longer than %d bytes", SECRET_MOST);
  secret->text[len] = '\0';
  return strlen(secret->text) == len || fail(err, ERR_DATA, NULL, "the passphrase holds a NUL byte");
}

/* ---- standard input ---- */

static bool read_plain(Secret *secret, Err *err) {
  size_t len = 0;
  Taken taken;
  do taken = take(secret, &len, getc(stdin));
  while (taken == TAKEN_MORE);
  return finish(secret, len, err);
}

/* ---- the terminal ---- */

/* Nothing is shown and Ctrl-C is a character, so that the terminal is always put back here. */
static bool read_keys(Secret *secret, Err *err) {
  size_t len = 0;
  for (;;) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    unsigned char c;
    int ready = poll(&input, 1, LOOK_MS);
    if (signals_waiting()) return fail(err, ERR_USAGE, NULL, "cancelled");
    if (ready < 0 && errno != EINTR) return fail(err, ERR_IO, NULL, "the terminal cannot be read: %s", strerror(errno));
    if (ready <= 0) continue;
    Taken taken = take(secret, &len, read(STDIN_FILENO, &c, 1) == 1 ? c : EOF);
    if (taken == TAKEN_LINE) return finish(secret, len, err);
    if (taken == TAKEN_END) return fail(err, ERR_USAGE, NULL, "cancelled");
  }
}

static bool read_hidden(Secret *secret, const char *prompt, Err *err) {
  struct termios before, hidden;
  if (tcgetattr(STDIN_FILENO, &before) != 0)
    return fail(err, ERR_IO, NULL, "the terminal cannot be read: %s", strerror(errno));
  hidden = before;
  hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
  fputs(prompt, stderr);
  if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0)
    return fail(err, ERR_IO, NULL, "the terminal cannot be set: %s", strerror(errno));
  bool good = read_keys(secret, err);
  bool restored = tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) == 0;
  fputc('\n', stderr);
  return good && (restored || fail(err, ERR_IO, NULL, "the terminal cannot be set: %s", strerror(errno)));
}

static bool read_twice(Secret *secret, const char *prompt, Err *err) {
  Secret again;
  if (!read_hidden(secret, prompt, err)) return false;
  bool good = read_hidden(&again, "The same again: ", err) &&
              (strcmp(secret->text, again.text) == 0 || fail(err, ERR_DATA, NULL, "the two passphrases differ"));
  sodium_memzero(&again, sizeof again);
  return good;
}

static bool read_terminal(Secret *secret, const char *prompt, bool twice, Err *err) {
  Held held;
  if (!signals_hold(&held, err)) return false;
  bool good = twice ? read_twice(secret, prompt, err) : read_hidden(secret, prompt, err);
  return signals_release(&held, err) && good;
}

bool secret_ask(Secret *secret, const char *prompt, bool twice, Err *err) {
  (void)sodium_mlock(secret, sizeof *secret); /* a limit of the system may forbid it */
  bool good = isatty(STDIN_FILENO) == 1 ? read_terminal(secret, prompt, twice, err) : read_plain(secret, err);
  if (good && !*secret->text)
    good = fail(err, ERR_DATA, NULL,
                "no passphrase was given: it is asked for on a terminal, "
                "or is the next line of standard input");
  if (good && twice && strlen(secret->text) < SECRET_LEAST)
    good = fail(err, ERR_DATA, NULL, "the passphrase is too short: at least %d characters, better several words",
                SECRET_LEAST);
  if (!good) secret_forget(secret);
  return good;
}

void secret_forget(Secret *secret) { (void)sodium_munlock(secret, sizeof *secret); } /* overwrites, too */
