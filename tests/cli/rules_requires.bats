#!/usr/bin/env bats
# Packs that require others: found by the way packs are found, in force with the pack that requires them, told where
# they do not fit, kept with what is stored.
load clinic

write_pair() {
  mkdir -p packs
  cat > packs/tired.lua <<'L'
return pack {
  id = "tired", version = "1.4.0", title = "Tired",
  rule { id = "few-rest", title = "Few rest days", when = measure("rest_days"):below(days_per_week(2)),
    advise = "hold_load", cite = { "convention" }, evidence = "weak" },
  rule { id = "stop-now", title = "No rest at all", when = measure("rest_days"):below(days_per_week(1)),
    stop = "caution", cite = { "convention" }, say = "No rest." },
}
L
  cat > packs/upper.lua <<'L'
return pack {
  id = "upper", version = "1.0.0", title = "Upper",
  requires = {
    tired = ">=1.2 <2",
  },
  rule { id = "old-and-tired", title = "Old and tired", when = all { age():above(years(20)), found("tired/few-rest") },
    advise = "hold_load", cite = { "convention" }, evidence = "weak" },
}
L
  cat > packs/upper_test.lua <<'L'
case "old and tired" { patient = { age = 50, sex = "f" }, measure = { rest_days = 1 },
  expect = { ["old-and-tired"] = true, ["tired/few-rest"] = true, stops = {} } }
case "no rest" { patient = { age = 50, sex = "f" }, measure = { rest_days = 0 },
  expect = { stops = { "tired/stop-now" } } }
L
  export SINEW_PATH=$PWD/packs
}

@test "rules check: a pack with what it requires; one that nobody asks is a warning" {
  write_pair
  sinew rules check packs/upper.lua
  expect 0 'packs/upper.lua: 1 rule, no mistakes
1 note: --notes shows it'
  sed -i 's/found("tired\/few-rest")/age():below(years(60))/' packs/upper.lua
  sinew rules check packs/upper.lua
  [ "$status" -eq 1 ]
  [[ $stderr == "packs/upper.lua:4:5: warning: pack 'tired' is required, but no rule asks found(\"tired/...\")"* ]]
}

@test "rules check: named files come first; what is beside the file is found without a search path" {
  write_pair
  unset SINEW_PATH
  sinew rules check packs/upper.lua
  [ "$status" -eq 0 ]
  mkdir other
  mv packs/tired.lua other
  sinew rules check packs/upper.lua
  [ "$status" -eq 4 ]
  [[ $stderr == "packs/upper.lua:4:5: error: pack 'tired' is required: unknown pack 'tired'"* ]]
  sinew rules check packs/upper.lua other/tired.lua
  [ "$status" -eq 0 ]
  sinew rules check other/tired.lua packs/upper.lua
  [ "$status" -eq 0 ]
}

@test "rules check: a version that does not fit, a circle, a broken pack" {
  write_pair
  sed -i 's/1.4.0/2.0.0/' packs/tired.lua
  sinew rules check packs/upper.lua
  expect 4 '' "packs/upper.lua:4:13: error: pack 'tired' is required in a version >=1.2 <2, but $PWD/packs/tired.lua is version 2.0.0
  4 |     tired = \">=1.2 <2\",
    |             ^~~~~~~~~~
    = bring a version that fits, or read what changed in it and widen the range
sinew: packs/upper.lua: 1 mistake"
  sed -i 's/version = "2.0.0"/version = "1.4.0", requires = { upper = "^1" }/' packs/tired.lua
  sinew rules check packs/upper.lua
  [ "$status" -eq 4 ]
  [[ $stderr == *"pack 'upper' is required: packs require each other in a circle: upper -> tired -> upper"* ]]
  sed -i 's/requires = { upper = "^1" }/tittle = "x"/' packs/tired.lua
  sinew rules check packs/upper.lua
  [ "$status" -eq 4 ]
  [[ $stderr == *"tired.lua:2:"*": error: pack has no field 'tittle' (did you mean 'title'?)"* ]]
  [[ $stderr == *"packs/upper.lua:4:5: error: pack 'tired' is required: "*"tired.lua does not load: 1 mistake"* ]]
}

@test "rules list, describe: what is required judges as well" {
  write_pair
  sinew --pack packs/upper.lua rules list
  expect 0 'PACK   RULE           EVIDENCE       SIDES        TITLE
tired  few-rest       weak           once         Few rest days
tired  stop-now       none           once         No rest at all
upper  old-and-tired  weak           once         Old and tired

tired 1.4.0: required by upper'
  sinew --pack packs/upper.lua rules describe old-and-tired
  [[ $output == *'rule tired/few-rest'* ]]
  sinew --pack upper --pack tired rules list --json
  [[ $output == *'"rule":"few-rest"'*'"required_by":["upper"]'* ]]
  sinew --pack packs/tired.lua --pack packs/upper.lua rules list
  [ "$status" -eq 0 ]
}

@test "rules use, drop: what another needs stays" {
  write_pair
  sinew rules use upper
  expect 0 'judging by: red-flags, runner-low-back, upper, tired (required by upper)'
  sinew rules drop tired
  expect 3 '' "sinew: pack 'tired' judges because upper requires it: drop that first"
  sinew rules use tired
  expect 0 'judging by: red-flags, runner-low-back, upper, tired'
  sinew rules drop tired
  expect 3 '' "sinew: pack 'tired' is required by upper: drop that first"
  sinew rules drop upper
  expect 0 'judging by: red-flags, runner-low-back, tired'
  sinew rules drop tired
  expect 0 'judging by: red-flags, runner-low-back'
}

@test "rules test: cases of a pack that requires another, which judges as well; mutants keep to the pack" {
  write_pair
  sinew rules test packs/upper.lua
  expect 0 '2 passed, 0 failed'
  sed -i 's/stops = {}/stops = { "tired\/stop-now" }/' packs/upper_test.lua
  sinew rules test upper
  [ "$status" -eq 1 ]
  [[ $output == *'stop tired/stop-now: expected, is not there'* ]]
  sinew rules test packs/upper.lua --mutate --filter 'no rest'
  [[ $output == *'in rule old-and-tired, '* ]]
  [[ $output != *few-rest,* ]]
  sed -i 's/tired\/few-rest/tried\/few-rest/' packs/upper_test.lua
  sinew rules test packs/upper.lua
  [ "$status" -eq 4 ]
  [[ $stderr == *"pack 'upper' does not require the pack of 'tried/few-rest'"* ]]
}

@test "assess, explain, replay: the finding of the other pack, stored with both texts" {
  write_pair
  sinew --pack packs/upper.lua import "$root/data/examples/examples.ndjson"
  [ "$status" -eq 0 ]
  sinew --pack packs/upper.lua assess EX-PAIRS
  [ "$status" -eq 0 ]
  sinew --pack packs/upper.lua explain EX-PAIRS old-and-tired
  [ "$status" -eq 0 ]
  [[ $output == *'rule tired/few-rest'* ]]
  rm -r packs
  sinew replay EX-PAIRS
  [ "$status" -eq 0 ]
  [[ $output$stderr != *cannot* ]]
}

@test "a required file that is edited while the prompt is open is read again" {
  write_pair
  sinew import "$root/data/examples/examples.ndjson"
  { printf 'rules list\n'; sleep 0.5; sed -i 's/Few rest days/Fewer rest days/' packs/tired.lua; printf 'rules list\n'; } |
    "$SINEW" --pack packs/upper.lua > out 2> errors
  grep -q 'Few rest days' out
  grep -q 'Fewer rest days' out
}
