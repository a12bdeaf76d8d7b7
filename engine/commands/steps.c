#include "commands/steps.h"

#include "base/text.h"

#include <string.h>

bool steps_judge(Session *s, Judge **out, Err *err) {
  PackSource source;
  PackInfo info;
  Diags diags = {.arena = &s->run};
  if (!session_catalog(s, err) || !session_read_pack(s, VERDICT_PACK, &source, err)) return false;
  *out = session_new_judge(s, NULL);
  if (judge_load(*out, &s->run, &source, &info, &diags, err)) return true;
  session_print_diags(s, &diags);
  judge_close(*out);
  return false;
}

static const char *word_of(const Verdict *verdict) { return verdict->stop ? "stop" : step_names[verdict->step]; }

void steps_text(Session *s, const Verdict *verdicts, const Adaptation *changes, size_t count, Text *out) {
  enum { COLUMNS = 80 };
  for (size_t i = 0; i < count; i++) {
    const char *what = changes ? changes[i].what : NULL;
    text_add_wrapped(out, "  ", 4, COLUMNS,
                     arena_printf(&s->run, "%s: %s%s%s", verdicts[i].name, word_of(&verdicts[i]), what ? ", " : "",
                                  what ? what : ""));
    bool last = i + 1 == count || strcmp(verdicts[i].why, verdicts[i + 1].why) != 0; /* a shared reason once */
    if (last && *verdicts[i].why) text_add_wrapped(out, "      why: ", 6, COLUMNS, verdicts[i].why);
  }
}

void steps_json(const Verdict *verdicts, const Adaptation *changes, size_t count, Text *out) {
  text_add_char(out, '[');
  for (size_t i = 0; i < count; i++) {
    text_add(out, i ? ",{\"exercise\":" : "{\"exercise\":");
    text_add_json(out, verdicts[i].exercise);
    text_addf(out, ",\"step\":\"%s\",\"why\":", word_of(&verdicts[i]));
    text_add_json(out, verdicts[i].why);
    if (changes && changes[i].what) text_add(out, ",\"what\":"), text_add_json(out, changes[i].what);
    text_addf(out, ",\"changes\":%s}", changes && changes[i].done ? "true" : "false");
  }
  text_add_char(out, ']');
}
