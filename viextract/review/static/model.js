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
  made: [],      // {decision, piece | block | field | work | warning, index}, or {word, known} of one noted for the
                 // dictionary, or no longer: each is one act of a person and one step back
  about: new Map(),  // the same by what they are about: a document may have thousands
  words: [],
  kept: [],      // the same of this tab that the server has kept, decisions as text: they can be taken back, too
  saved: {},

  load(data) {
    this.data = data;
    this.made = [];
    this.about.clear();
    this.words = data.corrections.words.slice();
    this.markSaved();
    this.blockOfPiece = new Map();
    data.blocks.forEach((block, number) => block.pieces.forEach(piece => this.blockOfPiece.set(piece, number)));
    this.workOfItem = new Map(data.works.map((work, number) => [work.id, number]));
    this.firstBlock = new Map();
    data.blocks.forEach((block, number) => { if (hasWork(block) && !this.firstBlock.has(block.id)) this.firstBlock.set(block.id, number); });
    this.piecesOfItem = new Map();
    for (const { id, pieces } of data.blocks) if (id !== undefined) this.piecesOfItem.set(id, [...(this.piecesOfItem.get(id) ?? []), ...pieces]);
    this.piecesOfPage = new Map(data.pages.map(page => [page.number, []]));
    data.pieces.forEach((piece, number) => { if (!piece.noise) this.piecesOfPage.get(piece.page)?.push(number); });
    this.pieceOfLine = new Map();
    data.pieces.forEach((piece, number) => { if (piece.line && !this.pieceOfLine.has(piece.line)) this.pieceOfLine.set(piece.line, number); });
  },

  // --- decisions

  add(entry) {
    this.made.push(entry);
    if (entry.word !== undefined) this.words = turned(this.words, entry.word);
    const key = aboutOf(entry);
    if (!this.about.has(key)) this.about.set(key, []);
    this.about.get(key).push(entry);
  },

  takeBack() {
    const entry = this.made.pop();
    if (entry.word !== undefined) this.words = turned(this.words, entry.word);
    this.about.get(aboutOf(entry)).pop();
    return entry;
  },

  madeOn(what, number) { return this.about.get(`${what}:${number}`) ?? []; },

  // How far one has come: as many decisions, the last of them the same, and the same words.
  stamp() { return { count: this.made.length, last: this.made.at(-1), words: this.words.join("\n") }; },

  isAt(stamp) {
    const now = this.stamp();
    return ["count", "last", "words"].every(part => now[part] === stamp[part]);
  },

  markSaved() { this.saved = this.stamp(); },

  get dirty() { return !this.isAt(this.saved); },

  // --- things as they are after the decisions of this session

  tokens(number) {
    let tokens = this.data.pieces[number].tokens;
    for (const { decision } of this.madeOn("piece", number)) if (decision.kind === "text") tokens = decided(tokens, decision, this.data.pieces[number]);
    return tokens;
  },

  kind(number) {
    const block = this.data.blocks[number];
    const last = this.madeOn("block", number).findLast(one => one.decision.kind === "block");
    return last ? { kind: last.decision.role, by: "person" } : { kind: block.kind, by: block.by };
  },

  // What a person says of the paragraph that begins with a line within a block.
  kindFrom(piece) { return this.madeOn("piece", piece).findLast(one => one.decision.kind === "block")?.decision.role; },

  isJoined(number) { return this.madeOn("block", number).some(one => one.decision.kind === "join"); },

  splits(piece) { return this.madeOn("piece", piece).filter(one => one.decision.kind === "split").map(one => one.decision.at); },

  field(name) {
    const last = this.madeOn("field", name).at(-1);
    const base = this.data.header.find(one => one.field === name);
    const kept = this.data.corrections.decisions.some(one => one.kind === "header" && one.field === name);
    return last ? { value: last.decision.after, by: "person" } : { value: base.value, by: kept ? "person" : undefined };
  },

  // Whether a person has dealt with a warning: looked at it, or filled in the field that it is about.
  isSettled(number) {
    const { field } = this.data.warnings[number];
    return this.madeOn("warning", number).length > 0 || (field !== undefined && this.madeOn("field", field).length > 0);
  },

  // The line or cell that a warning is about; none of one that is about a page or the whole document.
  pieceOfWarning(number) {
    const { source, of_page: ofPage } = this.data.warnings[number];
    if (!source || ofPage) return undefined;
    const isAt = box => box && source.bbox.every((edge, k) => Math.abs(edge - box[k]) < 1);
    const boxed = source.bbox && this.piecesOfPage.get(source.page)?.find(piece => isAt(this.data.pieces[piece].box));
    const piece = boxed ?? this.pieceOfLine.get(source.lines[0]);
    return piece !== undefined && this.data.pieces[piece].page === source.page ? piece : undefined;
  },

  // Whether the words of a duty's time no longer stand in its work, because a person has corrected them in this session:
  // the days that were found in them are those of before.
  isOfBefore(work, deadline) {
    const pieces = this.made.length ? this.piecesOfItem.get(this.data.works[work].id) ?? [] : [];
    if (!deadline?.text || !pieces.some(piece => this.madeOn("piece", piece).length)) return false;
    const said = tokens => tokens.map(token => token.text).join(" "), words = deadline.text.replace(/\s+/g, " ");
    const before = pieces.map(piece => said(this.data.pieces[piece].tokens)).join(" ");
    return before.includes(words) && !pieces.map(piece => said(this.tokens(piece))).join(" ").includes(words);
  },

  // Whether a field was decided since the page was opened.
  isDecidedHere(name) {
    return this.madeOn("field", name).length > 0 || this.kept.filter(one => one.decision).map(one => JSON.parse(one.decision)).some(one => one.kind === "header" && one.field === name);
  },

  duties(number) {
    const list = this.data.works[number].duties.map(duty => ({ ...duty }));
    for (const { decision, index } of this.madeOn("work", number)) {
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
    return { ...base, decisions: [...base.decisions, ...this.made.filter(one => one.decision).map(one => one.decision)], words: this.words };
  },
};

// Words with one more, or without it where it was among them.
function turned(words, word) { return words.includes(word) ? words.filter(one => one !== word) : [...words, word]; }

function aboutOf({ piece, block, field, work, warning, word }) {
  if (word !== undefined) return `word:${word}`;
  if (warning !== undefined) return `warning:${warning}`;
  if (field !== undefined) return `field:${field}`;
  if (work !== undefined) return `work:${work}`;
  return block !== undefined ? `block:${block}` : `piece:${piece}`;
}

// Whether a paragraph is a piece of work itself, and not a detail of one.
function hasWork(block) { return (block.kind === "task" || block.kind === "heading") && block.id !== undefined; }

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
