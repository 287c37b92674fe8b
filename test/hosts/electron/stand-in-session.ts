// A session: keeps the handlers that it was given and asks them as Chromium would. Without a handler Electron grants everything.
import type { Protocol, Session, WebRequest } from "electron";
import { createEvents, preventable, type StandInEvents } from "./stand-in-events.ts";

type Used = Pick<
  Session,
  "setPermissionRequestHandler" | "setPermissionCheckHandler" | "setDevicePermissionHandler"
> & {
  readonly protocol: Pick<Protocol, "handle">;
  readonly webRequest: { onBeforeRequest: (listener: RequestListener) => void };
} & Pick<StandInEvents, "on">;

type RequestListener = NonNullable<Extract<Parameters<WebRequest["onBeforeRequest"]>[0], (...facts: never[]) => void>>;
type Ask = NonNullable<Parameters<Session["setPermissionRequestHandler"]>[0]>;
type Check = NonNullable<Parameters<Session["setPermissionCheckHandler"]>[0]>;
type Device = NonNullable<Parameters<Session["setDevicePermissionHandler"]>[0]>;
type Serve = Parameters<Protocol["handle"]>[1];

export type StandInSession = ReturnType<typeof createSession>;

export function createSession(partition: string) {
  const events = createEvents();
  const given: { ask?: Ask; check?: Check; device?: Device; request?: RequestListener } = {};
  const schemes = new Map<string, Serve>();
  const used = {
    on: events.on,
    setPermissionRequestHandler: (handler) => void (handler && (given.ask = handler)),
    setPermissionCheckHandler: (handler) => void (handler && (given.check = handler)),
    setDevicePermissionHandler: (handler) => void (handler && (given.device = handler)),
    protocol: {
      handle(scheme, serve) {
        if (schemes.has(scheme)) throw new Error("The scheme has been registered");
        schemes.set(scheme, serve);
      },
    },
    webRequest: { onBeforeRequest: (listener) => void (given.request = listener) },
  } satisfies Used;
  return {
    ...used,
    partition,
    /** What a page would be told. */
    permission(name: Parameters<Ask>[1]): boolean {
      let granted = given.ask === undefined;
      given.ask?.(null as never, name, (answer) => (granted = answer), null as never);
      return granted;
    },
    check: (name: Parameters<Check>[1]): boolean =>
      given.check?.(null, name, "counterfoil://pages", null as never) ?? true,
    device: (): boolean => given.device?.(null as never) ?? true,
    download(): boolean {
      const event = preventable({});
      events.emit("will-download", event, {}, {});
      return !event.defaultPrevented;
    },
    request(url: string): boolean {
      let cancelled = false;
      given.request?.({ url, resourceType: "xhr" } as never, ({ cancel }) => (cancelled = cancel === true));
      return !cancelled;
    },
    async fetch(url: string): Promise<Response | null> {
      const serve = schemes.get(new URL(url).protocol.slice(0, -1));
      return serve ? await serve(new Request(url)) : null;
    },
  };
}
