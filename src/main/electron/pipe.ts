// The Electron end of the pipe: every message's sender is checked, the role is the window's, and a stranger is refused and logged.
// A page opens a conversation by its first message on a new line number; a reload or a crash ends the old one.
import { ipcMain, type IpcMainEvent, type WebContents, type WebFrameMain } from "electron";
import type { Pipe } from "#bridge/pipe.ts";
import { z } from "#contract/schema.ts";
import type { Role } from "#contract/words.ts";
import type { HostLog } from "./host-log.ts";
import { PAGES_ORIGIN } from "./pages.ts";

/** The longest text that a page may send, in UTF-8 bytes. */
const MAX_TEXT_BYTES = 64 * 1024;
const MAX_ENDED = 16;

const messageSchema = z.tuple([
  z.uuid(),
  z
    .string()
    .max(MAX_TEXT_BYTES)
    .refine((text) => Buffer.byteLength(text) <= MAX_TEXT_BYTES),
]);

/** A window at the counter and the conversation that its page has now. */
type Seat = {
  readonly contents: WebContents;
  readonly role: Role;
  talk: Talk | null;
  /** Lines that are over; a late message on one of them opens nothing. */
  readonly ended: string[];
};
type Talk = { readonly line: string; readonly pipe: Pipe; hear(text: string): void; end(reason: string): void };

export type Pipes = {
  /** From now on messages of this window's own page, and only of that, reach the till. */
  seat(contents: WebContents, role: Role): void;
  close(): void;
};

/** @param serve takes each new conversation with the role of its window */
export function openPipes(serve: (pipe: Pipe, role: Role) => void, log: HostLog): Pipes {
  const seats = new Map<number, Seat>();
  const onSay = (event: IpcMainEvent, ...message: unknown[]): void => {
    const seat = seats.get(event.sender.id);
    const stranger = strangeness(seat, event);
    if (!seat || stranger !== null) log("message-refused", { why: stranger ?? "", window: event.sender.id });
    else take(seat, message, { serve, log });
  };
  ipcMain.on("counterfoil:say", onSay);
  return {
    seat(contents, role) {
      const { id } = contents;
      const seat: Seat = { contents, role, talk: null, ended: [] };
      seats.set(id, seat);
      contents.on("render-process-gone", () => seat.talk?.end("the page crashed"));
      contents.on("destroyed", () => {
        seats.delete(id);
        seat.talk?.end("the window was closed");
      });
    },
    close() {
      ipcMain.off("counterfoil:say", onSay);
      for (const seat of seats.values()) seat.talk?.end("the till is closing");
      seats.clear();
    },
  };
}

/** Why this sender is not the page that we put into that window; null when it is. */
function strangeness(seat: Seat | undefined, event: IpcMainEvent): string | null {
  if (!seat || seat.contents !== event.sender) return "not one of our windows";
  const frame: WebFrameMain | null = event.senderFrame;
  if (frame === null) return "the page is gone";
  if (frame.frameTreeNodeId !== event.sender.mainFrame.frameTreeNodeId) return "not the window's main frame";
  if (frame.origin !== PAGES_ORIGIN) return "not our origin";
  if (!frame.url.startsWith(`${PAGES_ORIGIN}/${seat.role}/`)) return "not this window's page";
  return null;
}

type Means = { readonly serve: (pipe: Pipe, role: Role) => void; readonly log: HostLog };

function take(seat: Seat, message: readonly unknown[], means: Means): void {
  const parsed = messageSchema.safeParse(message);
  if (!parsed.success) {
    means.log("message-broken", { role: seat.role });
    seat.talk?.end("a message that breaks the rules");
    return;
  }
  const [line, text] = parsed.data;
  if (seat.ended.includes(line)) return;
  if (seat.talk?.line !== line) {
    seat.talk?.end("the page started anew");
    const talk = createTalk(seat, line);
    seat.talk = talk;
    means.serve(talk.pipe, seat.role);
  }
  if (seat.talk?.line === line) seat.talk.hear(text);
}

function createTalk(seat: Seat, line: string): Talk {
  const listeners = { text: (_text: string): void => {}, close: (_reason: string): void => {} };
  let over: string | null = null;
  const end = (reason: string): void => {
    if (over !== null) return;
    over = reason;
    seat.talk = null;
    seat.ended.push(line);
    if (seat.ended.length > MAX_ENDED) seat.ended.shift();
    deliver(seat.contents, "counterfoil:end", [line, reason]);
    listeners.close(reason);
  };
  const pipe: Pipe = {
    send(text) {
      if (over === null && !deliver(seat.contents, "counterfoil:hear", [line, text])) end("the page cannot be reached");
    },
    onText(listener) {
      listeners.text = listener;
    },
    onClose(listener) {
      if (over === null) listeners.close = listener;
      else listener(over);
    },
    close: end,
  };
  return { line, pipe, end, hear: (text) => listeners.text(text) };
}

/** False when the page is not there to hear it. */
function deliver(contents: WebContents, channel: string, facts: readonly [line: string, text: string]): boolean {
  if (contents.isDestroyed() || contents.isCrashed()) return false;
  try {
    contents.send(channel, ...facts);
    return true;
  } catch (error) {
    // Electron throws when the frame went away between the check and the send: the caller closes the pipe.
    if (error instanceof Error) return false;
    throw error;
  }
}
