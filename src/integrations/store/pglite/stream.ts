import { Duplex } from "node:stream";

type Line = {
  readonly write: (bytes: Buffer) => void;
  readonly leave: () => void;
};

/**
 * Looks like a socket to `pg`, and is a line to the worker thread. It offers no `setKeepAlive`, so
 * that BullMQ does not take it for a connection whose silent loss would be noticed.
 */
export class PgliteStream extends Duplex {
  readonly #line: Line;

  constructor(line: Line) {
    super();
    this.#line = line;
  }

  connect(): void {
    process.nextTick(() => this.emit("connect"));
  }

  setNoDelay(): void {}
  ref(): void {}
  unref(): void {}

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#line.write(bytes);
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#line.write(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    done();
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#line.leave();
    done(error);
  }
}
