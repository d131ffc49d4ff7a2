/** What the person is writing: kept in this browser, so that a reload, a crash or an expired session loses nothing. */
import * as v from "valibot";
import { create } from "zustand";
import { readStored, removeStored, writeStored } from "@/shared/lib/storage";

export interface Draft {
  language: string;
  code: string;
  stdin: string;
  timeoutSeconds: number;
}

interface DraftState extends Draft {
  /** Whether nothing has been written yet, so that an example may take the place. */
  untouched: boolean;
  /** Whether everything on screen is stored. */
  saved: boolean;
  change: (part: Partial<Draft>) => void;
  /** Stores at once; answers whether that worked. */
  save: () => boolean;
  /** Forgets the draft, when its writer signs out. */
  forget: () => void;
}

const STORAGE_KEY = "code-remote.draft";
/** Typing pauses this long before the draft is written. */
const SAVE_AFTER_MS = 400;

const EMPTY: Draft = { language: "python", code: "", stdin: "", timeoutSeconds: 30 };

const storedDraft = v.object({
  language: v.string(),
  code: v.string(),
  stdin: v.string(),
  timeoutSeconds: v.pipe(v.number(), v.gtValue(0)),
});

let timer: ReturnType<typeof setTimeout> | undefined;

export const useDraft = create<DraftState>((set, get) => ({
  ...load(),
  saved: true,
  change: (part) => {
    set({ ...part, untouched: false, saved: false });
    clearTimeout(timer);
    timer = setTimeout(() => get().save(), SAVE_AFTER_MS);
  },
  save: () => {
    clearTimeout(timer);
    const { language, code, stdin, timeoutSeconds } = get();
    const saved = writeStored(STORAGE_KEY, { language, code, stdin, timeoutSeconds } satisfies Draft);
    set({ saved });
    return saved;
  },
  forget: () => {
    clearTimeout(timer);
    removeStored(STORAGE_KEY);
    set({ ...EMPTY, untouched: true, saved: true });
  },
}));

/** Writes what the pause has not written yet, before the page goes away. */
export function saveDraftOnLeave(): () => void {
  const onLeave = (): void => {
    const { saved, save } = useDraft.getState();
    if (!saved) save();
  };
  addEventListener("pagehide", onLeave);
  return () => removeEventListener("pagehide", onLeave);
}

function load(): Draft & { untouched: boolean } {
  const stored = v.safeParse(storedDraft, readStored(STORAGE_KEY));
  return stored.success ? { ...stored.output, untouched: false } : { ...EMPTY, untouched: true };
}
