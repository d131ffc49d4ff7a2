import { Prose } from "@/shared/ui/prose";
import type { LineNote } from "../analysis-document";
import "./line-notes.css";

interface LineNotesProps {
  notes: readonly LineNote[];
  /** Null when the lines are not those of the program on screen. */
  onGoToLine: ((line: number) => void) | null;
}

/** Places in the program with what there is to say of them; each leads there. */
export function LineNotes({ notes, onGoToLine }: LineNotesProps) {
  return (
    <ul className="line-notes">
      {notes.map((note, index) => (
        <li key={index}>
          {onGoToLine === null ? (
            <span className="line-notes__item">
              <Note note={note} />
            </span>
          ) : (
            <button type="button" className="line-notes__item" onClick={() => onGoToLine(note.line)}>
              <Note note={note} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Note({ note: { line, text } }: { note: LineNote }) {
  return (
    <>
      <span className="line-notes__place">Line {line}</span>{" "}
      <span>
        <Prose text={text} />
      </span>
    </>
  );
}
