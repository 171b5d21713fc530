import { createHmac, randomUUID } from "node:crypto";

export type WebhookTarget = { readonly url: string; readonly secret: string };

/** `late` waits for `releaseLate`; `out-of-order` goes after the delivery that follows it. */
export type WebhookFault = "lost" | "doubled" | "late" | "out-of-order";

export type Delivery = {
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  /** The exact bytes that were signed. */
  readonly body: string;
  /** Status of each attempt; 0 when nobody answered. */
  readonly attempts: number[];
};

const GIVE_UP_MS = 10_000;

/** Signs and delivers webhooks one after the other, as badly as it is told to. */
export function createWebhooks(appId: number) {
  const deliveries: Delivery[] = [];
  const faults: WebhookFault[] = [];
  const late: Delivery[] = [];
  let overtaken: Delivery[] = [];
  let target: WebhookTarget | null = null;
  let closed = false;
  let tail: Promise<void> = Promise.resolve();

  function enqueue(delivery: Delivery): void {
    tail = tail.then(async () => {
      if (!closed && target) delivery.attempts.push(await send(delivery, target, appId));
    });
  }

  return {
    deliverTo(to: WebhookTarget | null): void {
      target = to;
    },

    target: (): WebhookTarget | null => target,

    publish(event: string, payload: Record<string, unknown>): Delivery | null {
      if (!target) return null;
      const action = typeof payload["action"] === "string" ? payload["action"] : null;
      const body = JSON.stringify(payload);
      const delivery: Delivery = { id: randomUUID(), event, action, body, attempts: [] };
      deliveries.push(delivery);
      const fault = faults.shift();
      if (fault === "late") late.push(delivery);
      else if (fault === "out-of-order") overtaken.push(delivery);
      else if (fault !== "lost") {
        enqueue(delivery);
        if (fault === "doubled") enqueue(delivery);
        for (const waiting of overtaken) enqueue(waiting);
        overtaken = [];
      }
      return delivery;
    },

    /** What befalls the next deliveries, one fault each. */
    misbehave(fault: WebhookFault, times = 1): void {
      for (let left = times; left > 0; left--) faults.push(fault);
    },

    /** Nothing more befalls the deliveries to come. */
    behave(): void {
      faults.length = 0;
    },

    releaseLate(): void {
      for (const delivery of late.splice(0)) enqueue(delivery);
    },

    /** The same delivery again, under the same id, as the button on GitHub does. */
    redeliver(id?: string): void {
      const found = id === undefined ? deliveries.at(-1) : deliveries.find((one) => one.id === id);
      if (!found) throw new Error(`no delivery ${id}`);
      enqueue(found);
    },

    deliveries: (): readonly Delivery[] => deliveries,

    /** Resolves once nothing is on its way any more. */
    async settled(): Promise<void> {
      let seen: Promise<void>;
      do {
        seen = tail;
        await seen;
      } while (seen !== tail);
    },

    close(): void {
      closed = true;
    },
  };
}

export function signatureOf(body: string, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

async function send(delivery: Delivery, to: WebhookTarget, appId: number): Promise<number> {
  try {
    const response = await fetch(to.url, {
      method: "POST",
      body: delivery.body,
      signal: AbortSignal.timeout(GIVE_UP_MS),
      headers: {
        "content-type": "application/json",
        "user-agent": "GitHub-Hookshot/5191621",
        "x-github-delivery": delivery.id,
        "x-github-event": delivery.event,
        "x-github-hook-id": "1",
        "x-github-hook-installation-target-id": String(appId),
        "x-github-hook-installation-target-type": "integration",
        "x-hub-signature-256": signatureOf(delivery.body, to.secret),
      },
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
