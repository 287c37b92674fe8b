// The QR on the customer's screen and on its miniature: fetched once by its hash, read, redrawn, checked.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useStore } from "#renderer/shared/till.tsx";
import styles from "./qr-code.module.css";
import { drawMatrix, openPicture, type QrMatrix, type QrPicture } from "./qr-picture.ts";

/** The picture of this hash, null until it is here. Another hash never shows the old one. */
function usePicture(hash: string): QrPicture | null {
  const store = useStore();
  const [got, setGot] = useState<{ readonly hash: string; readonly picture: QrPicture } | null>(null);
  useEffect(() => {
    let wanted = true;
    let url: string | null = null;
    const fetchOnce = async (): Promise<void> => {
      const picture = await openPicture(await store.ask("picture/bytes", { hash }));
      url = picture.url;
      if (wanted) setGot({ hash, picture });
      else URL.revokeObjectURL(url);
    };
    // A refusal leaves the place empty: the till covers the QR or takes it away by its own snapshot.
    fetchOnce().catch(() => wanted && setGot(null));
    return () => {
      wanted = false;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [store, hash]);
  return got?.hash === hash ? got.picture : null;
}

export function QrCode({ hash, label }: { readonly hash: string; readonly label: string }) {
  const picture = usePicture(hash);
  const [misread, setMisread] = useState<string | null>(null);
  return (
    <div className={styles["paper"]} role="img" aria-label={label} data-qr={picture?.kind ?? "loading"}>
      {picture?.kind === "matrix" && misread !== hash ? (
        <Drawn matrix={picture.matrix} onMisread={() => setMisread(hash)} />
      ) : null}
      {picture !== null && (picture.kind === "picture" || misread === hash) ? (
        <img className={styles["picture"]} src={picture.url} alt="" />
      ) : null}
    </div>
  );
}

function Drawn({ matrix, onMisread }: { readonly matrix: QrMatrix; readonly onMisread: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const misread = useRef(onMisread);
  useLayoutEffect(() => {
    misread.current = onMisread;
  });
  useLayoutEffect(() => {
    const draw = (): void => {
      if (box.current === null || canvas.current === null) return;
      const ratio = window.devicePixelRatio;
      const fits = Math.floor(Math.min(box.current.clientWidth, box.current.clientHeight) * ratio);
      if (!drawMatrix(canvas.current, matrix, fits)) misread.current();
      canvas.current.style.width = `${canvas.current.width / ratio}px`;
    };
    draw();
    const sizes = new ResizeObserver(draw);
    if (box.current !== null) sizes.observe(box.current);
    return () => sizes.disconnect();
  }, [matrix]);
  return (
    <div ref={box} className={styles["box"]}>
      <canvas ref={canvas} className={styles["canvas"]} />
    </div>
  );
}
