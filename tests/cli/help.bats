#!/usr/bin/env bats
# help WORD: commands, and all that rows and packs know of a muscle, test, rule, exercise, unit or source.
load clinic

@test "a muscle: tests that measure it, rules that name it, exercises" {
  sinew help hamstrings
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'Hamstrings (muscle group hamstrings)' ]
  grep -q '^  tests     Hip extension, hand-held dynamometer' <<< "$output"
  grep -q 'hamstrings-short: Back of the thigh short' <<< "$output"
  grep -q 'Nordic hamstring lowering (nordic_hamstring, strengthen, 60 %)' <<< "$output"
  [ "$(awk 'length > 80' <<< "$output")" = '' ]
}

@test "a test by a synonym: how, error, comparison groups, source" {
  sinew help SLR
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'Passive straight leg raise (test slr_passive)' ]
  grep -q '^  how       Supine' <<< "$output"
  grep -q '^  error     SEM 2.6 deg; two readings differ beyond error (MDC95) from 7.2 deg' <<< "$output"
  grep -q '^  norms     healthy adults 20-79: mean 68.5, SD 6.8 deg, n = 106' <<< "$output"
  grep -q '^  source    neto2015' <<< "$output"
  by_synonym=$output
  sinew help slr passive
  [ "$output" = "$by_synonym" ]
}

@test "a rule, an exercise, a unit, a source, a question; a command before all of them" {
  sinew help hip-abduction-low
  [ "${lines[1]}" = "  rule      runner-low-back/hip-abduction-low (line $(grep -n '"hip-abduction-low"' "$root/rules/runner_low_back.lua" |
    cut -d: -f1 | awk '{ print $1 - 1 }'))" ]
  sinew help clamshell
  [ "${lines[0]}" = 'Clamshell (exercise clamshell)' ]
  sinew help lbf
  [ "${lines[0]}" = 'lbf (unit lbf)' ]
  [ "${lines[1]}" = '  is        4.448221615 N' ]
  sinew help thorborg2010
  grep -q '^  doi       10.1111' <<< "$output"
  sinew help rf_cord
  [ "${lines[1]}" = '  urgency   emergency' ]
  sinew help findings
  [[ ${lines[0]} == 'sinew findings PATIENT '* ]]
  sinew help patient
  [[ ${lines[0]} == '  patient add '* ]]
}

@test "a part of a word lists what it may mean, an unknown one gets the nearest" {
  sinew help hip rot
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'muscle    deep_hip_rotators: Deep hip external rotators' ]
  [ "${lines[1]}" = 'test      hip_rot_total: Total hip rotation range' ]
  sinew help gluteous
  expect 3 '' "sinew: nothing is known of 'gluteous' (did you mean 'gluteus'?)"
  sinew help $'\033[31m'
  expect 3 '' "sinew: nothing is known of '<U+001B>[31m'"
}
