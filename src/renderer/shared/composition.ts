// What an input method makes of keys it took for itself, a scan among them, is dropped: the fields of the pages are drawn, and
// what fingers type is heard key by key (keyboard.ts).

/** Ends a composition as it begins, and leaves the field that it would have landed in as it was. */
export function dropComposition({ target }: CompositionEvent): void {
  if (!(target instanceof HTMLElement)) return;
  const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
  const before = field === null ? target.textContent : field.value;
  const restore = (): void => {
    if (field !== null) field.value = before;
    else target.textContent = before;
  };
  target.addEventListener("compositionend", restore, { once: true });
  target.blur();
  restore();
}
