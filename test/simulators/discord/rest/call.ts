import type { World } from "../world.ts";
import type { UploadedFile } from "../write-messages.ts";

/** One authenticated request, parsed. */
export type Call = {
  readonly world: World;
  /** The path's parameters by name, decoded. */
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** Where clients reach the gateway. */
  readonly gatewayUrl: string;
};

export type Reply = { readonly status: number; readonly body?: unknown };

export type Route = {
  readonly method: string;
  /** Under `/api/v10`, with `:name` for parameters. */
  readonly path: string;
  /** Interaction and webhook calls carry their own token and are outside the global limit. */
  readonly open?: boolean;
  /** The name of a second limit that this body falls under. */
  readonly extraLimit?: (body: unknown) => string | undefined;
  readonly handle: (call: Call) => Reply;
};

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export const NO_CONTENT: Reply = { status: 204 };
