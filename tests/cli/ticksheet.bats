#!/usr/bin/env bats
# Tick sheets become logs of the program in force, whole or not at all.
load clinic

approved() {
  sinew import "$root/data/examples/examples.ndjson"
  sinew assess EX-PAIRS
  sinew approve EX-PAIRS --as Kim
  [ "$status" -eq 0 ]
  export SOURCE_DATE_EPOCH=$(date -u -d '2026-11-27 10:00' +%s)
}

@test "a sheet begins the program at its earliest day, and a second time it is already there" {
  approved
  cat > sheet.csv <<END
patient,revision,date,exercise,done,pain,effort,morning,spread,numb
EX-PAIRS,,2026-11-25,side_lying_hip_abduction,2/3,3,6,yes,no,
EX-PAIRS,1,2026-11-23,,yes,1,5,no,no,no
EX-PAIRS,1,2026-11-25,,80%,,,,,
END
  sinew import sheet.csv
  expect 0 '1 patient, 3 rows of logs; 0 already there, 0 corrected'
  sinew program status EX-PAIRS
  [[ $output == *'active'*'2026-11-23'* ]]
  sinew import sheet.csv
  expect 0 '1 patient, 3 rows of logs; 3 already there, 0 corrected'
  sinew history EX-PAIRS
  [[ $output == *'2026-11-23  session: 100 % done, pain 1, effort 5, pain as usual the next morning ('* ]]
  [[ $output == *'side_lying_hip_abduction: 67 % done, pain 3, effort 6, pain still up the next morning ('* ]]
}

@test "every bad row is named with its column, and nothing is kept" {
  approved
  cat > sheet.csv <<END
patient,date,exercise,done,pain,effort
EX-PAIRS,2026-11-23,,yes,1,5
EX-PAIRS,2026-11-19,,yes,1,5
EX-PAIRS,2026-11-24,,yes,11,5
EX-PAIRS,2026-11-25,side_lying_hip_abductoin,yes,1,5
EX-PAIRZ,2026-11-24,,yes,1,5
EX-PAIRS,2026-02-30,,,1,5
EX-PAIRS,2026-11-23,,no,1,5
END
  sinew import sheet.csv
  expect 3 '' "row 3, column date: 2026-11-19 lies outside revision 1 of the program: 2026-11-20 to 2026-11-27
row 4, column pain: '11' is outside 0 to 10: write a whole number
row 5, column exercise: 'side_lying_hip_abductoin' is not in revision 1 of the program (did you mean 'side_lying_hip_abduction'?)
row 6, column patient: unknown patient 'EX-PAIRZ' (did you mean 'EX-PAIRS'?)
row 7, column date: '2026-02-30' is no date of the calendar: write YYYY-MM-DD
row 7, column done: '': write yes, no, 0% to 100%, or a part such as 2/3
row 8: row 2 says otherwise of the same day and exercise
sinew: sheet.csv: 7 refused, nothing was taken over"
  sinew program status EX-PAIRS --json
  [[ $output == *'"status":"approved"'*'"weeks":[]'* ]]
}

@test "what is stored otherwise is replaced with --correct only; columns are strict" {
  approved
  printf 'patient,date,done\nEX-PAIRS,2026-11-23,yes\n' > one.csv
  printf 'patient,date,done\nEX-PAIRS,2026-11-23,no\n' > other.csv
  sinew import one.csv
  sinew import other.csv
  expect 3 '' 'row 2: other values are stored for this day: --correct replaces them
sinew: other.csv: 1 refused, nothing was taken over'
  sinew import other.csv --date 2026-11-24
  expect 2 '' 'sinew: --date: the rows of a tick sheet have their own days'
  sinew import other.csv --correct
  expect 0 '1 patient, 1 row of logs; 0 already there, 1 corrected'
  printf 'patient,date,done,pian,revision\nEX-PAIRS,2026-11-23,yes,1,2\n' > bad.csv
  sinew import bad.csv
  expect 3 '' "row 1, column pian: unknown column (did you mean 'pain'?)
sinew: bad.csv: 1 refused, nothing was taken over"
  printf 'patient,date,done,revision\nEX-PAIRS,2026-11-23,yes,2\n' > bad.csv
  sinew import bad.csv
  expect 3 '' 'row 2, column revision: revision 2 is not in force: 1 is
sinew: bad.csv: 1 refused, nothing was taken over'
}

@test "pain down the leg is taken over and overrides every number" {
  approved
  printf 'patient,date,done,spread\nEX-PAIRS,2026-11-23,yes,yes\n' > sheet.csv
  sinew import sheet.csv
  [ "$status" -eq 1 ]
  [ "$output" = '1 patient, 1 row of logs; 0 already there, 0 corrected
note: row 2, column spread: EX-PAIRS: overrides every number' ]
  [[ $stderr == 'sinew: sheet.csv: PAIN GOES DOWN THE LEG, OR NEW NUMBNESS: '* ]]
}

@test "a handout's sheet reads back: its code stands for patient and revision, its letters for the exercises" {
  approved
  sinew export text EX-PAIRS
  code=$(sed -n 's/^Code of this sheet: //p' <<< "$output")
  [ "$code" = EX-PAIRS/1 ]
  [[ $output == *$'\nC. Side-lying hip abduction\n'* ]]
  printf 'patient,date,exercise,done,pain,effort\n%s,2026-11-23,C,yes,1,5\n%s,2026-11-23,,yes,1,5\n' "$code" "$code" > sheet.csv
  sinew import sheet.csv
  expect 0 '1 patient, 2 rows of logs; 0 already there, 0 corrected'
  sinew log EX-PAIRS/1 2026-11-25 A done=2/3 pain=2 --json
  [ "$status" -eq 0 ]
  [[ $output == '{"patient":"EX-PAIRS","revision":1,"date":"2026-11-25","exercise":"'*hip_flexor* ]]
  sinew log EX-PAIRS/1 2026-11-25 F done=yes
  expect 3 '' "sinew: EXERCISE: 'F' is not in revision 1 of the program"
  sinew log EX-PAIRS/2 2026-11-25 A done=yes
  expect 3 '' 'sinew: revision: revision 2 is not in force: 1 is'
  sinew log EX-PAIRS/x 2026-11-25 A done=yes
  expect 3 '' "sinew: PATIENT: 'EX-PAIRS/x' is no code of a tick sheet: that is PATIENT/1, /2, ..."
  printf 'patient,date,done\nEX-PAIRS/2,2026-11-24,yes\n' > late.csv
  sinew import late.csv
  [ "$status" -eq 3 ]
  [[ $stderr == 'row 2, column revision: revision 2 is not in force: 1 is'* ]]
}
