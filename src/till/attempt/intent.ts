// What will be done next about an attempt, written with its state so that a crash can be read from the ledger.
import type { AttemptRecord } from "./state.ts";

export function intentOf(record: AttemptRecord): string {
  switch (record.state.name) {
    case "queued":
      return "send";
    case "sending":
      return "await the answer";
    case "unknown":
      return "look for it in the listing";
    case "pending":
      return "read until final";
    case "cancelling":
      return record.state.refused ? "read until it ends by itself" : "ask for expiry, then read";
    case "successful":
    case "paid-late":
      return "none";
    default:
      return "watch for late money";
  }
}
