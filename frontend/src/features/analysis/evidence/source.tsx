import { useId, type ReactNode } from "react";

interface SourceProps {
  name: string;
  /** What it says in short. */
  says: string;
  children?: ReactNode;
}

/** One of those that were asked. */
export function Source({ name, says, children }: SourceProps) {
  const heading = useId();
  return (
    <section className="evidence__source" aria-labelledby={heading}>
      <h3 id={heading}>{name}</h3>
      <p className="evidence__says">{says}</p>
      {children}
    </section>
  );
}
