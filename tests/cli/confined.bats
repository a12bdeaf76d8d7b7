#!/usr/bin/env bats
# Confined workers seen from the command line: what they hold, what becomes of them, and that no case is lost.
load clinic

cases() { awk -v count="$1" -f "$SINEW_HOME/tests/bench/src/cases.awk"; }

# The workers of a program: children of the process that it forked first.
workers() { local first; first=$(pgrep -P "$1") && pgrep -P "${first%%$'\n'*}"; }

# Kills some worker of a program again and again, until it ends.
kill_workers() {
  local struck=0 pids
  while kill -0 "$1" 2> gone; do
    mapfile -t pids < <(workers "$1")
    ((${#pids[@]} == 0)) || { kill -"$2" "${pids[RANDOM % ${#pids[@]}]}" 2> gone && struck=$((struck + 1)); }
    sleep 0.05
  done
  echo "$struck" > struck
}

@test "stream: several workers give the bytes of one; unordered the same lines" {
  cases 800 > cases
  "$SINEW" stream < cases > one
  "$SINEW" stream --jobs 3 --ordered < cases | cmp - one
  "$SINEW" stream --jobs 3 --unordered < cases | sort | cmp - <(sort one)
}

@test "stream: numbers of jobs that are none, and orders that contradict" {
  run --separate-stderr "$SINEW" stream --jobs 0 < /dev/null
  expect 2 '' "sinew: --jobs: '0' is no number from 1 to 64"
  run --separate-stderr "$SINEW" stream --jobs 65 < /dev/null
  expect 2 '' "sinew: --jobs: '65' is no number from 1 to 64"
  run --separate-stderr "$SINEW" stream --ordered --unordered < /dev/null
  expect 2 '' "sinew: --unordered: contradicts --ordered"
}

@test "stream: refused lines stand at their place whoever judges them" {
  cases 400 | awk 'NR % 50 == 7 { print "{" ; next } NR % 90 == 0 { print ""; next } { print }' > cases
  run -3 --separate-stderr bash -c '"$SINEW" stream < cases > one'
  run -3 --separate-stderr bash -c '"$SINEW" stream --jobs 2 < cases > two'
  cmp one two
  [ "$(grep -c '^{"line":' one)" -eq 8 ]
  [[ $(sed -n 7p one) == '{"line":7,"error":'* ]]
}

@test "stream: workers killed at random lose no case and change no byte" {
  cases "${SINEW_KILLED_CASES:-2000}" > cases
  "$SINEW" stream < cases | sha256sum > one
  mkfifo results
  sha256sum < results > two &
  sum=$!
  "$SINEW" stream --jobs 2 < cases > results &
  pid=$!
  kill_workers $pid KILL
  wait $pid
  wait $sum
  cmp one two
  [ "$(cat struck)" -gt 0 ]
}

@test "stream: workers that crash are replaced, and what they had is done again" {
  cases 1500 > cases
  "$SINEW" stream < cases > one
  mkfifo results # hardly anybody reads yet: the stream cannot end before the blow
  "$SINEW" stream --jobs 2 < cases > results &
  pid=$!
  exec 7< results
  read -r line <&7 # so its packs are loaded
  kill -SEGV "$(workers $pid | head -n 1)"
  { echo "$line"; cat <&7; } > two
  exec 7<&-
  wait $pid
  cmp one two
}

@test "a sitting survives a worker that hangs and one that crashes" {
  "$SINEW" import "$SINEW_HOME/data/examples/examples.ndjson"
  mkfifo lines
  SINEW_DEADLINE=1 "$SINEW" < lines > out 2> errors &
  sitting=$!
  exec 7> lines
  echo 'assess EX-PAIRS' >&7
  for _ in $(seq 100); do [ ! -s out ] || break; sleep 0.1; done
  kill -STOP "$(workers $sitting)"
  echo 'whynot EX-PAIRS load-spike' >&7
  for _ in $(seq 100); do ! grep -q 'come to an end' errors || break; sleep 0.1; done
  grep -q 'patient EX-PAIRS: the process that judges did not come to an end within' errors
  echo 'assess EX-SIDE' >&7
  for _ in $(seq 100); do ! grep -q '^EX-SIDE' out || break; sleep 0.1; done
  kill -SEGV "$(workers $sitting)"
  sleep 0.1
  echo 'assess EX-GRADE' >&7
  echo 'assess EX-CLEAR' >&7
  exec 7>&-
  wait $sitting || code=$?
  [ "$code" -eq 5 ] # the highest that a line gave
  grep -q 'EX-GRADE: the process that judges crashed' errors
  grep -q '^EX-PAIRS' out
  grep -q '^EX-SIDE' out
  grep -q '^EX-CLEAR' out
}

# A pack with a function that crashes Lua 5.4.4 for whoever rests 7 days a week: Lua calls itself for every name of the
# chain. With a short stack that needs few of them; a later Lua says what is nil instead.
write_deadly_pack() {
  chain=$(printf '.a%.0s' $(seq 8000))
  cat > deadly.lua <<E2
return pack { id = "x", version = "1", title = "X",
  rule { id = "deadly", title = "Deadly", when = fn { needs = { "rest_days" }, function(p)
    if p:measure("rest_days") >= 7 then local t = {} t.a = t local x = t$chain.b.c end
    return true
  end }, advise = "hold_load", cite = { "convention" }, evidence = "weak" } }
E2
  local said
  said=$(rested P1 7 | (ulimit -s 512 && "$SINEW" --pack deadly.lua stream 2> gone)) || true
  [[ $said != *"nil value"* ]] || skip "this Lua does not crash"
}

rested() { echo "{\"patient\":{\"id\":\"$1\"},\"date\":\"2026-11-20\",\"measures\":[{\"test\":\"rest_days\",\"value\":$2}]}"; }

@test "stream: where Lua itself crashes, its line alone is lost and names the rule, which is left out after the third" {
  write_deadly_pack
  for i in $(seq 400); do
    case $i in 100 | 101 | 330 | 399) rested P$i 7 ;; *) rested P$i 1 ;; esac
  done > cases
  run -3 --separate-stderr bash -c 'ulimit -s 512 && "$SINEW" --pack deadly.lua stream < cases > out'
  [ "$(wc -l < out)" -eq 400 ]
  [ "$(grep -c '^{"line":' out)" -eq 3 ]
  crashed="deadly.lua: pack 'x', rule 'deadly': the process that judges crashed"
  [ "$(sed -n 100p out)" = "{\"line\":100,\"error\":\"$crashed\"}" ]
  [ "$(sed -n 101p out)" = "{\"line\":101,\"error\":\"$crashed\"}" ]
  [ "$(sed -n 330p out)" = "{\"line\":330,\"error\":\"$crashed, for the third time: the functions of this rule are left out from now on\"}" ]
  [[ $(sed -n 399p out) == '{"patient":"P399",'*'not called any more'* ]]
}

@test "backtest: of a question with many cases only that at which Lua crashes is not judged" {
  write_deadly_pack
  for i in $(seq 40); do
    case $i in 17) rested P$i 7 ;; *) rested P$i 1 ;; esac
  done > cases.ndjson
  "$SINEW" run cases.ndjson
  run --separate-stderr bash -c 'ulimit -s 512 && "$SINEW" backtest deadly.lua'
  [ "$status" -eq 0 ]
  [[ $output == *$'\n39 cases judged, 1 could not be judged; '* ]]
  [[ $stderr == *"note: some cases were not judged: "*"the process that judges crashed"* ]]
}

@test "a sitting survives a crash of Lua itself" {
  write_deadly_pack
  { rested P1 7 && rested P2 1; } > cases.ndjson
  "$SINEW" import cases.ndjson
  printf 'assess P1\nassess P2\nassess P1\n' > lines
  run --separate-stderr bash -c 'ulimit -s 512 && "$SINEW" --pack deadly.lua < lines'
  [ "$status" -eq 4 ]
  [ "$(grep -c "pack 'x', rule 'deadly', patient P1: the process that judges crashed" <<< "$stderr")" -eq 2 ]
  [[ $output == *'P2'* ]]
}

@test "stream: a worker that stands still is replaced, and what it had is done again" {
  cases 300 > cases
  "$SINEW" stream < cases > one
  mkfifo results
  SINEW_DEADLINE=1 "$SINEW" stream --jobs 2 < cases > results &
  pid=$!
  exec 7< results
  read -r line <&7 # so its packs are loaded
  kill -STOP "$(workers $pid | head -n 1)"
  { echo "$line"; cat <&7; } > two
  exec 7<&-
  wait $pid
  cmp one two
}

@test "stream: who reads slowly makes no worker late" {
  cases 300 > cases
  "$SINEW" stream < cases > one
  SINEW_DEADLINE=1 "$SINEW" stream < cases | { sleep 2.5; cat; } | cmp - one
}

@test "without a filter of system calls it is said once and goes on with limits; --strict refuses" {
  cc -o no_filter "$root/tests/faults/no_filter.c" 2> gone || skip 'no filter can be taken away here'
  ./no_filter true || skip 'no filter can be taken away here'
  cases 20 > cases
  "$SINEW" stream < cases > one
  why='with limits alone, because this system offers no filter of system calls'
  run --separate-stderr ./no_filter "$SINEW" stream --jobs 2 cases
  expect 0 "$(cat one)" "note: rule packs are judged $why"
  run --separate-stderr ./no_filter "$SINEW" <<< $'import '"$root"$'/data/examples/examples.ndjson\nassess EX-PAIRS\nassess EX-SIDE'
  [ "$status" -eq 0 ]
  [ "$(grep -c 'with limits alone' <<< "$stderr")" -eq 1 ]
  [[ $output == *'EX-SIDE'* ]]
  run --separate-stderr ./no_filter "$SINEW" --strict stream cases
  expect 5 '' "sinew: --strict: rule packs would be judged $why"
  run --separate-stderr "$SINEW" --strict stream cases
  [ "$status" -eq 0 ] || [[ $stderr == *'because this build has sanitizers'* ]]
}

@test "without a filter the limits of a worker hold all the same" {
  cc -o no_filter "$root/tests/faults/no_filter.c" 2> gone || skip 'no filter can be taken away here'
  ./no_filter true || skip 'no filter can be taken away here'
  [ -r /proc/self/limits ] || skip 'no /proc'
  mkfifo lines
  ./no_filter "$SINEW" stream < lines > out 2> errors &
  pid=$!
  exec 7> lines
  cases 1 >&7
  for _ in $(seq 100); do [ ! -s out ] || break; sleep 0.05; done
  limits=$(tr -s ' ' < "/proc/$(workers $pid)/limits")
  [[ $limits == *$'\nMax processes 0 0 '* ]]
  [[ $limits == *$'\nMax cpu time 3600 3600 '* ]]
  [[ $OUT == */asan ]] || [[ $limits == *$'\nMax file size 0 0 '*$'\nMax open files 0 0 '*$'\nMax address space 536870912 536870912 '* ]]
  exec 7>&-
  wait $pid
}

# Is the text anywhere in the memory of a process?
holds() {
  local start end modes rest
  while read -r range modes rest; do
    [[ $modes == r* && $rest != *'[vvar]'* ]] || continue
    start=$((0x${range%-*} / 4096)) end=$((0x${range#*-} / 4096))
    ((end - start < 262144)) || continue # the shadow memory of a sanitizer: no text, and terabytes
    if dd if="/proc/$1/mem" bs=4096 skip="$start" count=$((end - start)) 2> gone | grep -aq "$2"; then return 0; fi
  done < "/proc/$1/maps"
  return 1
}

@test "no worker holds the name of a patient in the open database, nor a word of the command line" {
  [ "$EUID" -eq 0 ] || skip "only root reads the memory of others"
  mkfifo lines
  printf 'name: Aurelia Quillfeather\nborn: 1990-02-03\n' > identity
  "$SINEW" --db clinic.db --as Quincunx < lines > out 2> errors &
  sitting=$!
  exec 7> lines
  echo 'patient add P7 --sex f --identity identity' >&7
  echo 'measure P7 side_bridge left 40s' >&7
  echo 'assess P7' >&7
  echo 'patient show P7' >&7
  for _ in $(seq 100); do ! grep -q 'Quillfeather' out || break; sleep 0.1; done
  grep -q Quillfeather out
  holds $sitting Quillfeather # so it can be found
  first=$(pgrep -P $sitting)
  for pid in $first $(workers $sitting); do
    holds "$pid" gluteus_medius
    ! holds "$pid" Quillfeather
    ! holds "$pid" Quincunx
    [ -z "$(tr -d '\0' < "/proc/$pid/environ")" ]
    [ "$(ls "/proc/$pid/fd" | wc -l)" -le 2 ]
  done
  [ -n "$(workers $sitting)" ]
  exec 7>&-
  wait $sitting
}

@test "nothing is left running when the program ends or is killed" {
  mkfifo in
  exec 7<> in # so that it waits for more
  "$SINEW" stream --jobs 2 < in > out 7>&- &
  pid=$!
  cases 100 >&7
  for _ in $(seq 100); do [ "$(workers $pid | wc -w)" -lt 2 ] || break; sleep 0.1; done
  [ "$(workers $pid | wc -w)" -ge 2 ]
  left="$(pgrep -P $pid) $(workers $pid)"
  kill -KILL $pid
  wait $pid || true
  for _ in $(seq 50); do
    alive=0
    for one in $left; do ! kill -0 "$one" 2> gone || alive=1; done
    [ $alive -eq 1 ] || break
    sleep 0.1
  done
  [ $alive -eq 0 ]
  exec 7>&-
}
