/**
 * Follows a run's events to the end through any number of broken connections.
 * It resumes after the last event it has, so nothing is lost, and drops what it has already, so nothing repeats.
 */
import { ApiError } from "@/shared/api/api-error";
import { readEventStream, StreamQuietError } from "@/shared/api/event-stream";
import { backoffMs, waitOrOnline } from "@/shared/lib/backoff";
import { parseRunEvent, type RunEvent } from "./event-schema";

/** What the page says about the connection. */
export type Connection = "connecting" | "live" | "quiet" | "reconnecting" | "closed";

export interface FollowOptions {
  signal: AbortSignal;
  onEvent: (event: RunEvent) => void;
  onConnection: (connection: Connection) => void;
  /** Shortened in tests. */
  quietAfterMs?: number;
}

/** Resolves when the `done` event was handed over; throws when the run cannot be followed at all. */
export async function followRun(jobId: string, options: FollowOptions): Promise<void> {
  const progress: Progress = { lastSeq: 0, done: false, failures: 0 };
  options.onConnection("connecting");
  for (;;) {
    const wait = await attempt(jobId, progress, options);
    if (wait === null) break;
    await waitOrOnline(wait, options.signal);
  }
  options.onConnection("closed");
}

interface Progress {
  lastSeq: number;
  done: boolean;
  /** Attempts in a row that brought nothing new. */
  failures: number;
}

/** One connection; answers how long to wait before the next, or null when there is nothing more to come. */
async function attempt(jobId: string, progress: Progress, options: FollowOptions): Promise<number | null> {
  const before = progress.lastSeq;
  const connection = new AbortController();
  try {
    const end = await readEventStream(`/v1/jobs/${encodeURIComponent(jobId)}/events`, {
      signal: AbortSignal.any([options.signal, connection.signal]),
      headers: before > 0 ? { "last-event-id": String(before) } : {},
      ...(options.quietAfterMs === undefined ? {} : { quietAfterMs: options.quietAfterMs }),
      onOpen: () => options.onConnection("live"),
      onMessage: ({ data }) => {
        if (!accept(parseRunEvent(data), progress, options)) connection.abort();
      },
    });
    if (end === "nothing-left" || progress.done) return null;
    options.onConnection("reconnecting");
  } catch (error) {
    rethrowFinal(error, options.signal, connection.signal);
    if (progress.done) return null;
    options.onConnection(error instanceof StreamQuietError ? "quiet" : "reconnecting");
    if (error instanceof ApiError && error.retryAfterSeconds !== null) return error.retryAfterSeconds * 1_000;
  }
  progress.failures = progress.lastSeq > before ? 0 : progress.failures + 1;
  return backoffMs(progress.failures);
}

/** False when an event is missing in between, so that the connection starts again after the last good one. */
function accept(event: RunEvent | null, progress: Progress, options: FollowOptions): boolean {
  if (event === null) return true;
  if (event.seq <= progress.lastSeq) return true;
  if (event.seq > progress.lastSeq + 1 && progress.failures === 0) return false;
  progress.lastSeq = event.seq;
  progress.done = event.type === "done";
  options.onEvent(event);
  return true;
}

/** Errors that no new connection cures: the reader left, or the run is not there for us. */
function rethrowFinal(error: unknown, left: AbortSignal, restarted: AbortSignal): void {
  if (left.aborted) throw error;
  if (restarted.aborted || error instanceof StreamQuietError) return;
  if (!(error instanceof ApiError) || (!error.transient && error.status !== 500)) throw error;
}
