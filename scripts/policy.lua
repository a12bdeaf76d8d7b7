-- Policy: one row is one number on which two clinicians could disagree, with its unit, its source and why it is so.
-- Change it here and nowhere else. `source = "convention"`: a choice, not a finding; a clinician has to approve it.
return {

  -- When a condition counts

  { name = "present_p", value = 0.8, unit = "ratio", source = "convention",
    why = "A condition is present from this certainty on: the flagging line of the formula sheet." },
  { name = "near_p", value = 0.2, unit = "ratio", source = "convention",
    why = "Clear at or below it: the mirror image of present_p. Between the two the answer is unknown." },
  { name = "low_z", value = -1, unit = "sd", source = "convention",
    why = "Low means below -1 SD. By chance about 16 % of healthy people lie there on any one test." },
  { name = "grade_low", value = 3, unit = "grade", source = "convention",
    why = "Grade 3 holds against gravity and no more. Grades 4 and 5 reach from low to strong and say nothing." },
  { name = "grade_z", value = -2, unit = "sd", source = "convention",
    why = "A low grade counts as below any cut down to here; deeper cuts stay unknown." },
  { name = "pain_limited", value = 4, unit = "score", source = "convention",
    why = "From pain 4 of 10 on a test may show the pain, not the muscle. 0 to 3 is the band called safe." },
  { name = "primary_relevance", value = 0.5, unit = "ratio", source = "convention",
    why = "From this relevance on a test speaks for a muscle by itself; below it only beside others." },

  -- Comparison groups

  { name = "derived_cv", value = 0.25, unit = "ratio", source = "benfica2018",
    why = "SD = 0.25 x mean where only a mean is known. The review reports 0.201 to 0.30; the choice inside the " ..
      "range is a convention." },
  { name = "derived_cap", value = 0.5, unit = "ratio", source = "convention",
    why = "An SD that was not measured may argue with half weight at most." },
  { name = "show_only_cap", value = 0.25, unit = "ratio", source = "convention",
    why = "A mostly injured sample is no norm: shown, and next to no weight." },
  { name = "quality_a", value = 0, unit = "ratio", source = "convention",
    why = "Variance added for a large or pooled norm: none." },
  { name = "quality_b", value = 0.05, unit = "ratio", source = "convention",
    why = "Variance added for one sound sample, in SD squared." },
  { name = "quality_c", value = 0.2, unit = "ratio", source = "convention",
    why = "Variance added for a small or secondary norm, in SD squared." },

  -- Tests without a known error, and several tests together

  { name = "no_error_certainty", value = 0.6, unit = "ratio", source = "convention",
    why = "A comparison whose error nobody knows is better than a guess and less than present_p." },
  { name = "no_error_sem_sd", value = 0.5, unit = "sd", source = "convention",
    why = "Stands in for an unknown error when tests are weighed against each other, and nowhere else." },
  { name = "pool_rho", value = 0.5, unit = "ratio", source = "convention",
    why = "Tests of one session share the day, the tester and the patient's will." },

  -- The clinic's own patients as a comparison group

  { name = "use_local_norms", value = 0, unit = "ratio", source = "convention",
    why = "Only a clinic or a pack that asks for it is compared with its own patients: they came because something hurt." },
  { name = "local_fence", value = 3, unit = "sd", source = "convention",
    why = "Readings more than 3 times 1.4826 MAD from the median are pulled in to there before mean and SD are taken: of "
      .. "healthy readings 0.3 % move, and one slip of the pen no longer widens the group." },
  { name = "local_least", value = 20, unit = "count", source = "convention",
    why = "With 20 people the mean itself is known to 0.22 SD." },
  { name = "local_adult", value = 18, unit = "count", source = "convention",
    why = "Children are compared with children: all below 18 are one band." },
  { name = "local_band", value = 20, unit = "count", source = "convention",
    why = "18 to 39, 40 to 59, 60 to 79: narrower bands would seldom hold 20 people." },

  -- How much a link with back pain counts in an argument

  { name = "evidence_strong", value = 1, unit = "ratio", source = "convention",
    why = "Strong evidence counts in full." },
  { name = "evidence_moderate", value = 0.75, unit = "ratio", source = "convention",
    why = "Steps of a quarter: evidence grades are no finer than that." },
  { name = "evidence_limited", value = 0.5, unit = "ratio", source = "convention",
    why = "Half of strong." },
  { name = "evidence_weak", value = 0.25, unit = "ratio", source = "convention",
    why = "A quarter of strong. No evidence counts nothing." },
  { name = "evidence_contradictory", value = 0.25, unit = "ratio", source = "convention",
    why = "Studies that disagree weigh no more than weak ones." },

  -- Visits and programs

  { name = "valid_days", value = 42, unit = "days", source = "convention",
    why = "Six weeks, the long end of the usual time between tests: older measures need repeating." },
  { name = "kept_pain", value = 5, unit = "score", source = "silbernagel2007",
    why = "An exercise stays in the next program when pain was never above 5 of 10; the rule comes from tendon trials." },
  { name = "kept_done", value = 0.75, unit = "ratio", source = "convention",
    why = "And when at least three quarters of it were done." },
  { name = "default_minutes", value = 20, unit = "min", source = "convention",
    why = "A session that fits beside running." },
  { name = "default_days", value = 3, unit = "per_week", source = "convention",
    why = "The upper end of 2 to 3 days for people new to strength work." },
  { name = "default_exercises", value = 5, unit = "count", source = "convention",
    why = "Few exercises are done better than many." },
  { name = "default_weeks", value = 6, unit = "weeks", source = "trekacsm",
    why = "The shortest strength programme of the guideline as listed on a teaching page." },
  { name = "plan_level", value = 2, unit = "count", source = "convention",
    why = "A program begins at level 1 or 2: harder forms (side plank on the feet) are grown into." },
  { name = "plan_main_share", value = 0.6, unit = "ratio", source = "convention",
    why = "The step from which an exercise is made for a muscle: exercises below it touch the muscle and do not count." },
  { name = "plan_full_share", value = 0.8, unit = "ratio", source = "convention",
    why = "One exercise of this share covers a target; two of 0.6 do together, and a third adds nothing." },
  { name = "plan_even_share", value = 0.75, unit = "ratio", source = "convention",
    why = "For one weak side an exercise of that side comes before one that works both sides alike." },
  { name = "plan_extra_sets", value = 1, unit = "count", source = "convention",
    why = "The weaker side does one set more." },
  { name = "plan_strength_days", value = 3, unit = "per_week", source = "convention",
    why = "48 h between sessions for one muscle leave room for three a week." },
  { name = "plan_harder_weeks", value = 2, unit = "weeks", source = "convention",
    why = "A harder form takes over for the last third of six weeks, when the easier one has become easy." },

  -- Steps of a program (rules/progression.lua says when)

  { name = "step_reps", value = 2, unit = "count", source = "convention",
    why = "Two steps lead from 8 to 12 repetitions: a set is added in the third easy week at the earliest." },
  { name = "step_seconds", value = 30, unit = "s", source = "convention",
    why = "The shortest bout of the row for rolling, once more." },
}
