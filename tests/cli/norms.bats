#!/usr/bin/env bats
# The clinic's own first visits as a comparison group.
load clinic

# clinic COUNT: men of 20 to 34 with hip abduction, first on 2026-01-05, then weaker on 2026-03-05.
clinic() {
  for i in $(seq "$1"); do
    printf '{"patient":{"id":"P%d","sex":"m","age":%d},"date":"2026-01-05","measures":[{"test":"hhd_hip_abduction","side":"left","value":%d,"unit":"N"}]}\n' \
      "$i" $((20 + i % 15)) $((150 + 7 * (i * 5 % 13)))
    printf '{"patient":{"id":"P%d"},"date":"2026-03-05","measures":[{"test":"hhd_hip_abduction","side":"left","value":%d,"unit":"N"}]}\n' \
      "$i" $((60 + 7 * (i * 5 % 13)))
  done > clinic.ndjson
  sinew import clinic.ndjson
  [ "$status" -eq 0 ]
}

@test "groups are built from first visits, kept by hash, and serve when told to" {
  clinic 25
  sinew norms use local
  expect 3 '' 'sinew: the clinic has no comparison groups of its own yet: sinew norms local'
  sinew norms local
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = 'first visits: 25' ]
  [[ ${lines[1]} == "clinic's norms of 2026-11-20, "*': 1 group of at least 20 people' ]]
  [ "${lines[2]}" = 'serve packs that ask for them where no published comparison group fits' ]
  hash=$(sinew norms local --show --json; printf '%s' "$output" | sed -n 's/.*"hash":"\([0-9a-f]*\)".*/\1/p')
  sinew norms local
  [[ ${lines[1]} == *"${hash:0:16}"* ]] # the same input, the same bytes
  sinew explain P3 hip-abduction-low left
  [[ $output == *'no comparison group fits'* ]]
  sinew norms use local
  expect 0 "the clinic's norms serve every pack"
  sinew norms use local
  expect 0 "the clinic's norms serve every pack (as before)"
  sinew explain P3 hip-abduction-low left
  [ "$status" -eq 0 ]
  text=$(printf '%s' "$output" | tr -s ' \n' ' ')
  [[ $text == *"compared with your clinic's patients, n = 24 (men, 18 to 39 years)"* ]]
  [[ $text == *"clinic:${hash:0:16}"* ]]
  sinew norms use none
  sinew explain P3 hip-abduction-low left
  [[ $output == *'no comparison group fits'* ]]
}

@test "results name the set, and replay holds after it was built anew" {
  clinic 25
  sinew norms local
  sinew norms use local
  sinew assess P3
  [ "$status" -eq 0 ]
  sinew findings P3
  [[ $(printf '%s' "$output" | tr -s ' \n' ' ') == *"hhd_hip_abduction: compared with your clinic's patients, n = 24 (men, 18 to 39 years): no published comparison group fits"* ]]
  hash=$(sinew norms local --show --json; printf '%s' "$output" | sed -n 's/.*"hash":"\([0-9a-f]*\)".*/\1/p')
  [ "$(sqlite3 "$SINEW_DB" "select instr(cast(snapshot as text), '\"clinic\":{\"hash\":\"$hash\"') > 0 from result")" = 1 ]
  sinew norms local --min 5
  [[ $output == *'!  fewer than the usual 20 people a group: mean and SD are rough'* ]]
  [[ $output != *"${hash:0:16}"* ]]
  sinew replay P3
  expect 0 'P3 2026-03-05: equal'
  sinew findings P3
  [[ $output == *'something was recorded since: sinew assess P3 judges again'* ]]
  sinew db check
  [ "$status" -eq 0 ]
}

@test "a group of 20 needs 20 others" {
  clinic 20
  sinew norms local
  sinew norms use local
  sinew explain P3 hip-abduction-low left
  [[ $output == *'no comparison group fits'* ]]
}

@test "a pack may ask for the clinic's norms by itself" {
  clinic 25
  sinew norms local
  cat > asks.lua <<'END'
return pack {
  id = "asks", version = "1.0.0", title = "Asks", policy = { use_local_norms = 1 },
  rule { id = "weak", title = "Hip abduction low", side = each, when = z("hhd_hip_abduction"):below(sd(-1)),
    advise = "hold_load", cite = { "convention" }, evidence = "limited", say = "{side}: {index} SD" },
}
END
  sinew --pack asks.lua explain P3 weak left
  [ "$status" -eq 0 ]
  [[ $(printf '%s' "$output" | tr -s ' \n' ' ') == *"your clinic's patients, n = 24"* ]]
  sinew norms use none
  sinew --pack asks.lua explain P3 weak left
  [[ $output == *'no comparison group fits'* ]]
}

@test "only first visits since a day, and what cannot be understood" {
  clinic 25
  sinew norms local --since 2026-02-01 --min 3
  [ "${lines[0]}" = 'first visits: 0' ]
  sinew norms local --min 2
  expect 2 '' "sinew: --min: '2' is no number of people: write a whole number of 3 or more"
  sinew norms local --show --min 5
  expect 2 '' 'sinew: --show tells what was built: leave out --min and --since'
  sinew norms use us
  expect 2 '' "sinew: SET: 'us' is none of local, none and packs"
}

@test "a copy without names takes no set along and still replays" {
  clinic 25
  sinew norms local
  sinew norms use local
  sinew assess P3
  sinew db extract copy.db --pseudonymise
  [ "$status" -eq 0 ]
  [ "$(sqlite3 copy.db "select count(*) from source where name = 'clinic-norms'")" = 0 ]
  [ "$(sqlite3 copy.db 'select count(*) from file where id not in (select file from source_file)')" = 0 ]
  sinew --db copy.db replay --all
  expect 0 '1 result equal'
}

@test "the 14 runners: hip findings against one another, and how sure" {
  file=${SINEW_DATASETS:-$SINEW_HOME/../shared/datasets}/runners_1_14.csv
  [ -f "$file" ] || skip "the runners' file is not here: set SINEW_DATASETS to its folder"
  sinew import "$file" --profile fukuchi_runners --date 2016-05-01
  sinew norms local --min 10
  [[ ${lines[1]} == *'6 groups of at least 10 people' ]]
  sinew norms use local
  sinew assess --all
  [ "$status" -eq 0 ]
  sinew explain FR4 hip-abduction-low left # of 11 men below 40: 10 others
  text=$(printf '%s' "$output" | tr -s ' \n' ' ')
  [[ $text == *"n = 10 (men, 18 to 39 years)"*'z = -2.17 SD (standard error 0.56)'* ]]
  sinew explain FR9 hip-abduction-low left # 51 years: no group of ten
  [[ $output == *'no comparison group fits'* ]]
  sinew replay --all
  expect 0 '14 results equal'
}
