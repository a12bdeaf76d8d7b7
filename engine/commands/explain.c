/* Why a rule gives what it gives: its condition tree with every value, norm, cut and error. */
#include "commands/commands.h"

#include "formats/import.h"
#include "formats/ndjson.h"
#include "file.h"
#include "text.h"

#include <string.h>

enum { COLUMNS = 80, CASE_FILE_MOST = NDJSON_FILE_MAX };

/* ---- the case ---- */

static bool is_wanted(const Case *c, const char *code, Day day) {
  return strcmp(c->patient.code, code) == 0 && c->date && (!day || c->date == day);
}

/* The patient's case of the day, or the latest, out of a file of cases. */
static bool case_of_file(Session *s, const char *path, const char *code, Day day, Case *c, Err *err) {
  FileText file;
  Import import = {0};
  const ReadOptions options = {0};
  Nearest nearest = {.word = code};
  const Case *found = NULL;
  if (!file_read(&s->run, path, path, CASE_FILE_MOST, &file, err)) return false;
  if (!ndjson_read(&s->catalog, &s->run, &options, file.text, file.size, &import, err)) {
    const Refusal *first = import.refused.count ? import.refused.items : NULL;
    if (!first) return false;
    *err = (Err){0};
    return fail(err, ERR_DATA, arena_printf(&s->run, "%s:%ld", path, first->row), "%s%s%s", first->column,
                *first->column ? ": " : "", first->text);
  }
  for (size_t i = 0; i < import.cases.count; i++) {
    text_near(&nearest, import.cases.items[i].patient.code);
    if (is_wanted(&import.cases.items[i], code, day)) found = &import.cases.items[i]; /* sorted by code and date */
  }
  if (!found)
    return fail(err, ERR_DATA, path, "holds no case of patient '%.40s'%s%s", code, day ? " on that day" : "",
                day ? "" : text_near_hint(&s->run, &nearest));
  *c = *found;
  return true;
}

static bool read_day(const char *text, Day *day, Err *err) {
  *day = 0;
  return !text || date_parse(text, DATE_ISO, day) ||
         fail(err, ERR_USAGE, "--date", "'%.40s' is no date of the calendar: write YYYY-MM-DD", text);
}

static bool read_case(Session *s, const Args *args, Case *c, Err *err) {
  const char *code = args_get(args, "PATIENT"), *path = args_get(args, "--file");
  StoreId patient;
  Day day;
  if (!read_day(args_get(args, "--date"), &day, err)) return false;
  return path ? case_of_file(s, path, code, day, c, err) : session_case(s, code, day, c, &patient, err);
}

/* ---- the page ---- */

static const char *verdict(Session *s, const Finding *f) {
  if (f->truth == TRUTH_FALSE) return "not present";
  if (f->truth == TRUTH_UNKNOWN) return f->unsure ? "unsure, repeat the test" : "not assessed";
  Text t = {.arena = &s->run};
  text_add(&t, "present, certainty ");
  text_add_number(&t, f->certainty > 0.99 && f->certainty < 1 ? 99 : 100 * f->certainty, 0);
  text_add(&t, " %");
  return text_get(&t);
}

static void add_line(Text *t, const TraceLine *line) {
  static const char *const marks[] = {[TRUTH_FALSE] = "no", [TRUTH_TRUE] = "yes", [TRUTH_UNKNOWN] = "unknown"};
  int indent = 2 + 2 * line->depth;
  const char *mark = arena_printf(t->arena, "%*s%s: ", indent, "", marks[line->truth]);
  text_add_wrapped(t, mark, indent + 2, COLUMNS, line->text);
  for (const char *at = line->detail ? line->detail : ""; *at; at += *at == '\n') {
    size_t len = strcspn(at, "\n");
    const char *first = arena_printf(t->arena, "%*s", indent + 4, "");
    text_add_wrapped(t, first, indent + 6, COLUMNS, arena_copy_n(t->arena, at, len));
    at += len;
  }
}

static void add_needs(Text *t, const Finding *f) {
  for (size_t i = 0; i < f->need_count; i++) {
    const Need *need = &f->needs[i];
    bool phrase = need->text && *need->text;
    text_add_wrapped(t, "  needs: ", 9, COLUMNS, phrase ? need->text : why_sentence(need->why));
  }
}

static void add_page(Session *s, Text *t, const Explanation *e) {
  const Finding *f = e->finding;
  const char *side = f->side == SIDE_BOTH ? "" : arena_printf(&s->run, " (%s)", side_names[f->side]);
  if (t->len) text_add_char(t, '\n');
  text_add_wrapped(t, "", 0, COLUMNS, arena_printf(&s->run, "%s%s: %s", f->title, side, verdict(s, f)));
  if (f->say && *f->say) text_add_wrapped(t, "  ", 2, COLUMNS, f->say);
  for (size_t i = 0; i < e->line_count; i++) add_line(t, &e->lines[i]);
  if (f->truth == TRUTH_UNKNOWN) add_needs(t, f);
}

bool cmd_explain(Session *s, const Args *args, Err *err) {
  const char *side_text = args_get(args, "SIDE");
  int side = side_text ? name_find(side_names, side_text) : SIDE_BOTH;
  Case c;
  Explanation *list;
  size_t count;
  if (side < 0 || (side_text && side == SIDE_BOTH))
    return fail(err, ERR_USAGE, NULL, "unknown side '%.40s': write left or right", side_text);
  if (!session_judge(s, err) || !read_case(s, args, &c, err)) return false;
  if (!judge_explain(s->judge, &s->run, &c, args_get(args, "RULE"), (Side)side, &list, &count, err)) return false;
  Text text = {.arena = &s->run};
  text_addf(&text, "%s, %s\n", c.patient.code, date_format(&s->run, c.date));
  for (size_t i = 0; i < count; i++) add_page(s, &text, &list[i]);
  fputs(text_get(&text), s->out);
  return true;
}
