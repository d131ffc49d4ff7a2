import { queryOptions } from "@tanstack/react-query";
import * as v from "valibot";
import { getJson } from "@/shared/api/http";

const analyzeStatus = v.object({
  available: v.boolean(),
  provider: v.nullable(v.string()),
  measures: v.optional(v.boolean(), false),
});

/** Whether this deployment analyses, and with what. */
export const analyzeStatusQuery = queryOptions({
  queryKey: ["analyze", "status"],
  queryFn: async ({ signal }) => v.parse(analyzeStatus, await getJson("/analyze/status", { signal })),
  staleTime: 60_000,
});
