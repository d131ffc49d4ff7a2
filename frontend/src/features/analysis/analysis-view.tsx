import { EmptyState } from "@/shared/ui/empty-state";
import { Notice } from "@/shared/ui/notice";
import { Spinner } from "@/shared/ui/spinner";
import type { AnalysisState, Subject } from "./analysis-state";
import { Failure } from "./failure";
import { Narrative } from "./narrative/narrative";
import { Report } from "./report";

interface AnalysisViewProps {
  state: AnalysisState;
  subject: Subject;
  /** Whether a model writes the narrative. */
  explains: boolean;
  onRetry: () => void;
  onGoToLine: (line: number) => void;
}

/** The analysis itself in each of its states. */
export function AnalysisView({ state, subject, explains, onRetry, onGoToLine }: AnalysisViewProps) {
  if (state.kind === "idle" || state.kind === "unavailable") return <Nothing />;
  const stale = state.subject.code !== subject.code || state.subject.language !== subject.language;
  const result = state.kind === "done" ? state.result : state.evidence;
  const byModel = state.kind === "done" && !state.cancelled ? state.result.model !== null : explains;
  const narrative = state.kind === "done" ? state.result.narrative : state.narrative;
  const words = <Narrative text={narrative} byModel={byModel} />;
  return (
    <>
      {stale && (
        <Notice tone="warn" title="The program has changed since">
          This is about the earlier version.
        </Notice>
      )}
      {state.kind === "failed" && <Failure error={state.error} onRetry={onRetry} />}
      {state.kind === "done" && state.cancelled && (
        <Notice tone="info">Cancelled before the explanation was complete. This is the evidence that had come.</Notice>
      )}
      {state.kind === "working" && <Spinner label={progress(result !== null, explains)} />}
      {result === null ? words : <Report result={result} narrative={words} onGoToLine={stale ? null : onGoToLine} />}
    </>
  );
}

function progress(evidence: boolean, explains: boolean): string {
  if (!evidence) return "Reading and measuring the program";
  return explains ? "The model is writing its explanation" : "Finishing";
}

function Nothing() {
  return (
    <EmptyState icon="spark" title="See how the cost grows">
      <p>
        Analyze reads your program, runs it with inputs of growing size, and says how its time and space grow, and why.
      </p>
    </EmptyState>
  );
}
