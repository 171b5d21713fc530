const MAX_MESSAGE = 2_000;
const MAX_MESSAGES = 5;

type Split = {
  readonly messages: readonly string[];
  /** What did not fit, as the client would attach it. */
  readonly rest: string | null;
};

/**
 * Cuts a long text as people post it: over 2,000 characters become consecutive messages, five at
 * most, broken at a line or a word where one is near; what is left goes into message.txt.
 */
export function splitLikeClient(text: string): Split {
  const messages: string[] = [];
  let left = text;
  while (left.length > 0 && messages.length < MAX_MESSAGES) {
    const length = left.length <= MAX_MESSAGE ? left.length : cutAt(left);
    const piece = left.slice(0, length);
    if (piece.trim() !== "") messages.push(piece);
    left = left.slice(length);
  }
  return { messages, rest: left.trim() === "" ? null : left };
}

function cutAt(text: string): number {
  const window = text.slice(0, MAX_MESSAGE);
  const near = MAX_MESSAGE / 2;
  const at = [window.lastIndexOf("\n"), window.lastIndexOf(" ")].find((place) => place > near);
  const cut = at === undefined ? MAX_MESSAGE : at + 1;
  // Never between the two halves of a surrogate pair.
  const before = text.charCodeAt(cut - 1);
  return before >= 0xd800 && before <= 0xdbff ? cut - 1 : cut;
}
