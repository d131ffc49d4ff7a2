import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";

/** There is no analyzer, or it is away. */
export function Unavailable({ onRetry }: { onRetry: () => void }) {
  return (
    <EmptyState icon="spark" title="Analysis is not available here">
      <p>No analyzer answers right now. Running, history and sharing work as always.</p>
      <Button icon="replay" onClick={onRetry}>
        Look again
      </Button>
    </EmptyState>
  );
}
