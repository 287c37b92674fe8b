// Types of the version gate, which is plain JavaScript for the sake of an old Node.

/** @returns undefined when this version can carry the till, else one sentence for the person who started it */
export declare function nodeVersionRefusal(version: string): string | undefined;
