// Request bodies as Omise takes them: urlencoded with bracket nesting (`source[type]`, `items[0][name]`, `items[][name]`)
// or JSON. Bounded in depth and count; a key can never reach a prototype.
import { badRequest, isRefusal, type Refusal } from "./errors.ts";

const MOST_PAIRS = 300;
const MOST_LEVELS = 6;
const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

type Branch = Map<string, Branch | string>;

/** Decodes a body by its content type; an empty body is an empty object whatever the type says. */
export function decodeBody(text: string, contentType: string): Readonly<Record<string, unknown>> | Refusal {
  if (text.trim() === "") return {};
  const kind = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (kind === "application/json") return decodeJson(text);
  if (kind === "application/x-www-form-urlencoded" || kind === "") return decodeForm(text);
  return badRequest("the content type is neither application/x-www-form-urlencoded nor application/json");
}

/** `a[b]=1&a[c][]=2` to `{a: {b: "1", c: ["2"]}}`; every leaf stays a string. */
export function decodeForm(text: string): Readonly<Record<string, unknown>> | Refusal {
  const root: Branch = new Map();
  const pairs = [...new URLSearchParams(text)];
  if (pairs.length > MOST_PAIRS) return badRequest("too many parameters");
  for (const [key, value] of pairs) {
    const refusal = plant(root, key, value);
    if (isRefusal(refusal)) return refusal;
  }
  return Object.fromEntries(Array.from(root, ([key, value]) => [key, harvest(value)]));
}

function decodeJson(text: string): Readonly<Record<string, unknown>> | Refusal {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return badRequest("the body is not a JSON object");
}

function plant(root: Branch, key: string, value: string): Refusal | null {
  const match = KEY.exec(key);
  if (match === null) return badRequest("a parameter has a malformed name");
  const path = [match[1] ?? "", ...Array.from((match[2] ?? "").matchAll(/\[([^[\]]*)\]/g), (part) => part[1] ?? "")];
  if (path.length > MOST_LEVELS || path.includes("__proto__")) return badRequest("a parameter has a malformed name");
  let branch = root;
  for (const [level, step] of path.entries()) {
    const last = level === path.length - 1;
    const name = step === "" ? nextIndex(branch, path[level + 1]) : step;
    const there = branch.get(name);
    if (last) {
      if (there instanceof Map) return badRequest("a parameter is given both as a value and as a group");
      branch.set(name, value);
    } else {
      if (typeof there === "string") return badRequest("a parameter is given both as a value and as a group");
      const next: Branch = there ?? new Map();
      branch.set(name, next);
      branch = next;
    }
  }
  return null;
}

// `items[][name]=a&items[][amount]=1&items[][name]=b`: a new entry begins when its key is there already.
function nextIndex(branch: Branch, following: string | undefined): string {
  const lastIndex = branch.size - 1;
  const last = branch.get(String(lastIndex));
  if (following !== undefined && last instanceof Map && !last.has(following)) return String(lastIndex);
  return String(branch.size);
}

function harvest(value: Branch | string): unknown {
  if (typeof value === "string") return value;
  const keys = [...value.keys()];
  if (keys.length > 0 && keys.every((key) => /^\d{1,3}$/.test(key))) {
    return keys.toSorted((a, b) => Number(a) - Number(b)).map((key) => harvest(value.get(key) ?? ""));
  }
  return Object.fromEntries(Array.from(value, ([key, inner]) => [key, harvest(inner)]));
}
