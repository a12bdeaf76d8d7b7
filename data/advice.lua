-- Advice and running cues: one row is one thing to tell the patient, in plain words.
--
-- The wording keeps to what may be said (clinical wording table): a higher rate in a group, never what will happen to
-- this runner; a difference, never a fault of the body. `evidence` is the grade in the clinical reference list. Left
-- out: any target of 180 steps, correction of posture or pelvic tilt, the 10 % week rule and the acute:chronic ratio
-- (no support), a change of foot strike (no reason found).
return {

  -- Load

  { id = "hold_load", kind = "advise",
    text = "One of your runs was much longer than those of the 30 days before it. In a large group of runners, one " ..
      "session longer than 110 % of the longest run of the last 30 days was followed by a higher injury rate. Plan " ..
      "your next long runs inside that line.",
    evidence = "strong", source = "frandsen2025" },
  { id = "keep_running", kind = "advise",
    text = "You do not have to stop running because of your back. In one trial, adults with long-lasting back pain " ..
      "did a run-walk plan for 30 minutes, 3 times a week. After 12 weeks they had less pain than those who waited. " ..
      "Some had knee or ankle pain on the way, so start low.",
    evidence = "moderate", source = "neason2024" },
  { id = "pain_rule", kind = "advise",
    text = "Some pain while you train is all right, up to 5 of 10, if it is back to its usual level by the next " ..
      "morning. If it is not, do less next time. Stop and call your therapist if pain spreads further down the leg, " ..
      "or if you feel new numbness or weakness. Then the number does not count.",
    evidence = "weak", source = "silbernagel2007" },
  { id = "rest_days", kind = "advise",
    text = "Keep one or two days a week without running, and about 48 hours between hard sessions. This is a habit " ..
      "of coaches; no trial has set a number.",
    evidence = "weak", source = "convention" },
  { id = "other_sport", kind = "advise",
    text = "Add an hour or two of some other sport each week. Runners who did so had fewer injuries in one study.",
    evidence = "moderate", source = "malisoux2015" },
  { id = "sleep", kind = "advise",
    text = "Try to sleep 7 to 9 hours. Studies do not agree on whether sleep and running injuries go together.",
    evidence = "weak", source = "dejonge2025" },

  -- Shoes

  { id = "check_shoes", kind = "advise",
    text = "Look at your running shoes. Think about new ones if they feel less good than before or have lost their " ..
      "shape. How many kilometers a pair lasts is a custom, not a proven number.",
    evidence = "weak", source = "arnold2024" },
  { id = "rotate_shoes", kind = "advise",
    text = "If you can, run in two pairs of shoes in turn. Runners who did so had fewer injuries in one study.",
    evidence = "moderate", source = "malisoux2015" },

  -- Training

  { id = "legs_first", kind = "advise",
    text = "Train your legs first and add one exercise for the trunk. In runners with long-lasting back pain, leg " ..
      "training did more for running than back or core training did. Pain got better by the same amount in all groups.",
    evidence = "moderate", source = "cai2017" },
  { id = "stretch_and_load", kind = "advise",
    text = "Stretching can help you move further. On its own it did not ease back pain in studies, so do it beside " ..
      "your strength work.",
    evidence = "strong", source = "owen2020" },
  { id = "retest", kind = "advise",
    text = "Have the tests done again after 4 to 6 weeks. Strength and holds change slowly.",
    evidence = "weak", source = "convention" },
  { id = "check_reflexes", kind = "advise",
    text = "Do not start yet. Let your therapist test your reflexes first, and how well you feel touch on your legs.",
    evidence = "weak", source = "convention" },

  -- Running cues

  { id = "shorter_steps", kind = "cue",
    text = "Run at your usual speed with about 5 % more steps a minute than you take now. It may feel odd at first. " ..
      "See how your pain is after 2 weeks. There is no one right number of steps.",
    evidence = "limited", source = "heiderscheit2011" },
  { id = "lean_from_ankles", kind = "cue",
    text = "Let a small lean come from your ankles, not from your waist. Change only a little at a time.",
    evidence = "limited", source = "teng2015" },
}
