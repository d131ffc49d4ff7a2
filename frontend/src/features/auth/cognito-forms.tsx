import { useState } from "react";
import { notify } from "@/shared/ui/announcer";
import { Button } from "@/shared/ui/button";
import { AuthForm, type AuthField } from "./auth-form";
import type { AuthProvider } from "./auth-provider";
import { signedIn } from "./auth-store";

type Step = "sign-in" | "sign-up" | "confirm" | "forgot" | "reset";

const code: AuthField = { name: "code", label: "Code", type: "text", autoComplete: "one-time-code" };
const oldPassword: AuthField = {
  name: "password",
  label: "Password",
  type: "password",
  autoComplete: "current-password",
};
const newPassword: AuthField = {
  name: "password",
  label: "Password",
  type: "password",
  autoComplete: "new-password",
  hint: "At least 8 characters with an upper-case letter, a lower-case letter and a digit",
};

/** Signing in, signing up, confirming an address, and a forgotten password. */
export function CognitoForms({ provider }: { provider: AuthProvider }) {
  const [step, setStep] = useState<Step>("sign-in");
  const [email, setEmail] = useState("");
  /** Kept only until the address is confirmed, so that the person need not type it twice. */
  const [password, setPassword] = useState("");
  const emailField: AuthField = {
    name: "email",
    label: "E-mail",
    type: "email",
    autoComplete: "username",
    initial: email,
  };
  const enter = async (address: string, secret: string): Promise<void> => {
    setEmail(address);
    setPassword(secret);
    if ((await provider.signIn(address, secret)) === "confirm-address") return setStep("confirm");
    setPassword("");
    await signedIn(provider);
  };
  const linkTo = (target: Step, label: string) => (
    <Button tone="quiet" onClick={() => setStep(target)}>
      {label}
    </Button>
  );
  switch (step) {
    case "sign-in":
      return (
        <AuthForm
          key={step}
          title="Sign in"
          fields={[emailField, oldPassword]}
          action="Sign in"
          onSubmit={(values) => enter(values["email"] ?? "", values["password"] ?? "")}
        >
          <div className="auth-form__links">
            {linkTo("sign-up", "Create an account")}
            {linkTo("forgot", "Forgot your password?")}
          </div>
        </AuthForm>
      );
    case "sign-up":
      return (
        <AuthForm
          key={step}
          title="Create an account"
          fields={[emailField, newPassword]}
          action="Create account"
          onSubmit={async (values) => {
            const [address, secret] = [values["email"] ?? "", values["password"] ?? ""];
            setEmail(address);
            setPassword(secret);
            if ((await provider.signUp(address, secret)) === "signed-in") return enter(address, secret);
            setStep("confirm");
          }}
        >
          <div className="auth-form__links">{linkTo("sign-in", "I have an account")}</div>
        </AuthForm>
      );
    case "confirm":
      return (
        <AuthForm
          key={step}
          title="Confirm your address"
          intro={`A code was sent to ${email}.`}
          fields={[code]}
          action="Confirm"
          onSubmit={async (values) => {
            await provider.confirm(email, values["code"]?.trim() ?? "");
            await enter(email, password);
          }}
        >
          <div className="auth-form__links">
            <Button
              tone="quiet"
              onClick={() => void provider.resendCode(email).then(() => notify("A new code is on its way"))}
            >
              Send a new code
            </Button>
            {linkTo("sign-in", "Back to sign in")}
          </div>
        </AuthForm>
      );
    case "forgot":
      return (
        <AuthForm
          key={step}
          title="Forgot your password?"
          intro="We send a code to your address, with which you choose a new password."
          fields={[emailField]}
          action="Send code"
          onSubmit={async (values) => {
            setEmail(values["email"] ?? "");
            await provider.forgotPassword(values["email"] ?? "");
            setStep("reset");
          }}
        >
          <div className="auth-form__links">{linkTo("sign-in", "Back to sign in")}</div>
        </AuthForm>
      );
    case "reset":
      return (
        <AuthForm
          key={step}
          title="Choose a new password"
          intro={`If there is an account for ${email}, a code was sent to it.`}
          fields={[code, newPassword]}
          action="Set password"
          onSubmit={async (values) => {
            await provider.resetPassword(email, values["code"]?.trim() ?? "", values["password"] ?? "");
            await enter(email, values["password"] ?? "");
          }}
        >
          <div className="auth-form__links">{linkTo("sign-in", "Back to sign in")}</div>
        </AuthForm>
      );
  }
}
