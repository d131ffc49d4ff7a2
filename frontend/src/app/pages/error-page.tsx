import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";

/** When a page fails in a way that nobody foresaw. */
export function ErrorPage() {
  return (
    <main className="shell">
      <EmptyState icon="warning" title="This page could not be shown">
        <p>Your draft is saved in this browser. Reload to go on.</p>
        <Button icon="replay" onClick={() => location.reload()}>
          Reload
        </Button>
      </EmptyState>
    </main>
  );
}
