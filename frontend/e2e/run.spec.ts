import { expect, test } from "./support/test";

test("a first visit leads to a first result", async ({ page, workspace }) => {
  await workspace.open();
  await expect(page).toHaveTitle("Code Remote");
  await expect(workspace.editor).toContainText(/\w/);
  await workspace.runButton.click();
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText(/\w/);
  await expect(workspace.result.locator(".run-timings")).toContainText(/Queue.+Start-up.+Run/);
});

test("output appears while the program runs", async ({ workspace }) => {
  await workspace.open();
  await workspace.run(
    "for number in range(400):\n    print('tick', number, flush=True)\n    for _ in range(60_000): pass\n",
  );
  await expect(workspace.output).toContainText(/tick \d+/);
  await workspace.expectStatus("Running");
  await expect(workspace.result.locator(".run-timings")).toContainText(/Running for/);
  await workspace.stopButton.click();
  await workspace.expectStatus("Stopped");
});

test("Stop ends a program that never would", async ({ workspace }) => {
  await workspace.open();
  await workspace.run("print('before', flush=True)\nwhile True: pass\n");
  await expect(workspace.output).toContainText("before");
  await workspace.stopButton.click();
  await workspace.expectStatus("Stopped");
  await expect(workspace.output).toContainText("before");
  await expect(workspace.runButton).toBeEnabled();
});

test("the program reads what is written into the input box", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.write("name = input()\nprint(f'Hello, {name}! {input()}')\n");
  await page.locator("summary", { hasText: "Input" }).click();
  await page.getByRole("textbox", { name: "Standard input" }).fill("Ada\nÜnïcödé 😀\n");
  await workspace.runButton.click();
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText("Hello, Ada! Ünïcödé 😀");
});

test("a crash shows its exit code, its traceback and what was written before", async ({ workspace }) => {
  await workspace.open();
  await workspace.run("print('so far')\nprint(1 / 0)\n");
  await workspace.expectStatus("Failed · exit code 1");
  await expect(workspace.output).toContainText("so far");
  await expect(workspace.output).toContainText("ZeroDivisionError");
});

test("Ctrl+Enter runs and Ctrl+S saves from within the editor", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.write("print('by keyboard')");
  await page.keyboard.press("Control+s");
  await expect(page.locator(".toast")).toHaveText("Saved in this browser");
  await page.keyboard.press("Control+Enter");
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText("by keyboard");
});

test("the draft and the result survive a reload", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("print('kept')");
  await workspace.expectStatus("Success");
  await page.reload();
  await expect(workspace.editor).toContainText("kept");
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText("kept");
});

test("the text cannot change while the program runs", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("while True: pass\n");
  await workspace.expectStatus("Running");
  await workspace.editor.click();
  await page.keyboard.type("zzz");
  await expect(workspace.editor).not.toContainText("zzz");
  const why = page.locator(".monaco-editor-overlaymessage");
  await expect(why).toHaveText("The program is running. Stop it to edit.");
  // Pointer and focus stay in the editor: leaving it would close the message anyway.
  await workspace.stopButton.evaluate((button) => (button as HTMLElement).click());
  await workspace.expectStatus("Stopped");
  await expect(why).toHaveCount(0);
  await page.keyboard.type("zzz");
  await expect(workspace.editor).toContainText("zzz");
});

test("details tell times, limits and what isolated the run", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("print(1)");
  await workspace.expectStatus("Success");
  await page.getByRole("tab", { name: "Details" }).click();
  const details = page.getByRole("region", { name: "Run details" });
  await expect(details).toContainText("256 MiB");
  await expect(details).toContainText("0.1 of a core");
  await expect(details).toContainText("runsc");
});

test("the analysis panel says so when there is no analyzer, and nothing else suffers", async ({ page, workspace }) => {
  // As a gateway answers whose deployment has none.
  const none = { available: false, provider: null, model: null, measures: false };
  await page.route("**/analyze/status", (route) => route.fulfill({ json: none }));
  await workspace.open();
  await page.getByRole("tab", { name: "Analysis" }).click();
  await expect(page.getByText("Analysis is not available here")).toBeVisible();
  await workspace.runButton.click();
  await page.getByRole("tab", { name: "Output" }).click();
  await workspace.expectStatus("Success");
});
