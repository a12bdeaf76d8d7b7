#!/usr/bin/env bats
# The database as a whole: backups and the way back, the check, compacting, reading what may not be written to, what is
# private.
load clinic

clinic() { "$SINEW" import "$SINEW_HOME/data/examples/examples.ndjson" > /dev/null && "$SINEW" assess --all > /dev/null; }
codes() { "$SINEW" "$@" patient list | cut -d' ' -f1 | tr '\n' ' '; }
size() { wc -c < "$1" | tr -d ' '; }

@test "a backup is a whole database of its own, readable by its owner alone" {
  clinic
  for mask in 000 777 022; do
    umask "$mask"
    sinew --as Lee db backup "b$mask.db"
    head=$("$SINEW" db info | sed -n 's/^audit  *head //p')
    [ "$status" -eq 0 ] && [[ $output == "b$mask.db: "*" KiB, checked, audit head $head" ]]
    [ "$(stat -c %a "b$mask.db")" = 600 ]
    "$SINEW" --db "b$mask.db" audit verify --head "$head"
  done
  "$SINEW" --db b022.db audit show | grep -q ' Lee: db backup$'
  umask 022
  [ "$(codes)" = "$(codes --db b022.db)" ]
  "$SINEW" findings EX-PAIRS > here.txt
  "$SINEW" --db b022.db findings EX-PAIRS > there.txt
  cmp here.txt there.txt
  [ -z "$(find . -name '.sinew-*')" ]
}

@test "a backup is never written over what is no backup" {
  clinic
  sinew db backup clinic.db --replace
  expect 7 '' 'sinew: clinic.db: is the database itself: choose another name'
  echo x > notes.txt
  sinew db backup notes.txt --replace
  expect 7 '' 'sinew: notes.txt: is there already and no backup: choose another name'
  ln -s elsewhere link.db
  sinew db backup link.db --replace
  expect 7 '' 'sinew: link.db: is a link and is not written over: name a file'
  mkdir folder.db
  sinew db backup folder.db --replace
  expect 7 '' 'sinew: folder.db: is a folder and is not written over: name a file'
  sinew db backup /dev/null --replace
  expect 7 '' 'sinew: /dev/null: is no regular file and is not written over: name a file'
  sinew db backup missing/b.db
  [ "$status" -eq 7 ]
  "$SINEW" db backup b.db > /dev/null
  before=$(sha256sum < b.db)
  "$SINEW" patient add LATER
  sinew db backup b.db
  expect 7 '' 'sinew: b.db: is there already: --replace puts the new backup in its place'
  [ "$(sha256sum < b.db)" = "$before" ]
  "$SINEW" db backup b.db --replace
  [[ $(codes --db b.db) == *LATER* ]]
  touch b.db-wal
  sinew db backup b.db --replace
  expect 7 '' 'sinew: b.db: a database of this name is in use (a log lies beside it): choose another name'
}

@test "a sealed backup opens with its passphrase only, and every change of it is noticed" {
  clinic
  sinew db backup s.bak --seal <<< 'short'
  expect 3 '' 'sinew: the passphrase is too short: at least 8 characters, better several words'
  sinew db backup s.bak --seal < /dev/null
  expect 3 '' 'sinew: no passphrase was given: it is asked for on a terminal, or is the next line of standard input'
  sinew db backup s.bak --seal <<< 'correct horse'
  [ "$status" -eq 0 ]
  [[ $output == 's.bak: '*', sealed, checked, audit head '* ]]
  [ "$(stat -c %a s.bak)" = 600 ]
  ! grep -aq EX-PAIRS s.bak
  [ "$(head -c 12 s.bak)" = 'Sinew sealed' ]
  before=$(database_bytes)
  sinew db restore s.bak <<< 'wrong horse'
  expect 3 '' 'sinew: s.bak: the passphrase is another one, or the file was changed'
  head -c $(($(size s.bak) - 1)) s.bak > cut.bak
  sinew db restore cut.bak <<< 'correct horse'
  expect 3 '' 'sinew: cut.bak: was changed or cut short after it was sealed'
  head -c $((72 + 65553)) s.bak > cut2.bak
  sinew db restore cut2.bak <<< 'correct horse'
  expect 3 '' 'sinew: cut2.bak: was cut short: its end is missing'
  { cat s.bak; echo; } > long.bak
  sinew db restore long.bak <<< 'correct horse'
  [ "$status" -eq 3 ]
  [ "$(database_bytes)" = "$before" ]
  "$SINEW" patient add LATER
  sinew db restore s.bak <<< 'correct horse'
  [ "$status" -eq 0 ]
  [[ $(codes) != *LATER* ]]
  [[ $(codes --db clinic.db.replaced-*) == *LATER* ]]
}

@test "a restored database is the one of the backup; the replaced one is kept" {
  clinic
  "$SINEW" db backup b.db > /dev/null
  "$SINEW" patient add LATER
  sinew db restore b.db
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = "$SINEW_DB: restored from b.db" ]
  [ "${lines[1]}" = "kept: $SINEW_DB.replaced-20261120T100000" ]
  "$SINEW" audit verify --head "${lines[2]#audit head }"
  "$SINEW" audit show | tail -n 1 | grep -q ': db restore$'
  [[ $(codes) != *LATER* ]]
  "$SINEW" db check
  sinew db restore b.db
  [ "${lines[1]}" = "kept: $SINEW_DB.replaced-20261120T100000-2" ]
  rm clinic.db
  sinew --db new/folder/x.db db restore b.db
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'new/folder/x.db: restored from b.db' ] && [[ ${lines[1]} == 'audit head '* ]]
  [ "$(stat -c %a new new/folder new/folder/x.db | tr '\n' ' ')" = '700 700 600 ' ]
}

@test "a backup that is damaged or none is refused, and the database stays" {
  clinic
  "$SINEW" db backup b.db > /dev/null
  before=$(database_bytes)
  echo x > notes.txt
  sinew db restore notes.txt
  [ "$status" -eq 6 ]
  [[ $stderr == 'sinew: notes.txt: cannot be restored: '* ]]
  head -c 8192 b.db > cut.db
  sinew db restore cut.db
  [ "$status" -eq 6 ]
  cp b.db bent.db
  printf 'XXXXXXXXXXXXXXXX' | dd of=bent.db bs=1 seek=$((5 * 4096)) conv=notrunc status=none
  sinew db restore bent.db
  [ "$status" -eq 6 ]
  [ "${#stderr_lines[@]}" -eq 1 ]
  sinew db restore missing.db
  [ "$status" -eq 7 ]
  [ "$(database_bytes)" = "$before" ]
  [ -z "$(find . -name '.sinew-*' -o -name '*.replaced-*')" ]
}

@test "a damaged database is put aside as it is when a backup is restored" {
  clinic
  "$SINEW" db backup b.db > /dev/null
  head -c 100000 clinic.db > cut && cat cut > clinic.db
  sinew db check
  [ "$status" -eq 6 ]
  sinew db restore b.db
  [ "$status" -eq 0 ]
  cmp cut clinic.db.replaced-*
  [[ $(codes) == *EX-PAIRS* ]]
}

@test "nothing is restored into a database that is in use" {
  clinic
  "$SINEW" db backup b.db > /dev/null
  "$SINEW" patient add LATER
  mkfifo typed
  "$SINEW" < typed > talk 2>&1 &
  exec 7> typed
  echo 'patient list' >&7
  for _ in $(seq 50); do grep -q LATER talk && break; sleep 0.1; done
  sinew db restore b.db
  exec 7>&-
  wait
  expect 6 '' "sinew: '$SINEW_DB' is in use by another program: end that and try again"
  [[ $(codes) == *LATER* ]]
}

@test "check finds what was changed behind the program's back" {
  clinic
  sinew db check
  [ "$status" -eq 0 ]
  [[ $output == 'the database is whole: '* ]]
  sqlite3 clinic.db 'PRAGMA foreign_keys = off; DELETE FROM visit WHERE id = 1; UPDATE file SET bytes = zeroblob(3) WHERE id = 2'
  sinew db check
  [ "$status" -eq 1 ]
  [[ $output == *"rows of 'entry' name a row of 'visit' that is not there"* ]]
  [[ $output == *'stored text 2 is not what was saved'* ]]
  rm clinic.db
  clinic
  sqlite3 clinic.db "UPDATE visit SET day = date(day, '-1 day') WHERE id = 1"
  sinew db check
  [ "$status" -eq 1 ]
  [[ $output == *visit* ]]
  sinew db check --json
  [[ $output == '{"whole":false,"faults":['* ]]
}

@test "compact says what it gained and keeps everything" {
  clinic
  "$SINEW" patient list > before.txt
  sinew db compact
  [ "$status" -eq 0 ]
  [[ $output == *' before, '*" after, audit head $("$SINEW" db info | sed -n 's/^audit  *head //p')" ]]
  "$SINEW" audit show | tail -n 1 | grep -q ': db compact$'
  "$SINEW" patient list | cmp - before.txt
  sinew db check
  [ "$status" -eq 0 ]
}

@test "db info lists who can be judged by which test" {
  clinic
  sinew db info --norms
  [ "$status" -eq 0 ]
  [[ $output == *$'\nhhd_hip_abduction          18-65                  18-65\n'* ]]
  [[ $output == *$'\nthomas_abduction           -                      -\n'* ]]
  sinew db info --norms --json
  [[ $output == *'{"test":"hhd_hip_adduction","women":"20-29","men":""}'* ]]
}

@test "what may not be written to is read, and every write is one clear line" {
  clinic
  mkdir place
  cp clinic.db place/x.db
  chmod 555 place
  export SINEW_DB=$PWD/place/x.db
  before=$(database_bytes)
  for words in 'patient list' 'patient show EX-PAIRS' 'findings EX-PAIRS' 'export --draft html EX-PAIRS' 'db info' 'db check' 'db backup copy.db'; do
    # shellcheck disable=SC2086
    sinew $words
    note='note: the database can only be read: who reads a patient is not recorded'
    [[ $words == db* ]] && note=
    [ "$status" -eq 0 ] && [ "$stderr" = "$note" ] || { echo "$words: $stderr" >&2; return 1; }
  done
  for words in 'patient add NEW' 'visit EX-PAIRS' 'assess EX-PAIRS' 'answer EX-PAIRS rf_ces_saddle no' 'db compact' 'db restore copy.db' "import $SINEW_HOME/data/examples/examples.ndjson"; do
    # shellcheck disable=SC2086
    sinew $words < /dev/null
    [ "$status" -eq 6 ] && [ "${#stderr_lines[@]}" -eq 1 ] || { echo "$words: $status $stderr" >&2; return 1; }
    [[ $stderr == *"can only be read (its folder may not be written to): nothing was stored" ]]
  done
  [ "$(database_bytes)" = "$before" ]
  [ "$(ls -A place)" = x.db ]
  chmod 755 place
}

@test "the full-text index is checked where nothing may be written, too" {
  clinic
  mkdir place
  cp clinic.db place/x.db
  chmod 555 place
  sinew --db place/x.db db check
  [ "$status" -eq 0 ]
  [[ $output == *', 1 full-text index'* ]]
  chmod 755 place
  sqlite3 place/x.db "UPDATE search_content SET c0 = 'other' WHERE id = 2"
  for mode in 755 555; do
    chmod $mode place
    sinew --db place/x.db db check
    [ "$status" -eq 1 ]
    [ "$output" = "the full-text index 'search' does not fit its content" ] || { echo "$output" >&2; return 1; }
  done
  chmod 755 place
}

@test "what a killed backup left behind goes with the next command, what others are making stays" {
  clinic
  mkfifo never
  exec 9<> never # holds the program at the passphrase, then in its work
  "$SINEW" db backup s.bak --seal <&9 > said 2>&1 &
  victim=$!
  echo 'correct horse' >&9
  for _ in $(seq 500); do
    [ "$(find . -name '.sinew-*' | wc -l)" -lt 1 ] || break
    sleep 0.01
  done
  kill -9 $victim
  wait $victim || true
  [ ! -e s.bak ] || skip 'the backup was quicker'
  left=$(find . -name '.sinew-*')
  [ -n "$left" ]
  touch .sinew-1-AbCdEf .sinew-$$-AbCdEf .sinew-notes ".sinew-$victim-AbCdEf-wal"
  ln -s clinic.db ".sinew-$victim-link12"
  mkdir ".sinew-$victim-folder"
  sinew patient list
  [ "$status" -eq 0 ]
  [ "$(ls -A | grep '^\.sinew-' | sort | tr '\n' ' ')" = "$(printf '%s\n' .sinew-1-AbCdEf .sinew-$$-AbCdEf .sinew-notes ".sinew-$victim-link12" ".sinew-$victim-folder" | sort | tr '\n' ' ')" ]
  [ -e clinic.db ]
}

@test "no core file, whatever the limit was" {
  mkfifo typed
  "$SINEW" < typed > /dev/null 2>&1 &
  exec 7> typed
  sleep 0.3
  limits=$(grep 'Max core file size' /proc/$!/limits)
  exec 7>&-
  wait
  [[ $limits =~ size\ +0\ +0\  ]]
}

@test "a passphrase typed on a terminal is not shown, and a signal gives the terminal back" {
  command -v script > /dev/null || skip "needs script(1)"
  clinic
  { sleep 1; echo 'correct horse'; sleep 1; echo 'correct horse'; sleep 1; } |
    script -qec "$SINEW db backup typed.bak --seal" /dev/null > screen
  grep -q 'typed.bak: .*, sealed, checked' screen
  ! grep -q horse screen
  sinew --db other.db db restore typed.bak <<< 'correct horse'
  [ "$status" -eq 0 ]
  for signal in TERM INT HUP; do
    script -qec "stty -a > before; timeout --foreground -s $signal 1 $SINEW db backup s.bak --seal; stty -a > after" /dev/null > screen < /dev/null
    cmp before after
    [ ! -e s.bak ]
  done
}
