import type { ModelEvidence } from "../analysis-document";
import { agreementWords, className } from "../verdict/words";
import { Source } from "./source";

/** What the language model says, and how that fits what can be shown. */
export function ModelSource({ model }: { model: ModelEvidence }) {
  const { time_complexity: time, space_complexity: space, agreement } = model;
  const says = `Time ${className(time)}, space ${className(space)}. ${agreementWords(agreement, "the other evidence")}.`;
  return (
    <Source name="Language model" says={says}>
      {agreement === "conflict" && <p>What the evidence shows counts; what the model says is an opinion.</p>}
      <p className="evidence__fine">
        Asked: {model.model} ({model.provider}), prompt {model.prompt_version}.
      </p>
    </Source>
  );
}
