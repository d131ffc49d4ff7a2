/** The words for every state of a run. Colour only repeats them. */
import type { LimitName, RunStatus } from "@/shared/api/types";

export type Tone = "neutral" | "active" | "good" | "bad" | "warn";

export interface Phase {
  /** A few words, shown in the badge. */
  label: string;
  /** A sentence: what happened and what to do; null when the label says it all. */
  explanation: string | null;
  tone: Tone;
  finished: boolean;
  /** The program was refused before it began. */
  neverRan?: boolean;
}

/** The facts that a phase is made of; a finished run, a summary in the history and a live one all have them. */
export interface RunFacts {
  status: RunStatus;
  exit_code: number | null;
  signal: number | null;
  limit: LimitName | null;
  error_code: string | null;
  error?: string | null;
  queue_position?: number | null;
  cancel_requested?: boolean;
  /** Whether the program itself has begun. */
  programStarted?: boolean;
  wallTimeMs?: number | null;
}

export function phaseOf(run: RunFacts): Phase {
  switch (run.status) {
    case "queued":
      return active(queuedLabel(run.queue_position ?? null));
    case "running":
      if (run.cancel_requested) return active("Stopping");
      return active(run.programStarted === false ? "Starting" : "Running");
    case "success":
      return { label: "Success", explanation: null, tone: "good", finished: true };
    case "cancelled":
      return { label: "Stopped", explanation: "The run was stopped on request.", tone: "neutral", finished: true };
    case "timed_out":
      return bad("Timed out", timedOutSentence(run.wallTimeMs ?? null));
    case "failed":
      return failed(run);
  }
}

function queuedLabel(position: number | null): string {
  return position === null || position < 1 ? "Queued" : `Queued · number ${position}`;
}

function failed(run: RunFacts): Phase {
  if (run.error_code === "POLICY_VIOLATION") {
    return refused("Refused", "The program never ran: it uses something that is not allowed here.");
  }
  if (run.error_code === "SYNTAX_ERROR") {
    return refused("Syntax error", "The program never ran: it could not be parsed.");
  }
  if (run.error_code === "EXECUTOR_LOST") {
    return bad(
      "Lost",
      run.error ?? "The machine that ran it was lost. This is not your program's fault: run it again.",
    );
  }
  if (run.error_code === "UNDELIVERABLE") {
    return bad(
      "Not started",
      run.error ?? "The service could not start it. This is not your program's fault: run it again.",
    );
  }
  const byLimit = run.limit === null ? null : limitPhase(run.limit);
  return byLimit ?? bad(failedLabel(run), null);
}

function failedLabel({ exit_code, signal }: RunFacts): string {
  if (signal !== null) return `Failed · ${signalName(signal)}`;
  return exit_code === null ? "Failed" : `Failed · exit code ${exit_code}`;
}

function limitPhase(limit: LimitName): Phase | null {
  switch (limit) {
    case "memory":
      return bad("Out of memory", "The program needed more memory than a run may use.");
    case "cpu_time":
      return bad("Out of CPU time", "The program used more processor time than a run may use.");
    case "processes":
      return bad("Too many processes", "The program tried to start more processes or threads than a run may have.");
    case "disk":
      return bad("Disk full", "The program wrote more files than a run may keep in /tmp.");
    case "wall_time":
      return bad("Timed out", timedOutSentence(null));
    case "output":
      return null;
  }
}

function timedOutSentence(wallTimeMs: number | null): string {
  const limit = wallTimeMs === null ? "its time limit" : `its time limit of ${wallTimeMs / 1_000} s`;
  return `The program reached ${limit} and was ended. What it had written is kept.`;
}

const SIGNAL_NAMES: Record<number, string> = {
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  15: "SIGTERM",
  31: "SIGSYS",
};

function signalName(signal: number): string {
  return SIGNAL_NAMES[signal] ?? `signal ${signal}`;
}

function active(label: string): Phase {
  return { label, explanation: null, tone: "active", finished: false };
}

function refused(label: string, explanation: string): Phase {
  return { label, explanation, tone: "warn", finished: true, neverRan: true };
}

function bad(label: string, explanation: string | null): Phase {
  return { label, explanation, tone: "bad", finished: true };
}
