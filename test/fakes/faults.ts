/** Where a scripted fault strikes: before the outside changed, or after it did but before we heard. */
export type FaultPoint = "before" | "after";

export type Faults<Operation extends string> = {
  /** The next call of the operation fails with the error. Several are used up in order. */
  failNext(operation: Operation, error: unknown, point?: FaultPoint): void;
  /** Runs a call through the faults that are set for it. */
  run<T>(operation: Operation, work: () => T): Promise<T>;
};

/** Scripted failures for a fake: an "after" leaves the change standing, as a lost answer does. */
export function createFaults<Operation extends string>(): Faults<Operation> {
  const planned: { operation: Operation; error: unknown; point: FaultPoint }[] = [];
  return {
    failNext(operation, error, point = "before") {
      planned.push({ operation, error, point });
    },
    async run(operation, work) {
      const at = planned.findIndex((fault) => fault.operation === operation);
      const fault = at < 0 ? undefined : planned.splice(at, 1)[0];
      if (fault?.point === "before") throw fault.error;
      const result = work();
      if (fault) throw fault.error;
      return result;
    },
  };
}
