import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { RunSummary } from "@/shared/api/types";
import { renderInPage } from "@/testing/render";
import { runRecord } from "@/testing/run-fixtures";
import { errorAnswer, http, HttpResponse, server, withServer } from "@/testing/server";
import { RunHistory } from "./run-history";

withServer();

function summary(job_id: string, fields: Partial<RunSummary> = {}): RunSummary {
  const { status, success, language, exit_code, signal, limit, error_code, attempt } = runRecord();
  const times = { created_at: new Date().toISOString(), started_at: null, finished_at: null, execution_time_ms: 12 };
  const first_line = `print("${job_id}")`;
  return {
    job_id,
    status,
    success,
    language,
    first_line,
    exit_code,
    signal,
    limit,
    error_code,
    attempt,
    ...times,
    ...fields,
  };
}

function answerWith(...pages: RunSummary[][]): void {
  server.use(
    http.get("*/v1/jobs", ({ request }) => {
      const before = new URL(request.url).searchParams.get("before");
      const index = before === null ? 0 : pages.findIndex((page) => page.at(-1)?.job_id === before) + 1;
      const jobs = pages[index] ?? [];
      return HttpResponse.json({ jobs, next: index < pages.length - 1 ? jobs.at(-1)?.job_id : null });
    }),
  );
}

describe("the history", () => {
  it("shows how each run ended in words", async () => {
    answerWith([summary("a"), summary("b", { status: "failed", success: false, exit_code: 2 })]);
    renderInPage(<RunHistory />);
    const rows = await screen.findAllByRole("listitem");
    expect(rows.map((row) => row.querySelector(".status-badge")?.textContent)).toEqual([
      "Success",
      "Failed · exit code 2",
    ]);
  });

  it("compares the two that are picked; a third pick replaces the older", async () => {
    answerWith([summary("a"), summary("b"), summary("c")]);
    renderInPage(<RunHistory />);
    const user = userEvent.setup();
    for (const id of ["a", "b", "c"]) await user.click(await screen.findByLabelText(`Pick to compare: print("${id}")`));
    await user.click(screen.getByRole("button", { name: "Compare the two" }));
    expect(await screen.findByText("at /compare?a=b&b=c")).toBeInTheDocument();
  });

  it("goes on to older runs", async () => {
    answerWith([summary("a")], [summary("b")]);
    renderInPage(<RunHistory />);
    await userEvent.click(await screen.findByRole("button", { name: "Show older runs" }));
    expect(await screen.findByText('print("b")')).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Show older runs" })).not.toBeInTheDocument();
  });

  it("asks before it deletes, and takes the run away", async () => {
    let deleted = false;
    server.use(
      http.get("*/v1/jobs", () => HttpResponse.json({ jobs: deleted ? [] : [summary("a")], next: null })),
      http.delete("*/v1/jobs/a", () => {
        deleted = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    renderInPage(<RunHistory />);
    await userEvent.click(await screen.findByRole("button", { name: 'Delete: print("a")' }));
    expect(deleted).toBe(false);
    await userEvent.click(screen.getByRole("button", { name: "Delete run" }));
    expect(await screen.findByText("No runs yet")).toBeInTheDocument();
  });

  it("says what is wrong and tries again", async () => {
    let broken = true;
    server.use(
      http.get("*/v1/jobs", () =>
        broken ? errorAnswer(500, "INTERNAL") : HttpResponse.json({ jobs: [], next: null }),
      ),
    );
    renderInPage(<RunHistory />);
    expect(await screen.findByRole("alert")).toHaveTextContent("Code Remote had a problem");
    broken = false;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("No runs yet")).toBeInTheDocument();
  });
});
