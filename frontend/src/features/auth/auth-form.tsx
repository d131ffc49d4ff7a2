import { useState, type SyntheticEvent, type ReactNode } from "react";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";
import { authErrorText } from "./auth-error";

export interface AuthField {
  name: string;
  label: string;
  type: "email" | "password" | "text";
  autoComplete: string;
  hint?: string;
  initial?: string;
}

interface AuthFormProps {
  title: string;
  intro?: string;
  fields: readonly AuthField[];
  action: string;
  onSubmit: (values: Record<string, string>) => Promise<unknown>;
  /** Ways to other forms. */
  children?: ReactNode;
}

/** One step of signing in: fields, a button, and what went wrong. */
export function AuthForm({ title, intro, fields, action, onSubmit, children }: AuthFormProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const values = Object.fromEntries(fields.map(({ name }) => [name, textOf(form, name)]));
    setBusy(true);
    setError(null);
    onSubmit(values)
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <form className="auth-form" onSubmit={submit}>
      <h1>{title}</h1>
      {intro !== undefined && <p>{intro}</p>}
      {error !== null && (
        <Notice tone="bad" alert>
          {authErrorText(error)}
        </Notice>
      )}
      {fields.map((field) => (
        <label key={field.name} className="auth-form__field">
          {field.label}
          <input
            name={field.name}
            type={field.type}
            autoComplete={field.autoComplete}
            defaultValue={field.initial ?? ""}
            required
          />
          {field.hint !== undefined && <span className="auth-form__hint">{field.hint}</span>}
        </label>
      ))}
      <Button tone="primary" type="submit" disabled={busy}>
        {busy ? "One moment…" : action}
      </Button>
      {children}
    </form>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
