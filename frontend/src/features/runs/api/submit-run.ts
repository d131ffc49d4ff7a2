/** Sends a program to be run. */
import { ApiError } from "@/shared/api/api-error";
import { postJson } from "@/shared/api/http";
import { backoffMs, waitOrOnline } from "@/shared/lib/backoff";
import { randomId } from "@/shared/lib/random-id";
import type { Accepted, Run, Submission } from "@/shared/api/types";

/** Tries per press of the button while the network fails: the idempotency key makes them one run. */
const MAX_TRIES = 4;

/** The accepted job, or at once the result of a program that was refused. */
export type Submitted = Accepted | Run;

export async function submitRun(submission: Submission, signal: AbortSignal): Promise<Submitted> {
  const headers = { "idempotency-key": randomId() };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await postJson<Submitted>("/v1/jobs", { body: submission, headers, signal });
    } catch (error) {
      if (attempt >= MAX_TRIES || !(error instanceof ApiError) || !mayHaveArrived(error)) throw error;
      await waitOrOnline(backoffMs(attempt), signal);
    }
  }
}

/** Failures that do not say whether the job was accepted. */
function mayHaveArrived(error: ApiError): boolean {
  return error.kind === "network" || [502, 504].includes(error.status);
}
