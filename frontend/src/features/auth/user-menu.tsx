import { useQuery, useQueryClient } from "@tanstack/react-query";
import { configQuery } from "@/shared/config/config-query";
import { notify } from "@/shared/ui/announcer";
import { Menu } from "@/shared/ui/menu";
import { signedOut, useAuth } from "./auth-store";
import { providerQuery } from "./provider-query";

interface UserMenuProps {
  /** Forgets what belongs to the person who leaves. */
  onSignedOut: () => void;
}

/** Who is signed in, and the way out; nothing where there is no sign-in. */
export function UserMenu({ onSignedOut }: UserMenuProps) {
  const { status, userName } = useAuth();
  const client = useQueryClient();
  const { data: config } = useQuery(configQuery);
  if (status !== "signed-in") return null;
  const leave = async (): Promise<void> => {
    const cognito = config?.auth.cognito ?? null;
    if (cognito) await (await client.query(providerQuery(cognito))).signOut().catch(() => undefined);
    signedOut();
    onSignedOut();
    notify("Signed out");
  };
  return (
    <Menu label={userName ?? "Account"} icon="user" items={[{ label: "Sign out", onSelect: () => void leave() }]} />
  );
}
