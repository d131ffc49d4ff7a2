import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { Run, Submission } from "@/shared/api/types";
import { runKeys } from "./api/run-keys";
import { submitRun, type Submitted } from "./api/submit-run";

/** Submits programs; one at a time, and `abandon` stops trying. */
export function useSubmit(onSubmitted: (jobId: string) => void) {
  const client = useQueryClient();
  const controller = useRef<AbortController | null>(null);
  const mutation = useMutation({
    mutationFn: (submission: Submission) => {
      controller.current = new AbortController();
      return submitRun(submission, controller.current.signal);
    },
    onSuccess: (submitted) => {
      if (isResult(submitted)) client.setQueryData(runKeys.one(submitted.job_id), submitted);
      void client.invalidateQueries({ queryKey: runKeys.list });
      onSubmitted(submitted.job_id);
    },
  });
  return {
    submit: mutation.mutate,
    pending: mutation.isPending,
    error: isAbort(mutation.error) ? null : mutation.error,
    abandon: () => controller.current?.abort(),
  };
}

function isResult(submitted: Submitted): submitted is Run {
  return "limits" in submitted;
}

/** The person pressed Stop before the program was accepted. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
