// The customer's page: the face of the newest snapshot and nothing else. It may say one thing to the till, a scan that a
// keyboard-mode scanner happened to type here.
import { useEffect, useState } from "react";
import { CustomerFace } from "#renderer/shared/customer-face/customer-face.tsx";
import { useScans } from "#renderer/shared/keys-heard.tsx";
import { useGive, useLine, useReceived } from "#renderer/shared/till.tsx";

/** A line lost for less than this is mended before anybody reads; then the sale leaves the screen. */
const GRACE_MS = 1200;

export function CustomerPage() {
  const received = useReceived("customer");
  const lost = useLostFor(GRACE_MS);
  const give = useGive(ignore);
  useScans((text) => give("scan/typed", { text }));
  if (received === null) return null;
  return (
    <main style={{ height: "100%" }}>
      <CustomerFace view={received.view} receivedAtMs={received.atMs} lost={lost} />
    </main>
  );
}

/** Whether the till has been out of reach for that long. */
function useLostFor(graceMs: number): boolean {
  const line = useLine();
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (line !== "lost") return;
    const timer = setTimeout(() => setLate(true), graceMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [line, graceMs]);
  return late && line === "lost";
}

/** The cashier hears of a refused scan by a notice; the customer has no use for it. */
function ignore(): void {}
