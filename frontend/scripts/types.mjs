// Writes src/shared/api/schema.ts from the committed OpenAPI document; with --check, fails when the two differ.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const document = new URL("../../docs/openapi.json", import.meta.url);
const target = new URL("../src/shared/api/schema.ts", import.meta.url);

const header = "/* Generated from docs/openapi.json by `npm run types`. Do not edit. */\n\n";
const types = header + astToString(await openapiTS(document));

if (!process.argv.includes("--check")) {
  writeFileSync(target, types);
} else if (readFileSync(target, "utf8") !== types) {
  console.error("src/shared/api/schema.ts does not fit docs/openapi.json: run `npm run types` and commit the result.");
  process.exitCode = 1;
}
