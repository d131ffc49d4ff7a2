import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { CONFIRMATION_CODE, startUserPool, type UserPool } from "./support/cognito";
import { startService } from "./support/service";
import { expect, test as base } from "./support/test";

/** The page, the service and a user pool that speaks Cognito's protocol; nothing between them is faked but outages. */
const test = base.extend<object, { pool: UserPool }>({
  pool: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
    async ({}, use) => {
      const pool = await startUserPool();
      await use(pool);
      pool.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  serviceUrl: [
    async ({ pool }, use) => {
      const service = await startService(pool.variables);
      await use(service.url);
      await service.dispose();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});
test.describe.configure({ mode: "serial" });

const PASSWORD = "Correct-Horse-7";
const email = `ada.${Date.now()}@example.org`;

async function signIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The bearer tokens of submissions, in order. */
function submittedWith(page: Page): string[] {
  const tokens: string[] = [];
  page.on("request", (request) => {
    const isSubmission = request.method() === "POST" && request.url().endsWith("/v1/jobs");
    if (isSubmission) tokens.push(request.headers()["authorization"]?.slice("Bearer ".length) ?? "none");
  });
  return tokens;
}

function expiryOf(token: string): number {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { exp: number };
  return claims.exp * 1000;
}

async function storedText(page: Page): Promise<string> {
  return page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
  );
}

test("signing up, confirming and running, with the token in the header and nowhere else", async ({
  page,
  pool,
  workspace,
}) => {
  const bearers = new Set<string>();
  page.on("request", (request) => {
    if (request.url().includes("/v1/jobs")) bearers.add(request.headers()["authorization"] ?? "none");
  });
  const policy = (await page.goto("/"))?.headers()["content-security-policy"];
  expect(policy).toContain(`connect-src 'self' ${pool.settings.endpoint};`);
  await page.getByRole("button", { name: "Create an account" }).click();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Code").fill(CONFIRMATION_CODE);
  await page.getByRole("button", { name: "Confirm" }).click();
  await workspace.editor.waitFor();
  await expect(page.getByRole("button", { name: email })).toBeVisible();
  await workspace.run("print('signed in')");
  await workspace.expectStatus("Success");
  expect([...bearers].every((bearer) => bearer.startsWith("Bearer ey"))).toBe(true);
  const kept = (await storedText(page)) + page.url();
  for (const bearer of bearers) expect(kept).not.toContain(bearer.split(".")[1]);
});

test("a wrong password is said in words that tell nothing about the account", async ({ page, workspace }) => {
  await page.goto("/");
  await signIn(page, "Wrong-Horse-7");
  await expect(page.getByRole("alert")).toContainText("e-mail address or the password is wrong");
  await signIn(page);
  await workspace.editor.waitFor();
});

test("a forgotten password is replaced", async ({ page, workspace }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByLabel("Code").fill(CONFIRMATION_CODE);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await workspace.editor.waitFor();
});

test("tokens are renewed silently: when they expire, and when the service refuses one", async ({ page, workspace }) => {
  const tokens = submittedWith(page);
  await page.goto("/");
  await signIn(page);
  await workspace.run("print('first')");
  await workspace.expectStatus("Success");
  const first = tokens.at(-1) ?? "";
  await page.waitForTimeout(Math.max(0, expiryOf(first) - Date.now()));
  await workspace.run("print('second')");
  await expect(workspace.output).toContainText("second");
  const second = tokens.at(-1) ?? "";
  expect(second).not.toBe(first);
  expect(expiryOf(second)).toBeGreaterThan(expiryOf(first));
  await page.route("**/v1/jobs", (route) => route.fulfill({ status: 401, body: "{}" }), { times: 1 });
  await workspace.run("print('third')");
  await expect(workspace.output).toContainText("third");
  expect(new Set(tokens.slice(2)).size).toBe(2);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a session that ends keeps the page and the draft, and goes on after signing in again", async ({
  page,
  pool,
  workspace,
}) => {
  await page.goto("/");
  await signIn(page);
  await workspace.write("print('not lost')");
  // The service refuses the token, and the pool refuses to renew it.
  await page.route("**/v1/jobs", (route) => route.fulfill({ status: 401, body: "{}" }));
  await page.route(`${pool.settings.endpoint}/**`, (route) =>
    route.fulfill({ status: 400, json: { __type: "NotAuthorizedException", message: "Refresh Token has expired" } }),
  );
  await workspace.runButton.click();
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await expect(dialog).toBeVisible();
  await page.unrouteAll();
  await signIn(page);
  await expect(dialog).toBeHidden();
  await expect(workspace.editor).toContainText("not lost");
  await workspace.runButton.click();
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText("not lost");
});

test("a reload asks for the password again and keeps the draft; signing out clears it", async ({ page, workspace }) => {
  await page.goto("/");
  await signIn(page);
  await workspace.write("print('my draft')");
  await page.reload();
  await signIn(page);
  await expect(workspace.editor).toContainText("my draft");
  await page.getByRole("button", { name: email }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await storedText(page)).not.toContain("my draft");
});
