import { queryOptions } from "@tanstack/react-query";
import { postJson } from "@/shared/api/http";
import type { Validation } from "@/shared/api/types";

/** Checks a program without running it. Asking for another one cancels the request for this one. */
export function validateQuery(language: string, code: string) {
  return queryOptions({
    queryKey: ["validate", language, code],
    queryFn: ({ signal }) => postJson<Validation>("/validate", { body: { language, code }, signal }),
    enabled: code.trim() !== "",
    staleTime: Infinity,
    gcTime: 30_000,
    retry: false,
  });
}
