import { Failure } from "./failure.ts";

/** How a file of each kind begins. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  "image/png": "89504e470d0a1a0a",
  "image/jpeg": "ffd8ff",
  "image/gif": "47494638",
  "image/webp": "52494646",
};
const DATA_URL = /^data:([^;,]+);base64,([A-Za-z0-9+/]+={0,2})$/;
const MOST_BYTES = 50 * 1024 * 1024;

/**
 * Refuses images as OpenAI does: a model that sees none, another kind of file than it says, one that
 * moves. An address is fetched by OpenAI itself, which a simulator cannot.
 */
export function refuseImages(
  images: readonly string[],
  { dated, images: sees }: { readonly dated: string; readonly images: boolean },
): void {
  if (images.length === 0) return;
  if (!sees) {
    const message = `Invalid content type. image_url is only supported by certain models, not by ${dated}.`;
    throw new Failure(400, message, { param: "input" });
  }
  let bytes = 0;
  for (const url of images) {
    const [, type = "", encoded = ""] = DATA_URL.exec(url) ?? [];
    const file = Buffer.from(encoded, "base64");
    bytes += file.length;
    const beginning = BEGINNINGS[type];
    if (beginning === undefined || !file.toString("hex").startsWith(beginning)) {
      const message = `You uploaded an unsupported image. Please make sure your image has one of the following formats: ['png', 'jpeg', 'gif', 'webp'].`;
      throw new Failure(400, message, { param: "input", code: "invalid_image_format" });
    }
    if (type === "image/gif" && file.toString("latin1").split("\x21\xf9\x04").length > 2) {
      throw new Failure(400, "Animated GIFs are not supported.", {
        param: "input",
        code: "invalid_image_format",
      });
    }
  }
  if (bytes > MOST_BYTES) {
    throw new Failure(413, "The request is too large.", { code: "request_too_large" });
  }
}
