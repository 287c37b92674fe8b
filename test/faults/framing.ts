// As much of HTTP/1.1 as the wire needs to know where a request ends and what it is about.

export type Asked = {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly body: string;
  /** As the bank shall see it: its own address, one request a connection. */
  readonly bytes: Buffer;
};

const HEAD_END = Buffer.from("\r\n\r\n");

/** @returns null while the request is not whole; `length`: how many of the bytes it took */
export function readRequest(
  heard: Buffer,
  bankOrigin: string,
): { readonly asked: Asked; readonly length: number } | null {
  const headLength = heard.indexOf(HEAD_END);
  if (headLength === -1) return null;
  const head = heard.subarray(0, headLength).toString("latin1");
  const bodyLength = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const length = headLength + HEAD_END.byteLength + bodyLength;
  if (heard.byteLength < length) return null;
  const body = heard.subarray(headLength + HEAD_END.byteLength, length);
  const [method = "", target = ""] = head.split(" ");
  const ownHead = head
    .replace(/^host:.*$/im, `host: ${new URL(bankOrigin).host}`)
    .replace(/^connection:.*$/im, "connection: close");
  const bytes = Buffer.concat([Buffer.from(ownHead, "latin1"), HEAD_END, body]);
  return { asked: { method, path: target.replace(/\?.*$/, ""), body: body.toString("utf8"), bytes }, length };
}

/** An answer of the bank as the till shall see it: from the wire's address, on a connection that stays. Both addresses are of
 *  one length, so nothing else of it changes. */
export function passedOn(answer: Buffer, bankOrigin: string, wireOrigin: string): Buffer {
  const text = answer.toString("latin1").replaceAll(bankOrigin, wireOrigin);
  return Buffer.from(text.replace(/^connection: close$/im, "connection: keep-alive"), "latin1");
}

export function statusOf(answer: Buffer): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer.subarray(0, 12).toString("latin1"))?.[1] ?? 0);
}
