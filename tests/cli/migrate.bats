#!/usr/bin/env bats
# Databases that earlier versions wrote, with corrections, answers given again, names, and results with their sources.
load clinic

old() { # SCHEMA
  rm -f "$SINEW_DB"*
  { gzip -dc "$BATS_TEST_DIRNAME/../fixtures/schema-$1.sql.gz"; } | sqlite3 "$SINEW_DB"
  sqlite3 "$SINEW_DB" "SELECT count(*) FROM measure; SELECT count(*) FROM answer; SELECT count(*) FROM person;
    SELECT count(*) FROM result; SELECT count(*) FROM program;
    SELECT count(*) FROM profile" > counts
}

@test "a database of every earlier schema keeps every row and is covered by the chain" {
  for schema in 1 2 4; do
    old "$schema"
    sinew audit verify
    [ "$status" -eq 0 ] || { echo "$schema: $output $stderr" >&2; return 1; }
    [[ $output == 'the audit chain is whole: '* ]]
    [[ $schema -ge 4 || $output == 'the audit chain is whole: 1 rows cover '* ]] # the chain began with schema 4
    sqlite3 "$SINEW_DB" "SELECT count(*) FROM measure; SELECT count(*) FROM answer; SELECT count(*) FROM person;
      SELECT count(*) FROM result; SELECT count(*) FROM program;
      SELECT count(*) FROM profile" | diff counts -
    [ "$(sqlite3 "$SINEW_DB.schema-$schema" 'PRAGMA user_version')" = "$schema" ]
    sinew patient show P1
    [[ $output == *'name      Ada Changed'* && $output == *'born      1990-05-06'* && $output == *'sport     running'* ]]
    [[ $output == *'2026-11-01, 2 measures, 1 answer'* ]]
    sinew void P1
    [[ $output == *'prone_plank trial 1: 61 s  '*'prone_plank trial 2: 66 s  '*'prone_plank trial 1: 60 s (corrected)'* ]]
    sinew explain P1 ces-saddle --date 2026-11-01
    [[ $output == *': no'* ]] # the answer given last
    sinew db check
    [[ $output != *'is not what was saved'* && $output != *'that is not there'* && $output != *'as it was written'* ]]
    sinew measure P1 prone_plank 70 --date 2026-11-01
    expect 0 'P1 2026-11-01 prone_plank 70 s, trial 3'
    sinew measure P1 prone_plank 71 --date 2026-11-01 --trial 1
    [ "$status" -eq 3 ]
    [[ $stderr == *'already stored as 61 s, here 71 s'* ]]
    sinew audit verify
    [ "$status" -eq 0 ]
  done
}

@test "schema 4: the chain goes on from the head that was printed, logs say nothing of the next morning until one does" {
  old 4
  kept="SELECT id, program, day, exercise, done, pain, effort, spread, numb, act, hex(seal), note FROM log ORDER BY id"
  rows=$(sqlite3 "$SINEW_DB" "$kept")
  head=$(sqlite3 "$SINEW_DB" "SELECT id || '-' || substr(lower(hex(hash)), 1, 16) FROM audit ORDER BY id DESC LIMIT 1")
  sinew audit verify --head "$head"
  [ "$status" -eq 0 ]
  [[ $output == *"head $head"* ]]
  [ "$(sqlite3 "$SINEW_DB" "$kept; SELECT count(morning) FROM log")" = "$rows
0" ]
  [ "$(sqlite3 "$SINEW_DB.schema-4" "$kept")" = "$rows" ]
  export SOURCE_DATE_EPOCH=$(date -u -d '2026-11-26 10:00' +%s)
  sinew plan progress EX-PAIRS
  [[ $output == *'Too little is known to go on: needs answer to "Is the pain still'* ]]
  sinew log EX-PAIRS 2026-11-23 done=yes pain=1 effort=5 morning=no
  [ "$status" -eq 0 ]
  sinew plan progress EX-PAIRS
  [[ $output == *': progress, '* ]]
  sinew history EX-PAIRS
  [[ $output == *'2026-11-20  session: 100 % done, pain 1, effort 5 ('*'2026-11-23  session: 100 % done, pain 1, effort 5, pain as usual the next morning ('* ]]
  sinew audit verify --head "$head"
  [ "$status" -eq 0 ]
  sinew replay --all
  [ "$status" -eq 0 ]
}

@test "the reason of an earlier override leaves the snapshots, is still shown, and can be erased" {
  old 2
  sinew findings P1
  [ "$status" -eq 0 ]
  [[ $output == *'overridden as present by Lee: seen "twice"; the rule itself says: '* ]]
  [ "$(sqlite3 "$SINEW_DB" "SELECT count(*) FROM finding WHERE overridden LIKE '%twice%'")" = 0 ]
  [ "$(sqlite3 "$SINEW_DB" "SELECT count(*) FROM result WHERE CAST(snapshot AS TEXT) LIKE '%twice%'")" = 0 ]
  sinew patient erase P1 --yes
  [ "$status" -eq 0 ]
  [[ $output == *$'Copies beside the database hold it, too; delete those that are no longer needed:\n'"  $SINEW_DB.schema-2" ]]
  for text in 'seen "twice"' 'seen \"twice' 'Ada Changed' 'Ada Example' 'runs again'; do
    ! LC_ALL=C grep -a -q -F -e "$text" "$SINEW_DB" || { echo "$text is left" >&2; return 1; }
  done
  sinew audit verify
  [ "$status" -eq 0 ]
}
