/** The editor: where a program is written and checked. */
export { useDraft } from "./draft-store";
export { EditorPane } from "./editor-pane";
export { EditorStatus } from "./editor-status";
export { TimeoutField } from "./timeout-field";
export { useLanguage } from "./use-language";
