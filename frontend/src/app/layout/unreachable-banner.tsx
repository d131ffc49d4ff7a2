import { useQuery } from "@tanstack/react-query";
import { describeError } from "@/shared/api/describe-error";
import { configQuery } from "@/shared/config/config-query";
import { Icon } from "@/shared/ui/icon";

/** Says that the service is away; goes by itself when it is back. */
export function UnreachableBanner() {
  const { error } = useQuery(configQuery);
  if (!error) return null;
  const { title, message } = describeError(error);
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      <span>
        {title}. {message}
      </span>
    </div>
  );
}
