import type { ReactNode } from "react";
import { Notice } from "@/shared/ui/notice";
import type { AnalysisDocument } from "./analysis-document";
import { Evidence } from "./evidence/evidence";
import { LineNotes } from "./evidence/line-notes";
import { Verdict } from "./verdict/verdict";

interface ReportProps {
  result: AnalysisDocument;
  /** The answer in words, which may still be growing. */
  narrative: ReactNode;
  /** Null when lines are those of an earlier version. */
  onGoToLine: ((line: number) => void) | null;
}

/** One answer: the classes, the words, what would help, and what it all rests on. */
export function Report({ result, narrative, onGoToLine }: ReportProps) {
  return (
    <>
      <Verdict result={result} />
      {result.agreement === "conflict" && (
        <Notice tone="warn" title="The evidence disagrees">
          The source code and the measured runs say different things. An input that the runs did not try may cost more.
        </Notice>
      )}
      {result.notices.map((notice, index) => (
        <Notice key={index} tone="info">
          {notice}
        </Notice>
      ))}
      {result.suggestions.length > 0 && (
        <section className="analysis__section" aria-label="Suggestions">
          <h2>What would help</h2>
          <LineNotes notes={result.suggestions} onGoToLine={onGoToLine} />
        </section>
      )}
      {narrative}
      <Evidence evidence={result.evidence} agreement={result.agreement} onGoToLine={onGoToLine} />
    </>
  );
}
