/** A deployment with API keys: the key is typed in and kept in memory only. */
import { setTokenSource } from "@/shared/api/session";
import { getJson } from "@/shared/api/http";
import { sessionExpired, useAuth } from "./auth-store";

/** Tries the key on a request that needs one; throws when it is refused. */
export async function signInWithKey(key: string): Promise<void> {
  setTokenSource({
    current: () => Promise.resolve(key),
    renewed: () => {
      sessionExpired();
      return Promise.resolve(null);
    },
  });
  try {
    await getJson("/v1/jobs?limit=1");
  } catch (error) {
    if (useAuth.getState().status !== "signed-in") setTokenSource(null);
    throw error;
  }
  useAuth.setState({ status: "signed-in", expired: false, userName: "API key" });
}
