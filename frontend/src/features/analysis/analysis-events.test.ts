import type * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { ContractAnalysisMessage } from "@/shared/api/types";
import { analysis, explained } from "@/testing/analysis-fixtures";
import { parseAnalysisEvent, type analysisEvent } from "./analysis-events";

/** Does not compile when the API's document describes a message that the schema would refuse. */
export const acceptsTheContract = (message: ContractAnalysisMessage): v.InferInput<typeof analysisEvent> => message;

describe("messages of an analysis's stream", () => {
  it.each([
    ["start", {}],
    ["evidence", { result: analysis }],
    ["chunk", { chunk: "x" }],
    ["complete", { result: explained }],
    ["error", { error: "x" }],
  ])("are taken, wherever they name their type: %s", (name, fields) => {
    const type = `analysis_stream_${name}`;
    expect(parseAnalysisEvent(type, JSON.stringify(fields))).toEqual({ type, ...fields });
    expect(parseAnalysisEvent(undefined, JSON.stringify({ type, ...fields }))).toEqual({ type, ...fields });
  });

  it.each([["{"], ["null"], ["[]"], ["{}"], [JSON.stringify({ result: { ...analysis, confidence: "total" } })]])(
    "end the analysis when they do not keep the contract: %s",
    (data) => {
      expect(parseAnalysisEvent("analysis_stream_complete", data)?.type).toBe("analysis_stream_error");
    },
  );

  it("of other kinds are none of it", () => {
    expect(parseAnalysisEvent("keep-alive", "{}")).toBeNull();
    expect(parseAnalysisEvent(undefined, "{}")).toBeNull();
  });
});
