/** The messages of `POST /analyze/async`, parsed. */
import * as v from "valibot";

const optionalText = v.optional(v.nullable(v.string()), null);

const analysisResult = v.object({
  success: v.boolean(),
  time_complexity: optionalText,
  space_complexity: optionalText,
  narrative: optionalText,
  error: optionalText,
  available: v.optional(v.boolean(), true),
  model: optionalText,
});

const analysisEvent = v.variant("type", [
  v.object({ type: v.literal("analysis_stream_start") }),
  v.object({ type: v.literal("analysis_stream_chunk"), chunk: v.string() }),
  v.object({ type: v.literal("analysis_stream_complete"), result: analysisResult }),
  v.object({ type: v.literal("analysis_stream_error"), error: v.string() }),
]);

export type AnalysisResult = v.InferOutput<typeof analysisResult>;
export type AnalysisEvent = v.InferOutput<typeof analysisEvent>;

/** The event in one message; the type may be in the data or in the message's own field. */
export function parseAnalysisEvent(name: string | undefined, data: string): AnalysisEvent | null {
  try {
    const value = JSON.parse(data) as unknown;
    const typed = typeof value === "object" && value !== null ? { type: name, ...value } : value;
    const parsed = v.safeParse(analysisEvent, typed);
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
