// PDF: structure by qpdf, text by pdftotext, title and tags by pdfinfo.
import { execFileSync } from "node:child_process";

const run = (command, ...args) => execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

export function paper({ path, patient }) {
  const faults = [];
  try {
    run("qpdf", "--check", path);
  } catch (error) {
    faults.push(`qpdf: ${error.stdout}${error.stderr}`);
  }
  const info = run("pdfinfo", path);
  if (!/^Title: +\S/m.test(info)) faults.push("no title");
  if (!/^Tagged: +yes/m.test(info)) faults.push("no structure tags");
  if (/^JavaScript: +yes/m.test(info)) faults.push("a script");
  if (!run("pdftotext", "-layout", path, "-").includes(patient)) faults.push("the patient's code is not in the text");
  return faults;
}
