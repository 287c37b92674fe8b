// The letter slot between a page and the till: text in, text out, the news that it is over, and nothing else.
// Each conversation has a line number of its own, so that after a reload nothing of the old page's talk reaches the new one.
import { contextBridge, ipcRenderer } from "electron";
import type { Pipe } from "#bridge/pipe.ts";

/** What the page finds as `window.counterfoilPipe`. After a close the next `send` opens a new conversation. */
export type LetterSlot = Pick<Pipe, "send" | "onText" | "onClose">;

function openSlot(): LetterSlot {
  let line: string | null = null;
  let hear: (text: string) => void = () => {};
  let end: (reason: string) => void = () => {};
  ipcRenderer.on("counterfoil:hear", (_event, from: unknown, text: unknown) => {
    if (line !== null && from === line && typeof text === "string") hear(text);
  });
  ipcRenderer.on("counterfoil:end", (_event, from: unknown, reason: unknown) => {
    if (line === null || from !== line) return;
    line = null;
    end(typeof reason === "string" ? reason : "closed by the till");
  });
  return {
    send(text) {
      line ??= crypto.randomUUID();
      ipcRenderer.send("counterfoil:say", line, text);
    },
    onText(listener) {
      hear = listener;
    },
    onClose(listener) {
      end = listener;
    },
  };
}

contextBridge.exposeInMainWorld("counterfoilPipe", openSlot());
