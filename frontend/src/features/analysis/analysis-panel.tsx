import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { readStored, writeStored } from "@/shared/lib/storage";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Notice } from "@/shared/ui/notice";
import "./analysis-panel.css";
import type { Subject } from "./analysis-state";
import { AnalysisView } from "./analysis-view";
import { analyzeStatusQuery } from "./status-query";
import { useAnalysis } from "./use-analysis";

const AUTO_KEY = "code-remote.auto-analyze";

interface AnalysisPanelProps {
  /** The program in the editor now. */
  subject: Subject;
  /** The run that has just succeeded, which automatic analysis waits for; null otherwise. */
  succeededRun: string | null;
}

/** How the program's time and space grow; nothing else depends on it. */
export function AnalysisPanel({ subject, succeededRun }: AnalysisPanelProps) {
  const status = useQuery(analyzeStatusQuery);
  const { state, start, cancel } = useAnalysis();
  const [auto, setAuto] = useState(() => readStored(AUTO_KEY) === true);
  const usable = status.data?.available === true && state.kind !== "unavailable";
  useAutomaticStart(auto && usable ? succeededRun : null, () => start(subject));
  if (status.error && !status.data) return <ErrorNotice error={status.error} onRetry={() => void status.refetch()} />;
  if (status.data && !usable) return <Unavailable />;
  const toggleAuto = (checked: boolean): void => {
    setAuto(checked);
    writeStored(AUTO_KEY, checked);
  };
  return (
    // Scrolls with the keyboard, so it takes the focus.
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex
    <div className="analysis" role="region" aria-label="Analysis" tabIndex={0}>
      <div className="analysis__bar">
        {state.kind === "working" ? (
          <Button icon="stop" onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <Button icon="spark" disabled={!usable || subject.code.trim() === ""} onClick={() => start(subject)}>
            {state.kind === "idle" ? "Analyze" : "Analyze again"}
          </Button>
        )}
        <label className="analysis__auto">
          <input type="checkbox" checked={auto} onChange={(event) => toggleAuto(event.target.checked)} />
          After every successful run
        </label>
      </div>
      {status.data?.available && isStatic(status.data.provider) && (
        <Notice tone="info">No model is configured: this is static analysis.</Notice>
      )}
      <AnalysisView state={state} subject={subject} onRetry={() => start(subject)} />
    </div>
  );
}

function isStatic(provider: string | null): boolean {
  return provider === null || provider === "static";
}

function Unavailable() {
  return (
    <EmptyState icon="spark" title="Analysis is not available here">
      <p>This deployment does not analyse programs yet. Running, history and sharing work as always.</p>
    </EmptyState>
  );
}

function useAutomaticStart(trigger: string | null, start: () => void): void {
  const handled = useRef<string | null>(null);
  useEffect(() => {
    if (trigger === null || trigger === handled.current) return;
    handled.current = trigger;
    start();
  });
}
