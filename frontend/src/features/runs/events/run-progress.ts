/** What is known of a run from its events alone; the output itself is in the OutputBuffer. */
import type { RunStatus } from "@/shared/api/types";
import type { DoneEvent, RunEvent } from "./event-schema";

export interface RunProgress {
  readonly status: RunStatus;
  readonly attempt: number;
  /** When the program itself began, in milliseconds since the epoch; null before. */
  readonly programStartedAt: number | null;
  readonly startupMs: number | null;
  readonly done: DoneEvent | null;
}

export const NOT_STARTED: RunProgress = {
  status: "queued",
  attempt: 0,
  programStartedAt: null,
  startupMs: null,
  done: null,
};

export function advance(progress: RunProgress, event: RunEvent): RunProgress {
  switch (event.type) {
    case "status":
      return event.attempt > progress.attempt
        ? { ...NOT_STARTED, attempt: event.attempt, status: event.status }
        : { ...progress, status: event.status };
    case "step_started":
      return {
        ...progress,
        status: "running",
        programStartedAt: progress.programStartedAt ?? Date.parse(event.at),
        startupMs: event.startup_time_ms,
      };
    case "done":
      return { ...progress, status: event.status, done: event };
    case "output":
    case "step_finished":
      return progress;
  }
}

/** Whether this event says that everything written so far is void: a newer attempt has begun. */
export function startsNewAttempt(progress: RunProgress, event: RunEvent): boolean {
  return (
    event.type === "status" && event.status === "running" && event.attempt > progress.attempt && progress.attempt > 0
  );
}
