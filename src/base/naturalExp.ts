/** e to the power x by halving and one series, using only + - * /: the same in every engine. For |x| up to 700. */
export function naturalExp(x: number): number {
  let halvings = 0;
  let small = x;
  while (small > 0.5 || small < -0.5) {
    small /= 2;
    halvings++;
  }
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 20; k++) {
    term *= small / k;
    sum += term;
  }
  for (; halvings > 0; halvings--) sum *= sum;
  return sum;
}
