import { describe, expect, it } from "vitest";
import type { ApiError } from "@/shared/api/api-error";
import { doneFields, JOB, message } from "@/testing/run-fixtures";
import { errorAnswer, eventStream, http, HttpResponse, server, withServer } from "@/testing/server";
import { followRun, type Connection } from "./follow-run";

withServer();

const EVENTS = `*/v1/jobs/${JOB}/events`;

/** Answers the connections one after the other; notes what each asked for. */
function connections(...answers: (() => Response)[]): (string | null)[] {
  const asked: (string | null)[] = [];
  server.use(
    http.get(EVENTS, ({ request }) => {
      asked.push(request.headers.get("last-event-id"));
      return answers[asked.length - 1]?.() ?? HttpResponse.error();
    }),
  );
  return asked;
}

async function follow(quietAfterMs?: number) {
  const seen: string[] = [];
  const connection: Connection[] = [];
  await followRun(JOB, {
    signal: AbortSignal.timeout(8_000),
    onEvent: (event) =>
      seen.push(event.type === "output" ? `${event.seq}:${event.text ?? ""}` : `${event.seq}:${event.type}`),
    onConnection: (state) => connection.push(state),
    ...(quietAfterMs === undefined ? {} : { quietAfterMs }),
  });
  return { seen, connection };
}

const out = (seq: number, text: string): string => message(seq, "output", { stream: "stdout", text });
const done = (seq: number): string => message(seq, "done", doneFields());

describe("following a run", () => {
  it("hands over every event in order and ends with the last", async () => {
    connections(() => eventStream([message(1, "status", { status: "queued" }), out(2, "a"), done(3)]));
    const { seen, connection } = await follow();
    expect(seen).toEqual(["1:status", "2:a", "3:done"]);
    expect(connection).toEqual(["connecting", "live", "closed"]);
  });

  it("resumes after the last event when the connection ends early, losing and repeating nothing", async () => {
    const asked = connections(
      () => eventStream([out(1, "a"), out(2, "b")]),
      () => HttpResponse.error(),
      () => eventStream([out(2, "b"), out(3, "c"), done(4)]),
    );
    const { seen, connection } = await follow();
    expect(seen).toEqual(["1:a", "2:b", "3:c", "4:done"]);
    expect(asked).toEqual([null, "2", "2"]);
    expect(connection).toContain("reconnecting");
  });

  it("asks again for an event that is missing in between", async () => {
    const asked = connections(
      () => eventStream([out(1, "a"), out(3, "c"), done(4)]),
      () => eventStream([out(2, "b"), out(3, "c"), done(4)]),
    );
    const { seen } = await follow();
    expect(seen).toEqual(["1:a", "2:b", "3:c", "4:done"]);
    expect(asked).toEqual([null, "1"]);
  });

  it("drops messages that do not keep the contract", async () => {
    connections(() =>
      eventStream(["data: not json\n\n", 'data: {"type":"output"}\n\n', message(1, "surprise"), out(1, "a"), done(2)]),
    );
    expect((await follow()).seen).toEqual(["1:a", "2:done"]);
  });

  it("says that the stream went quiet, and connects again", async () => {
    const asked = connections(
      () => eventStream([out(1, "a")], true),
      () => eventStream([done(2)]),
    );
    const { seen, connection } = await follow(150);
    expect(seen).toEqual(["1:a", "2:done"]);
    expect(connection).toContain("quiet");
    expect(asked).toEqual([null, "1"]);
  });

  it("waits as long as a busy server asks for", async () => {
    connections(
      () => errorAnswer(503, "NOT_READY", { retryAfter: 1 }),
      () => eventStream([done(1)]),
    );
    const started = performance.now();
    await follow();
    expect(performance.now() - started).toBeGreaterThanOrEqual(950);
  });

  it("gives up on a run that is not there", async () => {
    connections(() => errorAnswer(404, "JOB_NOT_FOUND"));
    await expect(follow()).rejects.toMatchObject({ status: 404 } satisfies Partial<ApiError>);
  });
});
