import { Menu } from "@/shared/ui/menu";
import { useDraft } from "./draft-store";
import { useLanguage } from "./use-language";

/** Language and examples; both are data of the service. */
export function EditorToolbar({ readOnly }: { readOnly: boolean }) {
  const { language: languageId, change } = useDraft();
  const { language, languages } = useLanguage(languageId);
  const fileName = `main.${language.file_extension}`;
  return (
    <div className="editor-toolbar">
      <h2 className="editor-toolbar__file">{fileName}</h2>
      <div className="editor-toolbar__controls">
        {languages.length > 1 && (
          <label>
            <span className="visually-hidden">Language</span>
            <select
              value={language.id}
              disabled={readOnly}
              onChange={(event) => change({ language: event.target.value })}
            >
              {languages.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <Menu
          label="Examples"
          icon="spark"
          disabled={readOnly || language.examples.length === 0}
          items={language.examples.map(({ name, code }) => ({ label: name, onSelect: () => change({ code }) }))}
        />
      </div>
    </div>
  );
}
