/* NDJSON cases in, results out, one line each: lines are read and written here, judged by a pool of workers. Memory
 * does not grow with the number of cases. */
#include "commands/commands.h"
#include "commands/record.h"

#include "formats/ndjson.h"
#include "judging/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* One byte more than a line may have shows that it is too long; the rest of such a line is skipped. */
enum { LINE_ROOM = NDJSON_LINE_MAX + 1, READ_ROOM = 1 << 18, BUFFER = LINE_ROOM + READ_ROOM };

typedef struct Stream {
  Session *s;
  Pool *pool;
  const char *const *names; /* of the inputs; NULL: there is only one */
  size_t input;             /* that is read */
  char *buffer;             /* BUFFER bytes */
  size_t start, end;        /* what was read and not yet handed out */
  uint64_t line;            /* number of the line handed out last */
  int fd;
  bool at_end;
  bool refused; /* some line of some input was */
} Stream;

/* ---- lines ---- */

static bool output_fault(Err *err) {
  return fail(err, ERR_IO, NULL, "the output cannot be written: %s", strerror(errno ? errno : EIO));
}

/* While nothing comes the workers go on; before all waits what is known goes out: somebody may want it before sending
 * more. */
static bool settle(Stream *in, Err *err) {
  struct pollfd ready = {.fd = in->fd, .events = POLLIN};
  if (poll(&ready, 1, 0) != 0) return true;
  if (!pool_await(in->pool, in->fd, err)) return false;
  errno = 0;
  return poll(&ready, 1, 0) != 0 || fflush(in->s->out) == 0 || output_fault(err);
}

/* Reads more behind what is there. */
static bool read_more(Stream *in, Err *err) {
  if (in->start) memmove(in->buffer, in->buffer + in->start, in->end - in->start);
  in->end -= in->start;
  in->start = 0;
  if (!settle(in, err)) return false;
  size_t room = BUFFER - in->end < READ_ROOM ? BUFFER - in->end : READ_ROOM;
  ssize_t got;
  do got = read(in->fd, in->buffer + in->end, room);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    return fail(err, ERR_IO, in->names ? in->names[in->input] : NULL, "the input cannot be read: %s", strerror(errno));
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

/* A tag is the line, with the input above it. */
enum { LINE_BITS = 48 };

/* {"line":7,"error":"measures[2].unit: ..."}; with several inputs the file stands before the line. */
static bool refuse(Stream *in, uint64_t tag, const Err *fault, Err *err) {
  Arena a = {0};
  Text out = {.arena = &a};
  const char *comma = strncmp(fault->where, "line ", 5) == 0 ? strstr(fault->where, ", ") : NULL;
  const char *where = comma ? comma + 2 : strncmp(fault->where, "line ", 5) == 0 ? "" : fault->where;
  in->refused = true;
  text_add_char(&out, '{');
  if (in->names) {
    text_add(&out, "\"file\":");
    text_add_json(&out, in->names[tag >> LINE_BITS]);
    text_add_char(&out, ',');
  }
  text_addf(&out, "\"line\":%llu,\"error\":", (unsigned long long)(tag & (((uint64_t)1 << LINE_BITS) - 1)));
  text_add_json(&out, arena_printf(&a, "%s%s%s", where, *where ? ": " : "", fault->text));
  text_add(&out, "}\n");
  errno = 0;
  bool good = fwrite(out.data, 1, out.len, in->s->out) == out.len || output_fault(err);
  arena_free(&a);
  return good;
}

/* One line, and nothing that a terminal obeys: a worker may have been taken over. */
static bool is_line(const char *bytes, size_t len) {
  return len > 1 && bytes[len - 1] == '\n' && text_is_tame(bytes, len - 1);
}

static bool take(void *context, const PoolAnswer *answer, Err *err) {
  Stream *in = context;
  Err fault = {0};
  if (answer->fault) return refuse(in, answer->tag, answer->fault, err);
  errno = 0;
  if (is_line(answer->bytes, answer->len))
    return fwrite(answer->bytes, 1, answer->len, in->s->out) == answer->len || output_fault(err);
  fail(&fault, ERR_SCRIPT, NULL, "the process that judges gave an answer that is none");
  return refuse(in, answer->tag, &fault, err);
}

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
  return true;
}

static bool put_all(Stream *in, Err *err) {
  const char *text;
  size_t len;
  in->start = in->end = 0;
  in->line = 0;
  in->at_end = false;
  while (next_line(in, &text, &len, err)) {
    if (!text) return true;
    if (is_blank(text, len)) continue;
    if (!pool_put(in->pool, (uint64_t)in->input << LINE_BITS | in->line, text, len, err)) return false;
  }
  return false;
}

static bool put_file(Stream *in, const char *path, Err *err) {
  if (strcmp(path, "-") == 0) {
    in->fd = STDIN_FILENO;
    return put_all(in, err);
  }
  in->fd = open(path, O_RDONLY | O_CLOEXEC);
  if (in->fd < 0) return fail(err, ERR_IO, path, "cannot be opened: %s", strerror(errno));
  bool good = put_all(in, err);
  if (close(in->fd) != 0 && good) return fail(err, ERR_IO, path, "cannot be closed: %s", strerror(errno));
  return good;
}

static bool read_fields(const Args *args, NdjsonFields *asked, Err *err) {
  const char *given = args_get(args, "--fields");
  return !given || ndjson_choose(given, asked, err);
}

bool cmd_stream(Session *s, const Args *args, Err *err) {
  static const char *const standard[] = {"-"};
  const char *const *paths = args->rest_count ? args->rest : standard;
  size_t count = args->rest_count ? (size_t)args->rest_count : 1;
  Stream in = {.s = s, .names = count > 1 ? paths : NULL};
  PoolOptions options = {.job = JOB_LINE, .unordered = args_has(args, "--unordered"), .take = take, .context = &in};
  if (options.unordered && args_has(args, "--ordered"))
    return fail(err, ERR_USAGE, "--unordered", "contradicts --ordered");
  if (!record_jobs(args, &options.workers, err) || !read_fields(args, &options.asked, err) || !session_judge(s, err))
    return false;
  in.buffer = arena_room(&s->run, BUFFER, 1);
  in.pool = pool_open(&s->judge, 1, &options, err);
  bool good = in.pool;
  for (; good && in.input < count; in.input++) good = put_file(&in, paths[in.input], err);
  /* what was taken in before a fault is answered all the same */
  good = in.pool && pool_finish(in.pool, good ? err : &(Err){0}) && good;
  pool_close(in.pool);
  if (good && in.refused) return fail(err, ERR_DATA, NULL, "some cases were refused: see their lines");
  return good;
}
