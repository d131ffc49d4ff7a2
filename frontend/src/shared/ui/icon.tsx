/** The page's icons: strokes on a 20 × 20 grid, decorative unless the parent has no text. */
const paths = {
  play: "M6 4.2v11.6a.6.6 0 0 0 .92.5l9-5.8a.6.6 0 0 0 0-1l-9-5.8A.6.6 0 0 0 6 4.2Z",
  stop: "M5.5 5.5h9v9h-9z",
  history: "M3.5 10a6.5 6.5 0 1 0 2-4.7M3.5 3.5v3h3M10 6.5V10l2.5 1.5",
  code: "m7 6-4 4 4 4M13 6l4 4-4 4",
  copy: "M7.5 7.5h8v9h-8zM12.5 7.5v-4h-8v9h3",
  check: "m4 10.5 4 4 8-9",
  download: "M10 3.5v9m0 0 3.5-3.5M10 12.5 6.5 9M3.5 16.5h13",
  share:
    "M13 6.5 7 9.3m0 1.4 6 2.8M15 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 4.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  compare: "M7 3.5v13M7 16.5H3.5v-13H7M13 3.5v13M13 3.5h3.5v13H13",
  trash: "M3.5 5.5h13M8 5.5v-2h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3Z",
  system: "M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3",
  user: "M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10ZM3.8 16.8c.7-3 3.1-4.6 6.2-4.6s5.5 1.6 6.2 4.6",
  warning: "M10 3.2 17.5 16h-15L10 3.2ZM10 8v4M10 14v.3",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9v4.5M10 6.3v.3",
  close: "m5 5 10 10M15 5 5 15",
  down: "m5 8 5 5 5-5",
  bottom: "M10 3.5v10m0 0 4-4m-4 4-4-4M4 16.5h12",
  edit: "m4 13.2-.5 3.3 3.3-.5L16 6.8 13.2 4 4 13.2Z",
  replay: "M16.5 10a6.5 6.5 0 1 1-2-4.7M16.5 3.5v3h-3",
  spark: "M10 3v4M10 13v4M3 10h4M13 10h4M5.2 5.2l2.3 2.3M12.5 12.5l2.3 2.3M5.2 14.8l2.3-2.3M12.5 7.5l2.3-2.3",
  link: "M8.5 11.5 11.5 8.5M9 6l1.8-1.8a3.2 3.2 0 0 1 4.9.2 3.4 3.4 0 0 1-.3 4.5L14 10.5M11 14l-1.8 1.8a3.2 3.2 0 0 1-4.9-.2 3.4 3.4 0 0 1 .3-4.5L6 9.5",
} as const;

export type IconName = keyof typeof paths;

const FILLED: readonly IconName[] = ["play", "stop"];

export function Icon({ name }: { name: IconName }) {
  const filled = FILLED.includes(name);
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill={filled ? "currentColor" : "none"}
        stroke={filled ? "none" : "currentColor"}
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
