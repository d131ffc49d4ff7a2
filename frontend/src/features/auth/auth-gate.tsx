import { useQuery } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import type { ServiceConfig } from "@/shared/api/types";
import { configQuery } from "@/shared/config/config-query";
import { Dialog } from "@/shared/ui/dialog";
import { ErrorNotice } from "@/shared/ui/error-notice";
import { Spinner } from "@/shared/ui/spinner";
import { ApiKeyForm } from "./api-key-form";
import "./auth-gate.css";
import { awaitSignIn, openToEveryone, useAuth } from "./auth-store";
import { CognitoForms } from "./cognito-forms";
import { providerQuery } from "./provider-query";

/** Lets in who may come in. A session that expires keeps the page, with everything in it, and asks on top of it. */
export function AuthGate({ children }: { children: ReactNode }) {
  const { data: config, isPending } = useQuery(configQuery);
  const { status, expired } = useAuth();
  const mode = config?.auth.mode;
  useEffect(() => {
    if (mode === "local") openToEveryone();
    else if (mode !== undefined) awaitSignIn();
  }, [mode]);
  // Without an answer (the service is down) the page still opens, so that the draft is there.
  if (isPending || (config && status === "unknown")) return <Spinner label="Opening Code Remote" />;
  if (config && status === "signed-out") {
    return (
      <main className="auth-page">
        <p className="auth-page__product">Code Remote</p>
        <SignIn config={config} />
      </main>
    );
  }
  return (
    <>
      {children}
      {config && expired && (
        <Dialog title="Your session has ended" onClose={() => useAuth.setState({ expired: false })}>
          <p>Sign in again to go on. Nothing that you wrote is lost.</p>
          <SignIn config={config} />
        </Dialog>
      )}
    </>
  );
}

function SignIn({ config }: { config: ServiceConfig }) {
  if (config.auth.mode === "api_key") return <ApiKeyForm />;
  if (config.auth.cognito === null) return <p>Sign-in is not configured. Ask whoever runs this service.</p>;
  return <CognitoSignIn config={config} />;
}

function CognitoSignIn({ config }: { config: ServiceConfig }) {
  const { data: provider, error, refetch } = useQuery(providerQuery(config.auth.cognito));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return provider ? <CognitoForms provider={provider} /> : <Spinner label="Loading sign-in" />;
}
