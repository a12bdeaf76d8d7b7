-- Advice and running cues: one row is one thing to tell the patient, in plain words.
--
-- `block`: the part of the program in which it is read: first (before anything is begun), warm_up, training, load,
-- technique, shoes, recovery. `exercises`: rows of exercises.lua that it names; they are explained beside it.
--
-- The wording keeps to what may be said (clinical wording table): a higher rate in a group, never what will happen to
-- this runner; a difference, never a fault of the body. `evidence` is the grade in the clinical reference list. Left
-- out: any target of 180 steps, correction of posture or pelvic tilt, the 10 % week rule and the acute:chronic ratio
-- (no support), a change of foot strike (no reason found). Evidence "none": no source was found, so a professional is
-- asked.
return {

  -- Load

  { id = "hold_load", kind = "advise", block = "load",
    text = "One of your runs was much longer than those of the 30 days before it. In a large group of runners, one " ..
      "session longer than 110 % of the longest run of the last 30 days was followed by a higher injury rate. Plan " ..
      "your next long runs inside that line.",
    grows = { test = "longest_run_30d", by = 10,
      say = "A line for each week, if all goes well. It is not a goal. No run longer than:",
      week = "{km} km in week {week}",
      unknown = "Note how long your longest run of the last 30 days was. Then a line for each week can be drawn." },
    evidence = "strong", source = "frandsen2025" },
  { id = "keep_running", kind = "advise", block = "load",
    text = "You do not have to stop running because of your back. In one trial, adults with long-lasting back pain " ..
      "did a run-walk plan for 30 minutes, 3 times a week. After 12 weeks they had less pain than those who waited. " ..
      "Some had knee or ankle pain on the way, so start low.",
    evidence = "moderate", source = "neason2024" },
  { id = "pain_rule", kind = "advise", block = "training",
    text = "Some pain while you train is all right, up to 5 of 10, if it is back to its usual level by the next " ..
      "morning. If it is not, do less next time. Stop and call your therapist if pain spreads further down the leg, " ..
      "or if you feel new numbness or weakness. Then the number does not count.",
    evidence = "weak", source = "silbernagel2007" },
  { id = "gradual_load", kind = "advise", block = "load",
    text = "Come back in steps. Walk and run in turn, 3 times a week, and let the running part grow while the pain " ..
      "rule is kept. Then let your longest run grow by no more than a tenth of the longest run of the last 30 days.",
    evidence = "moderate", source = "neason2024" },
  { id = "see_professional", kind = "advise", block = "first",
    text = "Let a doctor or therapist look at this before you train on. Go soon if pain grows or spreads.",
    evidence = "none", source = "convention" },
  { id = "rest_days", kind = "advise", block = "recovery",
    text = "Keep one or two days a week without running, and about 48 hours between hard sessions. This is a habit " ..
      "of coaches; no trial has set a number.",
    evidence = "weak", source = "convention" },
  { id = "other_sport", kind = "advise", block = "recovery",
    text = "Add an hour or two of some other sport each week, such as swimming or cycling. Runners who did so had " ..
      "fewer injuries in one study.",
    evidence = "moderate", source = "malisoux2015" },
  { id = "swim_or_cycle", kind = "advise", block = "recovery",
    text = "While running hurts, swap a run for swimming or cycling. You stay fit, and your back gets a rest from " ..
      "landing.",
    evidence = "weak", source = "george2021" },
  { id = "sleep", kind = "advise", block = "recovery",
    text = "Try to sleep 7 to 9 hours. Studies do not agree on whether sleep and running injuries go together.",
    evidence = "weak", source = "dejonge2025" },

  -- Shoes

  { id = "check_shoes", kind = "advise", block = "shoes",
    text = "Look at your running shoes. Think about new ones if they feel less good than before or have lost their " ..
      "shape. How many kilometers a pair lasts is a custom, not a proven number.",
    evidence = "weak", source = "arnold2024" },
  { id = "rotate_shoes", kind = "advise", block = "shoes",
    text = "If you can, run in two pairs of shoes in turn. Runners who did so had fewer injuries in one study.",
    evidence = "moderate", source = "malisoux2015" },

  { id = "ask_gait", kind = "advise", block = "shoes",
    text = "Choose shoes that feel good when you run in them. A look at how you run can help a professional to help " ..
      "you. We know of no kind of shoe that is proven to spare you injuries.",
    evidence = "weak", source = "relph2022" },
  { id = "ask_insert", kind = "advise", block = "shoes",
    text = "Ask a professional whether an insert helps you. If you have one that feels good, keep it. We know of no " ..
      "study that settles this for back pain in runners.",
    evidence = "none", source = "convention" },
  { id = "ask_brace", kind = "advise", block = "shoes",
    text = "Ask a professional before you use an ankle brace or a back belt for running. We know of no study that " ..
      "settles this for back pain in runners.",
    evidence = "none", source = "convention" },

  -- Before the run

  { id = "warm_up", kind = "advise", block = "warm_up",
    exercises = { "leg_swing", "lunge", "hip_circle" },
    text = "Begin with 5 to 10 minutes of easy running. Then do some leg swings, lunges and hip circles on each side. " ..
      "Run soon after. The gain in studies was small, and the minutes are a habit.",
    evidence = "moderate", source = "behm2016" },
  { id = "short_stretch", kind = "advise", block = "warm_up",
    text = "Right before a hard run, hold a stretch for less than a minute. Long holds cost some speed. Do them at " ..
      "another time of day.",
    evidence = "strong", source = "behm2016" },

  -- Training

  { id = "trunk_work", kind = "advise", block = "training",
    text = "Add one hold or one slow drill for the trunk, 3 times a week for 6 to 8 weeks. Holds vary a lot from " ..
      "day to day, so a small change means little.",
    evidence = "moderate", source = "nourbakhsh2002" },
  { id = "legs_first", kind = "advise", block = "training",
    text = "Train your legs first and add one exercise for the trunk. In runners with long-lasting back pain, leg " ..
      "training did more for running than back or core training did. Pain got better by the same amount in all groups.",
    evidence = "moderate", source = "cai2017" },
  { id = "stretch_and_load", kind = "advise", block = "training",
    text = "Stretching can help you move further. On its own it did not ease back pain in studies, so do it beside " ..
      "your strength work.",
    evidence = "strong", source = "owen2020" },
  { id = "retest", kind = "advise", block = "training",
    text = "Have the tests done again after 4 to 6 weeks. Strength and holds change slowly.",
    evidence = "weak", source = "convention" },
  { id = "check_reflexes", kind = "advise", block = "first",
    text = "Do not start yet. Let your therapist test your reflexes first, and how well you feel touch on your legs.",
    evidence = "weak", source = "convention" },

  -- Running cues

  { id = "shorter_steps", kind = "cue", block = "technique",
    text = "Run at your usual speed with 5 to 10 % more steps a minute than you take now. Start with 5 %. It may " ..
      "feel odd at first. See how your pain is after 2 weeks. There is no one right number of steps.",
    evidence = "limited", source = "heiderscheit2011" },
  { id = "lean_from_ankles", kind = "cue", block = "technique",
    text = "Let a small lean come from your ankles, not from your waist. Change only a little at a time.",
    evidence = "limited", source = "teng2015" },
  { id = "steady_trunk", kind = "cue", block = "technique",
    text = "Keep your trunk quiet and tall while your arms and legs move. Think of a cup of water that you carry.",
    evidence = "weak", source = "convention" },
  { id = "relaxed_arms", kind = "cue", block = "technique",
    text = "Let your shoulders drop and your arms swing loose. Shake them out now and then.",
    evidence = "none", source = "convention" },
}
