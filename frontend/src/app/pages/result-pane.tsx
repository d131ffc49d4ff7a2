import { useRef, useState } from "react";
import { AnalysisPanel, useAnalysis } from "@/features/analysis";
import { RunDetails, RunHeader, RunMessages, RunOutput, type RunView } from "@/features/runs";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Spinner } from "@/shared/ui/spinner";
import { Tabs } from "@/shared/ui/tabs";
import { useBroughtIntoView } from "./use-brought-into-view";

interface ResultPaneProps {
  view: RunView | null;
  submitting?: boolean;
  submitError?: unknown;
  onRetry?: () => void;
  /** What the analysis panel is about. */
  subject: { language: string; code: string };
  /** Shows a line of that program. */
  onGoToLine: (line: number) => void;
}

type TabId = "output" | "details" | "analysis";

/** Everything that comes back: state, output, details, analysis. */
export function ResultPane(props: ResultPaneProps) {
  const { view, submitting = false, submitError, onRetry, subject, onGoToLine } = props;
  const analysis = useAnalysis();
  const [tab, setTab] = useState<TabId>("output");
  const pane = useRef<HTMLElement>(null);
  useBroughtIntoView(pane, submitting);
  const succeeded = view?.run?.status === "success" ? view.jobId : null;
  return (
    <section className="run-pane" aria-label="Result" ref={pane}>
      {submitError != null && (
        <div className="run-messages">
          <ErrorNotice error={submitError} {...(onRetry ? { onRetry } : {})} />
        </div>
      )}
      <Tabs
        label="Result"
        selected={tab}
        onSelect={setTab}
        items={[
          { id: "output", label: "Output", content: <Output view={view} submitting={submitting} /> },
          { id: "details", label: "Details", content: <Details view={view} /> },
          {
            id: "analysis",
            label: "Analysis",
            content: (
              <AnalysisPanel analysis={analysis} subject={subject} succeededRun={succeeded} onGoToLine={onGoToLine} />
            ),
          },
        ]}
      />
    </section>
  );
}

function Output({ view, submitting }: { view: RunView | null; submitting: boolean }) {
  if (submitting) return <Spinner label="Sending the program" />;
  if (view === null) {
    return (
      <EmptyState icon="play" title="Run the program to see its output">
        <p>It runs in a fresh sandbox of its own, which is destroyed afterwards.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <RunHeader view={view} />
      <RunMessages view={view} />
      <RunOutput view={view} />
    </>
  );
}

function Details({ view }: { view: RunView | null }) {
  if (view?.run) return <RunDetails run={view.run} />;
  return <EmptyState icon="info" title="Nothing has run yet" />;
}
