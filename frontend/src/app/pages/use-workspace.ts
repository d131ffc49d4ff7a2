import { useQuery } from "@tanstack/react-query";
import { useDraft } from "@/features/editor";
import { useActiveRun, useCancelRun, useRun, useSubmit } from "@/features/runs";
import { configQuery } from "@/shared/config/config-query";

const DEFAULT_MAX_SECONDS = 30;

/** Joins the draft with the run that it becomes. */
export function useWorkspace() {
  const { code, language } = useDraft();
  const { jobId, show } = useActiveRun();
  const view = useRun(jobId);
  const submission = useSubmit(show);
  const cancel = useCancelRun();
  const { data: config } = useQuery(configQuery);
  const maxSeconds = config ? config.limits.wall_time_ms / 1_000 : DEFAULT_MAX_SECONDS;
  const following = view !== null && !view.phase.finished && view.error == null && !view.overdue;
  const busy = submission.pending || following;
  const canRun = code.trim() !== "";
  const run = (): void => {
    if (busy || !canRun) return;
    const draft = useDraft.getState();
    draft.save();
    cancel.reset();
    submission.submit({
      language: draft.language,
      code: draft.code,
      stdin: draft.stdin,
      timeout_seconds: Math.min(draft.timeoutSeconds, maxSeconds),
    });
  };
  const stop = (): void => {
    if (submission.pending) submission.abandon();
    else if (jobId !== null && !stopping) cancel.mutate(jobId);
  };
  const stopping = cancel.isPending || (following && view.run?.cancel_requested === true);
  return {
    view,
    run,
    stop,
    busy,
    stopping,
    canRun,
    maxSeconds,
    submitting: submission.pending,
    error: submission.error ?? cancel.error,
    subject: { language, code },
  };
}
