import { describe } from "vitest";
import { allowanceContract } from "./store/allowance.ts";
import { aroundContract } from "./store/around.ts";
import { boardContract } from "./store/board.ts";
import { callsContract } from "./store/calls.ts";
import { commitContract } from "./store/commit.ts";
import { gapsContract } from "./store/gaps.ts";
import { imagesContract } from "./store/images.ts";
import { intakeContract } from "./store/intake.ts";
import { knowledgeContract } from "./store/knowledge.ts";
import { outboxContract } from "./store/outbox.ts";
import { privacyContract } from "./store/privacy.ts";
import { queueContract } from "./store/queue.ts";
import { reportRowsContract } from "./store/report-rows.ts";
import { reviewsContract } from "./store/reviews.ts";
import { type Open, useStore } from "./store/setting.ts";
import { settingsContract } from "./store/settings.ts";
import { siblingsContract } from "./store/siblings.ts";
import { wayBackContract } from "./store/way-back.ts";
import { workersContract } from "./store/workers.ts";

/** What every store keeps to: the fake, PGlite and PostgreSQL. */
export function storeContract(open: Open): void {
  describe("intake", () => intakeContract(useStore(open)));
  describe("commit", () => commitContract(useStore(open)));
  describe("siblings", () => siblingsContract(useStore(open)));
  describe("outbox", () => outboxContract(useStore(open)));
  describe("many workers", () => workersContract(useStore(open)));
  describe("board", () => boardContract(useStore(open)));
  describe("queue", () => queueContract(useStore(open)));
  describe("gaps", () => gapsContract(useStore(open)));
  describe("knowledge", () => knowledgeContract(useStore(open)));
  describe("images", () => imagesContract(useStore(open)));
  describe("privacy", () => privacyContract(useStore(open)));
  describe("allowance", () => allowanceContract(useStore(open)));
  describe("model calls", () => callsContract(useStore(open)));
  describe("settings", () => settingsContract(useStore(open)));
  describe("reviews", () => reviewsContract(useStore(open)));
  describe("rows of the report", () => reportRowsContract(useStore(open)));
  describe("the way back", () => wayBackContract(useStore(open)));
  describe("around the tickets", () => aroundContract(useStore(open)));
}
