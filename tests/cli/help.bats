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

@test "every command prints JSON, or why it need not is said here" {
  declare -A why=(
    [rules test]='the exit code tells; the page is for reading' [rules new]='writes a file' [rules stub]='writes a file'
    [rules use]='one line of what was done' [rules drop]='one line of what was done' [save-test]='writes a file'
    [stream]='JSON is all it prints' [patient add]='one line of what was done' [patient edit]='one line of what was done'
    [patient merge]='one line of what was done' [patient erase]='one line of what was done'
    [episode list]='episodes have no key outside of the file yet' [episode open]='one line of what was done'
    [episode close]='one line of what was done' [episode reopen]='one line of what was done'
    [episode move]='one line of what was done' [visit]='one line of what was done' [measure]='one line of what was done'
    [void]='one line of what was done' [answer]='one line of what was done' [guide]='asks a person'
    [screen]='asks a person; scripts use answer' [import]='one line of what was done' [override]='one line of what was done'
    [examples]='one line of what was done' [note]='one line of what was done' [export]='json is one of its formats'
    [export all]='writes files'
    [basis]='a page to print' [norms use]='one line of what was done' [db extract]='writes a file'
    [db backup]='writes a file' [db restore]='one line of what was done' [db compact]='one line of what was done'
    [export all]='writes files' [catalog sheet]='a page to print' [catalog codes]='JSON is all it prints' [source]='runs others' [help]='a page for reading' [version]='one line'
  )
  while IFS= read -r row; do
    name=$(sed 's/^ROW([a-z_]*, "\([^"]*\)".*/\1/' <<< "$row")
    usage=$(sed 's/^ROW([a-z_]*, "[^"]*", "\([^"]*\)".*/\1/' <<< "$row")
    if [[ $usage == *'--json'* ]]; then unset "why[$name]"; continue; fi
    if [ -z "${why[$name]-}" ]; then echo "$name has no --json: give it one, or say here why it needs none"; return 1; fi
    unset "why[$name]"
  done < <(grep '^ROW' "$root/engine/commands/commands.def")
  [ "${#why[@]}" -le 4 ] || { echo "no such commands without --json any more: ${!why[*]}"; return 1; }
}

@test "explain --json: conditions with numbers, cuts and error" {
  sinew explain EX-SIDE hip-abduction-side-gap left --json --file "$root/data/examples/examples.ndjson"
  [ "$status" -eq 0 ]
  [[ $output == '[{"pack":"runner-low-back","rule":"hip-abduction-side-gap","side":"left",'*'"now":"present"'* ]]
  [[ $output == *'"value":30.7'*'"error_95":11.9'*'"above":10,"below":null,"unit":"%"'* ]]
}

@test "help limits: the most of everything that comes from outside, from the table that the code uses" {
  sinew help limits
  [ "$status" -eq 0 ]
  [[ $output == *'         256 KiB  a rule pack'* && $output == *'   2000000 steps  one call of a function of a rule'* ]]
  [ "$(wc -L <<< "$output")" -le 80 ]
  [ "$(grep -c '^ ' <<< "$output")" -eq "$(grep -c '^CEILING' "$root/engine/base/ceiling.def")" ]
  head -c 262145 /dev/zero | tr '\0' ' ' > big.lua
  sinew rules check big.lua
  [ "$status" -eq 5 ]
  [[ $stderr == *'256 KiB'* ]]
}

@test "help schemas: every schema that ships, and what it is of" {
  sinew help schemas
  [ "$status" -eq 0 ]
  [ "$(grep '^/' <<< "$output")" = "$(ls "$root"/data/schemas/*)" ]
  [ "$(grep -c '^  [a-z]' <<< "$output")" -eq "$(ls "$root"/data/schemas | wc -l)" ]
}
