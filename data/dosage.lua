-- Dosage: one row is one dose, for every exercise of that purpose, domain and kind. A program begins at the low end.
--
-- `sets`, `reps`, `hold_s` (seconds of one hold, or of one bout for kind "time") and `per_week` are from-to; `rest_s`
-- is seconds between sets, `weeks` the shortest programme, `seconds_per_rep` only reckons the length of a session.
-- `week_s`: seconds of holds a week on which gains level off; with few sessions a week a session has more holds, up to
-- the most of `reps`. `tempo`, `effort` and `load` (of exercises with a weight) are plain words for the patient, each
-- with its own source.
-- `text` says which part is published and which is a convention; `source` is the study of the main figure. Published
-- ranges are kept; where a single figure is needed a value inside the range was chosen (convention).
--
-- Left out: doses of trained people, the pyramid of trunk holds (unverified), the dose of a single study for running
-- economy.

-- 2 of the 1 to 2 s up and down (ACSM 2009)
local lifting = { say = "2 seconds up, 2 seconds down", source = "acsm2009" }
local hard = { say = "hard at the end: you could do 1 to 3 more", source = "convention" }
local firm = { say = "firm, but your breath goes on; end the hold when you shake", source = "convention" }
local clean = { say = "easy to medium: stop when it is no longer clean", source = "convention" }
local mild = { say = "a mild pull, never pain", source = "convention" }
-- "60 to 80 % of 1RM, from the low end up" for novices and beyond
local weight = { say = "60 to 80 % of what you can lift once; begin at the low end", source = "trekacsm" }

return {

  -- Strength and endurance

  { id = "strength_reps", purpose = "strengthen", domain = "strength", kind = "reps",
    sets = { 2, 3 }, reps = { 8, 12 }, per_week = { 2, 3 }, rest_s = 60, weeks = 6, seconds_per_rep = 4,
    tempo = lifting, effort = hard, load = weight,
    text = "8 to 12 repetitions that are hard at the end, 2 to 3 days a week, not on following days, 1 to 2 s up " ..
      "and 1 to 2 s down (ACSM 2009). Of the listed 1 to 3 sets 2 to 3 are used, since several sets ranked best; " ..
      "rest 1 to 2 min, at least 6 weeks.",
    source = "acsm2009", verified = "yes" },
  { id = "strength_hold", purpose = "strengthen", domain = "strength", kind = "hold",
    sets = { 2, 3 }, reps = { 4, 6 }, hold_s = { 10, 10 }, per_week = { 2, 3 }, rest_s = 60, weeks = 6,
    effort = firm,
    text = "No source doses holds of the legs: many short holds as for the trunk, on the days of strength work.",
    source = "convention", verified = "convention" },
  { id = "endurance_hold", purpose = "strengthen", domain = "endurance", kind = "hold",
    sets = { 2, 4 }, reps = { 4, 6 }, hold_s = { 10, 10 }, per_week = { 3, 7 }, rest_s = 30, weeks = 6,
    effort = firm,
    text = "Many short holds instead of one long hold: 4 to 6 of 10 s, 2 to 4 rounds; add holds, not seconds " ..
      "(coaching page). Days a week, rest and weeks are a convention.",
    source = "bigthreepage", verified = "yes" },
  { id = "endurance_reps", purpose = "strengthen", domain = "endurance", kind = "reps",
    sets = { 2, 4 }, reps = { 10, 25 }, per_week = { 2, 3 }, rest_s = 30, weeks = 6, seconds_per_rep = 4,
    tempo = lifting, effort = clean,
    text = "10 to 25 repetitions with a light load, 2 to 4 sets, 30 to 60 s rest, at least 6 weeks (teaching page " ..
      "on the ACSM guideline); 2 to 3 days a week and slow repetitions as for strength.",
    source = "trekacsm", verified = "yes" },

  -- Control and activation

  { id = "control_reps", purpose = "strengthen", domain = "control", kind = "reps",
    sets = { 2, 3 }, reps = { 5, 8 }, per_week = { 3, 7 }, rest_s = 30, weeks = 6, seconds_per_rep = 6,
    tempo = { say = "slow: about 3 seconds each way", source = "convention" }, effort = clean,
    text = "Few slow repetitions, stop when the quality falls. That such training should be used for people with a " ..
      "movement-control impairment is a guideline's; its amount is a convention.",
    source = "convention", verified = "convention" },
  { id = "activate_hold", purpose = "activate", domain = "control", kind = "hold",
    sets = { 1, 2 }, reps = { 5, 10 }, hold_s = { 5, 5 }, per_week = { 3, 7 }, rest_s = 30, weeks = 2,
    effort = clean,
    text = "Short holds to learn the movement before loading it. A convention.",
    source = "convention", verified = "convention" },

  -- Length and mobility

  { id = "stretch_hold", purpose = "stretch", domain = "length", kind = "hold",
    sets = { 1, 1 }, reps = { 4, 8 }, hold_s = { 30, 30 }, per_week = { 3, 5 }, rest_s = 10, weeks = 6,
    week_s = 600, effort = mild,
    text = "4 holds of 30 s make 2 min; on 5 days that is 10 min a week for the muscle, where gains level off. On " ..
      "fewer days a session has more of them, up to 8: past 4 min a session adds nothing (Ingram 2025). The older " ..
      "guide says 10 to 30 s, at least 4 times, 2 to 3 days a week. Rest and weeks are a convention. Holds of 60 s " ..
      "and more stay away from hard runs.",
    source = "ingram2025", verified = "yes" },
  { id = "mobilise_reps", purpose = "mobilise", domain = "length", kind = "reps",
    sets = { 1, 2 }, reps = { 8, 12 }, per_week = { 3, 7 }, rest_s = 15, weeks = 4, seconds_per_rep = 3,
    tempo = { say = "loose, one swing or turn in 3 seconds", source = "convention" }, effort = clean,
    text = "Easy movements within minutes of a run give a small gain (Behm 2016); their number is a convention.",
    source = "convention", verified = "convention" },
  { id = "roll_time", purpose = "mobilise", domain = "length", kind = "time",
    sets = { 1, 3 }, hold_s = { 30, 120 }, per_week = { 3, 7 }, rest_s = 15, weeks = 4,
    tempo = { say = "slow, up and down", source = "convention" }, effort = mild,
    text = "30 to 120 s a set, 1 to 3 sets (usual range in reviews); range gains appear after 4 weeks, at the " ..
      "hamstrings and quadriceps only (Konrad 2022). Days a week and rest are a convention.",
    source = "frreview2022", verified = "yes" },
}
