// Hands every exported file to its readers and tells what they say:  node check.mjs FILES DATA
// A file is PATIENT.FORMAT.EXTENSION; a format without a reader is a failure, so that none goes out unread.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readers } from "./readers.mjs";
import { closeBrowser } from "./pages.mjs";

const [folder, data] = process.argv.slice(2);
let passed = 0, failed = 0;

function tell(name, faults) {
  if (!faults.length) passed++;
  else failed++;
  for (const fault of faults.slice(0, 10)) console.log(`FAILED ${name}: ${fault}`);
  if (faults.length > 10) console.log(`FAILED ${name}: and ${faults.length - 10} more`);
}

// Patients who are referred or need no exercise have no sessions: a calendar refuses them, and says so.
const refused = (file) => {
  const errors = existsSync(`${file}.errors`) ? readFileSync(`${file}.errors`, "utf8") : "";
  return /^code 3$/m.test(errors) && /(has to be referred|no exercises for a calendar)/.test(errors);
};

const seen = {};
const names = readdirSync(folder).filter((name) => !name.endsWith(".errors")).sort();
for (const name of names) {
  const [patient, format] = [name.slice(0, name.indexOf(".")), name.split(".")[1]];
  const reader = readers[format];
  seen[format] = (seen[format] ?? 0) + 1;
  let faults;
  try {
    const path = join(folder, name);
    faults = reader ? await reader({ path, patient, format, data, folder }) : ["no reader for this format"];
  } catch (error) {
    faults = [`${error.stack ?? error}`];
  }
  tell(name, faults);
}
for (const name of readdirSync(folder).filter((one) => one.endsWith(".errors"))) {
  const file = join(folder, name.slice(0, -".errors".length));
  const said = readFileSync(`${file}.errors`, "utf8").trim();
  if (!existsSync(file)) tell(name, refused(file) ? [] : [`not written: ${said}`]);
}
await closeBrowser();

console.log(Object.entries(seen).map(([format, count]) => `${format} ${count}`).join(", "));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
