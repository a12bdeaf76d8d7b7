# The pack of the comparison: 3 pairs and 12 side gaps left and right, 6 further rules; with -v further=N so many more
# rules that do not fire.
function rule(id, when, effect, each) {
  printf "  rule { id = \"%s\", title = \"%s\", %swhen = %s,\n    %s, group = \"%s\", cite = { \"convention\" }, evidence = \"weak\", say = \"Found.\" },\n", id, id, each ? "side = each, " : "", when, effect, id
}
BEGIN {
  print "return pack { id = \"peers\", version = \"1.0\", title = \"Peers\","
  rule("pair-1", "imbalance { weak = \"gluteus_medius\", strong = \"quadriceps\", at_least = sd(1) }", "strengthen = \"gluteus_medius\"", 1)
  rule("pair-2", "imbalance { weak = \"hamstrings\", strong = \"iliopsoas\", at_least = sd(1) }", "strengthen = \"hamstrings\"", 1)
  rule("pair-3", "imbalance { weak = \"gluteus_maximus\", strong = \"quadriceps\", at_least = sd(1) }", "strengthen = \"gluteus_maximus\"", 1)
  n = split("hhd_hip_abduction hhd_hip_adduction hhd_hip_extension hhd_hip_flexion hhd_hip_er hhd_hip_ir hhd_knee_extension hhd_knee_flexion", test, " ")
  m = split("gluteus_medius adductors gluteus_maximus iliopsoas hip_external_rotators gluteus_medius quadriceps hamstrings", muscle, " ")
  for (i = 1; i <= n; i++) rule("gap-" i, "asymmetry(\"" test[i] "\"):plain():above(pct(40))", "strengthen = \"" muscle[i] "\"", 1)
  n = split("thomas_hip_ext ake hip_ir_rom hip_er_rom", test, " ")
  for (i = 1; i <= n; i++) rule("gap-" i + 8, "asymmetry(\"" test[i] "\"):plain():above(deg(12))", "advise = \"hold_load\"", 1)
  rule("spike", "measure(\"session_spike\"):plain():above(pct(10))", "advise = \"hold_load\"", 0)
  rule("shoes", "measure(\"shoe_km\"):plain():above(km(800))", "advise = \"hold_load\"", 0)
  rule("discomfort", "answer(\"shoe_discomfort\"):is(yes)", "advise = \"hold_load\"", 0)
  rule("ankle", "measure(\"wblt_cm\"):plain():below(cm(6))", "advise = \"hold_load\"", 1)
  rule("bridge", "measure(\"side_bridge\"):plain():below(s(35))", "strengthen = \"core\"", 1)
  rule("calf", "measure(\"sl_heel_raise\"):plain():below(12)", "advise = \"hold_load\"", 1)
  for (i = 1; i <= further; i++) rule("further-" i, "measure(\"hip_ext_rom\"):plain():above(deg(" 90 + i / 1000 "))", "advise = \"hold_load\"", 1)
  print "}"
}
