import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@/shared/theme/tokens.css";
import "@/shared/theme/base.css";
import { applyTheme, useThemeStore } from "@/shared/theme/theme-store";
import { App } from "./app";

applyTheme(useThemeStore.getState().choice);

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
