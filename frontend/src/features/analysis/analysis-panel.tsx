import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { readStored, writeStored } from "@/shared/lib/storage";
import { Button } from "@/shared/ui/button";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Notice } from "@/shared/ui/notice";
import { AnalysisBar } from "./analysis-bar";
import "./analysis-panel.css";
import type { Subject } from "./analysis-state";
import { AnalysisView } from "./analysis-view";
import { analyzeStatusQuery } from "./status-query";
import { Unavailable } from "./unavailable";
import type { AnalysisControl } from "./use-analysis";

const AUTO_KEY = "code-remote.auto-analyze";

interface AnalysisPanelProps {
  /** Kept by the page, so that the answer is still there after a look at another tab. */
  analysis: AnalysisControl;
  /** The program in the editor now. */
  subject: Subject;
  /** The run that has succeeded last, which automatic analysis waits for; null otherwise. */
  succeededRun: string | null;
  /** Shows a line of the program. */
  onGoToLine: (line: number) => void;
}

/** How the program's time and space grow; nothing else depends on it. */
export function AnalysisPanel({ analysis, subject, succeededRun, onGoToLine }: AnalysisPanelProps) {
  const status = useQuery(analyzeStatusQuery);
  const { state, start, startAfter, cancel, reset } = analysis;
  const [auto, setAuto] = useState(() => readStored(AUTO_KEY) === true);
  const usable = status.data?.available === true && state.kind !== "unavailable";
  const due = auto && usable && subject.code.trim() !== "" ? succeededRun : null;
  useEffect(() => {
    if (due !== null) startAfter(due, subject);
  });
  if (status.error && !status.data) return <ErrorNotice error={status.error} onRetry={() => void status.refetch()} />;
  if (status.data && !usable) return <Unavailable onRetry={() => void status.refetch().then(reset)} />;
  const toggleAuto = (checked: boolean): void => {
    setAuto(checked);
    writeStored(AUTO_KEY, checked);
  };
  return (
    // Scrolls with the keyboard, so it takes the focus.
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex
    <div className="analysis" role="region" aria-label="Analysis" tabIndex={0}>
      <AnalysisBar auto={auto} onAuto={toggleAuto}>
        {state.kind === "working" ? (
          <Button icon="stop" onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <Button icon="spark" disabled={!usable || subject.code.trim() === ""} onClick={() => start(subject)}>
            {state.kind === "idle" ? "Analyze" : "Analyze again"}
          </Button>
        )}
      </AnalysisBar>
      {status.data?.provider === null && (
        <Notice tone="info">
          No model is configured: this is {status.data.measures ? "static and measured" : "static"} analysis.
        </Notice>
      )}
      <AnalysisView
        state={state}
        subject={subject}
        explains={status.data?.provider != null}
        onRetry={() => start(subject)}
        onGoToLine={onGoToLine}
      />
    </div>
  );
}
