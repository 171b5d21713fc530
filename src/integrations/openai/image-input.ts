import { Buffer } from "node:buffer";
import type { ResponseInputImage } from "openai/resources/responses/responses";
import type { ModelImage } from "../../triage/ports/engines.ts";
import { capabilitiesOf } from "./capabilities.ts";
import type { ModelSettings } from "./model-settings.ts";
import { loadPrompt, type Prompt, shortHash } from "./prompt.ts";

/** What a model is told about images, when there are any. */
const IMAGES = loadPrompt("images@1");

/** Images as the vendor takes them: whole, in the request, so that nobody else serves them. */
export function toParts(
  images: readonly ModelImage[],
  detail: ResponseInputImage["detail"],
): ResponseInputImage[] {
  return images.map(({ type, bytes }) => ({
    type: "input_image",
    image_url: `data:${type};base64,${Buffer.from(bytes).toString("base64")}`,
    detail,
  }));
}

/** The prompt with what is to be known of images behind it, under a name that says so. */
export function withImagesTold(prompt: Prompt): Prompt {
  const text = `${prompt.text.trimEnd()}\n\n${IMAGES.text}`;
  return { name: `${prompt.name}+${IMAGES.name}`, text, hash: shortHash(text) };
}

/**
 * The most tokens that an image can cost. The vendor's formulas, and what it was seen to bill, do
 * not agree; these are above both: 1,536 patches at 2.46 tokens, and where the model counts by tiles
 * eight of them. What a call did cost comes with its answer.
 */
const MOST_TOKENS = 3_800;
const MOST_TOKENS_IN_TILES = 48_200;

export function mostTokens({ name }: Pick<ModelSettings, "name">): number {
  const cheap = capabilitiesOf(name).images === true && !name.startsWith("gpt-4o-mini");
  return cheap ? MOST_TOKENS : MOST_TOKENS_IN_TILES;
}
