import { lazy, Suspense, useDeferredValue, useId } from "react";
import { NARRATIVE_MAX } from "../analysis-state";
import "./narrative.css";

const Markdown = lazy(() => import("./markdown"));

interface NarrativeProps {
  text: string;
  /** Whether a model wrote it: otherwise it says again what the evidence shows. */
  byModel: boolean;
}

/** The answer in words. While it streams, drawing it yields to whoever types or scrolls. */
export function Narrative({ text, byModel }: NarrativeProps) {
  const shown = useDeferredValue(text.slice(0, NARRATIVE_MAX));
  const heading = useId();
  if (shown === "") return null;
  const words = (
    <Suspense fallback={<p className="narrative__plain">{shown}</p>}>
      <Markdown text={shown} />
    </Suspense>
  );
  if (!byModel) {
    return (
      <details className="narrative">
        <summary>The answer in words</summary>
        {words}
      </details>
    );
  }
  return (
    <section className="analysis__section" aria-labelledby={heading}>
      <h2 id={heading}>Explanation</h2>
      {words}
      {text.length >= NARRATIVE_MAX && <p className="narrative__cut">The rest is too long to be shown.</p>}
    </section>
  );
}
