/** Tests get a service, a workspace, and a watch on what must never happen. */
import { test as base, expect } from "@playwright/test";
import { startNetwork, type Network } from "./network";
import { configuredUrl, startService } from "./service";
import { Workspace } from "./workspace";

interface TestFixtures {
  workspace: Workspace;
  /** Between the browser and the service, for tests that break it. */
  network: Network;
  /** Fails the test when the page breaks its security policy or throws. */
  watch: undefined;
}

interface WorkerFixtures {
  serviceUrl: string;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  serviceUrl: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
    async ({}, use) => {
      if (configuredUrl !== undefined) return use(configuredUrl);
      const service = await startService();
      await use(service.url);
      await service.dispose();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ serviceUrl }, use) => use(serviceUrl),
  watch: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("dialog", (dialog) => problems.push(`dialog: ${dialog.message()}`));
      page.on("console", (message) => {
        if (/Content Security Policy|Refused to/.test(message.text())) problems.push(message.text());
      });
      await use(undefined);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
  network: async ({ serviceUrl }, use) => {
    const network = await startNetwork(serviceUrl);
    await use(network);
    network.dispose();
  },
  workspace: async ({ page }, use) => {
    await use(new Workspace(page));
  },
});

export { expect };
