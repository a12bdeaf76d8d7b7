#!/usr/bin/env bats
# guide: a whole assessment, with answers from a file and on a real terminal.
load clinic
load terminal

runner() { "$SINEW" patient add C-1 --sex f --age 26 --mass 58 --sport running < /dev/null > /dev/null; }
no_flags() { for _ in 1 2 3 4 5 6 7 8; do echo n; done; }

# answers LINE...: guide C-1 with these lines behind eight areas without a red flag and questions that are all no.
answers() { { no_flags; printf '%s\n' n "$@"; } > lines; sinew guide C-1 < lines; }

has() { [[ $output == *"$1"* ]] || { printf 'lacks: %s\n%s\n' "$1" "$output" >&2; return 1; }; }
lacks() { [[ $output != *"$1"* ]] || { printf 'has: %s\n%s\n' "$1" "$output" >&2; return 1; }; }

@test "red flags come first; a positive one stops, says what to do, and can be taken back" {
  runner
  sinew guide C-1 <<< $'7\nend'
  [ "$status" -eq 1 ]
  has 'STOP (emergency, neurological): Send to hospital'
  has 'The assessment stops here. < takes the answer back.'
  has '!  red flags not screened: 59 open'
  lacks 'Lying'
  lacks 'sinew plan'
  sinew guide C-1 <<< $'on\n<\n.'
  [ "$status" -eq 1 ]
  has 'write end, < to take the answer back'
  has 'nothing was entered in this sitting'
  "$SINEW" patient erase C-1 --yes > /dev/null
  runner
  sinew guide C-1 <<< $'7\n<\nn\n.'
  has 'taken back: Cauda equina, nerves and cord: 1 answered'
  sinew next C-1 --json
  has '"red_flags_open":50,'
}

@test "an urgent red flag asks whether to go on; a caution is told and stops nothing" {
  runner
  sinew guide C-1 <<< $'n\n1 n\non\nn\nn\nn\nn\nn\n5 n\n.'
  has 'REFER (urgent, fracture): Refer for imaging; as an emergency when there are'
  has 'on goes on with the tests'
  has 'CAUTION (caution, other): Ask for medical clearance'
  has 'Is running your only sport'
}

@test "nothing is denied by Enter or by another word, and each question has an answer of its own" {
  runner
  sinew guide C-1 <<< $'\nyes\n11\n0\n1 2 3 x\n2 u3\n<\nn4\n-\n.'
  has 'Enter alone answers nothing: write n when all of these were asked and denied'
  has "'yes' is no answer: write numbers from 1 to 10 for yes, n for no to the others"
  has "'11' is no answer"
  has "'x' is no answer"
  has 'kept: 2 answered, 1 yes'
  has 'Fracture '
  sinew next C-1 --json
  has '"red_flags_open":59,'
}

@test "a test says how, set-up, norm and the last value; trials, sides, units and grades are understood" {
  runner
  "$SINEW" measure C-1 hhd_hip_abduction left 12kg --date 2026-09-01 --position side_lying > /dev/null
  answers - - - - - - 'l 18.3 17.9 r 18.8 kg' '120/131' '.'
  has 'Set-up: lying on the side, isometric'
  has 'Norm: 95.8, SD 23.8 N, women 20-29'
  has 'Last: left 117.7 N on 2026-09-01'
  has 'a force in kg is read as kgf'
  has 'kept: left 179.5 N, 175.5 N; right 184.4 N'
  sinew void C-1
  has 'hhd_hip_abduction right trial 1: 184.365 N'
  has 'hhd_hip_abduction left trial 2: 175.539 N'
  sinew guide C-1 <<< $'-\n-\n-\n-\n-\n-\n4+ / g3\n2\n.'
  has 'kept: left grade 4+; right grade 3 (pain 2)'
  sinew void C-1
  has 'mmt_hip_adduction right: 3 grade, pain 2'
}

@test "trials beyond the test's error ask for one more; a low force asks for the pain; the unlikely is typed twice" {
  runner
  answers - - - - - - 'l 62 98 r 147' '96' '3' .
  has 'left: 62 N and 98 N differ by more than the test'
  has 'kept: left 62 N (pain 3), 98 N (pain 3), 96 N (pain 3); right 147 N'
  has 'now present: Hip abduction weaker on one side (left)'
  "$SINEW" void C-1 last > /dev/null < /dev/null
  sinew guide C-1 <<< $'-\n-\n-\n-\n-\n-\nl 150 r 147\n\n\n.'
  has 'left: 62 N and 150 N differ by more than the test'
  sinew guide C-1 <<< $'-\n-\n-\n-\n-\n-\n-\nl 1300 r 1280\nl 1300 r 1280\n.'
  has 'unlikely'
  has 'type it again to keep it, or another value'
  has 'kept: left 1300 s; right 1280 s'
}

@test "what was typed is kept when it stops at a question behind it, and dropped by <" {
  runner
  answers - - - - - - 'l 62 r 147' '<' 'l 61 r 147' .
  has 'dropped: nothing was stored'
  has 'kept: left 61 N; right 147 N'
  lacks 'left 62 N'
  sinew void C-1
  lacks '62 N'
}

@test "each line is kept at once, the last ones can be taken back, and the rest goes on another time" {
  runner
  answers 12 '31/33' '<' '32/33' .
  [ "$status" -eq 0 ]
  has 'taken back: Active knee extension, lack from straight left 31 deg; right 33 deg'
  has 'C-1: 2 of 23 tests done, all kept; guide C-1 goes on'
  sinew guide C-1 <<< '.'
  lacks 'red flags'
  lacks 'Questions'
  has ' 2 of 23 done'
  sinew void C-1
  has '32 deg'
  has '31 deg (voided)'
}

@test "what lacks of the patient is asked, and end judges with what is there" {
  "$SINEW" patient add C-1 < /dev/null > /dev/null
  { no_flags; printf '%s\n' '' 'x' f 400 26 '1 n' end; } > lines
  sinew guide C-1 < lines
  [ "$status" -eq 0 ]
  has "unknown sex 'x'"
  has 'age in years 400 is not a whole number from 0 to 120'
  has 'C-1, 2026-11-20: 1 finding'
  has 'Next: sinew plan C-1; sinew approve C-1 --as NAME'
  sinew findings C-1
  [ "$status" -eq 0 ]
  sinew audit show C-1
  has ' guide'
  has ' assess'
}

@test "faults of the command itself are placed" {
  runner
  sinew guide
  expect 2 '' 'sinew: which patient? guide PATIENT'
  sinew guide C-2 < /dev/null
  [ "$status" -eq 3 ]
  sinew guide C-1 --date 2026-12-01 < /dev/null
  expect 3 '' "sinew: --date: '2026-12-01' lies ahead of today: write the day of the visit"
  sinew guide C-1 < /
  [ "$status" -eq 7 ]
}

@test "answers that lead to the same referral tell it once" {
  runner
  sinew guide C-1 <<< $'n\n3 6 n\n.'
  [ "$(grep -c 'REFER (urgent, fracture): Refer for imaging, within days.' <<< "$output")" -eq 1 ]
}

@test "a force in kilograms is read in every spelling, and pain as in a line of trials" {
  runner
  answers 5 28/31 8/9 82/86 14/13 120 'l 6.3 6.1 r 9.9 kgs' p2 .
  has 'a force in kg is read as kgf'
  has 'kept: left 61.8 N (pain 2), 59.8 N (pain 2); right 97.1 N'
}

@test "the test in the README is the real one" {
  runner
  answers 5 28/31 8/9 82/86 14/13 120 'l 6.3 6.1 r 9.9 kg' 2 .
  count=0
  while IFS= read -r line; do
    case $line in left*) continue ;; *'pain during the test'*) continue ;; esac
    has "$line"
    count=$((count + 1))
  done < <(awk '/^## An assessment at the plinth/ { on = 1 } on && /^```/ { if (open++) exit; next } open' "$root/README.md")
  [ "$count" -eq 9 ]
}

# Lines as a tired hand types them: answers that are meant, changed here and there, and bytes of any kind.
typed_lines() { # SEED COUNT
  awk -v seed="$1" -v count="$2" 'BEGIN {
    srand(seed)
    words = split("n|n|n|n|<|<|on|?||u2 n|12|28|31|17|12|31|31/33|l 18 r 21|18.3 17.9 18.8|18.3 35 / 20|6.3kg|45 lb|l 6.3 r 9.9 kg|" \
      ">=240|26-35|4+|g3|4/5|p3|180 p4|pain|/|r|0.31|1e999|-5|1,5|0x10|nan|f|26|58|3|10|99999|>= 240 s|l l l|18 kg 19 lb", word, "|")
    for (i = 0; i < count; i++) {
      line = rand() < 0.003 ? "end" : rand() < 0.01 ? "-" : rand() < 0.005 ? "1 n" : word[int(rand() * words) + 1]
      for (k = rand() < 0.4 ? int(rand() * 4) : 0; k > 0; k--) {
        at = int(rand() * (length(line) + 1))
        line = substr(line, 1, at) sprintf("%c", 1 + int(rand() * 255)) substr(line, at + (rand() < 0.5) + 1)
      }
      gsub(/\n/, " ", line)
      if (line != ".") print line
    }
  }'
}

@test "any lines end in a prompt or an answer; nothing is lost, and the record stays whole" {
  kept=0
  for round in $(seq "${SINEW_ROUNDS:-1}"); do
    "$SINEW" patient add "C-$round" --sex f --age 26 --mass 58 < /dev/null > /dev/null
    { [ $((round % 2)) -eq 0 ] || no_flags; typed_lines "$round" 600; } > lines
    run bash -c "'$SINEW' guide C-$round < lines > said 2> faults"
    if [ "$status" -gt 1 ] || [ -s faults ]; then
      printf 'round %s: code %s\n' "$round" "$status" >&2
      cat faults >&2
      return 1
    fi
    kept=$((kept + $(grep -c '^  kept: ' said)))
    sinew guide "C-$round" <<< .
    [ "$status" -le 1 ]
  done
  echo "kept: $kept"
  [ "$kept" -ge 20 ]
  sinew audit verify
  [ "$status" -eq 0 ]
  sinew db check
  [ "$status" -eq 0 ]
}

# ---- a real terminal ----

# Keys are counted, but not those of the values themselves.
pressed=0
press() {
  local word
  for word in "$@"; do
    case $word in
    Tab | Enter) pressed=$((pressed + 1)) ;;
    *) pressed=$((pressed + ${#word})) ;;
    esac
  done
  keys "$@"
}

# both LEFT RIGHT: the values of both sides; the stroke between them and Enter count.
both() { keys "$1"; press '/'; keys "$2"; press Enter; }
one() { keys "$1"; press Enter; }

@test "terminal: from the first start to the handout, killed in the middle, with under 80 keys beyond the values" {
  export SINEW_CLINICIAN='Kim Doe'
  begin_screen 80 24
  see 'no database yet'
  press 'exa' Enter
  see '5 patients (5 new)'
  press 'gu EX-G' Tab Enter
  for area in 'Cauda equina' 'Fracture' 'Malignancy' 'Infection' 'Blood vessels' 'Inflammation' 'Bone stress' 'Other'; do
    see "$area"
    press n Enter
  done
  see 'Is running your only sport'
  keys 1
  press ' n' Enter
  see 'Session distance over longest'
  one 5
  see 'Active knee extension'
  both 28 31
  see 'kept: left 28 deg; right 31 deg'
  see 'Passive knee extension'
  keys 8/ # not finished: no Enter
  pid=$(pgrep -n -f "^$SINEW\$") || skip "the program cannot be found among the processes"
  kill -9 "$pid"
  for _ in $(seq 50); do [ ! -s after ] || break; sleep 0.1; done
  rm after
  sleep 0.2
  begin_screen 80 24
  see 'EX-GRADE of today is unfinished: 4 of 24 tests done; guide EX-GRADE goes on'
  press 'gu' Enter
  see 'Passive knee extension'
  both 8 9
  see 'Passive straight leg raise'
  both 82 86
  see 'Modified Thomas test, hip angle'
  both 14 13
  see 'Modified Thomas test, knee angle'
  both 110 112
  see 'Supine bridge hold'
  one 88
  see 'Lying on the side: 1 test'
  both 120 118
  see 'Lying face down: 4 tests'
  one 45
  see 'Ely test'
  both 105 98
  see 'Hip extension'
  both 110 120
  see 'Total hip rotation'
  both 60 62
  see 'Sitting: 5 tests'
  both 310 298
  see 'lever arm in metres'
  one 0.31
  see 'Hip flexion'
  both 140 148
  see 'Knee flexion'
  both 150 151
  see 'Hip external rotation'
  both 90 91
  see 'Hip internal rotation'
  both 92 95
  see 'Weight-bearing lunge test'
  both 11 10.5
  see '3 tests are left'
  press Enter
  see 'EX-GRADE, 2026-11-20: 7 findings'
  press p Enter
  see 'Next: p plan   a approve'
  press a Enter
  see 'approved 2026-11-20 by Kim Doe'
  press e Enter
  see 'EX-GRADE.html written'
  press . Enter
  see 'sinew EX-GRADE 2026-11-20>'
  grep -q 'Kim Doe' EX-GRADE.html
  echo "keys: $pressed"
  [ "$pressed" -lt 80 ]
  keys exit Enter
}
