// One row of the bench: a figure of ours beside a floor measured in the same run, so that a noisy machine blurs both alike.

export type Row = {
  readonly name: string;
  readonly unit: "ms" | "MB" | "µs";
  readonly ours: readonly number[];
  readonly floor: readonly number[];
  readonly floorIs: string;
  /** Upper bounds of ours, where the project has set them. */
  readonly target?: { readonly at: number; readonly under: number };
  /** Upper bounds in multiples of the floor, at the median and at p99. */
  readonly times?: { readonly p50: number; readonly p99: number };
};

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (at === undefined) throw new Error("no figure was measured");
  return at;
}

export function print(row: Row): void {
  const { name, unit, ours, floor } = row;
  const figure = (values: readonly number[]): string =>
    `p50 ${quantile(values, 0.5).toFixed(1)} ${unit}, p99 ${quantile(values, 0.99).toFixed(1)} ${unit} (${values.length})`;
  const lines = [name, `  ours  ${figure(ours)}`, `  floor ${figure(floor)}: ${row.floorIs}`, `  ${timesOf(row)}`];
  if (row.target) {
    const { at, under } = row.target;
    lines.push(`  target p${at * 100} under ${under} ${unit}: ${verdict(quantile(ours, at) < under)}`);
  }
  console.log(lines.join("\n"));
}

function timesOf({ ours, floor, times }: Row): string {
  const p50 = quantile(ours, 0.5) / quantile(floor, 0.5);
  const p99 = quantile(ours, 0.99) / quantile(floor, 0.99);
  const text = `${p50.toFixed(2)} times the floor at p50, ${p99.toFixed(2)} at p99`;
  if (!times) return text;
  const met = verdict(p50 <= times.p50 && p99 <= times.p99);
  return `${text}; target ${times.p50} and ${times.p99}: ${met}`;
}

function verdict(isMet: boolean): string {
  return isMet ? "met" : "NOT met";
}
