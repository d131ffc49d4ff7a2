/** A Gemini server of our own, which `cargo xtask test` builds (GEMINI_SERVER names it): what it says is up to the test. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../../target/debug/examples/gemini_server", import.meta.url));
const executable = process.env["GEMINI_SERVER"] ?? built;
const KEY = "a-key-of-the-browser-tests";

export interface GeminiServer {
  /** Settings of a service that asks it. */
  variables: Record<string, string>;
  stop: () => void;
}

/** Starts one that answers every question with `text`, or fails as its `--fault` says. */
export async function startGemini({ text, fault }: { text?: string; fault?: string }): Promise<GeminiServer> {
  if (!existsSync(executable)) {
    throw new Error(`there is no Gemini server at ${executable}: run \`cargo xtask test\`, which builds one`);
  }
  const directory = mkdtempSync(join(tmpdir(), "code-remote-gemini-"));
  const words = ["--listen", "127.0.0.1:0", "--api-key", KEY];
  if (text !== undefined) {
    const file = join(directory, "answer.md");
    writeFileSync(file, text);
    words.push("--text", file);
  }
  if (fault !== undefined) words.push("--fault", fault);
  const child = spawn(executable, words, { stdio: ["ignore", "pipe", "inherit"] });
  const url = await firstLine(child.stdout);
  return {
    variables: { CODE_REMOTE_GEMINI_API_KEY: KEY, CODE_REMOTE_GEMINI_ENDPOINT: url.replace("listening on ", "") },
    stop: () => {
      child.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("the Gemini server did not start");
}
