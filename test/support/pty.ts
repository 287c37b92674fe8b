// A serial cable without hardware: two pseudo terminals joined by socat. The till opens one end like any serial port.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Pty = {
  readonly tillSide: string;
  readonly scannerSide: string;
  /** What the scanner sends, in one piece. Resolves when it lies at the till's end, read or not. */
  write(bytes: Uint8Array | string): Promise<void>;
  /** Pulls the cable: whoever has an end open sees it vanish, and its path is gone. */
  unplug(): Promise<void>;
  /** Plugs it in again under the same paths. */
  plug(): Promise<void>;
  close(): Promise<void>;
};

type Cable = { readonly socat: ChildProcess; readonly tillEnd: FileHandle; readonly scannerEnd: FileHandle };

/** Resolves when both ends can be opened. Needs `socat`. */
export async function openPty(): Promise<Pty> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-pty-"));
  const tillSide = join(folder, "till");
  const scannerSide = join(folder, "scanner");
  let cable: Cable | null = await connect(tillSide, scannerSide);
  const unplug = async () => {
    const old = cable;
    cable = null;
    if (old !== null) await disconnect(old);
  };
  return {
    tillSide,
    scannerSide,
    async write(bytes) {
      if (cable === null) throw new Error("the cable is unplugged");
      await cable.scannerEnd.writeFile(bytes);
      await thereAndBack(cable);
      await thereAndBack(cable);
    },
    unplug,
    async plug() {
      if (cable !== null) throw new Error("the cable is plugged in already");
      cable = await connect(tillSide, scannerSide);
    },
    async close() {
      await unplug();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Both ends stay open here: socat ends by itself as soon as the last one has left an end. */
async function connect(tillSide: string, scannerSide: string): Promise<Cable> {
  const address = (link: string) => `pty,raw,echo=0,link=${link}`;
  const socat = spawn("socat", ["-d", "-d", address(tillSide), address(scannerSide)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await joined(socat);
  const flags = constants.O_RDWR | constants.O_NOCTTY;
  return { socat, tillEnd: await open(tillSide, flags), scannerEnd: await open(scannerSide, flags) };
}

/** Sends one byte the other way and waits for it: socat carries both ways in turn, so after the second time whatever was
 *  sent before has arrived. */
async function thereAndBack({ tillEnd, scannerEnd }: Cable): Promise<void> {
  await tillEnd.write("?");
  await scannerEnd.read(Buffer.alloc(1), 0, 1, null);
}

async function joined(socat: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    socat.once("error", reject);
    socat.once("exit", () => reject(new Error(`socat ended: ${said}`)));
    socat.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("starting data transfer")) resolve();
    });
  });
  socat.removeAllListeners("exit");
}

async function disconnect({ socat, tillEnd, scannerEnd }: Cable): Promise<void> {
  if (socat.exitCode === null && socat.signalCode === null) {
    const ended = once(socat, "exit");
    socat.kill("SIGTERM");
    await ended;
  }
  await tillEnd.close();
  await scannerEnd.close();
}
