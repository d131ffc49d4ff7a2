import { defineConfig } from "@playwright/test";

/** Debian's Chromium; its own downloads and updates stay off. */
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // The service runs real sandboxes with a tenth of a core each: more workers would only wait for each other.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A browser and real sandboxes share two noisy cores in CI; what needed a second try is reported as flaky.
  retries: process.env["CI"] === undefined ? 0 : 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    headless: true,
    permissions: ["clipboard-read", "clipboard-write"],
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath, args },
    trace: "retain-on-failure",
  },
});
