// What the customer sees, live, and the switch of their language.
import { customerLanguageName, customerLanguages } from "#renderer/shared/customer-languages.ts";
import { CustomerFace } from "#renderer/shared/customer-face/customer-face.tsx";
import { Press } from "#renderer/shared/components/press.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Received } from "#renderer/shared/store.ts";
import type { Give } from "#renderer/shared/till.tsx";
import styles from "./customer-miniature.module.css";

const BOTH = "th,en";

export function CustomerMiniature({ received, give }: { readonly received: Received<"cashier">; readonly give: Give }) {
  const say = useSay();
  const { country, customer } = received.view;
  return (
    <section className={styles["miniature"]} aria-label={say("status.customerScreen")}>
      <div className={styles["glass"]} aria-hidden="true" inert>
        <CustomerFace view={customer} receivedAtMs={received.atMs} />
      </div>
      <div className={styles["languages"]} role="group" aria-label={say("status.customerLanguage")}>
        {customerLanguages(country).map((language) => (
          <Press
            key={language ?? "both"}
            look="quiet"
            className={styles["language"]}
            pressed={customer.languages.join() === (language ?? BOTH)}
            onPress={() => give("customer/language", { language })}
          >
            {customerLanguageName(language, say)}
          </Press>
        ))}
      </div>
    </section>
  );
}
