// The two keys that say Enter.

export function isEnter(code: string): boolean {
  return code === "Enter" || code === "NumpadEnter";
}
