import { useEffect, useState } from "react";
import { describeError } from "@/shared/api/describe-error";
import { Button } from "./button";
import { Notice } from "./notice";

interface ErrorNoticeProps {
  error: unknown;
  /** Offered when trying again can help; waits are counted down. */
  onRetry?: () => void;
}

/** An error in words, with the wait and a way on. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const { title, message, retryInSeconds, reference } = describeError(error);
  return (
    <Notice tone="bad" title={title} alert>
      <span>{message}</span>
      {reference !== null && <span className="notice__reference">Reference: {reference}</span>}
      {onRetry && retryInSeconds !== null && <RetryButton seconds={retryInSeconds} onRetry={onRetry} />}
    </Notice>
  );
}

function RetryButton({ seconds, onRetry }: { seconds: number; onRetry: () => void }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft((value) => Math.max(0, value - 1)), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="notice__actions">
      <Button icon="replay" onClick={onRetry}>
        {left > 0 ? `Try again (best in ${left} s)` : "Try again"}
      </Button>
    </div>
  );
}
