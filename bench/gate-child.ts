// The gate before the pretend bank, in a process of its own: it notes when a POST comes in, whatever the till does meanwhile,
// and passes everything on. Word: the bank's origin. Told to its parent: where it is, then for each POST its path and moment.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";

const [bank = ""] = process.argv.slice(2);
const pool = new Pool(bank);
const server = createServer((incoming, outgoing) => {
  // The counter that all processes of a machine share.
  const atNs = process.hrtime.bigint();
  if (incoming.method === "POST") process.send?.({ path: incoming.url, atNs: String(atNs) });
  if (incoming.url === "/floor") incoming.resume().on("end", () => outgoing.end("{}"));
  else void pass(incoming, outgoing);
});
server.listen(0, "127.0.0.1", () => {
  process.send?.({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on("disconnect", () => process.exit());

async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const isPost = incoming.method === "POST";
  const answer = await pool.request({
    path: incoming.url ?? "/",
    method: isPost ? "POST" : "GET",
    headers: {
      ...pick(incoming.headers, ["authorization", "content-type", "omise-version"]),
      host: new URL(bank).host,
    },
    body: isPost ? incoming : null,
  });
  outgoing.writeHead(answer.statusCode, { "content-type": "application/json", date: new Date().toUTCString() });
  outgoing.end(await answer.body.text());
}

function pick(headers: NodeJS.Dict<string | string[]>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof headers[name] === "string" ? [[name, headers[name]]] : [])),
  );
}
