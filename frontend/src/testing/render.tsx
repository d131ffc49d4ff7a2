import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { createMemoryRouter, RouterProvider, useLocation } from "react-router";
import { createQueryClient } from "@/shared/api/query-client";

/** Renders a part of the page with a cache of its own; another address shows as text. */
export function renderInPage(element: ReactElement) {
  const router = createMemoryRouter([
    { index: true, element },
    { path: "*", element: <Address /> },
  ]);
  return render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

function Address() {
  const { pathname, search } = useLocation();
  return <p>{`at ${pathname}${search}`}</p>;
}
