#include "terminal/progressbar.h"

#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static const double patience_s = 1, pause_s = 0.1;

static double now_s(void) {
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- the line ---- */

static void add_left(Text *t, double left_s) {
  static const double longest_s = 99 * 3600.0; /* beyond it the guess is worth nothing */
  if (!(left_s < longest_s)) return;
  long s = (long)(left_s + 0.5);
  text_add(t, ", ");
  if (s >= 3600) text_addf(t, "%ld:", s / 3600);
  text_addf(t, s >= 3600 ? "%02ld:%02ld left" : "%ld:%02ld left", s / 60 % 60, s % 60);
}

static void add_bar(Text *t, double share, int cells) {
  int full = (int)(share * cells);
  text_add(t, " [");
  for (int i = 0; i < cells; i++) text_add_char(t, i < full ? '=' : i == full ? '>' : ' ');
  text_add_char(t, ']');
}

void progressbar_line(Text *t, const char *what, size_t done, size_t total, double elapsed_s, int columns) {
  Text tail = {.arena = t->arena};
  double rate = (double)done / elapsed_s, share = total ? (double)done / (double)total : 0;
  text_addf(t, "%s %zu", what, done);
  if (total) {
    text_addf(t, " of %zu", total);
    text_addf(&tail, " %d %%", (int)(100 * share));
  }
  text_add(&tail, ", ");
  text_add_number(&tail, rate, rate < 10 ? 1 : 0);
  text_add(&tail, "/s");
  if (total && done) add_left(&tail, (double)(total - done) / rate);
  int cells = columns - 1 - text_width(text_get(t)) - (int)tail.len - 3;
  if (total && cells >= 5) add_bar(t, share, cells < 30 ? cells : 30);
  text_add(t, text_get(&tail));
}

/* ---- the terminal ---- */

static int columns_of(FILE *out) {
  struct winsize size = {0};
  return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col >= 40 ? size.ws_col : 80;
}

void progressbar_begin(ProgressBar *bar, FILE *terminal, const char *what, size_t total) {
  bool shown = isatty(fileno(terminal)) == 1;
  *bar = (ProgressBar){.out = shown ? terminal : NULL, .what = what, .total = total};
  if (!shown) return;
  bar->begun_s = now_s();
  bar->next_s = bar->begun_s + patience_s;
}

void progressbar_set(ProgressBar *bar, size_t done) {
  double now = bar->out ? now_s() : 0;
  if (!bar->out || now < bar->next_s) return;
  Arena a = {0};
  Text line = {.arena = &a};
  progressbar_line(&line, bar->what, done,
                   bar->total > done ? bar->total
                   : bar->total      ? done
                                     : 0,
                   now - bar->begun_s, columns_of(bar->out));
  int width = text_width(text_get(&line));
  fprintf(bar->out, "\r%s%*s", text_get(&line), bar->width > width ? bar->width - width : 0, "");
  fflush(bar->out);
  bar->width = width;
  bar->next_s = now + pause_s;
  arena_free(&a);
}

void progressbar_part(ProgressBar *bar, FILE *terminal, const char *what, size_t done, size_t total) {
  if (!bar->what || strcmp(bar->what, what) != 0) {
    progressbar_end(bar);
    progressbar_begin(bar, terminal, what, total);
  }
  progressbar_set(bar, done);
}

void progressbar_end(ProgressBar *bar) {
  if (!bar->out || !bar->width) return;
  fprintf(bar->out, "\r%*s\r", bar->width, "");
  fflush(bar->out);
  bar->width = 0;
}
