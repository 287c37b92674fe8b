// What a manager approves with any change of the staff list.

export const STAFF_LIST = { action: "staff", subject: "staff", money: null, seen: null } as const;
