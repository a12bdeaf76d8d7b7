#!/usr/bin/env bats
# Norms that a pack brings itself.
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
