export type Directive = {
  /** `wrong`: it is meant for us, and names nothing that we can do. */
  readonly directive: "ask" | "tell" | "wrong";
  readonly words: string;
};

const COMMAND = /^\/signalbox(?!\S)(?:[ \t]+(\w+)\b)?[ \t]*([\s\S]*)$/im;
const LONGEST_WORDS = 1_500;

/** `/signalbox ask …` at the start of a line: everything after it is said to the reporter. */
export function readDirective(comment: string): Directive | null {
  const found = COMMAND.exec(comment);
  if (!found) return null;
  const verb = found[1]?.toLowerCase();
  const words = (found[2] ?? "").trim().slice(0, LONGEST_WORDS).toWellFormed();
  if ((verb !== "ask" && verb !== "tell") || words === "") return { directive: "wrong", words: "" };
  return { directive: verb, words };
}

/** A comment without its directive, which was for us. */
export function withoutDirectives(comment: string): string {
  return comment.replace(COMMAND, "");
}
