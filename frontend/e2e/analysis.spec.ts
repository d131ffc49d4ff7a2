import { expectAccessible, expectNoSidewaysScroll } from "./support/accessible";
import { expect, test } from "./support/test";

const PAIRS = [
  "def pairs(items):",
  "    found = 0",
  "    for a in items:",
  "        for b in items:",
  "            if a < b:",
  "                found += 1",
  "    return found",
  "",
  "print(pairs(list(map(int, input().split()))))",
  "",
].join("\n");

/** Time for the runs of a whole analysis in sandboxes. */
const ANALYSED = { timeout: 45_000 };

test("a quadratic program is seen to be one", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.analyze(PAIRS);
  const panel = workspace.analysis;
  await expect(panel.getByText("No model is configured: this is static and measured analysis.")).toBeVisible();
  await expect(panel.getByText("quadratic: twice the input, four times the work")).toBeVisible(ANALYSED);
  await expect(panel.locator("dd", { hasText: /^O\(n²\)$/ })).toBeVisible();
  const runs = panel.getByRole("region", { name: "Measured runs" });
  await expect(runs).toContainText("Agrees with the source code.");
  expect(await runs.locator("circle").count()).toBeGreaterThanOrEqual(4);
  await expect(runs.getByRole("figure", { name: /^Steps counted over input size/ })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Analysis finished: time O(n²)" })).toBeAttached();
});

test("the plot is read with the keyboard, and as a table", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.analyze(PAIRS);
  const point = workspace.analysis.getByRole("slider", { name: "Measured run" });
  await expect(point).toHaveAttribute("aria-valuetext", /^Size [\d,]+: [\d,]+ steps, curve/, ANALYSED);
  await point.focus();
  await page.keyboard.press("Home");
  await expect(point).toHaveAttribute("aria-valuenow", "1");
  const count = Number(await point.getAttribute("aria-valuemax"));
  await workspace.analysis.getByText("The numbers as a table").click();
  await expect(workspace.analysis.getByRole("table", { name: "Steps by input size" }).getByRole("row")).toHaveCount(
    count + 1,
  );
});

test("a reason leads to its line, until the program has changed", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.analyze(PAIRS);
  const reason = workspace.analysis.getByRole("button", { name: /^Line 4 / });
  await reason.click(ANALYSED);
  await page.keyboard.press("End");
  await page.keyboard.type("  # here");
  await expect(workspace.editor.locator(".view-line", { hasText: "here" })).toContainText("for b in items");
  await expect(workspace.analysis.getByText("The program has changed since")).toBeVisible();
  await expect(reason).toHaveCount(0);
  await workspace.analysis.getByRole("button", { name: "Analyze again" }).click();
  await expect(reason).toBeVisible(ANALYSED);
  await expect(workspace.analysis.getByText("The program has changed since")).toHaveCount(0);
});

test("what may not run is read, and what is not a program is said not to be one", async ({ workspace }) => {
  await workspace.open();
  await workspace.analyze("import os\nfor i in range(int(input())):\n    print(i)\n");
  const panel = workspace.analysis;
  await expect(panel.getByText("linear: twice the input, twice the work")).toBeVisible(ANALYSED);
  await expect(panel.getByText("This program was not measured.")).toBeVisible();
  await expect(panel.locator(".notice", { hasText: "line 1" })).toBeVisible();
  await workspace.analyze("for i in range(3)\n    print(i)\n");
  await expect(panel.getByRole("alert")).toContainText("does not parse", ANALYSED);
});

test("the answer is still there after a run and a look at its output", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.analyze(PAIRS);
  await expect(workspace.analysis.getByRole("region", { name: "Measured runs" })).toBeVisible(ANALYSED);
  await page.getByRole("tab", { name: "Output" }).click();
  await workspace.runButton.click();
  await workspace.expectStatus("Failed");
  await page.getByRole("tab", { name: "Analysis" }).click();
  await expect(workspace.analysis.getByRole("region", { name: "Measured runs" })).toBeVisible();
});

test("an analyzer that is busy says how long, and the page goes on", async ({ page, workspace }) => {
  await workspace.open();
  const busy = { code: "TOO_MANY_ANALYSES", message: "Too many analyses at once.", suggestion: "", details: {} };
  await page.route("**/analyze/async", (route) =>
    route.fulfill({ status: 429, headers: { "retry-after": "2" }, json: { error: busy, request_id: "x" } }),
  );
  await workspace.analyze(PAIRS);
  await expect(workspace.analysis.getByRole("alert")).toContainText("Too many analyses at once");
  await page.unroute("**/analyze/async");
  await workspace.analysis.getByRole("button", { name: /^Try again/ }).click();
  await expect(workspace.analysis.getByRole("region", { name: "Measured runs" })).toBeVisible(ANALYSED);
});

for (const theme of ["light", "dark"] as const) {
  test(`an answer is accessible and fits every width in the ${theme} theme`, async ({ page, workspace }) => {
    await page.emulateMedia({ colorScheme: theme });
    await workspace.open();
    await workspace.analyze(PAIRS);
    await expect(workspace.analysis.getByRole("region", { name: "Measured runs" })).toBeVisible(ANALYSED);
    await workspace.analysis.getByText("The numbers as a table").click();
    for (const width of [360, 768, 1280, 3840]) {
      await page.setViewportSize({ width, height: width === 360 ? 740 : Math.round(width * 0.6) });
      await expectNoSidewaysScroll(page);
      const inner = await workspace.analysis.evaluate((panel) => panel.scrollWidth - panel.clientWidth);
      expect(inner, `${width} px`).toBeLessThanOrEqual(0);
      await expectAccessible(page);
      await page.screenshot({ path: `test-results/screens/${width}-${theme}-analysis.png`, fullPage: width === 360 });
    }
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("a reason brings the program back into view", async ({ page, workspace }) => {
    await workspace.open();
    await workspace.analyze(PAIRS);
    const reason = workspace.analysis.getByRole("button", { name: /^Line 4 / });
    await reason.scrollIntoViewIfNeeded(ANALYSED);
    await expect(page.locator(".code-editor")).not.toBeInViewport({ ratio: 0.9 });
    await reason.click();
    await expect(page.locator(".code-editor .view-line", { hasText: "for b in items" })).toBeInViewport({ ratio: 1 });
  });
});
