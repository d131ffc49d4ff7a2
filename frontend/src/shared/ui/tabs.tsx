import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import "./tabs.css";

export interface TabItem<T extends string> {
  id: T;
  label: string;
  /** A count or mark after the label. */
  note?: string | undefined;
  content: ReactNode;
}

interface TabsProps<T extends string> {
  label: string;
  items: readonly TabItem<T>[];
  selected: T;
  onSelect: (id: T) => void;
  /** Shown at the end of the tab bar. */
  actions?: ReactNode;
}

/** Tabs as the ARIA practices describe them: arrows move, one panel is shown. */
export function Tabs<T extends string>({ label, items, selected, onSelect, actions }: TabsProps<T>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    const current = items.findIndex((item) => item.id === selected);
    const index = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: items.length - 1 }[event.key];
    const next = index === undefined ? undefined : items[(index + items.length) % items.length];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  const active = items.find((item) => item.id === selected);
  return (
    <div className="tabs">
      <div className="tabs__bar">
        <div className="tabs__list" role="tablist" aria-label={label} ref={list} onKeyDown={onKey} tabIndex={-1}>
          {items.map((item) => (
            <button
              key={item.id}
              id={`${base}-${item.id}`}
              type="button"
              role="tab"
              className="tabs__tab"
              data-tab={item.id}
              aria-selected={item.id === selected}
              aria-controls={`${base}-panel`}
              tabIndex={item.id === selected ? 0 : -1}
              onClick={() => onSelect(item.id)}
            >
              {item.label}
              {item.note !== undefined && <span className="tabs__note">{item.note}</span>}
            </button>
          ))}
        </div>
        {actions}
      </div>
      <div className="tabs__panel" role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${selected}`}>
        {active?.content}
      </div>
    </div>
  );
}
