import { Component, lazy, Suspense, type ReactNode } from "react";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";
import type { CodeEditorProps } from "./code-editor";
import "./code-editor.css";

const load = () => import("./code-editor");
const CodeEditor = lazy(load);

/** Starts the download early, so that it is under way while the page asks its first questions. */
export function preloadEditor(): void {
  load().catch(() => undefined);
}

/** The editor, loaded when first needed; until then, and without it, the text is there to read. */
export function LazyCodeEditor(props: CodeEditorProps) {
  return (
    <LoadBoundary value={props.value}>
      <Suspense fallback={<PlainText value={props.value} busy />}>
        <CodeEditor {...props} />
      </Suspense>
    </LoadBoundary>
  );
}

function PlainText({ value, busy }: { value: string; busy: boolean }) {
  return (
    <pre className="code-editor__fallback" aria-busy={busy}>
      {value}
    </pre>
  );
}

interface LoadBoundaryProps {
  value: string;
  children: ReactNode;
}

/** Catches an editor that could not be loaded, for example because the network is down. */
class LoadBoundary extends Component<LoadBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <>
        <Notice tone="bad" title="The editor could not be loaded" alert>
          <span>Your code is safe in this browser. Check the connection and load the page again.</span>
          <div className="notice__actions">
            <Button icon="replay" onClick={() => location.reload()}>
              Reload
            </Button>
          </div>
        </Notice>
        <PlainText value={this.props.value} busy={false} />
      </>
    );
  }
}
