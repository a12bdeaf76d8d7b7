-- Thirteen American-football punters (R package faraway, data/punting): leg strength and hamstring flexibility by side.
--
-- The spreadsheet has no patient column: number the rows in a first column named Punter. Import with a day of your
-- choice: import punting.csv --profile faraway_punting --date YYYY-MM-DD.
--
-- What the file does not say: age, body mass, the movement of "leg strength" (lb), its position and lever arm, and how
-- flexibility was taken. Strength is read as knee extension and flexibility as straight leg raise (78 to 108 degrees
-- only fit that), for one purpose: comparing the sides of one person. No comparison group fits, as none should. The kicks
-- (distance, hang time) and OStr (overall strength, no side) answer no test of ours.
return {
  { profile = "faraway_punting", title = "Leg strength and flexibility of 13 punters",
    citation = "Faraway JJ, R package faraway, data set punting. GPL", missing = { "NA" } },

  { column = "Punter", fact = "patient", prefix = "PUNT" },
  { value = "m", fact = "sex" },

  { column = "RStr", test = "hhd_knee_extension", side = "right", unit = "lbf" },
  { column = "LStr", test = "hhd_knee_extension", side = "left", unit = "lbf" },
  { column = "RFlex", test = "slr_passive", side = "right", unit = "deg" },
  { column = "LFlex", test = "slr_passive", side = "left", unit = "deg" },
}
