// Joins names of classes, leaving out what a style sheet does not have.

export function classes(...names: readonly (string | undefined | false)[]): string {
  return names.filter((name) => typeof name === "string" && name !== "").join(" ");
}
