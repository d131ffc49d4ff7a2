/** Numbers of a plot as people read them. */
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const rough = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** `4,225`: what was counted. */
export const counted = (value: number): string => whole.format(value);

/** `4.2K`: along an axis. */
export const short = (value: number): string => compact.format(value);

/** `4,230`: read off a curve. */
export const estimated = (value: number): string => rough.format(value);
