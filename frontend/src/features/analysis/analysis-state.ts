/** What the panel knows, as one value. */
import type { AnalysisDocument } from "./analysis-document";
import type { AnalysisEvent } from "./analysis-events";

export interface Subject {
  language: string;
  code: string;
}

export type AnalysisState =
  | { kind: "idle" }
  | { kind: "unavailable" }
  | Working
  | { kind: "done"; subject: Subject; result: AnalysisDocument; cancelled: boolean }
  | { kind: "failed"; subject: Subject; error: unknown; evidence: AnalysisDocument | null; narrative: string };

interface Working {
  kind: "working";
  subject: Subject;
  /** The answer as far as no model is needed for it. */
  evidence: AnalysisDocument | null;
  narrative: string;
}

/** Characters of a narrative that are kept; no model of ours writes as many. */
export const NARRATIVE_MAX = 20_000;

export function advanceAnalysis(state: AnalysisState, event: AnalysisEvent): AnalysisState {
  if (state.kind !== "working") return state;
  switch (event.type) {
    case "analysis_stream_start":
      return state;
    case "analysis_stream_evidence":
      return { ...state, evidence: event.result };
    case "analysis_stream_chunk":
      return { ...state, narrative: (state.narrative + event.chunk).slice(0, NARRATIVE_MAX) };
    case "analysis_stream_complete":
      return finished(state, event.result);
    case "analysis_stream_error":
      return failed(state, event.error);
  }
}

function finished(state: Working, result: AnalysisDocument): AnalysisState {
  if (!result.available) return { kind: "unavailable" };
  if (!result.success) return failed(state, result.error);
  return { kind: "done", subject: state.subject, result, cancelled: false };
}

/** What came before a failure stays. */
export function failed({ subject, evidence, narrative }: Working, error: unknown): AnalysisState {
  return { kind: "failed", subject, error, evidence, narrative };
}

/** Who stops waiting for the model keeps the evidence. */
export function cancelled(state: AnalysisState): AnalysisState {
  if (state.kind !== "working" || state.evidence === null) return { kind: "idle" };
  const { subject, evidence, narrative } = state;
  return {
    kind: "done",
    subject,
    result: { ...evidence, narrative: narrative || evidence.narrative },
    cancelled: true,
  };
}
