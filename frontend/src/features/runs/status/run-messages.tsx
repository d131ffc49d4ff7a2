import type { RunView } from "../use-run";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Notice } from "@/shared/ui/notice";
import "./run-messages.css";
import { ViolationList } from "./violation-list";

interface RunMessagesProps {
  view: RunView;
  onGoTo?: (line: number, column: number) => void;
}

/** What a person should know beyond the state word: why, what to do, and how the connection is. */
export function RunMessages({ view, onGoTo }: RunMessagesProps) {
  const { phase, live, run, error, overdue } = view;
  const violations = live.progress.done?.security_violations ?? run?.security_violations ?? [];
  const programError = phase.finished && phase.explanation === null ? (live.progress.done?.error ?? run?.error) : null;
  return (
    <div className="run-messages">
      {error != null && <ErrorNotice error={error} />}
      <ConnectionNotice view={view} />
      {overdue && (
        <Notice tone="warn" title="No result yet" alert>
          <span>
            The program should have ended by now. You can go on working: if the result still comes, it appears here and
            in the history.
          </span>
        </Notice>
      )}
      {phase.explanation !== null && <Notice tone={noticeTone(phase.tone)}>{phase.explanation}</Notice>}
      {violations.length > 0 && <ViolationList violations={violations} {...(onGoTo ? { onGoTo } : {})} />}
      {programError != null && !programError.startsWith("Exited with code") && (
        <p className="run-messages__error">{programError}</p>
      )}
    </div>
  );
}

function noticeTone(tone: string): "info" | "warn" | "bad" {
  if (tone === "bad") return "bad";
  return tone === "warn" ? "warn" : "info";
}

const CONNECTING_AGAIN = "Connecting again; the run goes on, or is tried again if the service restarts.";
/** The record can tell of the end before the events do. */
const ENDED_MEANWHILE = "Connecting again; the program has ended, and the rest of its output is still to come.";

function ConnectionNotice({ view }: { view: RunView }) {
  const again = view.phase.finished ? ENDED_MEANWHILE : CONNECTING_AGAIN;
  switch (view.live.connection) {
    case "quiet":
      return (
        <Notice tone="warn" title="The live output went quiet" alert>
          <span>Nothing has come from the server for a while. {again}</span>
        </Notice>
      );
    case "reconnecting":
      return (
        <Notice tone="warn" title="Connection lost" alert>
          <span>{again}</span>
        </Notice>
      );
    case "connecting":
    case "live":
    case "closed":
      return null;
  }
}
