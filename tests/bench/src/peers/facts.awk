# Cases of cases.awk as facts for judge.clp.
BEGIN {
  n = split("hhd_hip_abduction hhd_hip_adduction hhd_hip_extension hhd_hip_flexion hhd_hip_er hhd_hip_ir hhd_knee_extension hhd_knee_flexion thomas_hip_ext ake hip_ir_rom hip_er_rom slr_passive wblt_cm sl_heel_raise side_bridge hip_ext_rom thomas_knee_flex session_spike shoe_km", ids, " ")
  for (i = 1; i <= n; i++) number[ids[i]] = i - 1
}
{
  match($0, /"mass_kg":[0-9.]+/)
  printf "(reset)\n(assert (mass %s)", substr($0, RSTART + 10, RLENGTH - 10)
  if ($0 ~ /"shoe_discomfort":"yes"/) printf "(discomfort)"
  rest = $0
  while (match(rest, /\{"test":[^}]*\}/)) {
    item = substr(rest, RSTART, RLENGTH)
    rest = substr(rest, RSTART + RLENGTH)
    split(item, part, "\"")
    match(item, /"value":[-0-9.]+/)
    printf "(m (test %d)(side %d)(value %s))", number[part[4]], item ~ /"right"/, substr(item, RSTART + 8, RLENGTH - 8)
  }
  print ")\n(run)\n(plan)"
}
