import { expect, it } from "vitest";
import { capabilitiesOf } from "../../../src/integrations/openai/capabilities.ts";

it.each([
  ["gpt-5-mini-2025-08-07", { structuredOutputs: true, logprobs: false, images: true }],
  ["gpt-4.1-mini-2025-04-14", { structuredOutputs: true, logprobs: true, images: true }],
  ["gpt-4o-2024-05-13", { structuredOutputs: false, logprobs: true, images: true }],
  ["gpt-4o-2024-08-06", { structuredOutputs: true, logprobs: true, images: true }],
  ["o3-mini", { structuredOutputs: true, logprobs: false, images: false }],
  ["gpt-4-turbo-2024-04-09", { structuredOutputs: false, logprobs: true, images: null }],
  ["gpt-4o-audio-preview", { structuredOutputs: null, logprobs: null, images: null }],
  ["our-own-llama", { structuredOutputs: null, logprobs: null, images: null }],
])("tells what %s is known to do", (model, known) => {
  expect(capabilitiesOf(model)).toEqual(known);
});
