-- The fixed sentences of findings and programs, read by patients and clinicians alike: short words, no diagnosis, no
-- blame, no promise. Follows the wording table of the clinical reference: a test scores below its comparison group; a
-- muscle is not called weak, a person not normal. {names} are filled by the engine; each sentence keeps its own set.
-- Another language is another file with the same ids.
return {
  language = "en",

  -- head of the page
  title = "Findings and exercise program",
  patient = "Patient {code}",
  person = "Name: {name}",
  assessed_on = "Assessed on {date}",
  draft = "DRAFT: not approved by a clinician. Please do not start yet.",
  open_flags = "Red flags not screened: {n} open.",
  open_flags_ask = "These questions still need a yes or a no:",

  -- a reason to refer
  stop_heading = "See a clinician first",
  caution_heading = "Take care",
  stop_no_program = "There is no exercise program until this has been looked at.",

  -- the clinician's part
  clinician_heading = "For the clinician",
  clinician_reader = "What was found, how sure that is, and what could not be assessed.",

  -- findings
  findings_heading = "What was found",
  findings_none = "No rule found anything in what was measured. Please look also at what could not be assessed.",
  column_finding = "Finding",
  column_side = "Side",
  column_result = "In words",
  column_certainty = "Certainty",
  column_evidence = "Evidence",
  certainty = "{percent} %",
  noted = "{text} ({note})",
  overridden_heading = "Overridden by a clinician",
  overridden_note = "Here a clinician's judgement stands in place of what the rule says.",
  unsure_heading = "Unsure: measure again",
  unsure_note = "These values lie within their measurement error. Repeat the test to decide.",
  unknown_heading = "Not assessed",
  unknown_needs = "needs {needs}",
  chance = "{judged} comparisons were judged. Chance alone would put about {expected} of them beyond the line in a " ..
    "person without any problem.",

  -- what speaks for and against
  conflicts_heading = "Conflicts to be settled by the clinician",
  conflicts_note = "Findings speak for and against the following. Nothing was decided here.",
  conflict = "for: {for}; against: {against}",
  nothing = "nothing",
  targets_heading = "What the program aims at",
  targets_note = "The weight sums up the findings behind an aim: their certainty times the evidence for them.",
  column_action = "Aim",
  column_target = "For",
  column_weight = "Weight",
  held_heading = "Waiting for another test",

  -- the program
  program_heading = "Exercise program",
  program_reader = "For the patient: the exercises and the advice.",
  program_summary = "{sessions}, about {minutes} a session, for {weeks} weeks.",
  program_none = "No exercise follows from these findings.",
  column_exercise = "Exercise",
  column_dose = "How much",
  column_often = "How often",
  column_weeks = "When",
  column_minutes = "Time",
  sets_one = "1 set",
  sets_many = "{n} sets",
  dose_reps = "{sets} of {reps} repetitions",
  dose_hold = "{sets}, hold {hold} seconds",
  dose_reps_hold = "{sets} of {reps} holds of {hold} seconds",
  per_week_one = "once a week",
  per_week_many = "{n} times a week",
  weeks_range = "weeks {from} to {to}",
  minutes = "{n} min",
  label_why = "Why",
  label_equipment = "You need",
  label_setup = "Start",
  label_movement = "Movement",
  label_breathing = "Breathing",
  label_mistakes = "Take care",
  label_stop = "Safety",
  advice_heading = "Advice",
  advice_why = "{text} (Why: {why})",
  left_out_heading = "What was left out, and why",
  left_out_note = "The clinician may decide otherwise.",

  -- foot of the page
  remarks_heading = "Notes on the measurements",
  basis_heading = "How to read this page",
  basis_limits = "This page is no diagnosis. It does not predict injuries and does not clear anybody for sport.",
  basis_groups = "A test result is compared with a group of people. Below the average of a group does not mean that " ..
    "something is wrong.",
  basis_links = "Findings go together with complaints in studies; that one causes the other is mostly not shown.",
  made_by = "Made by Sinew {engine}.",
  made_with = "Rules: {packs}.",
  sources_heading = "Sources",

  -- names
  both_sides = "left and right",
  side_left = "left",
  side_right = "right",
  side_each = "each side",
  evidence_none = "none",
  evidence_weak = "weak",
  evidence_contradictory = "contradictory",
  evidence_limited = "limited",
  evidence_moderate = "moderate",
  evidence_strong = "strong",
  action_strengthen = "strengthen",
  action_stretch = "stretch",
  action_activate = "activate",
  action_mobilise = "mobilise",
  action_advise = "advice",
  action_cue = "running cue",
  action_exclude = "leave out",
  action_stop = "refer",
  urgency_caution = "take care",
  urgency_urgent = "urgent",
  urgency_emergency = "emergency",
}
