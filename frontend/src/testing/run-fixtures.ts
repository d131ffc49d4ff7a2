/** Events and records as the gateway sends them. */
import type { Run } from "@/shared/api/types";

export const JOB = "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11";

/** One message of an event stream. */
export function message(seq: number, type: string, fields: Record<string, unknown> = {}, attempt = 1): string {
  const data = { job_id: JOB, seq, attempt, at: "2026-11-21T04:00:00.000Z", type, ...fields };
  return `id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function doneFields(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    status: "success",
    success: true,
    error: null,
    error_type: null,
    error_code: null,
    exit_code: 0,
    signal: null,
    limit: null,
    timed_out: false,
    truncated: false,
    truncated_streams: [],
    execution_time_ms: 12.5,
    queue_time_ms: 1.5,
    startup_time_ms: 40,
    resource_usage: null,
    security_violations: [],
    ...fields,
  };
}

export function runRecord(fields: Partial<Run> = {}): Run {
  return {
    job_id: JOB,
    status: "success",
    success: true,
    language: "python",
    code: "print(1)",
    args: [],
    stdin: "",
    stdin_base64: null,
    files: [],
    output: "1\n",
    stdout: "1\n",
    stderr: "",
    stdout_base64: null,
    stderr_base64: null,
    error: null,
    error_type: null,
    error_code: null,
    exit_code: 0,
    signal: null,
    timed_out: false,
    limit: null,
    execution_time_ms: 12.5,
    queue_time_ms: 1.5,
    startup_time_ms: 40,
    security_violations: [],
    truncated: false,
    truncated_streams: [],
    resource_usage: { cpu_time_ms: 10, memory_peak_bytes: 1_000_000 },
    limits: {
      wall_time_ms: 30_000,
      cpu_time_ms: null,
      cpu_millis: 100,
      memory_bytes: 268_435_456,
      processes: 64,
      tmp_bytes: 16_777_216,
      output_bytes: 1_048_576,
    },
    isolation: { driver: "runsc", runtime_version: "1", platform: "systrap", start: "restore", relaxed: false },
    attempt: 1,
    created_at: "2026-11-21T04:00:00Z",
    started_at: "2026-11-21T04:00:00Z",
    finished_at: "2026-11-21T04:00:00Z",
    queue_position: null,
    cancel_requested: false,
    ...fields,
  };
}
