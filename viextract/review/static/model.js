"use strict";
// What the page knows: the document as it was read, and the decisions that a person has made in this session.
// Nothing here touches the page; view.js shows it, actions.js changes it.

const DOUBT = 0.9, BAD = 0.7;
const KINDS = ["heading", "task", "detail", "paragraph"];
const ROLES = ["lead", "implement", "cooperate"];

function readBlock(id) { return JSON.parse(document.getElementById(id).textContent); }

const TEXTS = readBlock("texts");

const model = {
  data: null,
  made: [],      // {decision, piece | block | field | work, index}: in the order in which they were made
  words: [],
  saved: 0,

  load(data) {
    this.data = data;
    this.made = [];
    this.saved = 0;
    this.words = data.corrections.words.slice();
    this.blockOfPiece = new Map();
    data.blocks.forEach((block, number) => block.pieces.forEach(piece => this.blockOfPiece.set(piece, number)));
    this.workOfItem = new Map(data.works.map((work, number) => [work.id, number]));
    this.piecesOfPage = new Map(data.pages.map(page => [page.number, []]));
    data.pieces.forEach((piece, number) => { if (!piece.noise) this.piecesOfPage.get(piece.page)?.push(number); });
    this.pieceOfLine = new Map();
    data.pieces.forEach((piece, number) => { if (piece.line && !this.pieceOfLine.has(piece.line)) this.pieceOfLine.set(piece.line, number); });
  },

  get dirty() { return this.made.length !== this.saved || this.words.length !== this.data.corrections.words.length; },

  // --- things as they are after the decisions of this session

  tokens(number) {
    let tokens = this.data.pieces[number].tokens;
    for (const one of this.made) if (one.piece === number && one.decision.kind === "text") tokens = decided(tokens, one.decision, this.data.pieces[number]);
    return tokens;
  },

  kind(number) {
    const block = this.data.blocks[number];
    const last = this.made.findLast(one => one.block === number && one.decision.kind === "block");
    return last ? { kind: last.decision.role, by: "person" } : { kind: block.kind, by: block.by };
  },

  // What a person says of the paragraph that begins with a line within a block.
  kindFrom(piece) { return this.made.findLast(one => one.piece === piece && one.decision.kind === "block")?.decision.role; },

  isJoined(number) { return this.made.some(one => one.block === number && one.decision.kind === "join"); },

  splits(piece) { return this.made.filter(one => one.piece === piece && one.decision.kind === "split").map(one => one.decision.at); },

  field(name) {
    const last = this.made.findLast(one => one.field === name);
    const base = this.data.header.find(one => one.field === name);
    const kept = this.data.corrections.decisions.some(one => one.kind === "header" && one.field === name);
    return last ? { value: last.decision.after, by: "person" } : { value: base.value, by: kept ? "person" : undefined };
  },

  duties(number) {
    const list = this.data.works[number].duties.map(duty => ({ ...duty }));
    for (const { decision, work, index } of this.made) {
      if (work !== number) continue;
      if (decision.before === null) list.push({ ...decision.after, sure: 1, by: "person" });
      else if (decision.after === null) list[index].gone = true;
      else list[index] = { ...decision.after, sure: 1, by: "person" };
    }
    return list;
  },

  // --- the file of corrections

  place(number, box) {
    const piece = this.data.pieces[number];
    return { page: piece.page, line: piece.line ?? null, cell: piece.cell ?? null, box: box ?? piece.box ?? null, read: piece.read };
  },

  corrections() {
    const base = this.data.corrections;
    return { ...base, decisions: [...base.decisions, ...this.made.map(one => one.decision)], words: this.words };
  },
};

function decided(tokens, decision, piece) {
  const meet = token => token.start < decision.end && decision.start < token.end;
  const met = tokens.filter(meet);
  const start = Math.min(decision.start, ...met.map(token => token.start));
  const end = Math.max(decision.end, ...met.map(token => token.end));
  const text = piece.read.slice(start, decision.start) + decision.after + piece.read.slice(decision.end, end);
  const token = { start, end, text, sure: 1, by: "person", box: decision.place.box, others: met.flatMap(one => one.others ?? []) };
  const read = piece.read.slice(start, end);
  if (read !== text) token.read = read;
  return [...tokens.filter(one => !meet(one)), token].sort((a, b) => a.start - b.start);
}

function tokenClass(token) {
  if (token.by) return "person";
  if (token.sure < BAD) return "bad";
  if (token.sure < DOUBT) return "doubt";
  return token.read !== undefined ? "changed" : "";
}

// --- what can be selected, in the order of the document

function* allItems() {
  const data = model.data;
  for (const { field } of data.header) {
    const now = model.field(field);
    yield { id: `f:${field}`, type: "field", field, sure: fieldIsDoubtful(field) && !now.by ? 0.5 : 1, by: now.by };
  }
  for (let k = 0; k < data.warnings.length; k++) yield { id: `w:${k}`, type: "warning", warning: k, sure: 0.6 };
  for (let b = 0; b < data.blocks.length; b++) {
    const block = data.blocks[b], now = model.kind(b);
    yield { id: `b:${b}`, type: "block", block: b, kind: now.kind, sure: now.by ? 1 : block.sure ?? 1, by: now.by };
    for (const piece of block.pieces) yield* tokenItems(piece, b);
    if (now.kind === "task" || now.kind === "heading") yield* dutyItems(model.workOfItem.get(block.id));
  }
  for (const grid of data.grids) for (const cell of grid.cells) yield* tokenItems(cell.piece, null);
  for (let w = 0; w < data.works.length; w++) if (isRow(data.works[w])) yield* dutyItems(w);
}

// The same as a list, and where each id is in it: made anew after a decision alone, since a long document has 20,000.
const known = { data: null, last: undefined, count: 0, list: [], places: new Map() };

function items() {
  const { data, made } = model;
  if (known.data !== data || known.count !== made.length || known.last !== made.at(-1)) {
    const list = [...allItems()];
    Object.assign(known, { data, count: made.length, last: made.at(-1), list, places: new Map(list.map((item, k) => [item.id, k])) });
  }
  return known.list;
}

function placeInItems(id) { items(); return known.places.get(id); }

function itemOf(id) { return items()[placeInItems(id)]; }

function isRow(work) { return work.kind === "criterion" || work.kind === "programme"; }

function* tokenItems(piece, block) {
  for (const token of model.tokens(piece)) {
    yield { id: `t:${piece}:${token.start}`, type: "token", piece, block, token, sure: token.sure, by: token.by, cell: block === null };
  }
}

function* dutyItems(work) {
  if (work === undefined) return;
  const list = model.duties(work);
  for (let k = 0; k < list.length; k++) yield { id: `d:${work}:${k}`, type: "duty", work, index: k, duty: list[k], sure: list[k].sure, by: list[k].by };
}

const FIELD_WARNINGS = {
  symbol: ["symbol-missing", "symbol-unread", "header-from-appendix"], issued_on: ["date-missing", "date-partial"],
  issuer: ["issuer-doubtful", "header-issuer-inferred"], type: ["header-type-inferred"], title: ["title-missing"],
  "signatory.name": ["signatory-missing"],
};

function fieldIsDoubtful(field) {
  return (FIELD_WARNINGS[field] ?? []).some(code => model.data.warnings.some(warning => warning.code === code));
}

const FILTERS = {
  review: item => !item.by && (item.type === "warning" || item.sure < DOUBT || (item.type === "token" && item.token.read !== undefined)),
  changed: item => item.type === "token" && item.token.read !== undefined && !item.by,
  doubtful: item => item.sure < DOUBT && !item.by && item.type !== "warning",
  warnings: item => item.type === "warning",
  fields: item => item.type === "field",
  headings: item => item.type === "block" && item.kind === "heading",
  tasks: item => item.type === "block" && item.kind === "task",
  duties: item => item.type === "duty",
  cells: item => item.type === "token" && item.cell,
  decided: item => item.by === "person",
  all: item => item.type === "token",
};

function queue(filter, code, order) {
  const chosen = items().filter(item => FILTERS[filter](item) && (!code || item.type !== "warning" || model.data.warnings[item.warning].code === code));
  const shown = code ? chosen.filter(item => item.type === "warning") : chosen;
  return order === "uncertain" ? shown.map((item, k) => [item, k]).sort((a, b) => a[0].sure - b[0].sure || a[1] - b[1]).map(pair => pair[0]) : shown;
}

// --- where an item stands on the page

function placeOf(item) {
  const data = model.data;
  if (item.type === "token") return { page: data.pieces[item.piece].page, box: item.token.box ?? data.pieces[item.piece].box };
  if (item.type === "block") return pieceBoxes(data.blocks[item.block].pieces);
  if (item.type === "duty") return { page: data.works[item.work].page, box: data.works[item.work].box };
  if (item.type === "warning") {
    const source = data.warnings[item.warning].source;
    if (!source) return {};
    const piece = model.pieceOfLine.get(source.lines[0]);
    return { page: source.page, box: source.bbox ?? (piece === undefined ? undefined : data.pieces[piece].box) };
  }
  return { page: data.pages[0]?.number };
}

function pieceBoxes(numbers) {
  const pieces = numbers.map(number => model.data.pieces[number]);
  const page = pieces[0].page, boxes = pieces.filter(piece => piece.box && piece.page === page).map(piece => piece.box);
  if (!boxes.length) return { page };
  const side = (k, best) => best(...boxes.map(box => box[k]));
  return { page, box: [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)] };
}
