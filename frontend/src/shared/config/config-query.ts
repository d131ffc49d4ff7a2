import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/shared/api/http";
import type { ServiceConfig } from "@/shared/api/types";

/** How often the page asks again while the service cannot be reached. */
const ASK_AGAIN_MS = 5_000;

/** What this deployment is: its sign-in, limits and whether isolation is relaxed. */
export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: ({ signal }) => getJson<ServiceConfig>("/v1/config", { signal }),
  staleTime: 60_000,
  refetchInterval: (query) => (query.state.status === "error" ? ASK_AGAIN_MS : false),
});
