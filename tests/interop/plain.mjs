// Text for terminals and Markdown: UTF-8, no control character but line ends, nothing that turns the writing direction.
import { readFileSync } from "node:fs";
import { TextDecoder } from "node:util";

export function text(path) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
}

export function plain({ path }) {
  const faults = [];
  const content = text(path);
  if (/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/.test(content)) faults.push("a control character");
  if (/[\u202A-\u202E\u2066-\u2069]/.test(content)) faults.push("a character that turns the writing direction");
  if (!content.endsWith("\n")) faults.push("no line end at the end");
  return faults;
}
