// Which Node can carry the till. Every entry asks here before it imports anything that reaches better-sqlite3, because on an
// old Node that import ends the process without a word. Plain JavaScript that imports nothing: an old Node must be able to read it.

/**
 * The range is `engines` of package.json: >=22.19 <26.
 * @param {string} version `process.versions.node`, "24.21.0"
 * @returns {string | undefined} undefined when it fits, else one sentence for the person who started it
 */
export function nodeVersionRefusal(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 22 && major < 26) return undefined;
  if (major === 22 && minor >= 19) return undefined;
  const age = major >= 26 ? "new" : "old";
  return `Counterfoil needs Node 22.19 or newer and older than 26; this is ${version}, which is too ${age}. \`npm start\` after \`npm ci\` brings the right one.`;
}
