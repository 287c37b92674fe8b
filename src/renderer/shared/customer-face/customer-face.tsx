// What the customer sees, whole: the same component fills the second display and stands as a miniature on the cashier's page.
// All sizes are fractions of the box it is given. Nothing of an earlier face stays: each one is drawn from the snapshot alone.
import type { CustomerFace as Face, CustomerView } from "#contract/views.ts";
import { ModeBanner } from "#renderer/shared/components/banner.tsx";
import { MoneyFigure } from "#renderer/shared/components/money.tsx";
import { Slip } from "#renderer/shared/components/slip.tsx";
import { useLeft } from "#renderer/shared/countdown.ts";
import { InLanguage } from "#renderer/shared/language.tsx";
import styles from "./customer-face.module.css";
import { FaceBody } from "./faces.tsx";

type CustomerFaceProps = {
  readonly view: CustomerView;
  /** When the snapshot came, by `performance.now()`. */
  readonly receivedAtMs: number;
  /** The line to the till is lost: nothing of the sale is shown. */
  readonly lost?: boolean | undefined;
};

export function CustomerFace({ view, receivedAtMs, lost = false }: CustomerFaceProps) {
  const leftMs = useLeft("remainingMs" in view.face ? view.face.remainingMs : null, receivedAtMs);
  const { languages } = view;
  const face = lost ? null : shownFace(view.face, leftMs);
  return (
    <InLanguage language={languages[0] ?? "en"}>
      <div className={styles["screen"]} lang={languages[0]} data-face={face?.kind ?? "lost"}>
        <ModeBanner mode={view.mode} languages={languages} className={styles["banner"]} />
        <div className={styles["desk"]}>
          <Slip
            className={styles["slip"]}
            torn={face?.kind === "paid"}
            stub={<Stub shopName={view.shopName} face={face} />}
          >
            <FaceBody face={face} view={view} languages={languages} leftMs={leftMs} />
          </Slip>
        </div>
      </div>
    </InLanguage>
  );
}

/** A QR whose time has run out is gone with the second, before the till's next word. */
function shownFace(face: Face, leftMs: number | null): Face {
  return face.kind === "qr" && leftMs === 0 ? { kind: "checking", money: face.money } : face;
}

function Stub({ shopName, face }: { readonly shopName: string; readonly face: Face | null }) {
  return (
    <div className={styles["stub"]}>
      <span className={styles["shop"]}>{shopName}</span>
      {face !== null && face.kind === "paid" ? (
        <MoneyFigure money={face.money} className={styles["stubMoney"]} />
      ) : null}
    </div>
  );
}
