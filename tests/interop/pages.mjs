// Web pages: markup by html-validate, accessibility by axe-core in headless Chromium, light and dark, narrow as a
// phone; and that nothing runs, loads or scrolls sideways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import puppeteer from "puppeteer-core";
import { text } from "./plain.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const markup = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
});
let browser;

async function open() {
  browser ??= await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], // root has no sandbox of Chromium's own
  });
  return browser.newPage();
}

export async function closeBrowser() {
  await browser?.close();
}

async function look(path, scheme, accessible) {
  const faults = [];
  const page = await open();
  page.on("dialog", (dialog) => { faults.push("a dialog opened"); dialog.dismiss(); });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) faults.push(`loads ${request.url()}`);
  });
  await page.setViewport({ width: 360, height: 740 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(path).href);
  if ((await page.title()) === "broken") faults.push("a script of a name ran");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) faults.push(`${wide} px wider than a phone (${scheme})`);
  if (accessible) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const one of violations) faults.push(`${scheme}: ${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 200)}`);
  }
  await page.close();
  return faults;
}

// What one part of a page is in the eyes of a browser's XML parser: the narrative of a FHIR resource.
export async function xhtmlFaults(texts) {
  const page = await open();
  const faults = await page.evaluate((all) => all.flatMap((one, index) => {
    const root = new DOMParser().parseFromString(one, "application/xml").documentElement;
    const bad = root.querySelector("parsererror, script, style, img, iframe, object, a, form");
    if (bad) return [`narrative ${index}: ${bad.localName}: ${bad.textContent.slice(0, 120)}`];
    const xhtml = root.localName === "div" && root.namespaceURI === "http://www.w3.org/1999/xhtml";
    if (!xhtml) return [`narrative ${index}: no XHTML div`];
    return root.textContent.trim() ? [] : [`narrative ${index}: empty`];
  }), texts);
  await page.close();
  return faults;
}

export async function page({ path, patient }) {
  const report = await markup.validateString(text(path));
  const faults = report.results.flatMap(({ messages }) =>
    messages.map((one) => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`));
  // pages that differ by a name alone need the slow look at every element no more than once
  if (patient.startsWith("NAME-")) return [...faults, ...(await look(path, "light", false))];
  return [...faults, ...(await look(path, "light", true)), ...(await look(path, "dark", true))];
}
