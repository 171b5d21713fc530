import type { Lane } from "../../triage/model/classification.ts";
import { LANE_PHRASES } from "./lane-phrases.ts";
import { PHRASES } from "./phrases.ts";
import type { PostText } from "./post-text.ts";

export type LaneSign = {
  readonly lane: Lane;
  readonly sure: boolean;
  readonly at: number;
  readonly length: number;
};

/** Where a post shows that it is no open matter; positions refer to title and text together. */
export function laneSigns({ lower, met }: PostText): LaneSign[] {
  return PHRASES.matches("lanes", lower, met).flatMap(({ index, at, length }) => {
    const sign = LANE_PHRASES[index];
    return sign ? [{ lane: sign.lane, sure: sign.sure, at, length }] : [];
  });
}
