export type Share = {
  readonly share: number;
  /** Both ends of the interval. */
  readonly low: number;
  readonly high: number;
};

/** Standard deviations of a normal distribution that hold 95 % of it. */
const NINETY_FIVE = 1.96;

/**
 * A share of counted things with its interval, which is also right for few of them and for shares
 * near 0 and 1. Wilson, "Probable inference, the law of succession, and statistical inference",
 * JASA 22, 1927.
 * @param z standard deviations to either side; 1.96 for 95 %
 */
export function wilson(hits: number, all: number, z = NINETY_FIVE): Share {
  if (all === 0) return { share: 0, low: 0, high: 1 };
  const share = hits / all;
  const square = z * z;
  const centre = share + square / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + square / (4 * all * all));
  const whole = 1 + square / all;
  return {
    share,
    low: Math.max(0, (centre - half) / whole),
    high: Math.min(1, (centre + half) / whole),
  };
}
