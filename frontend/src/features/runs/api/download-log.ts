import { send } from "@/shared/api/http";
import type { StreamName } from "@/shared/api/types";

/** A megabyte over a slow line takes longer than an ordinary answer. */
const TIMEOUT_MS = 120_000;

/** The exact bytes that the program wrote. */
export async function fetchLog(jobId: string, stream: StreamName): Promise<Blob> {
  const path = `/v1/jobs/${encodeURIComponent(jobId)}/logs?stream=${stream}`;
  const response = await send("GET", path, { headers: { accept: "application/octet-stream" }, timeoutMs: TIMEOUT_MS });
  return response.blob();
}
