import { useQueryClient } from "@tanstack/react-query";
import { Suspense } from "react";
import { Outlet, ScrollRestoration } from "react-router";
import { AuthGate, UserMenu } from "@/features/auth";
import { useDraft } from "@/features/editor";
import { useActiveRun } from "@/features/runs";
import { Spinner } from "@/shared/ui/spinner";
import { RelaxedBanner } from "./relaxed-banner";
import "./shell.css";
import { TopBar } from "./top-bar";
import { UnreachableBanner } from "./unreachable-banner";

/** Around every page that belongs to somebody. */
export function PrivateShell() {
  const client = useQueryClient();
  const forgetEverything = (): void => {
    useDraft.getState().forget();
    useActiveRun.getState().show(null);
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "config" && queryKey[0] !== "auth" });
  };
  return (
    <AuthGate>
      <Frame account={<UserMenu onSignedOut={forgetEverything} />} nav />
    </AuthGate>
  );
}

/** Around pages that need no sign-in. */
export function PublicShell() {
  return <Frame account={null} nav={false} />;
}

function Frame({ account, nav }: { account: React.ReactNode; nav: boolean }) {
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <TopBar account={account} nav={nav} />
      <RelaxedBanner />
      <UnreachableBanner />
      <main className="shell__main" id="content" tabIndex={-1}>
        <Suspense fallback={<Spinner label="Loading" />}>
          <Outlet />
        </Suspense>
      </main>
      <ScrollRestoration />
    </div>
  );
}
