/** The messages of `POST /analyze/async`, parsed. */
import * as v from "valibot";
import { analysisDocument } from "./analysis-document";

/** Every message there is. */
export const analysisEvent = v.variant("type", [
  v.object({ type: v.literal("analysis_stream_start") }),
  v.object({ type: v.literal("analysis_stream_evidence"), result: analysisDocument }),
  v.object({ type: v.literal("analysis_stream_chunk"), chunk: v.string() }),
  v.object({ type: v.literal("analysis_stream_complete"), result: analysisDocument }),
  v.object({ type: v.literal("analysis_stream_error"), error: v.string() }),
]);

const PREFIX = "analysis_stream_";

export type AnalysisEvent = v.InferOutput<typeof analysisEvent>;

/**
 * The event in one message; the type may be in the data or in the message's own field. One that is not understood ends
 * the analysis: waiting for it to go on would be in vain. Messages of other kinds are none of ours.
 */
export function parseAnalysisEvent(name: string | undefined, data: string): AnalysisEvent | null {
  const parsed = v.safeParse(analysisEvent, typed(name, data));
  if (parsed.success) return parsed.output;
  return name?.startsWith(PREFIX) === true
    ? { type: "analysis_stream_error", error: "The answer could not be read. Reload the page and try again." }
    : null;
}

function typed(name: string | undefined, data: string): unknown {
  try {
    const value = JSON.parse(data) as unknown;
    return typeof value === "object" && value !== null ? { type: name, ...value } : value;
  } catch {
    return null;
  }
}
