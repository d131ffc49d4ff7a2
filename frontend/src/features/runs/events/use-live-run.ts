import { useEffect, useMemo, useSyncExternalStore } from "react";
import { OutputBuffer } from "../output/output-buffer";
import { LiveRun, type LiveSnapshot } from "./live-run";
import { NOT_STARTED } from "./run-progress";

export interface FollowedRun extends LiveSnapshot {
  output: OutputBuffer;
}

const NOTHING: LiveSnapshot = { progress: NOT_STARTED, connection: "closed", outputVersion: 0, error: null };
const EMPTY_OUTPUT = new OutputBuffer();
const noSubscription = (): (() => void) => () => undefined;

/** Follows a run while the component is there; nothing when there is no run. */
export function useLiveRun(jobId: string | null): FollowedRun {
  const run = useMemo(() => (jobId === null ? null : new LiveRun(jobId)), [jobId]);
  const snapshot = useSyncExternalStore(run?.subscribe ?? noSubscription, run?.snapshot ?? (() => NOTHING));
  useEffect(() => {
    run?.start();
    return () => run?.stop();
  }, [run]);
  return { ...snapshot, output: run?.output ?? EMPTY_OUTPUT };
}
