import { readFileSync } from "node:fs";
import { expect, test } from "./support/test";

test("a program over its time limit is ended, and the page says at which limit", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.write("print('started', flush=True)\nwhile True: pass\n");
  await page.getByRole("spinbutton", { name: "Time limit" }).fill("1.5");
  await page.keyboard.press("Enter");
  await workspace.runButton.click();
  await workspace.expectStatus("Timed out");
  await expect(workspace.result).toContainText("time limit of 1.5 s");
  await expect(workspace.output).toContainText("started");
});

test("a program over its memory says so", async ({ workspace }) => {
  await workspace.open();
  await workspace.run("kept = []\nwhile True:\n    kept.append(b'x' * (8 << 20))\n");
  await workspace.expectStatus("Out of memory");
});

test("a megabyte and more of output scrolls, is marked as cut, and can be downloaded", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("for number in range(20_000):\n    print(f'{number:06d} ' + 'y' * 80)\n");
  await workspace.expectStatus("Success");
  await workspace.expectStatus("Output cut");
  const rows = workspace.output.locator(".output__row");
  expect(await rows.count()).toBeLessThan(200);
  await workspace.output.focus();
  await page.keyboard.press("Home");
  await expect(workspace.output).toContainText("000000 y");
  await page.keyboard.press("End");
  await expect(workspace.output).toContainText(/01[01]\d{3} y/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    (async () => {
      await page.getByRole("button", { name: "Download" }).click();
      await page.getByRole("menuitem", { name: "stdout, exact bytes" }).click();
    })(),
  ]);
  expect(readFileSync(await download.path()).length).toBe(1_048_576);
});

test("the page answers while output pours in", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("while True:\n    print('x' * 200)\n");
  await expect(workspace.output).toContainText("xxx");
  await page.getByRole("tab", { name: "Details" }).click();
  await expect(page.getByRole("region", { name: "Run details" })).toContainText("256 MiB");
  await page.getByRole("tab", { name: "Output" }).click();
  await workspace.stopButton.click();
  await workspace.expectStatus("Stopped");
});

test("a line of ten thousand characters and bytes that are no text are shown", async ({ workspace }) => {
  await workspace.open();
  await workspace.run("print('a' * 10_000 + 'END')\nprint('\\x00\\x07\\udcff'.encode('utf-8', 'surrogateescape'))\n");
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText("END");
});

test("what a program writes is never markup and never commands the page", async ({ page, workspace }) => {
  const hostile = [
    "print('<img src=x onerror=alert(1)><script>alert(2)</script><b id=pwned>bold</b>')",
    "print('\\x1b]0;title\\x07\\x1b[2J\\x1b[31mred\\x1b[0m \\u202eturned')",
    "print('\\x1b]8;;javascript:alert(3)\\x1b\\\\link\\x1b]8;;\\x1b\\\\')",
    "print('10%\\r100%')",
  ].join("\n");
  await workspace.open();
  await workspace.run(hostile);
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText("<b id=pwned>bold</b>");
  await expect(page.locator("#pwned, .output img, .output a, .output script")).toHaveCount(0);
  await expect(workspace.output.locator(".ansi-fg-1")).toHaveText("red");
  await expect(workspace.output).toContainText("<U+202E>turned");
  await expect(workspace.output.getByText("100%", { exact: true })).toBeVisible();
  await expect(page).toHaveTitle("Code Remote");
});

const FREEZING = {
  "a colour without end": `print("\\x1b[" + "38;" * 349_000 + "m" + "END")`,
  "a line that is erased over and over": `print("x" * 524_288 + "\\x1b[1K" * 131_000 + "END")`,
};

for (const [name, code] of Object.entries(FREEZING)) {
  test(`${name} leaves the page usable`, async ({ page, workspace }) => {
    await workspace.open();
    await workspace.run(code);
    await workspace.expectStatus("Success");
    await expect(workspace.output).toContainText("END");
    await page.getByRole("tab", { name: "Details" }).click();
    await expect(page.getByRole("region", { name: "Run details" })).toContainText("256 MiB");
    await page.getByRole("tab", { name: "Output" }).click();
    await expect(workspace.output).toContainText("END");
  });
}
