import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { renderInPage } from "@/testing/render";
import { errorAnswer, eventStream, http, HttpResponse, server, withServer } from "@/testing/server";
import { AnalysisPanel } from "./analysis-panel";

withServer();
beforeEach(() => localStorage.clear());

const subject = { language: "python", code: "for i in range(n): pass" };

function available(provider: string | null = "gemini"): void {
  server.use(http.get("*/analyze/status", () => HttpResponse.json({ available: true, provider })));
}

function event(type: string, fields: Record<string, unknown> = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify(fields)}\n\n`;
}

const result = {
  success: true,
  time_complexity: "O(n)",
  space_complexity: "O(1)",
  narrative: "A **single** loop.",
  error: null,
  available: true,
  model: "some-model",
};

function answerWith(parts: string[], hang = false): void {
  server.use(http.post("*/analyze/async", () => eventStream(parts, hang)));
}

/** The panel beside a program that can change. */
function Editing() {
  const [code, setCode] = useState(subject.code);
  return (
    <>
      <button onClick={() => setCode("print(1)")}>Change the program</button>
      <AnalysisPanel subject={{ ...subject, code }} succeededRun={null} />
    </>
  );
}

async function analyze(): Promise<void> {
  await userEvent.click(await screen.findByRole("button", { name: "Analyze" }));
}

describe("the analysis panel", () => {
  it("says that there is no analyzer", async () => {
    server.use(http.get("*/analyze/status", () => HttpResponse.json({ available: false, provider: null })));
    renderInPage(<AnalysisPanel subject={subject} succeededRun={null} />);
    expect(await screen.findByText("Analysis is not available here")).toBeInTheDocument();
  });

  it("says that no model is configured", async () => {
    available(null);
    renderInPage(<AnalysisPanel subject={subject} succeededRun={null} />);
    expect(await screen.findByText(/No model is configured/)).toBeInTheDocument();
  });

  it("shows the classes, the narrative and who explained it", async () => {
    available();
    answerWith([event("analysis_stream_start"), event("analysis_stream_complete", { result })]);
    renderInPage(<AnalysisPanel subject={subject} succeededRun={null} />);
    await analyze();
    expect(await screen.findByText("O(n)")).toBeInTheDocument();
    expect(await screen.findByText("single")).toBeInTheDocument();
    expect(screen.getByText("Explained by some-model")).toBeInTheDocument();
  });

  it("streams the narrative, and can be cancelled", async () => {
    available();
    answerWith(
      [event("analysis_stream_chunk", { chunk: "First " }), event("analysis_stream_chunk", { chunk: "words" })],
      true,
    );
    renderInPage(<AnalysisPanel subject={subject} succeededRun={null} />);
    await analyze();
    expect(await screen.findByText("First words")).toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByText("First words")).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Analyze" })).toBeEnabled();
  });

  it("keeps what it said of a program that has changed, but says so", async () => {
    available();
    answerWith([event("analysis_stream_complete", { result })]);
    renderInPage(<Editing />);
    await analyze();
    await screen.findByText("O(n)");
    await userEvent.click(screen.getByRole("button", { name: "Change the program" }));
    expect(screen.getByText(/has changed since/)).toBeInTheDocument();
  });

  it.each([
    [
      "the model's own words",
      () => eventStream([event("analysis_stream_error", { error: "quota is used up" })]),
      "quota is used up",
    ],
    ["a stream that ends early", () => eventStream([event("analysis_stream_start")]), "No connection"],
    ["too many requests", () => errorAnswer(429, "TOO_MANY_JOBS", { retryAfter: 3 }), "Too many runs at once"],
    ["an analyzer that went away", () => errorAnswer(503, "ANALYZER_UNAVAILABLE"), "Analysis is not available here"],
  ])("says when it fails: %s", async (_, answer, words) => {
    available();
    server.use(http.post("*/analyze/async", answer));
    renderInPage(<AnalysisPanel subject={subject} succeededRun={null} />);
    await analyze();
    expect(await screen.findByText(new RegExp(words))).toBeInTheDocument();
  });

  it("follows a successful run by itself when told to, once", async () => {
    available();
    localStorage.setItem("code-remote.auto-analyze", "true");
    let requests = 0;
    server.use(
      http.post("*/analyze/async", () => {
        requests += 1;
        return eventStream([event("analysis_stream_complete", { result })]);
      }),
    );
    renderInPage(<AnalysisPanel subject={subject} succeededRun="run-1" />);
    expect(await screen.findByText("O(n)")).toBeInTheDocument();
    expect(requests).toBe(1);
  });
});
