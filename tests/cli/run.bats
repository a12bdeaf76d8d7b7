#!/usr/bin/env bats
# run: a file of cases taken over, judged, planned and stored, batch by batch.
load clinic

cohort() { awk -v count="$1" -f "$root/tests/bench/src/cases.awk" > "$2"; }
# What was judged and planned, by patient, without keys and times.
judged() {
  local code
  for code in "$@"; do "$SINEW" findings "$code" --json; done
}

@test "a run stores what import and assess store" {
  "$SINEW" run "$root/data/examples/examples.ndjson" > run.out
  run -0 cat run.out
  [[ $output == '5 cases: 5 judged, 0 judged before, 0 not judged; 5 new patients, '*' measures, '*' answers; 0 already there, 0 corrected' ]]
  judged EX-PAIRS EX-SIDE EX-STOP > run.json
  "$SINEW" replay --all
  "$SINEW" audit verify
  export SINEW_DB=$PWD/other.db
  "$SINEW" import "$root/data/examples/examples.ndjson"
  "$SINEW" assess --all
  judged EX-PAIRS EX-SIDE EX-STOP > assess.json
  cmp run.json assess.json
}

@test "a second run leaves alone what is there and judged by the rules in force" {
  cohort 30 cases.ndjson
  "$SINEW" run cases.ndjson
  sinew run cases.ndjson
  expect 0 '30 cases: 0 judged, 30 judged before, 0 not judged; 0 new patients, 300 measures, 90 answers; 390 already there, 0 corrected'
  cohort 32 more.ndjson
  sinew run more.ndjson --json
  [ "$status" -eq 0 ]
  [[ $output == '{"cases":32,"judged":2,"judged_before":30,'* ]]
  "$SINEW" rules use lower-quarter
  sinew run more.ndjson --json
  [[ $output == '{"cases":32,"judged":32,"judged_before":0,'* ]]
}

@test "a CSV runs like any cohort, two lines of one visit are judged once" {
  printf '%s\n' 'patient,date,test,side,value,unit' 'P1,2026-11-20,sorensen,,100,s' 'P1,2026-11-19,sorensen,,90,s' > m.csv
  sinew run m.csv
  [[ $output == '2 cases: 2 judged, '* ]]
  printf '%s\n' '{"patient":{"id":"P2"},"date":"2026-11-20","measures":[{"test":"sorensen","value":100,"unit":"s"}]}' \
    '{"patient":{"id":"P2"},"date":"2026-11-20","measures":[{"test":"shoe_km","value":100,"unit":"km"}]}' > two.ndjson
  sinew run two.ndjson
  [[ $output == '2 cases: 1 judged, '*', 2 measures, '* ]]
}

@test "--into is another database, made when missing" {
  cohort 3 cases.ndjson
  sinew run cases.ndjson --into "$PWD/apart.db"
  [ "$status" -eq 0 ]
  [ ! -e "$SINEW_DB" ]
  [ "$(stat -c %a apart.db)" = 600 ]
  [ "$("$SINEW" --db apart.db patient list | grep -c '^B')" -eq 3 ]
  printf 'patient add Q1\nrun cases.ndjson --into apart.db\npatient show Q1\n' | "$SINEW" > repl.out
  grep -q 'Q1' repl.out
}

@test "a file with mistakes leaves the database as it was" {
  cohort 1001 cases.ndjson
  echo '{"patient":{"id":"Z1"},"dat":"2026-11-20"}' >> cases.ndjson
  sinew run cases.ndjson
  [ "$status" -eq 3 ]
  [[ $stderr == *"line 1002, unknown key 'dat' (did you mean 'date'?)"* || $stderr == *"line 1002: unknown key 'dat' (did you mean 'date'?)"* ]]
  [[ $stderr == *'1 refused, nothing was stored'* ]]
  [ -z "$("$SINEW" patient list | grep '^B')" ]
  sinew run cases.txt
  [ "$status" -eq 2 ]
  sinew run missing.ndjson
  [ "$status" -eq 7 ]
}

@test "what contradicts the database ends the run, the batches before it stay" {
  cohort 1010 cases.ndjson
  sed -n '1005s/"sex":"[fm]"/"sex":"x"/p' cases.ndjson > contrary.ndjson
  sed -i 's/"sex":"x"/"sex":"f"/' contrary.ndjson
  "$SINEW" run contrary.ndjson
  sed -i '1005s/"sex":"[fm]"/"sex":"m"/' cases.ndjson
  sinew run cases.ndjson
  [ "$status" -eq 3 ]
  [[ $stderr == *'B1005'*'1 refused; the first 1000 cases are stored, the others not'* ]]
  [ "$("$SINEW" db info --json | sed 's/.*"results":\([0-9]*\).*/\1/')" -eq 1001 ]
  sed -i '1005s/"sex":"m"/"sex":"f"/' cases.ndjson
  sinew run cases.ndjson --json
  [[ $output == '{"cases":1010,"judged":9,"judged_before":1001,'* ]]
}

@test "killed at any moment it goes on behind the last batch, no case is lost or judged twice" {
  local seed=${SINEW_SEED:-11} i
  cohort 2200 cases.ndjson
  "$SINEW" run cases.ndjson --into whole.db
  for i in $(seq "${SINEW_ROUNDS:-1}"); do
    rm -f "$SINEW_DB"*
    for _ in 1 2; do
      "$SINEW" run cases.ndjson > /dev/null 2>&1 &
      seed=$(((seed * 1103515245 + 12345) % 2147483648))
      sleep "0.$(printf '%02d' $((10 + seed / 65536 % 50)))"
      kill -9 $! 2>/dev/null || true
      wait $! 2>/dev/null || true
    done
    sinew run cases.ndjson
    [ "$status" -eq 0 ]
    [[ $output == '2200 cases: '* ]]
    for db in whole.db "$SINEW_DB"; do
      "$SINEW" --db "$db" db info --json | grep -o '"\(patients\|visits\|measures\|results\|programs\)":[0-9]*' > "$db.counts"
    done
    cmp whole.db.counts "$SINEW_DB.counts"
    grep -q '"results":2200' "$SINEW_DB.counts"
    "$SINEW" audit verify > /dev/null
  done
}

@test "Ctrl-C says how far it came, and the same command goes on" {
  local code=0
  cohort 12000 cases.ndjson
  "$SINEW" run cases.ndjson > out 2> errors &
  sleep 0.5
  kill -TERM $!
  wait $! || code=$?
  [ "$code" -eq 143 ]
  grep -q 'stopped: [0-9]* of 12000 cases are stored; the same command goes on behind them' errors
}

# Begins a run of many cases and stops its worker as soon as there is one: the run waits.
begin_stuck() {
  cohort 4000 cases.ndjson
  "$SINEW" run cases.ndjson > out 2> errors &
  for _ in $(seq 500); do
    [ -s "$SINEW_DB" ] && zygote=$(pgrep -P $!) && worker=$(pgrep -P "$zygote") && break
    sleep 0.01
  done
  kill -STOP "$worker"
}

@test "Ctrl-C ends a run soon, too, when the process that judges stands still" {
  local code=0 start
  begin_stuck
  start=$SECONDS
  kill -TERM $!
  wait $! || code=$?
  [ "$code" -eq 143 ]
  [ $((SECONDS - start)) -le 3 ]
  grep -q 'stopped: [0-9]* of 4000 cases are stored; the same command goes on behind them' errors
}

@test "a run that finds no process to judge in any more says so" {
  local code=0
  begin_stuck
  kill -KILL "$zygote" # its workers go with it
  wait $! || code=$?
  [ "$code" -eq 5 ]
  grep -q 'sinew: no process can be had to judge in' errors
  [ ! -s out ]
}

@test "how many processes judge changes nothing of what is stored" {
  cohort 400 cases.ndjson
  sed -n '1,40s/2026-11-20/2026-11-06/p' cases.ndjson > earlier.ndjson
  head -n 20 cases.ndjson > again.ndjson
  cat earlier.ndjson cases.ndjson again.ndjson > all.ndjson
  for jobs in 1 3; do
    SINEW_DB=$PWD/$jobs.db "$SINEW" run all.ndjson --jobs $jobs > $jobs.out
    SINEW_DB=$PWD/$jobs.db judged B1 B7 B40 B41 B400 > $jobs.json
    SINEW_DB=$PWD/$jobs.db "$SINEW" replay --all
  done
  cmp 1.out 3.out
  cmp 1.json 3.json
  grep -q '^460 cases: 440 judged, 20 judged before, 0 not judged; 400 new patients' 1.out
  sinew run all.ndjson --jobs 0
  expect 2 '' "sinew: --jobs: '0' is no number from 1 to 64"
}

@test "what is judged is the same whether a case comes from memory or from the database" {
  cohort 60 cases.ndjson
  cat "$root/data/examples/examples.ndjson" >> cases.ndjson
  "$SINEW" run cases.ndjson
  first=$SINEW_DB
  export SINEW_DB=$PWD/other.db
  "$SINEW" import cases.ndjson
  "$SINEW" assess --all > /dev/null
  for db in "$first" other.db; do
    sqlite3 "$db" "SELECT p.code, CAST(snapshot AS TEXT), judged, expected_by_chance FROM result r
      JOIN visit v ON v.id = r.visit JOIN patient p ON p.id = v.patient ORDER BY 1" > "$(basename "$db").snapshots"
  done
  mv "$(basename "$first").snapshots" first.snapshots
  [ "$(grep -c anonymous first.snapshots)" -eq 65 ]
  cmp first.snapshots other.db.snapshots
}
