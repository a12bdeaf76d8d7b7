-- Cuts: one row is a length test's own line, in the unit of the test. Beyond it the muscle counts as short: below it
-- where higher is better, above it where lower is better (ake, pke). `judges = false`: shown beside the value, but it
-- decides nothing, because the evidence conflicts. Where two rows fit, the narrower age band is the closer one.
--
-- `note` begins with the row of the clinical reference list (see norms.lua). Left out: thomas_abduction at 0 deg (117
-- elite athletes averaged 15.6); the risk bands of the extensor hold (old and debated) and of the hamstring bridge
-- (secondary page), which are no lengths.
return {

  -- Hip flexors

  { id = "C01", test = "thomas_hip_ext", age = { 18, 70 }, value = 0, judges = true, verified = "yes",
    source = "lengthcut2021", note = "N056: short when the thigh stays above the horizontal; age limits assumed" },
  { id = "C02", test = "thomas_hip_ext", age = { 18, 60 }, value = 9.69, judges = false, verified = "memory",
    source = "ferber2010", note = "N051: cut from memory, from a mostly injured sample; age limits assumed" },
  { id = "C03", test = "thomas_knee_flex", age = { 18, 70 }, value = 67, judges = false, verified = "yes",
    source = "lengthcut2021", note = "N055: elite athletes average 52.5 deg, so it would flag most of them" },

  -- Side of the thigh

  { id = "C04", test = "ober_modified", age = { 18, 60 }, value = 23.16, judges = false, verified = "yes",
    source = "ferber2010", note = "N052: lies near the mean of a mostly injured sample and flags many healthy limbs" },

  -- Hamstrings

  { id = "C05", test = "ake", sex = "m", age = { 18, 24 }, value = 33.0, judges = true, verified = "yes",
    source = "yildirim2018", note = "N057: students, mean of both sides" },
  { id = "C06", test = "ake", sex = "f", age = { 18, 24 }, value = 23.4, judges = true, verified = "yes",
    source = "yildirim2018", note = "N058: students, mean of both sides" },
  { id = "C07", test = "pke", sex = "m", age = { 18, 24 }, value = 32.2, judges = true, verified = "yes",
    source = "yildirim2018", note = "N059: students, mean of both sides" },
  { id = "C08", test = "pke", sex = "f", age = { 18, 24 }, value = 19.2, judges = true, verified = "yes",
    source = "yildirim2018", note = "N060: students, mean of both sides" },
  { id = "C09", test = "pke", age = { 18, 70 }, value = 40, judges = true, verified = "yes",
    source = "lengthcut2021", note = "N061: cut-off table; age limits assumed" },
}
