import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { NARRATIVE_MAX } from "../analysis-state";
import Markdown from "./markdown";

describe("the narrative", () => {
  it("renders Markdown", () => {
    render(<Markdown text={"## Algorithm\n\nA **loop** over `n`:\n\n- one\n- two\n\n| a |\n|---|\n| cell |"} />);
    expect(screen.getByRole("heading", { name: "Algorithm", level: 4 })).toBeInTheDocument();
    expect(screen.getAllByRole("listitem")).toHaveLength(2);
    expect(screen.getByRole("cell", { name: "cell" })).toBeInTheDocument();
  });

  it("never makes markup of the model's text", () => {
    const hostile =
      'x <img src=x onerror="alert(1)"> <script>alert(1)</script> ![z](http://x/z.png)\n\n<iframe src="/"></iframe>\n\n<b>bold</b> &lt;i&gt;';
    const { container } = render(<Markdown text={hostile} />);
    expect(container.querySelector("img, script, iframe, a, b, i")).toBeNull();
    expect(container.textContent).toContain("<script>alert(1)</script>");
    expect(container.textContent).toContain("![z](http://x/z.png)");
  });

  it.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<  javascript:alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//example.org)",
    "[x](/v1/jobs)",
    "[x](http://)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<x@example.org>",
  ])("makes no link of %s", (text) => {
    const { container } = render(<Markdown text={text} />);
    expect(container.querySelector("a, [href], [src]")).toBeNull();
  });

  it("links to the web, tells nobody where from, and says where to", () => {
    const { container } = render(<Markdown text="[your bank](https://evil.example/login) https://example.org/a" />);
    for (const link of screen.getAllByRole("link")) {
      expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
      expect(link).toHaveAttribute("target", "_blank");
    }
    expect(container).toHaveTextContent("your bank (evil.example) https://example.org/a");
  });

  it.each([
    ["quotes in quotes", ">".repeat(NARRATIVE_MAX)],
    ["lists in lists", "+ ".repeat(NARRATIVE_MAX / 2)],
    ["stars", "*a **b ".repeat(NARRATIVE_MAX / 7)],
    ["brackets", "[![".repeat(NARRATIVE_MAX / 3)],
    ["dollars", "$a\\(".repeat(NARRATIVE_MAX / 4)],
    ["angle brackets", "<a ".repeat(NARRATIVE_MAX / 3)],
  ])("survives a text that is nothing but %s, and shows it", (_, text) => {
    const { container } = render(<Markdown text={text} />);
    expect(depth(container)).toBeLessThan(40);
    expect(container.textContent).not.toBe("");
  });

  it("shows formulas, and leaves prices alone", () => {
    const text = "It is $O(n^2 \\log n)$ with \\(x_{ij} \\leq 5\\) and $a*b*c$; it costs $5 or $6, `$n$` is code.";
    const { container } = render(<Markdown text={text} />);
    expect(container.textContent).toBe("It is O(n2 log n) with xij ≤ 5 and a*b*c; it costs $5 or $6, $n$ is code.");
    expect(container.querySelector("sup")).toHaveTextContent("2");
    expect(container.querySelector("sub")).toHaveTextContent("ij");
    expect(container.querySelectorAll(".formula")).toHaveLength(3);
  });
});

function depth(element: Element): number {
  return 1 + Math.max(0, ...[...element.children].map(depth));
}
