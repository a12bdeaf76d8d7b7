-- VALD NordBord: the table of tests that VALD Hub exports as CSV, one test a row, both sides beside each other.
--
-- Column and test names are those that public programs for such exports read; VALD prints no list of them. Not proven:
-- ExternalId, which must hold the clinic's code. Names never match people.
--
-- Only ISO Prone is knee flexion as our test means it. Nordic and Razor are lowered against both legs: no test of ours
-- is that movement, and its error is not known. To which of our knee angles ISO 30 and ISO 60 belong is the clinician's
-- call, and angles do not mix. Such rows are refused with their test; --skip-bad leaves them out. A force is the best
-- of its repetitions. Torques rest on a lever arm that the file does not tell.
--
-- The date is that of accounts with the month first; for day/month/year copy this file and write date = "dmy". 0 stands
-- where a side was not done. Two tests of one day become trial 1 and 2. Imbalances are worked out anew from both sides.
return {
  { profile = "vald_nordbord", title = "VALD NordBord, ISO Prone as CSV",
    citation = "VALD Hub, export of NordBord tests as CSV; columns as public programs read them",
    date = "mdy",
    missing = { "0", "-", "N/A" }, repeats = "trials",
    never = { "Max Imbalance", "Max Imbalance (%)", "Avg Imbalance (%)", "Impulse Imbalance (%)" } },

  { column = "ExternalId", fact = "patient" },
  { column = "Date UTC", fact = "date" },

  { column = "L Max Force (N)", test = "hhd_knee_flexion", side = "left", unit = "N", contraction = "isometric",
    position = "prone", when = { Test = "ISO Prone" } },
  { column = "R Max Force (N)", test = "hhd_knee_flexion", side = "right", unit = "N", contraction = "isometric",
    position = "prone", when = { Test = "ISO Prone" } },
}
