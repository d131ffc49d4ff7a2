import { useParams } from "react-router";
import { useLanguage } from "@/features/editor";
import { SharedRun } from "@/features/runs";
import { useTitle } from "@/shared/lib/use-title";

/** A run that someone shared, read only. */
export function SharedPage() {
  useTitle("Shared run");
  const { token = "" } = useParams();
  const { languages } = useLanguage("");
  const monacoLanguage = (id: string): string => languages.find((language) => language.id === id)?.monaco ?? id;
  return (
    <>
      <div className="command-bar">
        <h1 className="command-bar__title">Shared run</h1>
        <span className="command-bar__note">Read only: someone shared this program and its result.</span>
      </div>
      <SharedRun token={token} monacoLanguage={monacoLanguage} />
    </>
  );
}
