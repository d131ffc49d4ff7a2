import { NavLink } from "react-router";
import { Icon } from "@/shared/ui/icon";
import { ThemeMenu } from "./theme-menu";
import "./top-bar.css";

/** The bar over every page: where one is, where one can go, and how it looks. */
export function TopBar({ account, nav }: { account: React.ReactNode; nav: boolean }) {
  return (
    <header className="top-bar">
      <NavLink className="top-bar__brand" to="/" aria-label="Code Remote, editor">
        <Logo />
        <span className="top-bar__name">Code Remote</span>
      </NavLink>
      {nav && (
        <nav className="top-bar__nav" aria-label="Main">
          <NavLink to="/" end>
            <Icon name="code" />
            Editor
          </NavLink>
          <NavLink to="/history">
            <Icon name="history" />
            History
          </NavLink>
        </nav>
      )}
      <div className="top-bar__end">
        <ThemeMenu />
        {account}
      </div>
    </header>
  );
}

function Logo() {
  return (
    <svg className="top-bar__logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
      <path
        d="M9 10.5 15 16l-6 5.5M17 22h7"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
