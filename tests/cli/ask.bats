#!/usr/bin/env bats
# whynot, goals, whatif, sweep, next, explain --step: questions beyond a result, over the shipped examples.
load clinic

examples() { examples=$root/data/examples/examples.ndjson; }

write_cases() {
  cat > cases.ndjson <<'E2'
{"patient":{"id":"A","sex":"f","age":70,"mass_kg":60},"date":"2026-11-20","measures":[{"test":"session_spike","value":34}]}
{"patient":{"id":"B","sex":"f","age":25,"mass_kg":60},"date":"2026-11-20","measures":[{"test":"nprs","value":3}],"answers":{"rf_ces_saddle":"no"}}
E2
  cat > few.lua <<'E2'
return pack {
  id = "few", version = "1.0.0", title = "Few",
  rule { id = "hip-low", title = "Hip abduction low", side = each, when = low("gluteus_medius"),
    strengthen = "gluteus_medius", cite = { "convention" }, evidence = "moderate" },
  rule { id = "shoes", title = "Shoes", when = all { measure("shoe_km"):above(km(800)), answer("shoe_discomfort"):is(yes) },
    advise = "check_shoes", cite = { "convention" }, evidence = "weak" },
}
E2
}

@test "whynot: the smallest change of one measure that would fire the rule" {
  examples
  sinew whynot EX-PAIRS gluteus-medius-vs-quadriceps right --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20

Hip abduction low next to knee extension (right): not present
  The smallest change of one measure that would make it present:
    Hip abduction, hand-held dynamometer (right): from 97.1 N to 66 N: down 31.1
      N, 2.3 times its smallest real change (MDC) of 13.5 N'
}

@test "whynot: a rule that is present says so and what would make it not present" {
  examples
  sinew whynot EX-PAIRS hip-abduction-side-gap left --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20

Hip abduction weaker on one side (left): already present, certainty 99 %
  The smallest change of one measure that would make it not present:
    Hip abduction, hand-held dynamometer (right): from 97.1 N to 71 N: down 26.1
      N, 1.9 times its smallest real change (MDC) of 13.5 N
  Of other measures alone:
    Hip abduction, hand-held dynamometer (left): from 61.8 N to 84.5 N: up 22.7
      N, 2.7 times its smallest real change (MDC) of 8.6 N'
}

@test "whynot: without such a change the conditions in the way are listed" {
  examples
  sinew whynot EX-SIDE worn-shoes --file "$examples"
  expect 0 'EX-SIDE, 2026-11-20

Old shoes that feel changed: not present
  No one measure, within its usual values, would make it present. In the way:
    no: Shoe distance is above 800 km
        Shoe distance: 600.0 km, 2026-11-20
        value 600.0 km, cut 800.0 km, distance -200.0 km
        ..........................*.......|.  * value | cut
    no: "Are your running shoes less comfortable than when new, or has their
      shape changed?" is answered yes
        answer: no'
}

@test "whynot: what is lacking for a rule that is not assessed" {
  examples
  sinew whynot EX-SIDE gluteus-medius-vs-quadriceps left --file "$examples"
  expect 0 'EX-SIDE, 2026-11-20

Hip abduction low next to knee extension (left): not assessed
  needs: Knee extension, anchored dynamometer (left)
  needs: Hip abduction, hand-held dynamometer (left): no comparison group fits
         this patient and set-up
  No one measure, within its usual values, would make it present. In the way:
    unknown: strength of gluteus medius is at least 1 SD lower than that of
      quadriceps, each against its own comparison group, and itself low
        Gluteus medius, strength (left): no comparison group fits this patient
          and set-up
        Quadriceps, strength (left): the test was not done'
}

@test "whynot: grades go by their own steps" {
  examples
  sinew whynot EX-GRADE manual-grade-low --file "$examples"
  expect 0 'EX-GRADE, 2026-11-20

Manual grade of 3 or less (left): not present
  The smallest change of one measure that would make it present:
    Manual muscle test, hip abduction (left): from grade 5 to grade 3

Manual grade of 3 or less (right): already present, certainty 100 %
  The smallest change of one measure that would make it not present:
    Manual muscle test, hip abduction (right): from grade 3 to grade 3+'
}

@test "whynot: outside the population of a pack" {
  write_cases
  sinew whynot A load-spike --file cases.ndjson
  expect 0 'A, 2026-11-20

One run much longer than before: not judged
  The patient'\''s age of 70 lies outside the pack'\''s population (18 to 65). Judged
  all the same it would be: present, certainty 100 %.
  The smallest change of one measure that would make it not present:
    Session distance over longest of 30 days: from 34 % to 10 %: down 24 %'
}

@test "whynot: JSON" {
  examples
  sinew whynot EX-PAIRS load-spike --json --file "$examples"
  expect 0 '[{"pack":"runner-low-back","rule":"load-spike","side":"both","now":"present","not_judged":null,"needs":[],"changes":[{"test":"session_spike","test_side":"both","position":null,"unit":"%","now_lo":34,"now_hi":34,"mdc":0,"to":10,"not_yet":10.001,"then":"not present","counted_in":null,"count":null}],"in_the_way":[{"condition":"Session distance over longest of 30 days is above 10 %","truth":"true","detail":"Session distance over longest of 30 days: 34.0 %, 2026-11-20\nvalue 34.0 %, cut 10.0 %, distance 24.0 %"}]}]'
}

@test "whynot: slips" {
  examples
  sinew whynot EX-PAIRS load-spik --file "$examples"
  expect 3 '' 'sinew: unknown rule '\''load-spik'\'' (did you mean '\''load-spike'\''?)'
  sinew whynot EX-PAIRS load-spike left --file "$examples"
  expect 3 '' 'sinew: rule '\''load-spike'\'' is judged once, not left and right'
  sinew whynot EX-PAIRS hip-abduction-side-gap both --file "$examples"
  expect 2 '' 'sinew: unknown side '\''both'\'': write left or right'
  sinew whynot EX-PAIR load-spike --file "$examples"
  expect 3 '' 'sinew: '"$examples"': holds no case of patient '\''EX-PAIR'\'' (did you mean '\''EX-PAIRS'\''?)'
}

@test "goals: by measure, worded as a measure to take again" {
  examples
  sinew goals EX-PAIRS --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20: 20 findings present

Hip abduction, hand-held dynamometer (left), now 61.8 N
  measure again; a change over 8.6 N counts as real
  at 78.3 N, up 16.5 N: not present any more: Hip abduction low next to knee
    extension (left)
  at 78.3 N, up 16.5 N: not present any more: Hip abduction low (left)
  at 84.5 N, up 22.7 N: not present any more: Hip abduction low, front of the
    thigh short (left)
  at 84.5 N, up 22.7 N: not present any more: Hip abduction weaker on one side
    (left)

Knee flexion, hand-held dynamometer (left), now 122.6 N
  measure again; no error figure is known for this test, so no change can be
    told from error
  at 137.9 N, up 15.3 N: not present any more: Knee flexion weaker on one side
    (left)

Session distance over longest of 30 days, now 34 %
  measure again
  at 10 %, down 24 %: not present any more: One run much longer than before

Shoe distance, now 910 km
  measure again
  at 800 km, down 110 km: not present any more: Old shoes that feel changed

McGill side bridge hold (left), now 28 s
  measure again; no error figure is known for this test, so no change can be
    told from error
  at 48.3 s, up 20.3 s: not present any more: Side bridge short (left)

McGill side bridge hold (right), now 31 s
  measure again; no error figure is known for this test, so no change can be
    told from error
  at 46.4 s, up 15.4 s: not present any more: Side bridge short (right)

Biering-Sorensen trunk extensor hold, now 62 s
  measure again; a change over 48.2 s counts as real
  at 131.9 s, up 69.9 s: not present any more: Back extensor hold short
  at 163.6 s, up 101.6 s: not present any more: Side and back holds low next to
    the flexor hold

Modified Thomas test, hip angle (left), now -4 deg
  measure again; no error figure is known for this test, so no change can be
    told from error
  at 0 deg, up 4 deg: not present any more: Knee flexion low, hip flexors short
    (left)
  at 0 deg, up 4 deg: not present any more: Hip flexors short (left)

Tibia angle at loading response (left), now 4 deg
  measure again; no error figure is known for this test, so no change can be
    told from error
  at 0 deg, down 4 deg: not present any more: Foot ahead of the knee, with pain
    in running (left)

Tibia angle at loading response (right), now 3 deg
  measure again; no error figure is known for this test, so no change can be
    told from error
  at 0 deg, down 3 deg: not present any more: Foot ahead of the knee, with pain
    in running (right)

No one measure that gets better would end these alone:
  Fast runs without a warm-up
    yes: "Do you start fast runs without a warm-up?" is known
    yes: "Do you start fast runs without a warm-up?" is answered yes
  Running is the only sport
    yes: "Is running your only sport or exercise?" is answered yes
  Back hurts in running, step rate known
    yes: Cadence (step rate) is known
    yes: Running speed at test is known
    yes: "Does your back hurt while you run?" is answered yes
  Front of the thigh short (left)
    yes: a length test for quadriceps is beyond its own cut, or shorter than the
      other side beyond error
    no: strength for quadriceps is low (against its comparison group, or the
      other side beyond error, or by a manual grade of 3 or less)
  Two or more trunk holds short
    yes: Biering-Sorensen trunk extensor hold against its comparison group is
      below -1 SD
    yes: McGill side bridge hold against its comparison group of the worse side
      is below -1 SD
    unknown: Prone plank hold against its comparison group is below -1 SD
    unknown: Supine bridge hold, both feet against its comparison group is below
      -1 SD'
}

@test "goals: none, and as JSON" {
  examples
  sinew goals EX-CLEAR --file "$examples"
  expect 0 'EX-CLEAR, 2026-11-20: no finding is present: no goals'
  sinew goals EX-GRADE --json --file "$examples"
  expect 0 '[{"pack":"runner-low-back","rule":"manual-grade-low","side":"right","change":{"test":"mmt_hip_abduction","test_side":"right","position":null,"unit":"grade","now_lo":3,"now_hi":3,"mdc":0,"to":3.3,"not_yet":3,"then":"not present","counted_in":null,"count":null},"in_the_way":[]},
 {"pack":"runner-low-back","rule":"hip-abduction-low","side":"right","change":null,"in_the_way":[{"condition":"strength of gluteus medius against the comparison groups is below -1 SD","truth":"true","detail":"Gluteus medius, strength (right): a manual grade of 3 or less: below any cut down to -2 SD\nvalue -2.00 or less SD (right), cut -1.00 SD, distance -1.00 SD"}]}]'
}

@test "whatif: several changes at once, what appears and what vanishes" {
  examples
  sinew whatif EX-PAIRS hhd_hip_abduction.left=12kg sorensen=1.5min shoe_discomfort=no --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20, as if
  Hip abduction, hand-held dynamometer (left): 117.7 N instead of 61.8 N, lying
    on the side, isometric
  Biering-Sorensen trunk extensor hold: 90 s instead of 62 s
  "Are your running shoes less comfortable than when new, or has their shape
    changed?": no instead of yes

Appears
  Hip abduction weaker on one side (right): present, certainty 88 %, instead of
    not present

Vanishes
  Hip abduction low, front of the thigh short (left): not present, instead of
    present, certainty 99 %
  Hip abduction low next to knee extension (left): not present, instead of
    present, certainty 50 %
  Hip abduction low (left): not present, instead of present, certainty 93 %
  Hip abduction weaker on one side (left): not present, instead of present,
    certainty 99 %
  Old shoes that feel changed: not present, instead of present, certainty 100 %

Present as before, with another certainty
  Back extensor hold short: present, certainty 90 %, instead of present,
    certainty 99 %

Other changes
  Hip abduction low, front of the thigh short (right): not assessed, instead of
    not present

Nothing is stored; programs are not planned anew.' 'note: a force in kg is read as kgf: 1 kgf is 9.80665 N'
}

@test "whatif: another certainty, another unit, nothing changed" {
  examples
  sinew whatif EX-STOP hhd_hip_abduction.left=108 --file "$examples"
  expect 0 'EX-STOP, 2026-11-20, as if
  Hip abduction, hand-held dynamometer (left): 108 N instead of 107.9 N, lying
    on the side, isometric

No finding changes. Nothing is stored; programs are not planned anew.'
  sinew whatif EX-PAIRS hhd_knee_extension.left=2.8Nm/kg --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20, as if
  Knee extension, anchored dynamometer (left): 2.8 Nm/kg instead of 470.7 N,
    knee in mid-range, isometric

Present as before, with another certainty
  Front of the thigh short (left): present, certainty 50 %, instead of present,
    certainty 94 %

Other changes
  Knee extension weaker on one side (left): not assessed, instead of not present
  Knee extension weaker on one side (right): not assessed, instead of not
    present

Nothing is stored; programs are not planned anew.'
}

@test "whatif: JSON" {
  examples
  sinew whatif EX-PAIRS session_spike=8 --json --file "$examples"
  expect 0 '[{"pack":"runner-low-back","rule":"load-spike","side":"both","before":{"state":"present","certainty":1},"after":{"state":"not present","certainty":null}}]'
}

@test "whatif: slips name the nearest" {
  examples
  sinew whatif EX-PAIRS hip_abduction.left=12kg --file "$examples"
  expect 3 '' 'sinew: hip_abduction.left=12kg: unknown test or question '\''hip_abduction'\'' (did you mean '\''hhd_hip_abduction'\''?)'
  sinew whatif EX-PAIRS hhd_hip_abduction=12kg --file "$examples"
  expect 3 '' 'sinew: hhd_hip_abduction=12kg: '\''hhd_hip_abduction'\'' is measured side by side: say left or right'
  sinew whatif EX-PAIRS hhd_hip_abduction.left=12deg --file "$examples"
  expect 3 '' 'sinew: hhd_hip_abduction.left=12deg: '\''deg'\'' cannot be the unit of '\''hhd_hip_abduction'\'': it takes N, kgf, lbf, Nm, ft-lb, Nm/kg, N/kg, %BW'
  sinew whatif EX-PAIRS hhd_hip_abduction.left --file "$examples"
  expect 2 '' 'sinew: hhd_hip_abduction.left: write TEST.SIDE=VALUE: sorensen=90s, hhd_hip_abduction.left=12kg, shoe_km=300'
  sinew whatif EX-PAIRS sorensen=90 sorensen=91 --file "$examples"
  expect 2 '' 'sinew: sorensen=91: this measure is changed twice'
  sinew whatif EX-PAIRS shoe_discomfort=perhaps --file "$examples"
  expect 3 '' 'sinew: shoe_discomfort=perhaps: '\''perhaps'\'' is no answer: write yes, no or unsure'
  sinew whatif EX-PAIRS hhd_hip_abduction.up=12kg --file "$examples"
  expect 3 '' 'sinew: hhd_hip_abduction.up=12kg: unknown side '\''up'\'': write both, left or right'
}

@test "sweep: every rule that changes, with its edges" {
  examples
  sinew sweep EX-PAIRS hhd_hip_abduction.left 2..30kg --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20
Hip abduction, hand-held dynamometer (left): now 61.8 N; from 19.6 N to 294.2 N,
  lying on the side, isometric, everything else as it is

Hip abduction low, front of the thigh short (left)
  #########*####..............................................
  19.6 N to 84.4 N              present
  84.5 N to 294.2 N             not present

Hip abduction low, front of the thigh short (right)
  .........*..........????????????????????????????????????????
  19.6 N to 111.5 N             not present
  111.6 N to 294.2 N            not assessed

Hip abduction low next to knee extension (left)
  #########*???...............................................
  19.6 N to 66 N                present
  66.1 N to 78.2 N              unsure, repeat the test
  78.3 N to 294.2 N             not present

Hip abduction low (left)
  #########*???...............................................
  19.6 N to 66 N                present
  66.1 N to 78.2 N              unsure, repeat the test
  78.3 N to 294.2 N             not present

Hip abduction weaker on one side (left)
  #########*####..............................................
  19.6 N to 82 N                present
  82.1 N to 84.4 N              unsure, repeat the test
  84.5 N to 294.2 N             not present

Hip abduction weaker on one side (right)
  .........*..........?#######################################
  19.6 N to 111.5 N             not present
  111.6 N to 114.9 N            unsure, repeat the test
  115 N to 294.2 N              present

# present  ? unsure or not assessed  . not present  * now' 'note: a force in kg is read as kgf: 1 kgf is 9.80665 N'
}

@test "sweep: the usual values, grades, a test that was not done" {
  examples
  sinew sweep EX-PAIRS sorensen --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20
Biering-Sorensen trunk extensor hold: now 62 s; from 0 s to 300 s, everything
  else as it is

Side and back holds low next to the flexor hold
  ############*####################...........................
  0 s to 163.5 s                present
  163.6 s to 300 s              not present

Back extensor hold short
  ############*#######??????..................................
  0 s to 98.5 s                 present
  98.6 s to 131.8 s             unsure, repeat the test
  131.9 s to 300 s              not present

Two or more trunk holds short
  ############*#######????????????????????????????????????????
  0 s to 98.5 s                 present
  98.6 s to 300 s               not assessed

# present  ? unsure or not assessed  . not present  * now'
  sinew sweep EX-GRADE mmt_hip_abduction.left --file "$examples"
  expect 0 'EX-GRADE, 2026-11-20
Manual muscle test, hip abduction (left): now grade 5; from grade 0 to grade 5,
  everything else as it is

Hip abduction low (left)
  ####################################????????????????????????
  grade 0 to grade 3            present
  grade 3+ to grade 5           not assessed

Manual grade of 3 or less (left)
  ####################################........................
  grade 0 to grade 3            present
  grade 3+ to grade 5           not present

# present  ? unsure or not assessed  . not present  * now'
  sinew sweep EX-GRADE session_spike --file "$examples"
  expect 0 'EX-GRADE, 2026-11-20
Session distance over longest of 30 days: now not measured; from -100 % to 900
  %, everything else as it is

One run much longer than before
  .......#####################################################
  -100 % to 10 %                not present
  10.1 % to 900 %               present

# present  ? unsure or not assessed  . not present  * now'
}

@test "sweep: nothing changes, nobody reads it" {
  examples
  sinew sweep EX-PAIRS session_spike 0..5 --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20
Session distance over longest of 30 days: now 34 %; from 0 % to 5 %, everything
  else as it is

The rules that read this measure do not change along this range.'
  sinew sweep EX-PAIRS odi --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20
Oswestry Disability Index: now not measured; from 0 % to 100 %, everything else
  as it is

No rule in force reads this measure.'
}

@test "sweep: JSON" {
  examples
  sinew sweep EX-PAIRS session_spike 0..30 --json --file "$examples"
  expect 0 '{"test":"session_spike","test_side":"both","position":null,"unit":"%","now_lo":34,"now_hi":34,"mdc":0,"from":0,"to":30,"rules":[{"pack":"runner-low-back","rule":"load-spike","side":"both","spans":[{"lo":0,"hi":10,"state":"not present"},{"lo":10.001,"hi":30,"state":"present"}]}]}'
}

@test "sweep: slips" {
  examples
  sinew sweep EX-PAIRS sorensen 20 --file "$examples"
  expect 2 '' 'sinew: RANGE: '\''20'\'' is no range: write 20..300, or with a unit 2..30kg'
  sinew sweep EX-PAIRS sorensen 90..20 --file "$examples"
  expect 2 '' 'sinew: RANGE: '\''90..20'\'' is no range: two numbers of one unit, the smaller first'
  sinew sweep EX-PAIRS sorensen 10..20deg --file "$examples"
  expect 3 '' 'sinew: RANGE: '\''deg'\'' cannot be the unit of '\''sorensen'\'': it takes s, min'
  sinew sweep EX-PAIRS sorenson --file "$examples"
  expect 3 '' 'sinew: TEST.SIDE: unknown test '\''sorenson'\'' (did you mean '\''sorensen'\''?)'
  sinew sweep EX-PAIRS hhd_hip_abduction 10..20 --file "$examples"
  expect 3 '' 'sinew: RANGE: '\''hhd_hip_abduction'\'' is measured side by side: say left or right'
}

@test "next: open red flags first, then tests by position with their comparison groups" {
  examples
  write_cases
  sinew --pack few.lua next B --file cases.ndjson
  expect 0 'B, 2026-11-20: 3 not assessed, weight 1.75
Red flags first: 59 open, 17 of them emergencies: sinew screen B
  begins with: Any new trouble starting, stopping or feeling the passing of
    urine, or leaking?
A comparison group for this patient: 1 of 2 tests below.

Tests, lying on the side
  Hip abduction, hand-held dynamometer (left and right)
      hhd_hip_abduction; may settle weight 1.5 of the 1.5 that waits for it;
        comparison group: yes, N004
      may decide alone: hip-low (left, right)

Tests, no set position
  Shoe distance
      shoe_km; may settle weight 0.25 of the 0.25 that waits for it; comparison
        group: none in the data
      may decide alone: shoes

Questions
  Are your running shoes less comfortable than when new, or has their shape
    changed?
      shoe_discomfort; may settle weight 0.25 of the 0.25 that waits for it
      may decide alone: shoes'
  sinew next EX-CLEAR --file "$examples"
  expect 0 'EX-CLEAR, 2026-11-20: 14 not assessed, weight 4
A comparison group for this patient: 4 of 8 tests below.

Tests, no set position
  Active knee extension, lack from straight (left and right)
      ake; may settle weight 1 of the 1 that waits for it; comparison group:
        none for this patient
      may decide alone: hamstrings-short (left, right)
  Passive knee extension, lack from straight (left and right)
      pke; may settle weight 1 of the 1 that waits for it; comparison group:
        none for this patient
      may decide alone: hamstrings-short (left, right)
  Passive straight leg raise (left and right)
      slr_passive; may settle weight 1 of the 1 that waits for it; comparison
        group: yes, N063
      may decide alone: hamstrings-short (left, right)
  Modified Thomas test, knee angle (left and right)
      thomas_knee_flex; may settle weight 0.5 of the 0.5 that waits for it;
        comparison group: none in the data
      may decide alone: quadriceps-short (left, right)
  Weight-bearing lunge test, distance (left and right)
      wblt_cm; may settle weight 0.5 of the 0.5 that waits for it; comparison
        group: none for this patient
      may decide alone: calf-short (left, right)

Tests, sitting
  Hip external rotation, hand-held dynamometer (left and right)
      hhd_hip_er; may settle weight 0.5 of the 0.5 that waits for it; comparison
        group: yes, N005
      may decide alone: hip-external-rotation-side-gap (left, right)
  Hip internal rotation, hand-held dynamometer (left and right)
      hhd_hip_ir; may settle weight 0.5 of the 0.5 that waits for it; comparison
        group: yes, N006
      may decide alone: hip-internal-rotation-side-gap (left, right)

Tests, lying face down
  Total hip rotation range (left and right)
      hip_rot_total; may settle weight 0.5 of the 0.5 that waits for it;
        comparison group: yes, N067
      may decide alone: hip-rotation-small (left, right)'
}

@test "next: JSON" {
  write_cases
  sinew --pack few.lua next B --json --file cases.ndjson
  expect 0 '{"red_flags_open":59,"undecided":3,"weight":1.75,"items":[{"kind":"test","id":"hhd_hip_abduction","text":"Hip abduction, hand-held dynamometer","sides":["left","right"],"position":"side_lying","named":1.5,"settles":1.5,"norm":"N004","lever_arm":false,"alone":[{"pack":"few","rule":"hip-low","side":"left"},{"pack":"few","rule":"hip-low","side":"right"}]},
 {"kind":"test","id":"shoe_km","text":"Shoe distance","sides":["both"],"position":null,"named":0.25,"settles":0.25,"norm":null,"lever_arm":false,"alone":[{"pack":"few","rule":"shoes","side":"both"}]},
 {"kind":"question","id":"shoe_discomfort","text":"Are your running shoes less comfortable than when new, or has their shape changed?","sides":["both"],"position":null,"named":0.25,"settles":0.25,"norm":null,"lever_arm":false,"alone":[{"pack":"few","rule":"shoes","side":"both"}]}]}'
}

@test "explain --step: conditions in the order in which they were judged" {
  examples
  sinew explain EX-PAIRS load-spike --step --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20

One run much longer than before
step 1 of 1, level 1
  yes: Session distance over longest of 30 days is above 10 %
      Session distance over longest of 30 days: 34.0 %, 2026-11-20
      value 34.0 %, cut 10.0 %, distance 24.0 %
      ...........|......................*.  * value | cut
      certainty that the condition holds: 100 %
result: present, certainty 100 %'
  sinew explain EX-PAIRS worn-shoes --step --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20

Old shoes that feel changed
step 1 of 3, level 2
  yes: Shoe distance is above 800 km
      Shoe distance: 910.0 km, 2026-11-20
      value 910.0 km, cut 800.0 km, distance 110.0 km
      ..............................|...*.  * value | cut
      certainty that the condition holds: 100 %
step 2 of 3, level 2
  yes: "Are your running shoes less comfortable than when new, or has their
    shape changed?" is answered yes
      answer: yes
      certainty that the condition holds: 100 %
step 3 of 3, level 1
  yes: all of 2 conditions:
      its conditions gave: yes, yes
      certainty that the condition holds: 100 %
result: present, certainty 100 %'
}

@test "questions ask the stored case, too, and store nothing" {
  examples
  "$SINEW" import "$examples" > /dev/null
  records() { sqlite3 "$SINEW_DB" .dump | grep -v '^INSERT INTO audit'; } # reading a patient leaves its row there alone
  before=$(records)
  for question in 'whynot EX-PAIRS load-spike' 'goals EX-PAIRS' 'sweep EX-PAIRS sorensen' 'next EX-PAIRS' \
    'whatif EX-PAIRS sorensen=90' 'explain EX-PAIRS load-spike --step'; do
    # shellcheck disable=SC2086 # a question is several words
    sinew $question
    stored=$output
    # shellcheck disable=SC2086
    sinew $question --file "$examples"
    expect 0 "$stored"
  done
  [ "$(records)" = "$before" ]
}

@test "no line is wider than 80 columns" {
  examples
  for patient in EX-PAIRS EX-STOP EX-CLEAR EX-SIDE EX-GRADE; do
    for question in "goals $patient" "next $patient" "sweep $patient hhd_hip_abduction.left" \
      "whatif $patient hhd_hip_abduction.left=60"; do
      # shellcheck disable=SC2086 # a question is several words
      sinew $question --file "$examples"
      [ "$status" -eq 0 ]
      [ "$(printf '%s\n' "$output" | awk '{ if (length > 80) n++ } END { print n + 0 }')" -eq 0 ]
    done
  done
}

@test "explain --step: a function of a rule is walked line by line with what it sets" {
  examples
  cat > walked.lua <<'END'
return pack { id = "walked", version = "1", title = "t",
  rule { id = "odd", title = "Odd", side = each, evidence = "weak", cite = { "convention" }, advise = "retest",
    when = fn { needs = { "hhd_hip_abduction" }, says = "it looks odd", function(p)
      local force, twice = p:measure("hhd_hip_abduction", p.side), 0
      for i = 1, 2 do twice = twice + force end
      return twice < 200
    end } } }
END
  sinew --pack ./walked.lua explain EX-PAIRS odd left --step --file "$examples"
  expect 0 'EX-PAIRS, 2026-11-20

Odd (left)
step 1 of 1, level 1
  yes: it looks odd
      the function looked at hhd_hip_abduction (left) = 61.782
      the function, line by line:
        line 4: local force, twice = p:measure("hhd_hip_abduction", p.side), 0
          force = 61.7819
          twice = 0
        line 5: for i = 1, 2 do twice = twice + force end
          twice = 61.7819
          i = 2
        line 5: for i = 1, 2 do twice = twice + force end
          twice = 123.5638
        line 6: return twice < 200
      certainty that the condition holds: 100 %
result: present, certainty 100 %'
  sed -i 's/for i = 1, 2/for i = 1, 5000/' walked.lua
  sinew --pack ./walked.lua explain EX-PAIRS odd left --step --file "$examples"
  [[ $output == *'and more lines'*'result: not present' ]]
}
