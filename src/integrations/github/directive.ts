export type Directive = { readonly directive: "ask" | "tell"; readonly words: string };

const COMMAND = /^\/signalbox[ \t]+(ask|tell)\b[ \t]*([\s\S]*)$/im;
const LONGEST_WORDS = 1_500;

/** `/signalbox ask …` at the start of a line: everything after it is said to the reporter. */
export function readDirective(comment: string): Directive | null {
  const [, verb, rest = ""] = COMMAND.exec(comment) ?? [];
  const words = rest.trim().slice(0, LONGEST_WORDS).toWellFormed();
  if (verb === undefined || words === "") return null;
  return { directive: verb.toLowerCase() === "ask" ? "ask" : "tell", words };
}

/** A comment without its directive, which was for us. */
export function withoutDirectives(comment: string): string {
  return comment.replace(COMMAND, "");
}
