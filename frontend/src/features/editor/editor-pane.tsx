import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import type { CodeEditorHandle } from "@/shared/monaco/code-editor";
import { LazyCodeEditor } from "@/shared/monaco/lazy-code-editor";
import { notify } from "@/shared/ui/announcer";
import { saveDraftOnLeave, useDraft } from "./draft-store";
import "./editor-pane.css";
import { EditorToolbar } from "./editor-toolbar";
import { ProblemList } from "./problem-list";
import { StdinBox } from "./stdin-box";
import { useLanguage } from "./use-language";
import { useValidation } from "./use-validation";

interface EditorPaneProps {
  /** While a program runs the text cannot change. */
  readOnly: boolean;
  onRun: () => void;
  /** Leads to a place in the program. */
  ref?: Ref<CodeEditorHandle>;
}

/** Everything a person gives to a run: the program, its input, its time limit. */
export function EditorPane({ readOnly, onRun, ref }: EditorPaneProps) {
  const editor = useRef<CodeEditorHandle>(null);
  const { code, language: languageId, untouched, change, save } = useDraft();
  const { language } = useLanguage(languageId);
  const { violations } = useValidation(language.id, code, language.source_bytes_max);
  const firstExample = language.examples[0]?.code;
  useEffect(saveDraftOnLeave, []);
  useImperativeHandle(ref, () => ({ goTo: (line, column) => editor.current?.goTo(line, column) }), []);
  useEffect(() => {
    if (untouched && firstExample !== undefined) useDraft.setState({ code: firstExample });
  }, [untouched, firstExample]);
  return (
    <section className="editor-pane" aria-label="Program">
      <EditorToolbar readOnly={readOnly} />
      <LazyCodeEditor
        ref={editor}
        value={code}
        language={language.monaco}
        label={`${language.name} program. Escape, then Tab leaves the editor.`}
        readOnly={readOnly}
        readOnlyMessage="The program is running. Stop it to edit."
        violations={violations}
        onChange={(next) => next !== useDraft.getState().code && change({ code: next })}
        onRun={onRun}
        onSave={() => notify(save() ? "Saved in this browser" : "This browser does not let the page save")}
      />
      <ProblemList violations={violations} onGoTo={(line, column) => editor.current?.goTo(line, column)} />
      <StdinBox readOnly={readOnly} />
    </section>
  );
}
