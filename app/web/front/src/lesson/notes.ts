// Role: the reader's own notes below the paragraphs of a lesson. What is typed is saved as it is typed; what is removed can
// be taken back until the lesson is left. A note whose paragraph changed stands at the end.
import { debounce, fill, h, newId } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import type { LessonChannel, LessonShow, Note, ParagraphKey } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";
import { keysOf, quoteOf, sorted } from "./paragraphs.ts";

type Host = Pick<LessonChannel, "addNote" | "changeNote" | "removeNote" | "restoreNote">;
type Announce = (text: string) => void;

class Box {
  readonly element = h("aside", { class: "note" });
  private text: string;
  private adding = false;
  private readonly save = debounce(400, () => this.store());

  constructor(private readonly host: Host, private readonly announce: Announce, private readonly key: ParagraphKey,
    private readonly opener: HTMLElement | null, public id: number | null, text: string, private readonly lost: boolean) {
    this.text = text;
    this.element.setAttribute("aria-label", t("note.on", { quote: key.quote }));
    if (id === null) this.edit();
    else this.read();
  }

  /** Its last words, before the lesson is left. */
  flush(): void {
    this.save.flush();
  }

  focus(): void {
    (this.element.querySelector<HTMLElement>("textarea, button") ?? this.element).focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "center" });
  }

  private read(): void {
    if (this.id !== null) this.element.id = `assay-note-${this.id}`;
    fill(this.element,
      this.lost ? h("p", { class: "label" }, t("note.began", { quote: this.key.quote })) : null,
      h("p", { class: "note-text" }, this.text),
      h("div", { class: "note-bar" },
        h("button", { type: "button", class: "quiet", onclick: () => this.edit() }, t("note.edit")),
        h("button", { type: "button", class: "quiet", onclick: () => this.remove() }, t("note.remove"))));
  }

  private edit(): void {
    const area = h("textarea", { id: newId(), rows: 3, maxlength: 4000, "aria-label": t("note.label") });
    area.value = this.text;
    area.addEventListener("input", () => {
      this.text = area.value;
      this.save();
    });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.done();
    });
    fill(this.element, area,
      h("div", { class: "note-bar" },
        h("button", { type: "button", class: "secondary", onclick: () => this.done() }, t("note.done")),
        this.id === null ? null : h("button", { type: "button", class: "quiet", onclick: () => this.remove() }, t("note.remove")),
        h("span", { class: "label" }, t("note.saved"))));
    window.setTimeout(() => area.focus(), 0);
  }

  private store(): void {
    if (!this.text.trim() || this.adding) return;
    if (this.id !== null) {
      this.host.changeNote(this.id, this.text);
      return;
    }
    const sent = this.text;
    this.adding = true;
    this.host.addNote(JSON.stringify({ ...this.key, text: sent }), (json) => {
      this.adding = false;
      const { id } = JSON.parse(json) as { id?: number };
      if (id === undefined) {
        this.announce(t("note.refused"));
        this.element.append(h("p", { class: "bad" }, t("note.refused")));
        return;
      }
      this.id = id;
      this.element.id = `assay-note-${id}`;
      if (this.text !== sent) this.store();
    });
  }

  private done(): void {
    this.save.flush();
    if (!this.text.trim()) this.element.remove();
    else this.read();
    this.opener?.focus({ preventScroll: true });
  }

  private remove(): void {
    this.save.flush();
    if (this.id === null) {
      this.element.remove();
      return;
    }
    this.host.removeNote(this.id);
    const undo = h("button", { type: "button", class: "link", onclick: () => {
      if (this.id !== null) this.host.restoreNote(this.id);
      this.read();
      this.focus();
    } }, t("note.undo"));
    fill(this.element, h("p", { class: "note-removed" }, t("note.removed"), " ", undo));
    this.announce(t("note.removed"));
    undo.focus();
  }
}

export class Notes {
  private body: HTMLElement | null = null;
  private parts: HTMLElement[] = [];
  private keys: (ParagraphKey | null)[] = [];
  private notes: Note[] = [];
  private boxes: Box[] = [];

  constructor(private readonly host: Host, private readonly announce: Announce) {}

  /** Takes the paragraphs as the author wrote them. */
  read(body: HTMLElement, lesson: LessonShow): void {
    for (const box of this.boxes) box.flush();
    this.boxes = [];
    this.body = body;
    this.notes = lesson.notes ?? [];
    this.parts = lesson.kind === "lesson" ? [...body.children].filter((part): part is HTMLElement => part instanceof HTMLElement) : [];
    this.keys = keysOf(this.parts.map((part) => (/^H[1-6]$/.test(part.tagName) ? { heading: part.id } : { text: part.textContent ?? "" })));
    // What makes a paragraph live may put a frame in its place: a mark behind it stays.
    this.parts.forEach((part, index) => {
      if (this.keys[index]) part.after(h("span", { class: "paragraph", "data-paragraph": index }));
    });
  }

  show(): void {
    const { at, lost } = sorted(this.notes, this.keys);
    for (const mark of this.body?.querySelectorAll<HTMLElement>(".paragraph") ?? []) {
      const index = Number(mark.dataset.paragraph);
      const key = this.keys[index];
      const part = mark.previousElementSibling as HTMLElement | null;
      if (!key || !part) continue;
      this.parts[index] = part;
      const add = h("button", { type: "button", class: "quiet add-note", title: t("note.add"), tabindex: -1, onclick: () => this.add(index) },
        icon("note"), h("span", { class: "only-heard" }, t("note.add")));
      mark.append(add);
      for (const note of at.get(index) ?? []) this.place(index, this.box(key, add, note, false));
    }
    this.body?.addEventListener("pointerover", (event) => this.near(event.target as Element));
    if (lost.length && this.body) {
      const id = newId();
      this.body.append(h("section", { class: "lost-notes", "aria-labelledby": id },
        h("h2", { id }, t("note.lost")), h("p", { class: "muted" }, t("note.lost-why")),
        ...lost.map((note) => this.box(note, null, note, true).element)));
    }
  }

  /** A note beside what is being read: where the keyboard is, else the first paragraph that is wholly below the top. */
  write(): void {
    const here = this.parts.findIndex((part, index) => this.keys[index] && part.contains(document.activeElement));
    const seen = this.parts.findIndex((part, index) => this.keys[index] && part.getBoundingClientRect().bottom > Math.min(160, window.innerHeight / 3));
    const index = here >= 0 ? here : seen;
    if (index >= 0) this.add(index);
  }

  jump(anchor: string): boolean {
    const id = /^note:(\d+)$/.exec(anchor)?.[1];
    if (id === undefined) return false;
    this.boxes.find((box) => box.id === Number(id))?.focus();
    return true;
  }

  /** The button beside the paragraph that is pointed at. */
  private near(target: Element): void {
    for (const mark of this.body?.querySelectorAll(".paragraph") ?? []) {
      const part = mark.previousElementSibling;
      const near = mark.contains(target) || Boolean(part?.contains(target));
      mark.classList.toggle("near", near);
      const button = mark.querySelector<HTMLElement>(".add-note");
      if (near && part && button) button.style.top = `${part.getBoundingClientRect().top - mark.getBoundingClientRect().top - 2}px`;
    }
  }

  private add(index: number): void {
    const key = this.keys[index];
    if (!key) return;
    const opener = this.body?.querySelector<HTMLElement>(`[data-paragraph="${index}"] .add-note`) ?? null;
    const box = this.box(key, opener, null, false);
    this.place(index, box);
    box.element.scrollIntoView({ block: "nearest" });
  }

  private box(key: ParagraphKey, opener: HTMLElement | null, note: Note | null, lost: boolean): Box {
    const box = new Box(this.host, this.announce, { anchor: key.anchor, position: key.position, hash: key.hash, quote: quoteOf(key.quote) },
      opener, note?.id ?? null, note?.text ?? "", lost);
    this.boxes.push(box);
    return box;
  }

  private place(index: number, box: Box): void {
    let last = this.parts[index]?.nextElementSibling; // its mark
    while (last?.nextElementSibling?.classList.contains("note")) last = last.nextElementSibling;
    last?.after(box.element);
  }
}
