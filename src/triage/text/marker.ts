const MARKER = /<!-- signalbox:([^\s<>]{1,120}) -->/g;

/** The hidden line that everything we write to GitHub carries, so that a later read finds it. */
export function hiddenMarker(id: string): string {
  return `<!-- signalbox:${id} -->`;
}

/** Ids of all our markers in a text, in order. */
export function markersIn(text: string): string[] {
  return [...text.matchAll(MARKER)].flatMap((match) => match[1] ?? []);
}
