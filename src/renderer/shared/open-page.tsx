// What both pages do first: texts, line to the till, keyboard; then the page is drawn.
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { openTexts } from "#texts/texts.ts";
import { connect } from "./connect.ts";
import { listenToKeyboard } from "./keyboard.ts";
import { KeyboardProvider } from "./keys-heard.tsx";
import { TextsProvider } from "./language.tsx";
import { createStore } from "./store.ts";
import { TillProvider } from "./till.tsx";
import "./tokens.css";

export function openPage(page: ReactNode): void {
  const place = document.getElementById("screen");
  if (place === null) throw new Error("the page has no #screen");
  const store = createStore();
  const keyboard = listenToKeyboard();
  store.subscribe(() => {
    const view = store.received("cashier")?.view ?? store.received("customer")?.view;
    if (view !== undefined) keyboard.setGap(view.keyGapMs);
  });
  connect(store.joined);
  createRoot(place).render(
    <StrictMode>
      <TextsProvider texts={openTexts("en")}>
        <TillProvider value={store}>
          <KeyboardProvider value={keyboard}>{page}</KeyboardProvider>
        </TillProvider>
      </TextsProvider>
    </StrictMode>,
  );
}
