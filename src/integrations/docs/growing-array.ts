/** A list of unsigned 32-bit numbers that grows: a tenth of the memory of an ordinary array of numbers. */
export function createGrowingArray(capacity = 1024) {
  let values = new Uint32Array(capacity);
  let length = 0;

  function reserve(at: number): void {
    if (at >= values.length) {
      const larger = new Uint32Array(Math.max(at + 1, values.length * 2));
      larger.set(values);
      values = larger;
    }
    length = Math.max(length, at + 1);
  }

  return {
    push(value: number): void {
      reserve(length);
      values[length - 1] = value;
    },
    set(at: number, value: number): void {
      reserve(at);
      values[at] = value;
    },
    add(at: number, value: number): void {
      reserve(at);
      values[at] = (values[at] ?? 0) + value;
    },
    at: (at: number): number => (at < length ? (values[at] ?? 0) : 0),
    view: (): Uint32Array => values.subarray(0, length),
  };
}
