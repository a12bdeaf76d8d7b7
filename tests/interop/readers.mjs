// Which program reads which format.
import { calendar } from "./calendar.mjs";
import { json, lines } from "./data.mjs";
import { fhir } from "./fhir.mjs";
import { page } from "./pages.mjs";
import { paper } from "./paper.mjs";
import { plain } from "./plain.mjs";
import { table } from "./tables.mjs";

export const readers = {
  fhir, findings: table, html: page, ics: calendar, json, markdown: plain, measures: table, ndjson: lines, pdf: paper, results: lines,
  text: plain,
};
