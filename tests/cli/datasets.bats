#!/usr/bin/env bats
# Real data beside the runners': leg strength left and right, daily load. Kept beside the checkout and never in it.
#
# sasmixed_weights_strength_programmes (57 people, 7 visits) gives no finding: the file names no movement, no unit, no
# side and no error of its strength figure, and a change counts only beyond the error of a known test. So there is no
# profile for it. handsfield_muscle_scaling holds muscle volumes of nobody in particular: nothing to judge.
load clinic

dataset() {
  file=${SINEW_DATASETS:-$SINEW_HOME/../shared/datasets}/$1
  [ -f "$file" ] || skip "$1 is not here: set SINEW_DATASETS to its folder"
}

# Rules for anybody: neither file tells an age, and the shipped packs judge ages only.
write_pack() {
  cat > sides.lua <<'E2'
local function gap(id, test, from)
  return rule { id = id, title = id, side = each,
    when = all { asymmetry(test):above(from), no { asymmetry(test):within_error() } },
    advise = "retest", cite = { "lawrance2017", "neto2015" }, evidence = "weak" }
end
return pack { id = "sides", version = "1.0.0", title = "Sides and spikes",
  gap("strength-gap", "hhd_knee_extension", pct(10)), gap("flexibility-gap", "slr_passive", deg(0)),
  rule { id = "spike", title = "spike", when = measure("session_spike"):above(pct(10)),
    advise = "hold_load", cite = { "frandsen2025" }, evidence = "moderate" },
  rule { id = "low", title = "low", side = each, when = z("hhd_knee_extension"):below(sd(-1)),
    advise = "retest", cite = { "sarabon2021" }, evidence = "weak" } }
E2
}

@test "13 punters: no side difference of strength beyond error, four of flexibility, all on the left; without an age no comparison" {
  dataset faraway_punting_leg_strength.csv
  write_pack
  awk -F, 'NR == 1 { print "Punter," $0; next } { print NR - 1 "," $0 }' "$file" > punting.csv
  sinew import punting.csv --profile faraway_punting --date 2000-01-01
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = '13 patients (13 new), 13 visits, 52 measures, 0 answers; 0 already there, 0 corrected' ]
  for i in $(seq 13); do
    sinew --pack sides.lua assess "PUNT$i" --json
    [ "$status" -eq 0 ]
    echo "$output" >> all.json
  done
  found=$(sed 's/"unsure":.*//' all.json)
  [ "$(grep -o '"rule":"strength-gap"' <<< "$found" | wc -l)" -eq 0 ]
  grep -o '"rule":"flexibility-gap","side":"[a-z]*"' <<< "$found" | sort | uniq -c > sides
  [ "$(cat sides)" = '      4 "rule":"flexibility-gap","side":"left"' ]
  [[ $found != *'"rule":"low"'* ]]
  sinew assess PUNT3
  [[ $output == *'age not known: this pack was not judged'* ]]
}

@test "five athletes of one season: four had a day more than a tenth above the 30 days before it" {
  dataset jovanovic_load_hamstring_injury_sample.csv
  write_pack
  # First season, second load metric, the highest spike of each athlete once 30 days are on record.
  tr -d '"' < "$file" | awk -F, '
    $2 == "Season 1" { load[$5, $4] = $9; if ($4 > last[$5]) last[$5] = $4 }
    END {
      for (who in last) {
        most = day = 0
        for (d = 31; d <= last[who]; d++) {
          high = 0
          for (b = d - 30; b < d; b++) if (load[who, b] + 0 > high) high = load[who, b] + 0
          over = high > 0 ? 100 * (load[who, d] - high) / high : 0
          if (over > most) { most = over; day = d }
        }
        code = who; sub(/Athlete /, "JO", code); print code, day, sprintf("%.0f", most)
      }
    }' | sort > spikes
  [ "$(wc -l < spikes)" -eq 5 ] && [ "$(awk '$3 > 10' spikes | wc -l)" -eq 4 ]
  echo Athlete,Day,Spike > load.csv
  while read -r code day spike; do
    echo "$code,$(date -u -d "2000-01-01 +$day days" +%F),$spike"
  done < spikes >> load.csv
  sinew import load.csv --profile daily_load_spike
  [ "$status" -eq 0 ]
  while read -r code day spike; do
    sinew --pack sides.lua assess "$code" --json
    [ "$status" -eq 0 ]
    echo "$code day $day: $spike %"
    if [ "$spike" -gt 10 ]; then [[ $output == *'"findings":[{"pack":"sides","rule":"spike"'* ]]; else
      [[ $output == *'"findings":[],'* ]]; fi
  done < spikes
}
