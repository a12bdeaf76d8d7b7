/* NDJSON cases in, results out, one line each. Memory does not grow with the number of cases. */
#include "commands/commands.h"

#include "formats/ndjson.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* One byte more than a line may have shows that it is too long; the rest of such a line is skipped. */
enum { LINE_ROOM = NDJSON_LINE_MAX + 1, READ_ROOM = 1 << 18, BUFFER = LINE_ROOM + READ_ROOM, RESULT_ROOM = 1 << 14 };

typedef struct Stream {
  Session *s;
  Arena arena;       /* of one case */
  Text out;          /* one result, in the arena */
  const char *name;  /* of the input; NULL: there is only one */
  char *buffer;      /* BUFFER bytes */
  size_t start, end; /* what was read and not yet handed out */
  long line;         /* number of the line handed out last */
  int fd;
  bool at_end;
  bool refused; /* some line of some input was */
} Stream;

/* ---- lines ---- */

static bool output_fault(Err *err) {
  return fail(err, ERR_IO, NULL, "the output cannot be written: %s", strerror(errno ? errno : EIO));
}

/* Reads more behind what is there. What was written goes out first: somebody may wait for it before sending more. */
static bool read_more(Stream *in, Err *err) {
  memmove(in->buffer, in->buffer + in->start, in->end - in->start);
  in->end -= in->start;
  in->start = 0;
  errno = 0;
  if (fflush(in->s->out) != 0) return output_fault(err);
  ssize_t got;
  do got = read(in->fd, in->buffer + in->end, BUFFER - in->end);
  while (got < 0 && errno == EINTR);
  if (got < 0) return fail(err, ERR_IO, in->name, "the input cannot be read: %s", strerror(errno));
  in->at_end = got == 0;
  in->end += (size_t)got;
  return true;
}

/* The next line without its end, valid until the next call; *text NULL: there is none left. */
static bool next_line(Stream *in, const char **text, size_t *len, Err *err) {
  const char *stop;
  size_t seen = 0;
  while (!(stop = memchr(in->buffer + in->start + seen, '\n', in->end - in->start - seen)) && !in->at_end) {
    seen = in->end - in->start;
    if (seen > LINE_ROOM) {
      seen = LINE_ROOM;
      in->end = in->start + LINE_ROOM;
    }
    if (!read_more(in, err)) return false;
  }
  const char *line = in->buffer + in->start;
  size_t size = stop ? (size_t)(stop - line) : in->end - in->start;
  *text = stop || size ? line : NULL;
  *len = size < LINE_ROOM ? size : LINE_ROOM;
  in->start += size + (stop != NULL);
  in->line++;
  return true;
}

/* ---- cases ---- */

/* {"line":7,"error":"measures[2].unit: ..."}; with several inputs the file stands before the line. */
static void add_refusal(Stream *in, const Err *fault) {
  Text *out = &in->out;
  const char *comma = strncmp(fault->where, "line ", 5) == 0 ? strstr(fault->where, ", ") : NULL;
  const char *where = comma ? comma + 2 : strncmp(fault->where, "line ", 5) == 0 ? "" : fault->where;
  text_add_char(out, '{');
  if (in->name) {
    text_add(out, "\"file\":");
    text_add_json(out, in->name);
    text_add_char(out, ',');
  }
  text_addf(out, "\"line\":%ld,\"error\":", in->line);
  text_add_json(out, arena_printf(&in->arena, "%s%s%s", where, *where ? ": " : "", fault->text));
  text_add(out, "}\n");
}

static bool judge_line(Stream *in, const char *text, size_t len, Err *err) {
  Session *s = in->s;
  Arena *a = &in->arena;
  IntakeNotes notes = {0};
  Case c;
  Result result;
  Program program;
  if (!ndjson_case(s->rows, a, text, len, in->line, 0, &c, &notes, err)) return false;
  if (!judge_evaluate(s->judge, a, &c, &result, err)) return false;
  if (!plan_build(s->rows, a, &c, &result, NULL, &program, err)) return false;
  const Document document = {.catalog = s->rows, .given = &c, .result = &result, .program = &program, .notes = &notes};
  return ndjson_write(&document, &in->out, err);
}

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
  return true;
}

/* A case that is refused becomes a line of its own; any other fault ends the stream. */
static bool answer_line(Stream *in, const char *text, size_t len, Err *err) {
  Err fault = {0};
  if (is_blank(text, len)) return true;
  in->out = (Text){.arena = &in->arena, .data = arena_room(&in->arena, RESULT_ROOM, 1), .cap = RESULT_ROOM};
  if (!judge_line(in, text, len, &fault)) {
    in->refused = true;
    in->out.len = 0;
    add_refusal(in, &fault);
  }
  errno = 0;
  bool good = fwrite(in->out.data, 1, in->out.len, in->s->out) == in->out.len || output_fault(err);
  arena_reset(&in->arena);
  return good;
}

static bool answer_all(Stream *in, Err *err) {
  const char *text;
  size_t len;
  in->start = in->end = 0;
  in->line = 0;
  in->at_end = false;
  while (next_line(in, &text, &len, err)) {
    if (!text) return true;
    if (!answer_line(in, text, len, err)) return false;
  }
  return false;
}

static bool answer_file(Stream *in, const char *path, Err *err) {
  if (strcmp(path, "-") == 0) {
    in->fd = STDIN_FILENO;
    return answer_all(in, err);
  }
  in->fd = open(path, O_RDONLY | O_CLOEXEC);
  if (in->fd < 0) return fail(err, ERR_IO, path, "cannot be opened: %s", strerror(errno));
  bool good = answer_all(in, err);
  if (close(in->fd) != 0 && good) return fail(err, ERR_IO, path, "cannot be closed: %s", strerror(errno));
  return good;
}

bool cmd_stream(Session *s, const Args *args, Err *err) {
  static const char *const standard[] = {"-"};
  if (!session_judge(s, err)) return false;
  int count = args->rest_count ? args->rest_count : 1;
  const char *const *paths = args->rest_count ? args->rest : standard;
  Stream in = {.s = s, .buffer = arena_alloc(&s->run, BUFFER)};
  bool good = true;
  for (int i = 0; i < count && good; i++) {
    in.name = count > 1 ? paths[i] : NULL;
    good = answer_file(&in, paths[i], err);
  }
  arena_free(&in.arena);
  if (good && in.refused) return fail(err, ERR_DATA, NULL, "some cases were refused: see their lines");
  return good;
}
