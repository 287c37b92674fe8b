// The only door for zod. A strict CSP forbids the code that zod would otherwise compile at run time,
// so `jitless` is set here, before any schema exists.
import { z } from "zod";

z.config({ jitless: true });

export { z };
