/** Light, dark, or what the system says; remembered in this browser. */
import { create } from "zustand";
import { useMedia } from "@/shared/lib/use-media";
import { readStored, writeStored } from "@/shared/lib/storage";

export type ThemeChoice = "system" | "light" | "dark";

const STORAGE_KEY = "code-remote.theme";

interface ThemeState {
  choice: ThemeChoice;
  choose: (choice: ThemeChoice) => void;
}

export const useThemeStore = create<ThemeState>((set) => ({
  choice: storedChoice(),
  choose: (choice) => {
    writeStored(STORAGE_KEY, choice);
    applyTheme(choice);
    set({ choice });
  },
}));

/** Tells the style sheet; without the attribute it follows the system by itself. */
export function applyTheme(choice: ThemeChoice): void {
  if (choice === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", choice);
}

/** The theme in force now, for parts that style sheets cannot reach (the editor). */
export function useEffectiveTheme(): "light" | "dark" {
  const choice = useThemeStore((state) => state.choice);
  const systemDark = useMedia("(prefers-color-scheme: dark)");
  if (choice !== "system") return choice;
  return systemDark ? "dark" : "light";
}

function storedChoice(): ThemeChoice {
  const stored = readStored(STORAGE_KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}
