// The same as judge.h by json-rules-engine: conditions are its rules over facts that are worked out before.
const { Engine } = require("json-rules-engine");
const readline = require("readline");
const ids = ["hhd_hip_abduction", "hhd_hip_adduction", "hhd_hip_extension", "hhd_hip_flexion", "hhd_hip_er", "hhd_hip_ir",
  "hhd_knee_extension", "hhd_knee_flexion", "thomas_hip_ext", "ake", "hip_ir_rom", "hip_er_rom", "slr_passive",
  "wblt_cm", "sl_heel_raise", "side_bridge", "hip_ext_rom", "thomas_knee_flex", "session_spike", "shoe_km"];
const number = new Map(ids.map((id, i) => [id, i]));
const means = [20, 20, 30, 30, 17, 17, 60, 30], sds = [5, 5, 7, 7, 4, 4, 12, 7], pairs = [[0, 6], [7, 3], [2, 6]];
const shares = Array.from({ length: 60 }, (_, e) =>
  Array.from({ length: 12 }, (_, t) => (e % 12 === t ? 0.5 + (e % 5) * 0.1 : (e * 7) % 12 === t ? 0.3 : 0)));

const engine = new Engine([], { allowUndefinedFacts: true });
const facts = [];
function rule(name, target, value, conditions) {
  facts.push(value);
  engine.addRule({ conditions: { all: conditions }, event: { type: name, params: { target, value } } });
}
const above = (fact, value, operator = "greaterThan") => ({ fact, operator, value });
for (let side = 0; side < 2; side++) {
  for (let i = 0; i < 3; i++)
    rule(`pair-${i + 1}:${side}`, i, `index${i}${side}`, [above(`index${i}${side}`, 1, "greaterThanInclusive"), above(`weak${i}${side}`, -1, "lessThan")]);
  for (let i = 0; i < 12; i++) rule(`gap-${i + 1}:${side}`, i, `gap${i}${side}`, [above(`gap${i}${side}`, i < 8 ? 40 : 12)]);
  rule(`ankle-1:${side}`, 8, `v13${side}`, [above(`v13${side}`, 6, "lessThan")]);
  rule(`bridge-1:${side}`, 9, `v15${side}`, [above(`v15${side}`, 35, "lessThan")]);
  rule(`calf-1:${side}`, 10, `v14${side}`, [above(`v14${side}`, 12, "lessThan")]);
}
rule("spike-1:0", 11, "v180", [above("v180", 10)]);
rule("shoes-1:0", 11, "v190", [above("v190", 800)]);
rule("discomfort-1:0", 11, "discomfort", [above("discomfort", 1, "equal")]);

function factsOf(c) {
  const out = { discomfort: c.answers.shoe_discomfort === "yes" ? 1 : 0 }, v = [[], []], mass = c.patient.mass_kg;
  for (const m of c.measures) if (number.has(m.test)) v[m.side === "right" ? 1 : 0][number.get(m.test)] = m.value;
  const z = (t, s) => (100 * v[s][t] / (mass * 9.80665) - means[t]) / sds[t];
  const put = (name, value) => { if (value === value && value !== undefined) out[name] = value; };
  for (let s = 0; s < 2; s++) {
    pairs.forEach(([weak, strong], i) => { put(`weak${i}${s}`, z(weak, s)); put(`index${i}${s}`, z(strong, s) - z(weak, s)); });
    for (let i = 0; i < 12; i++) {
      const here = v[s][i], there = v[1 - s][i];
      put(`gap${i}${s}`, i < 8 ? 100 * (there - here) / (there > here ? there : here) : there - here);
    }
    for (const t of [13, 14, 15]) put(`v${t}${s}`, v[s][t]);
  }
  put("v180", v[0][18]), put("v190", v[0][19]);
  return out;
}

function plan(weight) {
  const program = [], used = new Set();
  while (program.length < 8) {
    let best = -1, most = 0.05;
    for (let e = 0; e < 60; e++) {
      let gain = 0;
      if (!used.has(e)) for (let t = 0; t < 12; t++) gain += weight[t] * shares[e][t];
      if (gain > most) most = gain, best = e;
    }
    if (best < 0) break;
    used.add(best), program.push(best);
    for (let t = 0; t < 12; t++) weight[t] *= 1 - shares[best][t];
  }
  return program;
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const c = JSON.parse(line), known = factsOf(c), weight = new Array(12).fill(0);
    const { events } = await engine.run(known);
    const findings = events.map((e) => {
      const [name, side] = e.type.split(":");
      weight[e.params.target]++;
      return { rule: name, side: Number(side), value: Number(known[e.params.value].toFixed(2)) };
    });
    const unknown = facts.filter((f) => known[f] === undefined).length;
    process.stdout.write(JSON.stringify({ patient: c.patient.id, findings, program: plan(weight), unknown }) + "\n");
  }
})();
