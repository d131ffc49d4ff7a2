import { useState } from "react";
import { Link } from "react-router";
import { TimeoutField } from "@/features/editor";
import { ShareDialog, type RunView } from "@/features/runs";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";

interface RunControlsProps {
  busy: boolean;
  stopping: boolean;
  canRun: boolean;
  maxSeconds: number;
  view: RunView | null;
  onRun: () => void;
  onStop: () => void;
}

const RUN_KEYS = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘ Enter" : "Ctrl Enter";

/** Run or Stop, the time limit, and what one does with the run that is shown. */
export function RunControls({ busy, stopping, canRun, maxSeconds, view, onRun, onStop }: RunControlsProps) {
  const [sharing, setSharing] = useState(false);
  return (
    <div className="command-bar" role="toolbar" aria-label="Run">
      {/* One button for both, so that the focus stays when the one becomes the other. */}
      <Button
        className="run-button"
        tone={busy ? "danger" : "primary"}
        icon={busy ? "stop" : "play"}
        aria-disabled={busy ? stopping : !canRun}
        onClick={busy ? onStop : onRun}
      >
        {busy ? (stopping ? "Stopping…" : "Stop") : "Run"}
      </Button>
      <span className="shortcut-hint">
        <kbd className="shortcut">{RUN_KEYS}</kbd>
      </span>
      <TimeoutField maxSeconds={maxSeconds} disabled={busy} />
      {view?.phase.finished && (
        <div className="command-bar__end command-bar__end--brief">
          <Button tone="quiet" icon="share" onClick={() => setSharing(true)}>
            Share
          </Button>
          <Link className="button button--quiet" to={`/runs/${view.jobId}`}>
            <Icon name="link" />
            <span>Open run</span>
          </Link>
        </div>
      )}
      {sharing && view && <ShareDialog jobId={view.jobId} onClose={() => setSharing(false)} />}
    </div>
  );
}
