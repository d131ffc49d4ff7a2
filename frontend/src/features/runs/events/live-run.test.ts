import { describe, expect, it, vi } from "vitest";
import { doneFields, JOB, message } from "@/testing/run-fixtures";
import { eventStream, http, server, withServer } from "@/testing/server";
import { LiveRun } from "./live-run";

withServer();

async function finished(parts: string[]): Promise<LiveRun> {
  server.use(http.get(`*/v1/jobs/${JOB}/events`, () => eventStream(parts)));
  const run = new LiveRun(JOB);
  run.start();
  await vi.waitFor(() => expect(run.snapshot().progress.done).not.toBeNull());
  return run;
}

describe("a run as it is shown", () => {
  it("voids the output of an attempt that was lost", async () => {
    const run = await finished([
      message(1, "status", { status: "queued" }, 0),
      message(2, "status", { status: "running" }, 1),
      message(3, "output", { stream: "stdout", text: "first try\n" }, 1),
      message(4, "status", { status: "running" }, 2),
      message(5, "output", { stream: "stdout", text: "second try\n" }, 2),
      message(6, "done", doneFields(), 2),
    ]);
    expect(run.output.plainText("all")).toBe("second try");
  });

  it("keeps output that came before any change of attempt", async () => {
    const run = await finished([
      message(1, "status", { status: "running" }, 1),
      message(2, "output", { stream: "stdout", text: "kept\n" }, 1),
      message(3, "done", doneFields({ status: "failed", success: false, exit_code: 3 }), 1),
    ]);
    expect(run.output.plainText("all")).toBe("kept");
    expect(run.snapshot().progress.done).toMatchObject({ status: "failed", exit_code: 3 });
  });
});
