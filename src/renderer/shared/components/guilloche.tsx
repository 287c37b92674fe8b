// The fine engraved lines of a security print, as on cheques and counterfoils: a braid for the stub, a rosette for the idle face.
// Drawn from formulas at import of nothing: the same every time, and nobody's clip art.
import { useMemo } from "react";
import { classes } from "./classes.ts";
import styles from "./guilloche.module.css";

const HEIGHT = 600;

/** One thread of the braid: a sine whose swing breathes along the strip. */
function thread(index: number, count: number): string {
  const phase = (index / count) * Math.PI * 2;
  const points: string[] = [];
  for (let y = 0; y <= HEIGHT; y += 4) {
    const swing = 26 + 15 * Math.sin((y / HEIGHT) * Math.PI * 6);
    const x = 50 + swing * Math.sin((y / HEIGHT) * Math.PI * 8 + phase);
    points.push(`${x.toFixed(1)} ${y}`);
  }
  return `M${points.join("L")}`;
}

export function Braid({ className = "" }: { readonly className?: string | undefined }) {
  const threads = useMemo(() => Array.from({ length: 14 }, (_, index) => thread(index, 14)), []);
  return (
    <svg
      className={classes(styles["lines"], className)}
      viewBox={`0 0 100 ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {threads.map((path) => (
        <path key={path} d={path} vectorEffect="non-scaling-stroke" />
      ))}
    </svg>
  );
}

/** One ring of the rosette: a circle whose radius waves `petals` times; each ring is turned a little against the last. */
function ring(index: number): string {
  const points: string[] = [];
  const turned = index % 2 === 0 ? 0 : Math.PI;
  const middle = 186 - index * 9;
  for (let step = 0; step <= 720; step += 1) {
    const angle = (step / 360) * Math.PI;
    const radius = middle * (0.86 + 0.14 * Math.cos(18 * angle + turned + index * 0.3));
    points.push(`${(200 + radius * Math.cos(angle)).toFixed(1)} ${(200 + radius * Math.sin(angle)).toFixed(1)}`);
  }
  return `M${points.join("L")}Z`;
}

export function Rosette({ className = "" }: { readonly className?: string | undefined }) {
  const rings = useMemo(() => Array.from({ length: 15 }, (_, index) => ring(index)), []);
  return (
    <svg className={classes(styles["lines"], className)} viewBox="0 0 400 400" aria-hidden="true">
      {rings.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
