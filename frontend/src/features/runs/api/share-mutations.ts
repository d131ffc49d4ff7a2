import { useMutation } from "@tanstack/react-query";
import { postJson, send } from "@/shared/api/http";
import type { ShareLink } from "@/shared/api/types";

/** Makes (or finds) the run's read-only link. */
export function useShareRun() {
  return useMutation({
    mutationFn: (jobId: string) => postJson<ShareLink>(`/v1/jobs/${encodeURIComponent(jobId)}/share`),
  });
}

/** Makes the link stop working. */
export function useUnshareRun() {
  return useMutation({
    mutationFn: (jobId: string) => send("DELETE", `/v1/jobs/${encodeURIComponent(jobId)}/share`),
  });
}
