#!/usr/bin/env bats
# Patients, visits, measures, answers and the screening, one command at a time.
load clinic

@test "patient add takes the identity from standard input, show prints it, no message holds it" {
  sinew patient add C-1 --sex f --mass 58 --height 165.5 --dominant right --sport Running --identity - <<< $'name: Ada Example\nborn: 1990-02-11\ncontact: ada@example.org\n.'
  expect 0 'patient C-1 added'
  sinew patient show C-1
  expect 0 'C-1
  name      Ada Example
  contact   ada@example.org
  born      1990-02-11, 36 years on 2026-11-20
  sex       f
  mass      58 kg
  height    165.5 cm
  dominant  right
  sport     running
  visits    2026-11-20'
  sinew patient show C-1 --json
  expect 0 '{"patient":"C-1","sex":"f","age":36,"mass_kg":58,"height_cm":165.5,"dominant":"right","sport":"running","visits":[{"date":"2026-11-20","measures":0,"answers":0,"results":0}]}'
}

@test "weight is said to be the mass, not the height" {
  sinew patient add C-1 --sex f --weight 58
  expect 2 '' "sinew: 'patient add' has no option --weight (did you mean '--mass'?)"
}

@test "patient add without a terminal and without --identity asks nothing" {
  sinew patient add C-1 < /dev/null
  expect 0 'patient C-1 added'
  sinew patient show C-1
  expect 0 'C-1
  visits    none yet'
}

@test "patient add again says so, fills in, and refuses what contradicts" {
  sinew patient add C-1 --sex f
  sinew patient add C-1 --sex f
  expect 0 'patient C-1 already there'
  sinew patient add C-1 --sport running
  expect 0 'patient C-1 filled in'
  sinew patient add C-1 --sex m
  expect 3 '' "sinew: patient 'C-1' is stored with sex f: check the code, or correct it"
  sinew patient add C-1 --sex m --correct
  expect 0 'patient C-1 filled in'
}

@test "a later identity keeps the parts that are not given" {
  printf 'name: Ada Example\n' > name.txt
  printf 'contact: 555\n' > contact.txt
  sinew patient add C-1 --identity name.txt
  sinew patient add C-1 --identity contact.txt
  expect 0 'patient C-1 filled in'
  sinew patient show C-1
  expect 0 'C-1
  name      Ada Example
  contact   555
  visits    none yet'
}

@test "mistakes in an identity are placed and never quoted" {
  printf 'name: Ada\nAda Example\n' > a.txt
  sinew patient add C-1 --identity a.txt
  expect 3 '' "sinew: a.txt:2: write 'name: ...', 'family_name: ...', 'given_name: ...', 'born: YYYY-MM-DD' or 'contact: ...'"
  printf 'born: 1990-02-30\n' > a.txt
  sinew patient add C-1 --identity a.txt
  expect 3 '' 'sinew: a.txt:1: no date of birth of the calendar: write YYYY-MM-DD'
  printf 'name: A\nname: B\n' > a.txt
  sinew patient add C-1 --identity a.txt
  expect 3 '' "sinew: a.txt:2: 'name' stands twice"
  printf 'name: \377\n' > a.txt
  sinew patient add C-1 --identity a.txt
  expect 3 '' 'sinew: a.txt:1: not UTF-8 text'
  [ ! -e "$SINEW_DB" ]
}

@test "wrong facts name the option" {
  sinew patient add 'Ada Example'
  expect 3 '' "sinew: CODE: 'Ada Example' is no patient code: 1 to 32 letters, digits and . _ -, beginning with a letter or digit"
  sinew patient add C-1 --sex femle
  expect 3 '' "sinew: --sex: unknown sex 'femle': write f, m or other"
  sinew patient add C-1 --mass 5
  expect 3 '' 'sinew: --mass: body mass in kg 5 is not from 20 to 400'
  sinew patient add C-1 --date 2026-13-01
  expect 3 '' "sinew: --date: '2026-13-01' is no date of the calendar: write YYYY-MM-DD"
  sinew patient add C-1 --nam Ada
  [ "$status" -eq 2 ]
  [ ! -e "$SINEW_DB" ]
}

@test "names and codes that would drive a terminal are shown, not obeyed" {
  printf 'name: A\033[31mda \342\200\256evil\n' > a.txt
  sinew patient add C-1 --identity a.txt
  sinew patient show C-1
  expect 0 'C-1
  name      A<U+001B>[31mda <U+202E>evil
  visits    none yet'
  sinew patient show $'C\033[2J'
  expect 3 '' "sinew: unknown patient 'C<U+001B>[2J'"
}

@test "the database is readable by its owner alone, whatever the umask" {
  umask 000
  sinew --db deep/er/clinic.db patient add C-1
  expect 0 'patient C-1 added'
  [ "$(stat -c %a deep deep/er deep/er/clinic.db)" = $'700\n700\n600' ]
}

@test "patient list pages by prefix and prints JSON" {
  sinew patient list
  [ "$status" -eq 6 ]
  sinew patient add C-2 --sex m
  sinew patient add C-1 --sex f --mass 60 --sport running
  sinew patient add D-1
  sinew patient list
  expect 0 'C-1              f       2026-11-20 running
C-2              m       -          -
D-1              -       -          -'
  sinew patient list C --json
  expect 0 '[{"patient":"C-1","sex":"f","last_visit":"2026-11-20"},{"patient":"C-2","sex":"m"}]'
  sinew patient list X
  expect 0 'no patients with codes that begin with X'
}

@test "visit begins one visit a day" {
  sinew patient add C-1
  sinew visit C-1
  expect 0 'C-1 2026-11-20'
  sinew visit C-1 2026-11-20
  expect 0 'C-1 2026-11-20 (already there)'
  sinew visit C-1 20.11.2026
  expect 3 '' "sinew: DATE: '20.11.2026' is no date of the calendar: write YYYY-MM-DD"
  sinew visit C-2
  expect 3 '' "sinew: unknown patient 'C-2' (did you mean 'C-1'?)"
}

@test "measure takes side and unit in any place and numbers the trials" {
  sinew patient add C-1
  sinew measure C-1 hhd_hip_abduction left 18.3kg
  expect 0 'note: a force in kg is read as kgf: 1 kgf is 9.80665 N
C-1 2026-11-20 hhd_hip_abduction left 179.5 N, trial 1'
  sinew measure C-1 hhd_hip_abduction 180 N l --position side_lying --lever 0.38 --pain 2
  expect 0 'C-1 2026-11-20 hhd_hip_abduction left 180 N, trial 1'
  sinew measure C-1 hhd_hip_abduction 178N left
  expect 0 'C-1 2026-11-20 hhd_hip_abduction left 178 N, trial 2'
  sinew measure C-1 hhd_hip_abduction left 178 --correct
  expect 2 '' 'sinew: --correct: 2 trials are stored for that day: say which with --trial'
  sinew measure C-1 hhd_hip_abduction left 177 --trial 2 --correct
  expect 0 'C-1 2026-11-20 hhd_hip_abduction left 177 N, trial 2 (corrected)'
  sinew measure C-1 hhd_hip_abduction left 177 --trial 2
  expect 0 'C-1 2026-11-20 hhd_hip_abduction left 177 N, trial 2 (already there)'
  sinew measure C-1 prone_plank '>=240'
  expect 0 'C-1 2026-11-20 prone_plank >=240 s, trial 1'
  sinew measure C-1 mmt_hip_abduction right 4+
  expect 0 'C-1 2026-11-20 mmt_hip_abduction right grade 4+'
}

@test "what is said once a day is corrected, not numbered" {
  sinew patient add C-1
  sinew measure C-1 weekly_distance 26-35
  expect 0 'C-1 2026-11-20 weekly_distance 26-35 km/wk'
  sinew measure C-1 weekly_distance 40
  [ "$status" -eq 3 ]
  sinew measure C-1 weekly_distance 40 --correct
  expect 0 'C-1 2026-11-20 weekly_distance 40 km/wk (corrected)'
}

@test "an unlikely value is kept and said without a terminal, an impossible one refused" {
  sinew patient add C-1
  sinew measure C-1 hhd_hip_abduction left 3
  expect 0 "note: 3 N is unlikely for 'hhd_hip_abduction' (usual 20 to 700 N): measure again
note: '3' stands without a unit and is read in N: write the unit behind it, as in 3N
note: the unlikely value is kept; --correct replaces it
C-1 2026-11-20 hhd_hip_abduction left 3 N, trial 1"
  sinew measure C-1 hhd_hip_abduction left 30000
  expect 3 '' "sinew: VALUE: 30000 N is impossible for 'hhd_hip_abduction': possible is 0 to 3000 N"
}

@test "a measure names every unknown word with the nearest right one" {
  sinew patient add C-1
  sinew measure C-1 hhd_hip_abdction left 18
  expect 3 '' "sinew: TEST: unknown test 'hhd_hip_abdction' (did you mean 'hhd_hip_abduction'?)"
  sinew measure C-1 hhd_hip_abduction lft 18
  expect 3 '' "sinew: SIDE: unknown side 'lft' (did you mean 'left'?)"
  sinew measure C-1 prone_plank left 60
  expect 3 '' "sinew: SIDE: 'prone_plank' has no sides: leave the side out"
  sinew measure C-1 hhd_hip_abduction 60
  expect 3 '' "sinew: SIDE: 'hhd_hip_abduction' is measured side by side: say left or right"
  sinew measure C-1 hhd_hip_abduction left 60 --position side_lyng
  expect 3 '' "sinew: --position: unknown position 'side_lyng' (did you mean 'side_lying'?)"
  sinew measure C-1 hhd_hip_abduction left 60 --pain 11
  expect 3 '' 'sinew: --pain: pain 11 is not a whole number from 0 to 10'
  sinew measure C-1 prone_plank 60deg
  expect 3 '' "sinew: VALUE: 'deg' cannot be the unit of 'prone_plank': it takes s, min"
  sinew measure C-1 prone_plank 1,5
  [ "$status" -eq 3 ]
  sinew db info --json
  [[ $output == *'"measures":0,'* ]]
}

@test "answer records and says at once what a yes to a red flag means" {
  sinew patient add C-1
  sinew answer C-1 rf_ces_saddle n
  expect 0 'C-1 2026-11-20 rf_ces_saddle: no'
  sinew answer C-1 rf_ces_saddle yes
  expect 0 'C-1 2026-11-20 rf_ces_saddle: yes (corrected)
STOP (emergency, cauda equina): Send to a hospital with round-the-clock MRI,
  same day.'
  sinew answer C-1 rf_ces_sadle no
  expect 3 '' "sinew: QUESTION: unknown question 'rf_ces_sadle' (did you mean 'rf_ces_saddle'?)"
  sinew answer C-1 rf_ces_saddle maybe
  expect 3 '' "sinew: ANSWER: 'maybe' is no answer: write yes, no or unsure"
}

@test "screen reads answers, all or none, and a stop is exit code 1" {
  flags=$(grep -c 'red_flag = true' "$SINEW_HOME/data/questions.lua")
  sinew patient add C-1
  sinew screen C-1 <<< $'rf_ces_saddle no\nrf_ces_bladder maybe\nrf_x no'
  expect 3 '' "sinew: standard input:2: 'maybe' is no answer: write yes, no or unsure
sinew: standard input:3: unknown question 'rf_x'
sinew: 2 answers refused, nothing was stored"
  sinew screen C-1 <<< $'rf_ces_saddle no\nrf_ces_bladder unsure\n.\nnot read'
  expect 0 "C-1 2026-11-20, red flags: $((flags - 1)) open"
  sinew screen C-1 <<< 'rf_pregnancy yes'
  expect 0 "CAUTION (caution, other): Ask for medical clearance; adapt the programme.
C-1 2026-11-20, red flags: $((flags - 2)) open"
  sinew screen C-1 <<< 'rf_cord yes'
  [ "$status" -eq 1 ]
  [[ $output == *'STOP (emergency, cord compression): Send to hospital, same day.'* ]]
  sinew screen C-1 < /dev/null
  [ "$status" -eq 1 ]
  grep -o 'id = "rf_[a-z_]*"' "$SINEW_HOME/data/questions.lua" | sed 's/.*"\(.*\)"/\1 no/' > all.txt
  sinew screen C-1 < all.txt
  expect 0 'C-1 2026-11-20, red flags: 0 open'
}

@test "db info counts and names packs and catalog" {
  sinew db info
  expect 6 '' "sinew: there is no database '$SINEW_DB' yet: storing the first patient makes it"
  sinew patient add C-1
  sinew measure C-1 prone_plank 60
  sinew db info
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = "database  $SINEW_DB" ]
  [ "${lines[2]}" = 'holds     1 patients, 1 visits, 1 measures (earlier versions and body facts counted),' ]
  [[ ${lines[4]} == 'audit     head 2-'* ]]
  [[ ${lines[5]} == 'packs     red-flags '[0-9]*', runner-low-back '[0-9]* ]]
}
