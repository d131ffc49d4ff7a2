/** Classes, confidence and agreement in plain words: none of them is told by colour. */
import type { Agreement, Confidence } from "../analysis-document";

/** What is told of a class: its name, and what happens as the input grows. `#` stands for what grows. */
const CLASSES: Record<string, string> = {
  "O(1)": "constant: the same # for any input",
  "O(log n)": "logarithmic: twice the input, one step more of #",
  "O(√n)": "less than linear: four times the input, twice the #",
  "O(n)": "linear: twice the input, twice the #",
  "O(n log n)": "linearithmic: a little more than twice the # for twice the input",
  "O(n √n)": "between linear and quadratic",
  "O(n²)": "quadratic: twice the input, four times the #",
  "O(n² log n)": "a little more than quadratic",
  "O(n³)": "cubic: twice the input, eight times the #",
  "O(nᵏ)": "polynomial: a high power of the input",
  "O(2ⁿ)": "exponential: one item more, twice the #",
  "O(n!)": "factorial: out of reach beyond a dozen items",
  unknown: "the evidence does not say",
};

export function classWords(notation: string, grows: "work" | "memory"): string | null {
  return CLASSES[notation]?.replace("#", grows) ?? null;
}

/** `unknown` is a word; the others are notations. */
export function className(notation: string): string {
  return notation === "unknown" ? "Unknown" : notation;
}

export const CONFIDENCE: Record<Confidence, { name: string; why: string }> = {
  high: { name: "High confidence", why: "every step is accounted for" },
  medium: { name: "Medium confidence", why: "a single loop that behaves otherwise would change this" },
  low: { name: "Low confidence", why: "part of this is a guess" },
};

/** How one source relates to another that is named. */
export function agreementWords(agreement: Agreement, other: string): string {
  switch (agreement) {
    case "agree":
      return `Agrees with ${other}`;
    case "near":
      return `Close to ${other}`;
    case "conflict":
      return `Disagrees with ${other}`;
    case "single":
      return `Cannot be compared with ${other}`;
  }
}
