#!/usr/bin/env bats
# Files are taken over whole or not at all.
load clinic

header=patient,date,test,side,value,unit,position,contraction,lever_m,trial,pain,source

@test "a CSV of measures is taken over, and a second time it is already there" {
  cat > m.csv <<END
$header
P1,2026-11-20,hhd_hip_abduction,left,18.3,kg,side_lying,isometric,0.38,1,0,measured
P1,2026-11-20,hhd_hip_abduction,right,19,kgf,side_lying,isometric,0.38,1,0,measured
P2,2026-11-19,prone_plank,,>=240,s,,,,,,
END
  sinew import m.csv
  expect 0 '2 patients (2 new), 2 visits, 3 measures, 0 answers; 0 already there, 0 corrected
note: row 2, column unit: a force in kg is read as kgf: 1 kgf is 9.80665 N'
  sinew import m.csv
  [ "${lines[0]}" = '2 patients (0 new), 2 visits, 3 measures, 0 answers; 3 already there, 0 corrected' ]
}

@test "refused cells are listed with row, column, reason and hint, and nothing changes" {
  sinew patient add P0
  before=$(database_bytes)
  cat > m.csv <<END
$header
P1,2026-11-20,hhd_hip_abdction,left,18.3,kg,,,,,,
P1,2026-11-20,prone_plank,left,60,s,,,,,,
P1,2026-02-30,prone_plank,,-5,s,,,,,,
P1,,prone_plank,,60,deg,,,,,,
Ada Example,2026-11-20,prone_plank,,1e999,s,,,,,,
P1,2026-11-20,prone_plank,,60,s,,,,,,
END
  sinew import m.csv
  [ "$status" -eq 3 ]
  [ -z "$output" ]
  [[ $stderr == *"row 2, column test: unknown test 'hhd_hip_abdction' (did you mean 'hhd_hip_abduction'?)"* ]]
  [[ $stderr == *"row 3, column side: 'prone_plank' has no sides: leave the side out"* ]]
  [[ $stderr == *"row 4, column date: '2026-02-30' is no date of the calendar: write YYYY-MM-DD"* ]]
  [[ $stderr == *"row 5, column date: no date: write YYYY-MM-DD, or give --date for rows without one"* ]]
  [[ $stderr == *"row 6, column patient: 'Ada Example' is no patient code"* ]]
  [[ $stderr == *"refused, nothing was taken over" ]]
  [ "$(database_bytes)" = "$before" ]
  sinew patient list
  expect 0 'P0               -       -          -'
}

@test "of many refusals the first 20 are listed and the rest counted" {
  { echo "$header"; for i in $(seq 30); do echo "P$i,2026-11-20,x$i,,1,s,,,,,,"; done; } > m.csv
  sinew import m.csv
  [ "$status" -eq 3 ]
  [ "${#stderr_lines[@]}" -eq 22 ]
  [ "${stderr_lines[20]}" = '... and 10 more' ]
  [ "${stderr_lines[21]}" = 'sinew: m.csv: 30 refused, nothing was taken over' ]
  [ ! -e "$SINEW_DB" ]
}

@test "malformed tables are refused without a crash" {
  i=0
  while IFS= read -r text; do
    i=$((i + 1))
    printf "$text" > "bad$i.csv"
    sinew import "bad$i.csv"
    [ "$status" -eq 3 ] || { echo "$text: $status $output $stderr" >&2; return 1; }
    [ -n "$stderr" ]
  done << 'END'

patient,test\n"open,x\n
patient,patient\nP1,P1\n
patient,date,test,side,value,unit\nP1,2026-11-20,prone_plank,,60\n
patient,date,test,side,value,unit\nP1,2026-11-20,prone_plank,,60,s,extra\n
patient,date,test,side,value,unt\nP1,2026-11-20,prone_plank,,60,s\n
patient,date,test,side,value,unit\nP1,2026-11-20,prone_plank,,0x40,s\n
patient,date,test,side,value,unit\nP1,2026-11-20,prone_plank,,"1,5",s\n
patient,date,test,side,value,unit\nP1,2026-11-20,prone_plank,,\000,s\n
patient,date,test,side,value,unit\nP\377,2026-11-20,prone_plank,,60,s\n
\376\377\000p\000a
a,b,c\n1,2,3\n
END
  [ ! -e "$SINEW_DB" ]
}

@test "malformed JSON cases are refused by line" {
  good='{"patient":{"id":"P1","sex":"f","age":30},"date":"2026-11-20","measures":[{"test":"prone_plank","value":60,"unit":"s"}]}'
  i=0
  while IFS= read -r bad; do
    i=$((i + 1))
    printf '%s\n%s\n' "$good" "$bad" > "bad$i.ndjson"
    sinew import "bad$i.ndjson"
    [ "$status" -eq 3 ] || { echo "$bad: $status" >&2; return 1; }
    [[ ${stderr_lines[0]} == 'line 2'* ]] || { echo "$bad: $stderr" >&2; return 1; }
  done << 'END'
{
[1]
{"patient":{"id":"P2"},"patient":{"id":"P3"},"date":"2026-11-20"}
{"patient":{"id":"P2","sex":"x"},"date":"2026-11-20"}
{"patient":{"id":"P2"},"date":"2026-11-20","measures":[{"test":"prone_plank","value":1e999}]}
{"patient":{"id":"P2"},"date":"2026-11-20","measurs":[]}
{"patient":{"id":"P1","sex":"m"},"date":"2026-11-21"}
END
  [ ! -e "$SINEW_DB" ]
  printf '%s\n' "$good" > good.ndjson
  sinew import good.ndjson
  expect 0 '1 patient (1 new), 1 visit, 1 measure, 0 answers; 0 already there, 0 corrected'
}

@test "what contradicts the database is refused unless --correct" {
  printf '%s\nP1,2026-11-20,prone_plank,,60,s,,,,1,,\n' "$header" > a.csv
  printf '%s\nP1,2026-11-20,prone_plank,,70,s,,,,1,,\nP2,2026-11-20,prone_plank,,70,s,,,,1,,\n' "$header" > b.csv
  sinew import a.csv
  counts() { "$SINEW" db info --json | sed 's/"head":"[^"]*"//'; } # that somebody looked is recorded
  before=$(counts)
  sinew import b.csv
  expect 3 '' 'P1 2026-11-20: prone_plank trial 1 of 2026-11-20 is already stored as 60 s, here 70 s: correct it
sinew: b.csv: 1 refused, nothing was taken over'
  [ "$(counts)" = "$before" ]
  sinew import b.csv --correct
  expect 0 '2 patients (1 new), 2 visits, 2 measures, 0 answers; 0 already there, 1 corrected'
}

@test "a CSV of patients brings names, which only the screen shows" {
  printf 'patient,sex,born,name,contact\nP1,f,1990-02-11,Ada Example,\033[2J\n' > p.csv
  sinew import p.csv
  [ "$status" -eq 0 ] || [ "$status" -eq 3 ]
  printf 'patient,sex,born,name\nP1,f,1990-02-11,=Ada Example\n' > p.csv
  sinew import p.csv
  [ "$status" -eq 0 ]
  [[ $output != *Ada* ]]
  sinew patient show P1
  [[ $output == *'name      =Ada Example'* ]]
}

@test "files that cannot be read are one clear line with their own code" {
  sinew import missing.csv
  [ "$status" -eq 7 ]
  [ "${#stderr_lines[@]}" -eq 1 ]
  mkdir folder.csv
  sinew import folder.csv
  [ "$status" -eq 7 ]
  sinew import runners.xlsx
  expect 2 '' 'sinew: runners.xlsx: the ending names no format that can be read: csv, ndjson; other spreadsheets as CSV with --profile'
  echo a > a.csv
  sinew import a.csv --profile fukuchi_runers
  expect 3 '' "sinew: --profile: unknown profile 'fukuchi_runers' (did you mean 'fukuchi_runners'?)"
  sinew import a.csv --date yesterday
  expect 3 '' "sinew: --date: 'yesterday' is no date of the calendar: write YYYY-MM-DD"
  sinew --db /dev/null import "$SINEW_HOME/data/examples/examples.ndjson"
  [ "$status" -eq 6 ]
}

@test "unlikely values are kept and listed" {
  printf '%s\nP1,2026-11-20,hhd_hip_abduction,left,3,N,,,,,,\n' "$header" > m.csv
  sinew import m.csv
  expect 0 "1 patient (1 new), 1 visit, 1 measure, 0 answers; 0 already there, 0 corrected
note: row 2, column value: 3 N is unlikely for 'hhd_hip_abduction' (usual 20 to 700 N): measure again"
}

@test "the example patients are taken over" {
  sinew import "$SINEW_HOME/data/examples/examples.ndjson"
  [ "$status" -eq 0 ]
  [[ $output == *'0 already there, 0 corrected'* ]]
}

@test "nobody was measured tomorrow: rows of a later day are refused at their place" {
  printf 'patient,date,test,side,value,unit\nP1,2026-11-21,sl_heel_raise,left,20,reps\nP1,2026-11-20,sl_heel_raise,left,20,reps\n' > a.csv
  sinew import a.csv
  [ "$status" -eq 3 ]
  [[ $stderr == *'row 2, column date: 2026-11-21 lies ahead: today is 2026-11-20'*'1 refused, nothing was taken over'* ]]
  printf '{"patient":{"id":"P1"},"date":"2027-01-01"}\n' > a.ndjson
  sinew import a.ndjson
  [ "$status" -eq 3 ]
  [[ $stderr == *'line 1, date: 2027-01-01 lies ahead: today is 2026-11-20'* ]]
  sinew run a.ndjson
  [ "$status" -eq 3 ]
  [[ $stderr == *'line 1, date: 2027-01-01 lies ahead: today is 2026-11-20'* ]]
  SOURCE_DATE_EPOCH=1700000000 sinew import "$root/data/examples/examples.ndjson"
  [ "$status" -eq 0 ]
}

@test "import --skip-bad: the good rows are taken over, the others listed; a file at fault as a whole is not" {
  cat >m.csv <<'END'
patient,date,test,side,value,unit
P1,2026-11-20,hhd_hip_abduction,left,120,N
P1,2026-11-20,hhd_hip_abduktion,right,120,N
P1,2026-11-20,hhd_hip_abduction,left,130,N
P2,2026-11-20,prone_plank,,60
P2,2026-11-20,sorensen,,90,s
END
  sinew import m.csv
  [ "$status" -eq 3 ]
  [[ $stderr == *'refused, nothing was taken over' ]]
  sinew import m.csv --skip-bad
  expect 1 '2 patients (2 new), 2 visits, 2 measures, 0 answers; 0 already there, 0 corrected' "row 3, column test: unknown test 'hhd_hip_abduktion' (did you mean 'hhd_hip_abduction'?)
row 4, column value: 'hhd_hip_abduction' stands with another value at row 2: number repeats with trial 1, 2, 3
row 5: 5 cells where the header has 6: quote a cell that holds a comma
sinew: m.csv: 3 refused and left out, the rest was taken over"
  printf 'patient,date,test,side,value,unit\nP1,2026-11-20,hhd_hip_abduction,left,99,N\nP1,2026-11-20,sorensen,,80,s\n' >n.csv
  sinew import n.csv --skip-bad
  [ "$status" -eq 1 ] && [[ $output == *'1 visit, 1 measure, '* ]]
  "$SINEW" export measures P1 | tr -d '\r' | grep -q 'left,120,N'
  printf '{"patient":{"id":"P4"},"date":"2026-11-20","measures":[{"test":"sorensen","value":70}]}\n{"patient":\n' >c.ndjson
  sinew import c.ndjson --skip-bad
  [ "$status" -eq 1 ] && [[ $output == '1 patient (1 new)'* ]] && [[ $stderr == 'line 2'* ]]
  printf 'patient,date,test,side,valu,unit\nP9,2026-11-20,sorensen,,80,s\n' >h.csv
  sinew import h.csv --skip-bad
  [ "$status" -eq 3 ] && [[ $stderr == *'nothing was taken over' ]]
  printf 'patient,date,test,side,value,unit\nP9,2026-11-20,sorensen,,80,s\nP9,2026-11-20,sorensen,,"80,s\n' >q.csv
  sinew import q.csv --skip-bad
  [ "$status" -eq 3 ] && [[ $stderr == *'nothing was taken over' ]]
  [[ $("$SINEW" patient list) != *P9* ]]
}

@test "--steps lets others write in between; what is stored stays, and the same command goes on" {
  awk -v count=8000 -f "$root/tests/bench/src/cases.awk" > many.ndjson
  sed '7999s/"sex":"m"/"sex":"x"/; 7999s/"sex":"f"/"sex":"m"/; 7999s/"sex":"x"/"sex":"f"/; 7999!d' many.ndjson > contrary.ndjson
  "$SINEW" import contrary.ndjson
  sinew import many.ndjson --steps
  [ "$status" -eq 3 ]
  [[ $stderr == *'B7999'*'1 refused; the first 7693 cases are stored, the others not' ]]
  [ "$("$SINEW" patient list B | wc -l)" -gt 1 ]
  [ "$("$SINEW" db info --json | sed 's/.*"patients":\([0-9]*\).*/\1/')" -eq 7694 ]
  sinew import many.ndjson --steps --correct
  [ "$status" -eq 0 ]
  [[ $output == '8000 patients (306 new), 8000 visits, 80000 measures, 24000 answers; '* ]]
  [ "$(sqlite3 "$SINEW_DB" "SELECT count(*) FROM audit WHERE command LIKE 'import%'")" -eq 4 ]
  "$SINEW" audit verify
}
