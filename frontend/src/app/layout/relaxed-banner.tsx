import { useQuery } from "@tanstack/react-query";
import { configQuery } from "@/shared/config/config-query";
import { Icon } from "@/shared/ui/icon";

/** Says on every page that programs are not isolated as they should be. */
export function RelaxedBanner() {
  const { data: config } = useQuery(configQuery);
  if (config?.relaxed !== true) return null;
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      Relaxed mode: isolation is weakened for debugging. Do not run code that you do not trust.
    </div>
  );
}
