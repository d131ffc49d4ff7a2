import "./spinner.css";

/** Says that something is on its way. */
export function Spinner({ label }: { label: string }) {
  return (
    <div className="spinner" role="status">
      <span className="spinner__ring" aria-hidden="true" />
      {label}
    </div>
  );
}
