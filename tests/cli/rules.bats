#!/usr/bin/env bats
# rules check, list, describe; where packs are found; help, version and global options.
load clinic

write_packs() {
  cat > good.lua <<'E2'
return pack {
  id = "good", version = "1.0.0", title = "Good",
  rule { id = "long-hold", title = "A long hold", when = measure("sorensen"):above(s(100)), advise = "hold_load",
    group = "x", cite = { "cai2015" }, evidence = "weak", say = "The hold lasted {value} s." },
}
E2
  cat > bad.lua <<'E2'
return pack {
  id = "bad", version = "1.0.0", title = "Bad",
  rule { id = "b", title = "B", side = each, strengthen = "gluteus_medius", cite = { "cai2015" }, evidence = "weak",
    when = strength("gluteus_medus"):below(sd(-1)) },
  rule { id = "c", title = "C", when = age():above(years(40)), advise = "hold_load", cite = { "cai2015" },
    evidence = "week" },
}
E2
}

@test "rules check: a good pack says how many rules it has" {
  write_packs
  sinew rules check good.lua
  expect 0 'good.lua: 1 rule, no mistakes'
}

@test "rules check: all mistakes at once, each with its line and a caret" {
  write_packs
  sinew rules check bad.lua
  expect 4 '' "bad.lua:4:21: error: unknown muscle 'gluteus_medus' (did you mean 'gluteus_medius'?)
  4 |     when = strength(\"gluteus_medus\"):below(sd(-1)) },
    |                     ^~~~~~~~~~~~~~~
bad.lua:6:16: error: evidence is strong, moderate, limited, weak, contradictory or none
  6 |     evidence = \"week\" },
    |                ^~~~~~
sinew: bad.lua: 2 mistakes"
}

@test "rules check: every path is checked, the first fault is the exit code" {
  write_packs
  sinew rules check missing.lua good.lua /
  expect 7 'good.lua: 1 rule, no mistakes' 'sinew: missing.lua: cannot be opened: No such file or directory
sinew: /: is not a regular file'
  sinew rules check good.lua good.lua
  expect 4 'good.lua: 1 rule, no mistakes' "sinew: good.lua: pack 'good' was loaded from good.lua already"
}

@test "rules check: without a path the shipped packs are sound, and no database is made" {
  sinew rules check
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  [[ $output == *"$root/rules/red_flags.lua: "*' rules, no mistakes'* ]]
  [ ! -e "$SINEW_DB" ]
  cd "$root"
  sinew rules check
  [[ $output == *$'\nrules/red_flags.lua: '*' rules, no mistakes'* ]]
}

@test "rules check: every shipped pack has no mistake and no warning, at least 60 rules in all" {
  cd "$root"
  rules=0
  for pack in rules/*.lua; do
    case $pack in *_test.lua | */TEMPLATE.lua) continue ;; esac
    sinew rules check "$pack"
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [[ ${lines[0]} =~ ^$pack:\ ([0-9]+)\ rules,\ no\ mistakes$ ]]
    rules=$((rules + BASH_REMATCH[1]))
  done
  [ "$rules" -ge 60 ]
}

@test "every shipped rule has words for clinician and patient, in whom it was studied and what speaks against it" {
  cd "$root"
  for pack in rules/*.lua; do
    case $pack in *_test.lua | */TEMPLATE.lua) continue ;; esac
    sinew --pack "$pack" rules describe --json
    [ "$status" -eq 0 ]
    for field in say tell studied doubt; do
      [[ $output == *"\"$field\":\""* && $output != *"\"$field\":\"\""* ]]
    done
    [[ $output != *'"cites":[]'* ]]
    sinew rules check "$pack" --notes
    [[ $output$stderr != *'school grade'* ]]
  done
}

@test "rules check: hostile packs give the mistakes that their first lines expect, placed" {
  for pack in "$root"/tests/hostile/*.lua; do
    sinew rules check "$pack"
    if grep -q '^-- expect: ' "$pack"; then
      [ "$status" -eq 4 ] || [ "$status" -eq 5 ] || { echo "$pack: $status $stderr"; false; }
      sed -n 's/^-- expect: //p' "$pack" > wanted
      while read -r text; do
        if [[ $text =~ ^([0-9:]+):\ (.*)$ ]]; then text=":${BASH_REMATCH[1]}: error: ${BASH_REMATCH[2]}"; fi
        [[ $stderr == *"$text"* ]] || { echo "$pack: '$text' is not in: $stderr"; false; }
      done < wanted
    else
      [ "$status" -eq 0 ] || { echo "$pack: $status $stderr"; false; }
    fi
  done
}

@test "rules list: aligned columns, JSON" {
  write_packs
  sinew --pack good.lua rules list
  expect 0 'PACK  RULE       EVIDENCE       SIDES        TITLE
good  long-hold  weak           once         A long hold'
  sinew --pack good.lua rules list --json
  expect 0 '[{"pack":"good","rule":"long-hold","evidence":"weak","sides":["both"],"title":"A long hold","required_by":[]}]'
}

@test "rules list: without --pack the two default packs" {
  sinew rules list
  [ "$status" -eq 0 ]
  [ "$(printf '%s\n' "$output" | awk 'NR > 1 { print $1 }' | sort -u | tr '\n' ' ')" = 'red-flags runner-low-back ' ]
}

@test "rules describe: the rule as a sentence, with what it cites" {
  write_packs
  sinew --pack good.lua rules describe long-hold
  expect 0 'A long hold
  rule      good/long-hold (line 3)
  when      Biering-Sorensen trunk extensor hold is above 100 s.
  then      advise hold_load
  says      The hold lasted {value} s.
  group     x
  evidence  weak
  cites     cai2015: Cai C, 2015, J Orthop Sports Phys Ther 45(6):436-443'
  sinew --pack good.lua rules describe good/long-hold --json
  expect 0 '[{"pack":"good","rule":"long-hold","evidence":"weak","sides":["both"],"title":"A long hold","required_by":[],"sentence":"Biering-Sorensen trunk extensor hold is above 100 s.","effects":"advise hold_load","group":"x","say":"The hold lasted {value} s.","tell":"","studied":"","doubt":"","cites":["cai2015"],"line":3}]'
  sinew --pack good.lua rules describe long-hld
  expect 3 '' "sinew: unknown rule 'long-hld' (did you mean 'long-hold'?)"
}

@test "no line of a description is wider than 80 columns" {
  sinew rules describe
  [ "$status" -eq 0 ]
  [ "$(printf '%s\n' "$output" | awk '{ if (length > 80) n++ } END { print n + 0 }')" -eq 0 ]
}

@test "packs are found by id, - and _ alike; twice the same id is an error with both paths" {
  write_packs
  mkdir a b
  cp good.lua a/good_one.lua
  SINEW_PATH=$PWD/a sinew --pack good-one rules list --json
  [ "$status" -eq 0 ]
  cp a/good_one.lua b/good-one.lua
  SINEW_PATH=a:b sinew --pack good_one rules list
  expect 3 '' "sinew: pack 'good_one' is there twice: a/good_one.lua and b/good-one.lua"
  SINEW_PATH=a:a/. sinew --pack good_one rules list --json
  [ "$status" -eq 0 ]
  SINEW_PATH=a sinew --pack good-oen rules list
  expect 3 '' "sinew: unknown pack 'good-oen' (did you mean 'good-one'?)"
}

@test "global options" {
  sinew --version
  [[ $output == 'sinew '[0-9]*.[0-9]*.[0-9]* ]]
  sinew version
  [ "$status" -eq 0 ]
  sinew --pck x rules list
  expect 2 '' "sinew: unknown option --pck before the command (did you mean '--pack'?)"
  sinew --db
  expect 2 '' 'sinew: --db needs a value'
  sinew --db=x --db y rules list
  expect 2 '' 'sinew: --db is given twice'
  SINEW_HOME=/nowhere sinew rules list
  expect 7 '' 'sinew: /nowhere: does not hold the folders data, rules and scripts'
}

@test "help: the table, one command, a slip" {
  sinew --help
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'sinew [--db FILE] [--pack ID]... COMMAND ...' ]
  [[ $output == *$'\n  rules check     Check rule packs: all mistakes with their places\n'* ]]
  sinew help version
  expect 0 'sinew version 

Print the version.'
  first=$("$SINEW" help stream)
  sinew stream --help
  expect 0 "$first"
  sinew hlep
  expect 2 '' "sinew: unknown command 'hlep' (did you mean 'help'?); 'sinew help' lists them"
}

@test "a full or closed output is an error with its code" {
  [ -c /dev/full ] || skip 'no /dev/full'
  run --separate-stderr sh -c '"$SINEW" version >/dev/full'
  expect 7 '' 'sinew: the output cannot be written: No space left on device'
  run --separate-stderr sh -c '"$SINEW" rules list >&-'
  expect 7 '' 'sinew: the output cannot be written: Bad file descriptor'
}
