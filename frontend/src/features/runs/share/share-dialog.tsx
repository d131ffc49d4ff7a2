import { useEffect, useId } from "react";
import { copyText } from "@/shared/lib/clipboard";
import { notify } from "@/shared/ui/announcer";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Spinner } from "@/shared/ui/spinner";
import { useShareRun, useUnshareRun } from "../api/share-mutations";
import "./share-dialog.css";

interface ShareDialogProps {
  jobId: string;
  onClose: () => void;
}

/** Makes a read-only link to a run, to copy or to withdraw. */
export function ShareDialog({ jobId, onClose }: ShareDialogProps) {
  const share = useShareRun();
  const unshare = useUnshareRun();
  const fieldId = useId();
  const { mutate: makeLink } = share;
  useEffect(() => makeLink(jobId), [jobId, makeLink]);
  const url = share.data ? new URL(share.data.url, location.origin).href : null;
  const copy = async (): Promise<void> => {
    notify(url !== null && (await copyText(url)) ? "Link copied" : "The browser did not allow copying");
  };
  const withdraw = (): void => {
    unshare.mutate(jobId, {
      onSuccess: () => {
        notify("The link no longer works");
        onClose();
      },
    });
  };
  const error = share.error ?? unshare.error;
  return (
    <Dialog title="Share this run" onClose={onClose}>
      <p>Anyone with this link can see the program, its input and its output. They cannot change or run anything.</p>
      {error !== null && <ErrorNotice error={error} onRetry={() => makeLink(jobId)} />}
      {share.isPending && <Spinner label="Making the link" />}
      {url !== null && (
        <>
          <label htmlFor={fieldId}>Link</label>
          <input id={fieldId} className="share-link" readOnly value={url} onFocus={(event) => event.target.select()} />
          <div className="dialog__actions">
            <Button tone="danger" disabled={unshare.isPending} onClick={withdraw}>
              Stop sharing
            </Button>
            <Button tone="primary" icon="copy" onClick={() => void copy()}>
              Copy link
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
