-- Cases of red_flags.lua: sinew rules test rules/red_flags.lua
--
-- Every flag alone: its own "yes" stops, whatever the others, and no other rule takes its place.

local flags = {
  { rule = "ces-saddle", question = "rf_ces_saddle", urgency = "emergency" },
  { rule = "ces-bladder", question = "rf_ces_bladder", urgency = "emergency" },
  { rule = "ces-bowel", question = "rf_ces_bowel", urgency = "emergency" },
  { rule = "ces-sexual", question = "rf_ces_sexual", urgency = "emergency" },
  { rule = "ces-bilateral", question = "rf_ces_bilateral", urgency = "emergency" },
  { rule = "neuro-progress", question = "rf_neuro_progress", urgency = "emergency" },
  { rule = "cord", question = "rf_cord", urgency = "emergency" },
  { rule = "inf-fever", question = "rf_inf_fever", urgency = "emergency" },
  { rule = "aaa-tear", question = "rf_aaa_tear", urgency = "emergency" },
  { rule = "aaa-pulse", question = "rf_aaa_pulse", urgency = "emergency" },
  { rule = "cardiac", question = "rf_cardiac", urgency = "emergency" },
  { rule = "fx-trauma", question = "rf_fx_trauma", urgency = "urgent" },
  { rule = "fx-bruise", question = "rf_fx_bruise", urgency = "urgent" },
  { rule = "fx-steroid", question = "rf_fx_steroid", urgency = "urgent" },
  { rule = "fx-osteoporosis", question = "rf_fx_osteoporosis", urgency = "urgent" },
  { rule = "mal-history", question = "rf_mal_history", urgency = "urgent" },
  { rule = "mal-weight", question = "rf_mal_weight", urgency = "urgent" },
  { rule = "inf-immune", question = "rf_inf_immune", urgency = "urgent" },
  { rule = "inf-procedure", question = "rf_inf_procedure", urgency = "urgent" },
  { rule = "inf-tb", question = "rf_inf_tb", urgency = "urgent" },
  { rule = "bsi-sacrum", question = "rf_bsi_sacrum", urgency = "urgent" },
  { rule = "bsi-load", question = "rf_bsi_load", urgency = "urgent" },
  { rule = "reds", question = "rf_reds", urgency = "urgent" },
  { rule = "pars", question = "rf_pars", urgency = "urgent" },
  { rule = "visceral", question = "rf_visceral", urgency = "urgent" },
  { rule = "anticoag", question = "rf_anticoag", urgency = "urgent" },
  { rule = "fx-age", question = "rf_fx_age", urgency = "caution" },
  { rule = "mal-night", question = "rf_mal_night", urgency = "caution" },
  { rule = "ibp", question = "rf_ibp", urgency = "caution" },
  { rule = "pregnancy", question = "rf_pregnancy", urgency = "caution" },
}

-- The same answer to every question, and what every rule then says.
local function all(answer, verdict)
  local answers, expect = {}, { stops = {} }
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
