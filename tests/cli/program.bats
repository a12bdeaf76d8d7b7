#!/usr/bin/env bats
# The life of a program: approved by name, begun, logged, ended; refused where it must be; no revision is lost.
load clinic

on() { export SOURCE_DATE_EPOCH=$(date -u -d "$1 10:00" +%s); }

judged() {
  sinew import "$root/data/examples/examples.ndjson"
  sinew assess --all
  [ "$status" -eq 0 ]
}

approved() {
  judged
  sinew approve EX-PAIRS --as Kim
  [ "$status" -eq 0 ]
}

@test "a program is approved by name, once" {
  judged
  sinew approve EX-PAIRS
  expect 2 '' 'sinew: who acts is not known: say --as NAME, or set $SINEW_CLINICIAN'
  sinew approve EX-PAIRS 7 --as Kim
  expect 3 '' 'sinew: REVISION: EX-PAIRS has no revision 7: there are 1 to 1'
  sinew approve EX-PAIRS --as Kim
  expect 0 'EX-PAIRS revision 1: approved 2026-11-20 by Kim
Next: sinew export html EX-PAIRS -o EX-PAIRS.html'
  sinew approve EX-PAIRS --as Kim
  expect 3 '' 'sinew: revision 1 is approved already'
  sinew program status EX-PAIRS --json
  expect 0 '{"patient":"EX-PAIRS","in_force":1,"revisions":[{"revision":1,"status":"approved","referral":false,"planned":"2026-11-20T10:00:00+00:00","visit":"2026-11-20","approved_by":"Kim"}],"weeks":[]}'
  sinew audit verify
  [ "$status" -eq 0 ]
}

@test "open or present red flags forbid approval" {
  judged
  sinew approve EX-STOP --as Kim
  [ "$status" -eq 1 ] && [ -z "$output" ]
  [[ $stderr == *'Refer first; no program is approved.'* ]]
  sinew approve EX-GRADE --as Kim
  [ "$status" -eq 1 ] && [ -z "$output" ]
  [[ $stderr == *'red flags not screened: '*'sinew screen EX-GRADE, then sinew assess EX-GRADE' ]]
  sinew answer EX-PAIRS rf_ces_saddle unsure --date 2026-11-20
  sinew approve EX-PAIRS --as Kim
  expect 3 '' 'sinew: something was recorded for EX-PAIRS since revision 1 was planned: judge again (sinew assess EX-PAIRS), then approve the new revision'
  sinew assess EX-PAIRS
  sinew approve EX-PAIRS 1 --as Kim
  expect 3 '' 'sinew: EX-PAIRS was judged again since revision 1 was planned: look at revision 2 (sinew plan EX-PAIRS) and approve that'
  sinew approve EX-PAIRS --as Kim
  expect 1 '' 'sinew: red flags not screened: 1 emergency or urgent open: sinew screen EX-PAIRS, then sinew assess EX-PAIRS'
  run --separate-stderr "$SINEW" override EX-PAIRS ces-saddle absent --as Kim --reason - <<< 'asked twice'
  [ "$status" -ne 0 ]
}

@test "an urgent flag that a clinician overruled does not forbid approval; another does" {
  judged
  sinew answer EX-PAIRS rf_fx_trauma unsure --date 2026-11-20
  sinew assess EX-PAIRS
  sinew approve EX-PAIRS --as Kim
  expect 1 '' 'sinew: red flags not screened: 1 emergency or urgent open: sinew screen EX-PAIRS, then sinew assess EX-PAIRS'
  run --separate-stderr "$SINEW" override EX-PAIRS fx-trauma absent --as Kim --reason - <<< 'a fall in childhood'
  [ "$status" -eq 0 ]
  sinew assess EX-PAIRS
  sinew approve EX-PAIRS --as Kim
  [ "$status" -eq 0 ]
}

@test "findings that are too old are not approved" {
  judged
  on 2027-01-02
  sinew approve EX-PAIRS --as Kim
  expect 3 '' 'sinew: the findings behind revision 1 are of 2026-11-20, more than 42 days ago: examine again, then sinew assess EX-PAIRS'
  on 2027-01-01
  sinew approve EX-PAIRS --as Kim
  [ "$status" -eq 0 ]
}

@test "the first log begins the program; dates outside and values outside their ranges are refused" {
  judged
  sinew log EX-PAIRS 2026-11-20 done=yes
  expect 3 '' 'sinew: EX-PAIRS has no approved program: sinew plan EX-PAIRS shows the draft, sinew approve EX-PAIRS'
  sinew approve EX-PAIRS --as Kim
  on 2026-11-24
  sinew log EX-PAIRS 2026-11-19 done=yes
  expect 3 '' 'sinew: DATE: 2026-11-19 lies outside revision 1 of the program: 2026-11-20 to 2026-11-24'
  sinew log EX-PAIRS 2026-11-25 done=yes
  expect 3 '' 'sinew: DATE: 2026-11-25 lies ahead: today is 2026-11-24'
  sinew log EX-PAIRS 2026-11-23 done=2/3 pain=2 effort=6
  expect 0 'EX-PAIRS 2026-11-23: 67 % done'
  on 2027-03-01
  sinew log EX-PAIRS 2027-01-04 done=yes
  expect 3 '' 'sinew: DATE: 2027-01-04 lies outside revision 1 of the program: 2026-11-23 to 2027-01-03'
  for words in 'pain=11' 'pain=-1' 'effort=3.5'; do
    sinew log EX-PAIRS 2026-11-24 done=yes "$words"
    expect 3 '' "sinew: ${words%=*}: '${words#*=}' is outside 0 to 10: write a whole number"
  done
  sinew log EX-PAIRS 2026-11-24 done=120%
  expect 3 '' "sinew: done: '120%': write yes, no, 0% to 100%, or a part such as 2/3"
  sinew log EX-PAIRS 2026-11-24 pian=3 done=yes
  expect 2 '' "sinew: VALUE: unknown 'pian=' (did you mean 'pain'?): there are done, pain, effort, morning, spread and numb"
  sinew log EX-PAIRS 2026-11-24 pain=3
  expect 2 '' 'sinew: say how much was done: done=yes, done=no, done=80%, done=2/3'
  sinew log EX-PAIRS 2026-11-24 side_lying_hip_abductoin done=yes
  expect 3 '' "sinew: EXERCISE: 'side_lying_hip_abductoin' is not in revision 1 of the program (did you mean 'side_lying_hip_abduction'?)"
}

@test "adherence by week, corrections and notes are shown; the audit chain covers them" {
  approved
  on 2026-12-01
  for day in 2026-11-20 2026-11-23 2026-11-25 2026-11-27; do sinew log EX-PAIRS $day done=yes pain=1; done
  sinew log EX-PAIRS 2026-11-27 done=50% pain=4
  expect 0 'EX-PAIRS 2026-11-27: 50 % done (corrected)'
  sinew log EX-PAIRS 2026-11-27 done=50% pain=4
  expect 0 'EX-PAIRS 2026-11-27: 50 % done (already there)'
  run --separate-stderr "$SINEW" log EX-PAIRS 2026-11-30 side_lying_hip_abduction done=no --note - <<< 'had a cold'
  expect 0 'EX-PAIRS 2026-11-30 side_lying_hip_abduction: 0 % done'
  sinew program status EX-PAIRS
  [[ $output == *'week 1 from 2026-11-20: 3 of 3 sessions done, worst pain 1
  week 2 from 2026-11-27: 0.5 of 3 sessions done, worst pain 4' ]]
  sinew history EX-PAIRS
  [[ $output == *'2026-11-20  revision 1: approved (Kim)
2026-11-20  revision 1: active'* ]]
  [[ $output == *'2026-11-27  session: 50 % done, pain 4'* ]]
  [[ $output == *'2026-11-30  side_lying_hip_abduction: 0 % done: had a cold'* ]]
  sinew audit verify
  [ "$status" -eq 0 ]
}

@test "pain that goes down the leg overrides every number and blocks the next approval until a new visit" {
  approved
  on 2026-11-24
  sinew log EX-PAIRS 2026-11-23 done=yes pain=0 spread=yes
  [ "$status" -eq 1 ]
  [ "$output" = 'EX-PAIRS 2026-11-23: 100 % done' ]
  [[ $stderr == 'sinew: EX-PAIRS: PAIN GOES DOWN THE LEG, OR NEW NUMBNESS: this overrides every number.'* ]]
  sinew assess EX-PAIRS
  sinew approve EX-PAIRS --as Kim
  [ "$status" -eq 1 ]
  [[ $stderr == 'sinew: log of 2026-11-23: PAIN GOES DOWN THE LEG'* ]]
}

@test "after such a log every page of the patient warns, and nothing is handed out until a new visit is judged" {
  approved
  on 2026-11-24
  sinew export html EX-PAIRS
  [ "$status" -eq 0 ]
  sinew log EX-PAIRS 2026-11-23 done=yes pain=0 numb=yes
  [ "$status" -eq 1 ]
  for page in 'patient show' plan findings assess; do
    sinew $page EX-PAIRS
    [[ ${output//$'\n  '/} == *'!! log of 2026-11-23: PAIN GOES DOWN THE LEG'*'then sinew assess EX-PAIRS at a new visit'* ]]
  done
  sinew assess --all
  [[ $stderr == 'warning: EX-PAIRS: log of 2026-11-23: PAIN'* ]]
  for format in text markdown html; do
    for draft in '' --draft; do
      sinew export $format EX-PAIRS $draft
      [ "$status" -eq 1 ] && [ -z "$output" ]
      [[ $stderr == 'sinew: no page is handed out: log of 2026-11-23: PAIN'* ]]
    done
  done
  sinew export json EX-PAIRS
  jq -e '.log_warning | startswith("log of 2026-11-23: PAIN")' <<< "$output"
  sinew export fhir EX-PAIRS
  jq -e '.entry[].resource | select(.resourceType == "CarePlan") | .status == "on-hold" and (.note[0].text | startswith("log of"))' <<< "$output"
  sinew visit EX-PAIRS 2026-11-24
  sinew assess EX-PAIRS
  [[ $output != *'!! log'* ]]
  sinew export html EX-PAIRS
  [ "$status" -eq 1 ]
  sinew export html EX-PAIRS --draft
  [ "$status" -eq 0 ]
  sinew export json EX-PAIRS --draft
  jq -e '.log_warning == null' <<< "$output"
}

@test "a later revision takes over; its weeks go on when the findings are the same; an ended one is not begun again" {
  approved
  sinew start EX-PAIRS
  expect 0 "EX-PAIRS revision 1: active 2026-11-20 by $(id -un)"
  sinew start EX-PAIRS
  expect 3 '' 'sinew: revision 1 is active since 2026-11-20'
  on 2026-11-24
  sinew plan EX-PAIRS --exercises 3
  [ "$status" -eq 0 ]
  sinew approve EX-PAIRS --as Lee
  [[ $output == 'EX-PAIRS revision 2: approved 2026-11-24 by Lee; it takes the place of revision 1'* ]]
  sinew program status EX-PAIRS
  [[ $output == 'EX-PAIRS: revision 2 is in force'*'1  replaced '*'by revision 2'*'2  active '*'since 2026-11-20, Lee: goes on from revision 1'* ]]
  run --separate-stderr "$SINEW" stop EX-PAIRS --reason - <<< 'moved away'
  [ "$status" -eq 0 ]
  sinew complete EX-PAIRS
  expect 3 '' 'sinew: EX-PAIRS has no approved program: sinew plan EX-PAIRS shows the draft, sinew approve EX-PAIRS'
  sinew approve EX-PAIRS 2 --as Lee
  expect 3 '' 'sinew: revision 2 is stopped already: make a new one with sinew plan or sinew assess EX-PAIRS'
  sinew patient erase EX-PAIRS --yes
  run --separate-stderr grep -c 'moved away' "$SINEW_DB"
  [ "$output" = 0 ]
}

@test "plan: an earlier revision is shown, a referral is told by the exit code" {
  judged
  sinew plan EX-PAIRS
  [ "$status" -eq 0 ]
  first=$output
  sinew plan EX-PAIRS --exercises 2
  [[ ${lines[0]} == 'EX-PAIRS, 2026-11-20, revision 2: DRAFT'* ]]
  sinew plan EX-PAIRS --revision 1
  [ "$output" = "$first" ]
  sinew plan EX-PAIRS --revision 1 --exercises 2
  expect 2 '' 'sinew: --revision: limits make a new revision: say the one or the other'
  sinew plan EX-PAIRS --revision 9
  expect 3 '' 'sinew: REVISION: EX-PAIRS has no revision 9: there are 1 to 2'
  sinew approve EX-PAIRS 1 --as Kim
  sinew plan EX-PAIRS
  [[ $output == *'Revision 1 is in force: sinew plan EX-PAIRS --revision 1' ]]
  sinew plan EX-PAIRS --revision 1
  [ "${lines[0]}" = 'EX-PAIRS, 2026-11-20, revision 1: approved by Kim on 2026-11-20' ]
  sinew plan EX-STOP
  [ "$status" -eq 1 ]
  [[ $output == *'No program. '* ]]
  sinew plan EX-STOP --json
  [ "$status" -eq 1 ]
}

@test "plan diff says in plain words what differs" {
  judged
  sinew plan EX-PAIRS --exercises 3
  sinew plan diff EX-PAIRS 1 1
  expect 0 'EX-PAIRS, revision 1 against revision 1: nothing is different'
  sinew plan diff EX-PAIRS 1 2
  [[ $output == 'EX-PAIRS, revision 2 against revision 1:'*'gone: '*', because over the limit of 3 exercises'* ]]
  sinew plan diff EX-PAIRS 2 1
  [[ $output == *'  new: '*' sets of '* ]]
  sinew plan diff EX-PAIRS 1 x
  expect 2 '' "sinew: TO: 'x' is no number of a revision: write 1, 2, ..."
}

@test "plan edit makes a draft by name; slips and what may not be done are refused" {
  judged
  sinew plan edit EX-PAIRS remove side_lying_hip_abduction
  [ "$status" -eq 2 ]
  sinew plan edit EX-PAIRS dose side_lying_hip_abduction sets=4 reps=10 --as Kim
  expect 0 'EX-PAIRS, revision 2 by Kim, a draft made from revision 1:
  Side-lying hip abduction (left): 4 sets of 10 instead of 3 sets of 8
  Side-lying hip abduction (right): 4 sets of 10 instead of 2 sets of 8
  note: left and right do the same now, 3 and 2 sets before; dose
    side_lying_hip_abduction left sets=5 gives one side more
  note: Side-lying hip abduction (left): outside its dosage row strength_reps
    (acsm2009): 4 sets (2 to 3)
  note: Side-lying hip abduction (right): outside its dosage row strength_reps
    (acsm2009): 4 sets (2 to 3)
Next: sinew approve EX-PAIRS --as NAME'
  sinew plan edit EX-PAIRS swap side_lying_hip_abduction clamshell --as Kim --json
  [[ $output == '{"from":2,"to":3,"changes":["new: Clamshell'*'"gone: Side-lying hip abduction (left), because the clinician put clamshell in its place"'* ]]
  sinew plan edit EX-PAIRS add clamshell --as Kim
  expect 3 '' 'sinew: CHANGE: clamshell is in the program already'
  sinew plan edit EX-PAIRS add clamshel --as Kim
  expect 3 '' "sinew: CHANGE: unknown exercise 'clamshel' (did you mean 'clamshell'?)"
  sinew plan edit EX-PAIRS remove clamshel --as Kim
  expect 3 '' "sinew: CHANGE: 'clamshel' is not in revision 3 of the program (did you mean 'clamshell'?)"
  sinew plan edit EX-PAIRS dose clamshell sets=0 --as Kim
  expect 3 '' "sinew: sets: '0' is outside 1 to 20: write a whole number, sets=3"
  sinew plan edit EX-PAIRS dose clamshell stes=3 --as Kim
  expect 2 '' "sinew: CHANGE: unknown 'stes=3' (did you mean 'sets'?): there are sets=, reps=, hold=, perweek=, left and right"
  sinew plan edit EX-PAIRS dose clamshell perweek=6 --as Kim
  [ "$status" -eq 3 ]
  [[ $stderr == 'sinew: perweek: clamshell fits on 3 of the days'* ]]
  sinew plan edit EX-PAIRS dose clamshell sets=2 --as Kim
  expect 3 '' 'sinew: CHANGE: that is what revision 3 says already'
  sinew plan edit EX-PAIRS drop clamshell --as Kim
  expect 2 '' "sinew: CHANGE: 'drop': write swap A B, dose EXERCISE sets=3, remove EXERCISE, or add EXERCISE"
  sinew program status EX-PAIRS
  [[ $output == *'2  draft '*'Kim: dose of side_lying_hip_abduction'*'3  draft '*'Kim: swapped side_lying_hip_abduction for clamshell'* ]]
  sinew plan EX-PAIRS
  [[ ${output//$'\n'/ } == *'Covers '*' % of what the findings ask for. It was changed by hand or after a week of logs: other choices were not compared.'* ]]
  sinew replay --all
  expect 0 '5 results equal'
}

@test "plan edit: left and right have doses of their own" {
  judged
  sinew plan edit EX-PAIRS dose side_lying_hip_abduction reps=10 left sets=3 right sets=1 reps=12 --as Kim
  expect 0 'EX-PAIRS, revision 2 by Kim, a draft made from revision 1:
  Side-lying hip abduction (left): 3 sets of 10 instead of 3 sets of 8
  Side-lying hip abduction (right): 1 set of 12 instead of 2 sets of 8
Next: sinew approve EX-PAIRS --as NAME'
  sinew plan edit EX-PAIRS dose dead_bug_heel_tap left reps=6 --as Kim
  expect 3 '' 'sinew: left: dead_bug_heel_tap has no left side of its own in revision 2: leave the side out'
  sinew plan edit EX-PAIRS dose side_lying_hip_abduction left perweek=2 --as Kim
  expect 2 '' 'sinew: CHANGE: perweek= holds for both sides: write it before left and right'
  sinew plan edit EX-PAIRS dose hip_flexor_stretch right sets=2 --as Kim
  expect 3 '' 'sinew: right: hip_flexor_stretch has no right side of its own in revision 2: leave the side out'
  sinew plan edit EX-PAIRS dose side_lying_hip_abduction left reps=30 --as Kim --json
  jq -e '.notes | length == 1 and (.[0] | endswith(": 30 repetitions (8 to 12)"))' <<< "$output"
  sinew plan EX-PAIRS
  [[ $output == *'! outside its dosage row: 30 repetitions (8 to 12)'* ]]
}

@test "a new assessment proposes a revision that keeps what went well, and only that" {
  judged
  sinew plan edit EX-PAIRS swap side_lying_hip_abduction lateral_band_walk --as Kim
  [ "$status" -eq 0 ]
  sinew approve EX-PAIRS --as Kim
  on 2026-12-01
  for day in 2026-11-20 2026-11-23 2026-11-25; do sinew log EX-PAIRS $day done=yes pain=2; done
  sinew assess EX-PAIRS
  [[ $output == *'EX-PAIRS: revision 4 keeps what went well; against the active program:'* ]]
  sinew plan EX-PAIRS
  [[ $output == *'kept, because it went well; strengthen '* ]]
  sinew assess EX-PAIRS --json
  jq -e '.program.revision == 5 and .proposal.revision == 6 and (.proposal.changes | length > 0)' <<< "$output"
  sinew log EX-PAIRS 2026-11-27 done=yes pain=7
  sinew assess EX-PAIRS
  [[ $output != *'keeps what went well'* ]]
  sinew replay --all
  expect 0 '8 results equal'
}

@test "progress: a change is real only beyond the error of both readings" {
  judged
  sinew progress EX-PAIRS
  [ "$status" -eq 0 ]
  [[ $output == *'Knee flexion, hand-held dynamometer (right)'*'one visit'*'measure again by 2027-01-01'* ]]
  on 2026-12-20
  sinew measure EX-PAIRS hhd_hip_abduction left 25kg --position side_lying --contraction isometric --lever 0.38 --date 2026-12-20
  [ "$status" -eq 0 ]
  sinew progress EX-PAIRS
  [[ $output == *'Hip abduction'*'(left)'*'▁█  2026-11-20 '*', 2026-12-20 '*'since the first visit: real change, better; real from '* ]]
  sinew progress EX-PAIRS --json
  [[ $output == *'"test":"hhd_hip_abduction","side":"left"'*'"change":"real change","better":true,"by":'* ]]
  on 2027-01-05
  sinew measure EX-PAIRS hhd_hip_abduction left 24.5kg --position side_lying --contraction isometric --lever 0.38 --date 2027-01-05
  sinew progress EX-PAIRS
  [[ ${output//$'\n  '/} == *'since the first visit: real change, better; -4.9 N since the visit'*'before: within error; real from '* ]]
  [ "$(wc -L <<< "$output")" -le 80 ]
  sinew progress EX-PAIRS --json
  jq -e '.[0].since_last == {"change": "within error", "better": null, "by": -4.9}' <<< "$output"
  sinew progress EX-NONE
  [ "$status" -eq 3 ]
}

@test "exports say of each finding by when to measure again and which change is real" {
  judged
  sinew export text EX-SIDE --document report
  [[ ${output//$'\n'    / } == *'Hip abduction, hand-held dynamometer (left'*'): By: 2027-01-01; Real from: '*' N'*'; Behind it: '*'Hip abduction weaker on one side (left)'* ]]
  sinew export json EX-PAIRS --draft
  jq -e '[.findings[] | select(.rule == "worn-shoes").measures[] | .test] == ["shoe_km"]' <<< "$output"
  jq -e '[.findings[].measures[] | select(.test == "hhd_hip_abduction" and .side == "left") | .real_from, .measure_again_by] | unique == [8.6, "2027-01-01"]' <<< "$output"
  jq -e '[.findings[] | select(.measures | length == 0) | .rule] == ["no-warm-up", "only-running"]' <<< "$output"
}

@test "a handout names its record, which proves against a chain that was cut or made anew" {
  approved
  for format in text markdown html; do
    sinew export $format EX-PAIRS
    [ "$status" -eq 0 ]
    head=$(sed -nE 's/.*Record ([0-9]+-[0-9a-f]{16}).*/\1/p' <<< "${output//\\/}")
    [ -n "$head" ]
    sinew audit verify --head "$head"
    [ "$status" -eq 0 ]
  done
  sinew export html EX-PAIRS
  again=$output
  sinew export html EX-PAIRS
  [ "$output" = "$again" ]
  sqlite3 clinic.db "DELETE FROM program_event; DELETE FROM audit WHERE id >= ${head%-*}"
  sinew audit verify
  [ "$status" -eq 0 ]
  sinew audit verify --head "$head"
  [ "$status" -eq 1 ]
  [ "$output" = "the printed head $head is not in this chain: rows were cut off, or the chain was made anew" ]
  sinew export html EX-PAIRS --draft
  [[ $output != *'Record '* ]]
}

@test "a pack that judged alone hides no red flag from findings, plan and approval" {
  judged
  cat > ab.lua << 'EOF'
return pack { id = "ab", version = "0.1.0", title = "T", author = "C", reviewed = "2026-11-01", needs_engine = "1.0",
  rule { id = "abd", title = "Abduction", side = each, when = measure("hhd_hip_abduction"):below(newton(500)),
    strengthen = "gluteus_medius", cite = { "convention" }, evidence = "weak", say = "{side} low." } }
EOF
  sinew --pack ab.lua assess EX-STOP
  [ "$status" -eq 0 ]
  note='note: in force, but did not judge: red-flags, runner-low-back; sinew assess EX-STOP'
  [ "$stderr" = "$note" ]
  sinew findings EX-STOP
  [ "$stderr" = "$note" ]
  sinew plan EX-STOP
  [ "$stderr" = "$note" ]
  sinew approve EX-STOP --as Kim
  [ "$status" -eq 1 ] && [ -z "$output" ]
  [[ $stderr == *'Refer first; no program is approved.'* ]]
  sinew --pack ab.lua approve EX-STOP --as Kim
  expect 2 '' 'sinew: --pack: the red flags of the rules in force decide: approve without it'
  sinew assess EX-STOP
  [ -z "$stderr" ]
}
