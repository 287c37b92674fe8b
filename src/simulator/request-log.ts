// Counts what was asked of the bank, by method and route, so that a test can say "one POST". Ids and tokens are not kept.

/** One route as it was called: ids read `:id`, download tokens and payloads `:secret`. */
export type RequestCount = { readonly method: string; readonly path: string; readonly count: number };

const MOST_ROUTES = 200;

export type RequestLog = {
  note(method: string, path: string): void;
  counts(): readonly RequestCount[];
};

export function createRequestLog(): RequestLog {
  const counts = new Map<string, RequestCount>();
  return {
    note(method, path) {
      const route = routeOf(path);
      const key = `${method} ${route}`;
      const known = counts.get(key);
      if (known === undefined && counts.size >= MOST_ROUTES) return;
      counts.set(key, { method, path: route, count: (known?.count ?? 0) + 1 });
    },
    counts: () => [...counts.values()],
  };
}

function routeOf(path: string): string {
  const steps = path.split("/").map((step, index, all) => {
    if (/^(chrg|src|docu|rfnd|evnt|pay2)_/.test(step)) return ":id";
    const before = all[index - 1];
    return before === "downloads" || before === "phone" ? ":secret" : step;
  });
  return steps.join("/").slice(0, 200);
}
