// Records scanners outside of a till, for whoever works on the decoders: the same bytes with times, the same codes taken out.
import type { SerialPlace } from "#contract/scanners.ts";
import type { OpenedScanners } from "#devices/scanners.ts";
import { createMask } from "./scan-mask.ts";
import { createTape, type Recording } from "./scan-recording.ts";
import { recordedRead } from "./scan-watch.ts";
import { recordedFacts } from "./test-scan.ts";

export type Recorder = {
  /** @param about where the bytes come from */
  recording(about: string): Recording;
};

/** @param told of each arrival, in a line that may be printed */
export function recordScanners(
  scanners: Pick<OpenedScanners, "onHeard" | "list">,
  serial: readonly SerialPlace[],
  told: (line: string) => void,
): Recorder {
  const mask = createMask();
  const tape = createTape();
  const nameOf = (id: string): string => scanners.list().find((one) => one.id === id)?.name ?? id;
  scanners.onHeard((heard) => {
    const { bytes } = mask.take(heard);
    const read = heard.read.map(recordedRead);
    const kept = tape.add({ ...heard, bytes, read });
    const said = read.map((one) => (typeof one === "string" ? one : `${one.aim ?? ""}${one.text}`)).join(", ");
    told(
      `${heard.kind} ${nameOf(heard.scanner)}: ${bytes.length} bytes${said && ` -> ${said}`}${kept ? "" : " (full)"}`,
    );
  });
  return {
    recording: (about) => tape.recording(about, (id) => recordedFacts(id, nameOf(id), serial)),
  };
}
