/** a·b/c of whole numbers, rounded to the nearest, halves away from zero; c above 0. */
export function rescale(a: number, b: number, c: number): number {
  const product = BigInt(a) * BigInt(b);
  const divisor = BigInt(c);
  const half = divisor / 2n;
  const result = product < 0n ? -((-product + half) / divisor) : (product + half) / divisor;
  return Number(result);
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}

/**
 * The fraction n/d in its lowest terms if both fit in `most`; else the nearest such fraction by continued fractions, as
 * containers' rates are conventionally told (1000000000/41708333 within 30000 is 24000/1001). All whole and above 0.
 */
export function reduceFraction(n: bigint, d: bigint, most: bigint): { n: number; d: number } {
  const divisor = greatestDivisor(n, d);
  let [top, bottom] = [n / divisor, d / divisor];
  if (top <= most && bottom <= most) return { n: Number(top), d: Number(bottom) };
  let [before, now] = [
    { n: 0n, d: 1n },
    { n: 1n, d: 0n },
  ];
  while (bottom !== 0n) {
    let whole = top / bottom;
    const rest = top - bottom * whole;
    const next = { n: whole * now.n + before.n, d: whole * now.d + before.d };
    if (next.n > most || next.d > most) {
      if (now.n !== 0n) whole = (most - before.n) / now.n;
      if (now.d !== 0n) {
        const byBottom = (most - before.d) / now.d;
        if (byBottom < whole) whole = byBottom;
      }
      if (bottom * (2n * whole * now.d + before.d) > top * now.d) {
        now = { n: whole * now.n + before.n, d: whole * now.d + before.d };
      }
      break;
    }
    [before, now, top, bottom] = [now, next, bottom, rest];
  }
  return { n: Number(now.n), d: Number(now.d) };
}

/** Seconds of `ticks` of 1/`perSecond` with six decimals, rounded like C's `%f`: exact ties to the even digit. */
export function sixDecimals(ticks: number, perSecond: number): number {
  const seconds = ticks * (1 / perSecond);
  const text = seconds.toFixed(20);
  const point = text.indexOf('.');
  const isTie = /^50*$/.test(text.slice(point + 7));
  if (!isTie) return Number(seconds.toFixed(6));
  const kept = text.slice(0, point + 7);
  const isEven = Number(kept.at(-1)) % 2 === 0;
  return isEven ? Number(kept) : Number(seconds.toFixed(6));
}
