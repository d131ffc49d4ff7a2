import type { AnalysisDocument } from "../analysis-document";
import "./verdict.css";
import { CONFIDENCE, className, classWords } from "./words";

/** The classes, and how sure they are. */
export function Verdict({ result }: { result: AnalysisDocument }) {
  const { name, why } = CONFIDENCE[result.confidence];
  return (
    <div className="verdict">
      <dl className="verdict__classes">
        <Complexity name="Time" notation={result.time_complexity} expression={result.time_expression} grows="work" />
        <Complexity
          name="Space"
          notation={result.space_complexity}
          expression={result.space_expression}
          grows="memory"
        />
      </dl>
      <p className="verdict__confidence">
        <strong>{name}</strong> in the time: {why}.
      </p>
      {result.cached && (
        <p className="verdict__cached">Cached: this program was analysed before, and its answer was kept.</p>
      )}
    </div>
  );
}

interface ComplexityProps {
  name: string;
  notation: string;
  /** The same with the program's own names. */
  expression: string;
  grows: "work" | "memory";
}

function Complexity({ name, notation, expression, grows }: ComplexityProps) {
  const words = classWords(notation, grows);
  return (
    <div>
      <dt>{name}</dt>
      <dd className="verdict__class">{className(notation)}</dd>
      {expression !== notation && expression !== "" && (
        <dd className="verdict__expression">
          here <code>{expression}</code>
        </dd>
      )}
      {words !== null && <dd className="verdict__words">{words}</dd>}
    </div>
  );
}
