#!/usr/bin/env bats
# stream: NDJSON cases in, one result line each out, nothing stored; explain on a file of cases.
load clinic

write_input() {
  cat > hold.lua <<'E2'
return pack {
  id = "hold", version = "1.0.0", title = "Hold",
  rule { id = "long-hold", title = "A long hold", when = measure("sorensen"):above(s(100)), advise = "hold_load",
    group = "x", cite = { "cai2015" }, evidence = "weak", say = "The hold lasted {value} s." },
}
E2
  cat > cases <<'E2'
{"patient":{"id":"P1","sex":"f","age":36},"date":"2026-11-20","measures":[{"test":"sorensen","value":130,"unit":"s"}]}

{"patient":{"id":"P2"},"date":"2026-11-20","measures":[{"test":"sorensen","value":99}]}
E2
}

stream() { sinew --pack hold.lua stream "$@"; }
without_flags() { output=$(printf '%s' "$output" | sed -E 's/"red_flags_open":\[[^]]*\]/"red_flags_open":[...]/'); }

present='{"patient":"P1","date":"2026-11-20","findings":[{"pack":"hold","rule":"long-hold","side":"both","title":"A long hold","index":130.000,"unit":"s","grade":"","certainty":0.958,"evidence":"weak","group":"x","say":"The hold lasted 130 s.","cites":["cai2015"],"needs":[]}],"unsure":[],"unknown":[],"information":[],"overridden":[],"arguments":[{"action":"advise","target":"hold_load","side":"both","weight":0.2394,"against":false,"pack":"hold","rule":"long-hold","group":"x","held":null}],"targets":[{"action":"advise","target":"hold_load","side":"both","weight":0.2394}],"conflicts":[],"stops":[],"red_flags_open":[...],"judged":0,"expected_by_chance":0.00,"program":{"draft":true,"stopped":false,"referral":"","weeks":0,"sessions_per_week":0,"minutes":0.0,"covered":0.000,"gap":0.000,"items":[],"advice":[{"id":"hold_load","why":"A long hold"}]},"left_out":[],"remarks":[]}'
unsure='{"patient":"P2","date":"2026-11-20","findings":[],"unsure":[{"pack":"hold","rule":"long-hold","side":"both","title":"A long hold",'

@test "a case gives its result line, a blank line nothing" {
  write_input
  stream < cases
  without_flags
  [ "$status" -eq 0 ]
  [ "${lines[0]%%\"red_flags_open*}" = "${present%%\"red_flags_open*}" ]
  [ "$(printf '%s\n' "$output" | sed -n 1p)" = "$present" ]
  [[ ${lines[1]} == "$unsure"* ]]
  [ "${#lines[@]}" -eq 2 ]
  [ ! -e "$SINEW_DB" ]
}

@test "what cannot be read is a line of its own; the others go on" {
  write_input
  {
    echo '{"patient":{"id":"P2"},"date":"2026-11-20","measures":[{"test":"sorensn","value":99}]}'
    echo '{"patient":{"id":"P2"}}'
    printf 'x\0y\n\xff\n'
    cat cases
    printf '{"patient":{"id":"P9"},"date":"2026-11-20","date":"2026-11-20"}'
  } > mixed
  stream < mixed
  [ "$status" -eq 3 ]
  [ "$stderr" = 'sinew: some cases were refused: see their lines' ]
  [ "${lines[0]}" = "{\"line\":1,\"error\":\"measures[0].test: unknown test 'sorensn' (did you mean 'sorensen'?)\"}" ]
  [ "${lines[1]}" = '{"line":2,"error":"date: the date of the case is missing: write YYYY-MM-DD"}' ]
  [[ ${lines[2]} == '{"line":3,"error":"'* ]]
  [[ ${lines[3]} == '{"line":4,"error":"'* ]]
  [[ ${lines[4]} == '{"patient":"P1",'* ]]
  [[ ${lines[5]} == '{"patient":"P2",'* ]]
  [[ ${lines[6]} == '{"line":8,"error":"'* ]]
  [ "${#lines[@]}" -eq 7 ]
}

@test "with several inputs the file stands beside the line" {
  write_input
  echo nonsense > other
  stream cases other - < cases
  [ "$status" -eq 3 ]
  [[ ${lines[2]} == '{"file":"other","line":1,"error":"'* ]]
  [ "${#lines[@]}" -eq 5 ]
  [ "${lines[0]}" = "${lines[3]}" ]
}

@test "a line over the cap is refused, the next one is read" {
  write_input
  { head -c 3000000 /dev/zero | tr '\0' x; echo; head -n 1 cases; } > long
  stream < long
  [ "$status" -eq 3 ]
  [ "${lines[0]}" = '{"line":1,"error":"longer than 1048576 bytes"}' ]
  [[ ${lines[1]} == '{"patient":"P1",'* ]]
  [ "${#lines[@]}" -eq 2 ]
}

@test "the same input gives the same bytes, whatever the order of measures and packs" {
  cases=$root/data/examples/examples.ndjson
  "$SINEW" stream "$cases" > one
  "$SINEW" --pack runner-low-back --pack red-flags stream - < "$cases" > two
  cmp one two
  command -v python3 > /dev/null || skip 'no python3 to shuffle the measures'
  python3 - "$cases" > turned <<'E2'
import json, sys
for line in open(sys.argv[1]):
    case = json.loads(line)
    case["measures"].reverse()
    case["answers"] = dict(reversed(case.get("answers", {}).items()))
    print(json.dumps(dict(reversed(case.items()))))
E2
  "$SINEW" stream turned > three
  cmp one three
}

@test "a cohort split over two processes and put together gives the same bytes as one process" {
  cases=$root/data/examples/examples.ndjson
  for copy in 1 2 3 4; do sed "s/\"EX-/\"C$copy-/" "$cases"; done > cohort
  "$SINEW" stream cohort > one
  [ "$(wc -l < one)" -eq 20 ]
  split -n l/2 -d cohort part-
  for part in 0 1; do
    [ -s part-0$part ]
    "$SINEW" stream < part-0$part > result-$part &
  done
  wait
  cat result-0 result-1 | cmp - one
  command -v parallel > /dev/null || skip 'no GNU parallel for the line of the README'
  parallel --pipepart --block -1 --jobs 2 --keep-order -a cohort "$SINEW" stream | cmp - one
}

@test "memory does not grow with the number of cases" {
  write_input
  for _ in 1 2 3 4 5 6 7 8 9 10; do for _ in 1 2 3 4 5 6 7 8 9 10; do head -n 1 cases; done; done > hundred
  for _ in 1 2 3 4 5 6 7 8 9 10; do for _ in 1 2 3 4 5 6 7 8 9 10; do cat hundred; done; done > many
  [ -r /proc/self/status ] || skip 'no /proc'
  most() {
    { cat "$1"; sleep 1; } | "$SINEW" --pack hold.lua stream > /dev/null &
    sleep 0.9
    awk '/^VmHWM/ { print $2 }' "/proc/$!/status"
    wait $!
  }
  few=$(most hundred) many=$(most many)
  [ "$many" -le $((few + few / 4 + 600)) ] || { echo "$few kB, then $many kB"; false; }
}

@test "a full device and a reader that went away are errors, not deaths" {
  write_input
  if [ -c /dev/full ]; then
    run --separate-stderr sh -c '"$SINEW" --pack hold.lua stream < cases > /dev/full'
    expect 7 '' 'sinew: the output cannot be written: No space left on device'
  fi
  line=$(head -n 1 cases)
  run bash -c 'yes "$1" | head -n 3000 | { "$SINEW" --pack hold.lua stream 2> errors; echo $? > code; } | head -n 1 > first' _ "$line"
  [ "$(cat code)" -eq 7 ]
  [ "$(cat errors)" = 'sinew: the output cannot be written: Broken pipe' ]
}

@test "a missing file or a folder is an I/O error" {
  write_input
  stream missing
  expect 7 '' 'sinew: missing: cannot be opened: No such file or directory'
  stream .
  [ "$status" -eq 7 ]
}

@test "SIGINT and SIGTERM end a waiting stream at once, with a code" {
  write_input
  for signal in INT TERM; do
    mkfifo pipe-$signal
    # a job in the background ignores SIGINT, so the shell must be told to let it through
    bash -c 'trap - INT; exec "$SINEW" --pack hold.lua stream' < pipe-$signal > out-$signal 2>&1 &
    exec 8> pipe-$signal
    head -n 1 cases >&8
    for _ in $(seq 100); do [ ! -s out-$signal ] || break; sleep 0.1; done
    kill -s $signal $!
    code=0
    wait $! || code=$?
    exec 8>&-
    [ "$code" -ne 0 ]
    [[ $(cat out-$signal) == '{"patient":"P1",'* ]]
  done
}

@test "explain: every condition of a case in a file, at most 80 columns" {
  write_input
  sinew --pack hold.lua explain P1 long-hold --file cases
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'P1, 2026-11-20' ]
  [ "${lines[1]}" = 'A long hold: present, certainty 96 %' ]
  [ "${lines[2]}" = '  The hold lasted 130 s.' ]
  [ "${lines[3]}" = '  yes: Biering-Sorensen trunk extensor hold is above 100 s' ]
  sinew explain EX-PAIRS gluteus-medius-vs-quadriceps --file "$root/data/examples/examples.ndjson"
  [ "$status" -eq 0 ]
  [[ $output == *'(left): present, certainty'* ]]
  [[ $output == *'(right): '* ]]
  [ "$(printf '%s\n' "$output" | awk '{ if (length > 80) n++ } END { print n + 0 }')" -eq 0 ]
}

@test "explain: slips are named" {
  write_input
  sinew --pack hold.lua explain P1 long-hld --file cases
  expect 3 '' "sinew: unknown rule 'long-hld' (did you mean 'long-hold'?)"
  sinew --pack hold.lua explain P3 long-hold --file cases
  expect 3 '' "sinew: cases: holds no case of patient 'P3' (did you mean 'P1'?)"
  sinew --pack hold.lua explain P1 long-hold left --file cases
  expect 3 '' "sinew: rule 'long-hold' is judged once, not left and right"
  sinew --pack hold.lua explain P1 long-hold lefft --file cases
  expect 2 '' "sinew: unknown side 'lefft': write left or right"
  echo '{' >> cases
  sinew --pack hold.lua explain P1 long-hold --file cases
  [ "$status" -eq 3 ]
  [[ $stderr == 'sinew: cases:4: '* ]]
}

@test "stream --fields: only what was named, in its usual place" {
  write_input
  stream < cases
  whole=$output
  stream --fields stops,targets,findings < cases
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = '{"patient":"P1","date":"2026-11-20","findings":'"$(sed -n '1s/.*"findings":\(.*\),"unsure".*/\1/p' <<< "$whole")"',"targets":[{"action":"advise","target":"hold_load","side":"both","weight":0.2394}],"stops":[]}' ]
  [ "${lines[1]}" = '{"patient":"P2","date":"2026-11-20","findings":[],"targets":[],"stops":[]}' ]
  stream --fields=date < cases
  [ "$output" = $'{"patient":"P1","date":"2026-11-20"}\n{"patient":"P2","date":"2026-11-20"}' ]
  for jobs in 1 2; do
    "$SINEW" --pack hold.lua stream --jobs $jobs --fields remarks,left_out,program < cases > some
    [ "$(cut -d, -f3- some)" = "$(sed 's/.*,"program":/"program":/' <<< "$whole")" ]
  done
}

@test "stream --fields: every field by its name, and names that are none" {
  write_input
  stream < cases
  whole=$output
  names=$("$SINEW" --pack hold.lua stream --fields '?' < /dev/null 2>&1 | sed -n 's/.*there are //p')
  [ "$(wc -w <<< "$names")" -eq 17 ]
  stream --fields "${names//, /,}" < cases
  [ "$output" = "$whole" ]
  sinew --pack hold.lua stream --fields findings,stop < /dev/null
  [ "$status" -eq 2 ] && [[ $stderr == "sinew: --fields: a result has no field 'stop' (did you mean 'stops'?)"* ]]
  sinew --pack hold.lua stream --fields '' < /dev/null
  [ "$status" -eq 2 ] && [[ $stderr == "sinew: --fields: a result has no field '': there are patient, date, findings,"* ]]
}
