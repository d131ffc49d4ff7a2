import { infiniteQueryOptions } from "@tanstack/react-query";
import { getJson } from "@/shared/api/http";
import type { RunPage } from "@/shared/api/types";
import { isActive } from "./run-query";
import { runKeys } from "./run-keys";

const PAGE_SIZE = 50;
const POLL_MS = 3_000;

/** Earlier runs, newest first, a page at a time; refreshed while one of them is still going. */
export const runsQuery = infiniteQueryOptions({
  queryKey: runKeys.list,
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
    if (pageParam !== null) query.set("before", pageParam);
    return getJson<RunPage>(`/v1/jobs?${query}`, { signal });
  },
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.jobs.some(isActive)) ? POLL_MS : false),
});
