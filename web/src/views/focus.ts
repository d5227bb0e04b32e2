const composer = () => document.querySelector<HTMLTextAreaElement>(".composer textarea");

export const focusComposer = (): void => composer()?.focus();

/** Where what had the focus is gone, one goes on writing; on a phone that would open the keyboard unasked. */
export function focusAgain(): void {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost && matchMedia("(pointer: fine)").matches) focusComposer();
}
