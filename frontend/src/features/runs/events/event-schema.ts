/** Every message of a job's event stream, parsed; nothing unparsed goes further. */
import * as v from "valibot";

const nullableNumber = v.optional(v.nullable(v.number()), null);
const nullableString = v.optional(v.nullable(v.string()), null);

const common = {
  job_id: v.string(),
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  attempt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  at: v.pipe(v.string(), v.isoTimestamp()),
};

const statusWord = v.picklist(["queued", "running", "success", "failed", "timed_out", "cancelled"]);
const limitWord = v.picklist(["wall_time", "cpu_time", "memory", "processes", "output", "disk"]);
const streamWord = v.picklist(["stdout", "stderr"]);

const violationSchema = v.object({
  rule: v.string(),
  line: v.number(),
  column: v.number(),
  end_line: v.number(),
  end_column: v.number(),
  message: v.string(),
  allowed: v.string(),
});

const statusEvent = v.object({ ...common, type: v.literal("status"), status: statusWord });

const stepStartedEvent = v.object({
  ...common,
  type: v.literal("step_started"),
  step: v.number(),
  startup_time_ms: nullableNumber,
});

/** Either text, or base64 when the chunk is not valid UTF-8 by itself. */
const outputEvent = v.pipe(
  v.object({
    ...common,
    type: v.literal("output"),
    stream: streamWord,
    text: v.optional(v.nullable(v.string())),
    base64: v.optional(v.nullable(v.pipe(v.string(), v.base64()))),
  }),
  v.check((event) => typeof event.text === "string" || typeof event.base64 === "string", "output without data"),
);

const stepFinishedEvent = v.object({
  ...common,
  type: v.literal("step_finished"),
  step: v.number(),
  exit_code: nullableNumber,
  signal: nullableNumber,
  execution_time_ms: nullableNumber,
});

const doneEvent = v.object({
  ...common,
  type: v.literal("done"),
  status: v.picklist(["success", "failed", "timed_out", "cancelled"]),
  success: v.boolean(),
  error: nullableString,
  error_type: nullableString,
  error_code: nullableString,
  exit_code: nullableNumber,
  signal: nullableNumber,
  limit: v.optional(v.nullable(limitWord), null),
  timed_out: v.boolean(),
  truncated: v.boolean(),
  truncated_streams: v.array(streamWord),
  execution_time_ms: nullableNumber,
  queue_time_ms: nullableNumber,
  startup_time_ms: nullableNumber,
  security_violations: v.optional(v.array(violationSchema), []),
});

export const runEventSchema = v.variant("type", [
  statusEvent,
  stepStartedEvent,
  outputEvent,
  stepFinishedEvent,
  doneEvent,
]);

export type RunEvent = v.InferOutput<typeof runEventSchema>;
export type DoneEvent = v.InferOutput<typeof doneEvent>;

/** The event in one message's data; null when the message does not keep the contract. */
export function parseRunEvent(data: string): RunEvent | null {
  const parsed = v.safeParse(runEventSchema, jsonOrNull(data));
  return parsed.success ? parsed.output : null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
