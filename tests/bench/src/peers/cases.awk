# Cases for the comparison with hand-written peers, one a line: 18 tests on both sides, two more, one answer; 8 % missing.
#   awk -v count=100000 -f cases.awk
function uniform(lo, hi) { seed = (seed * 1103515245 + 12345) % 2147483648; return lo + (hi - lo) * seed / 2147483648 }
function put(test, side, lo, hi, unit) {
  if (uniform(0, 100) < 8) return
  printf "%s{\"test\":\"%s\",%s\"value\":%.1f,\"unit\":\"%s\"}", any ? "," : "", test, side ? "\"side\":\"" side "\"," : "", uniform(lo, hi), unit
  any = 1
}
BEGIN {
  seed = 11
  n = split("hhd_hip_abduction 60 220 N hhd_hip_adduction 60 220 N hhd_hip_extension 90 320 N hhd_hip_flexion 90 320 N hhd_hip_er 50 180 N hhd_hip_ir 50 180 N hhd_knee_extension 200 600 N hhd_knee_flexion 100 320 N thomas_hip_ext -5 25 deg ake 5 45 deg hip_ir_rom 20 50 deg hip_er_rom 20 50 deg slr_passive 50 100 deg wblt_cm 4 14 cm sl_heel_raise 8 35 reps side_bridge 20 120 s hip_ext_rom 5 25 deg thomas_knee_flex 40 90 deg", row, " ")
  for (i = 1; i <= count; i++) {
    any = 0
    printf "{\"patient\":{\"id\":\"B%d\",\"sex\":\"%s\",\"age\":%d,\"mass_kg\":%.1f},\"date\":\"2026-11-20\",\"measures\":[", i, uniform(0, 1) < 0.5 ? "f" : "m", uniform(20, 60), uniform(50, 90)
    for (k = 1; k < n; k += 4) {
      put(row[k], "left", row[k + 1], row[k + 2], row[k + 3])
      put(row[k], "right", row[k + 1], row[k + 2], row[k + 3])
    }
    put("session_spike", "", -40, 60, "%")
    put("shoe_km", "", 50, 1200, "km")
    printf "],\"answers\":{\"shoe_discomfort\":\"%s\"}}\n", uniform(0, 1) < 0.3 ? "yes" : "no"
  }
}
