/** Pictures of the main states, in test-results/screens, to be looked at. */
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

const COLOURS = [
  "for code in range(30, 38):",
  "    print(f'\\x1b[{code}mcolour {code}\\x1b[0m  \\x1b[1;{code + 60}mbright\\x1b[0m  \\x1b[{code + 10}m ground \\x1b[0m')",
  "print('progress 10%\\rprogress 100%')",
  "print('<b>never markup</b>', '\\x07', '\\u202e')",
  "values = {'a': 1}",
  "print(values['b'])",
].join("\n");

for (const width of [360, 1280, 3840]) {
  for (const theme of ["light", "dark"] as const) {
    test.describe(`${width} px, ${theme}`, () => {
      test.use({ colorScheme: theme, viewport: { width, height: width === 360 ? 740 : Math.round(width * 0.6) } });

      test("main states", async ({ page, workspace }) => {
        const shoot = async (name: string, on: Page = page): Promise<void> => {
          await on.evaluate(() => document.fonts.ready);
          await on.screenshot({ path: `test-results/screens/${width}-${theme}-${name}.png`, fullPage: width === 360 });
        };
        await workspace.open();
        await shoot("first");
        await workspace.run(
          "for number in range(500):\n    print('line', number, flush=True)\n    for _ in range(90_000): pass\n",
        );
        await expect(workspace.output).toContainText("line 4");
        await shoot("running");
        await workspace.stopButton.click();
        await workspace.expectStatus("Stopped");
        await workspace.run("import os\nimport math\nprint(os.getcwd())\n");
        await workspace.expectStatus("Refused");
        await page.locator(".squiggly-error").first().waitFor();
        await shoot("refused");
        await workspace.run(COLOURS);
        await workspace.expectStatus("Failed");
        await shoot("failed");
        await page.getByRole("tab", { name: "Details" }).click();
        await shoot("details");
        await page.getByRole("button", { name: "Share" }).click();
        await page.getByRole("textbox", { name: "Link" }).waitFor();
        await shoot("share");
        await page.keyboard.press("Escape");
        await page.getByRole("link", { name: "Open run" }).click();
        await workspace.editor.waitFor();
        await workspace.expectStatus("Failed");
        await shoot("run-page");
        const first = page.url().split("/").at(-1) ?? "";
        await page.goto("/history");
        await page.getByRole("listitem").nth(2).waitFor();
        await shoot("history");
        const second = await page.getByRole("listitem").nth(2).getByRole("link").getAttribute("href");
        await page.goto(`/compare?a=${first}&b=${second?.split("/").at(-1) ?? first}`);
        await page.getByRole("heading", { name: "Output", exact: true }).waitFor();
        await shoot("compare");
      });
    });
  }
}
