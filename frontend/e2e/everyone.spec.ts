import { expectAccessible, expectNoSidewaysScroll } from "./support/accessible";
import { expect, test } from "./support/test";

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test("every page is accessible", async ({ page, workspace }) => {
      await workspace.open();
      await expectAccessible(page);
      await workspace.run(
        "for code in range(30, 38):\n    print(f'\\x1b[{code}mcolour {code}\\x1b[0m \\x1b[{code + 60}mbright\\x1b[0m')\nprint(1/0)\n",
      );
      await workspace.expectStatus("Failed");
      await expectAccessible(page);
      for (const name of ["Details", "Analysis"]) {
        await page.getByRole("tab", { name }).click();
        await expectAccessible(page);
      }
      await page.getByRole("button", { name: "Share" }).click();
      await page.getByRole("textbox", { name: "Link" }).waitFor();
      await expectAccessible(page);
      const shared = await page.getByRole("textbox", { name: "Link" }).inputValue();
      await page.keyboard.press("Escape");
      await page.getByRole("link", { name: "Open run" }).click();
      await workspace.expectStatus("Failed");
      await workspace.editor.waitFor();
      await expectAccessible(page);
      const id = page.url().split("/").at(-1) ?? "";
      await page.goto("/history");
      await page.getByRole("listitem").first().waitFor();
      await expectAccessible(page);
      await page.goto(`/compare?a=${id}&b=${id}`);
      await page.getByRole("heading", { name: "Output", exact: true }).waitFor();
      await expectAccessible(page);
      await page.goto(shared);
      await page.getByRole("region", { name: "Program output" }).waitFor();
      await expectAccessible(page);
      await page.goto("/no/such/page");
      await page.getByText("There is no such page").waitFor();
      await expectAccessible(page);
    });

    test("refusals and marks are accessible", async ({ page, workspace }) => {
      await workspace.open();
      await workspace.run("import os\n");
      await workspace.expectStatus("Refused");
      await page.locator(".squiggly-error").waitFor();
      await expectAccessible(page);
    });
  });
}

test("the theme can be chosen against the system's, and is remembered", async ({ page, workspace }) => {
  await workspace.open();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.getByRole("menuitem", { name: "Dark" }).click();
  expect(await background()).not.toBe(light);
  await page.reload();
  await workspace.editor.waitFor();
  expect(await background()).not.toBe(light);
});

test("the keyboard alone writes, runs, reads and moves the splitter", async ({ page, workspace }) => {
  await workspace.open();
  const focusBy = async (name: string | RegExp, role: "button" | "separator" | "region" | "tab"): Promise<void> => {
    const target = page.getByRole(role, { name });
    for (let presses = 0; presses < 40; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab never reached ${String(name)}`);
  };
  await focusBy("Examples", "button");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("print('no mouse')");
  await expect(workspace.editor).toContainText("no mouse");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await focusBy(/Width of/, "separator");
  const splitter = page.getByRole("separator", { name: /Width of/ });
  const before = Number(await splitter.getAttribute("aria-valuenow"));
  await page.keyboard.press("ArrowLeft");
  await expect(splitter).toHaveAttribute("aria-valuenow", String(before - 2));
  await page.keyboard.press("End");
  await expect(splitter).toHaveAttribute("aria-valuenow", "80");
  await page.keyboard.press("Control+Enter");
  await workspace.expectStatus("Success");
  await focusBy("Program output", "region");
  await expect(workspace.output).toContainText("no mouse");
});

test("screen readers hear the state change", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("print(1)");
  await expect(page.getByRole("status").filter({ hasText: "Success" })).toBeAttached();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("everything fits the width and works", async ({ page, workspace }) => {
    await workspace.open();
    const barHeight = async () => (await page.getByRole("toolbar", { name: "Run" }).boundingBox())?.height;
    const before = await barHeight();
    await workspace.run("print('w' * 500)");
    await workspace.expectStatus("Success");
    await expect(workspace.output).toContainText("www");
    await page.getByRole("button", { name: "Share" }).waitFor();
    expect(await barHeight()).toBe(before);
    await expect(workspace.status("Success")).toBeInViewport({ ratio: 1 });
    await expect(workspace.output).toBeInViewport({ ratio: 1 });
    const bar = await page.getByRole("toolbar", { name: "Run" }).boundingBox();
    const result = await workspace.result.boundingBox();
    expect(result?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
    const pages = ["/", "/history", page.url()];
    for (const address of pages) {
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      await expectNoSidewaysScroll(page);
    }
    await expectAccessible(page);
  });
});

test("nothing secret is stored in the browser, and nothing comes from elsewhere", async ({
  page,
  workspace,
  serviceUrl,
}) => {
  const hosts = new Set<string>();
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) hosts.add(new URL(request.url()).origin);
  });
  await workspace.open();
  await workspace.run("print(1)");
  await workspace.expectStatus("Success");
  expect([...hosts]).toEqual([serviceUrl]);
  const keys = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  expect(keys.filter((key) => /token|cognito|password|key$/i.test(key))).toEqual([]);
});
