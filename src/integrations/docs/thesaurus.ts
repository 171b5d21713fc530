import { toTerms } from "./tokens.ts";

// Words that developers use for each other, in questions on the one hand and docs on the other.
const GROUPS = `
max maximum | min minimum | dir directory folder | env environment | config configuration configure setting |
repo repository | auth authentication | async asynchronous | param parameter argument arg | k8s kubernetes |
db database | kill terminate stop | die died dying dead crash fail failure | install setup | doc documentation |
delete remove | error exception | create make | specify set | tmp temp temporary | id identifier | msg message |
js javascript | ts typescript | py python | number count num | info information |
compare comparison difference versus vs | upgrade update | mem memory | var variable | func function |
merge join combine | show display | get retrieve fetch | ui dashboard | cli command | prevent avoid disable |
speed fast performance slow | begin start launch | use usage | example sample | large big huge |
allow enable | change modify edit | send pass | wait block | limit restrict maximum | multiple many several |
share distribute | machine node host | ip address | execute run | convert transform | quota limit |
login signin | token credential key | image picture | attachment file | webhook callback | retry backoff
`;

const GROUP_LIST = GROUPS.split("|").map((group) => [
  ...new Set(group.trim().split(/\s+/).flatMap(toTerms)),
]);

const synonyms = new Map<string, Set<string>>();
for (const group of GROUP_LIST) {
  for (const term of group) {
    const known = synonyms.get(term) ?? new Set();
    for (const other of group) if (other !== term) known.add(other);
    synonyms.set(term, known);
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Terms that may stand in the docs where the asker wrote this one. */
export function synonymsOf(term: string): ReadonlySet<string> {
  return synonyms.get(term) ?? NONE;
}
