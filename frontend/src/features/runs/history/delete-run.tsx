import { useState } from "react";
import { Button } from "@/shared/ui/button";
import { notify } from "@/shared/ui/announcer";
import { Dialog } from "@/shared/ui/dialog";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { useDeleteRun } from "../api/delete-mutation";

interface DeleteRunProps {
  jobId: string;
  /** What the run is called for those who do not see it. */
  name: string;
  disabled: boolean;
  onDeleted?: () => void;
  iconOnly?: boolean;
}

/** Deletes a run after asking. */
export function DeleteRun({ jobId, name, disabled, onDeleted, iconOnly = true }: DeleteRunProps) {
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error, reset } = useDeleteRun();
  const close = (): void => {
    setAsking(false);
    reset();
  };
  const confirm = (): void =>
    mutate(jobId, {
      onSuccess: () => {
        notify("Run deleted");
        setAsking(false);
        onDeleted?.();
      },
    });
  return (
    <>
      <Button
        tone="quiet"
        icon="trash"
        iconOnly={iconOnly}
        disabled={disabled}
        aria-label={iconOnly ? `Delete: ${name}` : undefined}
        onClick={() => setAsking(true)}
      >
        Delete
      </Button>
      {asking && (
        <Dialog title="Delete this run?" onClose={close}>
          <p>Its program, its output and its share link go away for good.</p>
          {error && <ErrorNotice error={error} />}
          <div className="dialog__actions">
            <Button onClick={close}>Keep it</Button>
            <Button tone="danger" icon="trash" disabled={isPending} onClick={confirm}>
              Delete run
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
