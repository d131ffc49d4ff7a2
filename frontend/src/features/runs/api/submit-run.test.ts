import { describe, expect, it } from "vitest";
import { errorAnswer, http, HttpResponse, server, withServer } from "@/testing/server";
import { submitRun } from "./submit-run";

withServer();

const program = { language: "python", code: "print(1)" };

describe("submitting a program", () => {
  it("tries again with the same key when the network fails, so that it stays one run", async () => {
    const keys: (string | null)[] = [];
    server.use(
      http.post("*/v1/jobs", ({ request }) => {
        keys.push(request.headers.get("idempotency-key"));
        if (keys.length === 1) return HttpResponse.error();
        return HttpResponse.json({ job_id: "j", status: "queued", queue_position: 1 }, { status: 202 });
      }),
    );
    await expect(submitRun(program, AbortSignal.timeout(5_000))).resolves.toMatchObject({ job_id: "j" });
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("does not repeat a request that the server refused", async () => {
    let requests = 0;
    server.use(
      http.post("*/v1/jobs", () => {
        requests += 1;
        return errorAnswer(429, "TOO_MANY_JOBS", { retryAfter: 7 });
      }),
    );
    await expect(submitRun(program, AbortSignal.timeout(5_000))).rejects.toMatchObject({ retryAfterSeconds: 7 });
    expect(requests).toBe(1);
  });
});
