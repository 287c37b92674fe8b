// What the customer sees, live, and the switch of their language.
import type { Language } from "#contract/words.ts";
import { CustomerFace } from "#renderer/shared/customer-face/customer-face.tsx";
import { Press } from "#renderer/shared/components/press.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Received } from "#renderer/shared/store.ts";
import type { Give } from "#renderer/shared/till.tsx";
import styles from "./customer-miniature.module.css";

const CHOICES: readonly (Language | null)[] = ["th", "en", null];
const BOTH = "th,en";

export function CustomerMiniature({ received, give }: { readonly received: Received<"cashier">; readonly give: Give }) {
  const say = useSay();
  const { customer } = received.view;
  return (
    <section className={styles["miniature"]} aria-label={say("status.customerScreen")}>
      <div className={styles["glass"]} aria-hidden="true" inert>
        <CustomerFace view={customer} receivedAtMs={received.atMs} />
      </div>
      <div className={styles["languages"]} role="group" aria-label={say("status.customerLanguage")}>
        {CHOICES.map((language) => (
          <Press
            key={language ?? "both"}
            look="quiet"
            className={styles["language"]}
            pressed={customer.languages.join() === (language ?? BOTH)}
            onPress={() => give("customer/language", { language })}
          >
            {language === null
              ? `${say("languageName.th")} + ${say("languageName.en")}`
              : say(`languageName.${language}`)}
          </Press>
        ))}
      </div>
    </section>
  );
}
