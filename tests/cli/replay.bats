#!/usr/bin/env bats
# Stored results judged again from the database alone.
load clinic

# Examples judged once; data and rules lie in a copy that may be edited.
judged() {
  mkdir home
  cp -r "$root/data" "$root/rules" "$root/scripts" home
  export SINEW_HOME=$PWD/home
  sinew import home/data/examples/examples.ndjson
  sinew assess --all
  [ "$status" -eq 0 ]
}

sql() { sqlite3 "$SINEW_DB" "$1"; }

@test "what was stored is equal, one patient and all" {
  judged
  sinew replay --all
  expect 0 '5 results equal'
  sinew replay EX-PAIRS
  expect 0 'EX-PAIRS 2026-11-20: equal'
  uuid=$(sql "select substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4) || '-' || substr(h, 17, 4) || '-' || substr(h, 21) from (select lower(hex(r.uuid)) as h from result r join visit v on v.id = r.visit join patient p on p.id = v.patient where code = 'EX-PAIRS')")
  sinew replay EX-PAIRS --json
  expect 0 '[{"patient":"EX-PAIRS","result":"'"$uuid"'","date":"2026-11-20","engine":"1.0.0","outcome":"equal","text":""}]'
}

@test "editing or losing the rules and the data on the disk changes nothing" {
  judged
  sed -i 's/sd(1)/sd(3)/' home/rules/runner_low_back.lua
  sed -i 's/mean = 38.54/mean = 20/' home/data/norms.lua
  ! cmp -s home/rules/runner_low_back.lua "$root/rules/runner_low_back.lua"
  ! cmp -s home/data/norms.lua "$root/data/norms.lua"
  sinew replay --all
  expect 0 '5 results equal'
  rm home/rules/*.lua home/data/*.lua
  sinew replay --all
  expect 0 '5 results equal'
}

@test "programs planned later and overrides do not disturb the proof" {
  judged
  sinew plan EX-PAIRS --minutes 60
  sinew override EX-GRADE fx-trauma absent --as 'Dr. Example' <<< 'clean film'
  sinew assess EX-GRADE
  sinew replay --all
  expect 0 '6 results equal'
}

@test "a changed finding, target and program are named" {
  judged
  sql "update finding set certainty = 0.25 where result = (select id from result limit 1 offset 2)"
  sinew replay EX-PAIRS
  [ "$status" -eq 1 ]
  [[ $output =~ ^'EX-PAIRS 2026-11-20: differs: finding '[0-9]+' ('[a-z-]+'): certainty stored 0.25, now '[0-9.]+$ ]]
  [ "$stderr" = 'sinew: of 1 result 0 are equal, 1 differ, 0 cannot be told' ]
  sinew replay --all
  [ "$status" -eq 1 ]
  [[ ${lines[0]} == 'EX-PAIRS '* ]]
  [ "${lines[1]}" = '4 results equal' ]
  sinew replay --all --json
  [ "$status" -eq 1 ]
  [ "$(jq -c 'map(.outcome)' <<< "$output")" = '["equal","equal","differs","equal","equal"]' ]
}

@test "a changed sentence, a missing row and another exercise are named" {
  judged
  id=$(sql "select result from finding where say <> '' limit 1")
  code=$(sql "select code from patient p join visit v on v.patient = p.id join result r on r.visit = v.id where r.id = $id")
  sql "update finding set say = 'All is well.' where result = $id and say <> ''"
  sinew replay "$code"
  [ "$status" -eq 1 ]
  [[ $output == *": sentence stored 'All is well.', now '"* ]]
  sql "update result set arguments = x'' where id = (select id from result where length(arguments) > 0 and id <> $id limit 1)"
  sql "update program_item set sets = sets + 1 where n = 0"
  sinew replay --all
  [ "$status" -eq 1 ]
  [[ $output == *"differs: number of rows 'argument' stored 0, now "* ]]
  [[ $output == *'differs: program, exercise 1 ('*'): sets stored '*', now '* ]]
}

@test "a changed input is seen by what it changes, a broken one as such" {
  judged
  pairs="(select r.id from result r join visit v on v.id = r.visit join patient p on p.id = v.patient where code = 'EX-PAIRS')"
  sql "update result set snapshot = cast(replace(cast(snapshot as text), '\"value\":28,', '\"value\":128,') as blob) where id = $pairs"
  sinew replay EX-PAIRS
  [ "$status" -eq 1 ]
  [[ $output == 'EX-PAIRS 2026-11-20: differs: '* ]]
  sql "update result set snapshot = x'7b' where id = $pairs"
  sinew replay EX-PAIRS
  [ "$status" -eq 1 ]
  [[ $output == 'EX-PAIRS 2026-11-20: differs: the stored input cannot be read: not valid JSON: '* ]]
}

@test "changed and missing sources are named" {
  judged
  cp "$SINEW_DB" whole.db
  sql "update file set bytes = cast(replace(cast(bytes as text), 'sd(1)', 'sd(0.1)') as blob) where id = (select file from source_file where name = 'runner-low-back')"
  sinew replay EX-PAIRS
  [ "$status" -eq 1 ]
  [ "$output" = "EX-PAIRS 2026-11-20: cannot be told: the stored text of 'runner-low-back' is not what was saved: restore a backup" ]
  [ "$stderr" = 'sinew: of 1 result 0 are equal, 0 differ, 1 cannot be told' ]
  cp whole.db "$SINEW_DB"
  sql "update source_file set file = (select file from source_file where name = 'red-flags') where name = 'runner-low-back'"
  sinew replay EX-PAIRS
  [ "$status" -eq 1 ]
  [[ $output == 'EX-PAIRS 2026-11-20: cannot be told: the stored pack runner-low-back '* ]]
  cp whole.db "$SINEW_DB"
  sql "delete from source_file where name = 'data/cuts.lua'"
  sinew replay EX-PAIRS
  [ "$output" = "EX-PAIRS 2026-11-20: cannot be told: the stored data does not load in this version: 'data/cuts.lua' is missing" ]
  cp whole.db "$SINEW_DB"
  sql "update source set hash = replace(hash, substr(hash, 1, 4), 'feed') where kind = 1"
  sinew replay EX-PAIRS
  [[ $output == 'EX-PAIRS 2026-11-20: cannot be told: the stored texts of the catalog are not what judged: '* ]]
}

@test "another engine version is named, with what it means" {
  judged
  sql "update basis set engine = '0.9.0'"
  sinew replay EX-PAIRS
  expect 0 'EX-PAIRS 2026-11-20: equal: judged by engine 0.9.0, this is 1.0.0, and the result is the same'
  sql "update result set judged = judged + 1"
  sinew replay EX-PAIRS
  [ "$status" -eq 1 ]
  [[ $output == 'EX-PAIRS 2026-11-20: cannot be told: judged by engine 0.9.0, this is 1.0.0: conditions judged stored '* ]]
}

@test "nobody, everybody and an unknown patient" {
  judged
  sinew replay
  expect 2 '' 'sinew: name a patient, or say --all'
  sinew replay EX-PAIRS --all
  expect 2 '' 'sinew: name a patient or say --all, not both'
  sinew replay EX-PAIR
  [ "$status" -eq 3 ]
  sinew patient add NEW --sex f < /dev/null
  sinew replay NEW
  expect 0 'no results'
}

@test "what was merged or erased is proved all the same" {
  export SINEW_CLINICIAN='Dr. Example'
  judged
  sinew patient add DD-1 --sex f < /dev/null
  sinew measure DD-1 side_bridge left 40s --date 2026-09-01
  sinew assess DD-1
  sinew patient merge DD-1 EX-PAIRS
  [ "$status" -eq 0 ]
  sinew assess EX-PAIRS
  sinew override EX-GRADE fx-trauma present <<< 'seen myself'
  sinew assess EX-GRADE
  sinew replay --all
  expect 0 '8 results equal'
  sinew patient erase EX-GRADE --yes
  [ "$status" -eq 0 ]
  sinew replay --all
  expect 0 '8 results equal'
  sinew replay DD-1
  [ "$status" -eq 0 ]
}
