/** Short messages: shown for a moment at the edge of the page and read out by screen readers. */
import { useEffect } from "react";
import { create } from "zustand";
import "./announcer.css";

const SHOWN_MS = 3_500;

interface AnnouncerState {
  message: string;
  /** Shown as well as read out. */
  visible: boolean;
  serial: number;
}

const useAnnouncer = create<AnnouncerState>(() => ({ message: "", visible: false, serial: 0 }));

/** Reads a change out to those who cannot see it. */
export function announce(message: string): void {
  useAnnouncer.setState(({ serial }) => ({ message, visible: false, serial: serial + 1 }));
}

/** Confirms something to everyone. */
export function notify(message: string): void {
  useAnnouncer.setState(({ serial }) => ({ message, visible: true, serial: serial + 1 }));
}

export function Announcer() {
  const { message, visible, serial } = useAnnouncer();
  useEffect(() => {
    if (!visible) return;
    const timer = setTimeout(() => useAnnouncer.setState({ visible: false }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [visible, serial]);
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {message}
      </div>
      {visible && (
        <div className="toast" aria-hidden="true">
          {message}
        </div>
      )}
    </>
  );
}
