import { lazy, Suspense } from "react";
import { ApiError } from "@/shared/api/api-error";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Notice } from "@/shared/ui/notice";
import { Spinner } from "@/shared/ui/spinner";
import type { AnalysisState, Subject } from "./analysis-state";

const Markdown = lazy(() => import("./markdown"));

interface AnalysisViewProps {
  state: AnalysisState;
  subject: Subject;
  onRetry: () => void;
}

/** The analysis itself in each of its states. */
export function AnalysisView({ state, subject, onRetry }: AnalysisViewProps) {
  switch (state.kind) {
    case "idle":
    case "unavailable":
      return (
        <EmptyState icon="spark" title="See how the cost grows">
          <p>Analyze estimates the time and space of your program as its input grows, and says why.</p>
        </EmptyState>
      );
    case "working":
      return (
        <>
          <Spinner label="Analyzing" />
          <Narrative text={state.narrative} />
        </>
      );
    case "failed":
      return (
        <>
          <Failure error={state.error} onRetry={onRetry} />
          <Narrative text={state.narrative} />
        </>
      );
    case "done": {
      const { result } = state;
      const stale = state.subject.code !== subject.code || state.subject.language !== subject.language;
      return (
        <>
          {stale && <Notice tone="warn">The program has changed since. This is about the earlier version.</Notice>}
          <dl className="analysis__classes">
            <Complexity name="Time" value={result.time_complexity} />
            <Complexity name="Space" value={result.space_complexity} />
          </dl>
          <Narrative text={result.narrative ?? ""} />
          {result.model !== null && <p className="analysis__source">Explained by {result.model}</p>}
        </>
      );
    }
  }
}

function Complexity({ name, value }: { name: string; value: string | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value ?? "Unknown"}</dd>
    </div>
  );
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError) return <ErrorNotice error={error} onRetry={onRetry} />;
  return (
    <Notice tone="bad" title="The analysis failed" alert>
      {typeof error === "string" ? error : "Try again in a moment."}
    </Notice>
  );
}

function Narrative({ text }: { text: string }) {
  if (text === "") return null;
  return (
    <Suspense fallback={<p className="analysis__plain">{text}</p>}>
      <Markdown text={text} />
    </Suspense>
  );
}
