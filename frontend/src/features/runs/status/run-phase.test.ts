import { describe, expect, it } from "vitest";
import { phaseOf, type RunFacts } from "./run-phase";

function label(facts: Partial<RunFacts>): string {
  return phaseOf({ status: "failed", exit_code: null, signal: null, limit: null, error_code: null, ...facts }).label;
}

describe("the word for a state", () => {
  it.each<[Partial<RunFacts>, string]>([
    [{ status: "queued", queue_position: 3 }, "Queued · number 3"],
    [{ status: "queued" }, "Queued"],
    [{ status: "running", programStarted: false }, "Starting"],
    [{ status: "running", programStarted: true }, "Running"],
    [{ status: "running", cancel_requested: true }, "Stopping"],
    [{ status: "success", exit_code: 0 }, "Success"],
    [{ exit_code: 3 }, "Failed · exit code 3"],
    [{ exit_code: 139, signal: 11 }, "Failed · SIGSEGV"],
    [{ exit_code: 1, limit: "output" }, "Failed · exit code 1"],
    [{ status: "timed_out", limit: "wall_time" }, "Timed out"],
    [{ limit: "memory", exit_code: 137 }, "Out of memory"],
    [{ limit: "processes" }, "Too many processes"],
    [{ limit: "disk" }, "Disk full"],
    [{ error_code: "POLICY_VIOLATION" }, "Refused"],
    [{ error_code: "SYNTAX_ERROR" }, "Syntax error"],
    [{ error_code: "EXECUTOR_LOST" }, "Lost"],
    [{ error_code: "UNDELIVERABLE" }, "Not started"],
    [{ status: "cancelled" }, "Stopped"],
  ])("%j", (facts, expected) => {
    expect(label(facts)).toBe(expected);
  });

  it("names the time limit that was reached", () => {
    const phase = phaseOf({
      status: "timed_out",
      exit_code: null,
      signal: null,
      limit: "wall_time",
      error_code: null,
      wallTimeMs: 2_500,
    });
    expect(phase.explanation).toContain("2.5 s");
  });
});
