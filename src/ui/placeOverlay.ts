/** Puts an overlay of the top layer beside its anchor, inside the viewport: below if it fits, above otherwise. */
export function placeOverlay(
  overlay: HTMLElement,
  anchor: HTMLElement,
  gap = 6,
  align: 'start' | 'center' | 'end' = 'start',
): void {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = overlay;
  const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const margin = 8;
  const wanted = { start: box.left, center: box.left + box.width / 2 - width / 2, end: box.right - width }[align];
  const left = Math.max(margin, Math.min(wanted, view.width - width - margin));
  const below = box.bottom + gap;
  const above = box.top - gap - height;
  const top = below + height <= view.height - margin || above < margin ? below : above;
  overlay.style.left = `${Math.round(left)}px`;
  overlay.style.top = `${Math.round(Math.max(margin, top))}px`;
  overlay.style.maxHeight = `${Math.round(view.height - 2 * margin)}px`;
}
