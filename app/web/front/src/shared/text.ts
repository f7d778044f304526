// Role: all words of the pages, from one catalogue per language, with the plural rules of that language.
import de from "../text/de.json";
import en from "../text/en.json";

type Entry = string | Record<string, string>;
export type Catalogue = Record<string, Entry>;
export type Values = Record<string, string | number>;

const catalogues: Record<string, Catalogue> = { en, de };

export class Texts {
  private readonly plural: Intl.PluralRules;
  private readonly number: Intl.NumberFormat;

  constructor(readonly lang: string, private readonly entries: Catalogue, private readonly fallback: Catalogue = {}) {
    this.plural = new Intl.PluralRules(lang);
    this.number = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
  }

  /** The text of `key`; {name} is filled in; an entry with several forms chooses by `values.n`. */
  text(key: string, values: Values = {}): string {
    const entry = this.entries[key] ?? this.fallback[key];
    if (entry === undefined) return key;
    const form = typeof entry === "string" ? entry : this.form(entry, values.n);
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? this.number.format(value) : value;
    });
  }

  has(key: string): boolean {
    return key in this.entries || key in this.fallback;
  }

  private form(entry: Record<string, string>, n: string | number | undefined): string {
    const rule = typeof n === "number" ? this.plural.select(n) : "other";
    return entry[rule] ?? entry.other ?? "";
  }
}

let current = new Texts("en", en);

export function setLanguage(lang: string): boolean {
  const known = catalogues[lang] ? lang : "en";
  if (known === current.lang) return false;
  current = new Texts(known, catalogues[known] ?? {}, en);
  document.documentElement.lang = known;
  return true;
}

export const t = (key: string, values?: Values) => current.text(key, values);
export const known = (key: string) => current.has(key);
export const language = () => current.lang;
