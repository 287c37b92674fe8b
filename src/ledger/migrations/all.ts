// Every migration, in the order in which they are applied. New ones go to the end.
import { attempts } from "./0010-attempts.ts";
import type { Migration } from "./migration.ts";

export const MIGRATIONS: readonly Migration[] = [attempts];
