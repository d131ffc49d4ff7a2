import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/shared/api/api-error";
import { readEventStream } from "@/shared/api/event-stream";
import { advanceAnalysis, type AnalysisState, type Subject } from "./analysis-state";
import { parseAnalysisEvent } from "./analysis-events";

/** Longest wait for a whole analysis. */
const DEADLINE_MS = 60_000;

/** Runs one analysis at a time; a new one, `cancel` or leaving the page ends the one before. */
export function useAnalysis() {
  const [state, setState] = useState<AnalysisState>({ kind: "idle" });
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const cancel = (): void => {
    controller.current?.abort();
    setState({ kind: "idle" });
  };
  const start = (subject: Subject): void => {
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    setState({ kind: "working", subject, narrative: "" });
    analyze(subject, own.signal, (change) => {
      if (!own.signal.aborted) setState(change);
    });
  };
  return { state, start, cancel };
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
      if (parsed) change((state) => advanceAnalysis(state, parsed));
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

function failedIfWorking(state: AnalysisState, error: unknown): AnalysisState {
  if (state.kind !== "working") return state;
  if (error instanceof ApiError && error.code === "ANALYZER_UNAVAILABLE") return { kind: "unavailable" };
  return { kind: "failed", subject: state.subject, narrative: state.narrative, error };
}
