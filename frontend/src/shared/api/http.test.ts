import { afterEach, describe, expect, it } from "vitest";
import { errorAnswer, http, HttpResponse, server, withServer } from "@/testing/server";
import { describeError } from "./describe-error";
import { getJson } from "./http";
import { setTokenSource } from "./session";

withServer();
afterEach(() => setTokenSource(null));

async function failure(answer: () => Response): Promise<unknown> {
  server.use(http.get("*/thing", answer));
  return getJson("/thing").catch((error: unknown) => error);
}

describe("errors in words", () => {
  const statuses = [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504];

  it("says something else for every status, and for no connection and no answer", async () => {
    const said = new Set<string>();
    for (const status of statuses) {
      const { title, message } = describeError(await failure(() => new HttpResponse("<html>proxy</html>", { status })));
      said.add(`${title} ${message}`);
    }
    said.add(describeError(await failure(() => HttpResponse.error())).title);
    server.use(http.get("*/slow", () => new Promise<never>(() => undefined)));
    said.add(describeError(await getJson("/slow", { timeoutMs: 20 }).catch((error: unknown) => error)).title);
    expect(said.size).toBe(statuses.length + 2);
  });

  it("tells the wait that the server names", async () => {
    const error = await failure(() => errorAnswer(429, "TOO_MANY_JOBS", { retryAfter: 12 }));
    expect(describeError(error).retryInSeconds).toBe(12);
  });

  it("does not take every wait for one of runs", async () => {
    const titles: string[] = [];
    for (const code of ["TOO_MANY_JOBS", "RATE_LIMITED", "TOO_MANY_ANALYSES"]) {
      titles.push(describeError(await failure(() => errorAnswer(429, code))).title);
    }
    expect(titles).toEqual(["Too many runs at once", "Too many requests at once", "Too many analyses at once"]);
  });

  it("names the fields that need correcting", async () => {
    const details = { fields: [{ field: "timeout_seconds", message: "must be greater than 0" }] };
    const body = { error: { code: "INVALID_FIELD", message: "x", suggestion: "", details }, request_id: "r" };
    const error = await failure(() => HttpResponse.json(body, { status: 422 }));
    expect(describeError(error).message).toBe("Timeout seconds: must be greater than 0");
  });

  it("quotes the request only when the server is at fault", async () => {
    expect(describeError(await failure(() => errorAnswer(500, "INTERNAL"))).reference).toBe("request-1");
    expect(describeError(await failure(() => errorAnswer(404, "NOT_FOUND"))).reference).toBeNull();
  });
});

describe("the session's token", () => {
  function signInWith(current: string, renewed: string | null): void {
    setTokenSource({ current: () => Promise.resolve(current), renewed: () => Promise.resolve(renewed) });
  }

  it("is renewed once when it has expired, without anyone noticing", async () => {
    signInWith("old", "new");
    const seen: (string | null)[] = [];
    server.use(
      http.get("*/thing", ({ request }) => {
        seen.push(request.headers.get("authorization"));
        return seen.length === 1 ? errorAnswer(401, "UNAUTHENTICATED") : HttpResponse.json({ ok: true });
      }),
    );
    await expect(getJson("/thing")).resolves.toEqual({ ok: true });
    expect(seen).toEqual(["Bearer old", "Bearer new"]);
  });

  it("that cannot be renewed is an error, not a loop", async () => {
    signInWith("old", null);
    expect(await failure(() => errorAnswer(401, "UNAUTHENTICATED"))).toMatchObject({ status: 401 });
  });
});
