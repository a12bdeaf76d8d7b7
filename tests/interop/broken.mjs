// A reader that finds no fault in a broken file proves nothing: each is handed one and must complain.
//   node broken.mjs FILES DATA FOLDER
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeBrowser } from "./pages.mjs";
import { readers } from "./readers.mjs";

const [folder, data, scratch] = process.argv.slice(2);

const edit = (from, to) => (content) => {
  const changed = content.replace(from, to);
  if (changed === content) throw new Error(`nothing to break: ${from}`);
  return changed;
};
const resources = (type, change) => (content) => {
  const bundle = JSON.parse(content);
  change(bundle.entry.map(({ resource }) => resource).find((one) => one.resourceType === type));
  return JSON.stringify(bundle);
};

const cases = {
  fhir: [
    resources("Observation", (one) => { one.status = "done"; }),
    resources("Observation", (one) => { one.dataAbsentReason = { text: "both" }; }),
    resources("Observation", (one) => { one.valueQuantity.code = "kilo"; }),
    resources("Observation", (one) => { one.code.coding[0].code = "1234-5"; }),
    resources("Observation", (one) => { one.surprise = 1; }),
    resources("Observation", (one) => { one.text.div = one.text.div.replace("<p>", "<p>a & b"); }),
    resources("Goal", (one) => { delete one.description; }),
    resources("ServiceRequest", (one) => { one.occurrenceTiming.repeat.periodUnit = "week"; }),
    resources("ServiceRequest", (one) => { delete one.occurrenceTiming.repeat.durationUnit; }),
    resources("Provenance", (one) => { one.target[0].reference = "urn:uuid:00000000-0000-4000-8000-000000000000"; }),
    resources("Provenance", (one) => { one.recorded = "2026-11-20"; }),
  ],
  html: [
    edit("</table>", ""),
    edit("<html lang=\"en\">", "<html>"),
    edit("<h1>", "<img src=\"x.png\"><h1>"),
    edit("<h1>", "<p style=\"color:#777;background:#888\">faint</p><h1>"),
  ],
  json: [edit('"judged":', '"judge":'), edit('"draft": false', '"draft": "no"')],
  ndjson: [edit('"judged":', '"judge":'), edit(/\n$/, "")],
  text: [edit("EX-PAIRS", "EX\u0007PAIRS")],
  ics: [
    edit("DTSTAMP:", "DTSTMP:"),
    edit("BEGIN:VEVENT\r\n", "BEGIN:VEVENT\n"),
    edit(/UID:[^\r]*/, "UID:"),
    edit(/RRULE:FREQ=WEEKLY/, "RRULE:FREQ=OFTEN"),
  ],
  measures: [edit("EX-PAIRS", "=EX-PAIRS"), edit("\r\n", "\n"), edit(/\r\nEX-PAIRS,/, "\r\nEX-PAIRS,,")],
};

mkdirSync(scratch, { recursive: true });
let missed = 0;
for (const [format, changes] of Object.entries(cases)) {
  const extension = { text: "txt", markdown: "md", fhir: "fhir.json", measures: "csv" }[format] ?? format;
  const whole = join(folder, `EX-PAIRS.${format}.${extension}`);
  if (!existsSync(whole)) continue;
  for (const [index, change] of changes.entries()) {
    const path = join(scratch, `${index}.${format}`);
    writeFileSync(path, change(readFileSync(whole, "utf8")));
    let faults;
    try {
      faults = await readers[format]({ path, patient: "EX-PAIRS", format, data, folder });
    } catch (error) {
      faults = [String(error)];
    }
    if (faults.length) continue;
    missed++;
    console.log(`FAILED the reader of ${format} finds nothing wrong in ${path}`);
  }
}
await closeBrowser();
if (missed) {
  console.log(`0 passed, ${missed} failed`);
  process.exit(1);
}
