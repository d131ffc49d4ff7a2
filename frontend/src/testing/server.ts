/** The network of the tests: answers like the gateway at the level of HTTP. */
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";

export const server = setupServer();

/** Starts the fake network for the tests of a file; a request that nobody expects fails the test. */
export function withServer(): void {
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
}

/** The contract's error body. */
export function errorAnswer(status: number, code: string, init: { message?: string; retryAfter?: number } = {}) {
  const message = init.message ?? "something is wrong";
  const headers = new Headers({ "x-request-id": "request-1" });
  if (init.retryAfter !== undefined) headers.set("retry-after", String(init.retryAfter));
  return HttpResponse.json(
    { error: { code, message, suggestion: "", details: {} }, detail: message, request_id: "request-1" },
    { status, headers },
  );
}

/** An event stream from text parts; `hang` leaves it open. */
export function eventStream(parts: readonly string[], hang = false): HttpResponse<ReadableStream> {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(encoder.encode(part));
      if (!hang) controller.close();
    },
  });
  return new HttpResponse(body, { headers: { "content-type": "text/event-stream" } });
}

export { http, HttpResponse };
