"use strict";
// What can be selected, in the order of the document. A decision makes anew only what belongs to the same paragraph, cell,
// field or row: a long document has 20,000 things, and a key may not take longer there than elsewhere.

const index = {
  groups: [],
  byId: new Map(),
  of: new Map(),   // the groups of a field, piece, block, work or warning
  flat: null,

  load() {
    const { data } = model;
    this.groups = [];
    this.byId.clear();
    this.of.clear();
    for (const { field } of data.header) this.add([`field:${field}`], () => [fieldItem(field)]);
    data.warnings.forEach(({ field }, k) => this.add([`warning:${k}`, ...(field ? [`field:${field}`] : [])], () => [warningItem(k)]));
    data.blocks.forEach((block, b) => {
      const work = workOfBlock(b);
      this.add([`block:${b}`, ...block.pieces.map(piece => `piece:${piece}`), ...(work === undefined ? [] : [`work:${work}`])], () => blockItems(b));
    });
    for (const grid of data.grids) for (const { piece } of grid.cells) this.add([`piece:${piece}`], () => tokenItems(piece, null));
    data.works.forEach((work, w) => { if (isRow(work)) this.add([`work:${w}`], () => dutyItems(w)); });
  },

  add(keys, make) {
    const group = { make, items: [], runs: null };
    for (const key of keys) this.of.set(key, [...(this.of.get(key) ?? []), group]);
    this.groups.push(group);
    this.fill(group);
  },

  fill(group) {
    for (const item of group.items) this.byId.delete(item.id);
    group.items = group.make();
    group.runs = null;
    for (const item of group.items) this.byId.set(item.id, item);
    this.flat = null;
  },

  // After an entry was added or taken back.
  renew(entry) {
    for (const group of this.of.get(aboutOf(entry)) ?? []) this.fill(group);
  },

  // All of it, each item with its place.
  list() {
    if (this.flat === null) {
      this.flat = [];
      for (const group of this.groups) for (const item of group.items) { item.place = this.flat.length; this.flat.push(item); }
    }
    return this.flat;
  },
};

function items() { return index.list(); }

function itemOf(id) { return index.byId.get(id); }

function placeInItems(id) { items(); return itemOf(id)?.place; }

// Work that no paragraph is: rows of tables.
function isRow(work) { return !model.firstBlock.has(work.id); }

// The work whose duties stand below a paragraph: of several paragraphs of one task below the first.
function workOfBlock(number) {
  const { id } = model.data.blocks[number];
  return model.firstBlock.get(id) === number ? model.workOfItem.get(id) : undefined;
}

function fieldItem(field) {
  const now = model.field(field);
  return { id: `f:${field}`, type: "field", field, sure: fieldIsDoubtful(field) && !now.by ? 0.5 : 1, by: now.by };
}

function warningItem(k) { return { id: `w:${k}`, type: "warning", warning: k, sure: 0.6, by: model.isSettled(k) ? "person" : undefined }; }

function blockItems(b) {
  const block = model.data.blocks[b], now = model.kind(b), work = workOfBlock(b);
  const found = [{ id: `b:${b}`, type: "block", block: b, kind: now.kind, sure: now.by ? 1 : block.sure ?? 1, by: now.by }];
  for (const piece of block.pieces) found.push(...tokenItems(piece, b));
  if (work !== undefined && (now.kind === "task" || now.kind === "heading")) found.push(...dutyItems(work));
  return found;
}

// What was left out when the page was read has no width, and begins where the next word does.
function tokenId(piece, token) { return `t:${piece}:${token.start}${token.end > token.start ? "" : "+"}`; }

function tokenItems(piece, block) {
  return model.tokens(piece).map(token => ({ id: tokenId(piece, token), type: "token", piece, block, token, sure: token.sure, by: token.by, cell: block === null }));
}

function dutyItems(work) {
  return model.duties(work).map((duty, k) => ({ id: `d:${work}:${k}`, type: "duty", work, index: k, duty, sure: duty.sure, by: duty.by }));
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
  return order === "uncertain" ? shown.sort((a, b) => a.sure - b.sure) : shown;
}

// --- where an item stands on the page

function placeOf(item) {
  const data = model.data;
  if (item.type === "token") return { page: data.pieces[item.piece].page, box: item.token.box ?? data.pieces[item.piece].box };
  if (item.type === "block") return pieceBoxes(data.blocks[item.block].pieces);
  if (item.type === "duty") return { page: data.works[item.work].page, box: data.works[item.work].box };
  if (item.type === "warning") {
    const { source } = data.warnings[item.warning], piece = model.pieceOfWarning(item.warning);
    if (!source) return {};
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
