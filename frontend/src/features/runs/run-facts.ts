/** Joins what the events say with what the record says. Whichever knows the end is right. */
import type { Run } from "@/shared/api/types";
import type { RunProgress } from "./events/run-progress";
import type { RunFacts } from "./status/run-phase";

export interface RunTimings {
  queueMs: number | null;
  startupMs: number | null;
  runMs: number | null;
  /** When the program began, while it has not ended. */
  runningSince: number | null;
}

export function factsOf(run: Run | undefined, progress: RunProgress): RunFacts {
  const end = progress.done ?? (run && run.status !== "queued" && run.status !== "running" ? run : null);
  const common = { wallTimeMs: run?.limits.wall_time_ms ?? null, cancel_requested: run?.cancel_requested ?? false };
  if (end) return { ...end, ...common };
  const running = progress.status === "running" || run?.status === "running";
  return {
    ...common,
    status: running ? "running" : "queued",
    exit_code: null,
    signal: null,
    limit: null,
    error_code: null,
    queue_position: run?.queue_position ?? null,
    programStarted: progress.programStartedAt !== null,
  };
}

export function timingsOf(run: Run | undefined, progress: RunProgress): RunTimings {
  const { done } = progress;
  return {
    queueMs: done?.queue_time_ms ?? run?.queue_time_ms ?? null,
    startupMs: done?.startup_time_ms ?? run?.startup_time_ms ?? progress.startupMs,
    runMs: done?.execution_time_ms ?? run?.execution_time_ms ?? null,
    runningSince: done ? null : progress.programStartedAt,
  };
}
