import type { ProductNames } from "../../src/integrations/offline/products.ts";

/** What an admin of the forum would list of its time, written before the topics were looked at for it. */
export const FORUM_PRODUCTS: ProductNames = {
  ours: "openai|chatgpt|gpt|gpt-3|gpt-3.5|gpt-4|gpt3|gpt4|davinci|curie|babbage|ada|dall-e|dalle|whisper|codex|embeddings|playground|moderation endpoint|completions|fine-tuning".split(
    "|",
  ),
  others:
    "azure|azure openai|microsoft|bing|google|bard|gemini|palm|anthropic|claude|langchain|llamaindex|pinecone|weaviate|zapier|bubble|hugging face|midjourney|stable diffusion|copilot|github|siri|alexa|whatsapp|telegram|wordpress|unity|vercel|netlify|aws|jasper".split(
      "|",
    ),
};
