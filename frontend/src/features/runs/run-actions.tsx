import { useState } from "react";
import type { Run } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { DeleteRun } from "./history/delete-run";
import { ShareDialog } from "./share/share-dialog";

interface RunActionsProps {
  run: Run;
  finished: boolean;
  onEdit: () => void;
  onRunAgain: () => void;
  onDeleted: () => void;
}

/** What one does with an earlier run. */
export function RunActions({ run, finished, onEdit, onRunAgain, onDeleted }: RunActionsProps) {
  const [sharing, setSharing] = useState(false);
  return (
    <div className="run-actions">
      <Button tone="primary" icon="replay" onClick={onRunAgain}>
        Run again
      </Button>
      <Button icon="edit" onClick={onEdit}>
        Open in editor
      </Button>
      <Button icon="share" onClick={() => setSharing(true)}>
        Share
      </Button>
      <DeleteRun jobId={run.job_id} name={run.job_id} disabled={!finished} onDeleted={onDeleted} iconOnly={false} />
      {sharing && <ShareDialog jobId={run.job_id} onClose={() => setSharing(false)} />}
    </div>
  );
}
