import type { Phase } from "./run-phase";
import "./status-badge.css";

/** The state of a run in words, with a mark and a colour that only repeat them. */
export function StatusBadge({ phase }: { phase: Pick<Phase, "label" | "tone"> }) {
  return (
    <span className={`status-badge status-badge--${phase.tone}`}>
      <span className="status-badge__mark" aria-hidden="true" />
      {phase.label}
    </span>
  );
}
