import { useEffect, useId, useRef, type ReactNode } from "react";
import { Button } from "./button";
import "./dialog.css";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog: the browser's own keeps focus inside and closes on Escape. Mount it to open it. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={ref} className="dialog" aria-labelledby={titleId} onClose={onClose}>
      <header className="dialog__header">
        <h2 id={titleId}>{title}</h2>
        <Button tone="quiet" icon="close" iconOnly onClick={onClose}>
          Close
        </Button>
      </header>
      <div className="dialog__body">{children}</div>
    </dialog>
  );
}
