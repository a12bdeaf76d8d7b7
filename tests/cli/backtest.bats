#!/usr/bin/env bats
# backtest: a changed pack over everything that is stored.
load clinic

# A pack with two rules; CUT, and the evidence of the second.
pack() {
  cat <<E2
return pack { id = "holds", version = "$1", title = "Holds",
  rule { id = "long-hold", title = "A long hold", when = measure("sorensen"):plain():above(s($2)), strengthen = "core",
    group = "x", cite = { "cai2015" }, evidence = "$3", say = "The hold lasted {value} s." },
  rule { id = "worn-shoes", title = "Worn shoes", when = measure("shoe_km"):plain():above(km(700)), advise = "hold_load",
    group = "y", cite = { "cai2015" }, evidence = "weak", say = "{value} km." },
}
E2
}

setup_clinic() {
  pack 1.0 100 moderate > old.lua
  pack 1.1 140 moderate > new.lua
  for i in 1 2 3 4 5 6; do
    printf '{"patient":{"id":"P%d","sex":"f","age":36},"date":"2026-11-%02d","measures":[{"test":"sorensen","value":%d,"unit":"s"},{"test":"shoe_km","value":800,"unit":"km"}]}\n' \
      $i $((10 + i)) $((70 + 20 * i))
  done > cases.ndjson
  "$SINEW" --pack old.lua run cases.ndjson
}
backtest() { sinew --pack old.lua backtest "$@"; }

@test "who changes, by how much and why, the worst first" {
  setup_clinic
  backtest new.lua
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'holds 1.1 against 1.0' ]
  [ "${lines[1]}" = '6 cases judged; 2 change: 0 with another referral, 2 with another program' ]
  [[ $output == *$'\n       5       3        0       0       0       2  long-hold (condition)\n'* ]]
  [[ $output == *'no more 2 '* ]]
  [[ $output != *worn-shoes* ]]
  [[ $output == *'P2 2026-11-12: 0 referrals, 1 finding, '* && $output == *'P3 2026-11-13: '* ]]
  [[ $output == *'long-hold: false, was true'* ]]
  backtest new.lua --most 1
  [[ $output == *'... and 1 more: --most NUMBER, or --csv for all' ]]
}

@test "nothing is changed by it" {
  setup_clinic
  before=$("$SINEW" db info --json | sed 's/"results".*//')
  results=$("$SINEW" replay --all)
  backtest new.lua
  [ "$("$SINEW" db info --json | sed 's/"results".*//')" = "$before" ]
  [ "$("$SINEW" replay --all)" = "$results" ]
  "$SINEW" audit verify
}

@test "--against another file, a rule that is new, one that is gone, one whose evidence differs" {
  setup_clinic
  sed 's/id = "worn-shoes"/id = "old-shoes"/; s/700/750/' old.lua > other.lua
  backtest other.lua --json
  [[ $output == *'"rule":"worn-shoes","title":"Worn shoes","differs":"gone"'*'"no_longer":6'* ]]
  [[ $output == *'"rule":"old-shoes","title":"Worn shoes","differs":"new"'*'"newly":6'* ]]
  pack 1.2 140 strong > newer.lua
  backtest newer.lua --against new.lua
  [ "${lines[0]}" = 'holds 1.2 against 1.1' ]
  [[ $output == *'       3       3        0       0       0       0  long-hold (effect)'* ]]
  sed 's/Worn shoes/Shoes/' old.lua > words.lua
  backtest words.lua
  [[ $output == *'only the words differ: worn-shoes' ]]
  backtest old.lua
  [[ $output == *'both are the same pack' ]]
  sed 's/km(700)/km(701)/' new.lua > idle.lua
  backtest idle.lua
  [[ $output == *"       2  long-hold (condition)"* ]]
  [[ $output == *"another condition, and nobody for whom it decides otherwise: worn-shoes"* ]]
}

@test "--since and --sample take a part, a later result of one visit stands for it" {
  setup_clinic
  "$SINEW" --pack old.lua assess --all > /dev/null
  backtest new.lua
  [[ ${lines[1]} == '6 cases judged; 2 change: '* ]]
  backtest new.lua --since 2026-11-13
  [[ ${lines[1]} == '4 cases judged; 1 changes: '* ]]
  backtest new.lua --sample 3
  [[ ${lines[1]} == '3 cases judged; '* ]]
  backtest new.lua --sample 3 --since 2026-11-13
  [ "$status" -eq 2 ]
}

@test "--csv has a line for each case that changes, --json can be read" {
  setup_clinic
  backtest new.lua --csv
  [ "${#lines[@]}" -eq 3 ]
  [ "${lines[0]}" = $'patient,date,referrals,findings,program_changes,newly,no_longer\r' ]
  [[ ${lines[1]} == P2,2026-11-12,0,1,*,,long-hold$'\r' ]]
}

@test "a pack that does not load, or is not there, is told with its place" {
  setup_clinic
  sed 's/above/abowe/' old.lua > broken.lua
  backtest broken.lua
  [ "$status" -eq 4 ]
  [[ $stderr == *'broken.lua:2:'*"did you mean"* ]]
  backtest missing.lua
  [ "$status" -ne 0 ]
  [[ $stderr == *missing.lua* ]]
  sed 's/id = "holds"/id = "fresh"/' old.lua > fresh.lua
  backtest fresh.lua
  [ "${lines[0]}" = 'fresh 1.0 against nothing: no pack of this id was found' ]
}

@test "--jobs changes no byte" {
  setup_clinic
  for jobs in 1 3; do
    backtest new.lua --jobs $jobs --json
    [ "$status" -eq 0 ]
    echo "$output" > "out-$jobs"
  done
  cmp out-1 out-3
  backtest new.lua --jobs 0
  [ "$status" -eq 2 ]
}
