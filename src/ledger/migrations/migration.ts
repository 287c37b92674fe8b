// What a migration is: a name that sorts, and SQL text that plain Node and the bundle load alike.
export type Migration = {
  /** Four digits and a word, `0010-attempts`. */
  readonly name: string;
  /** Runs in one transaction together with its record. Never edited once released: the record keeps its hash. */
  readonly sql: string;
};
