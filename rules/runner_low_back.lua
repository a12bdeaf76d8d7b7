-- Low back pain in runners: weak against strong muscles, side against side, load and shoes.
--
-- What this pack does not claim: that an imbalance causes the pain, or that a finding foretells an injury. Most figures
-- come from people measured once (peterson2022: 23 of 25 factors showed no link with later injuries). Each rule says how
-- good its evidence is, and a finding counts no more than that.

-- Side against side: this side is at least 10 % weaker (lsi 90 %, a convention) and the gap is larger than the error of
-- the test. Published healthy bands are wide (lawrance2017: knee extension 21 %, knee flexion 24 %).
local function side_to_side(id, movement, test, muscle, cite)
  return rule {
    id = id, title = movement .. " weaker on one side",
    side = each,
    when = all { asymmetry(test):above(pct(10)), no { asymmetry(test):within_error() } },
    strengthen = muscle, group = id,
    cite = cite, evidence = "weak",
    say = "{side} " .. string.lower(movement) .. " is weaker than the other side by {value} %: a side difference; repeat to confirm.",
  }
end

-- A manual grade counts where one was taken; a movement that was not graded asks for nothing.
local function graded_low(test)
  return all { measure(test):known(), measure(test):between(0, 3) }
end

return pack {
  id = "runner-low-back", version = "1.0.0", title = "Low back pain in runners",
  needs_engine = "1.0", population = { age = { 18, 65 } },

  -- Gluteus medius against quadriceps. General back pain goes with weaker hip abduction (desousa2019), but in runners no
  -- hip difference was found (cai2015) and later injuries were not foretold (peterson2022).

  rule {
    id = "gluteus-medius-vs-quadriceps",
    title = "Hip abduction low next to knee extension",
    side = each,
    when = imbalance { weak = "gluteus_medius", strong = "quadriceps", at_least = sd(1) },
    strengthen = "gluteus_medius", group = "hip-abductor-weakness",
    cite = { "desousa2019", "cai2015", "peterson2022" }, evidence = "limited",
    say = "{side} hip abduction scores {index} SD lower than knee extension, each against its own comparison group; {n} tests.",
  },

  rule {
    id = "gluteus-medius-low-quadriceps-short",
    title = "Hip abduction low, front of the thigh short",
    side = each,
    when = all { low("gluteus_medius"), short("quadriceps") },
    strengthen = "gluteus_medius", group = "hip-abductor-weakness",
    cite = { "desousa2019", "cai2015" }, evidence = "limited",
    say = "{side} hip abduction is low, and the knee bends less in the length test of the front of the thigh.",
  },

  -- A low knee extension outranks stretching the quadriceps: legs first, as the runner trial found (cai2017).

  rule {
    id = "quadriceps-short",
    title = "Front of the thigh short",
    side = each,
    when = all { short("quadriceps"), no { low("quadriceps") } },
    stretch = "quadriceps",
    cite = { "peeler2008mtt", "ingram2025" }, evidence = "weak",
    say = "{side} knee bends less in the length test of the front of the thigh; the link with back pain is uncertain.",
  },

  rule {
    id = "knee-extension-low",
    title = "Knee extension low",
    side = each,
    when = low("quadriceps"),
    strengthen = "quadriceps", advise = "legs_first",
    cite = { "cai2015", "cai2017" }, evidence = "moderate",
    say = "{side} knee extension is low. In runners with long-lasting back pain leg exercise gave more running function.",
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
    say = "{side} knee flexion scores {index} SD lower than hip flexion, each against its own comparison group; {n} tests.",
  },

  rule {
    id = "hamstrings-low-iliopsoas-short",
    title = "Knee flexion low, hip flexors short",
    side = each,
    when = all { low("hamstrings"), short("iliopsoas") },
    strengthen = "hamstrings", stretch = "iliopsoas", group = "hamstring-weakness",
    cite = { "kellis2023", "roach2015", "nourbakhsh2002" }, evidence = "weak",
    say = "{side} knee flexion is low, with less hip extension than most; the link with back pain is uncertain.",
  },

  -- Core against rectus abdominis, by endurance: side bridge and extensor hold against the flexor hold.

  rule {
    id = "core-vs-rectus-abdominis",
    title = "Side and back holds low next to the flexor hold",
    when = imbalance { weak = "core", strong = "rectus_abdominis", at_least = sd(1), by = "endurance" },
    strengthen = "core", group = "trunk-endurance",
    cite = { "nourbakhsh2002", "jsr2003", "pairot2023" }, evidence = "limited",
    say = "Side and back holds score {index} SD lower than the flexor hold: low endurance today; holds vary by tens of seconds.",
  },

  -- Side against side, each hip and knee test

  side_to_side("hip-abduction-side-gap", "Hip abduction", "hhd_hip_abduction", "gluteus_medius", { "thorborg2010", "xc2021" }),
  side_to_side("hip-adduction-side-gap", "Hip adduction", "hhd_hip_adduction", "adductors", { "thorborg2010" }),
  side_to_side("hip-extension-side-gap", "Hip extension", "hhd_hip_extension", "gluteus_maximus", { "thorborg2010" }),
  side_to_side("hip-flexion-side-gap", "Hip flexion", "hhd_hip_flexion", "iliopsoas", { "thorborg2010" }),
  side_to_side("hip-external-rotation-side-gap", "Hip external rotation", "hhd_hip_er", "hip_external_rotators", { "thorborg2010" }),
  side_to_side("hip-internal-rotation-side-gap", "Hip internal rotation", "hhd_hip_ir", "hip_internal_rotators", { "thorborg2010" }),
  side_to_side("knee-extension-side-gap", "Knee extension", "hhd_knee_extension", "quadriceps", { "lawrance2017", "markstrom2022" }),
  side_to_side("knee-flexion-side-gap", "Knee flexion", "hhd_knee_flexion", "hamstrings", { "lawrance2017", "markstrom2022" }),

  -- A really weak muscle is a nerve question before it is a training question

  rule {
    id = "manual-grade-low",
    title = "Manual grade of 3 or less",
    side = each,
    when = any { graded_low("mmt_hip_abduction"), graded_low("mmt_hip_extension"), graded_low("mmt_hip_flexion"),
                 graded_low("mmt_knee_extension"), graded_low("mmt_knee_flexion"), graded_low("mmt_ankle_df"),
                 graded_low("mmt_ankle_pf") },
    advise = "check_reflexes",
    cite = { "convention" }, evidence = "weak",
    say = "A manual grade of 3 or less on the {side} side: check reflexes and sensation first.",
  },

  -- Load and shoes

  rule {
    id = "load-spike",
    title = "One run much longer than before",
    when = measure("session_spike"):above(pct(10)),
    advise = "hold_load",
    cite = { "frandsen2025" }, evidence = "moderate",
    say = "One run was {value} % longer than the longest of the 30 days before: a higher injury rate in a large cohort of runners.",
  },

  rule {
    id = "worn-shoes",
    title = "Old shoes that feel changed",
    when = all { measure("shoe_km"):above(km(800)), answer("shoe_discomfort"):is(yes) },
    advise = "check_shoes",
    cite = { "arnold2024", "kong2009" }, evidence = "weak",
    say = "The shoes have run {value} km and feel changed: consider replacing them.",
  },
}
