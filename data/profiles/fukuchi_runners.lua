-- Runners of Fukuchi, Fukuchi and Duarte 2017 (RBDS): one row a runner, from figshare 10.6084/m9.figshare.4543435.
--
-- Import with the day of the session: import runners.csv --profile fukuchi_runners --date YYYY-MM-DD. The spreadsheet has
-- no such date (InjuryOnDate is another one, and mixes day and month), no names and no birth dates.
--
-- Hip strength is the mean of trials by hand-held dynamometer, in kilograms: kgf. Set-up positions and lever arms are
-- not in the spreadsheet, so none is claimed; norms in one position and torque norms stay out of reach. Internal
-- rotation of the left hip is missing in the file and stays unknown.
-- Thomas and Ober angles are taken as positive below the horizontal, as ours are: the file does not say so, but the means
-- (14 and 34 degrees) only fit that way.
-- Volume is a class of weekly distance and becomes a range ("26-35 km") or a bound ("> 45 km").
-- Foot strike was seen on a treadmill at 2.5, 3.5 and 4.5 m/s. A case holds one strike a side, so the middle speed is
-- taken and said beside it. Sessions a week, pace, surfaces, races, injuries and shoe age are not read: no test of ours
-- asks what these columns answer.
return {
  { profile = "fukuchi_runners", title = "Running biomechanics data set: 28 regular runners",
    citation = "Fukuchi RK, Fukuchi CA, Duarte M. PeerJ 2017;5:e3298. CC BY 4.0", missing = { "-" } },

  { column = "Subject", fact = "patient", prefix = "FR" },
  { column = "Gender", fact = "sex", map = { M = "m", F = "f" } },
  { column = "Age", fact = "age" },
  { column = "Height", fact = "height_cm" },
  { column = "Mass", fact = "mass_kg" },
  { column = "Dominance", fact = "dominant", map = { R = "right", L = "left" } },
  { value = "running", fact = "sport" },

  { column = "RHIPABD", test = "hhd_hip_abduction", side = "right", unit = "kgf", contraction = "isometric" },
  { column = "LHIPABD", test = "hhd_hip_abduction", side = "left", unit = "kgf", contraction = "isometric" },
  { column = "RHIPEXT", test = "hhd_hip_extension", side = "right", unit = "kgf", contraction = "isometric" },
  { column = "LHIPEXT", test = "hhd_hip_extension", side = "left", unit = "kgf", contraction = "isometric" },
  { column = "RHIPER", test = "hhd_hip_er", side = "right", unit = "kgf", contraction = "isometric" },
  { column = "LHIPER", test = "hhd_hip_er", side = "left", unit = "kgf", contraction = "isometric" },
  { column = "RHIPIR", test = "hhd_hip_ir", side = "right", unit = "kgf", contraction = "isometric" },

  { column = "RThomas", test = "thomas_hip_ext", side = "right", unit = "deg" },
  { column = "LThomas", test = "thomas_hip_ext", side = "left", unit = "deg" },
  { column = "ROber", test = "ober_modified", side = "right", unit = "deg" },
  { column = "LOber", test = "ober_modified", side = "left", unit = "deg" },

  { column = "Volume", test = "weekly_distance", unit = "km/wk", parse = "range", suffix = "km", source = "reported" },
  { column = "ShoePairs", test = "shoe_pairs", unit = "pairs", source = "reported" },

  { value = "3.5", test = "running_speed", unit = "m/s" },
  { column = "RFSI35", test = "foot_strike", side = "right", parse = "class", source = "observed",
    map = { Rearfoot = 0, Midfoot = 1, Forefoot = 2 } },
  { column = "LFSI35", test = "foot_strike", side = "left", parse = "class", source = "observed",
    map = { Rearfoot = 0, Midfoot = 1, Forefoot = 2 } },
}
