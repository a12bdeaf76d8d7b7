#!/usr/bin/env bats
# summary: the clinic in counts: rules, overrides, real changes, adherence.
load clinic

setup_clinic() {
  cat > hold.lua <<'E2'
return pack {
  id = "hold", version = "1.0.0", title = "Hold",
  rule { id = "long-hold", title = "A long hold", when = measure("sorensen"):plain():above(s(100)), advise = "hold_load",
    group = "x", cite = { "cai2015" }, evidence = "weak", say = "The hold lasted {value} s." },
}
E2
  cat > cases.ndjson <<'E2'
{"patient":{"id":"P1","sex":"f","age":36},"date":"2026-09-20","measures":[{"test":"sorensen","value":20,"unit":"s"}]}
{"patient":{"id":"P1","sex":"f","age":36},"date":"2026-11-20","measures":[{"test":"sorensen","value":230,"unit":"s"}]}
{"patient":{"id":"P2","sex":"f","age":36},"date":"2026-11-01","measures":[{"test":"sorensen","value":150,"unit":"s"}]}
{"patient":{"id":"P2","sex":"f","age":36},"date":"2026-11-19","measures":[{"test":"sorensen","value":151,"unit":"s"}]}
{"patient":{"id":"P3","sex":"f","age":36},"date":"2026-01-20","measures":[{"test":"sorensen","value":50,"unit":"s"}]}
{"patient":{"id":"P4","sex":"f","age":36},"date":"2026-11-18"}
E2
  "$SINEW" --pack hold.lua import cases.ndjson
  "$SINEW" --pack hold.lua assess --all > /dev/null
}
summary() { sinew --pack hold.lua summary "$@"; }
# The line of the tables that names this.
line_of() { printf '%s\n' "$output" | grep -F -- "$1" | tr -s ' '; }

@test "rules are counted once a patient, by the last result" {
  setup_clinic
  summary
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = '4 patients' ]
  [ "$(line_of long-hold)" = ' ########## 2 0 1 long-hold' ]
  [[ $output == *'(sides of 4 last results)'* ]]
  echo 'Seen lying only.' | "$SINEW" --pack hold.lua override P2 long-hold absent --reason - --as Kim > /dev/null
  echo 'Seen before.' | "$SINEW" --pack hold.lua override P3 long-hold present --reason - --as Kim > /dev/null
  "$SINEW" --pack hold.lua assess --all > /dev/null
  summary
  [ "$(line_of 'overruled as absent')" = ' overruled as absent 1 of 2 (50 %), as present 1' ]
  [ "$(line_of long-hold | head -n 1)" = ' ########## 2 0 1 long-hold' ]
}

@test "changes from first to last are counted by what is beyond error" {
  setup_clinic
  summary
  [ "$(line_of ' sorensen')" = ' ##### 1 0 0 1 0 sorensen' ]
}

@test "--since leaves out who was not seen any more" {
  setup_clinic
  summary --since 2026-11-19
  [ "${lines[0]}" = '2 patients seen since 2026-11-19' ]
  [ "$(line_of long-hold)" = ' ########## 2 0 0 long-hold' ]
  summary --since 2026-11-20
  [ "${lines[0]}" = '1 patient seen since 2026-11-20' ]
  summary --since yesterday
  [ "$status" -eq 3 ]
  [[ $stderr == *'--since'* ]]
}

@test "adherence: what was logged of what was planned" {
  "$SINEW" import "$root/data/examples/examples.ndjson" > /dev/null
  "$SINEW" assess --all > /dev/null
  sinew summary
  [[ $output == *'begun'$'\n''  none' ]]
  "$SINEW" approve EX-PAIRS --as Kim > /dev/null
  "$SINEW" log EX-PAIRS 2026-11-20 done=yes > /dev/null
  planned=$("$SINEW" program status EX-PAIRS --json | grep -o '"planned":[0-9]*' | tail -n 1 | tr -dc 0-9)
  sinew summary --json
  [ "$status" -eq 0 ]
  [[ $output == *'"adherence":{"programs":1,"done":1,"planned":'"$planned"',"quarters":['* ]]
  sinew summary
  [[ $output == *"  1 programs: 1 of $planned sessions done ("* ]]
}

@test "nobody is named, and no line is wider than 80 columns" {
  "$SINEW" import "$root/data/examples/examples.ndjson" > /dev/null
  "$SINEW" rules use lower-quarter > /dev/null
  "$SINEW" assess --all > /dev/null
  sinew summary
  [[ $output != *EX-* ]]
  [ "$(printf '%s\n' "$output" | awk '{ if (length > 80) n++ } END { print n + 0 }')" -eq 0 ]
  sinew summary --json
  [[ $output != *EX-* ]]
  command -v python3 > /dev/null || skip 'no python3 to read the JSON'
  printf '%s' "$output" | python3 -c 'import json, sys; x = json.load(sys.stdin); assert x["patients"] == 5 and x["rules"]'
}

@test "without a database there is nothing to count" {
  sinew summary
  [ "$status" -eq 6 ]
}
