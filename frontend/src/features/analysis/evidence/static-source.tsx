import type { StaticEvidence } from "../analysis-document";
import { CONFIDENCE, className } from "../verdict/words";
import { FunctionTable } from "./function-table";
import { LineNotes } from "./line-notes";
import { Source } from "./source";

interface StaticSourceProps {
  source: StaticEvidence;
  onGoToLine: ((line: number) => void) | null;
}

/** What the syntax tree says: the lines that decide, and each function where there are several. */
export function StaticSource({ source, onGoToLine }: StaticSourceProps) {
  const { time_complexity: time, space_complexity: space, confidence, reasons, functions } = source;
  const says = `Time ${className(time)}, space ${className(space)}. ${CONFIDENCE[confidence].name}.`;
  return (
    <Source name="Source code" says={says}>
      {reasons.length > 0 && <LineNotes notes={reasons} onGoToLine={onGoToLine} />}
      {functions.length > 1 && <FunctionTable functions={functions} onGoToLine={onGoToLine} />}
    </Source>
  );
}
