#!/usr/bin/env bats
# Patients found by words of codes, names and notes.
load clinic

begin() {
  sinew patient add C-17 --sex f --identity - <<< $'name: Ana Müller-Weiß\nborn: 1980-03-04\ncontact: ana@example.org'
  sinew patient add C-18 --sex m --identity - <<< $'family_name: Nuñez\ngiven_name: José'
  sinew patient add D-2 < /dev/null
  sinew note C-18 --as 'Dr. Example' <<< 'Hamstring pain since the half marathon, sleeps badly, wants to run in spring again.'
  sinew note D-2 --as 'Dr. Example' <<< 'Prefers mornings. "Quoted" AND NOT (near) col:x* ^ 100 %.'
  [ "$status" -eq 0 ]
}

find_words() { sinew find "${@:2}" <<< "$1"; }

@test "codes, names and notes, by beginnings, without accents and capitals" {
  begin
  find_words 'muller'
  expect 0 'C-17             -          Ana Müller-Weiß'
  find_words 'jose NUN'
  expect 0 'C-18             -          José Nuñez'
  find_words 'C-1'
  expect 0 'C-17             -          Ana Müller-Weiß
C-18             -          José Nuñez'
  find_words '  hamst   marath '
  expect 0 'C-18             2026-11-20 Hamstring pain since the half marathon, sleeps badly, wants to run in...'
  find_words 'spring sleeps'
  expect 0 'C-18             2026-11-20 ...since the half marathon, sleeps badly, wants to run in spring again.'
  find_words 'D-2'
  expect 0 'D-2              -          -'
  find_words 'hamstring muller'
  expect 0 'nothing found'
  find_words 'ana@example.org'
  expect 0 'nothing found'
  find_words '1980-03-04'
  expect 0 'nothing found'
}

@test "ss and sharp s are alike, wherever they stand and whichever is stored" {
  sinew patient add C-1 --sex f --identity - <<< 'name: Eva Weiß'
  sinew patient add C-2 --sex f --identity - <<< 'name: Eva Weissmann'
  sinew patient add C-3 --sex m --identity - <<< 'name: Jan Wasserstraße'
  sinew note C-3 --as 'Dr. Example' <<< 'Läuft auf der Straße.'
  for word in weiss WEISS weiß Weiẞ; do
    find_words "$word"
    [ "$(wc -l <<< "$output")" -eq 2 ] || { echo "$word: $output" >&2; return 1; }
  done
  for word in wasserstrasse wasserstraß 'waßerstrasse jan'; do
    find_words "$word"
    expect 0 'C-3              -          Jan Wasserstraße'
  done
  find_words 'strasse'
  expect 0 'C-3              2026-11-20 Läuft auf der Straße.'
  find_words 'weis'
  [[ $output == *'C-2 '* && $output != *'C-1 '* ]]
  find_words 'ssssssssssss'
  expect 0 'nothing found'
}

@test "names and notes never leave with --json, and pages end" {
  begin
  find_words 'C' --json
  expect 0 '{"found":[{"patient":"C-17","in":"person","date":null},{"patient":"C-18","in":"person","date":null},{"patient":"D-2","in":"note","date":"2026-11-20"}],"more":false}'
  find_words 'c' --most 2
  expect 0 'C-17             -          Ana Müller-Weiß
C-18             -          José Nuñez
and more: add a word, or --most NUMBER'
  find_words 'c' --most 2 --json
  [[ $output == *'"more":true}' ]]
  find_words 'c' --most 0
  expect 2 '' "sinew: --most: '0' is no whole number from 1 to 1000"
}

@test "a name that changes is found by its new words alone" {
  begin
  sinew patient add C-17 --correct --identity - <<< $'name: Berta Stone'
  find_words 'muller'
  expect 0 'nothing found'
  find_words 'stone'
  expect 0 'C-17             -          Berta Stone'
}

@test "what is asked is no language" {
  begin
  for words in '"' '""' "'" '*' 'AND' 'NOT' 'a OR' 'NEAR(a b)' 'text:mul' '{text}: x' '^ana' '(' ')' '-' '+' 'a"b' '\' ';' '%' '--' \
    'x) OR (text MATCH "y' "'; DROP TABLE note; --" $'a\tb\x01c' '*** !!! ???'; do
    find_words "$words"
    if [ "$status" -ne 0 ] || [ -n "$stderr" ]; then
      printf '%s: code %s %s\n' "$words" "$status" "$stderr" >&2
      return 1
    fi
  done
  find_words '"Quoted" (near) col:x*'
  [[ $output == 'D-2              2026-11-20 '* ]]
  find_words ''
  expect 3 '' 'sinew: nothing to find: type words of a code, a name or a note'
  sinew find < /dev/null
  expect 3 '' 'sinew: nothing to find: the words come on standard input'
  find_words "$(printf 'x%.0s' {1..10000})"
  expect 3 '' 'sinew: more than 1000 bytes to find'
  find_words "$(printf 'x %.0s' {1..21})"
  expect 3 '' 'sinew: more than 20 words to find'
  sinew find < <(printf 'a\0b\n')
  [ "$status" -eq 3 ]
  [[ $stderr == *NUL* ]]
  find_words $'\xff\xfe'
  expect 3 '' 'sinew: what is to be found is not UTF-8 text'
}

@test "words are never taken from the command line" {
  begin
  sinew find muller
  [ "$status" -eq 2 ]
}
