import type * as Monaco from "monaco-editor/editor/editor.api.js";

export const THEME_NAMES = { light: "code-remote-light", dark: "code-remote-dark" } as const;

/** The editor's colours, matching the tokens of the style sheet. */
export function defineThemes(monaco: typeof Monaco): void {
  monaco.editor.defineTheme(THEME_NAMES.light, {
    base: "vs",
    inherit: true,
    rules: [
      { token: "comment", foreground: "5b6b68", fontStyle: "italic" },
      { token: "keyword", foreground: "8f2aa3" },
      { token: "string", foreground: "0f7038" },
      { token: "number", foreground: "9a4a00" },
      { token: "type", foreground: "1a55c4" },
    ],
    colors: {
      "editor.background": "#fbfcfc",
      "editor.foreground": "#14201e",
      "editorLineNumber.foreground": "#586663",
      "editorLineNumber.activeForeground": "#14201e",
      "editor.lineHighlightBackground": "#eef3f1",
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": "#bfe5d8",
      "editorCursor.foreground": "#0b7a5e",
      "editorIndentGuide.background1": "#e1e7e5",
      "editorWidget.background": "#ffffff",
      "editorWidget.border": "#d5dddb",
    },
  });
  monaco.editor.defineTheme(THEME_NAMES.dark, {
    base: "vs-dark",
    inherit: true,
    rules: [
      { token: "comment", foreground: "8b9d99", fontStyle: "italic" },
      { token: "keyword", foreground: "dd93ec" },
      { token: "string", foreground: "86e0a8" },
      { token: "number", foreground: "f0b072" },
      { token: "type", foreground: "7fb2ff" },
    ],
    colors: {
      "editor.background": "#11181a",
      "editor.foreground": "#e6eeec",
      "editorLineNumber.foreground": "#8b9d99",
      "editorLineNumber.activeForeground": "#e6eeec",
      "editor.lineHighlightBackground": "#182124",
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": "#1f4a3d",
      "editorCursor.foreground": "#3ecf9c",
      "editorIndentGuide.background1": "#223034",
      "editorWidget.background": "#182124",
      "editorWidget.border": "#26343a",
    },
  });
}
