import type { ReactNode } from "react";

interface SafeLinkProps {
  href: string;
  /** What the link calls itself. */
  text: string;
  children: ReactNode;
}

/** A link that a model wrote: to the web or nowhere, and honest about where it leads. */
export function SafeLink({ href, text, children }: SafeLinkProps) {
  const host = webHost(href);
  if (host === null) return <>{children}</>;
  return (
    <>
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
      {text !== href && ` (${host})`}
    </>
  );
}

/** Who answers at an address; null for anything but http and https. */
function webHost(href: string): string | null {
  if (!/^https?:\/\//i.test(href) || !URL.canParse(href)) return null;
  return new URL(href).host;
}
