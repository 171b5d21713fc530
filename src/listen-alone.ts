import type { Bot } from "./bot/gateway.ts";
import type { Holder, Lease } from "./integrations/store/lease.ts";
import type { Logger } from "./log.ts";
import { UserError } from "./triage/model/errors.ts";

export type Listening = {
  /** Null while another process listens to Discord. */
  bot(): Bot | null;
  /** Who listened to Discord at the start; null when it is this process. */
  readonly behind: Holder | null;
  /** Leaves Discord, then lets another process listen. */
  stop(): Promise<void>;
};

type Needs = {
  readonly lease: Lease;
  readonly listen: () => Promise<Bot>;
  readonly log: Logger;
  /** It was this process's turn, and it could not listen. */
  readonly onFatal: (error: Error) => void;
};

/**
 * Listens to Discord when no other process does, and until then waits for its turn: two would both
 * answer whoever presses a button. Rejects when it is the only one and cannot listen.
 */
export async function listenAlone({ lease, listen, log, onFatal }: Needs): Promise<Listening> {
  let bot: Bot | null = null;
  let isTurn = true;
  let isStopping = false;
  let turn: Promise<void> = Promise.resolve();
  const behind = await lease.take();
  if (behind === null) {
    bot = await listen();
  } else {
    isTurn = false;
    log.warn(
      { holder: behind.name, since: behind.since },
      "Another process listens to Discord for this server already: this one waits and takes over when that one ends. If both are to work, start this one with --role worker; if not, stop one of them",
    );
    turn = lease.wait().then(takeOver).catch(onFatal);
  }

  async function takeOver(isOurs: boolean): Promise<void> {
    if (!isOurs || isStopping) return;
    isTurn = true;
    log.info({}, "The other process has ended: this one listens to Discord now");
    bot = await listen();
  }

  return {
    bot: () => bot,
    behind,
    async stop() {
      isStopping = true;
      if (!isTurn) await lease.release();
      await turn;
      await bot?.stop();
      await lease.release();
    },
  };
}

/** What a process that had its turn is told when another one has it by now. */
export function lostTo({ name }: Holder): UserError {
  const who = name === null ? "another process" : `another process (${name})`;
  return new UserError(
    `The connection to the database broke, and ${who} listens to Discord by now: this one ends. Start it again, and it waits until it is needed.`,
  );
}
