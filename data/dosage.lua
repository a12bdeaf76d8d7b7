-- Dosage: one row is one dose, for every exercise of that purpose, domain and kind. A program begins at the low end.
--
-- `sets`, `reps`, `hold_s` (seconds of one hold, or of one bout for kind "time") and `per_week` are from-to; `rest_s`
-- is seconds between sets, `weeks` the shortest programme, `seconds_per_rep` only reckons the length of a session.
-- `text` says which part is published and which is a convention; `source` is the study of the main figure. Published
-- ranges are kept; where a single figure is needed a value inside the range was chosen (convention).
--
-- Left out: loads in % of 1RM and doses of trained people (no exercise here is loaded by them), the pyramid of trunk
-- holds (unverified), the dose of a single study for running economy.
return {

  -- Strength and endurance

  { id = "strength_reps", purpose = "strengthen", domain = "strength", kind = "reps",
    sets = { 2, 3 }, reps = { 8, 12 }, per_week = { 2, 3 }, rest_s = 60, weeks = 6, seconds_per_rep = 4,
    text = "8 to 12 repetitions that are hard at the end, 2 to 3 days a week, not on following days, 1 to 2 s up " ..
      "and 1 to 2 s down (ACSM 2009). Of the listed 1 to 3 sets 2 to 3 are used, since several sets ranked best; " ..
      "rest 1 to 2 min, at least 6 weeks.",
    source = "acsm2009", verified = "yes" },
  { id = "strength_hold", purpose = "strengthen", domain = "strength", kind = "hold",
    sets = { 2, 3 }, reps = { 4, 6 }, hold_s = { 10, 10 }, per_week = { 2, 3 }, rest_s = 60, weeks = 6,
    text = "No source doses holds of the legs: many short holds as for the trunk, on the days of strength work.",
    source = "convention", verified = "convention" },
  { id = "endurance_hold", purpose = "strengthen", domain = "endurance", kind = "hold",
    sets = { 2, 4 }, reps = { 4, 6 }, hold_s = { 10, 10 }, per_week = { 3, 7 }, rest_s = 30, weeks = 6,
    text = "Many short holds instead of one long hold: 4 to 6 of 10 s, 2 to 4 rounds; add holds, not seconds " ..
      "(coaching page). Days a week, rest and weeks are a convention.",
    source = "bigthreepage", verified = "yes" },
  { id = "endurance_reps", purpose = "strengthen", domain = "endurance", kind = "reps",
    sets = { 2, 4 }, reps = { 10, 25 }, per_week = { 2, 3 }, rest_s = 30, weeks = 6, seconds_per_rep = 4,
    text = "10 to 25 repetitions with a light load, 2 to 4 sets, 30 to 60 s rest, at least 6 weeks (teaching page " ..
      "on the ACSM guideline); 2 to 3 days a week and slow repetitions as for strength.",
    source = "trekacsm", verified = "yes" },

  -- Control and activation

  { id = "control_reps", purpose = "strengthen", domain = "control", kind = "reps",
    sets = { 2, 3 }, reps = { 5, 8 }, per_week = { 3, 7 }, rest_s = 30, weeks = 6, seconds_per_rep = 6,
    text = "Few slow repetitions, stop when the quality falls. That such training should be used for people with a " ..
      "movement-control impairment is a guideline's; its amount is a convention.",
    source = "convention", verified = "convention" },
  { id = "activate_hold", purpose = "activate", domain = "control", kind = "hold",
    sets = { 1, 2 }, reps = { 5, 10 }, hold_s = { 5, 5 }, per_week = { 3, 7 }, rest_s = 30, weeks = 2,
    text = "Short holds to learn the movement before loading it. A convention.",
    source = "convention", verified = "convention" },

  -- Length and mobility

  { id = "stretch_hold", purpose = "stretch", domain = "length", kind = "hold",
    sets = { 1, 1 }, reps = { 4, 4 }, hold_s = { 30, 30 }, per_week = { 3, 5 }, rest_s = 10, weeks = 6,
    text = "4 holds of 30 s make 2 min; on 5 days that is 10 min a week for the muscle, where gains level off " ..
      "(Ingram 2025). The older guide says 10 to 30 s, at least 4 times, 2 to 3 days a week. Rest and weeks are a " ..
      "convention. Holds of 60 s and more stay away from hard runs.",
    source = "ingram2025", verified = "yes" },
  { id = "mobilise_reps", purpose = "mobilise", domain = "length", kind = "reps",
    sets = { 1, 2 }, reps = { 8, 12 }, per_week = { 3, 7 }, rest_s = 15, weeks = 4, seconds_per_rep = 3,
    text = "Easy movements within minutes of a run give a small gain (Behm 2016); their number is a convention.",
    source = "convention", verified = "convention" },
  { id = "roll_time", purpose = "mobilise", domain = "length", kind = "time",
    sets = { 1, 3 }, hold_s = { 30, 120 }, per_week = { 3, 7 }, rest_s = 15, weeks = 4,
    text = "30 to 120 s a set, 1 to 3 sets (usual range in reviews); range gains appear after 4 weeks, at the " ..
      "hamstrings and quadriceps only (Konrad 2022). Days a week and rest are a convention.",
    source = "frreview2022", verified = "yes" },
}
