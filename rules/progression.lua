-- Progress, hold or regress one exercise after a week of logs: what a log says is measured here as a test says it of a
-- body, and judged by rules like those of a patient. `sinew plan progress` and `plan simulate` judge by this pack alone;
-- it is not among the packs that judge patients.
--
-- The lines of pain, 0 to 3, 4 to 5, above 5 and back to its usual level by the next morning, come from tendon trials
-- (silbernagel2007, bands as worded on a secondary page); for the back they are an analogy. Pain that spreads down the
-- leg or new numbness outranks every number. The other lines are convention, each with its reason.

local tendons = "people with tendon pain: for the back an analogy"
local secondary = "a page quotes the bands; the original seems to set them lower"
local nobody = "nobody: a rule of practice"
local untested = "no trial was found that tested this line"
local refer = "Stop all exercises. Check reflexes and sensation, ask the red flags again, and refer."

-- Rows of one log: `log_done` counts half-done sessions as half.
local function log(id, name, how, unit, better, most)
  return test { id = id, name = name, how = how, synonyms = {}, domain = "symptom", unit = unit, paired = false,
                better = better, decimals = 0, statistic = "mean", possible = { 0, most }, likely = { 0, most },
                source = "convention", verified = "convention" }
end

return pack {
  id = "progression", version = "1.0.0", title = "Progress, hold or regress an exercise",
  needs_engine = "1.0",

  log("log_done", "Done of what was planned", "Sessions done of those planned, last 7 days.", "%", 1, 700), -- convention
  log("log_pain", "Worst pain with the exercise", "Worst pain of 10 in the logs of the last 7 days.", "score", -1, 10), -- convention
  log("log_pain_before", "Worst pain of the week before", "The same, of the 7 days before.", "score", -1, 10), -- convention
  log("log_effort", "Effort of the exercise", "Highest effort of 10 in the logs of the last 7 days.", "score", 0, 10), -- convention
  question { id = "log_morning", text = "Is the pain still above its usual level the morning after the exercises?",
             source = "silbernagel2007", verified = "yes" },
  question { id = "log_spread", text = "Did pain go further down the leg?", source = "convention",
             verified = "convention" },
  question { id = "log_numb", text = "Is there new numbness or weakness?", source = "convention",
             verified = "convention" },

  advice { id = "progress", kind = "advise", block = "training", evidence = "weak", source = "convention",
           text = "This goes well. Do a bit more from now on: more repetitions, then one more set, then a harder form." },
  advice { id = "hold", kind = "advise", block = "training", evidence = "weak", source = "convention",
           text = "Stay with what you do for another week." },
  advice { id = "regress", kind = "advise", block = "training", evidence = "weak", source = "convention",
           text = "Do less for a week: fewer sets or repetitions, or an easier form." },

  -- ---- Stop: outranks every number ----

  rule {
    id = "log-leg-pain", title = "Pain goes further down the leg", stop = "urgent",
    when = answer("log_spread"):is(yes),
    cite = { "convention" }, evidence = "weak",
    studied = "nobody: a rule of safety", doubt = "no figure is known; it outranks any pain number",
    say = refer, tell = "Stop your exercises. Call your therapist before you go on.",
  },
  rule {
    id = "log-numbness", title = "New numbness or weakness", stop = "urgent",
    when = answer("log_numb"):is(yes),
    cite = { "convention" }, evidence = "weak",
    studied = "nobody: a rule of safety", doubt = "no figure is known; it outranks any pain number",
    say = refer, tell = "Stop your exercises. Call your therapist before you go on.",
  },

  -- ---- Regress ----

  rule {
    id = "log-pain-above-five", title = "Pain above 5 of 10", advise = "regress", group = "pain",
    when = measure("log_pain"):above(5),
    cite = { "silbernagel2007" }, evidence = "weak", studied = tendons, doubt = secondary,
    say = "Pain {value} of 10: above the line up to which loading went on in tendon trials.",
    tell = "Your pain went above 5 of 10. Do less for a week.",
  },
  rule {
    id = "log-pain-next-morning", title = "Pain still up the morning after", advise = "regress", group = "pain",
    when = answer("log_morning"):is(yes),
    cite = { "silbernagel2007" }, evidence = "weak", studied = tendons, doubt = "never tested for back pain",
    say = "Pain is not back to its usual level by the next morning.",
    tell = "Your pain is still up the next morning. Do less for a week.",
  },
  rule { -- the line of tendon trials is "no rise week by week"; that one point may be chance is a convention
    id = "log-pain-rising", title = "Pain rises from week to week", advise = "regress", group = "pain",
    when = (measure("log_pain") - measure("log_pain_before")):above(1),
    cite = { "silbernagel2007", "convention" }, evidence = "weak", studied = tendons,
    doubt = "a rise of one point is let pass, which no trial tested",
    say = "Pain is {value} points higher than in the week before.",
    tell = "Your pain grows from week to week. Do less for a week.",
  },

  -- ---- Hold ----

  rule {
    id = "log-pain-above-three", title = "Pain above 3 of 10", advise = "hold", group = "pain",
    when = measure("log_pain"):above(3),
    cite = { "silbernagel2007" }, evidence = "weak", studied = tendons, doubt = secondary,
    say = "Pain {value} of 10: acceptable up to 5 when it is gone by the next morning; no more load yet.",
    tell = "Your pain is in the middle. Stay with what you do.",
  },
  rule { -- as policy kept_done
    id = "log-little-done", title = "Less than three quarters were done", advise = "hold", group = "done",
    when = measure("log_done"):below(pct(75)),
    cite = { "convention" }, evidence = "weak", studied = nobody, doubt = untested,
    say = "{value} % of what was planned was done: too little to tell.",
    tell = "You did less than planned. First do all of it for a week.",
  },
  rule { -- doses are hard at the end with 1 to 3 repetitions left (acsm2009, data/dosage.lua): 7 of 10 and more
    id = "log-hard", title = "Hard enough", advise = "hold", group = "effort",
    when = measure("log_effort"):above(6),
    cite = { "acsm2009", "convention" }, evidence = "weak", studied = nobody, doubt = untested,
    say = "Effort {value} of 10: as hard as it is meant to be.",
    tell = "The exercise is still hard. Stay with what you do.",
  },

  -- ---- Progress ----

  rule {
    id = "log-easy", title = "Done, little pain, and easy", advise = "progress",
    when = all {
      no { measure("log_done"):below(pct(75)) },
      no { measure("log_pain"):above(3) },
      no { measure("log_effort"):above(6) },
      any { measure("log_pain"):below(1), answer("log_morning"):is(no) },
    },
    cite = { "silbernagel2007", "convention" }, evidence = "weak", studied = tendons, doubt = untested,
    say = "Done with pain of 3 of 10 at most, gone by the next morning, and with strength left.",
    tell = "You did your exercises well. You can do a bit more.",
  },
}
