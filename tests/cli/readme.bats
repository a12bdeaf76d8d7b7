#!/usr/bin/env bats
# What README.md and rules/README.md print is what happens: the session, the commands, every example of a condition.
load clinic

# Lines of the first fenced block below a heading of README.md.
block() { awk -v heading="$1" '$0 == heading { on = 1; next } on && /^```/ { if (open) exit; open = 1; next } open' "$root/README.md"; }

program_on_path() {
  mkdir -p bin
  ln -sf "$SINEW" bin/sinew
  PATH=$PWD/bin:$PATH
}

@test "the session at the head is the real one" {
  program_on_path
  ln -s "$root/data" data
  session=$(block '# Sinew')
  [ -n "$session" ]
  printed=$(grep '^\$ ' <<< "$session" | sed 's/^\$ //' | while IFS= read -r line; do
    printf '$ %s\n' "$line"
    sh -c "$line" < /dev/null
  done)
  diff <(printf '%s\n' "$session") <(printf '%s\n' "$printed")
}

@test "every command of the assessment works as printed" {
  program_on_path
  count=0
  while IFS= read -r line <&3; do
    [ -n "$line" ] || continue
    run --separate-stderr sh -c "$line" < /dev/null
    if [ "$status" -ne 0 ] || [ -n "$stderr" ]; then
      printf '%s: code %s\n%s\n%s\n' "$line" "$status" "$output" "$stderr" >&2
      return 1
    fi
    count=$((count + 1))
  done 3< <(block '## An assessment')
  [ "$count" -ge 8 ]
  grep -q 'Your test results\|Your exercise program' C-1042.html
}

# The last check: no mistake and no warning; notes are told by their number only.
holds() {
  if [ "$status" -ne 0 ] || [ "${lines[0]}" != "$1: $2 rules, no mistakes" ] || [ -n "$stderr" ]; then
    printf 'code %s\n%s\n%s\n' "$status" "$output" "$stderr" >&2
    return 1
  fi
}

# pack CONDITION...: a pack with one rule a condition, judged left and right.
pack() {
  printf 'return pack { id = "examples", version = "1", title = "t",\n'
  printf 'rule { id = "few-rest-days", title = "t", when = measure("rest_days"):below(days_per_week(1)),\n'
  printf '  advise = "rest_days", cite = { "convention" }, evidence = "weak" },\n'
  n=0
  for condition in "$@"; do
    n=$((n + 1))
    printf 'rule { id = "r%d", title = "t", side = each, when = %s,\n' "$n" "$condition"
    printf '  advise = "rest_days", cite = { "convention" }, evidence = "weak" },\n'
  done
  printf '}\n'
}

@test "the examples of rules/README.md are rules" {
  guide=$root/rules/README.md
  mapfile -t conditions < <(awk -F '`' '/^\| example/ { on = 1; next } /^$/ { on = 0 } on && /^\| `/ { print $2 }' "$guide")
  [ "${#conditions[@]}" -ge 7 ]
  mapfile -t -O "${#conditions[@]}" conditions < <(tr '\n' ' ' < "$guide" | grep -o 'fn { needs.*end }' | head -1)
  pack "${conditions[@]}" > examples.lua
  sinew rules check examples.lua
  holds examples.lua $((${#conditions[@]} + 1))
}

@test "whole blocks of rules/README.md and the fields it names are right" {
  guide=$root/rules/README.md
  {
    printf 'return pack { id = "blocks", version = "1", title = "t",\n'
    awk '/^```lua/ { open = 1; text = ""; next } /^```/ { if (open && text ~ /^(rule|precedence)/) print text; open = 0 }
         open { text = text $0 "\n" }' "$guide" | sed 's/^}$/},/'
    printf 'rule { id = "fields", title = "t", side = each, when = asymmetry("hhd_hip_abduction"):above(pct(10)),\n'
    grep -o '`against = {[^`]*`\|`grades = {[^`]*`' "$guide" | tr -d '`' | sed 's/$/,/'
    printf '  cite = { "convention" }, evidence = "weak" },\n}\n'
  } > blocks.lua
  sinew rules check blocks.lua
  holds blocks.lua 2
}

@test "the case of rules/README.md holds for the rules that it names" {
  guide=$root/rules/README.md
  blocks() { # KIND: the Lua blocks that begin with it
    awk -v kind="^$1" '/^```lua/ { open = 1; text = ""; next } /^```/ { if (open && text ~ kind) print text; open = 0 }
         open { text = text $0 "\n" }' "$guide"
  }
  {
    printf 'return pack { id = "blocks", version = "1", title = "t",\n'
    blocks rule | sed 's/^}$/},/'
    printf 'rule { id = "hip-abduction-side-gap", title = "t", side = each,\n'
    printf '  when = asymmetry("hhd_hip_abduction"):above(pct(10)),\n'
    printf '  strengthen = "gluteus_medius", cite = { "convention" }, evidence = "weak" },\n}\n'
  } > blocks.lua
  blocks case > blocks_test.lua
  sinew rules test blocks.lua
  expect 0 '1 passed, 0 failed'
}

@test "the template is a pack without mistakes" {
  cp "$root/rules/TEMPLATE.lua" my_pack.lua
  sinew rules check my_pack.lua
  holds my_pack.lua 2
  sinew --pack my_pack.lua rules describe
  [ "$status" -eq 0 ]
}

@test "the demo runs wherever the program was built" {
  cp "$SINEW" elsewhere
  unset SINEW_HOME SINEW_DB
  here=$PWD
  cd "$root"
  run --separate-stderr tests/demo "$here/elsewhere" "$here/out"
  [ "$status" -eq 0 ]
  [[ $output == *'EX-STOP   2026-11-20  REFER (emergency), 1 finding'* ]]
}
