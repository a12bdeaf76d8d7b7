#!/usr/bin/env bats
# A clinician's judgement in place of a rule's, how often that happens, and notes.
load clinic

begin() {
  sinew patient add P1 --sex f --age 36 < /dev/null
  sinew answer P1 rf_fx_trauma yes
  sinew answer P1 rf_ces_saddle no
  export SINEW_CLINICIAN='Dr. Example'
}

@test "an urgent stop is overridden by name and reason, shown, counted and taken back" {
  begin
  sinew override P1 fx-trauma absent <<< $'film of last week\nis clean\n.'
  expect 0 'P1 2026-11-20 fx-trauma: overridden as absent
Next: sinew assess P1'
  sinew override P1 fx-trauma absent <<< 'film of last week is clean'
  [ "${lines[0]}" = 'P1 2026-11-20 fx-trauma: overridden as absent (already there)' ]
  sinew assess P1
  [ "$status" -eq 0 ]
  [[ $output != *'!! URGENT'* ]]
  [[ $output == *'Overridden as not present
  A heavy fall or blow before the pain
      overridden as not present by Dr. Example: film of last week is clean; the
      rule itself says: present
      [red-flags/fx-trauma]'* ]]
  sinew findings P1 --json
  [[ $output == *'"overridden":[{"pack":"red-flags","rule":"fx-trauma","side":"both","present":false,"text":"overridden as'* ]]
  for format in html json; do
    sinew export "$format" P1 --document report
    [[ $output == *'by Dr. Example: film of last week is clean; the rule itself says: present'* ]]
  done
  for format in markdown text; do
    sinew export "$format" P1 --document report
    [[ $output == *'Overridden by a clinician'*'overridden as not present by'* ]]
  done
  sinew explain P1 fx-trauma
  [[ $output == *'overridden as not present by Dr. Example'* ]]
  sinew overrides
  expect 0 'red-flags/fx-trauma: overridden as present 0, as absent 1'
  sinew overrides --json
  expect 0 '[{"pack":"red-flags","rule":"fx-trauma","present":0,"absent":1}]'
  sinew override P1 fx-trauma clear
  [ "${lines[0]}" = 'P1 2026-11-20 fx-trauma: override taken back' ]
  sinew findings P1
  [[ $output == *'something was recorded since'* ]]
  sinew assess P1
  [[ $output == *'!! URGENT'* ]]
  sinew overrides fx-trauma
  expect 0 'no overrides'
}

@test "an emergency is never overridden" {
  begin
  sinew answer P1 rf_ces_saddle yes
  sinew override P1 ces-saddle absent <<< 'old'
  expect 3 '' "sinew: rule 'ces-saddle' is an emergency: only a new answer or measure changes it"
  sinew assess P1
  [[ $output == *'!! EMERGENCY'* ]]
}

@test "who, why, the rule, the side and the verdict must be known" {
  begin
  sinew override P1 fx-trauma maybe <<< 'x'
  expect 2 '' "sinew: unknown verdict 'maybe': write present, absent or clear"
  sinew override P1 fx-traum absent <<< 'x'
  [ "$status" -eq 3 ]
  [[ $stderr == *"did you mean 'fx-trauma'"* ]]
  sinew override P1 fx-trauma left absent <<< 'x'
  expect 3 '' "sinew: rule 'fx-trauma' is judged once, not left and right"
  sinew override P1 fx-trauma absent < /dev/null
  expect 3 '' 'sinew: standard input: there is no text: nothing was stored'
  unset SINEW_CLINICIAN
  sinew override P1 fx-trauma absent <<< 'x'
  expect 2 '' 'sinew: who acts is not known: say --as NAME, or set $SINEW_CLINICIAN'
  sinew overrides
  expect 0 'no overrides'
}

@test "a rule of both sides is overridden on both, from a file, and present counts" {
  begin
  echo 'cannot rise from a chair' > why.txt
  sinew override P1 knee-extension-low present --reason why.txt --as 'Dr. Other'
  [ "${lines[0]}" = 'P1 2026-11-20 knee-extension-low: overridden as present' ]
  sinew override P1 knee-extension-low right clear
  [ "${lines[0]}" = 'P1 2026-11-20 knee-extension-low right: override taken back' ]
  sinew assess P1
  [[ $output == *'Knee extension low (left)'*' 100 %
      overridden as present by Dr. Other: cannot rise from a chair; the rule'* ]]
  [[ $output != *'  Knee extension low (right) '* ]]
}

@test "notes are kept with the visit, in lines of a script too" {
  begin
  sinew note P1 <<< 'prefers mornings'
  expect 0 'P1 2026-11-20: note kept'
  printf 'note P1\nruns again\n.\nversion\n' > script
  sinew < script
  [ "$status" -eq 0 ]
  sinew patient show P1
  [[ $output == *'  notes     2026-11-20 Dr. Example: prefers mornings
            2026-11-20 Dr. Example: runs again' ]]
  sinew note P1 --text - < /dev/null
  expect 3 '' 'sinew: -: there is no text: nothing was stored'
}
