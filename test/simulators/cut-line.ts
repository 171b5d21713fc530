import { connect, createServer, type Socket } from "node:net";

/** A line to a service that can be cut, or fall silent, and be mended. */
export type CutLine = {
  readonly port: number;
  /** Ends every connection and refuses new ones: the service is not there. */
  cut(): void;
  /** Connections stay, and are taken, but nothing goes through: the network is gone. */
  silence(): void;
  /** What is new goes through again; what fell silent stays so, and ends. */
  mend(): void;
  close(): Promise<void>;
};

/** Passes on to a service on this machine. */
export async function aCutLine(target: number): Promise<CutLine> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: "whole" | "cut" | "silent" = "whole";

  const server = createServer((near) => {
    if (state === "cut") {
      near.destroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (bytes) => {
        if (state === "whole") to.write(bytes);
      });
      from.on("close", end).on("error", end);
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  function endAll(): void {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  }

  return {
    port: address.port,
    cut() {
      state = "cut";
      endAll();
    },
    silence() {
      state = "silent";
    },
    mend() {
      endAll();
      state = "whole";
    },
    close() {
      endAll();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
