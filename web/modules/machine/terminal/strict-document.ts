import { pageNonce } from "../../../components/page-nonce.ts";

let users = 0;

/**
 * Lets the terminal's library draw under the page's policy, until the answer is called. It makes style elements without
 * the nonce, and writes the style attribute of letters in colours of their own; the policy refuses both. Until then the
 * first get the nonce, and the second are set through the object model, which the policy lets pass. It is done for the
 * whole document, because parts of the library ask no other one.
 */
export function drawStrictly(): () => void {
  users += 1;
  document.createElement = createElement as typeof document.createElement;
  return () => {
    users -= 1;
    // What stands on the instance only hides what its kind can do.
    if (users === 0) Reflect.deleteProperty(document, "createElement");
  };
}

function createElement(tag: string, options?: ElementCreationOptions): HTMLElement {
  const element = Document.prototype.createElement.call(document, tag, options);
  if (element instanceof HTMLStyleElement) element.nonce = pageNonce;
  if (element instanceof HTMLSpanElement) setStyleStrictly(element);
  return element;
}

function setStyleStrictly(element: HTMLSpanElement): void {
  element.setAttribute = (name: string, value: string): void => {
    if (name === "style") element.style.cssText = value;
    else Element.prototype.setAttribute.call(element, name, value);
  };
}
