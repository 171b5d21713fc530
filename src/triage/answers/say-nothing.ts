/** What is never said unless a source marked official says it. */
export const SENSITIVE = [
  "dates",
  "prices",
  "refunds",
  "availability",
  "incidents",
  "eligibility",
  "law",
  "other-vendors",
  "why-a-model-changed",
] as const;
export type Sensitive = (typeof SENSITIVE)[number];

const MONTH =
  "(?:january|february|march|april|june|july|august|september|october|november|december)";

const PATTERNS: Readonly<Record<Sensitive, readonly RegExp[]>> = {
  dates: [
    new RegExp(`\\b${MONTH}\\b(?:\\s+\\d{1,2})?|\\b(?:in|by|until|since) may\\b|\\bmay \\d`, "i"),
    /\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bq[1-4] 20\d\d\b/i,
    /\b(?:tomorrow|coming soon|eta|next (?:week|month|quarter|year|release)|later this (?:week|month|year))\b/i,
    /\bwill (?:soon )?be (?:released|launched|shipped|available|deprecated|removed|fixed)\b/i,
  ],
  prices: [
    /[$€£¥]\s?\d|\d\s?[€£¥]|\b\d+(?:[.,]\d+)?\s?(?:usd|eur|gbp|dollars?|euros?|cents?)\b/i,
    /\b(?:preise?|kostet|kostenlos|prix|coûte|gratuit|precios?|cuesta|gratis|preços?|custa|prezzo|prijs)\b/i,
    /\b(?:pric(?:e|es|ed|ing)|free of charge|free tier|paid plan|subscription fee|discount(?:s|ed)?|charged? (?:you|per|for)|costs? (?:money|nothing|per|\d))\b/i,
  ],
  refunds: [
    /\b(?:refund(?:s|ed|able)?|chargebacks?|reimburse\w*|money back)\b/i,
    /\b(?:rück)?erstatt\w*|\b(?:rembours|reembols|rimbors)\w*/i,
  ],
  availability: [
    /\b(?:un)?available (?:in|to|for) (?:your|all|every|most|some|the (?:eu|us|uk)|europe|asia|africa|canada|china|india|users|customers|organi[sz]ations|paid|free)\b/i,
    /\b(?:supported|allowed|restricted|blocked) (?:countries|regions)\b|\b(?:generally available|general availability|waitlist|roll(?:ed|ing)? ?out|early access)\b/i,
  ],
  incidents: [
    /\b(?:outages?|incidents?|downtime|service disruption|degraded performance|status page|post-?mortem|uptime)\b/i,
    /\b(?:is|are|was|were) (?:currently )?down\b/i,
  ],
  eligibility: [/\b(?:eligib\w+|ineligib\w+|qualif(?:y|ies|ied) for|entitled to)\b/i],
  law: [
    /\b(?:legal(?:ly)?|illegal|lawsuits?|liab(?:le|ility)|copyright\w*|trademarks?|gdpr|hipaa|ccpa|attorneys?|court|warranty|indemni\w+)\b/i,
  ],
  "other-vendors": [
    /\b(?:anthropic|claude|gemini|mistral|cohere|deepseek|grok|perplexity|copilot|qwen|llama)\b/i,
  ],
  "why-a-model-changed": [
    /\b(?:because|reason|due to|caused by|why)\b[^.]*\b(?:models?|gpt\S*)\b[^.]*\b(?:chang|wors|degrad|nerf|regress|different|lazier|dumber|updated)/i,
    /\b(?:models?|gpt\S*)\b[^.]*\b(?:chang\w*|wors\w*|degrad\w*|nerf\w*|regress\w*|updated)\b[^.]*\b(?:because|due to|reason)\b/i,
  ],
};

/** Subjects of a text on which only official sources may be quoted. */
export function sensitiveIn(text: string): Sensitive[] {
  return SENSITIVE.filter((subject) => PATTERNS[subject].some((pattern) => pattern.test(text)));
}
