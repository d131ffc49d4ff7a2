import type { ReactNode } from "react";
import { Icon } from "./icon";
import "./notice.css";

interface NoticeProps {
  tone: "info" | "warn" | "bad";
  title?: string;
  children?: ReactNode;
  /** Read out at once when it appears. */
  alert?: boolean;
}

/** A message within the page: what happened, and what to do. */
export function Notice({ tone, title, children, alert = false }: NoticeProps) {
  return (
    <div className={`notice notice--${tone}`} role={alert ? "alert" : undefined}>
      <Icon name={tone === "info" ? "info" : "warning"} />
      <div className="notice__text">
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
