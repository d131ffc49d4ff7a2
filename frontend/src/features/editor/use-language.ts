import { useQuery } from "@tanstack/react-query";
import type { Language } from "@/shared/api/types";
import { languagesQuery } from "@/shared/config/languages-query";

/** Enough to write in while the service cannot be reached. */
const FALLBACK = {
  id: "python",
  name: "Python",
  version: "",
  monaco: "python",
  file_extension: "py",
  source_bytes_max: 10_240,
  examples: [] as Language["examples"],
};

export type KnownLanguage = Pick<Language, keyof typeof FALLBACK>;

/** All languages, and the one with this id (or the first). */
export function useLanguage(id: string): { language: KnownLanguage; languages: readonly KnownLanguage[] } {
  const { data } = useQuery(languagesQuery);
  const languages: readonly KnownLanguage[] = data && data.length > 0 ? data : [FALLBACK];
  const language = languages.find((candidate) => candidate.id === id) ?? languages[0] ?? FALLBACK;
  return { language, languages };
}
