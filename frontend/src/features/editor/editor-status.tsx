import { utf8Length } from "@/shared/lib/base64";
import { plural } from "@/shared/lib/format";
import { useDraft } from "./draft-store";
import { useLanguage } from "./use-language";
import { useValidation } from "./use-validation";

/** The editor's part of the status bar: language, encoding, size, problems, whether the draft is stored. */
export function EditorStatus() {
  const { code, language: languageId, saved } = useDraft();
  const { language } = useLanguage(languageId);
  const { violations } = useValidation(language.id, code, language.source_bytes_max);
  const bytes = utf8Length(code);
  const over = bytes > language.source_bytes_max;
  return (
    <>
      <span>
        {language.name} {language.version}
      </span>
      <span className="status-bar__wide">UTF-8</span>
      <span className="status-bar__wide">Spaces: 4</span>
      <span className={over ? "status-bar__bad" : undefined}>
        {bytes.toLocaleString("en")} / {language.source_bytes_max.toLocaleString("en")} bytes
        {over && ": too long to run"}
      </span>
      {violations.length > 0 && <span className="status-bar__bad">{plural(violations.length, "problem")}</span>}
      <span className="status-bar__wide">{saved ? "Draft saved" : "Saving…"}</span>
    </>
  );
}
