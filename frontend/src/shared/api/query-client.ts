import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error";

const MAX_RETRIES = 2;

/** One client per page; retries only what waiting can cure, and tries even when the browser believes to be offline. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        retry: (failures, error) => failures < MAX_RETRIES && error instanceof ApiError && error.transient,
        retryDelay: (attempt, error) => retryDelayMs(attempt, error),
      },
      mutations: { networkMode: "always" },
    },
  });
}

function retryDelayMs(attempt: number, error: unknown): number {
  const named = error instanceof ApiError ? error.retryAfterSeconds : null;
  return named === null ? Math.min(500 * 2 ** attempt, 5_000) : Math.min(named, 10) * 1_000;
}
