/** Reads one server-sent event stream with `fetch`, because EventSource can send no authorization header. */
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { ApiError, errorFromResponse } from "./api-error";
import { authorizedFetch } from "./http";

/** The server sends a comment every 10 s; two missed ones and a little slack mean that the stream is dead. */
const QUIET_AFTER_MS = 22_000;

export class StreamQuietError extends Error {
  override name = "StreamQuietError";
}

export interface EventStreamOptions {
  method?: "GET" | "POST";
  body?: unknown;
  headers?: Record<string, string>;
  signal: AbortSignal;
  quietAfterMs?: number;
  onOpen?: () => void;
  onMessage: (message: EventSourceMessage) => void;
}

/** What ended the stream: the server closed it, or it said that there is nothing after what we have (204). */
export type StreamEnd = "closed" | "nothing-left";

export async function readEventStream(path: string, options: EventStreamOptions): Promise<StreamEnd> {
  const quiet = new QuietTimer(options.quietAfterMs ?? QUIET_AFTER_MS);
  try {
    const signal = AbortSignal.any([options.signal, quiet.signal]);
    const response = await open(path, options, signal);
    if (response.status === 204 || !response.body) return "nothing-left";
    options.onOpen?.();
    await pump(response.body.getReader(), signal, options.onMessage, () => quiet.touch());
    return "closed";
  } catch (error) {
    if (options.signal.aborted) throw error;
    if (quiet.signal.aborted) throw new StreamQuietError("the stream went quiet");
    if (error instanceof ApiError) throw error;
    throw new ApiError({ kind: "network", message: "the stream broke off" });
  } finally {
    quiet.stop();
  }
}

async function open(path: string, options: EventStreamOptions, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: "text/event-stream", ...options.headers };
  const init: RequestInit = { method: options.method ?? "GET", headers, signal };
  if (options.body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(options.body);
  }
  const response = await authorizedFetch(path, init);
  if (!response.ok) throw await errorFromResponse(response);
  return response;
}

async function pump(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
  onEvent: (message: EventSourceMessage) => void,
  onBytes: () => void,
): Promise<void> {
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  signal.addEventListener("abort", () => void reader.cancel().catch(() => undefined));
  for (;;) {
    const { done, value } = await reader.read();
    signal.throwIfAborted();
    if (done) return;
    onBytes();
    parser.feed(decoder.decode(value, { stream: true }));
  }
}

/** Aborts its signal when nothing, not even a keep-alive comment, was received for a while. */
class QuietTimer {
  readonly #controller = new AbortController();
  readonly #afterMs: number;
  #handle: ReturnType<typeof setTimeout> | undefined;

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  touch(): void {
    clearTimeout(this.#handle);
    this.#handle = setTimeout(() => this.#controller.abort(), this.#afterMs);
  }

  stop(): void {
    clearTimeout(this.#handle);
  }
}
