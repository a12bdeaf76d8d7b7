-- VALD ForceFrame: the table of tests that VALD Hub exports as CSV, one test a row, both sides beside each other.
--
-- Column names, test names and the directions of "Hip AD/AB" (Squeeze presses the knees together, Pull apart) are those
-- that public programs for such exports read; VALD prints no list of them. Not proven: ExternalId, which must hold the
-- clinic's code, and what stands in Position; so no position is claimed and comparison groups that name one stay out
-- of reach. Names never match people. Directions of the other tests are not proven either: such rows are refused with
-- their test, and --skip-bad leaves them out.
--
-- The date is that of accounts with the month first; for day/month/year copy this file and write date = "dmy". A force
-- is the best of its repetitions, no mean as in most comparison groups. 0 stands where a side was not done. Two tests
-- of one day become trial 1 and 2 when their Position is the same, else one has to go. Imbalances are worked out anew
-- from both sides.
local rows = {
  { profile = "vald_forceframe", title = "VALD ForceFrame, tests as CSV",
    citation = "VALD Hub, export of ForceFrame tests as CSV; columns as public programs read them",
    date = "mdy", missing = { "0", "-", "N/A" },
    repeats = "trials", same = "Position",
    never = { "Max Imbalance", "Max Imbalance (%)", "L Max Ratio", "R Max Ratio" } },

  { column = "ExternalId", fact = "patient" },
  { column = "Date UTC", fact = "date" },
}

local function both(test, name, direction)
  local when = { Test = name, Direction = direction }
  rows[#rows + 1] = { column = "L Max Force (N)", test = test, side = "left", unit = "N", contraction = "isometric",
    when = when }
  rows[#rows + 1] = { column = "R Max Force (N)", test = test, side = "right", unit = "N", contraction = "isometric",
    when = when }
end

both("hhd_hip_adduction", "Hip AD/AB", "Squeeze")
both("hhd_hip_abduction", "Hip AD/AB", "Pull")
return rows
