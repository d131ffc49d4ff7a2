import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { statics } from "@/testing/analysis-fixtures";
import { StaticSource } from "./static-source";

const fib = { name: "fib", line: 7, time_complexity: "O(2ⁿ)", space_complexity: "unknown", recursion: "branches" };
const source = { ...statics, confidence: "high" as const };

describe("what the source code says", () => {
  it("lists functions only where there are several", () => {
    const { rerender } = render(<StaticSource source={source} onGoToLine={vi.fn()} />);
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
    rerender(<StaticSource source={{ ...source, functions: [...source.functions, fib] }} onGoToLine={vi.fn()} />);
    const row = within(screen.getByRole("row", { name: /fib/ }));
    const cells = row.getAllByRole("cell").map((cell) => cell.textContent);
    expect(cells).toEqual(["O(2ⁿ)", "Unknown", "branches"]);
  });

  it("leads to a function", async () => {
    const goToLine = vi.fn();
    render(<StaticSource source={{ ...source, functions: [...source.functions, fib] }} onGoToLine={goToLine} />);
    await userEvent.click(screen.getByRole("button", { name: "fib, line 7" }));
    expect(goToLine).toHaveBeenCalledExactlyOnceWith(7);
  });
});
