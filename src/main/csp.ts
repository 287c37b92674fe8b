// One Content-Security-Policy for the pages of both hosts: they run our own files and nothing else.

/** @param connect where the page may connect to, as CSP writes it: `ws://127.0.0.1:PORT`, or `'none'` where a preload brings the pipe
 *  @returns the value of the header. `blob:` and `data:` images are QR pictures that the page draws or checks itself. */
export function contentSecurityPolicy({ connect }: { readonly connect: string }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}
