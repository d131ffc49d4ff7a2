import { useId } from "react";
import type { Agreement, AnalysisDocument } from "../analysis-document";
import "./evidence.css";
import { MeasuredSource } from "./measured-source";
import { ModelSource } from "./model-source";
import { StaticSource } from "./static-source";

interface EvidenceProps {
  evidence: AnalysisDocument["evidence"];
  /** How the source code and the runs relate. */
  agreement: Agreement;
  onGoToLine: ((line: number) => void) | null;
}

/** What the answer rests on, source by source. */
export function Evidence({ evidence, agreement, onGoToLine }: EvidenceProps) {
  const heading = useId();
  return (
    <section className="analysis__section evidence" aria-labelledby={heading}>
      <h2 id={heading}>Evidence</h2>
      {evidence.model && <ModelSource model={evidence.model} />}
      <StaticSource source={evidence.static} onGoToLine={onGoToLine} />
      <MeasuredSource measured={evidence.measured} agreement={agreement} />
    </section>
  );
}
