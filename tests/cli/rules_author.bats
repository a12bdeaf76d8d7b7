#!/usr/bin/env bats
# Tools for those who write rules: what looks like a slip, JSON for editors, new, stub, use, drop, and files that are
# edited while the prompt is open.
load clinic

write_slip() {
  cat > slip.lua <<'E'
return pack {
  id = "slip", version = "1.0.0", title = "Slip",
  rule { id = "old", title = "Old", when = age():above(years(130)), advise = "hold_load",
    cite = { "convention" }, evidence = "weak" },
}
E
}

# A pack about one measure that the example EX-PAIRS has, with a cut.
write_age() {
  cat > aged.lua.new <<E
return pack {
  id = "aged", version = "1.0.0", title = "Aged",
  rule { id = "older", title = "Older than the cut", when = age():$1, advise = "hold_load",
    cite = { "convention" }, evidence = "weak" },
}
E
  mv aged.lua.new aged.lua
}

@test "rules check: a slip is a warning with its place, exit code 1; notes are counted" {
  write_slip
  sinew rules check slip.lua
  expect 1 'slip.lua: 1 rule, 1 warning
1 note: --notes shows it' "slip.lua:3:50: warning: this is never true: age can be from 0 to 120 years
  3 |   rule { id = \"old\", title = \"Old\", when = age():above(years(130)), advise = \"hold_load\",
    |                                                  ^~~~~
    = rule 'old' can never fire"
  sinew rules check --notes slip.lua
  [ "$status" -eq 1 ]
  [[ $stderr == *"slip.lua:4:5: note: rule 'old' cites nothing but convention"* ]]
  [ "$output" = 'slip.lua: 1 rule, 1 warning' ]
}

@test "rules check: a mistake weighs more than a slip" {
  write_slip
  sed 's/"slip"/"other"/; s/age()/aeg()/' slip.lua > other.lua
  sinew rules check slip.lua other.lua
  [ "$status" -eq 4 ]
}

@test "rules check --json: one array for editors, mistakes, slips, notes and whole files" {
  write_slip
  printf 'return pock {}\n' > broken.lua
  sinew rules check --json slip.lua broken.lua gone.lua
  expect 4 '[{"file":"slip.lua","line":3,"column":50,"width":5,"level":"warning","text":"this is never true: age can be from 0 to 120 years","hint":"rule '"'old'"' can never fire"},
 {"file":"slip.lua","line":4,"column":5,"width":4,"level":"note","text":"rule '"'old'"' cites nothing but convention","hint":null},
 {"file":"broken.lua","line":1,"column":8,"width":4,"level":"error","text":"unknown word '"'pock'"' (did you mean '"'pack'"'?)","hint":null},
 {"file":"gone.lua","line":0,"column":0,"width":1,"level":"error","text":"cannot be opened: No such file or directory","hint":null}]'
  sed 's/above(years(130))/above(years(30))/; s/"convention"/"cai2015"/' slip.lua > good.lua
  sinew rules check --json good.lua
  expect 0 '[]'
}

@test "rules check: the shipped packs give no warning" {
  sinew rules check
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  [[ $output != *warning* ]]
}

@test "rules new: a pack that checks, with its own id; nothing is written over" {
  sinew rules new hip-pack
  expect 0 'hip_pack.lua written'
  grep -q '^  id = "hip-pack",' hip_pack.lua
  ! grep -q 'my.pack' hip_pack.lua
  sinew rules check hip_pack.lua
  [ "$status" -eq 0 ]
  before=$(sha256sum hip_pack.lua)
  sinew rules new hip-pack
  expect 7 '' 'sinew: hip_pack.lua: is there already and is left alone; name another with --output'
  [ "$before" = "$(sha256sum hip_pack.lua)" ]
  sinew rules new hip-pack -o other.lua
  expect 0 'other.lua written'
  grep -q 'sinew rules check other.lua' other.lua
  sinew rules new 'Hip Pack'
  expect 2 '' "sinew: 'Hip Pack' is no id: small letters, digits and dashes, a letter first"
  sinew rules new hip-pack --output -
  [ "${lines[0]:0:2}" = '--' ]
}

@test "rules stub: Lua that explains every word, unit and id" {
  sinew rules stub --output words.lua
  expect 0 'words.lua written'
  for compiler in luac5.4 luac-5.4 luac; do command -v "$compiler" > /dev/null && break; done
  if command -v "$compiler" > /dev/null; then "$compiler" -p words.lua; fi
  [ "$(head -n 1 words.lua)" = '---@meta' ]
  for word in $(sed -n 's/^ROW(\([a-z_]*\), WORD.*/\1/p' "$root/engine/primitives/primitives.def"); do
    grep -q "^function $word(" words.lua || { echo "$word"; false; }
  done
  for word in $(sed -n 's/^ROW(\([a-z_]*\), METHOD.*/\1/p' "$root/engine/primitives/primitives.def"); do
    grep -q "^function [A-Z][a-z]*:$word(" words.lua || { echo "$word"; false; }
  done
  for word in source muscle position test norm cut question exercise dosage advice; do
    grep -q "^function $word(fields) end" words.lua
  done
  grep -q '^---@field relevance? table<sinew.Muscle, number>$' words.lua
  grep -q '^---@field statistic "mean"|"best"$' words.lua
  grep -q '^function sd(n) end' words.lua
  grep -q "^---| '\"hhd_hip_abduction\"' # " words.lua
  grep -q "^---| '\"gluteus_medius\"' # " words.lua
  grep -q "^---| '\"rf_ces_saddle\"' # " words.lua
  sinew rules stub
  [ "$output" = "$(cat words.lua)" ]
}

@test "rules use and drop: the choice is kept; a slip names the nearest" {
  write_age 'above(years(20))'
  export SINEW_PATH=$PWD
  sinew rules use agd
  expect 3 '' "sinew: unknown pack 'agd' (did you mean 'aged'?)"
  [ ! -e "$SINEW_DB" ]
  sinew rules use aged
  expect 0 'judging by: red-flags, runner-low-back, aged'
  sinew rules use aged
  expect 0 'judging by: red-flags, runner-low-back, aged'
  sinew rules drop runner_low_back
  expect 0 'judging by: red-flags, aged'
  sinew rules list
  [ "$(printf '%s\n' "$output" | awk 'NR > 1 { print $1 }' | sort -u | tr '\n' ' ')" = 'aged red-flags ' ]
  sinew rules drop agde
  expect 3 '' "sinew: pack 'agde' does not judge now (did you mean 'aged'?)"
  sinew rules use ./aged.lua
  expect 2 '' "sinew: './aged.lua' is no id of a pack; a file is used once with --pack, or for good from rules/ of your data folder"
}

@test "rules use: a broken pack changes nothing" {
  export SINEW_PATH=$PWD
  printf 'return pock {}\n' > broken.lua
  sinew rules use broken
  [ "$status" -eq 4 ]
  sinew rules list
  [ "$status" -eq 0 ]
  [[ $output == *runner-low-back* ]]
}

@test "rules drop: red-flags only with --force" {
  sinew rules drop red-flags
  expect 2 '' 'sinew: without red-flags no patient with a sign of serious disease is referred; if that is what you want: rules drop red-flags --force'
  sinew rules drop red-flags --force
  expect 0 'judging by: runner-low-back'
  sinew rules drop runner-low-back
  expect 0 'judging by: no pack: nothing is judged'
}

# Sends lines to one sitting, letting the file change between them.
@test "an edited pack is read again before the next command, with the difference for the open patient" {
  write_age 'above(years(100))'
  "$SINEW" import "$root/data/examples/examples.ndjson" > /dev/null
  mkfifo lines
  "$SINEW" --pack aged.lua < lines > out 2> errors &
  exec 7> lines
  # say LINE PATTERN COUNT: types a line and waits until the pattern stands COUNT times in what came back
  say() {
    printf '%s\n' "$1" >&7
    for _ in {1..50}; do
      if [ "$(cat out errors | grep -c "$2")" -ge "$3" ]; then return; fi
      sleep 0.1
    done
    cat out errors
    return 1
  }
  say 'patient show EX-PAIRS' 'EX-PAIRS' 1
  say 'rules list' 'aged  older' 1
  write_age 'above(years(1))'
  say version 'now present: Older than the cut \[aged/older\]' 1
  write_age 'abvoe(years(1))'
  say version "did you mean 'above'" 1
  say version '^sinew [0-9]' 3
  write_age 'above(years(2))'
  say version 'no finding of EX-PAIRS differs' 1
  write_age 'above(years(100))'
  say version 'no longer present: Older than the cut' 1
  exec 7>&-
  wait
  [ "$(grep -c "last good ones stay in force" errors)" -eq 1 ]
  [ "$(grep -c 'were read again' out)" -eq 3 ]
}
