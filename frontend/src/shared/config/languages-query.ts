import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/shared/api/http";
import type { Language } from "@/shared/api/types";

const ASK_AGAIN_MS = 5_000;

/** The languages are data: a new one needs no change here. */
export const languagesQuery = queryOptions({
  queryKey: ["languages"],
  queryFn: async ({ signal }) => (await getJson<{ languages: Language[] }>("/languages", { signal })).languages,
  staleTime: 300_000,
  refetchInterval: (query) => (query.state.status === "error" ? ASK_AGAIN_MS : false),
});
