-- Cases of lower_quarter.lua: sinew rules test rules/lower_quarter.lua
--
-- The values lie where a rule turns. Where no error of a test is known, it compares plainly and turns at the cut.

local woman = { sex = "f", age = 25, mass_kg = 60 }
local man = { sex = "m", age = 30, mass_kg = 74 }

-- ---- Against the comparison group ----

-- sure: the highest value that is certainly below; open: the next step; not_low: from here on certainly not.
local movements = {
  { "hip-abduction-below", "hhd_hip_abduction", woman, "%BW", 11.6, 11.7, 13.8 },
  { "hip-adduction-below", "hhd_hip_adduction", woman, "%BW", 11.7, 11.8, 14 },
  { "hip-extension-below", "hhd_hip_extension", woman, "%BW", 18.6, 18.7, 22.7 },
  { "hip-flexion-below", "hhd_hip_flexion", woman, "%BW", 28.8, 28.9, 33.2 },
  { "hip-external-rotation-below", "hhd_hip_er", woman, "%BW", 10.8, 10.9, 13.4 },
  { "hip-internal-rotation-below", "hhd_hip_ir", woman, "%BW", 13.4, 13.5, 17.4 },
  { "knee-extension-below", "hhd_knee_extension", woman, "Nm/kg", 1.53, 1.54, 2.09, position = "knee_mid_range" },
  { "knee-flexion-below", "hhd_knee_flexion", man, "Nm/kg", 1.03, nil, 1.04, position = "knee_mid_range" },
  { "ankle-dorsiflexion-below", "hhd_ankle_df", woman, "Nm", 27.3, nil, 27.4, contraction = "isokinetic" },
  { "ankle-plantarflexion-below", "hhd_ankle_pf", woman, "Nm", 63.1, nil, 63.2, contraction = "isokinetic" },
  { "ankle-inversion-below", "hhd_ankle_inversion", woman, "Nm", 20, nil, 20.1, contraction = "isokinetic" },
  { "ankle-eversion-below", "hhd_ankle_eversion", woman, "Nm", 15.7, nil, 15.8, contraction = "isokinetic" },
}
for _, m in ipairs(movements) do
  local rule, test, unit = m[1], m[2], m[4]
  local steps = { { 0.7 * m[5], true }, { m[5], true }, { m[7], false }, { 1.6 * m[7], false } }
  if m[6] then table.insert(steps, { m[6], "unsure" }) end
  for _, step in ipairs(steps) do
    case(rule .. ": " .. step[1] .. " " .. unit) {
      patient = m[3],
      measure = { [test .. ".left"] = { step[1] .. " " .. unit, position = m.position, contraction = m.contraction } },
      expect = { [rule .. ".left"] = step[2], [rule .. ".right"] = "unknown" },
    }
  end
end

case "a hand-held ankle reading has no comparison group" {
  patient = woman, measure = { ["hhd_ankle_df.left"] = { "20 Nm", contraction = "isometric" } },
  expect = { ["ankle-dorsiflexion-below.left"] = "unknown" },
}
case "an eccentric reading is compared with eccentric readings only" {
  patient = { sex = "m", age = 40, mass_kg = 70, sport = "running" },
  measure = {
    ["hhd_hip_abduction.left"] = { "1.0 Nm/kg", contraction = "eccentric" },
    ["hhd_hip_abduction.right"] = { "1.0 Nm/kg", contraction = "isometric" },
  },
  expect = { ["hip-abduction-below.left"] = true, ["hip-abduction-below.right"] = "unknown" },
}

-- ---- Side to side ----

-- The right side has 100 N. sure: the smallest gap that is certain; unsure: undecided; error: what error explains.
local gaps = {
  { rule = "hip-abduction-gap", test = "hhd_hip_abduction", sure = 84, unsure = 85, error = 88 },
  { rule = "hip-adduction-gap", test = "hhd_hip_adduction", sure = 83, unsure = 84, error = 85 },
  { rule = "hip-flexion-gap", test = "hhd_hip_flexion", sure = 84, unsure = 85, error = 88 },
  { rule = "hip-external-rotation-gap", test = "hhd_hip_er", sure = 84, unsure = 85, error = 88 },
  { rule = "hip-internal-rotation-gap", test = "hhd_hip_ir", sure = 84, unsure = 85, error = 88 },
  -- The error of these is so wide that it decides, not the 10 %: the cut shows in the certainty alone.
  { rule = "hip-extension-gap", test = "hhd_hip_extension", sure = 70, error = 80, near = 87,
    certainty = { 0.978, 0.982 } },
  { rule = "knee-extension-gap", test = "hhd_knee_extension", sure = 70, error = 79.5, near = 87,
    certainty = { 0.966, 0.972 } },
  { rule = "knee-flexion-gap", test = "hhd_knee_flexion", sure = 70, error = 78, near = 87,
    certainty = { 0.945, 0.952 } },
}

local function gap_case(gap, left, verdict)
  case(gap.rule .. ": " .. left .. " N against 100 N") {
    patient = woman,
    measure = { [gap.test .. ".left"] = left and left .. " N", [gap.test .. ".right"] = "100 N" },
    expect = { [gap.rule .. ".left"] = verdict, [gap.rule .. ".right"] = false },
  }
end

for _, gap in ipairs(gaps) do
  gap_case(gap, gap.sure, { true, certainty = gap.certainty })
  if gap.unsure then gap_case(gap, gap.unsure, "unsure") end
  gap_case(gap, gap.error, false)
  if gap.near then gap_case(gap, gap.near, false) end
  gap_case(gap, 100, false)
  case(gap.rule .. ": one side alone tells nothing") {
    patient = woman, measure = { [gap.test .. ".left"] = "84 N" }, expect = { [gap.rule .. ".left"] = "unknown" },
  }
end

-- One measure of the left, the other side fixed, and what follows on the left.
local function beside(rule, test, right, list)
  for _, step in ipairs(list) do
    case(rule .. ": " .. step[1] .. " against " .. right) {
      patient = woman, measure = { [test .. ".left"] = step[1], [test .. ".right"] = right },
      expect = { [rule .. ".left"] = step[2] },
    }
  end
  case(rule .. ": one side alone") {
    patient = woman, measure = { [test .. ".left"] = list[1][1] }, expect = { [rule .. ".left"] = "unknown" },
  }
end

beside("heel-raise-gap", "sl_heel_raise", 25,
  { { 10, true }, { 16, true }, { 17, "unsure" }, { 22, false }, { 25, false } })
beside("ankle-bend-gap", "wblt_cm", 10,
  { { 5, true }, { 7.6, true }, { 7.7, "unsure" }, { 8.1, false }, { 8.5, false }, { 10, false }, { 13, false } })
beside("knee-bend-gap", "ely_prone_knee", 125,
  { { 110, true }, { 113, { true, certainty = { 0.9827, 0.9834 } } }, { 114, false }, { 125, false }, { 140, false } })
beside("single-leg-bridge-sides", "bridge_hold_single", 100,
  { { 60, true }, { 99, true }, { 99.95, true }, { 100, false }, { 100.05, false }, { 101, false }, { 150, false } })
beside("hamstring-bridge-sides", "sl_hamstring_bridge", 100,
  { { 60, true }, { 99, true }, { 99.95, true }, { 100, false }, { 100.05, false }, { 150, false } })

-- ---- Length ----

local function length_case(who, rule, test, value, verdict)
  case(rule .. ": " .. test .. " " .. value) {
    patient = who, measure = { [test .. ".left"] = value },
    expect = { [rule .. ".left"] = verdict, [rule .. ".right"] = "unknown" },
  }
end
local student = { sex = "f", age = 22, mass_kg = 60 }
length_case(woman, "hip-flexors-length", "thomas_hip_ext", -1, true)
length_case(woman, "hip-flexors-length", "thomas_hip_ext", 0, false)
length_case(woman, "hip-flexors-length", "thomas_hip_ext", 12, false)
length_case(student, "hamstrings-length", "ake", 28, true)
length_case(student, "hamstrings-length", "ake", 27, "unsure")
length_case(student, "hamstrings-length", "ake", 19, false)

-- ---- Ratios ----

local function adductors(what, adduction, abduction, verdict)
  case("adductors-low-and-ratio-low: " .. what) {
    patient = woman, measure = { ["hhd_hip_adduction.left"] = adduction, ["hhd_hip_abduction.left"] = abduction },
    expect = { ["adductors-low-and-ratio-low.left"] = verdict, ["adductors-low-and-ratio-low.right"] = "unknown" },
  }
end
adductors("both", "9 %BW", "12 %BW", true)
adductors("near the line", "9 %BW", "11.9 %BW", "unsure")
adductors("at the line", "9 %BW", "11.25 %BW", "unsure")
adductors("low, ratio above", "9 %BW", "10 %BW", false)
adductors("ratio low, adduction not", "17 %BW", "40 %BW", false)
adductors("low, ratio far below", "9 %BW", "17 %BW", true)

-- Above 0 as soon as both were measured: a line at 0 is no cut.
local ratios = {
  { "hip-adduction-abduction", "hhd_hip_adduction", "hhd_hip_abduction", "N" },
  { "hip-extension-flexion", "hhd_hip_extension", "hhd_hip_flexion", "N" },
  { "hip-rotation-ratio", "hhd_hip_er", "hhd_hip_ir", "N" },
  { "hamstrings-quadriceps", "hhd_knee_flexion", "hhd_knee_extension", "N" },
  { "ankle-dorsi-plantarflexion", "hhd_ankle_df", "hhd_ankle_pf", "N" },
  { "ankle-eversion-inversion", "hhd_ankle_eversion", "hhd_ankle_inversion", "N" },
  { "hip-rotation-range", "hip_er_rom", "hip_ir_rom", "deg" },
}
for _, row in ipairs(ratios) do
  for above, verdict in pairs { [0] = false, [1] = true, [60] = true } do
    case(row[1] .. ": " .. above .. " to 120 " .. row[4]) {
      patient = woman,
      measure = { [row[2] .. ".left"] = above .. " " .. row[4], [row[3] .. ".left"] = "120 " .. row[4] },
      expect = { [row[1] .. ".left"] = verdict, [row[1] .. ".right"] = "unknown" },
    }
  end
end
case "hip-rotation-range: a hip that cannot turn outward" {
  patient = woman, measure = { ["hip_er_rom.left"] = -20, ["hip_ir_rom.left"] = 30 },
  expect = { ["hip-rotation-range.left"] = false },
}
case "a ratio asks for nothing" {
  patient = woman, measure = { ["hhd_knee_flexion.left"] = "80 N", ["hhd_knee_extension.left"] = "400 N" },
  expect = { ["hamstrings-quadriceps.left"] = { true, index = { 0.19, 0.21 } }, targets = {} },
}

case "outside the population nothing is judged" {
  patient = { sex = "f", age = 15 },
  measure = { ["hhd_knee_flexion.left"] = "70 N", ["hhd_knee_flexion.right"] = "100 N" },
  expect = { ["knee-flexion-gap.left"] = "not judged" },
}
