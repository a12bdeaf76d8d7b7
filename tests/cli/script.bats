#!/usr/bin/env bats
# Commands as scripts: --batch, source, and lines of any bytes.
load clinic

@test "--batch ends at the first command that fails, --keep-going at the end" {
  sinew --batch <<< $'patient add C-1\nnosuch\npatient add C-2'
  expect 2 'patient C-1 added' "sinew: line 2: unknown command 'nosuch'; 'sinew help' lists them"
  sinew --batch --keep-going <<< $'nosuch\npatient add C-2'
  expect 2 'patient C-2 added' "sinew: line 1: unknown command 'nosuch'; 'sinew help' lists them"
  sinew --keep-goin
  [ "$status" -eq 2 ]
  [[ $stderr == *"did you mean '--keep-going'?"* ]]
}

@test "source runs a file, names file and line of a fault, and ends at it" {
  printf '# a comment\n\npatient add C-1\r\nnosuch\npatient add C-2\n' > clinic.txt
  sinew source clinic.txt
  expect 2 'patient C-1 added' "sinew: clinic.txt line 4: unknown command 'nosuch'; 'sinew help' lists them"
  sinew source clinic.txt --keep-going
  [ "$status" -eq 3 ] || [ "$status" -eq 2 ]
  [[ $output == *'patient C-2 added' ]]
  printf 'patient add C-3\nexit\npatient add C-4\n' > inner.txt
  printf 'source inner.txt\npatient list\n' > outer.txt
  sinew source outer.txt
  [ "$status" -eq 0 ]
  [ "$(wc -l <<< "$output")" -eq 4 ]
  printf 'source loop.txt\n' > loop.txt
  sinew source loop.txt
  [ "$status" -eq 5 ]
  [[ $stderr == *'more than 8 files within files'* ]]
  sinew source missing.txt
  [ "$status" -eq 7 ]
  printf 'pa\0t\n' > nul.txt
  sinew source nul.txt
  expect 3 '' 'sinew: nul.txt line 1: the line holds a NUL byte'
}

@test "any line of any bytes is answered: 250 random and mutated lines, or 1,000 times SINEW_ROUNDS" {
  sinew patient add C-1 < /dev/null
  awk -v rounds="${SINEW_ROUNDS:-1}" '
    BEGIN {
      srand(11)
      n = split("patient show C-1|measure C-1 hhd_hip_abduction left 18.3kg|explain C-1 hip-abduction-low left --json|" \
        "answer C-1 rf_cord no|help glute med|whatif C-1 sorensen=90s|log C-1 2026-01-02 done=yes|goals|next C-1|" \
        "plan C-1 --minutes 20 --equipment band|? SLR|sweep C-1 sorensen 20..300|overrides|rules describe x|" \
        "find|source x|audit show C-1|progress C-1 --json|history C-1|void C-1 last --reason x", good, "|")
      for (i = 0; i < (rounds > 1 ? 1000 * rounds : 250); i++) {
        line = rand() < 0.3 ? "" : good[1 + int(rand() * n)]
        for (k = int(rand() * 6); k > 0; k--) {
          at = int(rand() * (length(line) + 1))
          c = sprintf("%c", 1 + int(rand() * 255))
          if (c == "\n") c = "\""
          line = substr(line, 1, at) c substr(line, at + 1 + int(rand() * 3))
        }
        if (line ~ /^ *(exit|quit|q)/ || line ~ /^ *(db|rules (new|stub|use|drop)|patient erase|import|stream|save)/) continue
        print line
      }
      print "."; print "version"
    }' > lines.txt
  LC_ALL=C sinew < lines.txt
  [ "$status" -le 7 ]
  [[ $output == *$'\nsinew '[0-9]* ]]
  ! LC_ALL=C grep -q '[^[:print:][:space:]]' <<< "$stderr" || LC_ALL=C.UTF-8 grep -qv $'\033' <<< "$stderr"
  [[ $stderr != *$'\033'* ]]
  ! grep -q 'AddressSanitizer\|runtime error' <<< "$stderr"
}

@test "a broken rule file or a locked database does not end a sitting" {
  mkdir -p packs
  echo 'return pack { id = "broken", oops' > packs/broken.lua
  export SINEW_PATH=$PWD/packs
  sinew <<< $'rules describe\nrules check packs/broken.lua\nversion'
  [[ $output == *$'sinew '[0-9]* ]]
  [ "$status" -eq 4 ]
  sinew --pack broken <<< $'rules list\nversion'
  [[ $output == 'sinew '* ]]
}

@test "value works out the rule language: numbers with unit and error, conditions, both sides, placed mistakes" {
  sinew examples
  sinew value EX-PAIRS 'measure("hhd_hip_abduction").left - measure("hhd_hip_abduction").right'
  expect 0 '-35.304 N, 95 % error 11.278 N'
  sinew value EX-PAIRS 'strength("gluteus_medius")'
  expect 0 'left   -1.429 SD, 95 % error 0.5749 SD
right  0.0523 SD, 95 % error 0.6522 SD'
  sinew value EX-PAIRS 'low("gluteus_medius")' --json
  expect 0 '[{"side":"left","truth":"true","certainty":1},{"side":"right","truth":"false","certainty":0.000782}]'
  sinew value EX-PAIRS '(1 + 2) * math.max(3, 4)'
  expect 0 '12'
  sinew value EX-PAIRS 'measure("side_bridge").left'
  [ "$status" -eq 0 ]
  sinew value EX-PAIRS 'strenth("gluteus_medius")'
  [ "$status" -eq 4 ]
  [ "${stderr_lines[0]}" = "prompt:1:1: error: unknown word 'strenth' (did you mean 'strength'?)" ]
  [ "${stderr_lines[1]}" = '  1 | strenth("gluteus_medius")' ]
  sinew value EX-PAIRS 'while true do end'
  [ "$status" -eq 4 ]
  sinew value EX-PAIRS _
  expect 2 '' 'sinew: LUA: there is no last value for _ yet'
  sinew value NOBODY 1
  [ "$status" -eq 3 ]
}

@test "try judges by a rule that is not saved, and counts for whom it would hold" {
  sinew examples
  sinew try EX-PAIRS 'rule { when = low("gluteus_medius"), side = each }'
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'tried (left): present, certainty 99 %' ]
  [ "${lines[-1]}" = 'all 5 patients with a visit: present 3, unsure 0, not assessed 0, not present 2' ]
  sinew try 'rule { id = "old", when = age():above(years(34)) }' --json
  [ "$status" -eq 0 ]
  [[ $output == '{"patients":5,"present":'* ]]
  sinew try 'rule { when = low("gluteus_medus"), side = each }'
  [ "$status" -eq 4 ]
  [ "${stderr_lines[0]}" = "prompt:1:13: error: unknown muscle 'gluteus_medus' (did you mean 'gluteus_medius'?)" ]
  sinew try 'low("gluteus_medius")'
  expect 2 '' 'sinew: write try rule { when = ... }, as in a pack'
  sinew rules list
  [[ $output != *tried* ]]
}
