import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send } from "@/shared/api/http";
import { runKeys } from "./run-keys";

/** Deletes a finished run for good. */
export function useDeleteRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (jobId: string) => send("DELETE", `/v1/jobs/${encodeURIComponent(jobId)}`),
    onSuccess: (_, jobId) => {
      client.removeQueries({ queryKey: runKeys.one(jobId) });
      return client.invalidateQueries({ queryKey: runKeys.list });
    },
  });
}
