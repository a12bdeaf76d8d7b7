// iCalendar by ical.js and node-ical: lines as RFC 5545 wants them, the same events in both, floating local times,
// series that end, and nobody's name.
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import { names } from "./names.mjs";
import { text } from "./plain.mjs";

function lines(content) {
  const faults = [];
  if (/(^|[^\r])\n|\r(?!\n)/.test(content)) faults.push("a line that does not end with CR LF");
  for (const line of content.split("\r\n")) {
    if (Buffer.byteLength(line) > 75) faults.push(`a line of ${Buffer.byteLength(line)} octets`);
    if (line.includes("\uFFFD")) faults.push("a character cut by a fold");
  }
  return faults;
}

function event(component) {
  const one = new ICAL.Event(component);
  const of = (name) => component.getFirstPropertyValue(name);
  const faults = [];
  if (!one.uid) faults.push("an event without UID");
  if (of("dtstamp")?.zone !== ICAL.Timezone.utcTimezone) faults.push(`${one.uid}: DTSTAMP is not in UTC`);
  if (!Number.isInteger(of("sequence"))) faults.push(`${one.uid}: no SEQUENCE`);
  if (!one.summary) faults.push(`${one.uid}: no SUMMARY`);
  const floating = one.startDate.isDate || one.startDate.zone === ICAL.Timezone.localTimezone;
  if (!floating) faults.push(`${one.uid}: not floating`);
  if (of("status") === "CANCELLED" || one.startDate.isDate) return faults;
  const rule = of("rrule");
  if (rule?.freq !== "WEEKLY" || !rule.count) return [...faults, `${one.uid}: no weekly series that ends`];
  const dates = [], next = one.iterator();
  for (let at; dates.length <= 60 && (at = next.next()); ) dates.push(at);
  if (dates.length !== rule.count) faults.push(`${one.uid}: ${dates.length} dates, COUNT ${rule.count}`);
  if (new Set(dates.map((at) => at.dayOfWeek())).size !== 1) faults.push(`${one.uid}: several weekdays`);
  if (dates[0].compare(one.startDate) !== 0) faults.push(`${one.uid}: its start is not in the series`);
  if (one.duration.toSeconds() <= 0) faults.push(`${one.uid}: no duration`);
  return faults;
}

export function calendar({ path, patient }) {
  const content = text(path);
  const root = new ICAL.Component(ICAL.parse(content));
  const events = root.getAllSubcomponents("vevent");
  const uids = events.map((one) => one.getFirstPropertyValue("uid"));
  const others = Object.values(nodeIcal.sync.parseICS(content)).filter((one) => one.type === "VEVENT");
  const faults = [...lines(content), ...events.flatMap(event)];
  if (root.getFirstPropertyValue("version") !== "2.0") faults.push("VERSION is not 2.0");
  if (!root.getFirstPropertyValue("prodid")) faults.push("no PRODID");
  if (new Set(uids).size !== uids.length) faults.push("a UID twice");
  if (events.length < 2) faults.push("no sessions");
  if (others.length !== events.length)
    faults.push(`${others.length} events for node-ical, ${events.length} for ical.js`);
  for (const one of events) {
    const other = others.find((two) => two.uid === one.getFirstPropertyValue("uid"));
    if (other?.summary !== one.getFirstPropertyValue("summary")) faults.push("the readers do not agree on a title");
    if ((other?.description ?? null) !== one.getFirstPropertyValue("description")) faults.push("nor on a description");
  }
  if (content.includes(patient)) faults.push("the patient's code");
  const unfolded = content.replace(/\r\n /g, "");
  if (names.some((name) => name.length > 8 && unfolded.includes(name))) faults.push("a patient's name");
  return faults;
}
