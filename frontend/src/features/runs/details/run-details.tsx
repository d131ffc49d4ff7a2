import type { ReactNode } from "react";
import type { Run } from "@/shared/api/types";
import { formatBytes, formatDateTime, formatMs } from "@/shared/lib/format";
import "./run-details.css";

/** The record of a run: times, use and limits, and what isolated it. */
export function RunDetails({ run }: { run: Run }) {
  const { limits, resource_usage: usage, isolation } = run;
  return (
    // Scrolls with the keyboard, so it takes the focus.
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex
    <div className="run-details" role="region" aria-label="Run details" tabIndex={0}>
      <Section title="Times">
        <Fact name="Created">{formatDateTime(run.created_at)}</Fact>
        <Fact name="In the queue">{ms(run.queue_time_ms)}</Fact>
        <Fact name="Sandbox start-up">{ms(run.startup_time_ms)}</Fact>
        <Fact name="Program">{ms(run.execution_time_ms)}</Fact>
        {run.attempt > 1 && <Fact name="Attempt">{run.attempt}</Fact>}
      </Section>
      <Section title="Used, and allowed">
        <Fact name="Wall time">{`${ms(run.execution_time_ms)} of ${formatMs(limits.wall_time_ms)}`}</Fact>
        <Fact name="CPU time">{`${ms(usage?.cpu_time_ms ?? null)} at ${limits.cpu_millis / 1_000} of a core`}</Fact>
        <Fact name="Memory, highest">{`${bytes(usage?.memory_peak_bytes)} of ${formatBytes(limits.memory_bytes)}`}</Fact>
        <Fact name="Processes">{`at most ${limits.processes}`}</Fact>
        <Fact name="Files in /tmp">{`at most ${formatBytes(limits.tmp_bytes)}`}</Fact>
        <Fact name="Output kept">{`at most ${formatBytes(limits.output_bytes)} a stream`}</Fact>
      </Section>
      <Section title="End">
        <Fact name="Exit code">{run.exit_code ?? "–"}</Fact>
        {run.signal !== null && <Fact name="Signal">{run.signal}</Fact>}
        <Fact name="Limit reached">{run.limit?.replace("_", " ") ?? "none"}</Fact>
        {run.error !== null && <Fact name="Error">{run.error}</Fact>}
      </Section>
      <Section title="Isolation">
        <Fact name="Sandbox">{isolation ? `${isolation.driver} ${isolation.runtime_version}` : "never started"}</Fact>
        {isolation && <Fact name="System calls by">{isolation.platform}</Fact>}
        {isolation && <Fact name="Started by">{isolation.start}</Fact>}
        {isolation?.relaxed && <Fact name="Warning">Isolation was relaxed for this run</Fact>}
      </Section>
      <Section title="Address">
        <Fact name="Run">
          <code>{run.job_id}</code>
        </Fact>
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ms(value: number | null): string {
  return value === null ? "–" : formatMs(value);
}

function bytes(value: number | null | undefined): string {
  return value == null ? "unknown" : formatBytes(value);
}
