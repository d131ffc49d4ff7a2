import type { RunView } from "@/features/runs";

/** How the live output arrives, in words; null when nothing runs. */
export function connectionWords(view: RunView | null): string | null {
  if (view === null || view.phase.finished) return null;
  switch (view.live.connection) {
    case "connecting":
      return "Connecting…";
    case "live":
      return "Live";
    case "quiet":
      return "Quiet: connecting again";
    case "reconnecting":
      return "Connection lost: connecting again";
    case "closed":
      return null;
  }
}
