import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { measured } from "@/testing/analysis-fixtures";
import { GrowthPlot } from "./growth-plot";
import { scale, valueAt } from "./scale";

describe("the plot", () => {
  it("draws every run and the curve, with named axes", () => {
    const { container } = render(<GrowthPlot measured={measured} />);
    expect(container.querySelectorAll("circle")).toHaveLength(4);
    expect(container.querySelectorAll(".plot__curve")).toHaveLength(1);
    const drawing = container.querySelector("svg");
    expect(drawing).toHaveTextContent("Steps");
    expect(drawing).toHaveTextContent("Input size");
    const name = "Steps counted over input size, with the curve of O(n²) that fits them";
    expect(screen.getByRole("figure", { name })).toBeInTheDocument();
  });

  it("has the same numbers in a table", async () => {
    render(<GrowthPlot measured={measured} />);
    await userEvent.click(screen.getByText("The numbers as a table"));
    const row = within(screen.getByRole("row", { name: /^64/ }));
    expect(row.getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["4,100", "4,100"]);
  });

  it("is read point by point with the keyboard", async () => {
    render(<GrowthPlot measured={measured} />);
    const runs = screen.getByRole("slider", { name: "Measured run" });
    expect(runs).toHaveAttribute("aria-valuetext", "Size 64: 4,100 steps, curve 4,100");
    await userEvent.tab();
    expect(runs).toHaveFocus();
    await userEvent.keyboard("{ArrowLeft}");
    expect(runs).toHaveAttribute("aria-valuetext", "Size 32: 1,028 steps, curve 1,030");
    await userEvent.keyboard("{Home}{ArrowLeft}");
    expect(runs).toHaveAttribute("aria-valuenow", "1");
    await userEvent.keyboard("{End}{ArrowRight}");
    expect(runs).toHaveAttribute("aria-valuenow", "4");
  });

  it("shows points that follow no class without a curve", () => {
    const { container } = render(<GrowthPlot measured={{ ...measured, time_complexity: "unknown", curve: [] }} />);
    expect(container.querySelectorAll("circle")).toHaveLength(4);
    expect(container.querySelector(".plot__curve")).toBeNull();
    expect(container).not.toHaveTextContent("curve");
  });

  it.each([0, 1, 3, 999, 1_048_576, 8e15])("has round ticks that reach %d", (max) => {
    const { at, ticks } = scale(max, 10, 110, 4);
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(at(ticks.at(-1) ?? 0)).toBe(110);
    expect(ticks.every(Number.isInteger)).toBe(true);
  });

  it("reads the curve between its places, and nowhere else", () => {
    const curve = [
      { size: 10, steps: 100 },
      { size: 20, steps: 400 },
    ];
    expect(valueAt(curve, 15)).toBe(250);
    expect(valueAt(curve, 20.000001)).toBe(400);
    expect(valueAt(curve, 21)).toBeNull();
    expect(valueAt([], 1)).toBeNull();
  });
});
