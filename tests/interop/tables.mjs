// CSV by csv-parse, strict, and that no cell is a formula for a spreadsheet.
import { parse } from "csv-parse/sync";
import { text } from "./plain.mjs";

export function table({ path }) {
  const content = text(path);
  const faults = [];
  if (/(^|[^\r])\n/.test(content)) faults.push("a line that does not end with CR LF");
  const rows = parse(content, { record_delimiter: "\r\n", relax_column_count: false });
  if (rows.length < 2) faults.push("no row");
  for (const [index, row] of rows.entries())
    for (const cell of row)
      if (/^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell))
        faults.push(`row ${index + 1}: '${cell.slice(0, 40)}' is a formula for a spreadsheet`);
  return faults;
}
