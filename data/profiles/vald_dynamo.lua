-- VALD DynaMo: a table of strength tests as CSV, one movement a row, both sides beside each other.
--
-- Column names are those of public programs that lay such tables out (Body Region, Movement, Position, L and R Max
-- Force (N), Force Asymmetry). Not proven: ExternalId and Date UTC as in VALD's other exports, and the words for regions
-- and movements below. A row with other words is refused and names them: copy this file and write them as your file does.
-- Nothing is claimed of the position; lever arms are not in the file.
--
-- The date is that of accounts with the month first; for day/month/year write date = "dmy". Repeated rows of one day
-- become trials when their Position is the same, else one has to go. Asymmetries are worked out anew from both sides.
local rows = {
  { profile = "vald_dynamo", title = "VALD DynaMo, strength tests as CSV",
    citation = "VALD Hub, table of DynaMo tests; columns as public programs lay them out",
    date = "mdy", missing = { "0", "-", "N/A" },
    repeats = "trials", same = "Position", never = { "Force Asymmetry", "Force Asymmetry (%)" } },

  { column = "ExternalId", fact = "patient" },
  { column = "Date UTC", fact = "date" },
}

local movements = {
  { "Hip", "Abduction", "hhd_hip_abduction" },
  { "Hip", "Adduction", "hhd_hip_adduction" },
  { "Hip", "Extension", "hhd_hip_extension" },
  { "Hip", "Flexion", "hhd_hip_flexion" },
  { "Hip", "External Rotation", "hhd_hip_er" },
  { "Hip", "Internal Rotation", "hhd_hip_ir" },
  { "Knee", "Extension", "hhd_knee_extension" },
  { "Knee", "Flexion", "hhd_knee_flexion" },
  { "Ankle", "Dorsiflexion", "hhd_ankle_df" },
  { "Ankle", "Plantarflexion", "hhd_ankle_pf" },
  { "Ankle", "Inversion", "hhd_ankle_inversion" },
  { "Ankle", "Eversion", "hhd_ankle_eversion" },
}
for i = 1, #movements do
  local row = movements[i]
  local when = { ["Body Region"] = row[1], Movement = row[2] }
  rows[#rows + 1] = { column = "L Max Force (N)", test = row[3], side = "left", unit = "N", contraction = "isometric",
    when = when }
  rows[#rows + 1] = { column = "R Max Force (N)", test = row[3], side = "right", unit = "N", contraction = "isometric",
    when = when }
end
return rows
