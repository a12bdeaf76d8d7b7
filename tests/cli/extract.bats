#!/usr/bin/env bats
# Copies that name nobody.
load clinic

sql() { sqlite3 "$1" "$2"; }

clinic() {
  sinew import "$root/data/examples/examples.ndjson"
  sinew patient add QX-99 --sex f --dominant left --identity - <<< $'name: Ana Müller-Weiß\nfamily_name: Weiß\ngiven_name: Ana\nborn: 1980-03-04\ncontact: ana@example.org'
  sinew measure QX-99 hhd_hip_abduction left 10kgf --position side_lying --contraction isometric --date 2025-02-27
  sinew measure QX-99 hhd_hip_abduction left 12kgf --position side_lying --contraction isometric --date 2026-10-28
  sinew measure QX-99 hhd_hip_abduction left 12.5kgf --position side_lying --contraction isometric --date 2026-10-28 --correct
  sinew answer QX-99 rf_fx_trauma yes --date 2026-10-28
  sinew note QX-99 --as 'Dr. Nemo' <<< 'sleeps secretly badly'
  sinew override QX-99 fx-trauma absent --as 'Dr. Nemo' --date 2026-10-28 <<< 'film of last week is clean'
  sinew override EX-GRADE fx-trauma present --as 'Dr. "No": Nemesis' <<< 'seen by myself'
  sinew assess QX-99 --date 2025-02-27
  sinew assess --all
  [ "$status" -eq 0 ]
}

# Text that is in the original and nowhere in the copy, its log and index included; also as UTF-16 nobody writes.
gone() {
  for text in "$@"; do
    cat "$SINEW_DB"* | grep -qaF -- "$text"
    if cat copy.db* | grep -qaiF -- "$text"; then
      echo "'$text' is in the copy" >&2
      return 1
    fi
  done
}

@test "names, codes, birth dates, contacts, notes, reasons, clinicians and days stay behind" {
  clinic
  sinew db extract copy.db --pseudonymise
  expect 0 'copy.db: 6 patients, 7 visits, 7 results'
  [ "$(stat -c %a copy.db)" = 600 ]
  [ "$(echo copy.db*)" = copy.db ]
  gone QX-99 EX-PAIRS EX-STOP EX-CLEAR EX-GRADE EX-SIDE 'Ana Müller-Weiß' Weiß 1980-03-04 ana@example.org 'sleeps secretly' \
    'film of last week' 'seen by myself' 'Dr. Nemo' Nemesis 2025-02-27 2026-10-28
  # every text that a person or note holds, whatever it is
  sql "$SINEW_DB" "select name from person union select family_name from person union select given_name from person
    union select contact from person union select born from person union select text from note union select code from patient
    union select reason from override union select clinician from override" | while IFS= read -r text; do
    if [ -n "$text" ] && grep -qaF -- "$text" copy.db; then echo "'$text' is in the copy" >&2 && exit 1; fi
  done
  # keys and public ids are new
  sql "$SINEW_DB" "select hex(uuid) from patient union select hex(uuid) from result union select hex(uuid) from program" > old
  sql copy.db "select hex(uuid) from patient union select hex(uuid) from result union select hex(uuid) from program" > new
  [ "$(wc -l < old)" = "$(wc -l < new)" ]
  [ -z "$(sort old new | uniq -d)" ]
  [ "$(sql copy.db 'select count(*) from person')" = 0 ]
  [ "$(sql copy.db 'select count(*) from search')" = 0 ]
  [ "$(sql copy.db 'pragma freelist_count')" = 0 ]
  [ "$(sql copy.db 'pragma integrity_check')" = ok ]
  [ -z "$(sql copy.db 'pragma foreign_key_check')" ]
}

@test "no table and no column was forgotten" {
  clinic
  text=$root/engine/store/extract.c
  for table in $(sql "$SINEW_DB" "select name from sqlite_schema where type = 'table' and name not like 'search_%'"); do
    grep -qiwE "$table|LEDGER_$table" "$text" || { echo "$table is neither copied nor left behind" && false; }
  done
  for table in patient merging episode episode_event visit visit_episode entry measure answer override result; do
    for column in $(sql "$SINEW_DB" "select name from pragma_table_info('$table')"); do
      grep -qw "$column" "$text" || { echo "$table.$column is not copied" && false; }
    done
  done
}

@test "results replay in the copy, and judging again gives the same" {
  clinic
  sinew db extract copy.db --pseudonymise
  sinew --db copy.db replay --all
  expect 0 '7 results equal'
  findings() { jq -c 'del(.patient, .date)' <<< "$output" | sed 's/by [^:]*: [^;]*; the rule itself/by X: Y; the rule itself/g'; }
  for code in QX-99 EX-PAIRS EX-SIDE EX-STOP EX-CLEAR EX-GRADE; do
    sinew findings "$code" --json
    findings
  done | sort > there
  for code in $(sql copy.db 'select code from patient'); do
    sinew --db copy.db findings "$code"
    [[ $output != *'recorded since'* ]]
    sinew --db copy.db assess "$code" --json
    findings
  done | sort > here
  diff <(jq -cS 'del(.program)' there) <(jq -cS 'del(.program)' here)
  [ "$(jq -s length there)" -eq 6 ]
}

@test "intervals, weekdays and ages stay, dates do not" {
  clinic
  sinew db extract copy.db --pseudonymise
  days="select group_concat(day, ' ') from (select v.day from visit v join patient p on p.id = v.patient where v.patient =
    (select patient from visit group by patient having count(*) > 1) order by day)"
  read -r a b <<< "$(sql "$SINEW_DB" "$days")"
  read -r x y <<< "$(sql copy.db "$days")"
  [ "$a" = 2025-02-27 ]
  [ "$x" != "$a" ]
  [ $((($(date -ud "$b" +%s) - $(date -ud "$a" +%s)))) -eq $((($(date -ud "$y" +%s) - $(date -ud "$x" +%s)))) ]
  [ "$(date -ud "$a" +%u)" = "$(date -ud "$x" +%u)" ]
  code=$(sql copy.db "select code from patient where id = (select patient from visit group by patient having count(*) > 1)")
  sinew --db copy.db patient show "$code"
  [[ $output == *'age       46'* ]]
  [[ $output == *'dominant  left'* ]]
  # earlier values are kept
  [ "$(sql copy.db 'select count(*) from measure')" -ge "$(sql "$SINEW_DB" 'select count(*) from measure')" ]
}

@test "the chain of the copy begins with where it comes from; codes are drawn anew each time" {
  clinic
  sinew db extract copy.db --pseudonymise
  head=$(sql "$SINEW_DB" "select id || '-' || substr(lower(hex(hash)), 1, 16) from audit where command not like 'db extract%' order by id desc limit 1")
  [ "$(sql copy.db 'select id, command from audit')" = "1|db extract --pseudonymise, from $head" ]
  order() { sql "$1" "select group_concat(sex || printf('%.1f', (select sum(lo) from measure m join entry e on e.id = m.entry join visit v on v.id = e.visit where v.patient = p.id)), ' ') from (select * from profile p order by patient) p"; }
  differs=0
  for i in 1 2 3 4 5 6; do
    sinew db extract "again$i.db" --pseudonymise
    [ "$(order copy.db)" = "$(order "again$i.db")" ] || differs=1
  done
  [ "$differs" = 1 ]
}

@test "some patients, and what is refused" {
  clinic
  printf 'QX-99\r\n\n  EX-STOP\nQX-99\n' > list
  sinew db extract copy.db --pseudonymise --patients list
  expect 0 'copy.db: 2 patients, 3 visits, 3 results'
  sinew --db copy.db replay --all
  expect 0 '3 results equal'
  sinew db extract copy.db --pseudonymise
  [ "$status" -eq 7 ]
  echo NOBODY >> list
  sinew db extract other.db --pseudonymise --patients list
  expect 3 '' "sinew: unknown patient 'NOBODY': nothing was copied"
  [ "$(echo other*)" = 'other*' ]
  : > list
  sinew db extract other.db --pseudonymise --patients list
  expect 3 '' 'sinew: list: holds no code: write one a line'
  sinew db extract other.db
  expect 2 '' 'sinew: say --pseudonymise: no other copy leaves out who is meant (db backup copies all)'
  sinew db extract "$SINEW_DB" --pseudonymise
  [ "$status" -eq 7 ]
  [ -z "$(find . -name '*.new-*' -o -name '.*-??????')" ]
}

@test "merged records stay one person, the erased stay away, and the copy is whole" {
  clinic
  export SINEW_CLINICIAN='Dr. Nemo'
  sinew patient add DD-1 --sex f < /dev/null
  sinew measure DD-1 side_bridge left 40s --date 2026-09-01
  sinew assess DD-1
  sinew patient merge DD-1 EX-PAIRS
  sinew assess EX-PAIRS
  sinew patient erase QX-99 --yes
  [ "$status" -eq 0 ]
  sinew db extract copy.db --pseudonymise
  expect 0 'copy.db: 6 patients, 6 visits, 7 results'
  sinew --db copy.db replay --all
  expect 0 '7 results equal'
  [ "$(sql copy.db 'select count(*) from merging')" = 1 ]
  # one shift for both of its records
  spread='select julianday(max(day)) - julianday(min(day)) from visit where patient in (select source from merging union select target from merging)'
  [ "$(sql "$SINEW_DB" "$spread")" = "$(sql copy.db "$spread")" ]
  sinew --db copy.db audit verify
  [ "$status" -eq 0 ]
  sinew --db copy.db db check
  [ "$status" -eq 0 ]
  echo EX-PAIRS > list
  sinew db extract one.db --pseudonymise --patients list
  expect 0 'one.db: 2 patients, 2 visits, 3 results'
}
