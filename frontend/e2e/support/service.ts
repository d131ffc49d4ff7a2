/** The service under test: one that runs already (CODE_REMOTE_URL), or one of our own (CODE_REMOTE_BIN). */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const READY_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 20_000;

export interface RunningService {
  readonly url: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again at the same address with the same data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
}

export const configuredUrl = process.env["CODE_REMOTE_URL"];
/** The executable: the one that is named, or else the one that was built last. */
const binary = process.env["CODE_REMOTE_BIN"] ?? newestBuilt();

function newestBuilt(): string | undefined {
  const target = new URL("../../../target/", import.meta.url);
  const built = ["release", "debug"].map((profile) => fileURLToPath(new URL(`${profile}/code-remote`, target)));
  const existing = built.filter((path) => existsSync(path));
  return existing.sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)[0];
}

/** Starts a service with data of its own. */
export async function startService(environment: Record<string, string> = {}): Promise<RunningService> {
  if (binary === undefined) throw new Error("build code-remote, or name its executable in CODE_REMOTE_BIN");
  const executable = binary;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const directory = mkdtempSync(join(tmpdir(), "code-remote-e2e-"));
  const log = openSync(join(directory, "service.log"), "a");
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = spawn(executable, ["up", "--listen", `127.0.0.1:${port}`, "--data-dir", join(directory, "data")], {
      stdio: ["ignore", log, log],
      env: { ...process.env, ...environment },
    });
    await ready(url, child);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    if (ending?.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, "exit");
    ending.kill(signal);
    const hard = setTimeout(() => ending.kill("SIGKILL"), ENDS_WITHIN_MS);
    await ended;
    clearTimeout(hard);
  };
  const dispose = async (): Promise<void> => {
    await end("SIGTERM");
    rmSync(directory, { recursive: true, force: true });
  };
  await start();
  return { url, start, dispose, kill: () => end("SIGKILL") };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the service ended with code ${child.exitCode} before it was ready`);
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the service was not ready within ${READY_WITHIN_MS} ms`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
