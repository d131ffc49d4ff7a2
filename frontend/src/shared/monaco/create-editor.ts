import type { RefObject } from "react";
import type { CodeEditorProps } from "./code-editor";
import { monaco } from "./setup";

export type MonacoEditor = ReturnType<typeof monaco.editor.create>;

/** Rem-based, because the page's type grows on very wide screens. */
const FONT_SIZE_REM = 0.875;
/** Escape means "close" first; only without anything to close does it free the Tab key. */
const NOTHING_TO_CLOSE =
  "editorTextFocus && !suggestWidgetVisible && !findWidgetVisible && !editorHasMultipleSelections && !editorHasSelection && !markersNavigationVisible && !editorHoverVisible";

/** Builds the editor with its commands; `latest` always holds the newest properties. */
export function createEditor(container: HTMLElement, latest: RefObject<CodeEditorProps>) {
  const { value, language, readOnly = false, readOnlyMessage = "Read only", label } = latest.current;
  const model = monaco.editor.createModel(value, language);
  const editor = monaco.editor.create(container, {
    ...options(),
    model,
    readOnly,
    readOnlyMessage: { value: readOnlyMessage },
    ariaLabel: label,
  });
  const listeners = [
    model.onDidChangeContent(() => latest.current.onChange?.(model.getValue(monaco.editor.EndOfLinePreference.LF))),
    editor.onDidBlurEditorText(() => editor.updateOptions({ tabFocusMode: false })),
    ...addCommands(editor, latest),
  ];
  const dispose = (): void => {
    for (const listener of listeners) listener.dispose();
    editor.dispose();
    model.dispose();
  };
  return { editor, dispose };
}

function addCommands(editor: MonacoEditor, latest: RefObject<CodeEditorProps>) {
  const { CtrlCmd } = monaco.KeyMod;
  return [
    editor.addAction({
      id: "code-remote.run",
      label: "Run",
      keybindings: [CtrlCmd | monaco.KeyCode.Enter],
      run: () => latest.current.onRun?.(),
    }),
    editor.addAction({
      id: "code-remote.save",
      label: "Save",
      keybindings: [CtrlCmd | monaco.KeyCode.KeyS],
      run: () => latest.current.onSave?.(),
    }),
    editor.addAction({
      id: "code-remote.leave",
      label: "Let Tab leave the editor",
      keybindings: [monaco.KeyCode.Escape],
      keybindingContext: NOTHING_TO_CLOSE,
      run: () => editor.updateOptions({ tabFocusMode: true }),
    }),
  ];
}

function options(): NonNullable<Parameters<typeof monaco.editor.create>[1]> {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const fontSize = Math.round(rem * FONT_SIZE_REM);
  return {
    automaticLayout: true,
    autoIndent: "full",
    detectIndentation: false,
    fixedOverflowWidgets: true,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontLigatures: false,
    fontSize,
    insertSpaces: true,
    lineHeight: Math.round(fontSize * 1.55),
    hideCursorInOverviewRuler: true,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    overviewRulerBorder: false,
    padding: { top: 12, bottom: 12 },
    quickSuggestions: false,
    renderFinalNewline: "on",
    renderLineHighlightOnlyWhenFocus: true,
    renderValidationDecorations: "on",
    scrollBeyondLastLine: false,
    smoothScrolling: false,
    tabSize: 4,
    wordWrap: "on",
  };
}
