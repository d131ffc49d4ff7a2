import { createBrowserRouter } from "react-router";
import { Spinner } from "@/shared/ui/spinner";
import { PrivateShell, PublicShell } from "./layout/shell";
import { ErrorPage } from "./pages/error-page";
import { NotFoundPage } from "./pages/not-found-page";
import { WorkspacePage } from "./pages/workspace-page";

/** The page's addresses. The gateway answers each of them with the same document. */
export function createRouter() {
  return createBrowserRouter([
    {
      element: <PrivateShell />,
      errorElement: <ErrorPage />,
      hydrateFallbackElement: <Spinner label="Loading" />,
      children: [
        { index: true, element: <WorkspacePage /> },
        { path: "history", lazy: async () => ({ Component: (await import("./pages/history-page")).HistoryPage }) },
        { path: "compare", lazy: async () => ({ Component: (await import("./pages/compare-page")).ComparePage }) },
        { path: "runs/:jobId", lazy: async () => ({ Component: (await import("./pages/run-page")).RunPage }) },
        { path: "*", element: <NotFoundPage /> },
      ],
    },
    {
      element: <PublicShell />,
      errorElement: <ErrorPage />,
      hydrateFallbackElement: <Spinner label="Loading" />,
      children: [
        { path: "shared/:token", lazy: async () => ({ Component: (await import("./pages/shared-page")).SharedPage }) },
      ],
    },
  ]);
}
