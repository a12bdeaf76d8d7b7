// Names that a file must carry without coming to life in it, and the patients of the test that bear them, as the two
// files that Sinew imports:  node names.mjs FOLDER FIRST.ndjson
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const rtl = "\u0634\u0630\u0649 \u05E9\u05DC\u05D5\u05DD";
export const names = [
  `<script>document.title = "broken"</script>`,
  `"><img src=x onerror=alert(1)> & </div> ]]> <!-- -- > &amp; &#60;`,
  `'quoted' "twice" \\ back; semi, comma: colon`,
  `\u202E${rtl} \u2066isolated\u2069 \u200F`,
  "\u{1F3C3}\u{1F3FD}\u200D\u2640\uFE0F Zoe\u0308 \u{1F1F3}\u{1F1F4}",
  `=HYPERLINK("http://example.org";"click")`,
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "+1 2 3",
  "-2+3",
  "../../etc/passwd\u00A0C:\\CON",
  "BEGIN:VEVENT\\nEND:VCALENDAR",
  "\u00E9".repeat(4999) + "x",
];

export const code = (index) => `NAME-${index + 1}`;

const cell = (text) => `"${text.replaceAll(`"`, `""`)}"`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, first] = process.argv.slice(2);
  const example = JSON.parse(readFileSync(first, "utf8").split("\n")[0]);
  // beside the example's: a bound, a range, pain during a test, a torque, numbered trials
  const more = [
    { test: "sorensen", value: ">=240", unit: "s" },
    { test: "weekly_distance", value: "26-35", unit: "km/wk", source: "reported" },
    { test: "hhd_hip_er", side: "left", value: 31.25, unit: "Nm", position: "prone", pain: 6, trial: 1 },
    { test: "hhd_hip_er", side: "left", value: 30.1, unit: "Nm", position: "prone", pain: 0, trial: 2 },
  ];
  const kept = example.measures.filter((one) => !more.some(({ test }) => test === one.test));
  const cases = names.map((_, index) =>
    ({ ...example, patient: { ...example.patient, id: code(index) }, measures: [...kept, ...more] }));
  const rows = names.map((name, index) => [code(index), cell(name), cell(name), cell(name), cell(name)].join(","));
  writeFileSync(`${folder}/names.ndjson`, cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
  writeFileSync(`${folder}/names.csv`, ["patient,name,family_name,given_name,contact", ...rows, ""].join("\r\n"));
}
