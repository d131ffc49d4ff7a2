import { useQuery } from "@tanstack/react-query";
import type { Violation } from "@/shared/api/types";
import { useDebounced } from "@/shared/lib/use-debounced";
import { utf8Length } from "@/shared/lib/base64";
import { validateQuery } from "./validate-query";

const PAUSE_MS = 300;
const NONE: readonly Violation[] = [];

export interface ValidationState {
  violations: readonly Violation[];
  /** Whether `violations` is about the text on screen. */
  current: boolean;
}

/** What the policy says about the text, a moment after the typing pauses. */
export function useValidation(language: string, code: string, bytesMax: number): ValidationState {
  const settled = useDebounced(code, PAUSE_MS);
  const fits = utf8Length(settled) <= bytesMax;
  const query = useQuery({
    ...validateQuery(language, settled),
    enabled: fits && settled.trim() !== "",
    // The old marks stay (they move with the text) until the new answer is there.
    placeholderData: (previous) => previous,
  });
  const known = fits && settled.trim() !== "" ? query.data : undefined;
  return {
    violations: known?.security_violations ?? NONE,
    current: settled === code && !query.isPlaceholderData && query.data !== undefined,
  };
}
