#!/usr/bin/env bats
# A program that is progressed after a week of logs, and simulated on a made log.
load clinic

on() { export SOURCE_DATE_EPOCH=$(date -u -d "$1 10:00" +%s); }

judged() {
  sinew import "$root/data/examples/examples.ndjson"
  sinew assess --all
  [ "$status" -eq 0 ]
}

begun() {
  judged
  on 2026-11-20
  sinew approve EX-PAIRS --as Kim
  sinew start EX-PAIRS 2026-11-20
  [ "$status" -eq 0 ]
}

logged() { # what every session of the first week was like
  on 2026-11-26
  for day in 20 23 25; do
    sinew log EX-PAIRS "2026-11-$day" "$@"
  done
}

@test "progress needs a program that has begun and not ended" {
  judged
  sinew plan progress EX-PAIRS
  expect 3 '' 'sinew: no program of EX-PAIRS is in force: sinew approve EX-PAIRS makes the last draft one'
  sinew approve EX-PAIRS --as Kim
  sinew plan progress EX-PAIRS
  expect 3 '' 'sinew: the program of EX-PAIRS has not begun: sinew start EX-PAIRS, or sinew log'
  on 2026-11-20
  sinew start EX-PAIRS 2026-11-20
  sinew plan progress EX-PAIRS --morning perhaps
  expect 2 '' "sinew: --morning: 'perhaps': write yes or no: is pain still up the next morning?"
  on 2027-01-05
  sinew plan progress EX-PAIRS
  expect 3 '' 'sinew: the program of EX-PAIRS ended on 2026-12-31: sinew complete EX-PAIRS, then examine again'
}

@test "a week without a log holds; pain that nobody asked about holds; both say why" {
  begun
  on 2026-11-26
  sinew plan progress EX-PAIRS
  [ "$status" -eq 0 ]
  [[ $output == *': hold'*'[progression/log-little-done]'*'Nothing changes.' ]]
  logged done=yes pain=1 effort=5
  sinew plan progress EX-PAIRS --draft
  [ "$status" -eq 0 ]
  [[ $output == *'Too little is known to go on: needs answer to "Is the pain still'*'Nothing changes.' ]]
}

@test "an easy week becomes a draft revision, which takes over when it is approved" {
  begun
  logged done=yes pain=1 effort=5
  sinew plan progress EX-PAIRS --morning no
  [ "$status" -eq 0 ]
  [[ $output == *': progress, 2 sets of '*' instead of 2 sets of '* ]]
  [[ $output == *'Next: sinew plan progress EX-PAIRS --draft makes this a draft revision, from week 2 on' ]]
  sinew plan progress EX-PAIRS --morning no --draft
  [[ $output == *'Next: sinew approve EX-PAIRS 2' ]]
  sinew program status EX-PAIRS
  [[ $output == 'EX-PAIRS: revision 1 is in force'*'2  draft '* ]]
  sinew approve EX-PAIRS 2 --as Kim
  expect 0 'EX-PAIRS revision 2: approved 2026-11-26 by Kim; it takes the place of revision 1
Next: sinew export html EX-PAIRS -o EX-PAIRS.html'
  sinew program status EX-PAIRS
  [[ $output == *'2  active '*'since 2026-11-20, Kim: goes on from revision 1'* ]]
  sinew replay --all
  [ "$status" -eq 0 ]
}

@test "how pain was the next morning comes from the logs; --morning outranks them" {
  begun
  logged done=yes pain=1 effort=5 morning=no
  sinew plan progress EX-PAIRS --json
  jq -e '[.exercises[].step] | unique == ["progress"]' <<< "$output"
  sinew plan progress EX-PAIRS --morning yes --json
  jq -e '[.exercises[].step] | unique == ["regress"]' <<< "$output"
  sinew log EX-PAIRS 2026-11-23 done=yes pain=1 effort=5 morning=yes --json
  jq -e '.morning == true' <<< "$output"
  sinew plan progress EX-PAIRS
  [[ $output == *': regress'*'[progression/log-pain-next-morning]'* ]]
  sinew history EX-PAIRS
  [[ $output == *'2026-11-23  session: 100 % done, pain 1, effort 5, pain still up the next morning ('* ]]
  sinew log EX-PAIRS 2026-11-23 done=yes morning=3
  expect 3 '' "sinew: morning: '3': write yes or no"
}

@test "pain above 5 does less; JSON says the same" {
  begun
  logged done=yes pain=6 effort=5
  sinew plan progress EX-PAIRS --morning no --json
  [ "$status" -eq 0 ]
  jq -e '.stop == false and ([.exercises[].step] | unique == ["regress"])' <<< "$output"
  jq -e '[.exercises[].why | contains("log-pain-above-five")] | all' <<< "$output"
  jq -e '[.exercises[].changes] | any' <<< "$output"
}

@test "new numbness stops everything, also after an easy week, and makes no draft" {
  begun
  logged done=yes pain=0 effort=3
  sinew log EX-PAIRS 2026-11-25 done=yes pain=0 effort=3 numb=yes
  sinew plan progress EX-PAIRS --morning no --draft
  [ "$status" -eq 1 ]
  [[ $output == *': stop'*'[progression/log-numbness]'*'Nothing goes on: sinew screen EX-PAIRS, and refer.' ]]
  [[ $stderr == *'this overrides every number'* ]]
  sinew program status EX-PAIRS --json
  jq -e '.revisions | length == 1' <<< "$output"
}

@test "simulate shows weeks of a scenario and stores nothing" {
  judged
  before=$(sha256sum < "$SINEW_DB")
  sinew plan simulate EX-PAIRS
  [ "$status" -eq 0 ]
  [[ $output == 'EX-PAIRS revision 1 on a made log; nothing is stored'*'Week 1, '*'Week 6, '* ]]
  first=$output
  sinew plan simulate EX-PAIRS --scenario good --weeks 6
  [ "$output" = "$first" ]
  sinew plan simulate EX-PAIRS --scenario spread --json
  jq -e '(.weeks | length == 3) and .weeks[2].stop and (.weeks[1].stop | not)' <<< "$output"
  sinew plan simulate EX-PAIRS --weeks 2 --json
  jq -e '.weeks | length == 2' <<< "$output"
  sinew program status EX-PAIRS --json
  jq -e '.revisions | length == 1' <<< "$output"
}

@test "simulate on a log of one's own; its mistakes have a place" {
  judged
  cd "$BATS_TEST_TMPDIR"
  sinew plan simulate EX-PAIRS --json
  ids=($(jq -r '.weeks[0].exercises[].exercise' <<< "$output"))
  printf 'week,exercise,done,pain,effort,morning\n1,,yes,2,5,no\n1,%s,100%%,7,5,no\n' "${ids[0]}" > made.csv
  sinew plan simulate EX-PAIRS --log made.csv --json
  jq -e '[.weeks[0].exercises[].step] | .[0] == "regress" and (.[1:] | unique == ["progress"])' <<< "$output"
  jq -e '.weeks[1].exercises | all(.step == "hold")' <<< "$output"
  sinew plan simulate EX-PAIRS --log made.csv --scenario good
  expect 2 '' 'sinew: --scenario: a log is given: say the one or the other'
  sinew plan simulate EX-PAIRS --scenario bad
  expect 2 '' "sinew: --scenario: 'bad' is none: there are good, sore, missed and spread"
  sinew plan simulate EX-PAIRS --weeks 9
  expect 2 '' "sinew: --weeks: '9' is outside 1 to 6, the weeks of the program"
  printf 'week,done,pain\n1,yes,11\n' > made.csv
  sinew plan simulate EX-PAIRS --log made.csv
  expect 3 '' "sinew: made.csv: row 2, column pain: '11' is outside 0 to 10: write a whole number"
  printf 'week,done,exercise\n1,yes,%ss\n' "${ids[1]}" > made.csv
  sinew plan simulate EX-PAIRS --log made.csv
  expect 3 '' "sinew: made.csv: row 2, column exercise: unknown exercise '${ids[1]}s' (did you mean '${ids[1]}'?)"
  printf 'week,pain\n1,1\n' > made.csv
  sinew plan simulate EX-PAIRS --log made.csv
  [ "$status" -eq 3 ]
  [[ $stderr == 'sinew: made.csv: row 1, column done: this column is missing' ]]
  printf 'week,done,pian\n1,100,1\n' > made.csv
  sinew plan simulate EX-PAIRS --log made.csv
  [[ $stderr == *"did you mean 'pain'"* ]]
  printf 'week,done\n1,100\n' > made.csv
  sinew plan simulate EX-PAIRS --log made.csv
  expect 3 '' "sinew: made.csv: row 2, column done: '100': write yes, no, 0% to 100%, or a part such as 2/3"
}
