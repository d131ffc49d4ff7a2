import { useRef } from "react";
import { EditorPane, EditorStatus } from "@/features/editor";
import { useTitle } from "@/shared/lib/use-title";
import type { CodeEditorHandle } from "@/shared/monaco/code-editor";
import { Splitter } from "@/shared/ui/splitter";
import { StatusBar } from "../layout/status-bar";
import { connectionWords } from "./connection-words";
import { ResultPane } from "./result-pane";
import { RunControls } from "./run-controls";
import { useRunShortcut } from "./use-run-shortcut";
import { useWorkspace } from "./use-workspace";

/** Write, run, watch: the page that most people see. */
export function WorkspacePage() {
  useTitle("");
  const { view, run, stop, busy, stopping, canRun, maxSeconds, submitting, error, subject } = useWorkspace();
  const editor = useRef<CodeEditorHandle>(null);
  useRunShortcut(run);
  return (
    <>
      <h1 className="visually-hidden">Editor</h1>
      <RunControls
        busy={busy}
        stopping={stopping}
        canRun={canRun}
        maxSeconds={maxSeconds}
        view={view}
        onRun={run}
        onStop={stop}
      />
      <Splitter
        storageKey="code-remote.split"
        label="Width of the program and its output"
        first={<EditorPane ref={editor} readOnly={busy} onRun={run} />}
        second={
          <ResultPane
            view={view}
            submitting={submitting}
            submitError={error}
            onRetry={run}
            subject={subject}
            onGoToLine={(line) => editor.current?.goTo(line, 1)}
          />
        }
      />
      <StatusBar connection={connectionWords(view)}>
        <EditorStatus />
      </StatusBar>
    </>
  );
}
