// Who works at the till: numbers travel everywhere, names stay in the shop's settings.
import { z } from "./schema.ts";

export const staffNumberSchema = z.int().min(1).max(999_999);
export const STAFF_ROLES = ["cashier", "manager"] as const;

/** Why no PIN can be checked: nobody is on the list, or the file that the PINs were hashed with is gone or another. */
export const STAFF_TROUBLES = ["no-staff", "pepper-lost"] as const;

export const staffMemberSchema = z.strictObject({
  number: staffNumberSchema,
  name: z.string().trim().min(1).max(40),
  role: z.enum(STAFF_ROLES),
});
export type StaffMember = Readonly<z.infer<typeof staffMemberSchema>>;

/** Digits alone. Never logged, never in a view. */
export const pinSchema = z.string().regex(/^\d{4,12}$/);

/** What a manager's PIN can allow. */
export const APPROVAL_ACTIONS = ["refund", "void", "override", "staff"] as const;

/** The picture on which a manager lets money go back. */
export const approvalSeenSchema = z.strictObject({
  /** What had gone back already, in subunits. */
  refundedBeforeMinor: z.int().min(0),
  /** Part of it was refunded elsewhere, and the manager knows. */
  acceptElsewhere: z.boolean(),
});
export type ApprovalSeen = Readonly<z.infer<typeof approvalSeenSchema>>;

/** Drawn by the page with the dialog, so a double press is one approval. */
export const approvalIdSchema = z.uuid();
