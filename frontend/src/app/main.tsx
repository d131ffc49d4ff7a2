import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@/shared/theme/tokens.css";
import "@/shared/theme/base.css";
import { applyTheme, useThemeStore } from "@/shared/theme/theme-store";
import { preloadEditor } from "@/shared/monaco/lazy-code-editor";
import { App } from "./app";

// Three of the five pages show code, and the other two lead to them.
preloadEditor();
applyTheme(useThemeStore.getState().choice);

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
