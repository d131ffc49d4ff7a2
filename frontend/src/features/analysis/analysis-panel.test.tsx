import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Announcer } from "@/shared/ui/announcer";
import { analysis, explained } from "@/testing/analysis-fixtures";
import { renderInPage } from "@/testing/render";
import { errorAnswer, eventStream, http, HttpResponse, server, withServer } from "@/testing/server";
import { AnalysisPanel } from "./analysis-panel";
import { useAnalysis } from "./use-analysis";

withServer();
const goToLine = vi.fn();
beforeEach(() => {
  localStorage.clear();
  goToLine.mockClear();
});

function status(fields: { available?: boolean; provider?: string | null; measures?: boolean } = {}): void {
  const answer = { available: true, provider: "gemini", model: "some-model", measures: true, ...fields };
  server.use(http.get("*/analyze/status", () => HttpResponse.json(answer)));
}

function event(type: string, fields: Record<string, unknown> = {}): string {
  return `event: analysis_stream_${type}\ndata: ${JSON.stringify(fields)}\n\n`;
}

const evidence = event("evidence", { result: analysis });

function answerWith(parts: string[], hang = false): void {
  server.use(http.post("*/analyze/async", () => eventStream(parts, hang)));
}

/** The panel as the page holds it: the program can change, and another tab can be looked at. */
function Page({ succeededRun = null }: { succeededRun?: string | null }) {
  const control = useAnalysis();
  const [code, setCode] = useState("for i in values: pass");
  const [open, setOpen] = useState(true);
  const subject = { language: "python", code };
  return (
    <>
      <button onClick={() => setCode("print(1)")}>Change the program</button>
      <button onClick={() => setOpen(!open)}>Switch tabs</button>
      {open && <AnalysisPanel analysis={control} subject={subject} succeededRun={succeededRun} onGoToLine={goToLine} />}
      <Announcer />
    </>
  );
}

async function press(name: string): Promise<void> {
  await userEvent.click(await screen.findByRole("button", { name }));
}

async function analyze(): Promise<void> {
  renderInPage(<Page />);
  await press("Analyze");
}

describe("the analysis panel", () => {
  it("says that there is no analyzer, and looks again", async () => {
    status({ available: false, provider: null });
    renderInPage(<Page />);
    expect(await screen.findByText("Analysis is not available here")).toBeInTheDocument();
    status();
    await press("Look again");
    expect(await screen.findByRole("button", { name: "Analyze" })).toBeEnabled();
  });

  it.each([
    [true, "No model is configured: this is static and measured analysis."],
    [false, "No model is configured: this is static analysis."],
  ])("says that no model is configured, measuring: %s", async (measures, words) => {
    status({ provider: null, measures });
    renderInPage(<Page />);
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it("shows the evidence while the narrative is still coming", async () => {
    status();
    answerWith(
      [event("start"), evidence, event("chunk", { chunk: "First **wo" }), event("chunk", { chunk: "rds**" })],
      true,
    );
    await analyze();
    expect((await screen.findByText("words")).tagName).toBe("STRONG");
    expect(screen.getByText("The model is writing its explanation")).toBeInTheDocument();
    expect(screen.getByText("O(len(values)²)")).toBeInTheDocument();
    expect(screen.getByRole("region", { name: "Measured runs" })).toBeInTheDocument();
  });

  it("keeps the evidence when the explanation is cancelled", async () => {
    status();
    answerWith([evidence, event("chunk", { chunk: "First words" })], true);
    await analyze();
    await screen.findByText("First words");
    await press("Cancel");
    expect(screen.getByText(/^Cancelled before/)).toBeInTheDocument();
    expect(screen.getByText("First words")).toBeInTheDocument();
    expect(screen.getByRole("region", { name: "Evidence" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Analyze again" })).toBeEnabled();
  });

  it("forgets what is cancelled before anything came", async () => {
    status();
    answerWith([event("start")], true);
    await analyze();
    await press("Cancel");
    expect(screen.getByRole("button", { name: "Analyze" })).toBeEnabled();
  });

  it("keeps the evidence when the model fails", async () => {
    status();
    answerWith([evidence, event("error", { error: "The quota is used up." })]);
    await analyze();
    expect(await screen.findByRole("alert")).toHaveTextContent("The quota is used up.");
    expect(screen.getByRole("region", { name: "Source code" })).toBeInTheDocument();
  });

  it("tells the classes in words, and reads them out", async () => {
    status();
    answerWith([event("complete", { result: explained })]);
    await analyze();
    expect(await screen.findByText("quadratic: twice the input, four times the work")).toBeInTheDocument();
    expect(screen.getByText("constant: the same memory for any input")).toBeInTheDocument();
    expect(screen.getByText("High confidence")).toBeInTheDocument();
    expect(screen.getByText("Analysis finished: time O(n²), space O(1).")).toBeInTheDocument();
  });

  it("shows what each source says, and who was asked", async () => {
    status();
    answerWith([event("complete", { result: explained })]);
    await analyze();
    const model = within(await screen.findByRole("region", { name: "Language model" }));
    expect(model.getByText("Time O(n), space O(1). Disagrees with the other evidence.")).toBeInTheDocument();
    expect(model.getByText("Asked: some-model (gemini), prompt 3.")).toBeInTheDocument();
    const runs = within(screen.getByRole("region", { name: "Measured runs" }));
    expect(runs.getByText(/of 4 runs grow as O\(n²\).* 98 %\. Agrees with the source code\./)).toBeInTheDocument();
  });

  it("says what kept a source from being heard, where sources disagree, and what is cached", async () => {
    status();
    const unmeasured = { ...analysis.evidence, measured: null };
    const result = {
      ...analysis,
      evidence: unmeasured,
      notices: ["It was not run."],
      cached: true,
      agreement: "conflict",
    };
    answerWith([event("complete", { result })]);
    await analyze();
    expect(await screen.findByText("It was not run.")).toBeInTheDocument();
    expect(screen.getByText("This program was not measured.")).toBeInTheDocument();
    expect(screen.getByText("The evidence disagrees")).toBeInTheDocument();
    expect(screen.getByText(/^Cached:/)).toBeInTheDocument();
  });

  it("leads to the lines of the program, until it changes", async () => {
    status();
    answerWith([event("complete", { result: analysis })]);
    await analyze();
    await press("Line 3 for runs n rounds inside of n rounds");
    await press("Line 4 keep the values in a set");
    expect(goToLine.mock.calls).toEqual([[3], [4]]);
    await press("Change the program");
    expect(screen.getByText("The program has changed since")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Line/ })).not.toBeInTheDocument();
    expect(screen.getByText("Line 3")).toBeInTheDocument();
  });

  it("keeps the answer over a look at another tab", async () => {
    status();
    answerWith([event("complete", { result: analysis })]);
    await analyze();
    await screen.findByRole("region", { name: "Evidence" });
    await press("Switch tabs");
    expect(screen.queryByRole("region", { name: "Evidence" })).not.toBeInTheDocument();
    await press("Switch tabs");
    expect(screen.getByRole("region", { name: "Evidence" })).toBeInTheDocument();
  });

  it.each([
    ["a stream that ends early", () => eventStream([event("start")]), "No connection"],
    ["a message that cannot be read", () => eventStream([event("complete", { result: 1 })], true), "could not be read"],
    [
      "code that does not parse",
      () => eventStream([event("complete", { result: { ...analysis, success: false, error: "It does not parse." } })]),
      "It does not parse.",
    ],
    [
      "a wait",
      () => errorAnswer(429, "TOO_MANY_ANALYSES", { retryAfter: 3 }),
      /Too many analyses at once.*best in 3 s/,
    ],
    ["an analyzer that went away", () => errorAnswer(503, "ANALYZER_UNAVAILABLE"), "Analysis is not available here"],
  ])("says when it fails: %s", async (_, answer, words) => {
    status();
    server.use(http.post("*/analyze/async", answer));
    await analyze();
    await vi.waitFor(() => expect(document.body).toHaveTextContent(words));
  });

  it("follows a successful run by itself when told to, once", async () => {
    status();
    localStorage.setItem("code-remote.auto-analyze", "true");
    let requests = 0;
    server.use(
      http.post("*/analyze/async", () => {
        requests += 1;
        return eventStream([event("complete", { result: analysis })]);
      }),
    );
    renderInPage(<Page succeededRun="run-1" />);
    await screen.findByRole("region", { name: "Evidence" });
    await press("Switch tabs");
    await press("Switch tabs");
    expect(screen.getByRole("region", { name: "Evidence" })).toBeInTheDocument();
    expect(requests).toBe(1);
  });
});
