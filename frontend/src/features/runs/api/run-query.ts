import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/shared/api/http";
import type { Run } from "@/shared/api/types";
import { runKeys } from "./run-keys";

/** While a run waits or works, its place in the queue is asked for this often; output comes by the event stream. */
const POLL_MS = 2_000;

export function runQuery(jobId: string) {
  return queryOptions({
    queryKey: runKeys.one(jobId),
    queryFn: ({ signal }) => getJson<Run>(`/v1/jobs/${encodeURIComponent(jobId)}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isActive(state.data) ? POLL_MS : false),
  });
}

export function isActive(run: Pick<Run, "status">): boolean {
  return run.status === "queued" || run.status === "running";
}
