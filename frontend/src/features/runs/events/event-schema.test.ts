import type * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { ContractEvent } from "@/shared/api/types";
import { doneFields, message } from "@/testing/run-fixtures";
import type { runEventSchema } from "./event-schema";
import { parseRunEvent } from "./event-schema";

type Ending = "success" | "failed" | "timed_out" | "cancelled";
type ContractDone = Extract<ContractEvent, { type: "done" }> & { status: Ending };

/** Does not compile when the API's document describes an event that the schema would refuse. */
export const acceptsTheContract = (
  event: Exclude<ContractEvent, { type: "done" }> | ContractDone,
): v.InferInput<typeof runEventSchema> => event;

function parse(text: string): unknown {
  return parseRunEvent(text.split("data: ")[1] ?? "");
}

describe("messages of the event stream", () => {
  it.each([
    message(1, "status", { status: "queued" }),
    message(2, "step_started", { step: 0, startup_time_ms: 41.5 }),
    message(3, "output", { stream: "stderr", base64: "/w==" }),
    message(4, "step_finished", { step: 0, exit_code: null, signal: 9, execution_time_ms: 1 }),
    message(5, "done", doneFields({ limit: "memory", status: "failed", success: false })),
  ])("are taken: %s", (text) => {
    expect(parse(text)).not.toBeNull();
  });

  it.each([
    message(0, "status", { status: "queued" }),
    message(1, "status", { status: "exploded" }),
    message(1, "output", { stream: "stdout" }),
    message(1, "output", { stream: "stdin", text: "x" }),
    message(1, "output", { stream: "stdout", base64: "<not base64>" }),
    message(1, "done", { status: "success" }),
    message(1, "surprise"),
    "data: [",
  ])("are refused when they do not keep the contract: %s", (text) => {
    expect(parse(text)).toBeNull();
  });
});
