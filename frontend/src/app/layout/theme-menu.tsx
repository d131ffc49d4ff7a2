import { useThemeStore, type ThemeChoice } from "@/shared/theme/theme-store";
import type { IconName } from "@/shared/ui/icon";
import { Menu } from "@/shared/ui/menu";

const choices: readonly { value: ThemeChoice; label: string; icon: IconName }[] = [
  { value: "system", label: "Like the system", icon: "system" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
];

/** Light, dark, or what the system says. */
export function ThemeMenu() {
  const { choice, choose } = useThemeStore();
  const current = choices.find(({ value }) => value === choice);
  return (
    <Menu
      label={`Theme: ${current?.label ?? ""}`}
      icon={current?.icon ?? "system"}
      iconOnly
      items={choices.map(({ value, label }) => ({ label, onSelect: () => choose(value) }))}
    />
  );
}
