import "./prose.css";

/** A sentence of the service, in which names of code stand between backticks. */
export function Prose({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className="prose-code">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
