// Fails the build when the page has grown beyond its budget. Sizes are gzipped, as the browser downloads them.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url).pathname;
const KB = 1000;

/** What a visitor downloads before the editor: the entry, everything it imports statically, styles and fonts. */
const FIRST_LOAD_MAX_KB = 300;
/** The editor itself, loaded afterwards. */
const EDITOR_MAX_KB = 1_000;
/** The sign-in code, loaded only where a user pool is configured. */
const SIGN_IN_MAX_KB = 120;

const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8"));

/** The chunk and what it imports statically, as files. */
function filesOf(key, seen = new Set()) {
  if (seen.has(key)) return new Set();
  seen.add(key);
  const chunk = manifest[key];
  const files = new Set([chunk.file, ...(chunk.css ?? [])]);
  for (const imported of chunk.imports ?? []) for (const file of filesOf(imported, seen)) files.add(file);
  return files;
}

function gzipKb(files) {
  let bytes = 0;
  for (const file of files) bytes += gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;
  return bytes / KB;
}

function chunkNamed(name) {
  const key = Object.keys(manifest).find((candidate) => candidate.endsWith(name));
  if (key === undefined) throw new Error(`no chunk ends with ${name}`);
  return key;
}

function without(files, others) {
  return [...files].filter((file) => !others.has(file));
}

const fonts = readdirSync(join(DIST, "assets"))
  .filter((file) => file.endsWith(".woff2"))
  .map((file) => `assets/${file}`);
const entry = filesOf(chunkNamed("index.html"));
const rows = [
  ["first load (with fonts)", gzipKb(["index.html", ...entry, ...fonts]), FIRST_LOAD_MAX_KB],
  ["editor, afterwards", gzipKb(without(filesOf(chunkNamed("code-editor.tsx")), entry)), EDITOR_MAX_KB],
  ["sign-in, where needed", gzipKb(without(filesOf(chunkNamed("cognito-provider.ts")), entry)), SIGN_IN_MAX_KB],
];

let over = false;
for (const [name, size, max] of rows) {
  over ||= size > max;
  console.log(`${size > max ? "OVER" : "ok  "}  ${size.toFixed(1).padStart(7)} of ${max} KB gzip  ${name}`);
}
const total = readdirSync(join(DIST, "assets"))
  .filter((file) => !file.endsWith(".gz"))
  .reduce((sum, file) => sum + statSync(join(DIST, "assets", file)).size, 0);
console.log(`      ${(total / KB / KB).toFixed(1).padStart(7)} MB in all, uncompressed`);
if (over) process.exitCode = 1;
