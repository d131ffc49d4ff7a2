import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startService } from "./support/service";
import { expect, test as base } from "./support/test";

const KEY = "a-key-of-the-browser-tests";

const test = base.extend<object, object>({
  serviceUrl: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
    async ({}, use) => {
      const directory = mkdtempSync(join(tmpdir(), "code-remote-keys-"));
      const file = join(directory, "keys");
      writeFileSync(file, `ada:${createHash("sha256").update(KEY).digest("hex")}\n`);
      const service = await startService({ CODE_REMOTE_AUTH: "api-key", CODE_REMOTE_API_KEYS_FILE: file });
      await use(service.url);
      await service.dispose();
      rmSync(directory, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

test("a wrong key is said to be wrong, the right one runs, and neither is kept anywhere", async ({
  page,
  context,
  workspace,
}) => {
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  await page.goto("/");
  const field = page.getByLabel("API key");
  const enter = page.getByRole("button", { name: "Continue" });
  await field.fill("not-a-key");
  await enter.click();
  await expect(page.getByRole("alert")).toContainText("This key is not valid.");
  await field.fill(KEY);
  await enter.click();
  await workspace.editor.waitFor();
  await workspace.run("print('let in')");
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText("let in");
  expect(JSON.stringify(await context.storageState())).not.toContain(KEY);
  expect(
    await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])),
  ).not.toContain(KEY);
  expect(urls.filter((url) => url.includes(KEY))).toEqual([]);
  await page.reload();
  await expect(field).toBeVisible();
});
