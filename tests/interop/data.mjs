// JSON and NDJSON by ajv against the schemas that ship with Sinew, data/schemas/FORMAT.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { text } from "./plain.mjs";

const compiled = new Map();

function validator(data, name) {
  if (!compiled.has(name)) {
    const ajv = addFormats(new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }));
    compiled.set(name, ajv.compile(JSON.parse(readFileSync(join(data, "schemas", `${name}.json`), "utf8"))));
  }
  return compiled.get(name);
}

function faultsOf(validate, value, where) {
  if (validate(value)) return [];
  return validate.errors.map((one) => `${where}${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`);
}

export function json({ path, data }) {
  return faultsOf(validator(data, "export"), JSON.parse(text(path)), "");
}

export function lines({ path, data }) {
  const all = text(path).split("\n");
  if (all.pop() !== "") return ["no line end at the end"];
  return all.flatMap((line, index) => faultsOf(validator(data, "result"), JSON.parse(line), `line ${index + 1}: `));
}
