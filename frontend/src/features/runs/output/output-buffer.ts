/** What a run has written so far, as lines in the order in which they began. */
import { bytesFromBase64 } from "@/shared/lib/base64";
import type { StreamName } from "@/shared/api/types";
import { parseLine } from "./parse-line";
import { PLAIN, type Style } from "./sgr";

export interface Line {
  readonly stream: StreamName;
  raw: string;
  readonly start: Style;
  /** How many rows it takes; kept by the layout. */
  rows: { count: number; length: number; columns: number } | null;
}

/** The server keeps 1 MiB of each stream; a page keeps no more than this whatever it is sent. */
const MAX_CHARS_PER_STREAM = 4 * 1024 * 1024;

export class OutputBuffer {
  readonly lines: Line[] = [];
  /** Grows with every change, so that a view knows that it is stale. */
  version = 0;
  readonly #streams: Record<StreamName, StreamState> = { stdout: new StreamState(), stderr: new StreamState() };

  appendText(stream: StreamName, text: string): void {
    this.#append(stream, this.#streams[stream].decodeText(text));
  }

  appendBase64(stream: StreamName, base64: string): void {
    this.#append(stream, this.#streams[stream].decodeBytes(bytesFromBase64(base64)));
  }

  /** Forgets everything: the attempt that wrote it is void. */
  clear(): void {
    this.lines.length = 0;
    this.#streams.stdout = new StreamState();
    this.#streams.stderr = new StreamState();
    this.version += 1;
  }

  /** Characters received on a stream. */
  chars(stream: StreamName): number {
    return this.#streams[stream].chars;
  }

  /** What showing a change costs: the characters of the lines that may still grow, and every line's place. */
  get redrawCost(): number {
    const open = [this.#streams.stdout.open, this.#streams.stderr.open];
    return open.reduce((sum, line) => sum + (line?.raw.length ?? 0), this.lines.length);
  }

  /** What a reader sees, as text: escape sequences and colours are gone. */
  plainText(stream: StreamName | "all"): string {
    const wanted = stream === "all" ? this.lines : this.lines.filter((line) => line.stream === stream);
    return wanted.map(visibleText).join("\n");
  }

  #append(stream: StreamName, text: string): void {
    const state = this.#streams[stream];
    const room = MAX_CHARS_PER_STREAM - state.chars;
    const kept = text.length > room ? text.slice(0, room) : text;
    state.chars += kept.length;
    let from = 0;
    while (from < kept.length) from = this.#appendPiece(stream, state, kept, from);
    if (kept.length > 0) this.version += 1;
  }

  /** Adds up to and including the next line feed; answers where the rest begins. */
  #appendPiece(stream: StreamName, state: StreamState, text: string, from: number): number {
    const feed = text.indexOf("\n", from);
    const end = feed === -1 ? text.length : feed;
    const line = (state.open ??= this.#open(stream, state.style));
    if (end > from) line.raw += text.slice(from, end);
    if (feed === -1) return end;
    state.style = endStyle(line);
    state.open = null;
    return feed + 1;
  }

  #open(stream: StreamName, start: Style): Line {
    const line: Line = { stream, raw: "", start, rows: null };
    this.lines.push(line);
    return line;
  }
}

class StreamState {
  chars = 0;
  open: Line | null = null;
  style: Style = PLAIN;
  #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Whether bytes of a split character may be waiting in the decoder. */
  #pending = false;

  decodeText(text: string): string {
    if (!this.#pending) return text;
    this.#pending = false;
    return this.#decoder.decode(new TextEncoder().encode(text), { stream: true });
  }

  decodeBytes(bytes: Uint8Array<ArrayBuffer>): string {
    this.#pending = true;
    return this.#decoder.decode(bytes, { stream: true });
  }
}

function endStyle(line: Line): Style {
  return line.raw.includes("\x1b") ? parseLine(line.raw, line.start).endStyle : line.start;
}

function visibleText(line: Line): string {
  if (!/[\x00-\x1f\x7f]/.test(line.raw)) return line.raw;
  return parseLine(line.raw, line.start)
    .cells.map((cell) => cell.text)
    .join("");
}
