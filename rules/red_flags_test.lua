-- Cases of red_flags.lua: sinew rules test rules/red_flags.lua
--
-- Every flag alone: its own "yes" stops, whatever the others, and no other rule takes its place. Three rules join several
-- answers; their cases stand at the end.

local flags = {
  { rule = "ces-saddle", question = "rf_ces_saddle", urgency = "emergency" },
  { rule = "ces-bladder", question = "rf_ces_bladder", urgency = "emergency" },
  { rule = "ces-bowel", question = "rf_ces_bowel", urgency = "emergency" },
  { rule = "ces-sexual", question = "rf_ces_sexual", urgency = "emergency" },
  { rule = "ces-bilateral", question = "rf_ces_bilateral", urgency = "emergency" },
  { rule = "neuro-progress", question = "rf_neuro_progress", urgency = "emergency" },
  { rule = "neuro-footdrop", question = "rf_neuro_footdrop", urgency = "emergency" },
  { rule = "cord", question = "rf_cord", urgency = "emergency" },
  { rule = "cord-shock", question = "rf_cord_shock", urgency = "emergency" },
  { rule = "cord-band", question = "rf_cord_band", urgency = "emergency" },
  { rule = "inf-fever", question = "rf_inf_fever", urgency = "emergency" },
  { rule = "inf-sweats", question = "rf_inf_sweats", urgency = "emergency" },
  { rule = "aaa-tear", question = "rf_aaa_tear", urgency = "emergency" },
  { rule = "aaa-faint", question = "rf_aaa_faint", urgency = "emergency" },
  { rule = "aaa-pulse", question = "rf_aaa_pulse", urgency = "emergency" },
  { rule = "cardiac", question = "rf_cardiac", urgency = "emergency" },
  { rule = "cardiac-faint", question = "rf_cardiac_faint", urgency = "emergency" },
  { rule = "cardiac-breath", question = "rf_cardiac_breath", urgency = "emergency" },
  { rule = "fx-trauma", question = "rf_fx_trauma", urgency = "urgent" },
  { rule = "fx-bruise", question = "rf_fx_bruise", urgency = "urgent" },
  { rule = "fx-steroid", question = "rf_fx_steroid", urgency = "urgent" },
  { rule = "fx-osteoporosis", question = "rf_fx_osteoporosis", urgency = "urgent" },
  { rule = "fx-lowforce", question = "rf_fx_lowforce", urgency = "urgent" },
  { rule = "mal-history", question = "rf_mal_history", urgency = "urgent" },
  { rule = "mal-weight", question = "rf_mal_weight", urgency = "urgent" },
  { rule = "inf-immune", question = "rf_inf_immune", urgency = "urgent" },
  { rule = "inf-diabetes", question = "rf_inf_diabetes", urgency = "urgent" },
  { rule = "inf-drugs", question = "rf_inf_drugs", urgency = "urgent" },
  { rule = "inf-treatment", question = "rf_inf_treatment", urgency = "urgent" },
  { rule = "inf-procedure", question = "rf_inf_procedure", urgency = "urgent" },
  { rule = "inf-injection", question = "rf_inf_injection", urgency = "urgent" },
  { rule = "inf-recent", question = "rf_inf_recent", urgency = "urgent" },
  { rule = "inf-tb", question = "rf_inf_tb", urgency = "urgent" },
  { rule = "inf-tb-travel", question = "rf_inf_tb_travel", urgency = "urgent" },
  { rule = "bsi-hop", question = "rf_bsi_hop", urgency = "urgent" },
  { rule = "bsi-pressure", question = "rf_bsi_pressure", urgency = "urgent" },
  { rule = "bsi-load", question = "rf_bsi_load", urgency = "urgent" },
  { rule = "bsi-surface", question = "rf_bsi_surface", urgency = "urgent" },
  { rule = "reds", question = "rf_reds", urgency = "urgent" },
  { rule = "reds-weight", question = "rf_reds_weight", urgency = "urgent" },
  { rule = "reds-fracture", question = "rf_reds_fracture", urgency = "urgent" },
  { rule = "reds-eating", question = "rf_reds_eating", urgency = "urgent" },
  { rule = "pars", question = "rf_pars", urgency = "urgent" },
  { rule = "visceral", question = "rf_visceral", urgency = "urgent" },
  { rule = "visceral-urine", question = "rf_visceral_urine", urgency = "urgent" },
  { rule = "visceral-eating", question = "rf_visceral_eating", urgency = "urgent" },
  { rule = "visceral-periods", question = "rf_visceral_periods", urgency = "urgent" },
  { rule = "anticoag", question = "rf_anticoag", urgency = "urgent" },
  { rule = "bleeding", question = "rf_bleeding", urgency = "urgent" },
  { rule = "fx-age", question = "rf_fx_age", urgency = "caution" },
  { rule = "mal-night", question = "rf_mal_night", urgency = "caution" },
  { rule = "bsi-impact", question = "rf_bsi_impact", urgency = "caution" },
  { rule = "pregnancy", question = "rf_pregnancy", urgency = "caution" },
  { rule = "postpartum", question = "rf_postpartum", urgency = "caution" },
}

local joined = {
  { rule = "fx-several", questions = { "rf_fx_trauma", "rf_fx_bruise", "rf_fx_steroid", "rf_fx_age" } },
  { rule = "mal-night-joined", questions = { "rf_mal_night", "rf_mal_history", "rf_mal_weight" } },
  { rule = "ibp", questions = { "rf_ibp_months", "rf_ibp_young", "rf_ibp_slow", "rf_ibp_exercise", "rf_ibp_rest", "rf_ibp_night" } },
}

-- The same answer to every question, and what every rule then says.
local function all(answer, verdict)
  local answers, expect = {}, { stops = {} }
  for _, rule in ipairs(joined) do
    expect[rule.rule] = verdict
    if verdict == true then table.insert(expect.stops, rule.rule) end
    for _, question in ipairs(rule.questions) do answers[question] = answer end
  end
  for _, flag in ipairs(flags) do
    answers[flag.question], expect[flag.rule] = answer, verdict
    if verdict == true then table.insert(expect.stops, flag.rule) end
  end
  return answers, expect
end

local runner = { sex = "f", age = 32, mass_kg = 61, sport = "running" }

for _, flag in ipairs(flags) do
  local answers, expect = all("no", false)
  answers[flag.question], expect[flag.rule], expect.stops = "yes", true, { flag.rule }
  case("only " .. flag.question .. " is answered yes") {
    patient = runner, answer = answers, expect = expect,
    expect_plan = { stopped = flag.urgency ~= "caution" },
  }
end

local no, nothing_found = all("no", false)
case "every flag is answered no" { patient = runner, answer = no, expect = nothing_found,
  expect_plan = { stopped = false } }

local yes, all_found = all("yes", true)
case "every flag is answered yes" { patient = runner, answer = yes, expect = all_found,
  expect_plan = { stopped = true } }

local unsure, open = all("unsure", "unknown")
case "unsure leaves a flag open" { patient = runner, answer = unsure, expect = open }

local _, not_asked = all(nil, "unknown")
case "a question that was not asked leaves its flag open" { patient = runner, expect = not_asked }

case "one yes weighs more than everything else unknown" {
  patient = { sex = "m", age = 71 },
  answer = { rf_ces_saddle = "yes" },
  expect = { ["ces-saddle"] = true, ["ces-bladder"] = "unknown", stops = { "ces-saddle" } },
  expect_plan = { stopped = true },
}

-- ---- Rules that join answers ----

-- Of the rule's questions these are yes, the others no.
local function some(rule, yes_to, verdict)
  local answers = {}
  for _, question in ipairs(rule.questions) do answers[question] = "no" end
  for _, i in ipairs(yes_to) do answers[rule.questions[i]] = "yes" end
  case(rule.rule .. ": yes to " .. table.concat(yes_to, ", ")) {
    patient = runner, answer = answers, expect = { [rule.rule] = verdict },
  }
end

local fracture, night, pattern = joined[1], joined[2], joined[3]
for one = 1, 4 do
  some(fracture, { one }, false)
  for other = one + 1, 4 do some(fracture, { one, other }, true) end
end
some(fracture, { 1, 2, 3, 4 }, true)
some(night, { 1 }, false)
some(night, { 2, 3 }, false)
some(night, { 1, 2 }, true)
some(night, { 1, 3 }, true)
for left_out = 2, 6 do
  local items = { 1 }
  for i = 2, 6 do if i ~= left_out then table.insert(items, i) end end
  some(pattern, items, true)
end
for one = 2, 6 do
  local items = { 1 }
  for i = 2, 6 do if i ~= one and i ~= (one < 6 and one + 1 or 2) then table.insert(items, i) end end
  some(pattern, items, false)
end
some(pattern, { 2, 3, 4, 5, 6 }, false)
