import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/shared/api/http";
import type { Run } from "@/shared/api/types";
import { runKeys } from "./run-keys";

/** A run that someone shared; needs no sign-in. */
export function sharedRunQuery(token: string) {
  return queryOptions({
    queryKey: runKeys.shared(token),
    queryFn: ({ signal }) => getJson<Run>(`/v1/shared/${encodeURIComponent(token)}`, { signal }),
  });
}
