// How components hear keys: each in the layer that it is drawn in, from the moment that it is drawn.
import { createContext, useContext, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import type { Keyboard, Layer, ScanTaker, StrokeTaker } from "./keyboard.ts";

const KeyboardContext = createContext<Keyboard | null>(null);
export const KeyboardProvider = KeyboardContext.Provider;
const LayerContext = createContext<Layer | null>(null);

/** What stands inside hears all the keys, and nothing of the page beneath hears any, for as long as it is drawn. */
export function KeyboardLayer({ children }: { readonly children: ReactNode }) {
  const keyboard = useContext(KeyboardContext);
  const [layer] = useState<Layer>(() => ({ over: "page" }));
  useLayoutEffect(() => keyboard?.openLayer(layer), [keyboard, layer]);
  return <LayerContext.Provider value={layer}>{children}</LayerContext.Provider>;
}

/** While the component is drawn, strokes come here first. */
export function useStrokes(take: StrokeTaker): void {
  const keyboard = useContext(KeyboardContext);
  const layer = useContext(LayerContext);
  const newest = useNewest(take);
  useLayoutEffect(() => keyboard?.onStroke((stroke) => newest.current(stroke), layer), [keyboard, layer, newest]);
}

export function useScans(take: ScanTaker): void {
  const keyboard = useContext(KeyboardContext);
  const layer = useContext(LayerContext);
  const newest = useNewest(take);
  useLayoutEffect(() => keyboard?.onScan((text) => newest.current(text), layer), [keyboard, layer, newest]);
}

function useNewest<Taker>(take: Taker): { readonly current: Taker } {
  const newest = useRef(take);
  useLayoutEffect(() => {
    newest.current = take;
  });
  return newest;
}
