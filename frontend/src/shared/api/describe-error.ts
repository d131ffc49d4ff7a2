/** One human sentence per way a request can fail. */
import { ApiError } from "./api-error";

export interface ErrorDescription {
  title: string;
  message: string;
  /** Seconds until trying again makes sense; null when waiting does not help. */
  retryInSeconds: number | null;
  /** What to quote when asking for help. */
  reference: string | null;
}

/** Waits used when the server names none. */
const DEFAULT_WAIT_SECONDS = 5;

const titles: Record<number, string> = {
  400: "The request could not be read",
  401: "You are signed out",
  403: "Not allowed",
  404: "Not found",
  405: "Not supported here",
  409: "That does not fit the current state",
  413: "Too large",
  415: "Unsupported format",
  422: "Something needs correcting",
  429: "Too many runs at once",
  500: "Code Remote had a problem",
  502: "Code Remote cannot be reached",
  503: "Busy right now",
  504: "No answer in time",
};

const fallbackMessages: Record<number, string> = {
  400: "The server did not understand what this page sent. Reloading the page usually helps.",
  401: "Sign in again to go on. Your code is still here.",
  403: "Your account may not do this.",
  404: "This run does not exist, was deleted, or belongs to someone else.",
  409: "The run has changed in the meantime. Look at its current state and try again.",
  413: "The program or its input is larger than the limit. Make it smaller and run it again.",
  415: "The server does not accept this kind of content.",
  422: "One of the values is not valid.",
  429: "You have as many runs going as allowed. Wait for one to finish.",
  500: "This is not your program's fault. Try again; if it stays, report the reference below.",
  502: "Something between you and Code Remote is down. Your code is still here.",
  503: "Code Remote is not taking new work at the moment. Your code is still here.",
  504: "The server took too long to answer. If a run had started, it is in your history.",
};

/** What the status alone would tell wrongly. */
const byCode: Record<string, { title: string; message: string }> = {
  RATE_LIMITED: {
    title: "Too many requests at once",
    message: "More requests came from here than are taken in so short a time. Wait a moment.",
  },
  TOO_MANY_ANALYSES: {
    title: "Too many analyses at once",
    message: "Wait for another analysis to end, then try again.",
  },
};

export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof ApiError)) return unexpected();
  if (error.kind === "network") {
    return {
      title: "No connection",
      message:
        "Code Remote cannot be reached. Your code is safe here; the page goes on by itself once the connection is back.",
      retryInSeconds: DEFAULT_WAIT_SECONDS,
      reference: null,
    };
  }
  if (error.kind === "timeout") {
    return {
      title: "No answer",
      message: "The server did not answer in time. If a run had started, it is in your history.",
      retryInSeconds: DEFAULT_WAIT_SECONDS,
      reference: null,
    };
  }
  return {
    title: byCode[error.code ?? ""]?.title ?? titles[error.status] ?? `The server answered ${error.status}`,
    message: httpMessage(error),
    retryInSeconds: waitSeconds(error),
    reference: error.status >= 500 ? error.requestId : null,
  };
}

/** A fault of the server may be gone at once; what the person must change does not go away by waiting. */
function waitSeconds(error: ApiError): number | null {
  if (error.transient) return error.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS;
  return error.status >= 500 ? 0 : null;
}

/** The server's own words where it knows more than we do; ours where it must not tell or did not. */
function httpMessage(error: ApiError): string {
  const ours = byCode[error.code ?? ""]?.message ?? fallbackMessages[error.status] ?? "Try again in a moment.";
  if (error.fields.length > 0)
    return error.fields.map(({ field, message }) => `${label(field)}: ${message}`).join(" · ");
  const serverKnows = [403, 409, 413, 415, 422, 503].includes(error.status) && error.code !== null;
  if (!serverKnows) return ours;
  return [sentence(error.message), error.suggestion && sentence(error.suggestion)].filter(Boolean).join(" ");
}

function label(field: string): string {
  const words = field.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

function unexpected(): ErrorDescription {
  return {
    title: "Something went wrong in this page",
    message: "Your code is saved in this browser. Reload the page and try again.",
    retryInSeconds: null,
    reference: null,
  };
}
