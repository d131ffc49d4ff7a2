/** What the panel knows, as one value. */
import type { AnalysisEvent, AnalysisResult } from "./analysis-events";

export interface Subject {
  language: string;
  code: string;
}

export type AnalysisState =
  | { kind: "idle" }
  | { kind: "working"; subject: Subject; narrative: string }
  | { kind: "done"; subject: Subject; result: AnalysisResult }
  | { kind: "failed"; subject: Subject; error: unknown; narrative: string }
  | { kind: "unavailable" };

export function advanceAnalysis(state: AnalysisState, event: AnalysisEvent): AnalysisState {
  if (state.kind !== "working") return state;
  const { subject, narrative } = state;
  switch (event.type) {
    case "analysis_stream_start":
      return { ...state, narrative: "" };
    case "analysis_stream_chunk":
      return { ...state, narrative: narrative + event.chunk };
    case "analysis_stream_complete":
      if (!event.result.available) return { kind: "unavailable" };
      return event.result.success
        ? { kind: "done", subject, result: { ...event.result, narrative: event.result.narrative ?? narrative } }
        : { kind: "failed", subject, narrative, error: event.result.error };
    case "analysis_stream_error":
      return { kind: "failed", subject, narrative, error: event.error };
  }
}
