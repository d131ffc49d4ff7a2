import { useState } from "react";
import { useDraft } from "./draft-store";

interface TimeoutFieldProps {
  maxSeconds: number;
  disabled: boolean;
}

/** The time limit of the next run, in seconds. */
export function TimeoutField({ maxSeconds, disabled }: TimeoutFieldProps) {
  const { timeoutSeconds, change } = useDraft();
  const [text, setText] = useState<string | null>(null);
  const commit = (): void => {
    const value = Number(text);
    if (text !== null && Number.isFinite(value) && value > 0) change({ timeoutSeconds: Math.min(value, maxSeconds) });
    setText(null);
  };
  return (
    <label className="timeout-field" title={`The run is ended after this time (at most ${maxSeconds} s)`}>
      <span className="timeout-field__label">Time limit</span>
      <input
        type="number"
        min={0.1}
        max={maxSeconds}
        step="any"
        inputMode="decimal"
        disabled={disabled}
        value={text ?? Math.min(timeoutSeconds, maxSeconds)}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
      <span>s</span>
    </label>
  );
}
