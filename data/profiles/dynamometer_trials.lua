-- A sheet for a hand-held dynamometer, one movement and side a row, three trials beside each other, in newton:
--
--   Patient,Date,Movement,Side,Trial 1,Trial 2,Trial 3,Mean,Difference %
--   C-1042,2026-11-20,hip abduction,left,118,124,121,121,
--
-- Dates are year-month-day. A trial that was not done stays empty. Means and differences between sides are worked out
-- anew. Copy this file for a sheet with other words, another unit (kgf, lbf) or more trials.
local rows = {
  { profile = "dynamometer_trials", title = "Hand-held dynamometer, trials in columns",
    citation = "A sheet of this project's own, for clinics that keep trials beside each other",
    missing = { "-" },
    never = { "Mean", "Best", "Difference %" } },

  { column = "Patient", fact = "patient" },
  { column = "Date", fact = "date" },
}

local movements = {
  { "hip abduction", "hhd_hip_abduction" },
  { "hip adduction", "hhd_hip_adduction" },
  { "hip extension", "hhd_hip_extension" },
  { "hip flexion", "hhd_hip_flexion" },
  { "hip external rotation", "hhd_hip_er" },
  { "hip internal rotation", "hhd_hip_ir" },
  { "knee extension", "hhd_knee_extension" },
  { "knee flexion", "hhd_knee_flexion" },
  { "ankle dorsiflexion", "hhd_ankle_df" },
  { "ankle plantarflexion", "hhd_ankle_pf" },
}
for i = 1, #movements do
  for n = 1, 2 do
    local side = n == 1 and "left" or "right"
    for trial = 1, 3 do
      rows[#rows + 1] = { column = "Trial " .. trial, test = movements[i][2], side = side, unit = "N",
        contraction = "isometric", trial = "" .. trial, when = { Movement = movements[i][1], Side = side } }
    end
  end
end
return rows
