/** What staff read and cards are written in, as an ISO 639-1 code. */
export const STAFF_LANGUAGE = "en";

const languages = new Intl.DisplayNames([STAFF_LANGUAGE], { type: "language", fallback: "none" });

/** "German" for `de`; null for the staff's own language, and for what is no language's code. */
export function foreignLanguage(code: string): string | null {
  if (!/^[a-z]{2,3}$/.test(code) || code === STAFF_LANGUAGE) return null;
  return languages.of(code) ?? null;
}
