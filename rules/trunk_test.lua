-- Cases of trunk.lua: sinew rules test rules/trunk.lua
--
-- The comparison is with young women, whose figures were looked up: extensor hold 158 (SD 45) s, side bridge 70 (23) s,
-- flexor hold 375 (252) s. Where no error of a hold is known, it compares plainly and turns at the cut.

local woman = { sex = "f", age = 25, mass_kg = 60 }

-- One measure and what follows, beside others that stay.
local function values(rule, on, list, more)
  local side = string.sub(on, -5) == ".left" and ".left" or ""
  for _, step in ipairs(list) do
    local measure = { [on] = step[1] }
    for name, value in pairs(more or {}) do measure[name] = value end
    case(rule .. ": " .. on .. " " .. step[1]) {
      patient = woman, measure = measure, expect = { [rule .. side] = step[2] },
    }
  end
  case(rule .. ": " .. on .. " not measured") {
    patient = woman, measure = more, expect = { [rule .. side] = "unknown" },
  }
end

local extensor = { { 60, true }, { 98, true }, { 99, "unsure" }, { 115, "unsure" }, { 131, "unsure" }, { 132, false } }
values("extensor-hold-short", "sorensen", extensor)
values("core-endurance-low", "sorensen", extensor)
values("flexor-hold-short", "trunk_flexor_hold", { { 80, true }, { 169, true }, { 170, false }, { 400, false } })
values("side-hold-short", "side_bridge.left", { { 20, true }, { 48.2, true }, { 48.5, false }, { 90, false } })
values("front-hold-short", "prone_plank",
  { { 10, true }, { 20.5, true }, { 21, "unsure" }, { 33.7, "unsure" }, { 47, false } })
values("bridge-hold-short", "bridge_hold_double",
  { { 60, true }, { 113, true }, { 114, "unsure" }, { 129.3, "unsure" }, { 146, false } })

case "core-endurance-low: several holds are taken together" {
  patient = woman,
  measure = { sorensen = 134, ["side_bridge.left"] = 40, ["side_bridge.right"] = 40, prone_plank = 30 },
  expect = { ["core-endurance-low"] = true, ["extensor-hold-short"] = false, targets = { ["strengthen core"] = true } },
}
case "holds from memory alone judge nothing" {
  patient = { sex = "m", age = 25 }, measure = { sorensen = 20, ["side_bridge.left"] = 10, trunk_flexor_hold = 5 },
  expect = { ["extensor-hold-short"] = "unknown", ["side-hold-short.left"] = "unknown",
    ["flexor-hold-short"] = "unknown" },
}

-- Beyond its line a ratio speaks only beside a short extensor hold.
values("flexors-over-extensors", "trunk_flexor_hold",
  { { 60, false }, { 79.8, false }, { 80, false }, { 80.2, true }, { 81, true }, { 120, true } }, { sorensen = 80 })
values("flexors-over-extensors", "sorensen", extensor, { trunk_flexor_hold = 400 })
values("side-over-extensors", "side_bridge.left",
  { { 40, false }, { 59.8, false }, { 60, false }, { 60.2, true }, { 61, true }, { 90, true } }, { sorensen = 80 })
for _, step in ipairs(extensor) do
  case("side-over-extensors: sorensen " .. step[1]) {
    patient = woman, measure = { sorensen = step[1], ["side_bridge.left"] = 300 },
    expect = { ["side-over-extensors.left"] = step[2] },
  }
end

-- Shown: a line at 0 is no cut.
for hold, verdict in pairs { [0] = false, [0.5] = true, [70] = true } do
  case("ratios shown: " .. hold .. " to 120 s") {
    patient = woman, measure = { sorensen = 120, trunk_flexor_hold = hold, ["side_bridge.left"] = hold },
    expect = { ["flexor-extensor-ratio"] = verdict, ["side-extensor-ratio.left"] = verdict,
      ["side-extensor-ratio.right"] = "unknown" },
  }
end
values("side-bridge-sides", "side_bridge.left",
  { { 60, true }, { 99.95, true }, { 100, false }, { 100.05, false }, { 150, false } }, { ["side_bridge.right"] = 100 })
values("side-bend", "lateral_flexion_cm.left", { { 0, false }, { 0.1, true }, { 20, true } })

case "outside the population nothing is judged" {
  patient = { sex = "f", age = 66 }, measure = { bridge_hold_double = 20 },
  expect = { ["bridge-hold-short"] = "not judged" },
}
