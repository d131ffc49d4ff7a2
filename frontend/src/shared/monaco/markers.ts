import type * as Monaco from "monaco-editor/editor/editor.api.js";
import type { Violation } from "@/shared/api/types";

/** `MarkerSeverity.Error`, spelled out so that this file does not load the editor. */
const SEVERITY_ERROR = 8;

/** A violation where the editor underlines it, with the reason and what is allowed. */
export function toMarker(violation: Violation, lineText: (line: number) => string): Monaco.editor.IMarkerData {
  const startColumn = utf16Column(lineText(violation.line), violation.column);
  const endColumn = utf16Column(lineText(violation.end_line), violation.end_column);
  const isPoint = violation.end_line === violation.line && endColumn <= startColumn;
  return {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum itself would load the editor
    severity: SEVERITY_ERROR,
    source: "Code Remote",
    message: violation.allowed === "" ? violation.message : `${violation.message}\n${violation.allowed}`,
    startLineNumber: violation.line,
    startColumn,
    endLineNumber: violation.end_line,
    endColumn: isPoint ? startColumn + 1 : endColumn,
  };
}

/** The service counts characters, the editor counts UTF-16 units; both from 1. */
export function utf16Column(text: string, column: number): number {
  let units = 0;
  let seen = 1;
  for (const char of text) {
    if (seen >= column) break;
    units += char.length;
    seen += 1;
  }
  return units + Math.max(0, column - seen) + 1;
}
