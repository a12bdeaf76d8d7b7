#!/usr/bin/env bats
# Real input: 14 runners of Fukuchi 2017, kept beside the checkout and never in it.
load clinic

runners() {
  file=${SINEW_DATASETS:-$SINEW_HOME/../shared/datasets}/runners_1_14.csv
  [ -f "$file" ] || skip "the runners' file is not here: set SINEW_DATASETS to its folder"
}

@test "the 14 runners are imported and assessed" {
  runners
  sinew import "$file" --profile fukuchi_runners --date 2016-05-01
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = '14 patients (14 new), 14 visits, 224 measures, 0 answers; 0 already there, 0 corrected' ]
  sinew import "$file" --profile fukuchi_runners --date 2016-05-01
  [[ ${lines[0]} == '14 patients (0 new)'*'224 already there, 0 corrected' ]]
  sinew assess --all
  [ "$status" -eq 0 ]
  for i in $(seq 14); do [[ $output == *"FR$i "* ]]; done
  sinew findings FR1
  [ "$status" -eq 0 ]
}

@test "an internal rotation that was never measured stays unknown" {
  runners
  sinew import "$file" --profile fukuchi_runners --date 2016-05-01
  sinew patient show FR1
  [ "$status" -eq 0 ]
  [[ $output == *'2016-05-01, 16 measures'* ]]
}

@test "one bad cell refuses the whole spreadsheet" {
  runners
  sed '5s/,M,/,Q,/' "$file" > bad.csv
  sinew import bad.csv --profile fukuchi_runners --date 2016-05-01
  [ "$status" -eq 3 ]
  [[ ${stderr_lines[0]} == 'row 5, column Gender: '* ]]
  [ ! -e "$SINEW_DB" ]
}
