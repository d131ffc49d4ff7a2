import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderInPage } from "@/testing/render";
import { runRecord } from "@/testing/run-fixtures";
import type { Connection } from "../events/follow-run";
import { NOT_STARTED } from "../events/run-progress";
import { OutputBuffer } from "../output/output-buffer";
import { factsOf, timingsOf } from "../run-facts";
import type { RunView } from "../use-run";
import { RunMessages } from "./run-messages";
import { phaseOf } from "./run-phase";

/** A run whose record tells of its end, and whose events have not come so far. */
function endedBehind(connection: Connection): RunView {
  const run = runRecord();
  const live = { progress: NOT_STARTED, connection, outputVersion: 0, error: null, output: new OutputBuffer() };
  const phase = phaseOf(factsOf(run, NOT_STARTED));
  return { jobId: run.job_id, run, live, phase, timings: timingsOf(run, NOT_STARTED), error: null, overdue: false };
}

describe("what is said beside a run that has ended", () => {
  it.each(["quiet", "reconnecting"] as const)("names the missing output while the connection is %s", (connection) => {
    renderInPage(<RunMessages view={endedBehind(connection)} />);
    expect(screen.getByRole("alert")).toHaveTextContent("the rest of its output is still to come");
  });

  it.each(["connecting", "live", "closed"] as const)("is nothing while the connection is %s", (connection) => {
    renderInPage(<RunMessages view={endedBehind(connection)} />);
    expect(screen.queryByRole("alert")).toBeNull();
  });
});
