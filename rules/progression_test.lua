-- Cases of progression.lua: sinew rules test rules/progression.lua
--
-- One value on each side of every line, each sign that stops, and what is unknown: then nothing gets harder.

local function week(changes)
  local measure = { log_done = 100, log_pain = 2, log_pain_before = 2, log_effort = 5 }
  for name, value in pairs(changes or {}) do measure[name] = value or nil end
  return measure
end

local settled = { log_morning = "no", log_spread = "no", log_numb = "no" }

-- `rules`: what is said; `steps`: what is advised
local function judged(name, changes, answers, rules, steps)
  local expect = { targets = {}, stops = {} }
  for id, truth in pairs(rules) do expect[id] = truth end
  for _, step in ipairs { "progress", "hold", "regress" } do
    expect.targets["advise " .. step] = steps[step] or false
  end
  case(name) { measure = week(changes), answer = answers, expect = expect }
end

judged("well and easy", {}, settled, { ["log-easy"] = true, ["log-hard"] = false, ["log-little-done"] = false,
  ["log-pain-above-three"] = false, ["log-pain-above-five"] = false, ["log-pain-rising"] = false,
  ["log-pain-next-morning"] = false }, { progress = true })
judged("without pain nothing has to settle", { log_pain = 0 }, {}, { ["log-easy"] = true }, { progress = true })
judged("pain, and nobody asked about the next morning", { log_pain = 1 }, {}, { ["log-easy"] = "unknown" }, {})
judged("pain of 3 still goes on", { log_pain = 3 }, settled, { ["log-easy"] = true,
  ["log-pain-above-three"] = false, ["log-pain-rising"] = false }, { progress = true })
judged("pain of 4 holds", { log_pain = 4, log_pain_before = 3 }, settled, { ["log-easy"] = false,
  ["log-pain-above-three"] = true, ["log-pain-rising"] = false }, { hold = true })
judged("pain of 5 holds", { log_pain = 5, log_pain_before = 5 }, settled, { ["log-pain-above-three"] = true,
  ["log-pain-above-five"] = false }, { hold = true })
judged("pain of 6 regresses", { log_pain = 6, log_pain_before = 6 }, settled, { ["log-easy"] = false,
  ["log-pain-above-three"] = true, ["log-pain-above-five"] = true }, { hold = true, regress = true })
judged("two points more than the week before", { log_pain = 3, log_pain_before = 1 }, settled,
  { ["log-pain-rising"] = true, ["log-easy"] = true }, { progress = true, regress = true })
judged("the week before is not known", { log_pain_before = false }, settled,
  { ["log-pain-rising"] = "unknown", ["log-easy"] = true }, { progress = true })
judged("up the next morning", {}, { log_morning = "yes" }, { ["log-pain-next-morning"] = true, ["log-easy"] = false },
  { regress = true })
judged("three quarters are enough", { log_done = 75 }, settled, { ["log-little-done"] = false, ["log-easy"] = true },
  { progress = true })
judged("less than three quarters", { log_done = 74 }, settled, { ["log-little-done"] = true, ["log-easy"] = false },
  { hold = true })
judged("effort of 6", { log_effort = 6 }, settled, { ["log-hard"] = false, ["log-easy"] = true }, { progress = true })
judged("effort of 7", { log_effort = 7 }, settled, { ["log-hard"] = true, ["log-easy"] = false }, { hold = true })
judged("a missed week", { log_done = 20 }, settled, { ["log-little-done"] = true, ["log-easy"] = false }, { hold = true })
judged("very easy", { log_effort = 2 }, settled, { ["log-hard"] = false, ["log-easy"] = true }, { progress = true })
judged("very hard", { log_effort = 10 }, settled, { ["log-hard"] = true, ["log-easy"] = false }, { hold = true })
judged("strong pain", { log_pain = 9, log_pain_before = 9 }, settled, { ["log-pain-above-five"] = true,
  ["log-easy"] = false }, { hold = true, regress = true })
judged("means of several rows, just above one point", { log_pain_before = 0.95 }, settled,
  { ["log-pain-rising"] = true }, { progress = true, regress = true })
judged("no log", { log_done = false, log_pain = false, log_pain_before = false, log_effort = false }, {},
  { ["log-easy"] = "unknown", ["log-little-done"] = "unknown", ["log-pain-above-three"] = "unknown",
    ["log-pain-above-five"] = "unknown" }, {})
judged("nothing said of effort", { log_effort = false }, settled, { ["log-hard"] = "unknown",
  ["log-easy"] = "unknown" }, {})

case "pain down the leg outranks a good week" {
  measure = week(), answer = { log_morning = "no", log_spread = "yes", log_numb = "no" },
  expect = { ["log-leg-pain"] = true, ["log-numbness"] = false, stops = { "log-leg-pain" } },
  expect_plan = { stopped = true },
}
case "new numbness outranks a good week" {
  measure = week(), answer = { log_morning = "no", log_spread = "no", log_numb = "yes" },
  expect = { ["log-leg-pain"] = false, ["log-numbness"] = true, stops = { "log-numbness" } },
  expect_plan = { stopped = true },
}
