// The seam between a page and the till: text one way, text the other, and the news that it is over.
// WebSocket, preload port and memory pipe all look like this.

export type Pipe = {
  /** Hands text over. A send that cannot be delivered closes the pipe; it never fails silently. */
  send(text: string): void;
  /** One listener for the life of the pipe. */
  onText(listener: (text: string) => void): void;
  /** Called once, with the reason in plain words. */
  onClose(listener: (reason: string) => void): void;
  close(reason: string): void;
};
