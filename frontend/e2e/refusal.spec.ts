import { expect, test } from "./support/test";

test("a forbidden import is marked while typing, with the reason and what is allowed", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.write("import os\nprint(os.getcwd())\n");
  await expect(page.locator(".squiggly-error")).toBeVisible();
  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems).toContainText("os");
  await expect(problems).toContainText("math");
  await problems.getByRole("button").first().click();
  await workspace.write("import math\nprint(math.pi)\n");
  await expect(page.locator(".squiggly-error")).toHaveCount(0);
  await expect(problems.getByRole("button")).toHaveCount(0);
});

test("running it anyway is refused at once, and the refusal is kept as a run", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("import socket\n");
  await workspace.expectStatus("Refused");
  await expect(page.getByRole("list", { name: "Why it was refused" })).toContainText("socket");
  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await workspace.expectStatus("Refused");
  await expect(page.locator(".squiggly-error")).toBeVisible();
});

test("a syntax error is marked and named", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run("print('ok')\nprint(\n");
  await expect(page.locator(".squiggly-error")).toBeVisible();
  await workspace.expectStatus("Syntax error");
});

test("a program that is too long is counted and refused in words", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.run(`text = '${"é".repeat(6_000)}'\n`);
  await expect(page.locator(".status-bar")).toContainText("too long to run");
  await expect(workspace.result.getByRole("alert")).toContainText("Too large");
});
