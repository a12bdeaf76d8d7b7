#!/usr/bin/env bats
load clinic

clinic() {
  sinew import "$SINEW_HOME/data/examples/examples.ndjson"
  [ "$status" -eq 0 ]
}

@test "every read and change of a patient has one row with who and when" {
  clinic
  sinew --as 'Kim Doe' patient show EX-PAIRS
  SINEW_CLINICIAN=Lee sinew assess EX-PAIRS
  SINEW_CLINICIAN=Lee sinew --as Ann findings EX-PAIRS
  sinew --as Ann version
  sinew --as Ann findings NOBODY
  [ "$status" -eq 3 ]
  sinew --as Ann audit show EX-PAIRS
  [ "${lines[1]}" = '2 2026-11-20T10:00:00+00:00 Kim Doe: patient show EX-PAIRS' ]
  [[ ${lines[2]} == '3 2026-11-20T10:00:00+00:00 Lee: assess EX-PAIRS, '*' rows added' ]]
  [ "${lines[3]}" = '4 2026-11-20T10:00:00+00:00 Ann: findings EX-PAIRS' ]
  [ "${#lines[@]}" -eq 4 ]
  sinew audit show
  [ "${lines[4]}" = '5 2026-11-20T10:00:00+00:00 Ann: audit show EX-PAIRS' ]
  sinew audit show --json
  [[ $output == '[{"row":1,"at":"2026-11-20T10:00:00+00:00","who":"'*'","command":"import","patients":5,"outcome":0,"added":'* ]]
}

@test "who acts is checked" {
  clinic
  sinew --as "$(printf 'x%.0s' $(seq 101))" patient show EX-PAIRS
  expect 3 '' 'sinew: --as: longer than 100 bytes'
  sinew --as
  expect 2 '' 'sinew: --as needs a value'
  sinew --as A --as B version
  expect 2 '' 'sinew: --as is given twice'
  SINEW_CLINICIAN=$'\xff' sinew patient show EX-PAIRS
  expect 3 '' 'sinew: $SINEW_CLINICIAN: not UTF-8 text'
}

@test "verify proves the chain, and against a printed head its end" {
  clinic
  sinew assess EX-PAIRS
  sinew db info --json
  head=$(sed 's/.*"head":"\([^"]*\)".*/\1/' <<< "$output")
  sinew audit verify --head "$head"
  [ "$status" -eq 0 ]
  [[ $output == 'the audit chain is whole: 2 rows cover '*" records, head $head" ]]
  sinew note EX-PAIRS --as Lee <<< 'runs again'
  sinew audit verify --head "$head"
  [ "$status" -eq 0 ]
  sqlite3 clinic.db "UPDATE finding SET say = 'other'"
  sinew audit verify
  [ "$status" -eq 1 ]
  [[ $output == 'finding 1 to 1 is not as it was written (row 2, 2026-11-20T10:00:00+00:00, assess)' ]]
  sinew audit verify --json
  [ "$status" -eq 1 ]
  [[ $output == '{"whole":false,"rows":3,'*'"faults":["finding 1 to 1 is not'* ]]
  sinew audit verify --head 7
  expect 2 '' "sinew: --head: '7' is no head of the audit chain: write it as printed, 17-3f2a90b1c4d5e6f7"
}
