/** What is known of a model's abilities; null where a name says nothing. */
export type Capabilities = {
  readonly structuredOutputs: boolean | null;
  readonly logprobs: boolean | null;
  readonly images: boolean | null;
};

type Family = Capabilities & { readonly names: RegExp };

/**
 * By family, since the vendor's API does not tell; from its model pages of November 2026. The first
 * that fits counts. Reasoning models give no log-probabilities.
 */
const FAMILIES: readonly Family[] = [
  { names: /^gpt-4o-2024-05-13/, structuredOutputs: false, logprobs: true, images: true },
  { names: /^gpt-4o(-mini)?(-\d|$)/, structuredOutputs: true, logprobs: true, images: true },
  {
    names: /^gpt-4\.1(-mini|-nano)?(-\d|$)/,
    structuredOutputs: true,
    logprobs: true,
    images: true,
  },
  { names: /^gpt-5(-mini|-nano)?(-\d|$)/, structuredOutputs: true, logprobs: false, images: true },
  { names: /^o3-mini(-\d|$)/, structuredOutputs: true, logprobs: false, images: false },
  { names: /^(o1|o3|o4-mini)(-\d|$)/, structuredOutputs: true, logprobs: false, images: true },
  { names: /^gpt-(4|3\.5)(-|$)/, structuredOutputs: false, logprobs: true, images: null },
];

export function capabilitiesOf(model: string): Capabilities {
  const family = FAMILIES.find(({ names }) => names.test(model));
  if (!family) return { structuredOutputs: null, logprobs: null, images: null };
  const { structuredOutputs, logprobs, images } = family;
  return { structuredOutputs, logprobs, images };
}
