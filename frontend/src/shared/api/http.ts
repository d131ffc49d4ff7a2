/** The one place that calls `fetch` for a JSON answer. */
import { ApiError, errorFromResponse } from "./api-error";
import { currentToken, renewedToken } from "./session";

/** Longest wait for an ordinary answer. */
const REQUEST_TIMEOUT_MS = 35_000;

export interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

export async function getJson<T>(path: string, options?: RequestOptions): Promise<T> {
  return (await send("GET", path, options)).json() as Promise<T>;
}

export async function postJson<T>(path: string, options?: RequestOptions): Promise<T> {
  return (await send("POST", path, options)).json() as Promise<T>;
}

/** Sends a request with the session's token, renews the token once on 401, and throws an ApiError on anything but 2xx. */
export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? REQUEST_TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const response = await authorizedFetch(path, requestInit(method, options, signal)).catch((error: unknown) => {
    if (timeout.aborted) throw new ApiError({ kind: "timeout", message: "no answer in time" });
    if (options.signal?.aborted) throw error;
    throw new ApiError({ kind: "network", message: "the network request failed" });
  });
  if (!response.ok) throw await errorFromResponse(response);
  return response;
}

function requestInit(method: string, options: RequestOptions, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { accept: "application/json", ...options.headers };
  if (options.body === undefined) return { method, headers, signal };
  return {
    method,
    signal,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(options.body),
  };
}

/** `fetch` with the bearer token, asked for once more when the server says that it is not good any longer. */
export async function authorizedFetch(path: string, init: RequestInit): Promise<Response> {
  const token = await currentToken();
  const response = await fetch(path, withToken(init, token));
  if (response.status !== 401 || token === null) return response;
  const renewed = await renewedToken();
  return renewed === null ? response : fetch(path, withToken(init, renewed));
}

function withToken(init: RequestInit, token: string | null): RequestInit {
  const headers = new Headers(init.headers);
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  return { credentials: "omit", cache: "no-store", ...init, headers };
}
