import { describe, expect, it } from "vitest";
import { runRecord } from "@/testing/run-fixtures";
import { NOT_STARTED } from "./events/run-progress";
import { factsOf, timingsOf } from "./run-facts";
import { phaseOf } from "./status/run-phase";

const running = { ...NOT_STARTED, status: "running" as const, attempt: 1 };

describe("what is known of a run", () => {
  it("is over as soon as either source says so", () => {
    const record = runRecord({ status: "failed", success: false, exit_code: 4 });
    expect(phaseOf(factsOf(record, running)).label).toBe("Failed · exit code 4");
  });

  it("starts before the program does", () => {
    expect(phaseOf(factsOf(undefined, running)).label).toBe("Starting");
    expect(phaseOf(factsOf(undefined, { ...running, programStartedAt: 1 })).label).toBe("Running");
  });

  it("has the place in the queue from the record", () => {
    const record = runRecord({ status: "queued", queue_position: 7 });
    expect(phaseOf(factsOf(record, NOT_STARTED)).label).toBe("Queued · number 7");
  });

  it("keeps queue, start-up and run time apart", () => {
    expect(timingsOf(runRecord(), NOT_STARTED)).toEqual({
      queueMs: 1.5,
      startupMs: 40,
      runMs: 12.5,
      runningSince: null,
    });
  });
});
