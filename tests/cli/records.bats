#!/usr/bin/env bats
# What other systems read: FHIR, calendars, tables. Other programs read all of it in make test-interop.

load clinic

prepare() {
  "$SINEW" import "$root/data/examples/examples.ndjson" >/dev/null
  "$SINEW" assess EX-PAIRS EX-STOP EX-GRADE >/dev/null
}

fhir_has() { grep -qF "$1" one.json || { echo "lacks: $1" >&2; return 1; }; }

@test "export fhir: the same bytes twice, a draft until it is approved, the same ids then" {
  prepare
  sinew export fhir EX-PAIRS -o one.json
  expect 0 'one.json written'
  "$SINEW" export fhir EX-PAIRS >two.json
  cmp one.json two.json
  fhir_has '"resourceType": "CarePlan"'
  fhir_has '"status": "draft"'
  fhir_has '"lifecycleStatus": "proposed"'
  fhir_has '"text": "DRAFT: not approved by a clinician. Please do not start yet."'
  "$SINEW" approve EX-PAIRS --as "A. Clinician" >/dev/null
  "$SINEW" export fhir EX-PAIRS >one.json
  ! grep -q '"draft"\|"proposed"\|DRAFT' one.json
  fhir_has '"lifecycleStatus": "accepted"'
  fhir_has '"display": "A. Clinician"'
  [ "$(grep fullUrl one.json)" = "$(grep fullUrl two.json)" ]
  "$SINEW" start EX-PAIRS >/dev/null
  "$SINEW" export fhir EX-PAIRS >one.json
  fhir_has '"start": "2026-11-20"'
}

@test "export fhir: a referral has no plan; unknowns say why; nothing is called a condition" {
  prepare
  "$SINEW" export fhir EX-STOP >one.json
  ! grep -q '"CarePlan"\|"ServiceRequest"\|"Condition"' one.json
  fhir_has '"text": "emergency: Send to a hospital with round-the-clock MRI, same day."'
  fhir_has '"code": "not-performed"'
  "$SINEW" export fhir EX-GRADE >one.json
  ! grep -q '"Condition"' one.json
  fhir_has '"code": "not-asked"'
  fhir_has '"valueCodeableConcept": {'
}

@test "export fhir: a name comes out as text alone, whatever it holds" {
  prepare
  printf 'patient,name\nEX-PAIRS,"<script>alert(1)</script> ""\\"\n' >names.csv
  "$SINEW" import names.csv >/dev/null
  "$SINEW" export fhir EX-PAIRS >one.json
  fhir_has '"text": "<script>alert(1)</script> \"\\"'
  [ "$(grep -c 'alert(1)' one.json)" -eq 1 ]
}

@test "catalog codes: every code system with its codes" {
  sinew catalog codes
  [ "$status" -eq 0 ]
  [ "$(grep -c '"resourceType": "CodeSystem"' <<<"$output")" -eq 11 ]
  for code in hhd_hip_abduction runner-low-back/gluteus-medius-vs-quadriceps clamshell gluteus_medius unsure; do
    grep -qF "\"code\": \"$code\"" <<<"$output"
  done
}

# The properties of one name, in order.
ics() { tr -d '\r' <"$1" | sed -n "s/^$2[:;]//p"; }

@test "export ics: sessions on the program's weekdays, ids that stay, a later revision that cancels what it drops" {
  prepare
  sinew export ics EX-PAIRS
  expect 3 '' 'sinew: EX-PAIRS has no approved program: sinew approve EX-PAIRS, or add --draft for a page that says that it is a draft'
  "$SINEW" approve EX-PAIRS --as Kim >/dev/null
  sinew export ics EX-PAIRS -o one.ics --at 07:30
  expect 0 'one.ics written'
  [ "$(ics one.ics DTSTART | tr '\n' ' ')" = '20261123T073000 20261125T073000 20261120T073000 VALUE=DATE:20270101 ' ]
  [ "$(ics one.ics RRULE | sort -u)" = 'FREQ=WEEKLY;COUNT=6' ]
  [ "$(ics one.ics STATUS | sort -u)" = CONFIRMED ]
  [ "$(ics one.ics DTSTAMP | sort -u)" = 20261120T100000Z ]
  ! grep -q 'EX-PAIRS' one.ics
  "$SINEW" plan EX-PAIRS --weekdays tue,fri >/dev/null
  "$SINEW" approve EX-PAIRS --as Kim >/dev/null
  "$SINEW" export ics EX-PAIRS -o two.ics >/dev/null
  [ "$(ics two.ics SEQUENCE | sort -u)" = 2 ]
  [ "$(ics two.ics STATUS | sort | uniq -c | tr -s ' \n' ' ')" = ' 5 CANCELLED 3 CONFIRMED ' ]
  for uid in $(ics one.ics UID); do ics two.ics UID | grep -qx "$uid"; done
  "$SINEW" export ics EX-PAIRS | cmp - two.ics
  sinew export ics EX-PAIRS --at 25:00
  expect 2 '' "sinew: --at: '25:00' is no time of the day: write 07:30 or 18:00"
  sinew export ics EX-STOP
  expect 3 '' 'sinew: EX-STOP has to be referred, so there are no sessions for a calendar'
}

@test "export measures: what import reads back into an empty database comes out as the same bytes" {
  prepare
  "$SINEW" measure EX-PAIRS sorensen '>=200s' --date 2026-10-02 >/dev/null
  "$SINEW" measure EX-PAIRS hhd_hip_abduction left 6.7kg --date 2026-10-02 --position side_lying --pain 3 >/dev/null
  for patient in EX-PAIRS EX-GRADE; do
    sinew export measures $patient -o $patient.csv
    expect 0 "$patient.csv written"
    SINEW_DB=$PWD/$patient.db "$SINEW" import $patient.csv >/dev/null
    SINEW_DB=$PWD/$patient.db "$SINEW" export measures $patient | cmp - $patient.csv
  done
  grep -q 'EX-PAIRS,sorensen,,>=200,s,2026-10-02,,,,1,,measured' EX-PAIRS.csv
  ! grep -qv $'\r$' EX-PAIRS.csv
  "$SINEW" export measures EX-PAIRS --bom | tail -c +4 | cmp - EX-PAIRS.csv
}

# "CODE STATUS", sorted, of every request in a Bundle.
requests() {
  jq -r '.entry[].resource | select(.resourceType == "ServiceRequest") | "\(.code.coding[0].code) \(.status)"' "$1" | sort -u
}

@test "export fhir: what a later revision drops is revoked under its id; a draft revokes nothing; a referral holds all" {
  prepare
  "$SINEW" approve EX-PAIRS --as Kim >/dev/null
  "$SINEW" export fhir EX-PAIRS >one.json
  [ "$(requests one.json | grep -c ' active$')" -eq "$(requests one.json | wc -l)" ]
  dropped=$(requests one.json | head -n 1 | cut -d' ' -f1)
  "$SINEW" plan edit EX-PAIRS remove "$dropped" --as Kim >/dev/null
  "$SINEW" export fhir EX-PAIRS --draft >draft.json
  ! grep -q revoked draft.json
  "$SINEW" approve EX-PAIRS --as Kim >/dev/null
  "$SINEW" export fhir EX-PAIRS >two.json
  [ "$(requests two.json | grep -v ' active$')" = "$dropped revoked" ]
  requests two.json | grep -q ' active$'
  # every id of the first Bundle is in the second one, and the plan names only what it still has
  for id in $(jq -r '.entry[].resource | select(.resourceType == "ServiceRequest").id' one.json); do grep -q "\"$id\"" two.json; done
  [ "$(jq '[.entry[].resource | select(.resourceType == "CarePlan").activity[]] | length' two.json)" -eq \
    "$(jq '[.entry[].resource | select(.resourceType == "ServiceRequest" and .status == "active")] | length' two.json)" ]
  "$SINEW" export fhir EX-PAIRS | cmp - two.json
  "$SINEW" answer EX-PAIRS rf_ces_saddle yes >/dev/null
  "$SINEW" assess EX-PAIRS >/dev/null
  "$SINEW" export fhir EX-PAIRS >one.json
  [ -z "$(requests one.json | grep -v ' on-hold$')" ]
  [ "$(requests one.json | wc -l)" -eq "$(requests two.json | wc -l)" ]
  fhir_has 'There is no exercise program until this has been looked at.'
  [ "$(jq -r '.entry[].resource | select(.resourceType == "CarePlan").status' one.json)" = on-hold ]
}

@test "export findings: a row a finding and assessment, of one patient and of all, with bands and without names" {
  prepare
  "$SINEW" patient edit EX-PAIRS --identity - <<< 'name: Ada Example' >/dev/null
  sinew export findings EX-PAIRS -o one.csv
  expect 0 'one.csv written'
  head=$(head -n 1 one.csv | tr -d '\r')
  [ "$head" = 'patient,date,pack,version,rule,side,truth,unsure,shown,index,unit,band_low,band_high,certainty,evidence,grade,overridden' ]
  grep -q $'^EX-PAIRS,2026-11-20,runner-low-back,[0-9.]*,hip-abduction-low,left,true,no,no,-1.4291,SD,-2.00399[0-9],-0.85420[0-9],0.9' one.csv
  grep -q ',bridge-short,,unknown,no,no,,,,,,limited,,no' one.csv
  ! grep -q Ada one.csv
  [ "$(awk -F, '{ print NF }' one.csv | sort -u)" = 17 ]
  # judged again for the visit: its rows are replaced; a new visit adds its own
  "$SINEW" assess EX-PAIRS >/dev/null
  "$SINEW" export findings EX-PAIRS | cmp - one.csv
  export SOURCE_DATE_EPOCH=1795773600 # a week later
  "$SINEW" measure EX-PAIRS hhd_hip_abduction left 70 --position side_lying --contraction isometric --lever 0.38 </dev/null >/dev/null
  "$SINEW" assess EX-PAIRS >/dev/null
  "$SINEW" export findings EX-PAIRS -o two.csv >/dev/null
  [ "$(tail -n +2 two.csv | cut -d, -f2 | sort -u | tr '\n' ' ')" = '2026-11-20 2026-11-27 ' ]
  [ "$(grep ',2026-11-20,' two.csv | cut -d, -f1-11)" = "$(grep ',2026-11-20,' one.csv | cut -d, -f1-11)" ]
  sinew export all findings -o all.csv
  [ "$status" -eq 1 ] # two were not assessed
  [ "$output" = 'all.csv written: 3 patients' ]
  [ "$(grep -c '^patient,' all.csv)" -eq 1 ]
  [ "$(tail -n +2 all.csv | cut -d, -f1 | sort -u | tr '\n' ' ')" = 'EX-GRADE EX-PAIRS EX-STOP ' ]
  "$SINEW" export all findings -o - 2>/dev/null | cmp - all.csv
  [ "$("$SINEW" export all findings --bom -o - 2>/dev/null | grep -c $'\xef\xbb\xbf')" -eq 1 ]
  sinew export all measures -o all.csv
  expect 0 'all.csv written: 5 patients'
  [ "$(grep -c '^patient,' all.csv)" -eq 1 ]
  sinew export all findings -o folder
  [ "$(ls folder)" = $'EX-GRADE.findings.csv\nEX-PAIRS.findings.csv\nEX-STOP.findings.csv' ]
}
