// Who works at this till: numbers, names and roles. Every change but that of the first manager needs a manager's word.
import { useState } from "react";
import type { StaffMember } from "#contract/people.ts";
import type { SetUpView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { StaffForm } from "./staff-form.tsx";
import { StaffRemoval } from "./staff-removal.tsx";
import styles from "./staff.module.css";

/** The key that adds somebody. */
const ADD = "Insert";

type Open = { readonly kind: "add" } | { readonly kind: "change" | "remove"; readonly member: StaffMember };

type StaffProps = { readonly staff: readonly StaffMember[]; readonly trouble: SetUpView["staffTrouble"] };

export function Staff({ staff, trouble }: StaffProps) {
  const say = useSay();
  const pinWords = say(trouble === "pepper-lost" ? "staff.pinUnchecked" : "staff.pinSet");
  const [open, setOpen] = useState<Open | null>(null);
  const add = (): void => setOpen({ kind: "add" });
  useStrokes(({ code }) => {
    if (code !== ADD) return false;
    add();
    return true;
  });
  const close = (): void => setOpen(null);
  return (
    <section>
      <div className={styles["head"]}>
        <h2>{say("staff.title")}</h2>
        <Press code={ADD} onPress={add}>
          {say("staff.add")}
        </Press>
      </div>
      {staff.length === 0 ? <p className={styles["soft"]}>{say("staff.none")}</p> : null}
      <ul className={styles["list"]}>
        {staff.map((member) => (
          <li key={member.number}>
            <span className={styles["number"]}>{member.number}</span>
            <span className={styles["name"]}>{member.name}</span>
            <span className={styles["soft"]}>
              {say(`staffRole.${member.role}`)} · {pinWords}
            </span>
            <span className={styles["buttons"]}>
              <Press
                look="quiet"
                label={`${say("staff.change")}: ${member.name}`}
                onPress={() => setOpen({ kind: "change", member })}
              >
                {say("staff.change")}
              </Press>
              <Press
                look="quiet"
                label={`${say("staff.remove")}: ${member.name}`}
                onPress={() => setOpen({ kind: "remove", member })}
              >
                {say("staff.remove")}
              </Press>
            </span>
          </li>
        ))}
      </ul>
      {open?.kind === "add" ? <StaffForm staff={staff} member={null} onClose={close} /> : null}
      {open?.kind === "change" ? <StaffForm staff={staff} member={open.member} onClose={close} /> : null}
      {open?.kind === "remove" ? <StaffRemoval staff={staff} member={open.member} onClose={close} /> : null}
    </section>
  );
}

/** Nothing that a PIN allows can be done any more: what is wrong, and both ways out. It stands above all else. */
export function PepperLost() {
  const say = useSay();
  return (
    <div className={styles["lost"]} role="alert">
      <Shape of="alarm" />
      <p>
        <strong>{say("staff.pepperLost")}</strong> <span>{say("staff.pepperLostDo")}</span>
      </p>
    </div>
  );
}
