import { useState } from "react";
import type { StreamName } from "@/shared/api/types";
import { copyText } from "@/shared/lib/clipboard";
import { plural } from "@/shared/lib/format";
import { notify } from "@/shared/ui/announcer";
import { Button } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { Menu } from "@/shared/ui/menu";
import { Segmented } from "@/shared/ui/segmented";
import type { OutputBuffer } from "./output-buffer";
import "./output-panel.css";
import { OutputView, type StreamFilter } from "./output-view";

interface OutputPanelProps {
  output: OutputBuffer;
  version: number;
  /** Said while there is no output. */
  emptyText: string;
  truncated: readonly StreamName[];
  onDownload: (stream: StreamName) => void;
}

const FILTERS = [
  { value: "all", label: "All" },
  { value: "stdout", label: "stdout" },
  { value: "stderr", label: "stderr" },
] as const;

/** Output with what one does with it: choose a stream, copy, download. */
export function OutputPanel({ output, version, emptyText, truncated, onDownload }: OutputPanelProps) {
  const [filter, setFilter] = useState<StreamFilter>("all");
  const lines = filter === "all" ? output.lines.length : output.lines.filter((line) => line.stream === filter).length;
  const copy = async (): Promise<void> => {
    const copied = await copyText(output.plainText(filter));
    notify(copied ? "Output copied" : "The browser did not allow copying");
  };
  return (
    <div className="output-panel">
      <div className="output-panel__bar">
        <Segmented legend="Stream" value={filter} options={FILTERS} onChange={setFilter} />
        <span className="output-panel__count">{lines > 0 && plural(lines, "line")}</span>
        <Button tone="quiet" icon="copy" iconOnly disabled={lines === 0} onClick={() => void copy()}>
          Copy output
        </Button>
        <Menu
          label="Download"
          icon="download"
          iconOnly
          items={[
            { label: "stdout, exact bytes", onSelect: () => onDownload("stdout") },
            { label: "stderr, exact bytes", onSelect: () => onDownload("stderr") },
          ]}
        />
      </div>
      {truncated.length > 0 && (
        <p className="output-panel__cut" role="note">
          Output cut: {truncated.join(" and ")} wrote more than is kept. The program ran on; the rest was dropped.
        </p>
      )}
      {lines > 0 ? (
        <OutputView output={output} version={version} filter={filter} label="Program output" />
      ) : (
        <EmptyState icon="code" title={filter === "all" ? emptyText : `Nothing on ${filter}`} />
      )}
    </div>
  );
}
