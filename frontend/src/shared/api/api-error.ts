/** What can go wrong between the page and the gateway, before anyone phrases it for a person. */
import * as v from "valibot";

/** `http`: the gateway (or a proxy) answered; `network`: nobody did; `timeout`: we stopped waiting. */
export type ApiErrorKind = "http" | "network" | "timeout";

export interface FieldError {
  field: string;
  message: string;
}

interface ApiErrorInit {
  kind: ApiErrorKind;
  status?: number;
  code?: string | undefined;
  message: string;
  suggestion?: string | undefined;
  fields?: FieldError[] | undefined;
  retryAfterSeconds?: number | null;
  requestId?: string | null;
}

export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number;
  readonly code: string | null;
  readonly suggestion: string | null;
  readonly fields: FieldError[];
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;

  constructor(init: ApiErrorInit) {
    super(init.message);
    this.name = "ApiError";
    this.kind = init.kind;
    this.status = init.status ?? 0;
    this.code = init.code ?? null;
    this.suggestion = init.suggestion ?? null;
    this.fields = init.fields ?? [];
    this.retryAfterSeconds = init.retryAfterSeconds ?? null;
    this.requestId = init.requestId ?? null;
  }

  /** Whether the same request may succeed later without anyone changing it. */
  get transient(): boolean {
    return this.kind !== "http" || [429, 502, 503, 504].includes(this.status);
  }
}

const errorBody = v.object({
  error: v.object({
    code: v.string(),
    message: v.string(),
    suggestion: v.optional(v.nullable(v.string())),
    details: v.optional(
      v.object({ fields: v.optional(v.array(v.object({ field: v.string(), message: v.string() }))) }),
    ),
  }),
  request_id: v.optional(v.nullable(v.string())),
});

/** Reads an error answer; a body that is not ours (a proxy's page) still becomes a useful error. */
export async function errorFromResponse(response: Response): Promise<ApiError> {
  const body = v.safeParse(errorBody, await response.json().catch(() => null));
  const error = body.success ? body.output.error : null;
  return new ApiError({
    kind: "http",
    status: response.status,
    code: error?.code,
    message: error?.message ?? `The server answered ${response.status}.`,
    suggestion: error?.suggestion ?? undefined,
    fields: error?.details?.fields,
    retryAfterSeconds: retryAfter(response),
    requestId: response.headers.get("x-request-id"),
  });
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
