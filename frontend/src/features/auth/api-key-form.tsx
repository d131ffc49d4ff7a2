import { AuthForm } from "./auth-form";
import { signInWithKey } from "./api-key-source";

/** Asks for an API key. */
export function ApiKeyForm() {
  return (
    <AuthForm
      title="Enter your API key"
      intro="The key stays in this page's memory only: a reload asks for it again."
      fields={[{ name: "key", label: "API key", type: "password", autoComplete: "off" }]}
      action="Continue"
      onSubmit={(values) => signInWithKey(values["key"]?.trim() ?? "")}
    />
  );
}
