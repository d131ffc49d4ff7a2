import { plural } from "@/shared/lib/format";
import type { Agreement, MeasuredEvidence } from "../analysis-document";
import { GrowthPlot } from "../plot/growth-plot";
import { agreementWords } from "../verdict/words";
import { Source } from "./source";

interface MeasuredSourceProps {
  measured: MeasuredEvidence | null;
  agreement: Agreement;
}

/** What runs at growing sizes say, with their plot. */
export function MeasuredSource({ measured, agreement }: MeasuredSourceProps) {
  const name = "Measured runs";
  if (measured === null || measured.points.length === 0) {
    return <Source name={name} says="This program was not measured." />;
  }
  return (
    <Source name={name} says={says(measured, agreement)}>
      <GrowthPlot measured={measured} />
    </Source>
  );
}

function says({ time_complexity: time, quality, points }: MeasuredEvidence, agreement: Agreement): string {
  const runs = plural(points.length, "run");
  if (time === "unknown") return `The steps of ${runs} follow no class.`;
  const fit = `The steps of ${runs} grow as ${time}; the curve fits to ${Math.round(quality * 100)} %.`;
  return agreement === "single" ? fit : `${fit} ${agreementWords(agreement, "the source code")}.`;
}
