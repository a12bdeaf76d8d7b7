-- Low back pain in runners: muscle against muscle, side against side, holds, length, technique, shoes, load and pain.
--
-- What this pack does not claim: that a difference between muscles causes the pain, or that a finding foretells an
-- injury. Most figures come from people measured once (peterson2022: 23 of 25 factors showed no link with later
-- injuries). Each rule says in whom it was studied (`studied`), what speaks against it (`doubt`) and how good its
-- evidence is; a finding counts no more than that. `say` is for the clinician, `tell` for the patient.
--
-- Posture, foot strike, step rate, weekly change and leg length are shown for information (`show`): no cut is known for
-- them, so they ask for nothing. Their line at 0 only tells forward from back, or that there is something to show.

-- Side against side: this side is at least 10 % lower (lsi 90 %, a convention) and the gap is larger than the error of
-- the test. Published healthy bands are wide (lawrance2017: knee extension 21 %, knee flexion 24 %).
local function side_to_side(id, movement, test, muscle, cite)
  local name = string.lower(movement)
  return rule {
    id = id, title = movement .. " weaker on one side",
    side = each,
    when = all { asymmetry(test):above(pct(10)), no { asymmetry(test):within_error() } },
    strengthen = muscle, group = id,
    cite = cite, evidence = "weak",
    studied = "people without injury, for the size of measurement error",
    doubt = "only 24 % of uninjured athletes are within 10 % on a whole test battery (markstrom2022)",
    say = "{side} " .. name .. " is weaker than the other side by {value} %: a side difference; repeat to confirm.",
    tell = "In one test of " .. name .. " this side gave less force than the other. We will test it again.",
  }
end

-- A hold against its comparison group; the line at -1 SD is a convention (low_z of the policy). Set-up rules the
-- result, so one short hold says little.
local function hold(id, name, number, muscle, cite, studied)
  return rule {
    id = id, title = name .. " short", side = cite.each and each or nil,
    when = number:below(sd(-1)),
    strengthen = muscle, advise = "trunk_work", group = "trunk-endurance",
    cite = { cite.source, "nourbakhsh2002", "pairot2023" }, evidence = "limited",
    studied = studied, doubt = "a change of the hold did not follow a change of function (pairot2023)",
    say = name .. " is {index} SD from the average of the comparison group: low endurance today; holds vary by tens " ..
      "of seconds.",
    tell = "You held the " .. string.lower(name) .. " for less time than most. Such holds vary a lot from day to day.",
  }
end

-- A manual grade counts where one was taken; a movement that was not graded asks for nothing. 3 or less: a convention.
local function graded_low(test)
  return all { measure(test):known(), measure(test):between(0, 3) }
end

-- What was seen or logged judges; what was not asks for nothing.
local function seen(test, condition)
  return all { measure(test):known(), condition }
end

-- An answer that brings advice. What is asked on the side only (`optional`) asks for nothing while it was not asked.
local function asked(id, title, question, advice, fields)
  local is_yes = answer(question):is(yes)
  return rule {
    id = id, title = title, when = fields.optional and all { answer(question):known(), is_yes } or is_yes,
    advise = advice, group = fields.group or id,
    cite = fields.cite, evidence = fields.evidence, studied = fields.studied, doubt = fields.doubt,
    say = fields.say, tell = fields.tell,
  }
end

local lbp_meta = "adults with back pain in general, compared with people without"
local no_runner_gap = "no hip difference in runners (n = 36, cai2015) nor in female athletes (kazemkhani2022)"

return pack {
  id = "runner-low-back", version = "1.1.0", title = "Low back pain in runners",
  needs_engine = "1.0", population = { age = { 18, 65 } },  -- ages: a convention

  -- ---- Muscle against muscle ----

  -- Gluteus medius against quadriceps. General back pain goes with lower hip abduction (desousa2019), but in runners no
  -- hip difference was found (cai2015) and later injuries were not foretold (peterson2022).

  rule {
    id = "gluteus-medius-vs-quadriceps",
    title = "Hip abduction low next to knee extension",
    side = each,
    when = imbalance { weak = "gluteus_medius", strong = "quadriceps", at_least = sd(1) },
    strengthen = "gluteus_medius", group = "hip-abductor-weakness",
    cite = { "desousa2019", "cai2015", "peterson2022" }, evidence = "limited",
    studied = lbp_meta, doubt = no_runner_gap,
    say = "{side} hip abduction scores {index} SD lower than knee extension, each against its own comparison group; " ..
      "{n} tests.",
    tell = "Lifting the leg to the side gave less force than we would expect from your thigh. Both are compared " ..
      "with other people.",
  },

  rule {
    id = "gluteus-medius-low-quadriceps-short",
    title = "Hip abduction low, front of the thigh short",
    side = each,
    when = all { low("gluteus_medius"), short("quadriceps") },
    strengthen = "gluteus_medius", group = "hip-abductor-weakness",
    cite = { "desousa2019", "cai2015" }, evidence = "limited",
    studied = lbp_meta, doubt = no_runner_gap,
    say = "{side} hip abduction is low, and the knee bends less in the length test of the front of the thigh.",
    tell = "Lifting the leg to the side gave little force, and your knee bends less far than most.",
  },

  -- A low knee extension outranks stretching the quadriceps.

  rule {
    id = "quadriceps-short",
    title = "Front of the thigh short",
    side = each,
    when = all { short("quadriceps"), no { low("quadriceps") } },
    stretch = "quadriceps",
    cite = { "peeler2008mtt", "ingram2025" }, evidence = "weak",
    studied = "healthy adults, for the test and for what stretching does",
    doubt = "stretching alone did not beat control for back pain (owen2020)",
    say = "{side} knee bends less in the length test of the front of the thigh; the link with back pain is uncertain.",
    tell = "Your knee bends less far than most when you lie on your front.",
  },

  rule {
    id = "knee-extension-low",
    title = "Knee extension low",
    side = each,
    when = low("quadriceps"),
    strengthen = "quadriceps", advise = { "legs_first", "retest" },
    cite = { "cai2015", "cai2017", "peterson2022" }, evidence = "moderate",
    studied = "runners with long-lasting back pain (n = 36 and n = 84)",
    doubt = "small samples, not repeated; pain fell alike in all arms of the trial",
    say = "{side} knee extension is low. In runners with long-lasting back pain leg exercise gave more running " ..
      "function.",
    tell = "Straightening the knee gave less force than in other people, or than on your other side.",
  },

  -- Hamstrings against iliopsoas. No ratio of hip or knee muscles has a proven cut (kellis2023): each muscle is judged
  -- against its own comparison group instead.

  rule {
    id = "hamstrings-vs-iliopsoas",
    title = "Knee flexion low next to hip flexion",
    side = each,
    when = imbalance { weak = "hamstrings", strong = "iliopsoas", at_least = sd(1) },
    strengthen = "hamstrings", group = "hamstring-weakness",
    cite = { "kellis2023", "desousa2019" }, evidence = "weak",
    studied = "athletes, for the ratio; adults with back pain in general, for the strength",
    doubt = "no ratio of thigh muscles foretold injury in prospective work (kellis2023)",
    say = "{side} knee flexion scores {index} SD lower than hip flexion, each against its own comparison group; " ..
      "{n} tests.",
    tell = "Bending the knee gave less force than we would expect from your hip. Both are compared with other people.",
  },

  rule {
    id = "hamstrings-low-iliopsoas-short",
    title = "Knee flexion low, hip flexors short",
    side = each,
    when = all { low("hamstrings"), short("iliopsoas") },
    strengthen = "hamstrings", stretch = "iliopsoas", group = "hamstring-weakness",
    cite = { "kellis2023", "roach2015", "nourbakhsh2002" }, evidence = "weak",
    studied = "active people with back pain (30 against 30)",
    doubt = "hip flexor length was unrelated to back pain in 600 people (nourbakhsh2002)",
    say = "{side} knee flexion is low, with less hip extension than most; the link with back pain is uncertain.",
    tell = "Bending the knee gave little force, and your hip moves back less far than most.",
  },

  -- Core against rectus abdominis, by endurance: side bridge and extensor hold against the flexor hold.

  rule {
    id = "core-vs-rectus-abdominis",
    title = "Side and back holds low next to the flexor hold",
    when = imbalance { weak = "core", strong = "rectus_abdominis", at_least = sd(1), by = "endurance" },
    strengthen = "core", advise = "trunk_work", group = "trunk-endurance",
    cite = { "nourbakhsh2002", "jsr2003", "pairot2023" }, evidence = "limited",
    studied = "600 adults measured once, and young healthy people for the holds",
    doubt = "the flexor hold averaged 375 s in one lab and 145 s in another: set-up rules the result",
    say = "Side and back holds score {index} SD lower than the flexor hold: low endurance today; holds vary by tens " ..
      "of seconds.",
    tell = "You held the side and back positions for less time than we would expect from your front hold.",
  },

  -- ---- One movement against its comparison group ----

  -- The line at -1 SD is a convention. A side that is lower than the other is a finding of its own, further down.

  rule {
    id = "hip-abduction-low",
    title = "Hip abduction low",
    side = each,
    when = strength("gluteus_medius"):below(sd(-1)),
    strengthen = "gluteus_medius", advise = "retest", group = "hip-abductor-weakness",
    cite = { "desousa2019", "cai2015", "kazemkhani2022" }, evidence = "limited",
    studied = lbp_meta, doubt = no_runner_gap,
    say = "{side} hip abduction is below the average of the comparison group.",
    tell = "Lifting the leg to the side gave less force than in most other people of the same kind.",
  },

  rule {
    id = "hip-extension-low",
    title = "Hip extension low",
    side = each,
    when = strength("gluteus_maximus"):below(sd(-1)),
    strengthen = "gluteus_maximus", advise = { "legs_first", "retest" }, group = "hip-extensor-weakness",
    cite = { "desousa2019", "cai2015", "kazemkhani2022", "cai2017" }, evidence = "limited",
    studied = lbp_meta, doubt = no_runner_gap,
    say = "{side} hip extension is below the average of the comparison group.",
    tell = "Pushing the leg back gave less force than in most other people of the same kind.",
  },

  -- Force and control together; the order in which muscles begin says nothing (phe2021).

  rule {
    id = "gluteals-force-and-control",
    title = "Hip force low and single-leg squat poor",
    side = each,
    when = all { measure("sls_quality"):known(), measure("sls_quality"):above(1),
                 any { low("gluteus_medius"), low("gluteus_maximus") } },
    strengthen = { "gluteus_medius", "gluteus_maximus" }, group = "hip-abductor-weakness",
    cite = { "crossley2011", "desousa2019", "phe2021", "sadler2019" }, evidence = "limited",
    studied = "people without pain, for the squat; adults with back pain in general, for the force",
    doubt = "no hip difference in runners with back pain (cai2015); muscle timing is late in healthy people as well",
    say = "{side} hip force is below the average of the comparison group, and the single-leg squat was rated poor.",
    tell = "On this leg the hip gave less force than in others, and the squat on one leg was not steady.",
  },

  rule {
    id = "pelvic-drop",
    title = "Pelvis drops and hip abduction low",
    side = each,
    when = all { measure("trendelenburg"):known(), measure("trendelenburg"):above(1), low("gluteus_medius") },
    strengthen = "gluteus_medius", group = "hip-abductor-weakness",
    cite = { "pizol2023", "crossley2011" }, evidence = "contradictory",
    studied = "adults with and without back pain",
    doubt = "the sign did not differ in back pain and did not track strength (pizol2023)",
    say = "{side}: clear drop of the pelvis on one leg, with hip abduction below the average of the comparison group.",
    tell = "When you stood on this leg your pelvis dropped, and the hip gave less force than in others.",
  },

  -- ---- Side against side, each hip and knee test ----

  side_to_side("hip-abduction-side-gap", "Hip abduction", "hhd_hip_abduction", "gluteus_medius",
    { "thorborg2010", "xc2021" }),
  side_to_side("hip-adduction-side-gap", "Hip adduction", "hhd_hip_adduction", "adductors", { "thorborg2010" }),
  side_to_side("hip-extension-side-gap", "Hip extension", "hhd_hip_extension", "gluteus_maximus", { "thorborg2010" }),
  side_to_side("hip-flexion-side-gap", "Hip flexion", "hhd_hip_flexion", "iliopsoas", { "thorborg2010" }),
  side_to_side("hip-external-rotation-side-gap", "Hip external rotation", "hhd_hip_er", "hip_external_rotators",
    { "thorborg2010" }),
  side_to_side("hip-internal-rotation-side-gap", "Hip internal rotation", "hhd_hip_ir", "hip_internal_rotators",
    { "thorborg2010" }),
  side_to_side("knee-extension-side-gap", "Knee extension", "hhd_knee_extension", "quadriceps",
    { "lawrance2017", "markstrom2022" }),
  side_to_side("knee-flexion-side-gap", "Knee flexion", "hhd_knee_flexion", "hamstrings",
    { "lawrance2017", "markstrom2022" }),

  -- ---- Holds ----

  rule {
    id = "trunk-endurance-low",
    title = "Two or more trunk holds short",
    when = at_least(2, z("sorensen"):below(sd(-1)), z("side_bridge").worse:below(sd(-1)),
                    z("prone_plank"):below(sd(-1)), z("bridge_hold_double"):below(sd(-1))),
    strengthen = "core", advise = { "trunk_work", "retest" }, group = "trunk-endurance",
    cite = { "nourbakhsh2002", "schellenberg2007", "pairot2023", "chaudhari2020" }, evidence = "moderate",
    studied = "600 adults measured once; patients held plank and bridge about half as long or less",
    doubt = "a change of the holds did not follow a change of function; tiring the trunk raised knee load, not " ..
      "other loads",
    say = "Two or more trunk holds are below the average of the comparison group: low endurance today; holds vary " ..
      "by tens of seconds.",
    tell = "You held two or more positions for less time than most. Such holds vary a lot from day to day.",
  },
  hold("sorensen-short", "Back extensor hold", z("sorensen"), "core", { source = "latimer1999" },
    "600 adults measured once; young healthy women for the comparison"),
  hold("side-bridge-short", "Side bridge", z("side_bridge"), "core", { source = "jsr2003", each = true },
    "young healthy women for the comparison"),
  hold("plank-short", "Plank", z("prone_plank"), "core", { source = "schellenberg2007" },
    "students, and adults with and without back pain (32 against 43)"),
  hold("bridge-short", "Bridge", z("bridge_hold_double"), "gluteus_maximus", { source = "schellenberg2007" },
    "adults with and without back pain (32 against 43)"),

  -- ---- Length ----

  rule {
    id = "hip-flexors-short",
    title = "Hip flexors short",
    side = each,
    when = short("iliopsoas"),
    stretch = "iliopsoas", strengthen = "gluteus_maximus", advise = "stretch_and_load",
    cite = { "roach2015", "nourbakhsh2002", "vigotsky2016", "ingram2025" }, evidence = "contradictory",
    studied = "active people with back pain (30 against 30)",
    doubt = "hip flexor length was unrelated in 600 people; the test is invalid unless the pelvis is held " ..
      "(vigotsky2016)",
    say = "{side}: less hip extension than most; link with back pain uncertain.",
    tell = "Your hip moves back less far than most. Whether this matters for back pain is not known.",
  },

  rule {
    id = "hamstrings-short",
    title = "Back of the thigh short",
    side = each,
    when = short("hamstrings"),
    stretch = "hamstrings", advise = "stretch_and_load",
    cite = { "sadler2017", "maselli2020", "yildirim2018", "ingram2025" }, evidence = "limited",
    studied = "people followed over time (pooled), and students for the comparison",
    doubt = "the effect is small (odds ratio 0.96 a degree), and cross-sectional work finds nothing",
    say = "{side} knee straightens less far with the hip bent, against the test's own cut or the other side.",
    tell = "The back of your thigh lets the knee straighten less far than most, or than on your other side.",
  },

  rule {
    id = "hip-rotation-small",
    title = "Hip turns less far",
    side = each,
    when = z("hip_rot_total"):below(sd(-1)),
    mobilise = "deep_hip_rotators", group = "gluteal-length",
    cite = { "hiprot2003", "owen2020" }, evidence = "weak",
    studied = "18 runners and 16 people who do not run",
    doubt = "no study ties hip rotation to back pain in runners; runners turn less far than others anyway",
    say = "{side} total hip rotation is {index} SD from the average of the comparison group; one test. No " ..
      "test tells the length of the gluteals apart from it.",
    tell = "Your hip turns less far than in other people of the same kind.",
  },

  rule {
    id = "calf-short",
    title = "Ankle bends less far on one side",
    side = each,
    when = all { asymmetry("wblt_cm"):above(cm(1.5)), no { asymmetry("wblt_cm"):within_error() } },
    stretch = "calf", advise = "stretch_and_load",
    cite = { "chisholm2012", "powden2015", "wblt2026", "rabin2015" }, evidence = "weak",
    studied = "adults without injury, and patients with ankle injury for the error",
    doubt = "64 recruits had more range on the non-dominant side; no link with back pain is known",
    say = "{side} ankle bends less far in the knee-to-wall test than the other, by {value} cm: a side difference; " ..
      "repeat to confirm.",
    tell = "Your knee comes less far over this foot than over the other. We will test it again.",
  },

  -- ---- A really low grade is a nerve question before it is a training question ----

  rule {
    id = "manual-grade-low",
    title = "Manual grade of 3 or less",
    side = each,
    when = any { graded_low("mmt_hip_abduction"), graded_low("mmt_hip_extension"), graded_low("mmt_hip_flexion"),
                 graded_low("mmt_knee_extension"), graded_low("mmt_knee_flexion"), graded_low("mmt_ankle_df"),
                 graded_low("mmt_ankle_pf") },
    advise = "check_reflexes",
    cite = { "convention", "bmjces" }, evidence = "weak",
    studied = "no group: a rule of safety", doubt = "a grade depends on the tester; 4 and 5 cannot be told apart",
    say = "A manual grade of 3 or less on the {side} side: check reflexes and sensation first.",
    tell = "One muscle gave very little force. Your therapist will test reflexes and feeling first.",
  },

  -- ---- Posture, shown and never judged ----

  rule {
    id = "pelvis-tilts-forward",
    title = "Pelvis tilts forward",
    side = each,
    when = measure("pelvic_tilt"):above(deg(0)),
    show = true,
    cite = { "herrington2011", "preece2008", "laird2014", "sugavanam2024", "brekke2020" }, evidence = "contradictory",
    studied = "people without pain (85 % of men and 75 % of women tilt forward)",
    doubt = "bone shape alone moves the angle between 0 and 23 degrees; one pooled analysis found no difference in " ..
      "back pain, a newer one a small one",
    say = "{value} deg forward: usual in pain-free people. Recorded, not judged.",
    tell = "Your pelvis tilts forward, as it does in most people without pain. It needs no correction.",
  },
  rule {
    id = "lumbar-curve",
    title = "Curve of the low back",
    when = measure("lumbar_lordosis"):above(deg(0)),
    show = true,
    cite = { "laird2014", "nourbakhsh2002", "sadler2017" }, evidence = "contradictory",
    studied = "people with and without back pain (8 studies pooled, and 600 people)",
    doubt = "over time LESS curve went with more pain (odds ratio 0.73, sadler2017)",
    say = "{value} deg: recorded, not judged. The curve does not tell people with back pain from others.",
    tell = "The curve of your low back was noted. It does not show whether a back hurts.",
  },
  rule {
    id = "leg-length",
    title = "Leg lengths differ",
    when = measure("leg_length_diff"):above(mm(0)),
    show = true,
    cite = { "maselli2020" }, evidence = "weak",
    studied = "runners, in a review of studies of mixed quality",
    doubt = "no size of the difference is known from which it matters; tape measures are rough",
    say = "The lengths of the legs were measured {value} cm apart: named among possible risk factors in runners, " ..
      "without a cut.",
    tell = "Your legs were measured to differ in length. No one knows from where on this matters.",
  },
  rule {
    id = "side-bending",
    title = "Side bending",
    side = each,
    when = measure("lateral_flexion_cm"):above(cm(0)),
    show = true,
    cite = { "sadler2017", "latflex2021" }, evidence = "moderate",
    studied = "people followed over time (pooled): more side bending, less later back pain (odds ratio 0.41)",
    doubt = "no comparison group and no error figure for the fingertip slide: compare with your own clinic",
    say = "{side} {value} cm: shown only.",
    tell = "We noted how far you bend to the side.",
  },

  -- ---- Shoes and aids ----

  rule {
    id = "worn-shoes",
    title = "Old shoes that feel changed",
    when = all { measure("shoe_km"):above(km(800)), answer("shoe_discomfort"):is(yes) },
    advise = "check_shoes", group = "shoes",
    cite = { "arnold2024", "kong2009" }, evidence = "weak",
    studied = "runners in worn shoes (200 miles)",
    doubt = "no study ties shoe age to back pain; 500 to 800 km is custom; hip and knee angles did not change",
    say = "The shoes have run {value} km: consider replacing if comfort or shape changed.",
    tell = "Your shoes are old and feel changed. Think about new ones.",
  },
  rule {
    id = "shoe-comfort",
    title = "Shoes that feel changed",
    when = all { answer("shoe_discomfort"):is(yes), no { measure("shoe_km"):above(km(800)) } },
    advise = "check_shoes", group = "shoes",
    cite = { "arnold2024" }, evidence = "weak",
    studied = "no group: an expert's advice", doubt = "no study ties shoe comfort to back pain",
    say = "The shoes feel changed: consider replacing if comfort or shape changed.",
    tell = "Your shoes feel changed. Think about new ones, whatever their distance.",
  },
  rule {
    id = "one-pair-of-shoes",
    title = "One pair of shoes only",
    when = seen("shoe_pairs", measure("shoe_pairs"):below(2)),
    advise = "rotate_shoes",
    cite = { "malisoux2015" }, evidence = "moderate",
    studied = "264 runners followed for 22 weeks",
    doubt = "observed, not tried (hazard 0.61, 0.39 to 0.97); any running injury, not back pain",
    say = "One pair in use. Runners with more than one pair had fewer injuries in one cohort.",
    tell = "You run in one pair of shoes. Two pairs in turn may be an idea.",
  },
  asked("shoe-choice", "Help with the choice of shoes is asked for", "shoe_advice", "ask_gait", {
    optional = true, cite = { "relph2022", "souza2016" }, evidence = "weak",
    studied = "runners in trials of shoes", doubt = "a review of video analysis asks for more work before advice",
    say = "Choose by comfort; a gait analysis may help a professional to advise.",
    tell = "You asked for help with shoes. Comfort comes first.",
  }),
  asked("inserts", "Inserts or orthotics", "uses_insert", "ask_insert", {
    optional = true, cite = { "convention" }, evidence = "none",
    studied = "nobody that we know of", doubt = "no source was found for back pain in runners",
    say = "Inserts are a question for the professional: no source was found for back pain in runners.",
    tell = "You use inserts or think about them. Ask a professional.",
  }),
  asked("brace-or-belt", "Ankle brace or back belt", "uses_brace", "ask_brace", {
    optional = true, cite = { "convention" }, evidence = "none",
    studied = "nobody that we know of", doubt = "no source was found for back pain in runners",
    say = "A brace or belt is a question for the professional: no source was found for back pain in runners.",
    tell = "You use a brace or belt or think about one. Ask a professional.",
  }),

  -- ---- Load and rest ----

  rule {
    id = "load-spike",
    title = "One run much longer than before",
    when = measure("session_spike"):above(pct(10)),
    advise = "hold_load",
    grades = { of = index, over_10 = pct(10), over_30 = pct(30), over_100 = pct(100) },
    cite = { "frandsen2025", "buist2008", "nielsen2012" }, evidence = "moderate",
    studied = "5205 runners: hazards 1.64, 1.52 and 2.28 for 10 to 30, 30 to 100 and over 100 % longer",
    doubt = "any overuse injury by self-report, not back pain; week-to-week change showed nothing",
    say = "One run was {value} % longer than the longest of the 30 days before: a higher injury rate in a large " ..
      "cohort of runners.",
    tell = "One of your runs was much longer than those before it.",
  },
  rule {
    id = "weekly-change",
    title = "More distance than the week before",
    when = measure("weekly_change"):above(pct(0)),
    show = true,
    cite = { "frandsen2025", "buist2008" }, evidence = "none",
    studied = "5205 runners, and a trial of a graded plan",
    doubt = "the week-to-week ratio showed nothing, and the 10 % rule changed nothing in a trial (20.8 and 20.3 % " ..
      "injured)",
    say = "{value} % more than the week before: shown only, no safe limit is known.",
    tell = "You ran more than in the week before. No safe limit is known for that.",
  },
  rule {
    id = "few-rest-days",
    title = "No day without running",
    when = seen("rest_days", measure("rest_days"):below(days_per_week(1))),
    advise = "rest_days", group = "rest",
    cite = { "convention" }, evidence = "weak",
    studied = "nobody: a habit of coaches", doubt = "no trial has set a number of rest days",
    say = "{value} days a week without running. Rest days are a habit, not a tested rule.",
    tell = "You run every day. A day off now and then is a good habit.",
  },
  rule {
    id = "short-sleep",
    title = "Sleep under 7 hours",
    when = seen("sleep_hours", measure("sleep_hours"):below(hours(7))),
    advise = "sleep", group = "rest",
    cite = { "dejonge2025", "joachim2024" }, evidence = "weak",
    studied = "a survey of 425 runners and a school cohort of 161",
    doubt = "the survey says 1.78 times as often injured, the cohort finds nothing",
    say = "{value} h of sleep a night. Studies disagree: advice, no score.",
    tell = "You sleep less than 7 hours. More may do you good.",
  },
  asked("only-running", "Running is the only sport", "running_only", "other_sport", {
    group = "other-sport", cite = { "malisoux2015", "maselli2020" }, evidence = "moderate",
    studied = "264 runners followed for 22 weeks: hazard 0.85 for each hour of other sport",
    doubt = "observed, not tried; any running injury, not back pain",
    say = "No other sport. Runners with other sport had fewer injuries in one cohort.",
    tell = "Running is your only sport. Another one beside it may do you good.",
  }),
  rule {
    id = "little-other-sport",
    title = "Less than an hour of other sport",
    when = seen("other_sport_hours", measure("other_sport_hours"):below(hours_per_week(1))),
    advise = "other_sport", group = "other-sport",
    cite = { "malisoux2015" }, evidence = "moderate",
    studied = "264 runners followed for 22 weeks: hazard 0.85 for each hour of other sport",
    doubt = "observed, not tried; the line at one hour is a convention",
    say = "{value} h a week of other sport. Runners with more had fewer injuries in one cohort.",
    tell = "You do little other sport. An hour or two may do you good.",
  },
  asked("running-stopped", "Running was given up for the back", "running_stopped", { "keep_running", "gradual_load" }, {
    cite = { "neason2024", "maselli2020" }, evidence = "moderate",
    studied = "40 adults with long-lasting back pain who did not run before",
    doubt = "the effect is near the line of relevance; 7 of 20 had knee or ankle pain on the way",
    say = "Running was given up. A run-walk plan lowered pain by 15.3 of 100 against waiting.",
    tell = "You stopped running because of your back. You may come back in steps.",
  }),

  -- ---- Before the run ----

  asked("no-warm-up", "Fast runs without a warm-up", "no_warm_up", "warm_up", {
    optional = true, cite = { "behm2016" }, evidence = "limited",
    studied = "athletes, for performance (1.3 % better)", doubt = "nothing is known for back pain",
    say = "No warm-up before fast runs. Leg swings, lunges and hip circles gave a small gain in performance.",
    tell = "You start fast runs cold. A short warm-up helps a little.",
  }),
  asked("long-stretch-before", "Long holds right before hard runs", "long_stretch_before", "short_stretch", {
    optional = true, cite = { "behm2016" }, evidence = "strong",
    studied = "athletes, for performance", doubt = "no clear effect on overuse injury either way",
    say = "Holds of a minute or more right before a run cost about 4.6 % of performance, shorter ones about 1 %.",
    tell = "Long stretches right before a hard run cost some speed.",
  }),

  -- ---- Technique: only with pain in running, and as a trial of one ----

  rule {
    id = "overstride",
    title = "Foot ahead of the knee, with pain in running",
    side = each,
    when = all { measure("tibia_angle"):known(), measure("tibia_angle"):above(deg(0)), answer("pain_running"):is(yes) },
    cue = "shorter_steps", group = "step-length",
    cite = { "souza2016", "heiderscheit2011", "lieberman2015", "anderson2022" }, evidence = "limited",
    studied = "14 to 45 healthy runners, for what shorter steps do",
    doubt = "no trial in back pain; more steps raise the load of the hip flexors by 5.8 %; no cut is published",
    say = "{side} shin {value} deg past upright at loading. Try 5 to 10 % more steps than the runner's own; look at " ..
      "pain after 2 weeks.",
    tell = "Your foot lands a little ahead of your knee. Shorter steps are worth a try while your back hurts.",
  },
  rule {
    id = "pain-in-running",
    title = "Back hurts in running, step rate known",
    when = all { measure("cadence"):known(), measure("running_speed"):known(), answer("pain_running"):is(yes) },
    cue = "shorter_steps", advise = "swim_or_cycle", group = "step-length",
    cite = { "heiderscheit2011", "anderson2022", "luedke2021" }, evidence = "limited",
    studied = "45 healthy runners, for what shorter steps do",
    doubt = "too little proof for injury or performance (anderson2022); there is no right number of steps",
    say = "Try 5 to 10 % more steps than the runner's own at the same speed; look at pain after 2 weeks.",
    tell = "Your back hurts while you run. Shorter steps are worth a try.",
  },
  rule {
    id = "step-rate",
    title = "Step rate",
    when = measure("cadence"):above(steps_per_min(0)),
    show = true,
    cite = { "lieberman2015", "luedke2021" }, evidence = "limited",
    studied = "runners: best at 169.6 (SD 7.2) at 3.0 m/s; team means 171 to 177 at 3.8 to 4.6 m/s",
    doubt = "speed, height, mass and experience shift it; no number of steps is right for everybody",
    say = "{value} steps a minute: compare with your speed.",
    tell = "Your step rate was noted. There is no one right number.",
  },
  rule {
    id = "trunk-far-forward",
    title = "Trunk leans far forward",
    when = seen("trunk_lean", measure("trunk_lean"):above(deg(16))),
    cue = "lean_from_ankles", group = "trunk-lean",
    cite = { "teng2015", "warrener2021" }, evidence = "limited",
    studied = "40 healthy runners at 3.4 m/s (mean 7.2, SD 4.4; 16 is the mean and two SD)",
    doubt = "no cut for injury is known; a far lean lengthened the step in 23 runners",
    say = "Trunk {value} deg forward, more than in nearly all of one sample. Small changes only.",
    tell = "You lean far forward when you run. Try a small lean from the ankles.",
  },
  rule {
    id = "trunk-backward",
    title = "Trunk leans back and hip extension low",
    side = each,
    when = all { measure("trunk_lean"):known(), measure("trunk_lean"):below(deg(-2)), low("gluteus_maximus") },
    strengthen = "gluteus_maximus", cue = "lean_from_ankles", group = "trunk-lean",
    cite = { "teng2015", "teng2016" }, evidence = "limited",
    studied = "40 healthy runners (hip extension and lean go together, r 0.55)",
    doubt = "upright is not wrong either; no cut for injury is known",
    say = "The trunk leans back, more than in nearly all of one sample, and {side} hip extension is below average.",
    tell = "You lean back when you run, and pushing the leg back gave little force.",
  },
  rule {
    id = "trunk-sways",
    title = "Trunk sways in running",
    when = all { answer("trunk_sways"):known(), answer("trunk_sways"):is(yes) },
    cue = "steady_trunk", advise = "trunk_work",
    cite = { "chaudhari2020", "convention" }, evidence = "weak",
    studied = "25 runners who were new to it, before and after tiring the trunk",
    doubt = "tiring the trunk raised knee load, but not other loads; sway by eye has no error figure",
    say = "The trunk sways from side to side, seen from behind.",
    tell = "Your trunk sways when you run. Trunk work and a quiet trunk are worth a try.",
  },
  rule {
    id = "arms-tense",
    title = "Tense arms in running",
    when = all { answer("arms_tense"):known(), answer("arms_tense"):is(yes) },
    cue = "relaxed_arms",
    cite = { "convention" }, evidence = "none",
    studied = "nobody that we know of", doubt = "no source was found",
    say = "Shoulders and arms are tense in running: a cue of coaches.",
    tell = "Your arms are tense when you run. Let them swing.",
  },
  rule {
    id = "lands-on-heel",
    title = "Heel lands first",
    side = each,
    when = measure("foot_strike"):below(1),
    show = true,
    cite = { "souza2016" }, evidence = "weak",
    studied = "runners, in a review of video analysis",
    doubt = "no reason was found to change the way of landing; landing on the midfoot moves load to the calf",
    say = "Heel first. Midfoot means that heel and ball land together; it is no aim.",
    tell = "You land on the heel. There is no reason to change that.",
  },
  rule {
    id = "lands-in-front",
    title = "Midfoot or forefoot lands first",
    side = each,
    when = measure("foot_strike"):above(0),
    show = true,
    cite = { "souza2016" }, evidence = "weak",
    studied = "runners, in a review of video analysis",
    doubt = "no reason was found to change the way of landing",
    say = "Midfoot or forefoot first: the calf takes more of the load. No aim in itself.",
    tell = "You land on the middle or front of the foot. Your calf takes more of the load.",
  },

  -- ---- Pain gates ----

  rule {
    id = "pain-above-five",
    title = "Pain above 5 of 10",
    when = seen("nprs", measure("nprs"):above(5)),
    advise = { "pain_rule", "swim_or_cycle", "see_professional" }, exclude = "impact", group = "pain-gate",
    cite = { "silbernagel2007" }, evidence = "weak",
    studied = "people with tendon pain: for the back an analogy",
    doubt = "a page quotes the bands; the original seems to set them lower",
    say = "Pain {value} of 10: above the line up to which loading went on in tendon trials.",
    tell = "Your pain is above 5 of 10. Do less until it is lower.",
  },
  asked("pain-next-morning", "Pain still up the morning after", "pain_next_morning", "pain_rule", {
    group = "pain-gate", cite = { "silbernagel2007" }, evidence = "weak",
    studied = "people with tendon pain: for the back an analogy", doubt = "never tested for back pain",
    say = "Pain is not back to its usual level by the next morning: do less next time.",
    tell = "Your pain is still up the next morning. Do less next time.",
  }),
  asked("pain-rising", "Pain rises from week to week", "pain_rising", { "pain_rule", "see_professional" }, {
    group = "pain-gate", cite = { "silbernagel2007" }, evidence = "weak",
    studied = "people with tendon pain: for the back an analogy", doubt = "never tested for back pain",
    say = "Pain rises from week to week: lower the load and look again at the cause.",
    tell = "Your pain grows from week to week. Let it be looked at.",
  }),
  rule {
    id = "leg-pain-spreads",
    title = "Leg pain spreads further down",
    when = answer("leg_pain_spreads"):is(yes),
    stop = "caution", advise = { "check_reflexes", "see_professional" },
    cite = { "convention" }, evidence = "weak",
    studied = "nobody: a rule of safety", doubt = "no figure is known; it outranks any pain number",
    say = "Leg pain spreads further down: check reflexes and sensation first, whatever the pain number.",
    tell = "Your leg pain spreads further down. Stop, and let your therapist look at it first.",
  },
}
