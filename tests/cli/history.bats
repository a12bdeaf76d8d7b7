#!/usr/bin/env bats
load clinic

sql() { sqlite3 "$SINEW_DB" "$1"; }

clinic() {
  printf 'name: Zoë Vexelbröd\nborn: 1980-02-03\ncontact: zv@example.org\n' > who
  sinew patient add P-ERASE7 --sex f --identity who
  sinew measure P-ERASE7 prone_plank 60 --date 2026-11-01
  sinew note P-ERASE7 --as Lee --date 2026-11-01 <<< 'Vexelbröd asked for Qualmington'
  sinew patient add OTHER --sex f
  sinew measure OTHER prone_plank 40 --date 2026-11-02
}

@test "a correction keeps what it replaced, with who, when and why" {
  clinic
  sinew --as Kim measure OTHER prone_plank 45 --date 2026-11-02 --trial 1 --correct --reason - <<< 'misread the watch'
  expect 0 'OTHER 2026-11-02 prone_plank 45 s, trial 1 (corrected)'
  sinew void OTHER
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = '3  2026-11-02  prone_plank trial 1: 45 s  Kim, 2026-11-20T10:00:00+00:00: misread the watch' ]
  [[ ${lines[1]} == '2  2026-11-02  prone_plank trial 1: 40 s (corrected)  '* ]]
  sinew measure OTHER prone_plank 45 --reason -
  expect 2 '' 'sinew: --reason: a reason belongs to --correct; a note keeps other words'
}

@test "what was entered in error is marked, and what it replaced counts again" {
  clinic
  sinew measure OTHER prone_plank 45 --date 2026-11-02 --trial 1 --correct
  sinew void OTHER last --as Kim --reason - <<< 'wrong patient'
  expect 0 'OTHER 2026-11-02 measure 3, prone_plank trial 1: 45 s: marked as entered in error'
  sinew void OTHER
  [[ ${lines[0]} == '3  2026-11-02  prone_plank trial 1: 45 s (voided)  '* ]]
  [ "${lines[1]}" = '    entered in error: Kim, 2026-11-20T10:00:00+00:00: wrong patient' ]
  [[ ${lines[2]} == '2  2026-11-02  prone_plank trial 1: 40 s  '* ]]
  sinew void OTHER 3 < /dev/null
  expect 3 '' 'sinew: MEASURE: measure 3 is marked as entered in error already'
  sinew void OTHER 1 < /dev/null
  expect 3 '' 'sinew: MEASURE: this patient has no measure 1'
  sinew void OTHER x < /dev/null
  expect 3 '' "sinew: MEASURE: 'x' is no measure: write last, or the number that sinew void PATIENT shows"
  sinew void OTHER 2 < /dev/null
  [ "$status" -eq 0 ]
  sinew void OTHER last < /dev/null
  expect 3 '' 'sinew: MEASURE: this patient has no measure that is not voided'
  sinew measure OTHER prone_plank 50 --date 2026-11-02 --trial 1
  expect 0 'OTHER 2026-11-02 prone_plank 50 s, trial 1'
  sinew audit verify
  [ "$status" -eq 0 ]
}

@test "an edited patient keeps the version before" {
  clinic
  printf 'name: Zoë Other\n' > who
  sinew patient edit P-ERASE7 --sport rowing --identity who
  expect 0 'patient P-ERASE7 changed; the version before is kept'
  sinew patient show P-ERASE7
  [[ $output == *'name      Zoë Other'* && $output == *'sport     rowing'* && $output == *'born      1980-02-03'* ]]
  [ "$(sql 'select count(*) from person')" = 3 ]
  sinew patient edit P-ERASE7 --sport rowing < /dev/null
  expect 0 'patient P-ERASE7 stays as it is'
  sinew patient edit NOBODY --identity who
  [ "$status" -eq 3 ]
}

@test "two records of one person are merged and parted again" {
  clinic
  before=$(sinew patient show OTHER; sinew patient show P-ERASE7)
  sinew patient merge OTHER P-ERASE7
  expect 0 'OTHER is found under P-ERASE7 from now on; sinew patient merge OTHER P-ERASE7 --undo parts them'
  sinew patient show OTHER
  [ "${lines[0]}" = P-ERASE7 ]
  [[ $output == *'2026-11-01, 1 measure'*'2026-11-02, 1 measure'* ]]
  sinew patient list
  [[ $output != *OTHER* ]]
  sinew measure OTHER prone_plank 55 --date 2026-11-02
  expect 0 'P-ERASE7 2026-11-02 prone_plank 55 s, trial 2'
  sinew assess P-ERASE7
  [ "$status" -eq 0 ]
  sinew patient merge OTHER P-ERASE7
  expect 3 '' "sinew: 'OTHER' is merged into another patient already: undo that first"
  sinew patient merge P-ERASE7 P-ERASE7
  expect 3 '' "sinew: name two patients: 'P-ERASE7' stands twice"
  sinew patient erase OTHER --yes
  expect 3 '' "sinew: CODE: 'OTHER' is merged into 'P-ERASE7': erase that, or undo the merging first"
  sinew patient merge OTHER P-ERASE7 --undo
  expect 0 'OTHER and P-ERASE7 are two patients again'
  sinew patient merge OTHER P-ERASE7 --undo
  expect 3 '' "sinew: 'OTHER' is not merged into 'P-ERASE7'"
  sinew patient show OTHER
  [[ $output == OTHER*'2026-11-02, 1 measure'* ]]
  sinew patient add MAN --sex m
  sinew patient merge MAN OTHER
  expect 3 '' "sinew: 'MAN' and 'OTHER' are stored with another sex: correct one of them first"
  sinew audit verify
  [ "$status" -eq 0 ]
}

# Is any of these texts in the file, its log or its index?
holds() { cat "$SINEW_DB" "$SINEW_DB"-wal "$SINEW_DB"-shm 2> /dev/null | LC_ALL=C grep -a -i -q -e "$1"; }

@test "an erased patient is in no byte of the file, and the results still replay" {
  clinic
  sinew override P-ERASE7 hip-abduction-side-gap left present --as Lee --date 2026-11-01 --reason - <<< 'Tarnbrook said so'
  [ "$status" -eq 0 ]
  printf 'name: Zoë Vorrmund\nfamily_name: Vexelbröd\n' > who
  sinew patient edit P-ERASE7 --identity who
  sinew measure P-ERASE7 prone_plank 62 --date 2026-11-01 --trial 1 --correct --reason - <<< 'Qualmington miscounted'
  sinew assess P-ERASE7 OTHER
  for text in Vexelbr Qualmington Tarnbrook P-ERASE7 zv@example 1980-02-03; do holds "$text" || { echo "$text"; return 1; }; done
  sinew patient erase P-ERASE7 < /dev/null
  expect 2 '' 'sinew: erasing cannot be undone: say --yes where nobody can be asked'
  sinew --as Kim patient erase P-ERASE7 --yes
  expect 0 'erased: code, names, birth date, contact, notes and reasons; measures and results stay, of nobody
Backups and exported files still hold what they held: erase or replace them, too.'
  for text in Vexelbr Qualmington Tarnbrook P-ERASE7 erase7 zv@example 1980-02-03 Vorrmund; do
    ! holds "$text" || { echo "$text is left"; return 1; }
  done
  sinew patient show P-ERASE7
  [ "$status" -eq 3 ]
  sinew replay --all
  expect 0 '2 results equal'
  sinew audit verify
  [ "$status" -eq 0 ]
  sinew db check
  [ "$status" -eq 0 ]
  sinew audit show
  [[ $output == *'Kim: patient erase, 1 patient (erased), 1 rows added'* ]]
  sql 'UPDATE patient SET code = NULL, key = NULL WHERE id = 2'
  sinew audit verify
  [ "$status" -eq 1 ]
}

@test "an episode gathers visits; closed it takes none, and a visit can move" {
  sinew patient add E1 --sex f
  sinew measure E1 prone_plank 40 --date 2026-10-01
  sinew episode list E1
  expect 0 'no episodes'
  sinew episode open E1 --date 2026-11-01 --title - <<< 'left hip since spring'
  expect 0 'E1 episode 1 opened on 2026-11-01'
  sinew measure E1 prone_plank 45 --date 2026-11-02
  sinew episode list E1
  expect 0 '1  2026-11-01 to now  1 visit  left hip since spring'
  sinew episode close E1 --date 2026-10-31
  expect 3 '' 'sinew: episode 1 began later than that day'
  sinew episode close E1 --date 2026-11-10
  expect 0 'E1 episode 1 closed on 2026-11-10'
  sinew episode close E1 1
  expect 3 '' 'sinew: episode 1 is closed already'
  sinew episode close E1
  expect 3 '' 'sinew: 0 episodes are open: say which one by its number'
  sinew measure E1 prone_plank 50 --date 2026-11-12
  sinew episode move E1 2026-10-01 1
  expect 0 'E1 2026-10-01: in episode 1'
  sinew episode list E1
  expect 0 '1  2026-11-01 to 2026-11-10  2 visits  left hip since spring'
  sinew episode move E1 2026-10-01 none
  expect 0 'E1 2026-10-01: in no episode'
  sinew episode move E1 2026-10-05 1
  expect 3 '' 'sinew: there is no visit on 2026-10-05'
  sinew episode reopen E1 2
  expect 3 '' "sinew: NUMBER: this patient has no episode '2': sinew episode list shows them"
  sinew episode reopen E1 1
  expect 0 'E1 episode 1 opened again on 2026-11-20'
  sinew audit verify
  [ "$status" -eq 0 ]
  sinew patient erase E1 --yes
  [ "$status" -eq 0 ]
  ! grep -qi 'since spring' "$SINEW_DB"*
}
