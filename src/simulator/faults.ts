// Bad days on request: each fault waits for a matching request, strikes a stated number of times, and is gone.
// Faults strike in the order they were added, one a request, so a list of them is a script.
import { z } from "zod";

const seconds = z.number().min(0).max(86_400);
const target = {
  method: z.enum(["GET", "POST"]).optional(),
  path: z.string().max(200).optional(),
  count: z.int().min(1).max(100_000).default(1),
};

/** `charged`: the request is carried out all the same; the caller never learns of it from this answer.
 *  `path` may hold `:id` for one segment; without method and path: POST /charges (lagging-list: GET /charges, late-refund:
 *  POST /charges/:id/refunds). Late: made, its answer lost, and known to reads and listings only after those seconds. */
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("drop-answer"), ...target }),
  z.strictObject({ kind: z.literal("drop-request"), ...target }),
  z.strictObject({ kind: z.literal("delay-request"), ms: z.int().min(0).max(600_000), ...target }),
  z.strictObject({ kind: z.literal("delay-answer"), ms: z.int().min(0).max(600_000), ...target }),
  z.strictObject({
    kind: z.literal("status"),
    status: z.union([z.literal(429), z.literal(500), z.literal(503)]),
    charged: z.boolean().default(false),
    ...target,
  }),
  z.strictObject({ kind: z.literal("backend-error"), charged: z.boolean(), ...target }),
  z.strictObject({ kind: z.literal("garbage"), charged: z.boolean().default(true), ...target }),
  z.strictObject({ kind: z.literal("lagging-list"), seconds, ...target }),
  z.strictObject({ kind: z.literal("late-charge"), seconds, ...target }),
  z.strictObject({ kind: z.literal("late-refund"), seconds, ...target }),
  z.strictObject({ kind: z.literal("duplicate-webhook"), count: z.int().min(1).max(1000).default(1) }),
]);

/** A fault as a test or a person writes it. */
export type FaultRequest = z.input<typeof faultSchema>;
type Fault = z.output<typeof faultSchema>;
export type RequestFault = Exclude<Fault, { kind: "duplicate-webhook" }>;

export type Faults = {
  /** Throws on a malformed fault: a test that asks for nonsense must not pass. */
  add(fault: FaultRequest): void;
  clear(): void;
  /** The faults still waiting, with what is left of their counts. */
  waiting(): readonly RequestFault[];
};

export type FaultQueue = Faults & {
  /** The fault that this request meets, its count lowered. */
  take(method: string, path: string): RequestFault | null;
};

export function createFaults(duplicateWebhooks: (count: number) => void): FaultQueue {
  let queue: readonly RequestFault[] = [];
  return {
    add(asked) {
      const fault = faultSchema.parse(asked);
      if (fault.kind === "duplicate-webhook") duplicateWebhooks(fault.count);
      else queue = [...queue, fault];
    },
    clear() {
      queue = [];
    },
    waiting: () => queue,
    take(method, path) {
      const hit = queue.find((fault) => isMeant(fault, method, path));
      if (hit === undefined) return null;
      const left = { ...hit, count: hit.count - 1 };
      queue = queue.flatMap((fault) => (fault !== hit ? [fault] : left.count > 0 ? [left] : []));
      return hit;
    },
  };
}

function isMeant(fault: RequestFault, method: string, path: string): boolean {
  const wantedMethod =
    fault.method ?? (fault.kind === "lagging-list" ? "GET" : fault.path === undefined ? "POST" : null);
  if (wantedMethod !== null && wantedMethod !== method) return false;
  const wanted = (fault.path ?? (fault.kind === "late-refund" ? "/charges/:id/refunds" : "/charges")).split("/");
  const steps = path.split("/");
  return wanted.length === steps.length && wanted.every((step, index) => step === ":id" || step === steps[index]);
}
