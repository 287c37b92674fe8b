// One row of the bench: a figure of ours beside a floor measured in the same run, so that a noisy machine blurs both alike.

export type Row = {
  readonly name: string;
  readonly unit: "ms" | "MB";
  readonly ours: readonly number[];
  readonly floor: readonly number[];
  readonly floorIs: string;
  /** Upper bound of our median, where the project has set one. */
  readonly target?: number;
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
  const ratio = quantile(ours, 0.5) / quantile(floor, 0.5);
  const bound = row.target === undefined ? "" : `; target under ${row.target} ${unit}: ${verdict(row.target, ours)}`;
  console.log(
    `${name}\n  ours  ${figure(ours)}\n  floor ${figure(floor)}: ${row.floorIs}\n  ${ratio.toFixed(2)} times the floor${bound}`,
  );
}

function verdict(target: number, ours: readonly number[]): string {
  return quantile(ours, 0.5) < target ? "met" : "NOT met";
}
