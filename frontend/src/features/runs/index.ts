/** Runs: submitting, following, showing, finding again, comparing and sharing them. */
export { useActiveRun } from "./active-run";
export { useCancelRun } from "./api/cancel-mutation";
export { CompareRuns } from "./compare/compare-runs";
export { RunDetails } from "./details/run-details";
export { RunHistory } from "./history/run-history";
export { RunOutput } from "./output/run-output";
export { RunActions } from "./run-actions";
export { ShareDialog } from "./share/share-dialog";
export { SharedRun } from "./share/shared-run";
export { RunHeader } from "./status/run-header";
export { RunMessages } from "./status/run-messages";
export { useRun, type RunView } from "./use-run";
export { useSubmit } from "./use-submit";
