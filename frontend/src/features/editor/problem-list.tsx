import type { Violation } from "@/shared/api/types";
import { plural } from "@/shared/lib/format";
import { Icon } from "@/shared/ui/icon";
import { Prose } from "@/shared/ui/prose";
import "./problem-list.css";

interface ProblemListProps {
  violations: readonly Violation[];
  onGoTo: (line: number, column: number) => void;
}

/** What is not allowed in the text as it is now, with a way to each place. */
export function ProblemList({ violations, onGoTo }: ProblemListProps) {
  return (
    <div className="problems" role="region" aria-label="Problems">
      <p className="visually-hidden" role="status">
        {violations.length > 0 ? plural(violations.length, "problem") : ""}
      </p>
      {violations.length > 0 && (
        <ul className="problems__list">
          {violations.map((violation) => (
            <li key={`${violation.line}:${violation.column}:${violation.rule}`}>
              <button type="button" className="problems__item" onClick={() => onGoTo(violation.line, violation.column)}>
                <Icon name="warning" />
                <span className="problems__place">Line {violation.line}</span>
                <span>
                  <Prose text={violation.message} />{" "}
                  <span className="problems__allowed">
                    <Prose text={violation.allowed} />
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
