// Every migration, in the order in which they are applied. New ones go to the end.
import { ledger } from "./0010-ledger.ts";
import { refundsAndQueue } from "./0020-refunds-alarms-queue.ts";
import type { Migration } from "./migration.ts";

export const MIGRATIONS: readonly Migration[] = [ledger, refundsAndQueue];
