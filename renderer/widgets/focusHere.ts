/**
 * A `ref` that takes the focus when its element appears: for the field of a dialog that is meant first. A dialog that
 * opens only after that finds it by its attribute.
 */
export const focusHere = (element: HTMLElement | null): void => {
  if (!element) return;
  element.autofocus = true;
  element.focus();
};
