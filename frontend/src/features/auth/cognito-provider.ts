/**
 * Sign-in with a Cognito user pool through AWS Amplify. Loaded only where a pool is configured.
 *
 * Tokens are held in this module's memory and nowhere else: not in a cookie, not in local or session storage, so no
 * script that a page should ever run by accident finds them there. Amplify renews them silently with the refresh token
 * while the page is open. A reload starts without them and asks for the password again; the draft, the run being
 * watched and all preferences survive it.
 */
import { Amplify } from "aws-amplify";
import {
  confirmResetPassword,
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import type { CognitoSettings } from "@/shared/api/types";
import type { AuthProvider } from "./auth-provider";
import { MemoryStorage } from "./memory-storage";

export function createCognitoProvider(settings: CognitoSettings, onExpired: () => void): AuthProvider {
  configure(settings);
  return {
    current: () => accessToken(false),
    renewed: async () => {
      const token = await accessToken(true);
      if (token === null) onExpired();
      return token;
    },
    userName: async () => (await fetchUserAttributes()).email ?? "Signed in",
    signIn: async (username, password) => {
      const { isSignedIn, nextStep } = await signIn({ username, password });
      if (isSignedIn) return "signed-in";
      if (nextStep.signInStep === "CONFIRM_SIGN_UP") return "confirm-address";
      throw new Error("This account needs a step that this page does not offer. Ask whoever runs this service.");
    },
    signUp: async (username, password) => {
      const options = { userAttributes: { email: username } };
      const { isSignUpComplete } = await signUp({ username, password, options });
      return isSignUpComplete ? "signed-in" : "confirm-address";
    },
    confirm: async (username, confirmationCode) => {
      await confirmSignUp({ username, confirmationCode });
    },
    resendCode: async (username) => {
      await resendSignUpCode({ username });
    },
    forgotPassword: async (username) => {
      await resetPassword({ username });
    },
    resetPassword: (username, confirmationCode, newPassword) =>
      confirmResetPassword({ username, confirmationCode, newPassword }),
    signOut: () => signOut(),
  };
}

function configure(settings: CognitoSettings): void {
  const { user_pool_id: userPoolId, client_id: userPoolClientId, endpoint } = settings;
  const userPoolEndpoint = endpoint ?? undefined;
  Amplify.configure({
    Auth: {
      Cognito: { userPoolId, userPoolClientId, ...(userPoolEndpoint === undefined ? {} : { userPoolEndpoint }) },
    },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(new MemoryStorage());
}

/** The access token, renewed by Amplify when it is about to expire. */
async function accessToken(forceRefresh: boolean): Promise<string | null> {
  try {
    const { tokens } = await fetchAuthSession({ forceRefresh });
    return tokens?.accessToken.toString() ?? null;
  } catch {
    return null;
  }
}
