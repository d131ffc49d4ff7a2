/** What an analysis answers, as the page reads it. */
import * as v from "valibot";

const lineNote = v.object({ line: v.number(), text: v.string() });
const confidence = v.picklist(["high", "medium", "low"]);
const agreement = v.picklist(["agree", "near", "conflict", "single"]);
const points = v.array(v.object({ size: v.number(), steps: v.number() }));

const functionEvidence = v.object({
  name: v.string(),
  line: v.number(),
  time_complexity: v.string(),
  space_complexity: v.string(),
  recursion: v.nullable(v.string()),
});

const staticEvidence = v.object({
  time_complexity: v.string(),
  space_complexity: v.string(),
  confidence,
  reasons: v.array(lineNote),
  functions: v.array(functionEvidence),
});

const measuredEvidence = v.object({ time_complexity: v.string(), quality: v.number(), points, curve: points });

const modelEvidence = v.object({
  provider: v.string(),
  model: v.string(),
  prompt_version: v.string(),
  time_complexity: v.string(),
  space_complexity: v.string(),
  agreement,
});

export const analysisDocument = v.object({
  success: v.boolean(),
  available: v.boolean(),
  time_complexity: v.string(),
  space_complexity: v.string(),
  time_expression: v.string(),
  space_expression: v.string(),
  confidence,
  agreement,
  narrative: v.string(),
  suggestions: v.array(lineNote),
  evidence: v.object({
    static: staticEvidence,
    measured: v.nullable(measuredEvidence),
    model: v.nullable(modelEvidence),
  }),
  notices: v.array(v.string()),
  model: v.nullable(v.string()),
  prompt_version: v.nullable(v.string()),
  cached: v.boolean(),
  error: v.nullable(v.string()),
});

export type AnalysisDocument = v.InferOutput<typeof analysisDocument>;
export type LineNote = v.InferOutput<typeof lineNote>;
export type Confidence = v.InferOutput<typeof confidence>;
export type Agreement = v.InferOutput<typeof agreement>;
export type StaticEvidence = v.InferOutput<typeof staticEvidence>;
export type FunctionEvidence = v.InferOutput<typeof functionEvidence>;
export type MeasuredEvidence = v.InferOutput<typeof measuredEvidence>;
export type ModelEvidence = v.InferOutput<typeof modelEvidence>;
export type PlotPoint = MeasuredEvidence["points"][number];
