#!/usr/bin/env bats
# What measures Sinew beside others: it runs, and all come to the same results.
load clinic

@test "hand-written peers find and plan the same, and each is measured" {
  command -v cc > /dev/null || skip 'no compiler'
  pkg-config --exists jansson || skip 'no jansson to build against'
  cd "$root"
  BENCH=small run --separate-stderr tests/bench/peers "$SINEW" "$BATS_TEST_TMPDIR/out"
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  for row in 'sinew stream' 'sinew stream, fields of peers' 'sinew stream --jobs 2' 'C, plain scanner' 'C, jansson'; do
    grep -qE "^  $row +cpu +[0-9.]+ s +wall +[0-9.]+ s +peak +[0-9.]+ MiB" <<< "$output"
  done
  for peer in luajit lua5.4 json-rules-engine CLIPS; do grep -qE "^  (left out: )?.*$peer" <<< "$output"; done
  [ "$(wc -l < "$BATS_TEST_TMPDIR/out/peers-some.same")" -eq 200 ]
}

@test "a peer that comes to other results is told" {
  command -v cc > /dev/null || skip 'no compiler'
  pkg-config --exists jansson || skip 'no jansson to build against'
  cp -r "$root/tests" "$root/data" .
  sed -i 's/40/41/' tests/bench/src/peers/judge.h
  ! cmp -s tests/bench/src/peers/judge.h "$root/tests/bench/src/peers/judge.h"
  command -v lua5.4 > /dev/null && lua5.4 -e 'require("cjson")' 2> gone || skip 'no other peer'
  BENCH=small run --separate-stderr tests/bench/peers "$SINEW" out
  [ "$status" -eq 1 ]
  [[ $stderr == *'comes to other results'* ]]
}

@test "whatever measures compiles against the headers of today" {
  command -v cc > /dev/null || skip 'no compiler'
  command -v pkg-config > /dev/null || skip 'no pkg-config'
  read -ra flags <<< "$(pkg-config --cflags lua5.4 sqlite3 jansson 2> gone)"
  for source in "$root"/tests/bench/src/*.c "$root"/tests/bench/src/peers/*.c; do
    cc -fsyntax-only -std=c11 -D_DEFAULT_SOURCE -D_XOPEN_SOURCE=700 -I"$root/engine" "${flags[@]}" "$source"
  done
}
