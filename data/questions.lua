-- Questions: one row is one question that is answered yes, no or unsure.
--
-- A red flag says what it screens for, how urgent a yes is and what to do. "Unsure" stays open. Ids and questions are
-- those of the clinical reference list, word for word but for five that need a threshold or another question to be
-- answered yes or no on their own: rf_fx_age, rf_inf_immune, rf_aaa_pulse, rf_ibp (yes means 4 or more of the 5) and
-- rf_bsi_load. `action` and `timeframe` are the list's, put as an instruction. No time window is a gate: cauda equina
-- signs count whenever they began. `verified = "memory"`: text to be checked against the full framework and local
-- pathways by a clinician.
return {

  -- Cauda equina, nerves and cord

  { id = "rf_ces_saddle",
    text = "Any new numbness, tingling or changed feeling around the genitals, back passage or inner thighs?",
    red_flag = true, urgency = "emergency", pathology = "cauda equina",
    action = "Send to a hospital with round-the-clock MRI", timeframe = "same day", source = "bmjces",
    verified = "yes" },
  { id = "rf_ces_bladder",
    text = "Any new trouble starting, stopping or feeling the passing of urine, or leaking?",
    red_flag = true, urgency = "emergency", pathology = "cauda equina",
    action = "Send to a hospital with round-the-clock MRI", timeframe = "same day", source = "bmjces",
    verified = "yes" },
  { id = "rf_ces_bowel",
    text = "Any new loss of bowel control or feeling when opening the bowels?",
    red_flag = true, urgency = "emergency", pathology = "cauda equina",
    action = "Send to a hospital with round-the-clock MRI", timeframe = "same day", source = "bmjces",
    verified = "yes" },
  { id = "rf_ces_sexual",
    text = "Any new change in sexual function or genital feeling?",
    red_flag = true, urgency = "emergency", pathology = "cauda equina",
    action = "Send to a hospital with round-the-clock MRI", timeframe = "same day", source = "bmjces",
    verified = "yes" },
  { id = "rf_ces_bilateral",
    text = "New pain, weakness or numbness in BOTH legs (more than the usual muscle soreness after training)?",
    red_flag = true, urgency = "emergency", pathology = "cauda equina",
    action = "Send to a hospital with round-the-clock MRI", timeframe = "same day", source = "bmjces",
    verified = "yes" },
  { id = "rf_neuro_progress",
    text = "Is a leg getting weaker, or does the foot drop?",
    red_flag = true, urgency = "emergency", pathology = "neurological",
    action = "Send to hospital when it is fast or severe (grade 3 or less), otherwise refer urgently",
    timeframe = "same day, else within days", source = "bmjces", verified = "memory" },
  { id = "rf_cord",
    text = "Unsteady walking, clumsy legs, electric shocks down the spine or band-like trunk pain?",
    red_flag = true, urgency = "emergency", pathology = "cord compression",
    action = "Send to hospital", timeframe = "same day", source = "finucane2020", verified = "memory" },

  -- Fracture

  { id = "rf_fx_trauma",
    text = "A heavy fall, crash or blow before the pain began?",
    red_flag = true, urgency = "urgent", pathology = "fracture",
    action = "Refer for imaging; as an emergency when there are neurological signs", timeframe = "within days",
    source = "downie2013", verified = "yes" },
  { id = "rf_fx_bruise",
    text = "Bruise or graze over the spine?",
    red_flag = true, urgency = "urgent", pathology = "fracture",
    action = "Refer for imaging", timeframe = "within days", source = "downie2013", verified = "yes" },
  { id = "rf_fx_steroid",
    text = "Long courses of steroid tablets?",
    red_flag = true, urgency = "urgent", pathology = "fracture",
    action = "Refer for imaging", timeframe = "within days", source = "downie2013", verified = "yes" },
  { id = "rf_fx_age",
    text = "Older age (over 64 for women, over 74 for men) with sudden pain after little or no force?",
    red_flag = true, urgency = "caution", pathology = "fracture",
    action = "Ask for osteoporosis; refer for imaging when a second flag is present", source = "downie2013",
    verified = "yes" },
  { id = "rf_fx_osteoporosis",
    text = "Known osteoporosis or an earlier low-force fracture?",
    red_flag = true, urgency = "urgent", pathology = "fracture",
    action = "Refer for imaging", timeframe = "within days", source = "finucane2020", verified = "memory" },

  -- Malignancy

  { id = "rf_mal_history",
    text = "Ever had cancer?",
    red_flag = true, urgency = "urgent", pathology = "malignancy",
    action = "Refer for medical review", timeframe = "within days", source = "downie2013", verified = "yes" },
  { id = "rf_mal_weight",
    text = "Unplanned weight loss (about 5 to 10 % in 3 to 6 months)?",
    red_flag = true, urgency = "urgent", pathology = "malignancy",
    action = "Refer for medical review", source = "finucane2020", verified = "memory" },
  { id = "rf_mal_night",
    text = "Constant, growing pain that wakes at night and no position eases?",
    red_flag = true, urgency = "caution", pathology = "malignancy",
    action = "Refer for medical review when another flag joins it", source = "downie2013", verified = "yes" },

  -- Infection

  { id = "rf_inf_fever",
    text = "Fever, chills or night sweats?",
    red_flag = true, urgency = "emergency", pathology = "infection",
    action = "Send to hospital", timeframe = "same day", source = "yusuf2019", verified = "yes" },
  { id = "rf_inf_immune",
    text = "New severe pain together with diabetes, weak immunity, injected drugs, or steroid or biologic treatment?",
    red_flag = true, urgency = "urgent", pathology = "infection",
    action = "Refer for medical review and blood tests", source = "yusuf2019", verified = "yes" },
  { id = "rf_inf_procedure",
    text = "Recent infection, spinal injection or operation?",
    red_flag = true, urgency = "urgent", pathology = "infection",
    action = "Refer for medical review", source = "finucane2020", verified = "memory" },
  { id = "rf_inf_tb",
    text = "Tuberculosis exposure or travel?",
    red_flag = true, urgency = "urgent", pathology = "infection",
    action = "Refer for medical review", source = "yusuf2019", verified = "yes" },

  -- Blood vessels and heart

  { id = "rf_aaa_tear",
    text = "Sudden tearing back, flank or belly pain, faintness, sweating?",
    red_flag = true, urgency = "emergency", pathology = "aortic aneurysm",
    action = "Call an ambulance", timeframe = "now", source = "wyngaarden2014", verified = "memory" },
  { id = "rf_aaa_pulse",
    text = "A pulsing feeling in the belly (weighs more over age 60, in smokers and with high blood pressure)?",
    red_flag = true, urgency = "emergency", pathology = "aortic aneurysm",
    action = "Send to hospital when there is pain; without pain refer for medical review",
    timeframe = "same day, without pain within days", source = "wyngaarden2014", verified = "yes" },
  { id = "rf_cardiac",
    text = "Chest pain, fainting or undue breathlessness on effort?",
    red_flag = true, urgency = "emergency", pathology = "other",
    action = "Stop exercise; refer for medical review", source = "neason2024", verified = "yes" },

  -- Inflammation

  { id = "rf_ibp",
    text = "Pain for over 3 months, and 4 or more of these 5: began before 40, slow start, better with exercise, " ..
      "not better with rest, night pain eased by getting up?",
    red_flag = true, urgency = "caution", pathology = "axial spondyloarthritis",
    action = "Refer to rheumatology", source = "sieper2009", verified = "yes" },

  -- Bone stress and low energy

  { id = "rf_bsi_sacrum",
    text = "Runner with one-sided low back or buttock pain that grows with impact, sore on one-leg hopping or " ..
      "sacral pressure?",
    red_flag = true, urgency = "urgent", pathology = "bone stress injury",
    action = "Stop running; refer for MRI", source = "harris2016", verified = "yes" },
  { id = "rf_bsi_load",
    text = "Sharp recent rise in distance, intensity or hard surface before one-sided low back or buttock pain that " ..
      "grows with impact?",
    red_flag = true, urgency = "urgent", pathology = "bone stress injury",
    action = "Stop running; refer for MRI", source = "fredericson2003", verified = "yes" },
  { id = "rf_reds",
    text = "Missed or irregular periods, low weight, earlier stress fracture, restricted eating?",
    red_flag = true, urgency = "urgent", pathology = "low energy",
    action = "Refer for medical and dietetic review; no increase of load", source = "fredericson2003",
    verified = "yes" },
  { id = "rf_pars",
    text = "Under 20, pain with back bending, extension sport?",
    red_flag = true, urgency = "urgent", pathology = "pars stress",
    action = "Refer to a sports physician for imaging", source = "harris2016", verified = "memory" },

  -- Other

  { id = "rf_visceral",
    text = "Pain in waves, blood in urine, or with eating or periods?",
    red_flag = true, urgency = "urgent", pathology = "visceral",
    action = "Refer for medical review", source = "finucane2020", verified = "memory" },
  { id = "rf_pregnancy",
    text = "Pregnant or within 6 weeks after birth?",
    red_flag = true, urgency = "caution", pathology = "other",
    action = "Ask for medical clearance; adapt the programme", source = "convention", verified = "memory" },
  { id = "rf_anticoag",
    text = "Blood thinners or a bleeding disorder, with new severe back pain?",
    red_flag = true, urgency = "urgent", pathology = "other",
    action = "Refer for medical review", source = "convention", verified = "memory" },

  -- Running, shoes and pain: lifestyle, never a stop

  { id = "shoe_discomfort", text = "Are your running shoes less comfortable than when new, or has their shape changed?",
    source = "arnold2024", verified = "yes" },
  { id = "pain_next_morning", text = "Is your pain still above its usual level the morning after a run?",
    source = "silbernagel2007", verified = "yes" },
  { id = "pain_rising", text = "Has your pain risen from week to week?",
    source = "silbernagel2007", verified = "yes" },
  { id = "running_stopped", text = "Have you stopped running because of your back?",
    source = "neason2024", verified = "yes" },
  { id = "running_only", text = "Is running your only sport or exercise?",
    source = "malisoux2015", verified = "yes" },
}
