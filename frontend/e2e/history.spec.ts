import { expect, test } from "./support/test";

test("an earlier run is found again, opened by its address, and run again", async ({ page, workspace }) => {
  const mark = `found ${Date.now()}`;
  await workspace.open();
  await workspace.run(`print('${mark}')`);
  await workspace.expectStatus("Success");
  await page.getByRole("link", { name: "History" }).click();
  const row = page.getByRole("listitem").filter({ hasText: mark });
  await expect(row).toContainText("Success");
  await expect(row.locator("time")).toContainText(/now|ago/);
  await row.getByRole("link").click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]+$/);
  const first = page.url();
  await page.reload();
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText(mark);
  await page.getByRole("button", { name: "Run again" }).click();
  await expect(page).not.toHaveURL(first);
  await workspace.expectStatus("Success");
  await expect(workspace.output).toContainText(mark);
});

test("an earlier run is taken back into the editor", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("print('to be edited')");
  await workspace.expectStatus("Success");
  await page.getByRole("link", { name: "Open run" }).click();
  await page.getByRole("link", { name: "Editor", exact: true }).click();
  await workspace.write("print('something else')");
  await page.goBack();
  await page.getByRole("button", { name: "Open in editor" }).click();
  await expect(workspace.editor).toContainText("to be edited");
});

test("a deleted run is gone", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("print('short lived')");
  await workspace.expectStatus("Success");
  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page).toHaveURL(/\/runs\/.+/);
  const address = page.url();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete run" }).click();
  await expect(page).toHaveURL(/\/history$/);
  await page.goto(address);
  await expect(page.getByRole("alert").filter({ hasText: "Not found" })).toBeVisible();
});

test("two runs are compared by program and output", async ({ page, workspace }) => {
  const mark = `cmp${Date.now()}`;
  await workspace.open();
  for (const value of ["one", "two"]) {
    await workspace.run(`word = '${mark}-${value}'\nprint('same')\nprint(word)\n`);
    await expect(workspace.output).toContainText(`${mark}-${value}`);
    await workspace.expectStatus("Success");
  }
  await page.getByRole("link", { name: "History" }).click();
  for (const value of ["one", "two"]) await page.getByLabel(`Pick to compare: word = '${mark}-${value}'`).check();
  await page.getByRole("button", { name: "Compare the two" }).click();
  await expect(page).toHaveURL(/\/compare\?a=.+&b=.+/);
  for (const name of ["Program", "Output"]) {
    const diff = page.getByRole("region", { name, exact: true });
    await expect(diff.locator(".diff__row--removed")).toContainText(`${mark}-one`);
    await expect(diff.locator(".diff__row--added")).toContainText(`${mark}-two`);
    await expect(diff).toContainText("1 line only in A, 1 line only in B");
  }
});

test("a shared link shows the run to a stranger, until it is withdrawn", async ({
  page,
  workspace,
  browser,
  serviceUrl,
}) => {
  await workspace.open();
  await workspace.run("print('for everyone')");
  await workspace.expectStatus("Success");
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toContain(`${serviceUrl}/shared/`);
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole("region", { name: "Program output" })).toContainText("for everyone");
  await expect(stranger.locator(".code-editor .view-lines")).toContainText("for everyone");
  await expect(stranger.getByRole("button", { name: /^(Run|Delete|Share)/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await stranger.reload();
  await expect(stranger.getByRole("alert")).toContainText("Not found");
  await stranger.context().close();
});
