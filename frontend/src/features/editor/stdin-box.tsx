import { useQuery } from "@tanstack/react-query";
import { configQuery } from "@/shared/config/config-query";
import { utf8Length } from "@/shared/lib/base64";
import { formatBytes } from "@/shared/lib/format";
import { useDraft } from "./draft-store";

/** What the program reads from its standard input; folded away until wanted. */
export function StdinBox({ readOnly }: { readOnly: boolean }) {
  const { stdin, change } = useDraft();
  const { data: config } = useQuery(configQuery);
  // Elsewhere `sys` cannot be imported.
  const ways = config?.imports === "any" ? "input() or sys.stdin" : "input()";
  return (
    <details className="stdin-box">
      <summary>
        Input{" "}
        <span className="stdin-box__note">{stdin === "" ? "stdin is empty" : formatBytes(utf8Length(stdin))}</span>
      </summary>
      <textarea
        aria-label="Standard input"
        placeholder={`What the program reads with ${ways}`}
        spellCheck={false}
        rows={4}
        value={stdin}
        readOnly={readOnly}
        onChange={(event) => change({ stdin: event.target.value })}
      />
    </details>
  );
}
