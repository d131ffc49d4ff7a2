import { useEffect, useRef } from "react";
import { announce } from "@/shared/ui/announcer";
import type { RunView } from "../use-run";
import "./run-header.css";
import { RunTimingsLine } from "./run-timings";
import { StatusBadge } from "./status-badge";

/** One line over the output: how the run stands, and how long each part took. */
export function RunHeader({ view }: { view: RunView }) {
  const { phase, timings } = view;
  useAnnounced(phase.explanation === null ? phase.label : `${phase.label}. ${phase.explanation}`);
  return (
    <div className="run-header">
      <StatusBadge phase={phase} />
      {view.run?.truncated && <StatusBadge phase={{ label: "Output cut", tone: "warn" }} />}
      {phase.neverRan !== true && <RunTimingsLine timings={timings} />}
    </div>
  );
}

/** Screen readers hear every change of state, but not the state that a page opens with. */
function useAnnounced(text: string): void {
  const said = useRef<string | null>(null);
  useEffect(() => {
    if (said.current !== text) announce(text);
    said.current = text;
  }, [text]);
}
