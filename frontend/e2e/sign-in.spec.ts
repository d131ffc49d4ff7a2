import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { CONFIRMATION_CODE, hasEmulator, startUserPool, type UserPool } from "./support/cognito";
import { expect, test } from "./support/test";

/**
 * The page's side of sign-in, against a user pool that speaks Cognito's protocol. The service itself stays in local
 * mode: what it makes of a token is its own tests' business. Its security policy would name the pool's address.
 */
test.use({ bypassCSP: true });
test.describe.configure({ mode: "serial" });
test.skip(!hasEmulator(), "needs the ministack emulator (pip install ministack cryptography)");

const PASSWORD = "Correct-Horse-7";
const email = `ada.${Date.now()}@example.org`;
let pool: UserPool;

test.beforeAll(async () => {
  pool = await startUserPool();
});
test.afterAll(() => pool.stop());
test.beforeEach(async ({ page }) => {
  await page.route("**/v1/config", async (route) => {
    const config = (await (await route.fetch()).json()) as Record<string, unknown>;
    await route.fulfill({ json: { ...config, auth: { mode: "cognito", cognito: pool.settings } } });
  });
});

async function signIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function storedText(page: Page): Promise<string> {
  return page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
  );
}

test("signing up, confirming and running, with the token in the header and nowhere else", async ({
  page,
  workspace,
}) => {
  const bearers = new Set<string>();
  page.on("request", (request) => {
    if (request.url().includes("/v1/jobs")) bearers.add(request.headers()["authorization"] ?? "none");
  });
  await page.goto("/");
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
  const token = [...bearers][0]?.slice("Bearer ".length) ?? "";
  expect(await storedText(page)).not.toContain(token.split(".")[1]);
  expect(page.url()).not.toContain(token);
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

test("a session that ends keeps the page and the draft, and goes on after signing in again", async ({
  page,
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
