import { queryOptions } from "@tanstack/react-query";
import { ApiError } from "@/shared/api/api-error";
import type { CognitoSettings } from "@/shared/api/types";
import { sessionExpired } from "./auth-store";

/** Loads the sign-in code, which only deployments with a user pool need. */
export function providerQuery(settings: CognitoSettings | null) {
  return queryOptions({
    queryKey: ["auth", "provider", settings],
    queryFn: async () => {
      if (settings === null) throw new ApiError({ kind: "network", message: "no user pool" });
      const { createCognitoProvider } = await import("./cognito-provider").catch(() => {
        throw new ApiError({ kind: "network", message: "the sign-in code could not be loaded" });
      });
      return createCognitoProvider(settings, sessionExpired);
    },
    staleTime: Infinity,
    gcTime: Infinity,
  });
}
