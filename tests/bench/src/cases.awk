# Made-up cases, one a line: 10 measures each, the same for the same count.
#   awk -v count=20000 -f cases.awk
function uniform(lo, hi) { seed = (seed * 1103515245 + 12345) % 2147483648; return lo + (hi - lo) * seed / 2147483648 }
function pair(test, lo, hi, more) {
  return sprintf("{\"test\":\"%s\",\"side\":\"left\",\"value\":%.1f,\"unit\":\"kgf\"%s},{\"test\":\"%s\",\"side\":\"right\",\"value\":%.1f,\"unit\":\"kgf\"%s},",
                 test, uniform(lo, hi), more, test, uniform(lo, hi), more)
}
BEGIN {
  seed = 7
  iso = ",\"contraction\":\"isometric\""
  for (i = 1; i <= count; i++) {
    printf "{\"patient\":{\"id\":\"B%d\",\"sex\":\"%s\",\"age\":%d,\"mass_kg\":%.1f,\"sport\":\"running\"},\"date\":\"2026-11-20\",\"measures\":[", i,
           uniform(0, 1) < 0.5 ? "f" : "m", uniform(20, 60), uniform(50, 90)
    printf "%s", pair("hhd_hip_abduction", 8, 20, iso ",\"position\":\"side_lying\"")
    printf "%s", pair("hhd_hip_extension", 12, 25, iso)
    printf "%s", pair("hhd_knee_extension", 25, 50, iso ",\"position\":\"knee_mid_range\",\"lever_m\":0.36")
    printf "%s", pair("hhd_knee_flexion", 12, 25, iso ",\"position\":\"knee_mid_range\",\"lever_m\":0.36")
    printf "{\"test\":\"session_spike\",\"value\":%.0f,\"unit\":\"%%\"},{\"test\":\"shoe_km\",\"value\":%.0f,\"unit\":\"km\"}", uniform(-40, 60), uniform(50, 1200)
    printf "],\"answers\":{\"rf_ces_saddle\":\"no\",\"rf_ces_bladder\":\"no\",\"shoe_discomfort\":\"%s\"}}\n", uniform(0, 1) < 0.3 ? "yes" : "no"
  }
}
