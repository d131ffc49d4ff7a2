/** The run that the editor page shows: remembered by this tab, so that a reload goes on watching it. */
import { create } from "zustand";

const STORAGE_KEY = "code-remote.active-run";

interface ActiveRunState {
  jobId: string | null;
  show: (jobId: string | null) => void;
}

export const useActiveRun = create<ActiveRunState>((set) => ({
  jobId: stored(),
  show: (jobId) => {
    remember(jobId);
    set({ jobId });
  },
}));

function stored(): string | null {
  try {
    return sessionStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** A job id is an address, not a secret: without its owner's token it opens nothing. */
function remember(jobId: string | null): void {
  try {
    if (jobId === null) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, jobId);
  } catch {
    // Without storage a reload starts with an empty output.
  }
}
