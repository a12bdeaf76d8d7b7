#!/usr/bin/env bats
# rules test: cases, failures with their explanation, mistakes with their place, coverage, mutants; save-test.
load clinic

write_pack() {
  cat > x.lua <<'E2'
return pack {
  id = "x", version = "1.0.0", title = "X", population = { age = { 18, 65 } },
  rule { id = "spike", title = "Spike", when = all { measure("session_spike"):above(pct(10)), age():above(years(20)) },
    advise = "hold_load", cite = { "convention" }, evidence = "moderate" },
  rule { id = "gap", title = "Gap", side = each, when = asymmetry("hhd_hip_abduction"):above(pct(10)),
    strengthen = "gluteus_medius", cite = { "convention" }, evidence = "weak" },
  rule { id = "flag", title = "Flag", stop = "emergency", when = answer("rf_ces_saddle"):is(yes), cite = { "convention" } },
}
E2
}

write_cases() {
  cat > x_test.lua <<'E2'
case "a long run" {
  patient = { age = 30 },
  measure = { session_spike = 30 },
  expect = { spike = true, ["gap.left"] = "unknown", stops = {} },
}
case "no longer run" { patient = { age = 30 }, measure = { session_spike = 10 }, expect = { spike = false } }
E2
}

@test "rules test: passing cases, by pack, by test file, by folder" {
  write_pack
  write_cases
  for path in x.lua x_test.lua .; do
    sinew rules test "$path"
    expect 0 '2 passed, 0 failed'
  done
}

@test "rules test: a failing case shows the tree with its values and the difference" {
  write_pack
  cat > x_test.lua <<'E2'
case "a run and a gap" {
  patient = { age = 30 },
  measure = { session_spike = 30, ["hhd_hip_abduction.left"] = { "60 N", "64 N" }, ["hhd_hip_abduction.right"] = "100 N" },
  expect = {
    spike = false,
    ["gap.left"] = { true, index = { 10, 20 } },
    targets = { ["strengthen gluteus_medius.right"] = true, ["strengthen gluteus_medius.left"] = { 0.9, 1 } },
    stops = { "flag" },
  },
  expect_plan = { exercises = { "side_plank" }, stopped = true },
}
E2
  sinew rules test x.lua
  expect 1 'FAILED x_test.lua:1: a run and a gap
  line 6: gap (left): expected index 10 to 20, is 38 (18 above)
    yes: the deficit of this side in Hip abduction, hand-held dynamometer is above 10 %
        Hip abduction, hand-held dynamometer (left): 62.0 N (standard error 3.1), isometric
          (assumed), mean of 2 trials, 2026-01-01
        Hip abduction, hand-held dynamometer (right): 100.0 N (standard error 5.0), isometric
          (assumed), 2026-01-01
        deficit of this side 38.0 % (standard error 5.9), error of the test from thorborg2010
        value 38.0 % (standard error 5.9) (left), cut 10.0 %, distance 28.0 %; certainty 1.00
          (present)
  line 5: spike: expected false, is true
    yes: all of 2 conditions:
      yes: Session distance over longest of 30 days is above 10 %
          Session distance over longest of 30 days: 30.0 %, 2026-01-01
          value 30.0 %, cut 10.0 %, distance 20.0 %
      yes: age is above 20 years
          value 30 years, cut 20 years, distance 10 years
  line 7: target strengthen gluteus_medius (left): expected weight 0.9 to 1, is 0.25 (0.65 below)
  line 7: target strengthen gluteus_medius (right): expected, is not there
  line 8: stop flag: expected, is not there
  line 10: program: expected stopped, is not stopped
  line 10: program: exercise side_plank: expected, is not there
0 passed, 1 failed'
}

@test "rules test: mistakes of a file stand at their place, all at once, code 4" {
  write_pack
  cat > x_test.lua <<'E2'
case "mistakes" {
  patient = { sex = "q" },
  measure = { hhd_hip_abduction = 5, ["hhd_hip_abductoin.left"] = "5 N", ["ake.right"] = { "10 furlong", pain = 2 } },
  answer = { rf_ces_sadle = "no" },
  expect = { spik = true, ["spike.left"] = true, ["gap.left"] = "unsur" },
}
cas "b" {}
E2
  sinew rules test x.lua
  expect 4 '0 passed, 0 failed' "x_test.lua:2:21: error: unknown sex 'q': write f, m or other
  2 |   patient = { sex = \"q\" },
    |                     ^~~
x_test.lua:3:15: error: 'hhd_hip_abduction' is measured side by side: say left or right
  3 |   measure = { hhd_hip_abduction = 5, [\"hhd_hip_abductoin.left\"] = \"5 N\", [\"ake.right\"] = { \"10 furlong\", pain ...
    |               ^~~~~~~~~~~~~~~~~
    = write [\"hhd_hip_abduction.left\"] or [\"hhd_hip_abduction.right\"]
x_test.lua:3:39: error: unknown test 'hhd_hip_abductoin' (did you mean 'hhd_hip_abduction'?)
  3 |   measure = { hhd_hip_abduction = 5, [\"hhd_hip_abductoin.left\"] = \"5 N\", [\"ake.right\"] = { \"10 furlong\", pain ...
    |                                       ^~~~~~~~~~~~~~~~~~~~~~~~
x_test.lua:3:92: error: unknown unit 'furlong': this test takes deg, rad
  3 | ..._abduction = 5, [\"hhd_hip_abductoin.left\"] = \"5 N\", [\"ake.right\"] = { \"10 furlong\", pain = 2 } },
    |                                                                          ^~~~~~~~~~~~
x_test.lua:4:14: error: unknown question 'rf_ces_sadle' (did you mean 'rf_ces_saddle'?)
  4 |   answer = { rf_ces_sadle = \"no\" },
    |              ^~~~~~~~~~~~
x_test.lua:5:14: error: pack 'x' has no rule 'spik' (did you mean 'spike'?)
  5 |   expect = { spik = true, [\"spike.left\"] = true, [\"gap.left\"] = \"unsur\" },
    |              ^~~~
x_test.lua:5:28: error: rule 'spike' is judged once, not left and right
  5 |   expect = { spik = true, [\"spike.left\"] = true, [\"gap.left\"] = \"unsur\" },
    |                            ^~~~~~~~~~~~
x_test.lua:5:65: error: expected of a rule is true, false, \"unknown\", \"unsure\" or \"not judged\", not 'unsur' (did you mean 'unsure'?)
  5 |   expect = { spik = true, [\"spike.left\"] = true, [\"gap.left\"] = \"unsur\" },
    |                                                                 ^~~~~~~
x_test.lua:7:1: error: unknown word 'cas' (did you mean 'case'?)
  7 | cas \"b\" {}
    | ^~~
sinew: x_test.lua: 9 mistakes"
}

@test "rules test: no test file, no case, and no case that the filter takes are failures" {
  write_pack
  sinew rules test x.lua
  expect 1 '0 passed, 0 failed' 'sinew: x.lua: has no test: write its cases in x_test.lua'
  echo '-- later' > x_test.lua
  sinew rules test x.lua
  expect 1 '0 passed, 0 failed' 'sinew: x_test.lua: holds no case'
  write_cases
  sinew rules test x.lua --filter nothing
  expect 1 '0 passed, 0 failed' "sinew: no case has a name with 'nothing'"
  sinew rules test missing.lua
  expect 7 '0 passed, 0 failed' 'sinew: missing.lua: cannot be opened: No such file or directory'
}

@test "rules test: --list and --filter" {
  write_pack
  write_cases
  sinew rules test x.lua --list
  expect 0 'x_test.lua:1: a long run
x_test.lua:6: no longer run
2 cases'
  sinew rules test x.lua --filter NO
  expect 0 '1 passed, 0 failed'
}

@test "rules test: --coverage and --mutate name what no case reaches, code 1 for survivors" {
  write_pack
  write_cases
  sinew rules test x.lua --coverage
  expect 0 'x.lua: coverage
  RULE   TRUE  FALSE  UNKNOWN
  flag      0      0        2  <-
  gap       0      0        4  <-
  spike     1      1        0  <-
  CUT       BELOW  AT  ABOVE  IN
  10 %          0   0      0  gap: the deficit of this side in Hip abduction, hand-held dynamometer is above 10 %  <-
  10 %          0   1      1  spike: Session distance over longest of 30 days is above 10 %  <-
  20 years      0   0      2  spike: age is above 20 years  <-
  0 of 3 rules true, false and unknown; 0 of 3 cuts below, at and above
2 passed, 0 failed'
  sinew rules test x.lua --mutate
  expect 1 'x.lua:5:98: no case notices, in rule gap, 10 % moved to 9 %: the deficit of this side in Hip abduction, hand-held dynamometer is above 10 %
x.lua:5:98: no case notices, in rule gap, 10 % moved to 11 %: the deficit of this side in Hip abduction, hand-held dynamometer is above 10 %
x.lua:3:89: no case notices, in rule spike, 10 % moved to 11 %: Session distance over longest of 30 days is above 10 %
x.lua:3:113: no case notices, in rule spike, 20 years moved to 18 years: age is above 20 years
x.lua:3:113: no case notices, in rule spike, 20 years moved to 22 years: age is above 20 years
x.lua:3:79: no case notices, in rule spike, dropped from all: age is above 20 years
x.lua: 6 of 8 mutants survive
2 passed, 0 failed'
}

@test "rules test: outside the population nothing is judged" {
  write_pack
  echo 'case "too old" { patient = { age = 66 }, measure = { session_spike = 30 }, expect = { spike = "not judged" } }' > x_test.lua
  sinew rules test x.lua
  expect 0 '1 passed, 0 failed'
}

@test "rules test: a test file is as confined as a pack" {
  write_pack
  echo 'while true do end' > x_test.lua
  sinew rules test x.lua
  expect 5 '0 passed, 0 failed' 'x_test.lua:1: error: stopped after 50000000 steps
  1 | while true do end
sinew: x_test.lua: 1 mistake'
  echo 'os.exit(0)' > x_test.lua
  sinew rules test x.lua
  [ "$status" -eq 4 ]
  [[ $stderr == "x_test.lua:1:1: error: unknown word 'os'"* ]]
}

@test "the shipped packs: every rule true, false and unknown, every cut below, at and above, no survivor" {
  cd "$root"
  packs=$(ls rules/*.lua | grep -c -v -e _test -e TEMPLATE)
  sinew rules test rules --coverage --mutate
  [ "$status" -eq 0 ]
  [ "$(grep -c 'mutants survive$' <<< "$output")" -eq "$packs" ]
  [ "$(grep -c '^rules/.*: 0 of [1-9][0-9]* mutants survive$' <<< "$output")" -eq "$packs" ]
  [ -z "$stderr" ]
  [[ $output != *'<-'* && $output != *'no case notices'* && $output == *' passed, 0 failed' ]]
}

@test "rules test: the example of rules/README.md passes" {
  cp "$root/rules/runner_low_back.lua" my_pack.lua
  awk '/^## Test your rules/ { found = 1 } found && /^```lua/ { inside = 1; next } inside && /^```/ { exit } inside' \
    "$root/rules/README.md" > my_pack_test.lua
  sinew rules test my_pack.lua
  expect 0 '1 passed, 0 failed'
}

@test "save-test: the case and what was found, without code, birth date and days; it passes from then on" {
  write_pack
  sinew patient add C-77 --sex f --age 26 --mass 58 --date 2026-03-04
  sinew measure C-77 hhd_hip_abduction left 6.5kg --lever 0.38 --position side_lying --date 2026-03-04
  sinew measure C-77 hhd_hip_abduction right 10kg --lever 0.38 --position side_lying --date 2026-03-04
  sinew measure C-77 sorensen '>=240' --date 2026-03-04
  sinew answer C-77 rf_ces_saddle no --date 2026-03-04
  sinew --pack x.lua save-test C-77
  expect 0 'x_test.lua: case "saved case 1" with 4 verdicts'
  sinew --pack x.lua save-test C-77 'a gap'
  expect 0 'x_test.lua: case "a gap" with 4 verdicts'
  [ "$(sed -n '/a gap/,$p' x_test.lua)" = 'case "a gap" {
  patient = { sex = "f", age = 26, mass_kg = 58 },
  measure = {
    ["hhd_hip_abduction.left"] = { 63.743224999999995, position = "side_lying", lever_m = 0.38, trial = 1 },
    ["hhd_hip_abduction.right"] = { 98.06649999999999, position = "side_lying", lever_m = 0.38, trial = 1 },
    sorensen = { ">=240 s", trial = 1 },
  },
  answer = {
    rf_ces_saddle = "no",
  },
  expect = {
    ["flag"] = false,
    ["gap.left"] = true,
    ["gap.right"] = false,
    ["spike"] = "unknown",
    targets = {
      ["strengthen gluteus_medius.left"] = true,
    },
    stops = {},
  },
}' ]
  run ! grep -e C-77 -e 2026 x_test.lua
  sinew rules test x.lua
  expect 0 '2 passed, 0 failed'
  sinew --pack x.lua save-test C-77 'of c-77'
  expect 2 '' "sinew: NAME: holds the patient's code: name the case by what it shows"
  sinew --pack x.lua save-test C-77 'a gap'
  [ "$status" -eq 4 ]
  [[ $stderr == *'case "a gap" stands on line 25 already'* ]]
}
