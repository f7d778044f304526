// Role: the head of a fold, with a mark that turns (base.css).
import { h } from "./dom.ts";
import { icon } from "./icons.ts";

type Attributes = Parameters<typeof h>[1];

export const summary = (...children: (Node | string | null)[]) => summaryWith({}, ...children);
export const summaryWith = (attributes: Attributes, ...children: (Node | string | null)[]) => h("summary", attributes, icon("fold"), ...children);
