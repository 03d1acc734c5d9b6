/**
 * Natural logarithm of x > 0 by exact scaling and one series, using only + - * /: engines round Math.log differently,
 * and a shared link must give the same run in every browser. Error below 1e-14 relative to 1.
 */
export function naturalLog(x: number): number {
  let exponent = 0;
  let m = x;
  while (m >= 1.4142135623730951) {
    m /= 2;
    exponent++;
  }
  while (m < 0.7071067811865476) {
    m *= 2;
    exponent--;
  }
  const t = (m - 1) / (m + 1);
  const t2 = t * t;
  let term = t;
  let sum = 0;
  for (let k = 1; k < 30; k += 2) {
    sum += term / k;
    term *= t2;
  }
  return 2 * sum + exponent * 0.6931471805599453;
}
