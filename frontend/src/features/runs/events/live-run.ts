/** One run being followed: its progress, its output and its connection, as an external store for React. */
import { OutputBuffer } from "../output/output-buffer";
import type { RunEvent } from "./event-schema";
import { followRun, type Connection } from "./follow-run";
import { advance, NOT_STARTED, startsNewAttempt, type RunProgress } from "./run-progress";

export interface LiveSnapshot {
  readonly progress: RunProgress;
  readonly connection: Connection;
  /** The version of `output` that this snapshot goes with. */
  readonly outputVersion: number;
  /** Why the run cannot be followed; null as long as it can. */
  readonly error: unknown;
}

/** Changes reach the screen at most this often: a fast writer must not freeze the page. */
const NOTIFY_EVERY_MS = 40;
/** A dear redraw is followed by a longer wait, a millisecond for this much, so that a line without end leaves time. */
const REDRAW_COST_PER_MS = 1_000;

export class LiveRun {
  readonly output = new OutputBuffer();
  readonly #jobId: string;
  readonly #listeners = new Set<() => void>();
  #snapshot: LiveSnapshot = { progress: NOT_STARTED, connection: "connecting", outputVersion: 0, error: null };
  #next: LiveSnapshot = this.#snapshot;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | null = null;

  constructor(jobId: string) {
    this.#jobId = jobId;
  }

  /** Follows from the beginning until the end, or until `stop`. */
  start(): void {
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    this.output.clear();
    this.#change({ progress: NOT_STARTED, connection: "connecting", error: null });
    followRun(this.#jobId, {
      signal: controller.signal,
      onEvent: (event) => this.#onEvent(event),
      onConnection: (connection) => this.#change({ connection }),
    }).catch((error: unknown) => {
      if (!controller.signal.aborted) this.#change({ error, connection: "closed" });
    });
  }

  stop(): void {
    this.#controller?.abort();
    this.#controller = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LiveSnapshot => this.#snapshot;

  #onEvent(event: RunEvent): void {
    const { progress } = this.#next;
    if (startsNewAttempt(progress, event)) this.output.clear();
    if (event.type === "output" && event.attempt >= progress.attempt) this.#append(event);
    this.#change({ progress: advance(progress, event), outputVersion: this.output.version });
  }

  #append(event: Extract<RunEvent, { type: "output" }>): void {
    if (typeof event.base64 === "string") this.output.appendBase64(event.stream, event.base64);
    else if (typeof event.text === "string") this.output.appendText(event.stream, event.text);
  }

  #change(part: Partial<LiveSnapshot>): void {
    this.#next = { ...this.#next, ...part };
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#snapshot = this.#next;
        for (const listener of this.#listeners) listener();
      },
      NOTIFY_EVERY_MS + this.output.redrawCost / REDRAW_COST_PER_MS,
    );
  }
}
