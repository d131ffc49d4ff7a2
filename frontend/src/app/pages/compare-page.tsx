import { Link, useSearchParams } from "react-router";
import { CompareRuns } from "@/features/runs";
import { useTitle } from "@/shared/lib/use-title";
import { EmptyState } from "@/shared/ui/empty-state";

export function ComparePage() {
  useTitle("Compare runs");
  const [query] = useSearchParams();
  const [a, b] = [query.get("a"), query.get("b")];
  return (
    <div className="page">
      <h1 className="page__title">Compare runs</h1>
      {a !== null && b !== null ? (
        <CompareRuns a={a} b={b} />
      ) : (
        <EmptyState icon="compare" title="Nothing to compare yet">
          <p>
            Pick two runs in the <Link to="/history">history</Link>.
          </p>
        </EmptyState>
      )}
    </div>
  );
}
