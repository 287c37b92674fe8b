// Set-up as far as it goes today: what this till is and has, languages, the country in training, and the way out.
import { useState, type ReactNode } from "react";
import { COUNTRIES, LANGUAGES } from "#contract/words.ts";
import type { SetUpView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { customerLanguageName, customerLanguages } from "#renderer/shared/customer-languages.ts";
import { useSay } from "#renderer/shared/language.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useFailure, useReceived, type Give } from "#renderer/shared/till.tsx";
import { ScannerScreen } from "./scanner-screen.tsx";
import { Scanners } from "./scanners.tsx";
import styles from "./set-up.module.css";
import { PepperLost, Staff } from "./staff.tsx";

export function SetUp() {
  const received = useReceived("set-up");
  const say = useSay();
  const { give, failure } = useFailure();
  const [scanners, setScanners] = useState(false);
  if (received === null) return null;
  const { view } = received;
  if (scanners) return <ScannerScreen view={view} atMs={received.atMs} onBack={() => setScanners(false)} />;
  return (
    <div className={styles["screen"]}>
      <h1 className={styles["title"]}>{say("setUp.title")}</h1>
      {failure === null ? null : (
        <p className={styles["failure"]} role="alert">
          {say(`failure.${failure}`)}
        </p>
      )}
      {view.staffTrouble === "pepper-lost" ? <PepperLost /> : null}
      <Facts view={view} onScanners={() => setScanners(true)} />
      <div className={styles["choices"]}>
        <Country view={view} give={give} />
        <Languages view={view} give={give} />
        <Leave give={give} />
        <Staff staff={view.staff} trouble={view.staffTrouble} />
      </div>
    </div>
  );
}

/** The key that leads to the scanners. */
const SCANNERS = "KeyS";

function Facts({ view, onScanners }: { readonly view: SetUpView; readonly onScanners: () => void }) {
  const say = useSay();
  useStrokes(({ code }) => {
    if (code !== SCANNERS) return false;
    onScanners();
    return true;
  });
  return (
    <dl className={styles["facts"]}>
      <Fact name={say("setUp.mode")}>{say(`mode.${view.mode}`)}</Fact>
      <Fact name={say("setUp.account")}>{view.accountId ?? say("setUp.noAccount")}</Fact>
      <Fact name={say("setUp.displays")}>
        <Displays view={view} />
      </Fact>
      <Fact name={say("setUp.scanners")}>
        <Scanners scanners={view.scanners} />
        <Press className={styles["scanners"]} code={SCANNERS} onPress={onScanners}>
          {say("scanners.open")}
        </Press>
      </Fact>
      {view.phoneAddress === null ? null : <Fact name={say("setUp.phone")}>{view.phoneAddress}</Fact>}
      {view.webhooks === null ? null : (
        <Fact name={say("webhooks.title")}>
          {view.webhooks.address} <span className={styles["note"]}>{say("webhooks.counts", view.webhooks)}</span>
        </Fact>
      )}
      <Fact name={say("setUp.ledger")}>{view.ledgerPath}</Fact>
      <Fact name={say("setUp.host")}>{view.host}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles["fact"]}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Displays({ view }: { readonly view: SetUpView }) {
  const say = useSay();
  if (view.displays.length === 0) return say("setUp.noDisplays");
  return view.displays.map(({ name, role }) => (
    <span key={name} className={styles["line"]}>
      {name} <span className={styles["soft"]}>{say(`displayRole.${role}`)}</span>
    </span>
  ));
}

type ChoiceProps = { readonly view: SetUpView; readonly give: Give };

function Country({ view, give }: ChoiceProps) {
  const say = useSay();
  const note = view.mode === "training" ? "setUp.countryFixed" : "setUp.countryOfAccount";
  return (
    <section>
      <h2>{say("setUp.country")}</h2>
      <div className={styles["group"]}>
        {COUNTRIES.map((country) => (
          <Press
            key={country}
            pressed={view.country === country}
            disabled={!view.countryMayChange}
            onPress={() => give("set-up/country", { country })}
          >
            {say(`country.${country}`)}
          </Press>
        ))}
      </div>
      {view.countryMayChange ? null : <p className={styles["soft"]}>{say(note)}</p>}
    </section>
  );
}

function Languages({ view, give }: ChoiceProps) {
  const say = useSay();
  const choices = customerLanguages(view.country);
  const spoken = choices.includes(view.customerLanguage) ? view.customerLanguage : "en";
  return (
    <>
      <section>
        <h2>{say("setUp.language")}</h2>
        <div className={styles["group"]}>
          {LANGUAGES.map((language) => (
            <Press
              key={language}
              pressed={view.language === language}
              onPress={() => give("set-up/language", { language })}
            >
              {say(`languageName.${language}`)}
            </Press>
          ))}
        </div>
      </section>
      <section>
        <h2>{say("setUp.customerLanguage")}</h2>
        <div className={styles["group"]}>
          {choices.map((language) => (
            <Press
              key={language ?? "both"}
              pressed={spoken === language}
              onPress={() => give("customer/language", { language })}
            >
              {customerLanguageName(language, say)}
            </Press>
          ))}
        </div>
      </section>
    </>
  );
}

/** Twice, as it ends the till; leaving the button takes the first press back. */
function Leave({ give }: { readonly give: Give }) {
  const say = useSay();
  const [asked, setAsked] = useState(false);
  const press = (): void => {
    if (asked) give("till/leave", {});
    setAsked(!asked);
  };
  return (
    <section className={styles["leave"]} onPointerLeave={() => setAsked(false)} onBlur={() => setAsked(false)}>
      <Press look={asked ? "main" : "plain"} onPress={press}>
        {say(asked ? "setUp.leaveAgain" : "setUp.leave")}
      </Press>
    </section>
  );
}
