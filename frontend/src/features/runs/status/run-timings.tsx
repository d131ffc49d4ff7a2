import { formatMs } from "@/shared/lib/format";
import { useNow } from "@/shared/lib/use-now";
import type { RunTimings } from "../run-facts";
import "./run-timings.css";

/** Queue, start-up and run time, apart; the run time counts up while the program runs. */
export function RunTimingsLine({ timings }: { timings: RunTimings }) {
  const { queueMs, startupMs, runMs, runningSince } = timings;
  return (
    <dl className="run-timings">
      <Timing label="Queue" ms={queueMs} />
      <Timing label="Start-up" ms={startupMs} />
      {runningSince === null ? <Timing label="Run" ms={runMs} strong /> : <Elapsed since={runningSince} />}
    </dl>
  );
}

function Elapsed({ since }: { since: number }) {
  const now = useNow(true);
  return <Timing label="Running for" ms={Math.max(0, now - since)} coarse strong />;
}

interface TimingProps {
  label: string;
  ms: number | null;
  strong?: boolean;
  coarse?: boolean;
}

function Timing({ label, ms, strong = false, coarse = false }: TimingProps) {
  if (ms === null) return null;
  return (
    <div className={strong ? "run-timings__strong" : undefined}>
      <dt>{label}</dt>
      <dd>{coarse ? `${(ms / 1_000).toFixed(1)} s` : formatMs(ms)}</dd>
    </div>
  );
}
