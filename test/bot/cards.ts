import type { ReviewCard } from "../../src/triage/model/review-card.ts";

export function aCard(overrides: Partial<ReviewCard> = {}): ReviewCard {
  return {
    cardId: "card-0000000000000001a",
    version: 1,
    codes: ["SB-142"],
    ask: "How do I set a timeout?",
    facts: ["question", "sdk", "open"],
    action: "Answer",
    body: "Set the timeout when you build the client.",
    evidence: [
      {
        title: "Timeouts",
        url: "https://docs.example/client#timeouts",
        quote: "pass timeout to the constructor",
      },
    ],
    doubt: "The version is a guess",
    permalink: "https://discord.example/channels/1/2/3",
    engine: "offline",
    reporters: 1,
    freshReporters: 0,
    send: "Send",
    editable: true,
    closed: null,
    closedAt: null,
    learnt: null,
    claim: null,
    undoUntil: null,
    ...overrides,
  };
}
