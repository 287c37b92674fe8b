// Two joined pipe ends without a transport: for tests and scenes. Delivery is asynchronous, as on a real one.
import type { Pipe } from "./pipe.ts";

export function createMemoryPipe(): { readonly till: Pipe; readonly page: Pipe } {
  const till = createEnd();
  const page = createEnd();
  join(till, page);
  join(page, till);
  return { till: till.pipe, page: page.pipe };
}

type End = {
  readonly pipe: Pipe;
  other: End | null;
  text: (text: string) => void;
  closed: (reason: string) => void;
  open: boolean;
};

function createEnd(): End {
  const end: End = {
    other: null,
    open: true,
    text: () => undefined,
    closed: () => undefined,
    pipe: {
      send(text) {
        void Promise.resolve().then(() => {
          if (end.open && end.other?.open) end.other.text(text);
        });
      },
      onText(listener) {
        end.text = listener;
      },
      onClose(listener) {
        end.closed = listener;
      },
      close(reason) {
        finish(end, reason);
        if (end.other) finish(end.other, reason);
      },
    },
  };
  return end;
}

function join(end: End, other: End): void {
  end.other = other;
}

function finish(end: End, reason: string): void {
  if (!end.open) return;
  end.open = false;
  end.closed(reason);
}
