import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

async function freshPage() {
  return import("./draft-store");
}

describe("the draft", () => {
  it("survives a reload, a moment after the typing", async () => {
    vi.useFakeTimers();
    const first = await freshPage();
    first.useDraft.getState().change({ code: "print('mine')", stdin: "in" });
    vi.advanceTimersByTime(500);
    vi.resetModules();
    const second = await freshPage();
    expect(second.useDraft.getState()).toMatchObject({ code: "print('mine')", stdin: "in", untouched: false });
  });

  it("is written when the page is left in the middle of typing", async () => {
    const first = await freshPage();
    const stop = first.saveDraftOnLeave();
    first.useDraft.getState().change({ code: "unsaved" });
    dispatchEvent(new Event("pagehide"));
    stop();
    vi.resetModules();
    expect((await freshPage()).useDraft.getState().code).toBe("unsaved");
  });

  it("is not replaced by data that nobody understands", async () => {
    localStorage.setItem("code-remote.draft", '{"code":5}');
    expect((await freshPage()).useDraft.getState()).toMatchObject({ code: "", untouched: true });
  });

  it("stays usable where the browser refuses to store", async () => {
    const page = await freshPage();
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    page.useDraft.getState().change({ code: "x" });
    expect(page.useDraft.getState().save()).toBe(false);
    expect(page.useDraft.getState()).toMatchObject({ code: "x", saved: false });
  });

  it("is gone after signing out", async () => {
    const page = await freshPage();
    page.useDraft.getState().change({ code: "secret" });
    page.useDraft.getState().save();
    page.useDraft.getState().forget();
    expect(JSON.stringify(localStorage)).not.toContain("secret");
  });
});
