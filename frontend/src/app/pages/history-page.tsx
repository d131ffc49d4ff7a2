import { RunHistory } from "@/features/runs";
import { useTitle } from "@/shared/lib/use-title";

export function HistoryPage() {
  useTitle("History");
  return (
    <div className="page">
      <h1 className="page__title">History</h1>
      <RunHistory />
    </div>
  );
}
