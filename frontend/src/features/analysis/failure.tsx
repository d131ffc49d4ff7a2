import { ApiError } from "@/shared/api/api-error";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Notice } from "@/shared/ui/notice";

/** Why there is no answer, or only a part of one. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && error.kind !== "timeout") return <ErrorNotice error={error} onRetry={onRetry} />;
  return (
    <Notice tone="bad" title="The analysis failed" alert>
      {reason(error)}
    </Notice>
  );
}

function reason(error: unknown): string {
  if (typeof error === "string" && error !== "") return error;
  if (error instanceof ApiError)
    return "It took longer than a minute. A smaller program, or a later try, may do better.";
  return "Nothing came for a while. Try again in a moment.";
}
