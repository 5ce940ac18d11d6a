"use strict";
// Goes to any place by its text or with the arrows, and knows what a person may mean to write.

const folded = new Map();

// Words recur: each is folded once.
function foldText(text) {
  let found = folded.get(text);
  if (found === undefined) {
    found = text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
    folded.set(text, found);
  }
  return found;
}

const finder = {
  origin: null,
  field: undefined,  // that of the header from which c goes on: the letters of a text pass over others

  open() {
    this.origin = view.here;
    this.field = actions.field;
    $("find").hidden = false;
    $("find-text").value = "";
    $("find-text").focus();
  },

  close(back) {
    $("find").hidden = true;
    $("find-text").blur();
    if (back && this.origin) actions.select(this.origin);
    else if (view.here?.type === "field") actions.field = view.here.field;
  },

  // Goes to the first place from where the search began on, or to the next one.
  go(by) {
    const written = asWritten($("find-text").value.trim()), query = foldText(written);
    if (!query) return;
    const hits = index.groups.flatMap(group => runsOf(group).filter(run => run.text.includes(query)).flatMap(run => hitsIn(run, query, written)));
    // Who writes marks means the words with these marks, where there are any.
    const exact = written === query ? [] : hits.filter(hit => hit.exact), found = (exact.length ? exact : hits).map(hit => hit.id);
    if (!found.length) { say(t("nothing")); return; }
    const from = placeInItems((by ? view.here : this.origin)?.id) ?? 0;
    const at = found.findIndex(id => placeInItems(id) >= from + (by > 0 ? 1 : 0));
    let next = at < 0 ? 0 : at;
    if (by < 0) next = (found.indexOf(view.here?.id) - 1 + found.length) % found.length;
    say("");
    actions.selectId(found[next]);
    actions.field = this.field;
  },

  key(event) {
    const action = { Enter: () => this.close(false), Escape: () => this.close(true), ArrowDown: () => this.go(1), ArrowUp: () => this.go(-1) }[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  },

  // The next word, or the next paragraph, duty or field.
  move(by, words) {
    const all = items(), at = placeInItems(view.here?.id) ?? -1;
    for (let k = at + by; k >= 0 && k < all.length; k += by) {
      if ((all[k].type === "token") === words && all[k].type !== "warning") { actions.select(all[k]); return; }
    }
  },
};

// The texts that can be found in a group of items, each with the ids of what begins where; folded once, until it changes.
function runsOf(group) {
  if (group.runs?.language !== view.language) group.runs = Object.assign(makeRuns(group), { language: view.language });
  return group.runs;
}

function makeRuns(group) {
  const runs = [];
  let words = null;
  for (const item of group.items) {
    if (item.type === "token") {
      if (words === null) runs.push(words = { text: "", exact: "", starts: [] });
      addPart(words, item.id, item.token.text);
    } else {
      words = null;
      const text = partText(item);
      if (text !== undefined) addPart(runs[runs.push({ text: "", exact: "", starts: [] }) - 1], item.id, text);
    }
  }
  return runs;
}

function addPart(run, id, text) {
  run.starts.push([run.text.length, id]);
  run.text += `${foldText(text)} `;
  run.exact += `${text} `;
}

function asWritten(text) { return text.normalize("NFC").toLowerCase(); }

function partText({ type, field, duty }) {
  if (type === "field") return `${t(`field.${field}`)} ${fieldText(field)}`;
  if (type === "duty") return [t(duty.role), duty.unit, ...duty.partners, duty.deadline?.text ?? ""].join(" ");
  return undefined;
}

// Letters of other scripts may be more without their marks than with them: there the marks are not compared.
function hitsIn(run, query, written) {
  const said = written === query ? "" : asWritten(run.exact), isExact = at => said.length === run.text.length && said.startsWith(written, at);
  return matches(run.text, query).map(at => ({ id: run.starts.findLast(([start]) => start <= at)[1], exact: isExact(at) }));
}

function matches(text, query) {
  const found = [];
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + 1)) found.push(at);
  return found;
}

// --- what may be meant

const MOST_SUGGESTED = 8;

function suggested(query, all) {
  const asked = foldText(query.trim());
  if (!asked) return all.slice(0, MOST_SUGGESTED);
  const ranked = all.map(text => [text, rank(asked, foldText(text))]).filter(([, value]) => value !== undefined);
  return ranked.sort((a, b) => a[1] - b[1]).map(([text]) => text).slice(0, MOST_SUGGESTED);
}

function rank(asked, text) {
  if (text.startsWith(asked)) return 0;
  if (text.split(/[^\p{L}\p{N}]+/u).map(word => word[0] ?? "").join("").includes(asked)) return 1;
  return text.includes(asked) ? 2 : undefined;
}

function unique(texts) { return [...new Set(texts.map(text => text.trim()).filter(Boolean))]; }

function bareText(text) { return text.replace(/^\s*(?:[-+*•]|[\dIVXa-zđ]{1,5}[.)])+\s*/i, "").replace(/[.;:,]+$/, ""); }

function blockText(number) { return model.data.blocks[number].pieces.flatMap(piece => model.tokens(piece).map(token => token.text)).join(" "); }

// --- the form of what is written

// A day, month or year as plans write it, in the form in which it is kept; "" of nothing, undefined of what is no day.
function dayOf(written) {
  const text = written.normalize("NFC").trim().toLowerCase();
  if (!text) return "";
  const found = WRITTEN_DAYS.map(form => form.exec(text)?.groups).find(Boolean);
  if (!found) return undefined;
  const { year, month, day } = found, made = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  if (made.getUTCMonth() + 1 !== Number(month ?? 1) || made.getUTCDate() !== Number(day ?? 1)) return undefined;
  return [year, month, day].filter(Boolean).map(part => part.padStart(2, "0")).join("-");
}

// The same as people write it: the day, the month, the year.
function writtenDay(kept) { return /^\d{4}(?:-\d{2}){0,2}$/.test(kept ?? "") ? kept.split("-").reverse().join("/") : kept ?? ""; }

const WRITTEN_DAYS = [
  /^(?<year>[12]\d{3})(?:-(?<month>\d{2})(?:-(?<day>\d{2}))?)?$/,
  /^(?:ngày\s+)?(?:(?<day>\d{1,2})\s*[/.-]\s*)?(?<month>\d{1,2})\s*[/.-]\s*(?<year>[12]\d{3})$/,
  /(?:^|\s)(?:ngày\s+(?<day>\d{1,2})\s+)?tháng\s+(?<month>\d{1,2})\s+năm\s+(?<year>[12]\d{3})$/,
];
const NUMBER = /^\d{1,6}\p{L}{0,2}\s*(?:\/\s*\d{4}\s*)?[/-]\s*\p{Lu}[\p{L}\d&./\s-]*$/u;

function oddDay(text) { return dayOf(text) === undefined ? { text: t("no_day", { value: text.trim() }), refused: true } : undefined; }

// What names a day, a month, a quarter, a year, a term or a number of days; rhythms are listed with the data.
const WRITTEN_TIMES = [
  /\d\s*[/.-]\s*\d/, /(?:^|\D)[12]\d{3}(?!\d)/, /(?:ngay|thang|tuan|quy|ky|mung|mong)\s+(?:thu\s+)?\d/, /\d\s+(?:\p{L}+\s+)?(?:gio|ngay|tuan|thang|quy|nam)(?!\p{L})/u,
];

const NUMERALS = /(?:quý|quy|kỳ|ky)\s+[ivx]+(?!\p{L})/iu;  // with their marks: "quý vị" has none

// What a person says of when something is due, where no time is found in it: it may be kept, but not unawares.
function oddTime(written) {
  const text = written.normalize("NFC").trim(), plain = foldText(text).replace(/\s+/g, " ");
  const named = NUMERALS.test(text) || WRITTEN_TIMES.some(form => form.test(plain)) || model.data.rhythms.some(one => plain.includes(one));
  return named ? undefined : { text: t("no_time", { value: text }) };
}

// Days in the wrong order.
function oddDays(start, end) {
  const [first, last] = [dayOf(start), dayOf(end)];
  return first && last && last < first.slice(0, last.length) ? { text: t("days_turned"), refused: true } : undefined;
}

// What is odd of a value of a field, as a sentence: a day that is none is refused, the rest is asked about once.
function oddField(field, written) {
  const text = written.normalize("NFC").trim();
  if (!text) return undefined;
  if (field === "issued_on") return oddDay(text);
  const isNumber = NUMBER.test(text), isDay = Boolean(dayOf(text));
  if (field === "symbol") return isNumber ? undefined : { text: t("odd_number", { value: text }) };
  return isNumber || isDay || !/\p{L}/u.test(text) ? { text: t("odd_text", { value: text, name: t(`field.${field}`) }) } : undefined;
}

const suggest = {
  // The bodies of the document: those that the work names itself, what the heading above names, then those with most duties.
  bodies(work) {
    const counted = new Map();
    for (let w = 0; w < model.data.works.length; w++) {
      for (const duty of model.duties(w)) for (const name of [duty.unit, ...duty.partners]) counted.set(name, (counted.get(name) ?? 0) + 1);
    }
    const named = model.data.blocks.map((block, k) => (model.kind(k).kind === "heading" ? block.names ?? [] : []));
    const at = model.data.blocks.findIndex(block => block.id === model.data.works[work]?.id);
    const above = named.slice(0, Math.max(at, 0)).findLast(names => names.length) ?? [], headings = named.flat();
    const text = foldText(at < 0 ? "" : blockText(at)), names = [...counted].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    return unique([...[...names, ...headings].filter(name => text.includes(foldText(name))), ...above, ...names, ...headings]);
  },

  // Other readings of a word, and words of the document that differ from it in their marks alone.
  words(token) {
    const same = new Set([foldText(token.text), foldText(token.read ?? token.text)]), counted = new Map();
    for (let piece = 0; piece < model.data.pieces.length; piece++) {
      for (const { text } of model.tokens(piece)) if (same.has(foldText(text))) counted.set(text, (counted.get(text) ?? 0) + 1);
    }
    const alike = [...counted].sort((a, b) => b[1] - a[1]).map(([text]) => text);
    return unique([...(token.others ?? []), token.read ?? "", ...alike]).filter(text => text !== token.text);
  },

  // What a paragraph says of time.
  dates(work) {
    const item = model.data.works[work], text = model.data.blocks.map((block, k) => (block.id === item.id ? blockText(k) : "")).join(" ") || item.text;
    return unique(text.match(/(?:(?:trước|đến|từ|vào|trong)\s+)?(?:ngày\s+)?\d{1,2}\s*\/\s*\d{1,2}(?:\s*\/\s*\d{4})?|(?:(?:trước|đến|từ|vào|trong)\s+)?(?:ngày\s+\d{1,2}\s+)?(?:tháng|quý)\s+(?:\d{1,2}|[IVX]+)(?:\s+năm\s+\d{4})?/giu) ?? []);
  },

  // Lines and paragraphs of head and foot, which fields of the header are made of: of a foot that was not told from the
  // rest all that is no work.
  lines(field) {
    const all = model.data.blocks.map((block, k) => [block, k]), first = all.findIndex(([block]) => block.kind === "heading");
    const foot = field === "recipients" || field.startsWith("signatory"), rest = all.filter(([block]) => block.kind === "paragraph");
    const feet = all.filter(([block]) => block.kind === "foot");
    const blocks = !foot ? all.slice(0, first < 0 ? 40 : first) : feet.length ? feet : rest;
    const lines = blocks.flatMap(([block, k]) => [...(field === "recipients" ? [] : [blockText(k)]), ...block.pieces.map(pieceText)]);
    if (field === "issued_on") return unique(lines.map(text => writtenDay(dayOf(bareText(text)))));
    if (field === "symbol") return unique(lines.map(text => bareText(text).replace(/^số\s*:?\s*/i, "")).filter(text => NUMBER.test(text)));
    return unique(lines.filter(text => !text.endsWith(":")).map(bareText));
  },
};
