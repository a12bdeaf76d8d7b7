#!/usr/bin/env bats
# Tables that devices export, through the shipped profiles. The people and figures are made up.
load clinic

measures() { "$SINEW" export measures "$1" | tr -d '\r' | cut -d, -f2-4,6,7,10 | tail -n +2; }

@test "ForceFrame: squeeze and pull become tests, repeats become trials, imbalances are left alone, other tests refused" {
  printf '\xEF\xBB\xBF' >ff.csv
  cat >>ff.csv <<'END'
Name,ExternalId,Device,Date UTC,Time UTC,Test,Direction,Position,L Reps,R Reps,L Max Force (N),R Max Force (N),Max Imbalance
"Doe, Jo",C-1,FF,11/18/2026,9:15 AM,Hip AD/AB,Squeeze,Hip AD/AB - 45,3,3,310,295.5,99
"Doe, Jo",C-1,FF,11/18/2026,9:20 AM,Hip AD/AB,Pull,Hip AD/AB - 45,3,3,260,190,99
"Doe, Jo",C-1,FF,11/18/2026,9:25 AM,Hip AD/AB,Pull,Hip AD/AB - 45,3,3,265,0,99
"Doe, Jo",C-1,FF,11/18/2026,9:30 AM,Shoulder IR/ER,Internal,Supine,3,3,150,140,99
"Doe, Jo",C-1,FF,11/18/2026,9:40 AM,Hip AD/AB,Squeeze,Hip AD/AB - 0,3,3,280,,99
,,FF,11/18/2026,9:40 AM,Hip AD/AB,Squeeze,Hip AD/AB - 0,3,3,280,,99
END
  sinew import ff.csv --profile vald_forceframe
  [ "$status" -eq 3 ]
  sinew import ff.csv --profile vald_forceframe --skip-bad
  expect 1 '1 patient (1 new), 1 visit, 5 measures, 0 answers; 0 already there, 0 corrected
note: row 1: columns not used: Name, Device, Time UTC, L Reps, R Reps
note: row 1: not taken over, worked out anew from both sides: Max Imbalance' "row 5: the profile 'vald_forceframe' reads nothing of Direction 'Internal', Test 'Shoulder IR/ER'
row 6, column Position: 'Hip AD/AB - 0', but 'Hip AD/AB - 45' at row 2 for the same test and day: keep one of them
row 7, column ExternalId: the patient's code is missing
sinew: ff.csv: 3 refused and left out, the rest was taken over"
  [ "$(measures C-1)" = 'hhd_hip_abduction,left,260,2026-11-18,,1
hhd_hip_abduction,left,265,2026-11-18,,2
hhd_hip_abduction,right,190,2026-11-18,,
hhd_hip_adduction,left,310,2026-11-18,,1
hhd_hip_adduction,right,295.5,2026-11-18,,' ]
  sinew patient show C-1
  [[ $output != *Doe* ]]
}

@test "NordBord: the isometric test lying is knee flexion, a Nordic is refused by name" {
  cat >nb.csv <<'END'
Name,ExternalId,Date UTC,Time UTC,Device,Test,L Reps,R Reps,L Max Force (N),R Max Force (N),Max Imbalance (%)
Jo,C-1,11/19/2026,9:15 AM,NB,ISO Prone,3,3,281,292,3.7
Jo,C-1,11/19/2026,9:20 AM,NB,Nordic,3,3,381,392,3
END
  sinew import nb.csv --profile vald_nordbord
  [ "$status" -eq 3 ]
  [[ $stderr == *"row 3: the profile 'vald_nordbord' reads nothing of Test 'Nordic'"* ]]
  sinew import nb.csv --profile vald_nordbord --skip-bad
  [ "$(measures C-1)" = 'hhd_knee_flexion,left,281,2026-11-19,prone,
hhd_knee_flexion,right,292,2026-11-19,prone,' ]
}

@test "DynaMo: region and movement name the test; a sheet with trials in columns" {
  cat >dy.csv <<'END'
Name,ExternalId,Date UTC,Body Region,Movement,Position,L Max Force (N),R Max Force (N),Force Asymmetry
Jo,C-1,11/19/2026,Hip,Extension,Prone,181,192,3.7
Jo,C-1,11/19/2026,Hip,Extension,Prone,185,,3.7
END
  sinew import dy.csv --profile vald_dynamo
  [ "$status" -eq 0 ]
  [ "$(measures C-1)" = 'hhd_hip_extension,left,181,2026-11-19,,1
hhd_hip_extension,left,185,2026-11-19,,2
hhd_hip_extension,right,192,2026-11-19,,' ]
  cat >sheet.csv <<'END'
Patient,Date,Movement,Side,Trial 1,Trial 2,Trial 3,Mean
C-2,2026-11-20,hip abduction,left,118,124,,1
C-2,2026-11-20,hip abduction,right,150,149,151,1
END
  sinew import sheet.csv --profile dynamometer_trials
  [ "$status" -eq 0 ]
  [ "$(measures C-2)" = 'hhd_hip_abduction,left,118,2026-11-20,,1
hhd_hip_abduction,left,124,2026-11-20,,2
hhd_hip_abduction,right,150,2026-11-20,,1
hhd_hip_abduction,right,149,2026-11-20,,2
hhd_hip_abduction,right,151,2026-11-20,,3' ]
}
