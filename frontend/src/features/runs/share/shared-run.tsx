import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Run, StreamName } from "@/shared/api/types";
import { bytesFromBase64 } from "@/shared/lib/base64";
import { downloadBlob } from "@/shared/lib/download";
import { formatDateTime } from "@/shared/lib/format";
import { LazyCodeEditor } from "@/shared/monaco/lazy-code-editor";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Notice } from "@/shared/ui/notice";
import { Spinner } from "@/shared/ui/spinner";
import { Splitter } from "@/shared/ui/splitter";
import { sharedRunQuery } from "../api/shared-run-query";
import { OutputBuffer } from "../output/output-buffer";
import { OutputPanel } from "../output/output-panel";
import { factsOf, timingsOf } from "../run-facts";
import { NOT_STARTED } from "../events/run-progress";
import { phaseOf } from "../status/run-phase";
import { RunTimingsLine } from "../status/run-timings";
import { StatusBadge } from "../status/status-badge";
import { ViolationList } from "../status/violation-list";
import "../status/run-header.css";
import "../status/run-messages.css";

/** A run as anyone with its link sees it: read only, without any account. */
export function SharedRun({ token, monacoLanguage }: { token: string; monacoLanguage: (id: string) => string }) {
  const { data: run, error, refetch } = useQuery(sharedRunQuery(token));
  if (error && !run) {
    return (
      <div className="page">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!run) return <Spinner label="Loading the shared run" />;
  return (
    <Splitter
      storageKey="code-remote.split"
      label="Width of the program and its output"
      first={
        <section className="editor-pane" aria-label="Program">
          <LazyCodeEditor
            value={run.code}
            language={monacoLanguage(run.language)}
            label="Shared program, read only"
            readOnly
          />
        </section>
      }
      second={<SharedOutcome run={run} />}
    />
  );
}

function SharedOutcome({ run }: { run: Run }) {
  const output = useMemo(() => bufferOf(run), [run]);
  const phase = phaseOf(factsOf(run, NOT_STARTED));
  return (
    <section className="run-pane" aria-label="Result">
      <div className="run-header">
        <StatusBadge phase={phase} />
        <RunTimingsLine timings={timingsOf(run, NOT_STARTED)} />
        <span className="run-header__when">{formatDateTime(run.created_at)}</span>
      </div>
      <div className="run-messages">
        {phase.explanation !== null && <Notice tone="info">{phase.explanation}</Notice>}
        {run.security_violations.length > 0 && <ViolationList violations={run.security_violations} />}
      </div>
      <OutputPanel
        output={output}
        version={output.version}
        truncated={run.truncated_streams}
        emptyText="The program wrote nothing"
        onDownload={(stream) => downloadBlob(blobOf(run, stream), `shared-${stream}.txt`)}
      />
    </section>
  );
}

/** The record keeps the streams apart, so the order between them is not known here. */
function bufferOf(run: Run): OutputBuffer {
  const buffer = new OutputBuffer();
  for (const stream of ["stdout", "stderr"] as const) {
    const base64 = run[`${stream}_base64`];
    if (base64 == null) buffer.appendText(stream, run[stream]);
    else buffer.appendBase64(stream, base64);
  }
  return buffer;
}

function blobOf(run: Run, stream: StreamName): Blob {
  const base64 = run[`${stream}_base64`];
  return new Blob([base64 == null ? run[stream] : bytesFromBase64(base64)], { type: "application/octet-stream" });
}
