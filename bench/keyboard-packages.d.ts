// What the comparison uses of onscan.js, which brings no types. Source: its README.
declare module "onscan.js" {
  const onScan: {
    attachTo(
      element: Document,
      options: { suffixKeyCodes: readonly number[]; reactToPaste: boolean; onScan: (text: string) => void },
    ): void;
  };
  export default onScan;
}
