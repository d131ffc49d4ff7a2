/** The page as a person uses it. */
import { expect, type Locator, type Page } from "@playwright/test";

export class Workspace {
  readonly page: Page;
  readonly runButton: Locator;
  readonly stopButton: Locator;
  readonly output: Locator;
  readonly result: Locator;
  readonly editor: Locator;
  readonly analysis: Locator;

  constructor(page: Page) {
    this.page = page;
    this.runButton = page.getByRole("button", { name: "Run", exact: true });
    this.stopButton = page.getByRole("button", { name: "Stop", exact: true });
    this.output = page.getByRole("region", { name: "Program output" });
    this.result = page.getByRole("region", { name: "Result" });
    this.editor = page.locator(".code-editor .view-lines");
    this.analysis = page.getByRole("region", { name: "Analysis" });
  }

  async open(url = "/"): Promise<void> {
    await this.page.goto(url);
    await this.editor.waitFor();
  }

  /** Replaces the program by pasting over it: typing would be indented by the editor. */
  async write(code: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), code);
    await this.page.keyboard.press("ControlOrMeta+v");
  }

  async run(code: string): Promise<void> {
    await this.write(code);
    await this.runButton.click();
  }

  /** Asks how the program grows. */
  async analyze(code: string): Promise<void> {
    await this.write(code);
    await this.page.getByRole("tab", { name: "Analysis" }).click();
    await this.page.getByRole("button", { name: /^Analyze/ }).click();
  }

  status(text: string | RegExp): Locator {
    return this.result.locator(".status-badge", { hasText: text });
  }

  async expectStatus(text: string | RegExp, timeout = 45_000): Promise<void> {
    await expect(this.status(text).first()).toBeVisible({ timeout });
  }
}
