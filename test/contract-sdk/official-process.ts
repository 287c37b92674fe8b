// Omise's own npm client in a process of its own: it changes Promise for everybody, keeps its settings in a module, and takes
// no port. Asked over the process's message channel: {call, args} in, {value} or {error} out, one at a time.
import http from "node:http";
import createOmise from "omise";

const { BANK_PORT = "", PUBLIC_KEY = "", SECRET_KEY = "" } = process.env;
const send = process.send?.bind(process);
if (BANK_PORT === "" || send === undefined) throw new Error("only a test starts this");

// The client names a host and never a port.
const request = http.request.bind(http);
http.request = (options: http.RequestOptions | string | URL) => {
  if (typeof options === "string" || options instanceof URL) throw new Error("the official client asks by options");
  return request({ ...options, port: Number(BANK_PORT) });
};

const omise = createOmise({
  host: "127.0.0.1",
  scheme: "http" as Parameters<typeof createOmise>[0]["scheme"] & {},
  publicKey: PUBLIC_KEY,
  secretKey: SECRET_KEY,
  omiseVersion: "2019-05-29",
});

type Asked = { readonly call: string; readonly args: readonly unknown[] };

function ask({ call, args }: Asked): Promise<unknown> {
  const [resource = "", action = ""] = call.split(".");
  const api: unknown = Reflect.get(omise, resource);
  const method: unknown = typeof api === "object" && api !== null ? Reflect.get(api, action) : undefined;
  if (typeof method !== "function") throw new Error(`the official client has no ${call}`);
  return Promise.resolve(Reflect.apply(method, api, args));
}

process.on("message", (asked: Asked) => {
  void ask(asked).then(
    (value) => send({ value }),
    (error: unknown) => send({ error }),
  );
});
