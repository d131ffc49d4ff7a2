import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/shared/api/api-error";
import { readEventStream } from "@/shared/api/event-stream";
import { announce } from "@/shared/ui/announcer";
import { advanceAnalysis, cancelled, failed, type AnalysisState, type Subject } from "./analysis-state";
import { parseAnalysisEvent, type AnalysisEvent } from "./analysis-events";

/** Longest wait for a whole analysis. */
const DEADLINE_MS = 60_000;

export interface AnalysisControl {
  state: AnalysisState;
  start: (subject: Subject) => void;
  /** Starts unless this run has started one before. */
  startAfter: (run: string, subject: Subject) => void;
  /** Ends what is under way, and keeps what has come. */
  cancel: () => void;
  /** Forgets everything. */
  reset: () => void;
}

/** Runs one analysis at a time; a new one, `cancel` or leaving the page ends the one before. */
export function useAnalysis(): AnalysisControl {
  const [state, setState] = useState<AnalysisState>({ kind: "idle" });
  const controller = useRef<AbortController | null>(null);
  const startedAfter = useRef<string | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const end = (next: (state: AnalysisState) => AnalysisState): void => {
    controller.current?.abort();
    setState(next);
  };
  const start = (subject: Subject): void => {
    end(() => ({ kind: "working", subject, evidence: null, narrative: "" }));
    const own = new AbortController();
    controller.current = own;
    analyze(subject, own.signal, (change) => {
      if (!own.signal.aborted) setState(change);
    });
  };
  const startAfter = (run: string, subject: Subject): void => {
    if (startedAfter.current === run) return;
    startedAfter.current = run;
    start(subject);
  };
  return { state, start, startAfter, cancel: () => end(cancelled), reset: () => end(() => ({ kind: "idle" })) };
}

type Change = (update: (state: AnalysisState) => AnalysisState) => void;

function analyze(subject: Subject, left: AbortSignal, change: Change): void {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  readEventStream("/analyze/async", {
    method: "POST",
    body: subject,
    signal: AbortSignal.any([left, deadline]),
    onMessage: ({ event, data }) => {
      const parsed = parseAnalysisEvent(event, data);
      if (parsed === null || left.aborted) return;
      change((state) => advanceAnalysis(state, parsed));
      tell(parsed);
    },
  })
    .then(() =>
      change((state) => failedIfWorking(state, new ApiError({ kind: "network", message: "stream ended early" }))),
    )
    .catch((error: unknown) => {
      const reason = deadline.aborted ? new ApiError({ kind: "timeout", message: "no analysis in time" }) : error;
      change((state) => failedIfWorking(state, reason));
    });
}

/** Failures are alerts on the page itself. */
function tell(event: AnalysisEvent): void {
  if (event.type === "analysis_stream_evidence") announce(`Evidence: ${classes(event.result)}.`);
  if (event.type === "analysis_stream_complete" && event.result.success) {
    announce(`Analysis finished: ${classes(event.result)}.`);
  }
}

function classes({ time_complexity, space_complexity }: { time_complexity: string; space_complexity: string }): string {
  return `time ${time_complexity}, space ${space_complexity}`;
}

function failedIfWorking(state: AnalysisState, error: unknown): AnalysisState {
  if (state.kind !== "working") return state;
  if (error instanceof ApiError && error.code === "ANALYZER_UNAVAILABLE") return { kind: "unavailable" };
  return failed(state, error);
}
