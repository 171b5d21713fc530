// A bare number before a plural counts something: "3 times".
const NUMBER = String.raw`v?\d+(?:\.(?:\d+|x)){1,3}|v\d+|\d+(?![\w.]|\s+\w+s\b)`;
const VERSION = String.raw`(${NUMBER})(?:-[a-z][\w.]*)?(?![\w-]|\.\d)`;
const GLUE = String.raw`(?:[\s("',*_\x60]|[@:=~^<>]|(?:is|at|on|sdk|api|library|package|client|docs|version|ver\.?|release)\b){0,8}`;
const VERSION_WORD = String.raw`(?:version|ver\.|release)[\s:=*_\x60"']{0,4}`;

/** Names whose versions are not the product's, however near they stand. */
const FOREIGN =
  /(?:^|[^\w])(?:node(?:\.?js)?|npm|npx|yarn|pnpm|bun|deno|python|pip|go|golang|java|jdk|kotlin|swift|php|ruby|rust|cargo|dotnet|\.net|c\+\+|gcc|clang|chrome|chromium|firefox|safari|edge|ios|android|macos|mac ?os|os x|windows|ubuntu|debian|fedora|linux|kernel|docker|kubernetes|k8s|postgres(?:ql)?|mysql|redis|cuda|react|vue|angular|next(?:\.js)?|typescript|ts|http|tls|ipv|utf)[\s:=@"'(]*(?:version|ver\.?)?[\s:=]*$/i;

/**
 * The version of a product that a text is about; null when none is named, or more than one that the
 * text does not tell apart ("from 1.9 to 2.0" means 2.0).
 *
 * @param products what the product and its packages are called
 * @param others names of products that have versions of their own
 */
export function versionNamed(
  text: string,
  products: readonly string[],
  others: readonly string[] = [],
): string | null {
  const near = products.flatMap((product) => nearProduct(text, product));
  return only(near.length > 0 ? near : standing(text, others));
}

/** `acme 2.1`, `"acme": "^2.1"`, `acme==2.1`, `v2 of acme`; of `acme from 1.9 to 2.0` the latter. */
function nearProduct(text: string, product: string): string[] {
  const name = escaped(product);
  const after = new RegExp(
    String.raw`(?<![\w-])${name}(?![\w-])${GLUE}(?:from\s+v?\d[\w.]*\s+to\s+)?${VERSION}`,
    "gi",
  );
  const before = new RegExp(
    String.raw`(?<![\w./-])${VERSION}\s+(?:of|in|from)\s+(?:the\s+)?${name}(?![\w-])`,
    "gi",
  );
  return [...text.matchAll(after), ...text.matchAll(before)].flatMap(([, found]) => found ?? []);
}

/** A version that stands alone: `Version: 2.1`, `v2.1`. A path such as `/v1/files` is none. */
function standing(text: string, others: readonly string[]): string[] {
  const moved = [
    ...text.matchAll(new RegExp(String.raw`\bfrom\s+v?\d[\w.]*\s+to\s+${VERSION}`, "gi")),
  ];
  const alone = [
    ...text.matchAll(new RegExp(String.raw`\b${VERSION_WORD}${VERSION}`, "gi")),
    ...text.matchAll(new RegExp(String.raw`(?<![\w./@:-])(?=v)${VERSION}`, "gi")),
  ];
  return (moved.length > 0 ? moved : alone).flatMap((match) => {
    const ahead = text.slice(Math.max(0, match.index - 40), match.index);
    const elses = others.some((name) =>
      new RegExp(String.raw`(?<![\w-])${escaped(name)}(?![\w-])${GLUE}$`, "i").test(ahead),
    );
    return FOREIGN.test(ahead) || elses ? [] : (match[1] ?? []);
  });
}

function only(found: readonly string[]): string | null {
  const [first, ...more] = new Set(found.map((one) => one.replace(/^v/i, "")));
  // "2" and "2.1" are one: the longer says more.
  const longest = [first ?? "", ...more].toSorted((a, b) => b.length - a.length)[0] ?? "";
  const agree = [first, ...more].every(
    (one) => one !== undefined && `${longest}.`.startsWith(`${one}.`),
  );
  return agree ? longest : null;
}

/** A name as an expression; what parts its words may be written in any way. */
function escaped(name: string): string {
  return name
    .split(/[\s_-]+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(String.raw`[\s_-]*`);
}
