import { useQuery } from "@tanstack/react-query";
import { configQuery } from "@/shared/config/config-query";

interface StatusBarProps {
  children?: React.ReactNode;
  /** How the page is connected: its own words for the live stream, or null when nothing runs. */
  connection: string | null;
}

/** The line under the workspace. */
export function StatusBar({ children, connection }: StatusBarProps) {
  const { data: config, error } = useQuery(configQuery);
  return (
    <footer className="status-bar" aria-label="Status">
      {children}
      <span className={error ? "status-bar__end status-bar__bad" : "status-bar__end"}>
        {error ? "Offline" : (connection ?? "Connected")}
      </span>
      {config && <span className="status-bar__wide">Code Remote {config.version}</span>}
    </footer>
  );
}
