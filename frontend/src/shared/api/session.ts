/**
 * Where a request gets its bearer token. Feature `auth` plugs a source in; in local mode there is none.
 * Tokens live in the source's memory only: never in a URL, a cookie or web storage.
 */
export interface TokenSource {
  /** The current token, refreshed silently when it is about to expire; null when nobody is signed in. */
  current(): Promise<string | null>;
  /** A token newer than the one that was just refused; null when the session is over. */
  renewed(): Promise<string | null>;
}

let source: TokenSource | null = null;

export function setTokenSource(next: TokenSource | null): void {
  source = next;
}

export async function currentToken(): Promise<string | null> {
  return (await source?.current()) ?? null;
}

export async function renewedToken(): Promise<string | null> {
  return (await source?.renewed()) ?? null;
}
