// The line at the top: whose till this is, the other screens, and whether Omise and the scanner can be relied on.
import type { CashierView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useStore } from "#renderer/shared/till.tsx";
import { LinkFact, ScannersFact } from "./facts.tsx";
import styles from "./header.module.css";
import { KEYS } from "./keys.ts";

export type Screen = "sell" | "queue" | "end-of-day" | "set-up";

type HeaderProps = { readonly view: CashierView; readonly screen: Screen; readonly onScreen: (screen: Screen) => void };

export function Header({ view, screen, onScreen }: HeaderProps) {
  const say = useSay();
  return (
    <div className={styles["header"]}>
      <p className={styles["till"]}>
        <strong>{view.shopName}</strong> <span>{view.tillName}</span>
      </p>
      <ul className={styles["states"]}>
        <LinkFact link={view.link} zone={view.zone} />
        <ScannersFact scanners={view.scanners} />
      </ul>
      <nav className={styles["nav"]}>
        {view.queueLength === 0 && screen !== "queue" ? null : (
          <Press
            look="quiet"
            code={KEYS.queue}
            pressed={screen === "queue"}
            onPress={() => onScreen(screen === "queue" ? "sell" : "queue")}
          >
            <Shape of="waiting" />
            {say("queue.line", { count: view.queueLength })}
          </Press>
        )}
        <Press
          look="quiet"
          code={KEYS.endOfDay}
          pressed={screen === "end-of-day"}
          onPress={() => onScreen(screen === "end-of-day" ? "sell" : "end-of-day")}
        >
          {say("action.endOfDay")}
        </Press>
        <Press
          look="quiet"
          code={KEYS.setUp}
          pressed={screen === "set-up"}
          onPress={() => onScreen(screen === "set-up" ? "sell" : "set-up")}
        >
          {say("action.setUp")}
        </Press>
        <OtherLanguage view={view} />
      </nav>
    </div>
  );
}

function OtherLanguage({ view }: { readonly view: CashierView }) {
  const say = useSay();
  const store = useStore();
  const other = view.language === "th" ? "en" : "th";
  // A refusal leaves the language as it is, which is all there is to say about it.
  const change = (): void => void store.ask("set-up/language", { language: other }).catch(() => null);
  useStrokes(({ code }) => {
    if (code !== KEYS.language) return false;
    change();
    return true;
  });
  return (
    <Press look="quiet" code={KEYS.language} onPress={change}>
      <span lang={other}>{say("action.language")}</span>
    </Press>
  );
}
