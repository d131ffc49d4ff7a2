import { useRef } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useDraft, useLanguage } from "@/features/editor";
import { RunActions, useCancelRun, useRun, useSubmit, type RunView } from "@/features/runs";
import type { Run } from "@/shared/api/types";
import { formatDateTime } from "@/shared/lib/format";
import { useTitle } from "@/shared/lib/use-title";
import type { CodeEditorHandle } from "@/shared/monaco/code-editor";
import { LazyCodeEditor } from "@/shared/monaco/lazy-code-editor";
import { Button } from "@/shared/ui/button";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Spinner } from "@/shared/ui/spinner";
import { Splitter } from "@/shared/ui/splitter";
import { ResultPane } from "./result-pane";

/** One run at its own address: its program, its result, and what to do with it. */
export function RunPage() {
  const { jobId = "" } = useParams();
  const view = useRun(jobId);
  useTitle(view?.run ? `${view.phase.label} · run` : "Run");
  if (!view?.run) {
    return (
      <div className="page">
        {view?.error != null ? <NoRun error={view.error} /> : <Spinner label="Loading the run" />}
      </div>
    );
  }
  return <LoadedRun key={jobId} view={view} run={view.run} />;
}

function NoRun({ error }: { error: unknown }) {
  return (
    <>
      <ErrorNotice error={error} />
      <p>
        Go to the <Link to="/">editor</Link> or to your <Link to="/history">history</Link>.
      </p>
    </>
  );
}

function LoadedRun({ view, run }: { view: RunView; run: Run }) {
  const navigate = useNavigate();
  const cancel = useCancelRun();
  const editor = useRef<CodeEditorHandle>(null);
  const { language } = useLanguage(run.language);
  const { submit, error } = useSubmit((jobId) => void navigate(`/runs/${jobId}`));
  const timeoutSeconds = run.limits.wall_time_ms / 1_000;
  const { code, stdin, args } = run;
  const edit = (): void => {
    useDraft.getState().change({ language: run.language, code, stdin, timeoutSeconds });
    void navigate("/");
  };
  const again = (): void => submit({ language: run.language, code, stdin, args, timeout_seconds: timeoutSeconds });
  return (
    <>
      <div className="command-bar">
        <h1 className="command-bar__title">Run</h1>
        <span className="command-bar__note">{formatDateTime(run.created_at)}</span>
        <div className="command-bar__end">
          {!view.phase.finished && (
            <Button tone="danger" icon="stop" disabled={cancel.isPending} onClick={() => cancel.mutate(run.job_id)}>
              Stop
            </Button>
          )}
          <RunActions
            run={run}
            finished={view.phase.finished}
            onEdit={edit}
            onRunAgain={again}
            onDeleted={() => void navigate("/history")}
          />
        </div>
      </div>
      <Splitter
        storageKey="code-remote.split"
        label="Width of the program and its output"
        first={
          <section className="editor-pane" aria-label="Program">
            <LazyCodeEditor
              ref={editor}
              value={run.code}
              language={language.monaco}
              label={`${language.name} program of this run, read only`}
              violations={run.security_violations}
              readOnly
            />
            {run.stdin !== "" && <RunInput stdin={run.stdin} />}
          </section>
        }
        second={
          <ResultPane
            view={view}
            submitError={error}
            onRetry={again}
            subject={{ language: run.language, code: run.code }}
            onGoToLine={(line) => editor.current?.goTo(line, 1)}
          />
        }
      />
    </>
  );
}

function RunInput({ stdin }: { stdin: string }) {
  return (
    <details className="stdin-box">
      <summary>Input</summary>
      <textarea aria-label="Standard input of this run" rows={4} readOnly value={stdin} />
    </details>
  );
}
