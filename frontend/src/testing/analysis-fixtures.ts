/** An analysis as the gateway answers it. */

const points = [8, 16, 32, 64].map((size) => ({ size, steps: size * size + 4 }));

export const statics = {
  time_complexity: "O(n²)",
  space_complexity: "O(1)",
  confidence: "high",
  reasons: [{ line: 3, text: "`for` runs n rounds inside of n rounds" }],
  functions: [{ name: "pairs", line: 1, time_complexity: "O(n²)", space_complexity: "O(1)", recursion: null }],
};

export const measured = { time_complexity: "O(n²)", quality: 0.98, points, curve: points };

export const model = {
  provider: "gemini",
  model: "some-model",
  prompt_version: "3",
  time_complexity: "O(n)",
  space_complexity: "O(1)",
  agreement: "conflict",
};

export const analysis = {
  success: true,
  available: true,
  time_complexity: "O(n²)",
  space_complexity: "O(1)",
  time_expression: "O(len(values)²)",
  space_expression: "O(1)",
  confidence: "high",
  agreement: "agree",
  narrative: "Two **nested** loops.",
  suggestions: [{ line: 4, text: "keep the values in a set" }],
  evidence: { static: statics, measured, model: null },
  notices: [] as string[],
  model: null as string | null,
  prompt_version: null as string | null,
  cached: false,
  error: null as string | null,
};

/** The same, explained by a model. */
export const explained = {
  ...analysis,
  narrative: "A **model's** words.",
  evidence: { ...analysis.evidence, model },
  model: "some-model",
  prompt_version: "3",
};
