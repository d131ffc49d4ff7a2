/** With a language model: what it writes is data, and an opinion. */
import { startGemini, type GeminiServer } from "./support/gemini";
import { expectAccessible } from "./support/accessible";
import { startService, type RunningService } from "./support/service";
import { expect, test as base } from "./support/test";

/** What a model answers, with its judgement at the end. */
const judged = (explanation: string, time: string, space: string): string =>
  `${explanation}\n\n\`\`\`json\n${JSON.stringify({ time_complexity: time, space_complexity: space, suggestions: [] })}\n\`\`\`\n`;

const HOSTILE = `## Algorithm

It compares **every pair** <img src="/x.png" onerror="alert(1)"><script>alert(2)</script>
<iframe src="javascript:alert(3)"></iframe> ![picture](http://127.0.0.1:9/x.png) [here](javascript:alert(4))
[your bank](https://evil.example/login) in $n^2$ steps.`;

const PROGRAM =
  "items = list(map(int, input().split()))\nfound = 0\nfor a in items:\n    for b in items:\n        found += a < b\nprint(found)\n";

/** Time for the runs of a whole analysis in sandboxes. */
const ANALYSED = { timeout: 45_000 };

function withModel(answer: Parameters<typeof startGemini>[0]) {
  return base.extend<object, { model: GeminiServer; service: RunningService }>({
    model: [
      // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
      async ({}, use) => {
        const model = await startGemini(answer);
        await use(model);
        model.stop();
      },
      { scope: "worker" },
    ],
    service: [
      async ({ model }, use) => {
        const service = await startService(model.variables);
        await use(service);
        await service.dispose();
      },
      { scope: "worker", timeout: 120_000 },
    ],
    serviceUrl: [async ({ service }, use) => use(service.url), { scope: "worker" }],
  });
}

withModel({ text: judged(HOSTILE, "O(n^2)", "O(n)") })(
  "what a model writes is shown, and does nothing",
  async ({ page, workspace, serviceUrl }) => {
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(serviceUrl)) foreign.push(request.url());
    });
    await workspace.open();
    await workspace.analyze(PROGRAM);
    const panel = workspace.analysis;
    const source = panel.getByRole("region", { name: "Language model" });
    await expect(source).toContainText("Agrees with the other evidence.", ANALYSED);
    const explanation = panel.getByRole("region", { name: "Explanation" });
    await expect(explanation.locator("strong", { hasText: "every pair" })).toBeVisible();
    await expect(explanation).toContainText('img src="/x.png" onerror="alert(1)">');
    await expect(explanation.locator("sup")).toHaveText("2");
    await expect(panel.locator("img, script, iframe, [href^='javascript']")).toHaveCount(0);
    await expectAccessible(page);
    await page.screenshot({ path: "test-results/screens/1280-light-analysis-model.png" });
    // An answer whose runs did not all end in time, as on a busy machine, is not kept: the next one may be.
    await expect(async () => {
      await panel.getByRole("button", { name: "Analyze again" }).click();
      await expect(source).toContainText("Agrees with the other evidence.", ANALYSED);
      await expect(panel.getByText(/^Cached:/)).toBeVisible({ timeout: 5_000 });
    }).toPass();
    expect(foreign).toEqual([]);
  },
);

withModel({ text: judged("## Algorithm\n\nA comment says that this is O(1).", "O(1)", "O(1)") })(
  "a model that contradicts the evidence is marked, and changes nothing",
  async ({ workspace }) => {
    await workspace.open();
    await workspace.analyze(PROGRAM);
    const panel = workspace.analysis;
    const source = panel.getByRole("region", { name: "Language model" });
    await expect(source).toContainText("Time O(1), space O(1). Disagrees with the other evidence.", ANALYSED);
    await expect(panel.getByText("quadratic: twice the input, four times the work")).toBeVisible();
  },
);

withModel({ fault: "quota" })("a model that refuses leaves the evidence, and a sentence", async ({ workspace }) => {
  await workspace.open();
  await workspace.analyze(PROGRAM);
  const panel = workspace.analysis;
  await expect(panel.locator(".notice")).toContainText("model", ANALYSED);
  await expect(panel.getByText("quadratic: twice the input, four times the work")).toBeVisible();
  await expect(panel.getByRole("region", { name: "Language model" })).toHaveCount(0);
});

withModel({ fault: "silent" })("who does not want to wait for the model keeps the evidence", async ({ workspace }) => {
  await workspace.open();
  await workspace.analyze(PROGRAM);
  const panel = workspace.analysis;
  await expect(panel.getByText("The model is writing its explanation")).toBeVisible(ANALYSED);
  await expect(panel.getByRole("region", { name: "Measured runs" })).toBeVisible();
  await panel.getByRole("button", { name: "Cancel" }).click();
  await expect(panel.getByText(/^Cancelled before/)).toBeVisible();
  await expect(panel.getByRole("region", { name: "Measured runs" })).toBeVisible();
  await expect(panel.getByRole("button", { name: "Analyze again" })).toBeEnabled();
});
