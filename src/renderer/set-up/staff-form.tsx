// Adding or changing a member of staff on a sheet: the fields, then a manager's word.
import { STAFF_ROLES } from "#contract/people.ts";
import { Approval } from "#renderer/shared/approval/approval.tsx";
import { PinDots } from "#renderer/shared/approval/pin-dots.tsx";
import { Caret } from "#renderer/shared/components/caret.tsx";
import { DigitPad } from "#renderer/shared/components/digit-pad.tsx";
import { Press } from "#renderer/shared/components/press.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { isEnter } from "#renderer/shared/is-enter.ts";
import { textOf } from "#renderer/shared/keyboard.ts";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { Sheet } from "#renderer/shared/sheet/sheet.tsx";
import { STAFF_LIST } from "./staff-act.ts";
import styles from "./staff.module.css";
import { useStaffForm, type StaffFormControl, type StaffFormProps } from "./use-staff-form.ts";

export function StaffForm(props: StaffFormProps) {
  const say = useSay();
  const control = useStaffForm(props);
  const { ready, pin } = control;
  const title = say(props.member === null ? "staff.addTitle" : "staff.changeTitle");
  return (
    <Sheet title={title} onBack={ready === null ? props.onClose : control.back}>
      {control.trouble === null ? null : <Trouble words={control.trouble} />}
      {ready === null ? (
        <Fields control={control} isNew={props.member === null} />
      ) : (
        <Approval approved={STAFF_LIST} staff={props.staff} onGiven={(approvalId) => control.put(ready, approvalId)}>
          <strong>
            {say("staff.approvePut", { name: ready.name, number: ready.number, role: say(`staffRole.${ready.role}`) })}
          </strong>
          {pin.shown === 0 ? null : <span>{say("staff.approvePin", { name: ready.name, number: ready.number })}</span>}
        </Approval>
      )}
    </Sheet>
  );
}

type FieldsProps = { readonly control: StaffFormControl; readonly isNew: boolean };

function Fields({ control, isNew }: FieldsProps) {
  const say = useSay();
  useStrokes((stroke) => {
    const { code } = stroke;
    const text = textOf(stroke);
    if (isEnter(code)) goOn(control);
    else if (code === "ArrowDown") control.step(1);
    else if (code === "ArrowUp") control.step(-1);
    else if (code === "ArrowLeft" || code === "ArrowRight")
      control.setRole(code === "ArrowLeft" ? "cashier" : "manager");
    else if (code === "Backspace") control.deleteLast();
    else if (text !== null) control.type(text);
    else return false;
    return true;
  });
  const { draft, pin } = control;
  return (
    <div className={styles["form"]}>
      <div className={styles["fields"]}>
        <Field control={control} field="number" disabled={!isNew} text={draft.number} />
        <Field control={control} field="name" disabled={false} text={draft.name} />
        <Roles control={control} />
        <Press className={styles["field"]} pressed={draft.field === "pin"} onPress={() => control.toField("pin")}>
          <span className={styles["fieldText"]}>
            <PinDots length={pin.shown} bare />
            <span className={styles["soft"]}>{say(isNew ? "staff.pinNew" : "staff.pinKeep")}</span>
          </span>
        </Press>
      </div>
      <DigitPad onDigit={control.type} onDelete={control.deleteLast}>
        <Press look="main" code="Enter" onPress={() => goOn(control)}>
          {say(draft.field === "pin" ? "staff.save" : "staff.next")}
        </Press>
      </DigitPad>
    </div>
  );
}

/** Enter: to the next field, and from the last one on with it. */
function goOn(control: StaffFormControl): void {
  if (control.field() === "pin") control.save();
  else control.step(1);
}

type FieldProps = {
  readonly control: StaffFormControl;
  readonly field: "number" | "name";
  readonly text: string;
  readonly disabled: boolean;
};

function Field({ control, field, text, disabled }: FieldProps) {
  const say = useSay();
  const open = control.draft.field === field;
  return (
    <Press className={styles["field"]} pressed={open} disabled={disabled} onPress={() => control.toField(field)}>
      <span className={styles["fieldText"]}>
        <span className={styles["label"]}>{say(`staff.${field}`)}</span>
        <span className={styles["typed"]} data-field={field}>
          {text}
          {open ? <Caret /> : null}
        </span>
      </span>
    </Press>
  );
}

function Roles({ control }: { readonly control: StaffFormControl }) {
  const say = useSay();
  return (
    <div className={styles["roles"]} role="group" aria-label={say("staff.role")}>
      {STAFF_ROLES.map((role) => (
        <Press key={role} pressed={control.draft.role === role} onPress={() => control.setRole(role)}>
          {say(`staffRole.${role}`)}
        </Press>
      ))}
    </div>
  );
}
