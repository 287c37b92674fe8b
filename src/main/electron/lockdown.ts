// What a window may not do, in one place. Called by the host, not imported for effect; everything here is a refusal and each
// refusal is logged. Checklist followed: https://www.electronjs.org/docs/latest/tutorial/security
import { app, Menu, type Event, type Session, type WebContents, type WebPreferences } from "electron";
import { placeOf, type HostLog } from "./host-log.ts";
import { PAGES_ORIGIN, registerScheme, SCHEME } from "./pages.ts";

/** Before the app is ready: every renderer in the sandbox, no menu, and a guard over every page that will ever be made. */
export function lockdown(log: HostLog): void {
  app.enableSandbox();
  registerScheme();
  // Without a menu its shortcuts (reload, developer tools, close, zoom) do not exist.
  Menu.setApplicationMenu(null);
  app.on("web-contents-created", (_event, contents) => guardPage(contents, log));
  if (app.commandLine.hasSwitch("no-sandbox")) log("sandbox-switched-off");
}

function guardPage(contents: WebContents, log: HostLog): void {
  contents.setWindowOpenHandler(({ url }) => {
    log("window-denied", { to: placeOf(url) });
    return { action: "deny" };
  });
  const stay = (event: Event<{ url: string; isMainFrame: boolean }>): void => {
    if (event.isMainFrame && isReload(contents, event.url)) return;
    event.preventDefault();
    log("navigation-denied", { to: placeOf(event.url), mainFrame: event.isMainFrame });
  };
  contents.on("will-navigate", stay);
  contents.on("will-frame-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
    log("webview-denied");
  });
}

/** A page may load itself again: that is how it comes back by itself. */
function isReload(contents: WebContents, url: string): boolean {
  return url === contents.getURL() && url.startsWith(`${PAGES_ORIGIN}/`);
}

/** No permission, no device, no download, and no request that leaves this machine. */
export function lockSession(session: Session, log: HostLog): void {
  session.setPermissionRequestHandler((_contents, permission, allow) => {
    log("permission-denied", { permission });
    allow(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event) => {
    event.preventDefault();
    log("download-denied");
  });
  session.webRequest.onBeforeRequest((details, decide) => {
    const ours = isLocal(details.url);
    if (!ours) log("request-denied", { to: placeOf(details.url), kind: details.resourceType });
    decide({ cancel: !ours });
  });
}

/** Our own files, and bytes that are already in the page (`blob:`, `data:`). The policy of the pages is narrower still. */
function isLocal(url: string): boolean {
  return url.startsWith(`${PAGES_ORIGIN}/`) || url.startsWith(`blob:${SCHEME}:`) || url.startsWith("data:");
}

/** For every window. Most are Electron's defaults: written down so that no default can change under us. */
export function safePreferences(session: Session, preload: string): WebPreferences {
  return {
    session,
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    spellcheck: false,
    devTools: false,
    // A customer's screen is never the active window, and its tone sounds without a click.
    backgroundThrottling: false,
    autoplayPolicy: "no-user-gesture-required",
  };
}
