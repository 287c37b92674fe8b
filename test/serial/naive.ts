// Tills that read a port as it must not be read. A proof that does not catch these proves nothing.
import { SerialPort } from "serialport";
import { createSerialSeats } from "#devices/serial-seats.ts";
import { createPortList } from "#test/devices/serial-stage.ts";
import { product, type OpenTill } from "./tills.ts";

type Mistakes = {
  readonly everyChunkIsACode?: boolean;
  readonly endsAtCrOnly?: boolean;
  readonly endsByPauseMs?: number;
  readonly keepsHalfACode?: boolean;
  readonly sharesThePort?: boolean;
  readonly keepsTheDigitsOfNoise?: boolean;
};

const REOPEN_MS = 50;
const BOTH_WAYS_MS = 5;

/** The product, and every fortieth code goes missing behind it. */
export const losesCodes: OpenTill = async (...wanted) => {
  const till = await product(...wanted);
  return { ...till, texts: () => till.texts().filter((_text, at) => at % 40 !== 39) };
};

/** The product, and every fortieth code comes twice. */
export const doublesCodes: OpenTill = async (...wanted) => {
  const till = await product(...wanted);
  return { ...till, texts: () => till.texts().flatMap((text, at) => (at % 40 === 39 ? [text, text] : [text])) };
};

/** The product where no port can be found by its ids. */
export const goesByPathAlone: OpenTill = async (place) => await product(place, createSerialSeats(createPortList()));

export const sellsChunks = naive({ everyChunkIsACode: true });
export const sellsAfterAnyPause = naive({ endsByPauseMs: BOTH_WAYS_MS });
export const knowsOnlyCr = naive({ endsAtCrOnly: true });
export const keepsHalfACode = naive({ keepsHalfACode: true });
export const sharesThePort = naive({ sharesThePort: true });
export const keepsTheDigitsOfNoise = naive({ keepsTheDigitsOfNoise: true });
export const waitsForASuffix = naive({});

/** What one writes in an afternoon. */
function naive(mistakes: Mistakes): OpenTill {
  return async ({ path }) => {
    const reader = createReader(mistakes);
    let port: SerialPort | null = null;
    let isClosed = false;
    const open = async (): Promise<void> => {
      const opened = new SerialPort({ path, baudRate: 9600, autoOpen: false, lock: mistakes.sharesThePort !== true });
      const failure = await new Promise((resolve) => opened.open(resolve));
      const again = (): void => {
        port = null;
        reader.lost();
        if (!isClosed) setTimeout(() => void open(), REOPEN_MS);
      };
      if (failure !== null) return again();
      port = opened;
      opened.on("data", (chunk: Buffer) => reader.take(chunk.toString("latin1")));
      opened.on("close", again);
      if (isClosed) opened.close();
    };
    await open();
    return {
      texts: reader.texts,
      words: () => (port === null ? "in-use" : "ready"),
      refused: () => 0,
      async close() {
        isClosed = true;
        reader.lost();
        const last = port;
        if (last?.isOpen === true) await new Promise((resolve) => last.close(resolve));
      },
    };
  };
}

function createReader(mistakes: Mistakes) {
  const texts: string[] = [];
  let line = "";
  let pause: NodeJS.Timeout | undefined;
  const sell = (): void => {
    if (line.trim() !== "") texts.push(line.trim());
    line = "";
  };
  return {
    texts: () => texts,
    take(text: string): void {
      clearTimeout(pause);
      const kept = mistakes.keepsTheDigitsOfNoise === true ? text.replaceAll(/[^\d\r\n\t]/g, "") : text;
      const lines = (line + kept).split(mistakes.endsAtCrOnly === true ? "\r" : /[\r\n\t]+/);
      line = lines.pop() ?? "";
      texts.push(...lines.filter((one) => one !== ""));
      if (mistakes.everyChunkIsACode === true) sell();
      if (mistakes.endsByPauseMs !== undefined) pause = setTimeout(sell, mistakes.endsByPauseMs);
    },
    lost(): void {
      clearTimeout(pause);
      if (mistakes.keepsHalfACode !== true) line = "";
    },
  };
}
