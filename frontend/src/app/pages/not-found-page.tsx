import { Link } from "react-router";
import { useTitle } from "@/shared/lib/use-title";
import { EmptyState } from "@/shared/ui/empty-state";

export function NotFoundPage() {
  useTitle("Not found");
  return (
    <EmptyState icon="info" title="There is no such page">
      <p>
        Go to the <Link to="/">editor</Link> or to your <Link to="/history">history</Link>.
      </p>
    </EmptyState>
  );
}
