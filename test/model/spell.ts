// A short name for each different thing, the same for equal things. An object that is met again is not written out again.

const names = new Map<string, string>();
const met = new WeakMap<object, string>();

export function spell(thing: object): string {
  const before = met.get(thing);
  if (before !== undefined) return before;
  const words = JSON.stringify(thing);
  const name = names.get(words) ?? names.size.toString(36);
  names.set(words, name);
  met.set(thing, name);
  return name;
}
