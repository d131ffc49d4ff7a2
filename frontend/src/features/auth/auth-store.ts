/** Who uses the page. */
import { create } from "zustand";
import { setTokenSource } from "@/shared/api/session";
import type { AuthProvider } from "./auth-provider";

interface AuthState {
  /** `open`: this deployment asks nobody who they are. */
  status: "unknown" | "open" | "signed-out" | "signed-in";
  /** The session ended by itself: the page stays as it is and asks for the password again. */
  expired: boolean;
  userName: string | null;
}

export const useAuth = create<AuthState>(() => ({ status: "unknown", expired: false, userName: null }));

export function openToEveryone(): void {
  setTokenSource(null);
  useAuth.setState({ status: "open", expired: false, userName: null });
}

export function awaitSignIn(): void {
  useAuth.setState((state) => (state.status === "unknown" ? { status: "signed-out" } : state));
}

export async function signedIn(provider: AuthProvider): Promise<void> {
  setTokenSource(provider);
  const userName = await provider.userName().catch(() => "Signed in");
  useAuth.setState({ status: "signed-in", expired: false, userName });
}

export function sessionExpired(): void {
  useAuth.setState(({ status }) => ({ expired: status === "signed-in" }));
}

export function signedOut(): void {
  setTokenSource(null);
  useAuth.setState({ status: "signed-out", expired: false, userName: null });
}
