import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import Markdown from "./markdown";

describe("the narrative", () => {
  it("renders Markdown", () => {
    render(<Markdown text={"## Algorithm\n\nA **loop** over `n`:\n\n- one\n- two\n\n[docs](https://example.org)"} />);
    expect(screen.getByRole("heading", { name: "Algorithm" })).toBeInTheDocument();
    expect(screen.getAllByRole("listitem")).toHaveLength(2);
    expect(screen.getByRole("link", { name: "docs" })).toHaveAttribute("rel", expect.stringContaining("noopener"));
  });

  it("never makes markup of the model's text", () => {
    const hostile =
      'x <img src=x onerror="alert(1)"> <script>alert(1)</script> [y](javascript:alert(1)) ![z](http://x/z.png)';
    const { container } = render(<Markdown text={hostile} />);
    expect(container.querySelector("img, script, a")).toBeNull();
    expect(container.textContent).toContain("<script>alert(1)</script>");
  });

  it("shows formulas", () => {
    const { container } = render(<Markdown text={"It is $O(n^2 \\log n)$ with $x_{ij} \\leq 5$."} />);
    expect(container.textContent).toBe("It is O(n2 log n) with xij ≤ 5.");
    expect(container.querySelector("sup")).toHaveTextContent("2");
    expect(container.querySelector("sub")).toHaveTextContent("ij");
  });
});
