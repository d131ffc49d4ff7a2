/** What the page needs of any way to sign in. */
import type { TokenSource } from "@/shared/api/session";

/** What to do after a step: nothing more, or confirm an address with the code that was sent. */
export type SignInOutcome = "signed-in" | "confirm-address";

export interface AuthProvider extends TokenSource {
  /** Shown in the user menu. */
  userName(): Promise<string>;
  signIn(email: string, password: string): Promise<SignInOutcome>;
  signUp(email: string, password: string): Promise<SignInOutcome>;
  confirm(email: string, code: string): Promise<void>;
  resendCode(email: string): Promise<void>;
  forgotPassword(email: string): Promise<void>;
  resetPassword(email: string, code: string, password: string): Promise<void>;
  signOut(): Promise<void>;
}
