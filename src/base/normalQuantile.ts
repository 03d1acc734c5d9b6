import { naturalLog } from './naturalLog.ts';

const centre = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239];
const centreBelow = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];
const tail = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
const tailBelow = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
const tailFrom = 0.02425;

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** The value that a standard normal quantity stays below with probability p, 0 < p < 1: Acklam's rational approximation, off by less than 2e-9 relative. */
export function normalQuantile(p: number): number {
  if (p < tailFrom || p > 1 - tailFrom) {
    const q = Math.sqrt(-2 * naturalLog(Math.min(p, 1 - p)));
    const x = polynomial(tail, q) / polynomial(tailBelow, q);
    return p < 0.5 ? x : -x;
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(centre, r) * q) / polynomial(centreBelow, r);
}
