import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref } from "react";
import type { Violation } from "@/shared/api/types";
import { useEffectiveTheme } from "@/shared/theme/theme-store";
import "./code-editor.css";
import { createEditor, type MonacoEditor } from "./create-editor";
import { toMarker } from "./markers";
import { monaco } from "./setup";
import { THEME_NAMES } from "./themes";

export interface CodeEditorHandle {
  /** Puts the cursor there and the focus into the editor. */
  goTo: (line: number, column: number) => void;
}

export interface CodeEditorProps {
  value: string;
  /** A language name that Monaco knows. */
  language: string;
  label: string;
  readOnly?: boolean;
  /** What to say when somebody types while the text is read only. */
  readOnlyMessage?: string;
  violations?: readonly Violation[];
  onChange?: (value: string) => void;
  onRun?: () => void;
  onSave?: () => void;
  ref?: Ref<CodeEditorHandle>;
}

/** Monaco's own, of which its types show nothing. */
type MessageController = monaco.editor.IEditorContribution & { closeMessage: () => void };

const NO_VIOLATIONS: readonly Violation[] = [];

/** Monaco as a React component: one model, disposed with it. Use it through `LazyCodeEditor`. */
export default function CodeEditor(props: CodeEditorProps) {
  const { value, language, label, readOnly = false, violations = NO_VIOLATIONS, ref } = props;
  const container = useRef<HTMLDivElement>(null);
  const editor = useRef<MonacoEditor | null>(null);
  const latest = useRef(props);
  const theme = useEffectiveTheme();
  useLayoutEffect(() => {
    latest.current = props;
  });
  useLayoutEffect(() => {
    if (!container.current) return;
    const { editor: created, dispose } = createEditor(container.current, latest);
    editor.current = created;
    return () => {
      editor.current = null;
      dispose();
    };
  }, []);
  useEffect(() => monaco.editor.setTheme(THEME_NAMES[theme]), [theme]);
  useEffect(() => replaceText(editor.current, value), [value]);
  useEffect(() => {
    editor.current?.updateOptions({ readOnly, ariaLabel: label });
    if (!readOnly) closeMessage(editor.current);
  }, [readOnly, label]);
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) monaco.editor.setModelLanguage(model, language);
  }, [language]);
  useEffect(() => showMarkers(editor.current, violations), [violations]);
  useImperativeHandle(ref, () => ({ goTo: (line, column) => goTo(editor.current, line, column) }), []);
  return <div className="code-editor" ref={container} />;
}

/** Takes a text from outside as an edit, so that undo brings the former one back. */
function replaceText(editor: MonacoEditor | null, value: string): void {
  const model = editor?.getModel();
  if (!model || model.getValue() === value) return;
  model.pushStackElement();
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
  model.pushStackElement();
}

function showMarkers(editor: MonacoEditor | null, violations: readonly Violation[]): void {
  const model = editor?.getModel();
  if (!model) return;
  const lineText = (line: number): string => (line <= model.getLineCount() ? model.getLineContent(line) : "");
  const markers = violations.map((violation) => toMarker(violation, lineText));
  monaco.editor.setModelMarkers(model, "code-remote", markers);
}

/** Monaco says why the text cannot change, but not when that is over. */
function closeMessage(editor: MonacoEditor | null): void {
  const messages = editor?.getContribution<MessageController>("editor.contrib.messageController");
  messages?.closeMessage();
}

/** On narrow screens the editor itself may be out of sight; a line that is gone is the last one. */
function goTo(editor: MonacoEditor | null, line: number, column: number): void {
  const model = editor?.getModel();
  if (!editor || !model) return;
  const lineNumber = Math.min(line, model.getLineCount());
  editor.setPosition({ lineNumber, column });
  editor.revealLineInCenterIfOutsideViewport(lineNumber);
  editor.focus();
  editor.getContainerDomNode().scrollIntoView({ block: "nearest" });
}
