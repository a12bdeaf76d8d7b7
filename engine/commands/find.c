/* Finding patients by words of codes, names and notes. The words are typed at a prompt or come on standard input: a
 * command line would keep a name in the history. */
#include "commands/commands.h"
#include "commands/record.h"
#include "store/search.h"
#include "terminal/line.h"

static bool read_words(Session *s, const char **words, Err *err) {
  switch (line_ask(&s->run, "words of a code, a name or a note: ", words, err)) {
  case LINE_TYPED: return true;
  case LINE_CANCELLED: return fail(err, ERR_DATA, "", "cancelled");
  case LINE_END: return fail(err, ERR_DATA, NULL, "nothing to find: the words come on standard input");
  case LINE_BAD: break;
  }
  return false;
}

static void print_hit(Session *s, const SearchHit *hit) {
  const char *told = hit->day ? hit->text : hit->name;
  fprintf(s->out, "%-16s %-10s %s\n", hit->code, hit->day ? date_format(&s->run, hit->day) : "-",
          told ? record_safe(s, told) : "-");
}

/* Names and notes are for the screen alone, as with patient show. */
static void print_json(Session *s, const SearchHit *hits, size_t count, bool more) {
  Text t = {.arena = &s->run};
  text_add(&t, "{\"found\":[");
  for (size_t i = 0; i < count; i++) {
    text_add(&t, i ? ",{\"patient\":" : "{\"patient\":");
    text_add_json(&t, hits[i].code);
    text_addf(&t, ",\"in\":\"%s\",\"date\":", hits[i].day ? "note" : "person");
    if (hits[i].day)
      text_add_json(&t, date_format(&s->run, hits[i].day));
    else
      text_add(&t, "null");
    text_add(&t, "}");
  }
  text_addf(&t, "],\"more\":%s}\n", more ? "true" : "false");
  fputs(text_get(&t), s->out);
}

bool cmd_find(Session *s, const Args *args, Err *err) {
  enum { DEFAULT = 50, MOST = 1000 };
  const char *words, *most = args_get(args, "--most");
  SearchHit *hits;
  size_t count;
  bool more;
  long limit = DEFAULT;
  if (most && !text_parse_int(most, 1, MOST, &limit))
    return fail(err, ERR_USAGE, "--most", "'%.40s' is no whole number from 1 to %d", most, MOST);
  if (!session_store(s, STORE_EXISTING, err) || !read_words(s, &words, err)) return false;
  if (!store_search(s->store, &s->run, words, (size_t)limit, &hits, &count, &more, err)) return false;
  if (args_has(args, "--json")) {
    print_json(s, hits, count, more);
    return true;
  }
  for (size_t i = 0; i < count; i++) print_hit(s, &hits[i]);
  if (!count) fputs("nothing found\n", s->out);
  if (more) fprintf(s->out, "and more: add a word, or --most NUMBER\n");
  return true;
}
