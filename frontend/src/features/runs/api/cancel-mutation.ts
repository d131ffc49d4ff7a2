import { useMutation, useQueryClient } from "@tanstack/react-query";
import { postJson } from "@/shared/api/http";
import type { Run } from "@/shared/api/types";
import { runKeys } from "./run-keys";

/** Stops a run; the answer is the run as it is now. */
export function useCancelRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (jobId: string) => postJson<Run>(`/v1/jobs/${encodeURIComponent(jobId)}/cancel`),
    onSuccess: (run) => client.setQueryData(runKeys.one(run.job_id), run),
  });
}
