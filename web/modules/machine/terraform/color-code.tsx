import hljs from "highlight.js/lib/core";
import json from "highlight.js/lib/languages/json";
import type { ReactNode } from "react";

hljs.registerLanguage("json", json);

/** Colouring more makes the page stand still for a moment. */
const LONGEST = 200_000;

/** JSON with its parts named by classes, which the page's own styles colour; other text as it is. */
export function colorCode(path: string, text: string): ReactNode {
  if (!path.endsWith(".json") || text.length > LONGEST) return text;
  const marked = hljs.highlight(text, { language: "json" }).value;
  // The library gives markup; read as a document that is never shown, it becomes elements of the page without any.
  return draw(new DOMParser().parseFromString(marked, "text/html").body);
}

function draw(parent: Node): ReactNode {
  return [...parent.childNodes].map((node, place) => {
    if (!(node instanceof Element)) return node.textContent;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes its parts
      <span key={place} className={node.className}>
        {draw(node)}
      </span>
    );
  });
}
