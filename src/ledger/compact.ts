// JSON as the file keeps it: readable, without what says nothing. A reader's schema puts the left-out values back.

/** Flags that are almost always false; their schemas say so by a default. */
const FALSE_WHEN_ABSENT = new Set(["cancelWanted", "gaveWay", "refused", "hasPicture"]);
/** `null` says something here: absent means "our own". */
const NULL_IS_SAID = new Set(["attemptId"]);

/** Leaves out what is null, and the flags that are false. */
export function compact(value: object): string {
  return JSON.stringify(value, said);
}

function said(key: string, value: unknown): unknown {
  if (value === null) return NULL_IS_SAID.has(key) ? null : undefined;
  return value === false && FALSE_WHEN_ABSENT.has(key) ? undefined : value;
}

/** Throws on anything but one JSON object. */
export function objectOf(json: string): object {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError("this is no JSON object");
  return value;
}
