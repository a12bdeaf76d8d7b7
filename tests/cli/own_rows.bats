#!/usr/bin/env bats
# Rows that a pack brings itself: norms, and a whole walk with every kind.
load clinic

write_own() {
  cat > own.lua <<E
return pack {
  id = "own", version = "1.0.0", title = "Own",
  norm { id = "$1", test = "sl_heel_raise", quantity = "reps", age = { 18, 65 },
    population = "general", group = "visitors of this clinic", mean = 25, sd = 5, n = 60,
    quality = "C", verified = "convention", source = "convention" },
  rule { id = "calf", title = "Few heel raises", side = each, when = z("sl_heel_raise"):below(sd(-1)),
    strengthen = "gastrocnemius", cite = { "hebert2017" }, evidence = "weak" },
}
E
}

@test "a norm of a pack: checked, and its rules are judged by it in their cases; without it they are not" {
  write_own clinic-heel-raise
  cat > own_test.lua <<'E'
case "ten on the left" {
  patient = { sex = "f", age = 30 },
  measure = { ["sl_heel_raise.left"] = "10 reps", ["sl_heel_raise.right"] = "26 reps" },
  expect = { ["calf.left"] = true, ["calf.right"] = false },
}
E
  sinew rules check own.lua
  [ "$status" -eq 0 ]
  sinew rules test own.lua
  [ "$status" -eq 0 ]
  [[ $output == *'1 passed, 0 failed'* ]]
  sinew rules test own.lua --mutate
  [[ $output == *'1 passed, 0 failed'* ]]
  sed '/^  norm/,/"convention" },$/d' own.lua > bare.lua && mv bare.lua own.lua
  sinew rules test own.lua
  [ "$status" -ne 0 ]
}

@test "a norm of a pack: an id of the shared data is refused, both places are named" {
  write_own N001
  sinew rules check own.lua
  expect 4 '' "own.lua:3:15: error: norm 'N001' stands in data/norms.lua:$(grep -n 'id = "N001"' "$root/data/norms.lua" | cut -d: -f1) already
  3 |   norm { id = \"N001\", test = \"sl_heel_raise\", quantity = \"reps\", age = { 18, 65 },
    |               ^~~~~~
sinew: own.lua: 1 mistake"
}

# ---- a whole walk: a pack with its own source, muscle, test, norm, question and exercise ----

write_rotators() {
  cat > rotators.lua <<'E'
return pack {
  id = "rotators", version = "1.0.0", title = "Deep hip rotators",
  source { id = "sheet_2025", citation = "Reference sheet of this clinic, 2025" },
  muscle { id = "rotators", name = "hip turners", latin = "mm. rotatores", synonyms = { "turners" },
    paired = true, source = "sheet_2025" },
  test { id = "rotator_hold", name = "Rotator hold", how = "Side lying, hold the knee out.", synonyms = {},
    domain = "strength", unit = "N", paired = true, better = 1, decimals = 1, statistic = "best",
    possible = { 0, 600 }, likely = { 20, 400 }, sem = 5, sem_source = "sheet_2025", gap = { by = "percent" },
    relevance = { rotators = 1 }, source = "sheet_2025", verified = "convention" },
  norm { id = "rotator-visitors", test = "rotator_hold", quantity = "N", age = { 18, 65 }, population = "general",
    group = "visitors of this clinic", mean = 150, sd = 20, n = 80, quality = "C", verified = "convention",
    source = "sheet_2025" },
  question { id = "hip_locks", text = "Does the hip lock?", red_flag = true, urgency = "urgent",
    action = "Refer within a week.", source = "sheet_2025", verified = "convention" },
  exercise { id = "slope_clam", name = "Clam on a slope", purpose = "strengthen", domain = "strength",
    muscles = { rotators = 1 }, position = "side_lying", equipment = { "slope" }, tags = { "sloped" }, level = 1,
    unilateral = true, dose = "reps", setup = "Lie on your side on the slope.", movement = "Open the knee.",
    breathing = "Keep breathing.", mistakes = "Rolling back.", stop = "Stop when the hip hurts.",
    source = "sheet_2025" },
  rule { id = "hold-low", title = "Rotator hold low", side = each, when = strength("rotators"):below(sd(-1)),
    strengthen = "rotators", cite = { "sheet_2025" }, evidence = "moderate" },
}
E
  export SINEW_PATH=$PWD
}

begin_rotators() {
  write_rotators
  sinew patient add P1 --sex f --age 30 --mass 60 --date 2026-11-20
  sinew rules use rotators
  [ "$status" -eq 0 ]
}

@test "rows of a pack: the example of rules/README.md is sound" {
  {
    echo 'return pack { id = "example", version = "1.0.0", title = "Example",'
    awk '/^```/ { on = 0 } on; /^```lua/ { getline; if (/^source \{/) { on = 1; print } }' "$root/rules/README.md"
    echo 'rule { id = "low", title = "Low", side = each, when = z("rotator_hold"):below(sd(-1)),'
    echo 'strengthen = "hip_turners", cite = { "sheet_2025" }, evidence = "weak" } }'
  } > example.lua
  grep -q '^exercise' example.lua
  sinew rules check example.lua
  [ "$status" -eq 0 ]
}

@test "rows of a pack: checked, described and tested by its cases; the file for editors names them" {
  write_rotators
  cat > rotators_test.lua <<'E'
case "twelve kilograms on the left" {
  patient = { sex = "f", age = 30 },
  measure = { ["rotator_hold.left"] = "12 kg", ["rotator_hold.right"] = "160 N" },
  answer = { hip_locks = "no" },
  expect = { ["hold-low.left"] = true, ["hold-low.right"] = false },
}
E
  sinew rules check rotators.lua
  expect 0 'rotators.lua: 1 rule, no mistakes
1 note: --notes shows it' ''
  sinew rules test rotators.lua --coverage
  [ "$status" -eq 0 ]
  [[ $output == *'1 passed, 0 failed'* ]]
  sinew rules test rotators.lua --mutate
  [[ $output == *'1 passed, 0 failed'* ]]
  sinew --pack rotators rules describe hold-low
  [[ $output == *'strength of hip turners against'* ]]
  [[ $output == *'sheet_2025: Reference sheet of this clinic, 2025'* ]]
  sinew --pack rotators rules stub
  [[ $output == *"'\"rotator_hold\"' # Rotator hold"* ]]
}

@test "rows of a pack: measure, answer, screen, assess, plan, export and the questions beyond a result know them" {
  begin_rotators
  sinew measure P1 rotator_hold left 12kg --date 2026-11-20
  [ "$status" -eq 0 ]
  [[ $output == *'P1 2026-11-20 rotator_hold left 117.68 N, trial 1'* ]]
  sinew measure P1 rotator_hold right 700 --date 2026-11-20
  [ "$status" -eq 3 ]
  sinew measure P1 rotator_holt right 160 --date 2026-11-20
  [[ $stderr == *"unknown test 'rotator_holt' (did you mean 'rotator_hold'?)"* ]]
  sinew measure P1 rotator_hold right 160 --date 2026-11-20
  sinew answer P1 hip_locks no --date 2026-11-20
  [ "$status" -eq 0 ]
  sinew assess P1
  [[ $output == *'Rotator hold low (left) '*'-1.62 SD'*'|'* ]]
  sinew plan P1 --equipment slope
  [ "$status" -eq 0 ]
  [[ $output == *'Clam on a slope (left)'*'strengthen hip turners (left): Rotator hold low'* ]]
  sinew export --draft html P1
  [[ $output == *'Stop when the hip hurts.'*'Clam on a slope'* ]]
  sinew export json P1
  [[ $output == *'"exercise": "slope_clam"'* ]]
  sinew explain P1 hold-low left
  [[ $output == *'visitors of this clinic: mean 150.0, SD 20.0 N'* ]]
  sinew whynot P1 hold-low right
  [[ $output == *'from 160 N to 121.17 N'* ]]
  sinew whatif P1 rotator_hold.left=150N hip_locks=yes
  [[ $output == *'Vanishes'*'Rotator hold low (left)'* ]]
  sinew sweep P1 rotator_hold.left
  [[ $output == *'121.17 N'*'present'* ]]
  sinew goals P1
  [[ $output == *'Rotator hold (left), now 117.68 N'* ]]
  sinew replay --all
  [[ $output == *'1 result equal'* ]]
}

@test "rows of a pack: import and stream read them, next asks for them, save-test keeps them" {
  begin_rotators
  sinew next P1
  [[ $output == *'rotator_hold; may settle weight 1.5'*'rotator-visitors'* ]]
  printf 'patient,date,test,side,value,unit\nP1,2026-11-20,rotator_hold,left,12,kg\nP1,2026-11-20,rotator_hold,right,160,N\n' > in.csv
  sinew import in.csv
  [ "$status" -eq 0 ]
  printf 'patient,date,test,side,value,unit\nP1,2026-11-20,rotator_hold,left,12,deg\n' > bad.csv
  sinew import bad.csv
  [ "$status" -eq 3 ]
  printf '{"patient":{"id":"A","sex":"f","age":30,"mass_kg":60},"date":"2026-11-20","measures":[{"test":"rotator_hold","side":"left","value":100},{"test":"rotator_hold","side":"right","value":160}]}\n' > in.ndjson
  sinew stream in.ndjson
  [ "$status" -eq 0 ]
  [[ $output == *'"rule":"hold-low"'*'"slope_clam"'* ]]
  write_own clinic-heel-raise # this pack does not know the test: its case goes without
  sinew --pack own --pack rotators save-test P1 'from the clinic'
  [ "$status" -eq 0 ]
  [[ $output == *'own: nothing is decided for this case'*'with 2 verdicts'* ]]
  sinew rules test rotators.lua
  [[ $output == *'1 passed, 0 failed'* ]]
}

@test "rows of a pack that is dropped: measures stay, are named and break nothing; they are back with the pack" {
  begin_rotators
  sinew measure P1 rotator_hold left 12kg --date 2026-11-20
  sinew measure P1 rotator_hold right 160 --date 2026-11-20
  sinew answer P1 hip_locks no --date 2026-11-20
  sinew assess P1
  sinew plan P1 --equipment slope
  sinew rules drop rotators
  [ "$status" -eq 0 ]
  for words in 'patient show P1' 'findings P1' 'plan P1' 'export --draft html P1' 'export json P1' 'export --draft text P1' \
    'next P1' 'goals P1' 'replay --all' 'db info' 'patient list'; do
    sinew $words
    [ "$status" -eq 0 ]
  done
  sinew patient show P1
  [[ $output == *'unknown   rotator_hold (2): not known to the packs in force, kept'*'hip_locks (1)'* ]]
  sinew export --draft html P1
  [[ $output == *'Clam on a slope'* ]]
  [[ $stderr == *"note: the exercise 'slope_clam' is not known to the packs in force: its instructions are left out"* ]]
  sinew assess P1
  [ "$status" -eq 0 ]
  [[ $stderr == *"note: 'rotator_hold' is not known to the packs in force: kept, not judged (2)"* ]]
  sinew measure P1 rotator_hold left 13kg
  expect 3 '' "sinew: TEST: unknown test 'rotator_hold'"
  sinew replay --all
  [[ $output == *'2 results equal'* ]]
  sinew rules use rotators
  sinew assess P1
  [[ $output == *'Rotator hold low (left)'* ]]
}

@test "rows of a pack that is broken: shared tests are still measured, the mistake is told" {
  begin_rotators
  sed -i 's/unit = "N"/unit = "Nn"/' rotators.lua
  sinew measure P1 sorensen 90 --date 2026-11-20
  [ "$status" -eq 0 ]
  [[ $stderr == *"names an unknown unit 'Nn'"*'no tests of packs are known'* ]]
}

@test "rows of two packs: the same stand beside each other, different ones are an error that names both" {
  begin_rotators
  sed 's/id = "rotators", version/id = "turning", version/' rotators.lua > turning.lua
  sinew rules use turning
  [ "$status" -eq 0 ]
  sed -i 's/sem = 5,/sem = 6,/' turning.lua
  sinew rules list
  [ "$status" -eq 4 ]
  [[ $stderr == *"turning.lua: pack 'turning' and pack 'rotators' ("*"/rotators.lua) bring different rows as test 'rotator_hold'"* ]]
}
