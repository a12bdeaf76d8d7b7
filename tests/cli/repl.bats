#!/usr/bin/env bats
# The REPL: commands from standard input, and a few screens of a real terminal.
load clinic
load terminal

@test "lines of standard input are commands; errors name their line and nothing stops" {
  sinew <<'END'
# a comment, then a blank line

patient add C-1 --sex f --identity -
name: Ada Example
.
pateint list
measure C-1 hhd_hip_abdction left 18
patient list "open
patient list
END
  expect 3 'patient C-1 added
C-1              f       -          -' "sinew: line 6: unknown command 'pateint' (did you mean 'patient'?); 'sinew help' lists them
sinew: line 7, TEST: unknown test 'hhd_hip_abdction' (did you mean 'hhd_hip_abduction'?)
sinew: line 8: a quote is not closed"
}

@test "exit and quit end it, unique prefixes count, no prompt and no history without a terminal" {
  sinew <<< $'pat add C-1\nexit\npatient add C-2'
  expect 0 'patient C-1 added'
  sinew <<< $'quit\npatient add C-2'
  expect 0 ''
  sinew < /dev/null
  expect 0 ''
  [ ! -e "$HOME/.local" ]
}

@test "screen takes its answers from the lines behind it" {
  sinew <<< $'patient add C-1\nscreen C-1\nrf_cord yes\n.\npatient list'
  [ "$status" -eq 1 ]
  [ "${lines[1]}" = 'STOP (emergency, cord compression): Send to hospital, same day.' ]
  [ "${lines[3]}" = 'C-1              -       2026-11-20 -' ]
}

@test "kg is explained once a sitting" {
  sinew <<< $'patient add C-1\nmeasure C-1 hhd_hip_abduction left 18kg\nmeasure C-1 hhd_hip_abduction left 19kg'
  [ "$(grep -c 'read as kgf' <<< "$output")" -eq 1 ]
}

@test "any bytes are lines: NUL, long, control characters, noise" {
  printf 'pa\0tient list\n\033[2J\n' > bytes
  sinew < bytes
  expect 3 '' "sinew: line 1: the line holds a NUL byte
sinew: line 2: unknown command '<U+001B>[2J'; 'sinew help' lists them"
  { head -c 70000 /dev/zero | tr '\0' x; printf '\nversion\n'; } > bytes
  sinew < bytes
  [ "$status" -eq 5 ]
  [ "$stderr" = 'sinew: line 1: the line is longer than 65536 bytes' ]
  [[ $output == sinew* ]]
  awk 'BEGIN { srand(7); for (i = 0; i < 60000; i++) printf "%c", int(rand() * 256) }' > bytes
  sinew < bytes
  [ "$status" -le 7 ]
  sinew < /
  expect 7 '' 'sinew: line 1: standard input cannot be read'
}

@test "a full device is an error with its code, not an end" {
  [ -e /dev/full ] || skip "no /dev/full here"
  run bash -c "printf 'patient add C-1\nvisit C-1\n' | '$SINEW' > /dev/full"
  [ "$status" -eq 7 ]
  sinew patient show C-1
  [ "$status" -eq 0 ]
}

# ---- a real terminal ----

@test "terminal: greeting, prompts for the name, completion by synonym, asking again, history without values" {
  begin_screen
  see 'no database yet'
  see 'examples          brings five made-up patients'
  keys 'pati' Tab 'a' Tab 'C-1' Enter
  see 'name (Enter: none): '
  keys 'Ada Example' Enter
  see 'born, YYYY-MM-DD'
  keys '1990' Enter
  see 'no date of birth of the calendar'
  keys '1990-02-11' Enter
  see 'contact (Enter: none): '
  keys Enter
  see 'sinew C-1> '
  keys 'measure C-1 "hip abductor st' Tab
  see '"hhd_hip_abduction"'
  keys ' l' Tab '3' Enter
  see 'value again (the same keeps it, Enter leaves it out): '
  keys '181.5' Enter
  see 'hhd_hip_abduction left 181.5 N, trial 1'
  see 'sinew C-1 2026-11-20> '
  keys 'answer rf_cord no' Enter
  see 'C-1 2026-11-20 rf_cord: no'
  keys 'patient show exam' Tab
  see '> patient show C-1'
  keys Enter
  see 'name'
  keys 'explain "pulsing fe' Tab
  see '> explain "aaa-pulse"'
  keys ^u 'nosuch thing' Enter
  see "unknown command 'nosuch'"
  keys 'exit' Enter
  for _ in $(seq 50); do tmux -L "$terminal" list-sessions > /dev/null 2>&1 || break; sleep 0.1; done
  history=$HOME/.local/state/sinew/history
  [ "$(cat "$history")" = $'patient add C-1\nmeasure C-1 hhd_hip_abduction left\nanswer C-1 rf_cord\npatient show C-1' ]
  [ "$("$SINEW" audit show | grep -c ': complete C-1$')" -eq 1 ]
  [ "$(stat -c %a "$history" "$HOME/.local/state/sinew")" = $'600\n700' ]
}

@test "terminal: Ctrl-C drops the line, pasted lines run one by one, Ctrl-D ends" {
  begin_screen
  keys 'patient add C-9' ^c
  see '^C'
  printf 'version\nvisit NOBODY' > paste.txt
  tmux -L "$terminal" load-buffer paste.txt
  tmux -L "$terminal" paste-buffer -p
  keys Enter
  see 'sinew 1.'
  see "there is no database"
  keys ^d
  for _ in $(seq 50); do tmux -L "$terminal" list-sessions > /dev/null 2>&1 || break; sleep 0.1; done
  run tmux -L "$terminal" list-sessions
  [ "$status" -ne 0 ]
  [ ! -e "$SINEW_DB" ]
}

@test "terminal: a screening asks area by area, denies nothing by a stray key, stops at an emergency, is taken up again" {
  "$SINEW" patient add C-1 < /dev/null
  begin_screen
  keys 'screen C-1' Enter
  see '  60 open'
  see ' 10  Pain like a band around the trunk?'
  keys Enter
  see 'Enter alone answers nothing'
  keys 'what' Enter
  see "'what' is no answer: write numbers from 1 to 10"
  keys '?' Enter
  see 'no to all the others (asked and denied)'
  keys 'n3 u4' Enter
  see '  59 open'
  keys 'n' Enter
  see 'Fracture'
  keys - Enter
  see 'Malignancy'
  keys . Enter
  see 'red flags: 51 open'
  keys 'screen C-1' Enter
  see ' 51 open'
  keys n Enter
  see 'Fracture'
  [ "$("$SINEW" --db "$SINEW_DB" next C-1 --json | grep -o '"red_flags_open":[0-9]*')" = '"red_flags_open":50' ]
  "$SINEW" answer C-1 rf_cord unsure < /dev/null
  keys . Enter
  see 'red flags: 50 open'
  keys 'screen C-1' Enter
  see '  1  Unsteady walking or clumsy legs?'
  keys y Enter
  see 'STOP (emergency, cord compression)'
  see 'typed by mistake? sinew answer C-1 rf_cord no'
  see '50 open'
}

@test "terminal: a signal that ends it gives the terminal back" {
  begin_screen
  pid=$(pgrep -n -f "^$SINEW\$") || skip "the program cannot be found among the processes"
  kill -TERM "$pid"
  for _ in $(seq 50); do [ ! -s after ] || break; sleep 0.1; done
  grep -q '^code 143$' after
  grep -q '[ ]icanon' after
  grep -q '[ ]echo ' after
}

@test "terminal: long output goes through a pager that keeps and starts nothing, short output and an odd PAGER do not" {
  command -v less > /dev/null || skip "less is not installed"
  "$SINEW" import "$root/data/examples/examples.ndjson" > /dev/null
  begin_screen
  keys 'help hip' Enter
  see 'muscle    hip_flexors: Hip flexors'
  keys '/Hip thrust' Enter
  see 'hip_thrust: Hip thrust'
  keys q
  see $'\nsinew> '
  keys 'version' Enter
  see 'sinew 1.0'
  [ ! -e "$HOME/.lesshst" ]
  keys 'exit' Enter
  wait_end
  begin_screen 80 40 "PAGER='sh -c touch\${IFS}hacked'"
  keys 'help hip' Enter
  see 'rule      trunk-backward'
  [ ! -e hacked ]
}

@test "terminal: Ctrl-C cancels a command, not the sitting; another size and a question mark" {
  yes version | head -300000 > many.txt
  begin_screen
  keys 'source many.txt' Enter
  see 'sinew 1.0'
  keys ^c
  see 'cancelled'
  keys 'patient add C-1 --identity -' Enter
  keys . Enter
  see 'sinew C-1> '
  tmux -L "$terminal" resize-window -x 120 -y 30
  keys '? clamshell' Enter
  see 'Clamshell (exercise clamshell)'
  keys 'nos' Tab 'uch' Enter
  see "unknown command 'nosuch'"
  keys 'findings' Enter
  see "assess"
}

@test "terminal: = and try go on over lines, _ is the last value, Ctrl-C gives an expression up" {
  "$SINEW" examples > /dev/null
  begin_screen
  keys 'visit EX-PAIRS 2026-11-20' Enter
  see 'sinew EX-PAIRS 2026-11-20> '
  keys '= measure("hhd_hip_abduction").left -' Enter
  see '   ... '
  keys 'measure("hhd_hip_abduction").right' Enter
  see '-35.304 N, 95 % error 11.278 N'
  keys '= _ / measure("hhd_hip_abduction").right' Enter
  see '-0.3636'
  keys '= any {' Enter ^c
  see '^C'
  keys 'try rule { side = each,' Enter 'when = low("gluteus_medius") }' Enter
  see 'all 5 patients with a visit: present 3'
  keys "export json" Enter
  see "EX-PAIRS was not assessed yet"
  keys "export -o page.json" Enter
  see $'page.json\nsinew: EX-PAIRS was not assessed yet'
  keys "override EX-PAIRS hip-abduction-low pre" Tab
  see "> override EX-PAIRS hip-abduction-low present"
  keys ^u
  keys exit Enter
  wait_end
  grep -qxF '= measure("hhd_hip_abduction").left - measure("hhd_hip_abduction").right' "$HOME/.local/state/sinew/history"
}

@test "terminal: what a terminal would obey is shown in the list of choices, not obeyed; expressions are completed" {
  "$SINEW" patient add C-1 --identity - <<< $'name: Ada \xe2\x80\xaeevil' > /dev/null
  "$SINEW" patient add C-2 --identity - <<< 'name: Ada Other' > /dev/null
  mkdir packs
  cat > packs/odd.lua <<'END'
return pack { id = "odd", version = "1", title = "t",
  rule { id = "odd-one", title = "Odd \27[31m", evidence = "weak", cite = { "convention" }, advise = "retest",
    when = answer("rf_cord"):is(yes) },
  rule { id = "odd-two", title = "Odd \u{202e}two", evidence = "weak", cite = { "convention" }, advise = "retest",
    when = answer("rf_cord"):is(yes) } }
END
  "$SINEW" rules use packs/odd.lua > /dev/null 2>&1 || true
  printf '' > $'\033]0;x\007.csv'
  printf '' > fine.csv
  begin_screen 80 24 SINEW_PATH=packs
  keys 'assess ada' Tab
  see 'C-1  Ada <U+202E>evil'
  [[ $screen != *$'\xe2\x80\xae'* ]]
  keys ^u 'explain C-2 odd-' Tab
  [[ $screen != *$'\033'* && $screen != *$'\xe2\x80\xae'* ]]
  keys ^u 'import f' Tab
  see 'import fine.csv'
  keys ^u '= stren' Tab '("glute med' Tab
  see 'hhd_hip_abduction  Hip abduction, hand-held dynamometer'
}

@test "terminal: the user's inputrc counts: vi keys, a macro, lines for this program alone; none of it breaks the prompt" {
  cat > .inputrc <<'END'
set editing-mode vi
set show-mode-in-prompt on
set completion-ignore-case off
"\C-xv": "version\C-m"
$if Sinew
"\C-xh": "help SLR\C-m"
$else
"\C-xh": "nosuch\C-m"
$endif
$if Bash
"\C-xv": "nosuch\C-m"
$endif
END
  "$SINEW" examples > /dev/null
  begin_screen 80 40 "INPUTRC=$PWD/.inputrc"
  keys 'versoin'
  tmux -L "$terminal" send-keys Escape
  sleep 0.6 # longer than the time in which a key may follow an escape
  keys 'hhxp' # back to the o, cut it, put it behind the i
  tmux -L "$terminal" send-keys Enter
  see 'sinew 1.0'
  keys ^x h
  see 'Passive straight leg raise (test slr_passive)'
  keys ^x v
  see $'\nsinew 1.0'
  [[ $screen != *nosuch* ]]
  keys 'patient show EX-PA' Tab
  see '> patient show EX-PAIRS'
  keys Enter
  see 'sinew EX-PAIRS 2026-11-20> '
  keys 'measure EX-PAIRS sorensen 20000' Enter
  see 'is impossible'
  keys ^c
  tmux -L "$terminal" send-keys Escape
  sleep 0.6
  keys 'ddiexit' Enter
  wait_end
  grep -qxF 'patient show EX-PAIRS' "$HOME/.local/state/sinew/history"
}

@test "terminal: an inputrc that is broken is passed over" {
  printf 'set nosuch on\n$if\n"\\C-xv: "version"\n\xff\xfe\0\n$include /dev/null\n' > .inputrc
  begin_screen 80 24 "INPUTRC=$PWD/.inputrc"
  keys 'version' Enter
  see 'sinew 1.0'
  keys 'exit' Enter
  wait_end
}
