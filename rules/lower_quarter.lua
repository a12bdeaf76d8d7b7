-- Hip, knee, ankle and calf: each movement against its comparison group, each side against the other beyond the error
-- of its own test, and ratios as information.
--
-- For people with or without back pain, runners or not. Nothing here foretells an injury (peterson2022), and a low
-- value is below the average of a group, no fault. Where no group fits the patient, the finding says "not assessed";
-- side differences may speak all the same. Ankle norms are isokinetic: they fit isokinetic readings only.

-- One movement below the average of its comparison group: the line at -1 SD is a convention (low_z of the policy).
local function below(id, movement, test, muscle, group, cite, studied, doubt)
  local name = string.lower(movement)
  return rule {
    id = id, title = movement .. " below its comparison group", side = each,
    when = z(test):below(sd(-1)),
    strengthen = muscle, advise = "retest", group = group,
    cite = cite, evidence = "limited", studied = studied, doubt = doubt,
    say = "{side} " .. name .. " is {index} SD from the average: below the average of the comparison group; one test.",
    tell = "This side gave less force in " .. name .. " than most people of the same kind. It was one test.",
  }
end

-- Groups are named as in runner_low_back.lua: where both packs judge, one weakness counts once.
-- This side is at least 10 % lower (lsi 90 %, a convention) and the gap is larger than the error of the test.
local function side_gap(id, movement, test, muscle, cite, studied)
  local name = string.lower(movement)
  return rule {
    id = id, title = movement .. " lower on one side", side = each,
    when = all { asymmetry(test):above(pct(10)), no { asymmetry(test):within_error() } },
    strengthen = muscle, advise = "retest", group = string.sub(id, 1, -4) .. "side-gap",
    cite = cite, evidence = "weak", studied = studied,
    doubt = "only 24 % of uninjured athletes are within 10 % on a whole test battery (markstrom2022)",
    say = "{side} " .. name .. " is lower than the other side by {value} %: a side difference; repeat to confirm.",
    tell = "In " .. name .. " this side gave less than the other. We will test it again.",
  }
end

-- A ratio, shown: no line of it has proven itself. It lies above 0 as soon as both were measured: a convention.
local function ratio_shown(id, title, above, under, cite, evidence, studied, doubt)
  return rule {
    id = id, title = title, side = each, show = true,
    when = ratio(above, under):above(0),
    cite = cite, evidence = evidence, studied = studied, doubt = doubt,
    say = "{side} {value}: shown, never judged.",
    tell = "We noted how two muscle groups of this leg compare. No number is right for everybody.",
  }
end

-- Shorter than its own cut, or than the other side beyond error.
local function length_short(id, group, title, muscle, cite, evidence, studied, doubt, say, tell)
  return rule {
    id = id, title = title, side = each, when = short(muscle),
    stretch = muscle, advise = "stretch_and_load", group = group,
    cite = cite, evidence = evidence, studied = studied, doubt = doubt, say = say, tell = tell,
  }
end

local young_women = "52 women aged 20 to 29, and football players, for the comparison"
local hip_doubt = "pooled strength says nothing certain about later injury (peterson2022); set-up rules the force"
local pooled = "healthy adults pooled over 411 studies, a mean without a spread"
local knee_doubt = "the spread is derived, so the certainty is capped; the H:Q ratio is no risk of its own (kellis2023)"
local isokinetic = "100 active adults on an isokinetic device"
local ankle_doubt = "never for a hand-held reading; no link with injury or pain is known"
local nine = "nine people, for the size of measurement error"
local uninjured = "39 uninjured adults, for the size of measurement error"

return pack {
  id = "lower-quarter", version = "1.0.0", title = "Hip, knee, ankle and calf",
  needs_engine = "1.0", population = { age = { 16, 99 } },  -- ages: a convention

  -- ---- Against the comparison group ----

  below("hip-abduction-below", "Hip abduction", "hhd_hip_abduction", "gluteus_medius", "hip-abductor-weakness",
    { "alvarenga2019", "ramskov2014", "soccerf2024", "peterson2022" },
    "women aged 20 to 29, women football players, runners", hip_doubt),
  below("hip-adduction-below", "Hip adduction", "hhd_hip_adduction", "adductors", "hip-adductor-weakness",
    { "alvarenga2019", "fulcher2010", "soccerf2024", "peterson2022" }, young_women, hip_doubt),
  below("hip-extension-below", "Hip extension", "hhd_hip_extension", "gluteus_maximus", "hip-extensor-weakness",
    { "alvarenga2019", "peterson2022" }, young_women, hip_doubt),
  below("hip-flexion-below", "Hip flexion", "hhd_hip_flexion", "iliopsoas", "hip-flexor-weakness",
    { "alvarenga2019", "fulcher2010", "peterson2022" }, young_women, hip_doubt),
  below("hip-external-rotation-below", "Hip external rotation", "hhd_hip_er", "hip_external_rotators",
    "hip-external-rotator-weakness", { "alvarenga2019", "peterson2022" }, young_women, hip_doubt),
  below("hip-internal-rotation-below", "Hip internal rotation", "hhd_hip_ir", "hip_internal_rotators",
    "hip-internal-rotator-weakness", { "alvarenga2019", "peterson2022" }, young_women, hip_doubt),
  below("knee-extension-below", "Knee extension", "hhd_knee_extension", "quadriceps", "knee-extension-low",
    { "sarabon2021", "benfica2018" }, pooled, knee_doubt),
  below("knee-flexion-below", "Knee flexion", "hhd_knee_flexion", "hamstrings", "hamstring-weakness",
    { "sarabon2021", "benfica2018", "kellis2023" }, pooled, knee_doubt),
  below("ankle-dorsiflexion-below", "Ankle dorsiflexion", "hhd_ankle_df", "tibialis_anterior", "dorsiflexor-weakness",
    { "dafonseca2025" }, isokinetic, ankle_doubt),
  below("ankle-plantarflexion-below", "Ankle plantarflexion", "hhd_ankle_pf", "calf", "calf-weakness",
    { "dafonseca2025" }, isokinetic, ankle_doubt),
  below("ankle-inversion-below", "Ankle inversion", "hhd_ankle_inversion", "tibialis_posterior", "invertor-weakness",
    { "dafonseca2025" }, isokinetic, ankle_doubt),
  below("ankle-eversion-below", "Ankle eversion", "hhd_ankle_eversion", "peroneals", "evertor-weakness",
    { "dafonseca2025" }, isokinetic, ankle_doubt),

  -- ---- Side to side, beyond each test's own error ----

  side_gap("hip-abduction-gap", "Hip abduction", "hhd_hip_abduction", "gluteus_medius",
    { "thorborg2010", "xc2021", "markstrom2022" }, nine),
  side_gap("hip-adduction-gap", "Hip adduction", "hhd_hip_adduction", "adductors",
    { "thorborg2010", "markstrom2022" }, nine),
  side_gap("hip-extension-gap", "Hip extension", "hhd_hip_extension", "gluteus_maximus",
    { "thorborg2010", "markstrom2022" }, nine),
  side_gap("hip-flexion-gap", "Hip flexion", "hhd_hip_flexion", "iliopsoas",
    { "thorborg2010", "markstrom2022" }, nine),
  side_gap("hip-external-rotation-gap", "Hip external rotation", "hhd_hip_er", "hip_external_rotators",
    { "thorborg2010", "markstrom2022" }, nine),
  side_gap("hip-internal-rotation-gap", "Hip internal rotation", "hhd_hip_ir", "hip_internal_rotators",
    { "thorborg2010", "markstrom2022" }, nine),
  side_gap("knee-extension-gap", "Knee extension", "hhd_knee_extension", "quadriceps",
    { "lawrance2017", "markstrom2022" }, uninjured),
  side_gap("knee-flexion-gap", "Knee flexion", "hhd_knee_flexion", "hamstrings",
    { "lawrance2017", "markstrom2022" }, uninjured),

  rule {
    id = "heel-raise-gap", title = "Fewer heel raises on one side", side = each,
    when = asymmetry("sl_heel_raise"):above(reps(6)),
    strengthen = "calf", advise = "retest", group = "calf-weakness",
    cite = { "sleeswijk2025", "hebert2017" }, evidence = "moderate",
    studied = "500 healthy people (dominant 25, other 24), for the limits of agreement",
    doubt = "no link with back pain is known; pace and height of the raise change the count",
    say = "{side}: {value} heel raises fewer than on the other side: a side difference; repeat to confirm.",
    tell = "You did fewer heel raises on this leg than on the other. We will test it again.",
  },
  rule {
    id = "ankle-bend-gap", title = "Ankle bends less far on one side", side = each,
    when = all { asymmetry("wblt_cm"):above(cm(1.5)), no { asymmetry("wblt_cm"):within_error() } },
    stretch = "calf", advise = "stretch_and_load", group = "calf-short",
    cite = { "chisholm2012", "powden2015", "wblt2026", "rabin2015" }, evidence = "moderate",
    studied = "53 patients with ankle injury for the error, 899 adults for the sides",
    doubt = "64 recruits had more range on the non-dominant side",
    say = "{side} ankle bends {value} cm less than the other in the knee-to-wall test: a side difference; repeat to " ..
      "confirm.",
    tell = "Your knee comes less far over this foot than over the other. We will test it again.",
  },

  -- Holds and counts without a known error: the gap is shown.

  rule {
    id = "single-leg-bridge-sides", title = "Single-leg bridge, side to side", side = each, show = true,
    when = asymmetry("bridge_hold_single"):plain():above(pct(0)),
    cite = { "convention" }, evidence = "none",
    studied = "nobody that we know of", doubt = "no error of this hold is known, so the gap may be chance",
    say = "{side} hold {value} % shorter: shown, as no error is known.",
    tell = "You held the bridge on this leg for less time than on the other. That may be chance.",
  },
  rule {
    id = "hamstring-bridge-sides", title = "Hamstring bridge, side to side", side = each, show = true,
    when = asymmetry("sl_hamstring_bridge"):plain():above(pct(0)),
    cite = { "freckleton2014" }, evidence = "none",
    studied = "Australian football players", doubt = "no error of this count is known, so the gap may be chance",
    say = "{side} {value} % fewer repetitions: shown, as no error is known.",
    tell = "You did fewer bridges on this leg than on the other. That may be chance.",
  },

  -- ---- Length ----

  length_short("hip-flexors-length", "hip-flexors-short", "Hip flexors short", "iliopsoas",
    { "lengthcut2021", "vigotsky2016", "nourbakhsh2002" }, "contradictory",
    "a table of cuts, and 600 adults measured once",
    "hip flexor length was unrelated to back pain in 600 people; the test is invalid unless the pelvis is held",
    "{side}: less hip extension than most; link with back pain uncertain.",
    "Your hip moves back less far than most. Whether this matters is not known."),
  length_short("hamstrings-length", "hamstrings-short", "Back of the thigh short", "hamstrings",
    { "yildirim2018", "sadler2017", "nourbakhsh2002" }, "limited",
    "students for the cut, people followed over time (pooled) for the link",
    "the effect is small (odds ratio 0.96 a degree), and cross-sectional work finds nothing",
    "{side} knee straightens less far with the hip bent, against the test's own cut or the other side.",
    "The back of your thigh lets the knee straighten less far than most, or than on your other side."),
  rule {
    id = "knee-bend-gap", title = "Knee bends less far on one side", side = each,
    when = all { asymmetry("ely_prone_knee"):above(deg(0)), no { asymmetry("ely_prone_knee"):within_error() } },
    stretch = "quadriceps", advise = "stretch_and_load", group = "quadriceps-short",
    cite = { "peeler2008ely", "olivencia2020" }, evidence = "weak",
    studied = "healthy adults, for the error of the test", doubt = "no cut is known: the other side is all there is",
    say = "{side} knee bends {value} deg less lying face down: a side difference; repeat to confirm.",
    tell = "Your knee bends less far on this side than on the other. We will test it again.",
  },

  -- ---- Ratios ----

  rule {
    id = "adductors-low-and-ratio-low", title = "Hip adduction low, also next to abduction", side = each,
    when = all { low("adductors"), ratio("hhd_hip_adduction", "hhd_hip_abduction"):below(0.8) },
    strengthen = "adductors", group = "hip-adductor-weakness",
    cite = { "tyler2001", "tyler2002", "rodriguez2020" }, evidence = "weak",
    studied = "47 ice-hockey players of one team",
    doubt = "nothing is known in runners or in back pain; later soccer samples lie well above 1",
    say = "{side} hip adduction is low, and under 0.80 of hip abduction.",
    tell = "Pulling the leg in gave little force, even next to lifting it out.",
  },
  ratio_shown("hip-adduction-abduction", "Hip adduction to abduction", "hhd_hip_adduction", "hhd_hip_abduction",
    { "bvo2018", "alvarenga2019", "soccerf2024", "tyler2001" }, "weak",
    "youth soccer (1.21), women 20 to 29 (1.00), elite women (1.12): the mean depends on the set-up",
    "the 0.80 line is from one hockey team; nothing in runners or back pain"),
  ratio_shown("hip-extension-flexion", "Hip extension to flexion", "hhd_hip_extension", "hhd_hip_flexion",
    { "alvarenga2019" }, "none", "women aged 20 to 29 (0.70)",
    "no line was found, and even the sign turns with the set-up"),
  ratio_shown("hip-rotation-ratio", "Hip external to internal rotation", "hhd_hip_er", "hhd_hip_ir",
    { "alvarenga2019", "hiprotiso1992", "hoglund2014", "christopher2019" }, "contradictory",
    "women aged 20 to 29 (0.72)",
    "in one runner cohort a higher ratio went with less injury; force depends on the hip angle"),
  ratio_shown("hamstrings-quadriceps", "Knee flexion to extension (H:Q)", "hhd_knee_flexion", "hhd_knee_extension",
    { "kellis2023", "sarabon2021", "coombs2002", "risberg2018" }, "contradictory",
    "pooled healthy men, isometric at mid-range (0.43)",
    "no independent risk in prospective work; 0.60 belongs to isokinetic testing and would flag most people here"),
  ratio_shown("ankle-dorsi-plantarflexion", "Ankle dorsiflexion to plantarflexion", "hhd_ankle_df", "hhd_ankle_pf",
    { "dafonseca2025" }, "none", "100 active adults, isokinetic (0.36, range 0.15 to 0.73)", "no line is known"),
  ratio_shown("ankle-eversion-inversion", "Ankle eversion to inversion", "hhd_ankle_eversion", "hhd_ankle_inversion",
    { "dafonseca2025" }, "none", "100 active adults, isokinetic (0.89, range 0.45 to 1.73)",
    "right and left differ in healthy people (0.96 and 0.82)"),
  ratio_shown("hip-rotation-range", "Hip external to internal rotation range", "hip_er_rom", "hip_ir_rom",
    { "kouyoumdjian2012" }, "weak", "120 adults lying face down (1.19)",
    "47.5 % of healthy people turn further outward"),
}
