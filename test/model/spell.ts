// A short number for each different thing, the same for equal things. An object that is met again is not written out again.

const numbers = new Map<string, number>();
const met = new WeakMap<object, number>();

export function spell(thing: object): number {
  const before = met.get(thing);
  if (before !== undefined) return before;
  const words = JSON.stringify(thing);
  const number = numbers.get(words) ?? numbers.size;
  numbers.set(words, number);
  met.set(thing, number);
  return number;
}
