-- Red flags: each "yes" refers, before any muscle is weighed. Emergency and urgent flags stop the program; a caution
-- warns and stays on every page. The questions stand in data/questions.lua, with what each one screens for.
--
-- No list of flags is complete: most single flags change a probability little, and watchful follow-up matters
-- (finucane2020). A clinician has to approve the wording and the local pathway behind each row.
-- `say` is for the referral, `tell` for the patient.

local today = "Please go to a hospital today, before any exercise. Take this page with you."
local soon = "Please see a doctor in the next days, before any exercise. Take this page with you."
local ask = "Please tell your doctor or therapist. They may want to look at this first."
local little = "one flag alone changes the probability little; no list is complete"

-- One question, one flag.
local function flag(id, title, question, stop, cite, say, doubt)
  return rule {
    id = id, title = title, stop = stop, when = answer(question):is(yes), cite = { cite },
    say = say, tell = stop == "emergency" and today or stop == "urgent" and soon or ask,
    studied = "people with back pain", doubt = doubt or little,
  }
end

-- What to do, as the questions of data/questions.lua say, which name the sources; figures: bmjces, yusuf2019.
local mri = "Send to a hospital with round-the-clock MRI, same day."
local nerve = "Send to hospital when it is fast or severe (grade 3 or less), otherwise refer urgently, " ..
  "same day, else within days."
local hospital = "Send to hospital, same day."
local imaging = "Refer for imaging, within days."
local review = "Refer for medical review."
local review_days = "Refer for medical review, within days."
local bloods = "Refer for medical review and blood tests."
local bone = "Stop running; refer for MRI."
local energy = "Refer for medical and dietetic review; no increase of load."
local heart = "Stop exercise; refer for medical review."
local residual = "a low residual volume of urine does not rule it out"
local fever = "fever was present in only 55 % of spinal infections: its absence excludes nothing"

return pack {
  id = "red-flags", version = "1.1.0", title = "Red flags in back pain",
  needs_engine = "1.0",

  -- Emergencies: same day

  flag("ces-saddle", "New numbness in the saddle area", "rf_ces_saddle", "emergency", "bmjces", mri, residual),
  flag("ces-bladder", "New bladder trouble", "rf_ces_bladder", "emergency", "bmjces", mri, residual),
  flag("ces-bowel", "New loss of bowel control or feeling", "rf_ces_bowel", "emergency", "bmjces", mri, residual),
  flag("ces-sexual", "New change in sexual function", "rf_ces_sexual", "emergency", "bmjces", mri, residual),
  flag("ces-bilateral", "New signs in both legs", "rf_ces_bilateral", "emergency", "bmjces", mri, residual),
  flag("neuro-progress", "A leg is getting weaker", "rf_neuro_progress", "emergency", "bmjces", nerve),
  flag("neuro-footdrop", "A foot drops", "rf_neuro_footdrop", "emergency", "bmjces", nerve),
  flag("cord", "Unsteady walking or clumsy legs", "rf_cord", "emergency", "finucane2020", hospital),
  flag("cord-shock", "Electric shocks down the spine", "rf_cord_shock", "emergency", "finucane2020", hospital),
  flag("cord-band", "Pain like a band around the trunk", "rf_cord_band", "emergency", "finucane2020", hospital),
  flag("inf-fever", "Fever or chills", "rf_inf_fever", "emergency", "yusuf2019", hospital, fever),
  flag("inf-sweats", "Night sweats", "rf_inf_sweats", "emergency", "yusuf2019", hospital, fever),
  flag("aaa-tear", "Sudden tearing pain", "rf_aaa_tear", "emergency", "wyngaarden2014", "Call an ambulance, now."),
  flag("aaa-faint", "Sudden faintness or sweating with the pain", "rf_aaa_faint", "emergency", "wyngaarden2014",
    "Call an ambulance, now."),
  flag("aaa-pulse", "A pulsing feeling in the belly", "rf_aaa_pulse", "emergency", "wyngaarden2014",
    "Send to hospital when there is pain; without pain refer for medical review, same day, without pain " ..
    "within days."),
  flag("cardiac", "Chest pain on effort", "rf_cardiac", "emergency", "neason2024", heart),
  flag("cardiac-faint", "Fainting on effort", "rf_cardiac_faint", "emergency", "neason2024", heart),
  flag("cardiac-breath", "Undue breathlessness on effort", "rf_cardiac_breath", "emergency", "neason2024", heart),

  -- Urgent: within days

  flag("fx-trauma", "A heavy fall or blow before the pain", "rf_fx_trauma", "urgent", "downie2013",
    "Refer for imaging; as an emergency when there are neurological signs, within days.",
    "alone it means a fracture in 11 % (8 to 16)"),
  flag("fx-bruise", "Bruise or graze over the spine", "rf_fx_bruise", "urgent", "downie2013",
    imaging, "alone it means a fracture in 62 % (49 to 74)"),
  flag("fx-steroid", "Long courses of steroid tablets", "rf_fx_steroid", "urgent", "downie2013",
    imaging, "alone it means a fracture in 33 % (10 to 67)"),
  flag("fx-osteoporosis", "Known osteoporosis", "rf_fx_osteoporosis", "urgent", "finucane2020", imaging),
  flag("fx-lowforce", "An earlier bone break after little force", "rf_fx_lowforce", "urgent", "finucane2020", imaging),

  -- Each of these says little alone; together they do.
  rule { id = "fx-several", title = "Several signs of a fracture together", stop = "urgent",
    when = at_least(2, answer("rf_fx_trauma"):is(yes), answer("rf_fx_bruise"):is(yes),
                    answer("rf_fx_steroid"):is(yes), answer("rf_fx_age"):is(yes)),
    cite = { "downie2013" }, say = imaging, tell = soon, studied = "people with back pain",
    doubt = "several together mean a fracture in 90 %, but the range is wide (34 to 99)" },
  flag("mal-history", "A history of cancer", "rf_mal_history", "urgent", "downie2013", review_days),
  flag("mal-weight", "Unplanned weight loss", "rf_mal_weight", "urgent", "finucane2020", review),

  rule { id = "mal-night-joined", title = "Night pain joined by another sign of cancer", stop = "urgent",
    when = all { answer("rf_mal_night"):is(yes),
                 any { answer("rf_mal_history"):is(yes), answer("rf_mal_weight"):is(yes) } },
    cite = { "downie2013", "finucane2020" }, say = review_days, tell = soon, studied = "people with back pain",
    doubt = little },
  flag("inf-immune", "Lowered immunity with new severe pain", "rf_inf_immune", "urgent", "yusuf2019", bloods),
  flag("inf-diabetes", "Diabetes with new severe pain", "rf_inf_diabetes", "urgent", "yusuf2019",
    bloods, "diabetes in 18 % of spinal infections, which is no measure of accuracy"),
  flag("inf-drugs", "Drugs by injection with new severe pain", "rf_inf_drugs", "urgent", "yusuf2019",
    bloods, "injected drugs in 9 % of spinal infections, which is no measure of accuracy"),
  flag("inf-treatment", "Steroids or biologics with new severe pain", "rf_inf_treatment", "urgent", "yusuf2019",
    bloods),
  flag("inf-procedure", "A recent operation", "rf_inf_procedure", "urgent", "finucane2020", review),
  flag("inf-injection", "A recent injection into the spine", "rf_inf_injection", "urgent", "finucane2020", review),
  flag("inf-recent", "A recent infection", "rf_inf_recent", "urgent", "finucane2020", review),
  flag("inf-tb", "Contact with tuberculosis", "rf_inf_tb", "urgent", "yusuf2019", review),
  flag("inf-tb-travel", "Travel to where tuberculosis is common", "rf_inf_tb_travel", "urgent", "yusuf2019", review),
  flag("bsi-hop", "One-sided pain, sore on hopping", "rf_bsi_hop", "urgent", "harris2016",
    bone, "plain films often show nothing; seen most in women who run long distances"),
  flag("bsi-pressure", "One-sided pain, sacrum sore to pressure", "rf_bsi_pressure", "urgent", "harris2016",
    bone, "plain films often show nothing; seen most in women who run long distances"),
  flag("bsi-load", "Sharp rise of load before one-sided pain", "rf_bsi_load", "urgent", "fredericson2003",
    bone, "plain films often show nothing; seen most in women who run long distances"),
  flag("bsi-surface", "More hard ground before one-sided pain", "rf_bsi_surface", "urgent", "fredericson2003",
    bone, "plain films often show nothing; seen most in women who run long distances"),
  flag("reds", "Missed or irregular periods", "rf_reds", "urgent", "fredericson2003",
    energy, "seen in sacral stress fractures; how often it means one is not known"),
  flag("reds-weight", "A low body weight", "rf_reds_weight", "urgent", "fredericson2003",
    energy, "seen in sacral stress fractures; how often it means one is not known"),
  flag("reds-fracture", "An earlier stress fracture", "rf_reds_fracture", "urgent", "fredericson2003",
    energy, "seen in sacral stress fractures; how often it means one is not known"),
  flag("reds-eating", "Restricted eating", "rf_reds_eating", "urgent", "fredericson2003",
    energy, "seen in sacral stress fractures; how often it means one is not known"),
  flag("pars", "Young, with pain on bending back", "rf_pars", "urgent", "harris2016",
    "Refer to a sports physician for imaging."),
  flag("visceral", "Pain that comes in waves", "rf_visceral", "urgent", "finucane2020", review),
  flag("visceral-urine", "Blood in the urine", "rf_visceral_urine", "urgent", "finucane2020", review),
  flag("visceral-eating", "Pain that goes with eating", "rf_visceral_eating", "urgent", "finucane2020", review),
  flag("visceral-periods", "Pain that goes with periods", "rf_visceral_periods", "urgent", "finucane2020", review),
  flag("anticoag", "Blood thinners and new severe back pain", "rf_anticoag", "urgent", "convention", review),
  flag("bleeding", "A bleeding disorder and new severe back pain", "rf_bleeding", "urgent", "convention", review),

  -- Cautions: they warn and refer, the program goes on

  flag("fx-age", "Older age and sudden pain after little force", "rf_fx_age", "caution", "downie2013",
    "Ask for osteoporosis; refer for imaging when a second flag is present.", "alone it means a fracture in 9 % (3 to 25)"),
  flag("mal-night", "Constant night pain that no position eases", "rf_mal_night", "caution", "downie2013",
    "Refer for medical review when another flag joins it."),
  flag("bsi-impact", "One-sided pain that grows with impact", "rf_bsi_impact", "caution", "harris2016",
    "Test hopping on one leg and pressure on the sacrum; refer for MRI when either is sore.",
    "plain films often show nothing; seen most in women who run long distances"),

  rule { id = "ibp", title = "Pattern of inflammatory back pain", stop = "caution",
    when = all { answer("rf_ibp_months"):is(yes),
                 count { answer("rf_ibp_young"):is(yes), answer("rf_ibp_slow"):is(yes),
                         answer("rf_ibp_exercise"):is(yes), answer("rf_ibp_rest"):is(yes),
                         answer("rf_ibp_night"):is(yes) }:above(3) },
    cite = { "sieper2009" }, say = "Refer to rheumatology: 4 or more of the 5 items.", tell = ask,
    studied = "people with long-lasting back pain",
    doubt = "about 1 in 5 with the disease is missed and 1 in 4 without it is referred (sensitivity 79.6 %, " ..
      "specificity 72.4 %)" },

  flag("pregnancy", "Pregnant", "rf_pregnancy", "caution", "convention",
    "Ask for medical clearance; adapt the programme."),
  flag("postpartum", "Shortly after birth", "rf_postpartum", "caution", "convention",
    "Ask for medical clearance; adapt the programme."),
}
