import type { ReactNode } from "react";

interface AnalysisBarProps {
  auto: boolean;
  onAuto: (checked: boolean) => void;
  /** The button that starts or ends. */
  children: ReactNode;
}

/** What one can do here. */
export function AnalysisBar({ auto, onAuto, children }: AnalysisBarProps) {
  return (
    <div className="analysis__bar">
      {children}
      <label className="analysis__auto">
        <input type="checkbox" checked={auto} onChange={(event) => onAuto(event.target.checked)} />
        After every successful run
      </label>
    </div>
  );
}
