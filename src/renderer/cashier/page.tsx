// The cashier's page: which of its screens is open, in the cashier's language. The two larger screens load when opened.
import { lazy, Suspense, useEffect, useState } from "react";
import type { CashierView } from "#contract/views.ts";
import { ModeBanner } from "#renderer/shared/components/banner.tsx";
import { InLanguage, useSay } from "#renderer/shared/language.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import type { Received } from "#renderer/shared/store.ts";
import { useLine, useReceived } from "#renderer/shared/till.tsx";
import { Around } from "./around.tsx";
import { Elsewhere } from "./elsewhere.tsx";
import { Header, type Screen } from "./header.tsx";
import { KEYS } from "./keys.ts";
import styles from "./page.module.css";
import { Queue } from "./queue.tsx";
import { Sell } from "./sell.tsx";

const EndOfDay = lazy(async () => ({ default: (await import("#renderer/end-of-day/end-of-day.tsx")).EndOfDay }));
const SetUp = lazy(async () => ({ default: (await import("#renderer/set-up/set-up.tsx")).SetUp }));

export function CashierPage() {
  const received = useReceived("cashier");
  if (received === null) return <Joining />;
  return (
    <InLanguage language={received.view.language}>
      <Opened received={received} />
    </InLanguage>
  );
}

function Joining() {
  const say = useSay();
  return (
    <main className={styles["joining"]}>
      <p role="status">{say("status.joining")}</p>
    </main>
  );
}

function Opened({ received }: { readonly received: Received<"cashier"> }) {
  const { view } = received;
  const [screen, setScreen] = useState<Screen>("sell");
  useDocumentLanguage(view);
  useStrokes(({ code }) => {
    const next = nextScreen(screen, code);
    if (next === null) return false;
    setScreen(next);
    return true;
  });
  return (
    <div className={styles["page"]}>
      <header>
        <ModeBanner mode={view.mode} languages={[view.language]} className={styles["banner"]} />
        <Header view={view} screen={screen} onScreen={setScreen} />
        <Lost />
        <Around view={view} />
        {screen === "sell" ? null : <Elsewhere view={view} />}
      </header>
      <main className={styles["main"]}>
        <Suspense fallback={null}>
          {screen === "sell" ? <Sell received={received} /> : null}
          {screen === "queue" ? <Queue received={received} /> : null}
          {screen === "end-of-day" ? <EndOfDay zone={view.zone} /> : null}
          {screen === "set-up" ? <SetUp /> : null}
        </Suspense>
      </main>
    </div>
  );
}

function nextScreen(screen: Screen, code: string): Screen | null {
  if (code === KEYS.queue) return screen === "queue" ? "sell" : "queue";
  if (code === KEYS.endOfDay) return screen === "end-of-day" ? "sell" : "end-of-day";
  if (code === KEYS.setUp) return screen === "set-up" ? "sell" : "set-up";
  return code === KEYS.cancel && screen !== "sell" ? "sell" : null;
}

function Lost() {
  const say = useSay();
  if (useLine() !== "lost") return null;
  return (
    <p className={styles["lost"]} role="alert">
      {say("status.tillLost")}
    </p>
  );
}

function useDocumentLanguage({ language }: CashierView): void {
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
}
