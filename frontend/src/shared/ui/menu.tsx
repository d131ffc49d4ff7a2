import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Button } from "./button";
import type { IconName } from "./icon";
import "./menu.css";

export interface MenuItem {
  label: string;
  onSelect: () => void;
}

interface MenuProps {
  label: ReactNode;
  icon?: IconName;
  items: readonly MenuItem[];
  disabled?: boolean;
  iconOnly?: boolean;
}

/** A button that opens a menu of commands: arrows move, Escape closes and gives the focus back. */
export function Menu({ label, icon, items, disabled = false, iconOnly = false }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const menuId = useId();
  useCloseOnLeave(root, open, () => setOpen(false));
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector("button")?.focus();
  };
  const select = (item: MenuItem): void => {
    close();
    item.onSelect();
  };
  return (
    <div className="menu" ref={root}>
      <Button
        tone="quiet"
        {...(icon ? { icon } : {})}
        iconOnly={iconOnly}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        disabled={disabled}
        onClick={() => setOpen((value) => !value)}
      >
        {label}
      </Button>
      {open && (
        <div
          className="menu__list"
          role="menu"
          id={menuId}
          tabIndex={-1}
          onKeyDown={(event) => onMenuKey(event, close)}
        >
          {items.map((item, index) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              className="menu__item"
              tabIndex={-1}
              ref={index === 0 ? focusOnMount : undefined}
              onClick={() => select(item)}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function focusOnMount(element: HTMLElement | null): void {
  element?.focus();
}

function onMenuKey(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const current = items.indexOf(document.activeElement as HTMLElement);
  const index = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") close();
  else if (index !== undefined) items[(index + items.length) % items.length]?.focus();
  if (event.key === "Escape" || index !== undefined) event.preventDefault();
}

function useCloseOnLeave(root: React.RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  });
}
