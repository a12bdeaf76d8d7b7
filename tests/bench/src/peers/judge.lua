-- The same as judge.h, for Lua 5.4 and LuaJIT with lua-cjson.
local cjson = require("cjson")
local ids = { "hhd_hip_abduction", "hhd_hip_adduction", "hhd_hip_extension", "hhd_hip_flexion", "hhd_hip_er", "hhd_hip_ir",
  "hhd_knee_extension", "hhd_knee_flexion", "thomas_hip_ext", "ake", "hip_ir_rom", "hip_er_rom", "slr_passive",
  "wblt_cm", "sl_heel_raise", "side_bridge", "hip_ext_rom", "thomas_knee_flex", "session_spike", "shoe_km" }
local number = {}
for i, id in ipairs(ids) do number[id] = i end
local means, sds = { 20, 20, 30, 30, 17, 17, 60, 30 }, { 5, 5, 7, 7, 4, 4, 12, 7 }
local pairs_of = { { 1, 7 }, { 8, 4 }, { 3, 7 } }
local shares = {}
for e = 0, 59 do
  shares[e] = {}
  for t = 0, 11 do shares[e][t] = e % 12 == t and 0.5 + e % 5 * 0.1 or (e * 7 % 12 == t and 0.3 or 0) end
end
local format, concat, write = string.format, table.concat, io.write

local findings, unknown, weight
local function found(rule, n, side, value, target)
  findings[#findings + 1] = format('{"rule":"%s-%d","side":%d,"value":%.2f}', rule, n, side, value)
  weight[target] = weight[target] + 1
end
local function decide(rule, n, side, value, condition, target)
  if value == nil then unknown = unknown + 1 elseif condition then found(rule, n, side, value, target) end
end

local function judge_side(v, other, side, mass)
  local function z(test) return v[test] and mass and (100 * v[test] / (mass * 9.80665) - means[test]) / sds[test] end
  for i = 1, 3 do
    local weak, strong = z(pairs_of[i][1]), z(pairs_of[i][2])
    local index = weak and strong and strong - weak or nil
    decide("pair", i, side, index, index and index >= 1 and weak < -1, i - 1)
  end
  for i = 1, 12 do
    local here, there, gap = v[i], other[i], nil
    if here and there then gap = i <= 8 and 100 * (there - here) / (there > here and there or here) or there - here end
    decide("gap", i, side, gap, gap and gap > (i <= 8 and 40 or 12), i - 1)
  end
  decide("ankle", 1, side, v[14], v[14] and v[14] < 6, 8)
  decide("bridge", 1, side, v[16], v[16] and v[16] < 35, 9)
  decide("calf", 1, side, v[15], v[15] and v[15] < 12, 10)
end

local function plan()
  local program, used = {}, {}
  for _ = 1, 8 do
    local best, most = nil, 0.05
    for e = 0, 59 do
      local gain, share = 0, shares[e]
      if not used[e] then for t = 0, 11 do gain = gain + weight[t] * share[t] end end
      if gain > most then most, best = gain, e end
    end
    if not best then break end
    used[best] = true
    for t = 0, 11 do weight[t] = weight[t] * (1 - shares[best][t]) end
    program[#program + 1] = best
  end
  return program
end

for line in io.lines() do
  local case, v = cjson.decode(line), { [0] = {}, [1] = {} }
  findings, unknown, weight = {}, 0, {}
  for t = 0, 11 do weight[t] = 0 end
  for _, m in ipairs(case.measures) do
    local test = number[m.test]
    if test then v[m.side == "right" and 1 or 0][test] = m.value end
  end
  for side = 0, 1 do judge_side(v[side], v[1 - side], side, case.patient.mass_kg) end
  decide("spike", 1, 0, v[0][19], v[0][19] and v[0][19] > 10, 11)
  decide("shoes", 1, 0, v[0][20], v[0][20] and v[0][20] > 800, 11)
  if case.answers.shoe_discomfort == "yes" then found("discomfort", 1, 0, 1, 11) end
  local program = plan()
  write('{"patient":"', case.patient.id, '","findings":[', concat(findings, ","), '],"program":[', concat(program, ","), '],"unknown":', unknown, "}\n")
end
