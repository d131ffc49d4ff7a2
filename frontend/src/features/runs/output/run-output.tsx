import { downloadBlob } from "@/shared/lib/download";
import { notify } from "@/shared/ui/announcer";
import { describeError } from "@/shared/api/describe-error";
import type { StreamName } from "@/shared/api/types";
import { fetchLog } from "../api/download-log";
import type { RunView } from "../use-run";
import { OutputPanel } from "./output-panel";

/** The output of a run that is followed live. */
export function RunOutput({ view }: { view: RunView }) {
  const { live, run, jobId } = view;
  const truncated = live.progress.done?.truncated_streams ?? run?.truncated_streams ?? [];
  const download = (stream: StreamName): void => {
    fetchLog(jobId, stream)
      .then((blob) => downloadBlob(blob, `${jobId}-${stream}.txt`))
      .catch((error: unknown) => notify(describeError(error).title));
  };
  return (
    <OutputPanel
      output={live.output}
      version={live.outputVersion}
      truncated={truncated}
      emptyText={emptyText(view)}
      onDownload={download}
    />
  );
}

function emptyText({ phase, live }: RunView): string {
  if (!phase.finished) return "Waiting for output";
  if (live.progress.done === null && live.error === null) return "Loading the output";
  return phase.neverRan === true ? "The program never ran" : "The program wrote nothing";
}
