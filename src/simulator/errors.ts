// The bank's way to say no: one value inside, one JSON object outside (Omise errors API: object, location, code, message).
// Codes and statuses follow omise-api.md section 5; those marked unconfirmed there are this bank's assumption.

/** A request that the bank declines to carry out. `status` is the HTTP status of the answer. */
export type Refusal = {
  readonly refused: true;
  readonly status: number;
  readonly code: string;
  readonly message: string;
};

export function refuse(status: number, code: string, message: string): Refusal {
  return { refused: true, status, code, message };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "refused" in value && value.refused === true;
}

/** A parameter that is missing, unknown or malformed. */
export function badRequest(message: string): Refusal {
  return refuse(400, "bad_request", message);
}

/** A well-formed charge that this account, method or amount does not allow. */
export function invalidCharge(message: string): Refusal {
  return refuse(400, "invalid_charge", message);
}

export function notFound(what: string, id: string): Refusal {
  return refuse(404, "not_found", `${what} ${id} was not found`);
}

/** The body of an error answer as Omise writes it. */
export function errorObject(refusal: Refusal): Readonly<Record<string, string>> {
  return {
    object: "error",
    location: `https://www.omise.co/api-errors#${refusal.code.replaceAll("_", "-")}`,
    code: refusal.code,
    message: refusal.message,
  };
}
