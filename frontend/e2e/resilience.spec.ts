import { startService } from "./support/service";
import { expect, test } from "./support/test";
import { Workspace } from "./support/workspace";

/** Writes numbered lines for about eight seconds at a tenth of a core. */
const COUNTING = "for number in range(60):\n    print('line', number, flush=True)\n    for _ in range(150_000): pass\n";
const ALL_LINES = Array.from({ length: 60 }, (_, number) => `line ${number}`).join("\n");

async function shownOutput(workspace: Workspace): Promise<string> {
  await workspace.page.getByRole("button", { name: "Copy output" }).click();
  return workspace.page.evaluate(() => navigator.clipboard.readText());
}

test("a reload in the middle of a run loses and repeats nothing", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run(COUNTING);
  await expect(workspace.output).toContainText("line 3");
  await page.reload();
  await workspace.expectStatus("Success");
  await expect.poll(() => shownOutput(workspace)).toBe(ALL_LINES);
});

test("a network that is cut and comes back loses and repeats nothing", async ({ workspace, network }) => {
  await workspace.open(network.url);
  await workspace.run(COUNTING);
  await expect(workspace.output).toContainText("line 3");
  network.cut();
  await expect(workspace.result.getByRole("alert")).toContainText("Connection lost");
  network.restore();
  await workspace.expectStatus("Success");
  await expect.poll(() => shownOutput(workspace)).toBe(ALL_LINES);
  await expect(workspace.result.getByRole("alert")).toHaveCount(0);
});

test("a network that goes silent is noticed, and nothing is lost", async ({ workspace, network }) => {
  await workspace.open(network.url);
  await workspace.run(COUNTING);
  await expect(workspace.output).toContainText("line 3");
  network.freeze();
  await expect(workspace.result).toContainText("live output went quiet", { timeout: 40_000 });
  network.restore();
  await workspace.expectStatus("Success");
  await expect.poll(() => shownOutput(workspace)).toBe(ALL_LINES);
});

test("submitting without a network says so, and works again when it is back", async ({ context, workspace }) => {
  await workspace.open();
  await workspace.write("print('after all')");
  await context.setOffline(true);
  await workspace.runButton.click();
  await expect(workspace.result.getByRole("alert")).toContainText("No connection", { timeout: 30_000 });
  await context.setOffline(false);
  await workspace.runButton.click();
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText("after all");
});

for (const [status, words] of [
  [429, "Too many runs at once"],
  [503, "Busy right now"],
  [500, "Code Remote had a problem"],
] as const) {
  test(`an answer of ${status} is said in words, with a way on`, async ({ page, workspace }) => {
    await workspace.open();
    await workspace.write("print('second try')");
    await page.route(
      "**/v1/jobs",
      (route) => route.fulfill({ status, headers: { "retry-after": "3" }, body: "<html>from a proxy</html>" }),
      { times: 1 },
    );
    await workspace.runButton.click();
    await expect(workspace.result.getByRole("alert")).toContainText(words);
    await workspace.runButton.click();
    await workspace.expectStatus("Success");
    await expect(workspace.result.getByRole("alert")).toHaveCount(0);
  });
}

test("a gateway that is restarted during a run is waited for", async ({ page }) => {
  const service = await startService();
  try {
    const workspace = new Workspace(page);
    await page.goto(service.url);
    await workspace.editor.waitFor();
    await workspace.run(COUNTING);
    await expect(workspace.output).toContainText("line 3");
    await service.kill();
    await expect(workspace.result.getByRole("alert")).toContainText("Connection lost");
    await service.start();
    await workspace.expectStatus("Success", 75_000);
    await expect.poll(() => shownOutput(workspace)).toBe(ALL_LINES);
    await expect(workspace.result.getByRole("alert")).toHaveCount(0);
  } finally {
    await service.dispose();
  }
});
