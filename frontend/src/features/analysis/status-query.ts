import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/shared/api/http";
import type { AnalyzeStatus } from "@/shared/api/types";

/** Whether this deployment analyses, and with what. */
export const analyzeStatusQuery = queryOptions({
  queryKey: ["analyze", "status"],
  queryFn: ({ signal }) => getJson<AnalyzeStatus>("/analyze/status", { signal }),
  staleTime: 60_000,
});
