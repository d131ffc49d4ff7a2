import type { ComponentProps } from "react";
import "./button.css";
import { Icon, type IconName } from "./icon";

interface ButtonProps extends Omit<ComponentProps<"button">, "type"> {
  tone?: "primary" | "danger" | "plain" | "quiet";
  icon?: IconName;
  /** Shows the icon only; `children` stays the accessible name. */
  iconOnly?: boolean;
  type?: "button" | "submit";
}

export function Button({ tone = "plain", icon, iconOnly = false, type = "button", children, ...rest }: ButtonProps) {
  const classes = ["button", `button--${tone}`, iconOnly && "button--icon", rest.className].filter(Boolean).join(" ");
  return (
    <button {...rest} type={type} className={classes} title={rest.title ?? titleFor(iconOnly, children)}>
      {icon && <Icon name={icon} />}
      <span className={iconOnly ? "visually-hidden" : undefined}>{children}</span>
    </button>
  );
}

function titleFor(iconOnly: boolean, children: unknown): string | undefined {
  return iconOnly && typeof children === "string" ? children : undefined;
}
