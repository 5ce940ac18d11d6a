"use strict";
// What a person does: select, accept, correct, undo. Every decision is an entry of model.made.

const actions = {
  items: [],
  field: undefined,    // the field of the header that was selected last
  came: undefined,     // what a decision has gone on to by itself, until something else is done
  alongHeader: false,  // whether one has come to a field from field to field, and goes on so
  stood: {},           // the place in the queue that what was decided last had

  // Another queue is asked for.
  renew() {
    this.last = this.came = undefined;
    this.requeue();
  },

  requeue() {
    this.items = queue($("filter").value, $("code").value, $("order").value);
    this.count();
  },

  // From what is to be looked at to every word and back: what is thought to be sure may be wrong.
  everyWord() {
    const every = $("filter").value !== "all", from = placeInItems(view.here?.id) ?? 0;
    this.came = undefined;
    $("filter").value = every ? "all" : "review";
    $("code").value = "";
    $("order").value = every ? "document" : "uncertain";
    this.requeue();
    const at = this.items.findIndex(item => item.place >= from);
    this.last = every && at >= 0 ? at : undefined;
    say(t(every ? "every_word" : "only_uncertain"));
  },

  count() {
    const at = this.items.findIndex(item => item.id === view.here?.id);
    $("count").textContent = this.items.length ? `${at + 1}/${this.items.length}` : t("nothing");
  },

  // --- selecting

  select(item, { scroll = true } = {}) {
    view.here = item;
    this.came = undefined;
    if (item.type === "field") this.field = item.field;
    mark();
    moveHere();
    showPanel();  // first: its height takes from that of the sides
    this.count();
    if (scroll) view.nodes.get(item.id)?.scrollIntoView({ block: "center" });
    scrollPageTo(placeOf(item));
  },

  // Any item by its id, whether it is in the queue or not.
  selectId(id) {
    const item = this.items.find(one => one.id === id) ?? itemOf(id);
    this.alongHeader = false;
    if (item) this.select(item);
  },

  // Who accepts and then asks for the next is there already: going on once more would pass over every second item.
  isThere(by) {
    const there = by > 0 && this.came !== undefined && this.came === view.here?.id;
    this.came = undefined;
    if (there) say(t("already_next"));
    return there;
  },

  step(by) {
    if (this.isThere(by)) return;
    this.alongHeader = false;
    if (!this.items.length) { say(t($("filter").value === "review" && !$("code").value ? "all_seen" : "nothing")); return; }
    const at = this.items.findIndex(item => item.id === view.here?.id);
    // What was decided is sure now and stands behind all others: one goes on from the place that it had.
    const moved = at >= 0 && this.stood.id === view.here.id && at !== this.stood.at, from = moved ? this.stood.at - (by > 0 ? 1 : 0) : at;
    const next = at < 0 ? this.after(by) : (from + by + this.items.length) % this.items.length;
    this.select(this.items[next]);
  },

  // The fields of the header that every document has, one after the other as they are shown, from that on which was the
  // last. Forward those that were decided since the page was opened are passed over: nobody comes upon one again and
  // writes over it unawares. Back leads to all.
  stepField(by) {
    if (this.alongHeader && this.isThere(by)) return;
    const fields = this.fieldsFrom(by), open = by > 0 ? fields.filter(one => !model.isDecidedHere(one)) : fields;
    this.selectId(`f:${open[0] ?? fields[0]}`);
    this.alongHeader = true;
    say(open.length ? "" : t("header_decided"));
  },

  fieldsFrom(by) {
    const all = model.data.header.map(one => one.field), round = MAIN_FIELDS.slice();
    if (by < 0) round.reverse();
    const at = this.field === undefined ? 0 : round.findIndex(one => (all.indexOf(one) - all.indexOf(this.field)) * by > 0);
    return at < 0 ? round : [...round.slice(at), ...round.slice(0, at)];
  },

  get headerIsOpen() { return MAIN_FIELDS.some(one => !model.isDecidedHere(one)); },

  // Where to go on when what was selected has left the queue: at the place where it stood.
  after(by) {
    if (this.last === undefined) return by < 0 ? this.items.length - 1 : 0;
    return Math.min(Math.max((this.last ?? 0) + (by < 0 ? -1 : 0), 0), this.items.length - 1);
  },

  // --- deciding

  decide(entry, { advance = true } = {}) {
    const at = this.items.findIndex(item => item.id === view.here?.id);
    this.came = undefined;
    this.last = Math.max(at, 0);
    model.add(entry);
    index.renew(entry);
    refresh(entry);
    const id = view.here?.id;
    this.requeue();
    view.here = itemOf(id) ?? itemAt(entry) ?? view.here;
    this.stood = at < 0 ? {} : { id: view.here.id, at };
    mark();
    const { kind, role, before } = entry.decision;
    say(kind === "join" || kind === "split" || (kind === "block" && role !== before) ? t("restructured") : "");
    const goes = advance && ((this.alongHeader && this.headerIsOpen) || at >= 0);
    if (advance && this.alongHeader && this.headerIsOpen) this.stepField(1);
    else if (goes) this.step(this.items.some(item => item.id === view.here?.id) ? 1 : 0);
    else this.select(view.here);  // who came here by another way than the queue's is not taken to its beginning
    if (goes && view.here?.id !== id) this.came = view.here?.id;
    showSaveState();
  },

  undo() {
    if (model.made.length === 0) { undoSaved(); return; }
    const entry = model.takeBack();
    this.showBack(entry);
    say(entry.word === undefined ? t("undone") : t(entry.known ? "word_added" : "word_left", { word: entry.word }));
  },

  // After a decision was taken back.
  showBack(entry) {
    index.renew(entry);
    refresh(entry);
    this.requeue();
    const item = itemAt(entry);
    if (item) this.select(item);
    showSaveState();
  },

  text(after, options) {
    const { piece, token } = view.here;
    this.decide({ piece, decision: { kind: "text", place: model.place(piece, token.box), start: token.start, end: token.end, after } }, options);
  },

  accept() {
    const item = view.here;
    this.came = undefined;
    if (!item) return;
    if (item.by === "person") this.pass(item);
    else if (item.type === "token") this.text(item.token.text);
    else if (item.type === "field") this.header(model.field(item.field).value);
    else if (item.type === "warning") this.lookAt(item.warning);
    else if (item.type === "duty" && !item.duty.gone) this.duty({ ...plain(item.duty) });
    else if (item.type === "block" && KINDS.includes(item.kind)) this.kind(item.kind, { advance: true });
    else this.step(1);
  },

  // What a person has decided is not decided once more: one goes on, but from where one came by another way than the queue's.
  pass(item) {
    const inQueue = this.stood.id === item.id || this.items.some(one => one.id === item.id);
    if (this.alongHeader && this.headerIsOpen) this.stepField(1);
    else if (inQueue) this.step(1);
    else { say(t("decided_already")); return; }
    if (view.here.id !== item.id) this.came = view.here.id;
  },

  alternative(number) {
    if (view.here?.type !== "token") return;
    const { token } = view.here, text = number === 0 ? token.read : (token.others ?? [])[number - 1];
    if (text !== undefined) this.text(text);
  },

  async edit() {
    const item = view.here;
    if (item?.type === "token") {
      const given = await ask(t("edit"), [{ name: "after", label: `${t("now")} (${t("this_alone")})`, value: item.token.text, suggest: suggest.words(item.token) }]);
      if (given) this.text(given.after.normalize("NFC").trim(), STAY);
    } else if (item?.type === "field") await this.editField(item.field);
    else if (item?.type === "duty") await this.editDuty("unit");
    else if (item?.type === "block") await this.editLine(model.data.blocks[item.block].pieces[0]);
    else if (item?.type === "warning") await this.editWarned(item.warning);
  },

  // --- warnings

  lookAt(warning) {
    const { code, message, source } = model.data.warnings[warning];
    this.decide({ warning, decision: { kind: "warning", code, message, page: source?.page ?? null } });
  },

  // What a warning is about: a field of the header, or a line.
  async editWarned(warning) {
    const { field } = model.data.warnings[warning], piece = model.pieceOfWarning(warning);
    if (field !== undefined) { this.selectId(`f:${field}`); await this.editField(field); }
    else if (piece !== undefined) await this.editLine(piece);
    else say(t("no_place"));
  },

  async editLine(number = view.here?.type === "warning" ? model.pieceOfWarning(view.here.warning) : view.here?.piece) {
    if (number === undefined && view.here?.type === "block") number = model.data.blocks[view.here.block].pieces[0];
    if (number === undefined) { say(t("not_here")); return; }
    const piece = model.data.pieces[number], now = model.tokens(number).map(token => token.text).join(" ");
    const given = await ask(t("edit_line"), [{ name: "after", label: t("now"), value: now, lines: 3 }]);
    if (!given) return;
    const [start, end] = piece.part ?? [0, piece.read.length];
    const after = given.after.normalize("NFC").replace(/\s+/g, " ").trim();
    this.decide({ piece: number, decision: { kind: "text", place: model.place(number), start, end, after } }, STAY);
  },

  header(after, options) {
    const { field } = view.here, { value } = model.field(field);
    this.decide({ field, decision: { kind: "header", field, before: value, after } }, options);
  },

  // What was written stays in view; c goes on along the header, j with what is shown.
  async editField(field) {
    const { value } = model.field(field), list = field === "addressees" || field === "recipients";
    const about = list ? t("one_a_line") : field === "issued_on" ? t("form_of_day") : t("empty_is_none");
    const asked = field === "draft"
      ? { name: "after", label: t(`field.${field}`), value: String(value), options: ["true", "false"] }
      : { name: "after", label: `${t(`field.${field}`)} (${about})`, value: list ? value.join("\n") : field === "issued_on" ? writtenDay(value) : String(value ?? ""), lines: list ? 6 : 0, suggest: suggest.lines(field) };
    const given = await ask(t("edit"), [asked], ({ after }) => (list || field === "draft" ? undefined : oddField(field, after)));
    if (!given) return;
    const text = given.after.normalize("NFC").trim();
    if (field === "draft") this.header(text === "true", STAY);
    else if (list) this.header(text.split("\n").map(one => one.trim()).filter(Boolean), STAY);
    else this.header((field === "issued_on" ? dayOf(text) : text) || null, STAY);
  },

  // --- paragraphs

  kind(role, { advance = false } = {}) {
    const block = blockHere();
    if (block === undefined) { say(t("not_here")); return; }
    const piece = startHere(block);
    if (piece === undefined || model.data.pieces[piece].part?.[0]) { say(t("not_here")); return; }
    const about = piece === model.data.blocks[block].pieces[0] ? { block } : { piece };
    const before = (about.block === undefined ? model.kindFrom(piece) : model.kind(block).kind) ?? null;
    this.decide({ ...about, decision: { kind: "block", place: model.place(piece), role, before } }, { advance });
  },

  split() {
    const item = view.here;
    if (item?.type !== "token" || item.block === null) { say(t("not_here")); return; }
    this.decide({ piece: item.piece, decision: { kind: "split", place: model.place(item.piece), at: item.token.start } }, { advance: false });
  },

  join() {
    const block = blockHere();
    if (!block) { say(t("not_here")); return; }  // the first paragraph has none above
    this.decide({ block, decision: { kind: "join", place: model.place(model.data.blocks[block].pieces[0]) } }, { advance: false });
  },

  // --- duties

  duty(after, { advance = true } = {}) {
    const { work, index } = view.here, before = plain(model.duties(work)[index]);
    this.decide({ work, index, decision: { kind: "assignment", work: nameOf(work), before, after } }, { advance });
  },

  onDuty() {
    if (view.here?.type === "duty" && !view.here.duty.gone) return true;
    const work = workHere(), first = work === undefined ? -1 : model.duties(work).findIndex(duty => !duty.gone);
    if (first < 0) { say(t("not_here")); return false; }
    this.selectId(`d:${work}:${first}`);
    return true;
  },

  // The key is pressed until the role is right: that is one decision, and none where it is as it was.
  role() {
    if (!this.onDuty()) return;
    const { work, index, duty } = view.here, last = model.made.at(-1);
    const goesOn = last?.turns && last.work === work && last.index === index && last !== model.saved.last;
    const before = goesOn ? last.decision.before : plain(duty);
    const after = { ...plain(duty), role: ROLES[(ROLES.indexOf(duty.role) + 1) % ROLES.length] };
    if (goesOn) model.takeBack();
    if (after.role === before.role) { this.showBack(last); say(t("as_before")); return; }
    this.decide({ work, index, turns: true, decision: { kind: "assignment", work: nameOf(work), before, after } }, { advance: false });
  },

  async editDuty(part) {
    if (!this.onDuty()) return;
    const now = plain(view.here.duty);
    if (part === "unit") {
      const given = await ask(t("body"), [{ name: "unit", label: t("body"), value: now.unit, suggest: suggest.bodies(view.here.work) }]);
      if (given?.unit.trim()) this.duty({ ...now, unit: given.unit.normalize("NFC").trim() }, { advance: false });
    } else if (part === "partners") {
      const given = await ask(t("partners"), [{ name: "partners", label: `${t("partners")} (${t("one_a_line")})`, value: now.partners.join("\n"), lines: 5, suggest: suggest.bodies(view.here.work) }]);
      if (given) this.duty({ ...now, partners: given.partners.normalize("NFC").split("\n").map(one => one.trim()).filter(Boolean) }, { advance: false });
    } else {
      const times = suggest.dates(view.here.work);
      // Words that were corrected meanwhile have other days, which are found when the correction is made.
      const due = !view.here.duty.by && model.isOfBefore(view.here.work, now.deadline) ? { text: times[0] ?? "" } : now.deadline ?? {};
      const given = await ask(t("date"), [
        { name: "text", label: `${t("words_of_date")} (${t("empty_is_none")})`, value: due.text ?? "", suggest: times, clears: ["start", "end"] },
        { name: "start", label: t("first_day"), value: writtenDay(due.start), hint: t("found_anew") },
        { name: "end", label: t("last_day"), value: writtenDay(due.end), hint: t("found_anew") },
      ], ({ text, start, end }) => oddDay(start) ?? oddDay(end) ?? oddDays(start, end) ?? (text.trim() && text !== due.text && !start && !end ? oddTime(text) : undefined));
      if (!given) return;
      const [start, end] = [dayOf(given.start), dayOf(given.end)];
      const text = given.text.normalize("NFC").trim() || end || start;
      const days = text === due.text ? start !== (due.start ?? "") || end !== (due.end ?? "") : Boolean(start || end);
      // Of new words the days are found where the corrections are made.
      const deadline = !text ? null : text !== due.text && !days ? { text, start: null, end: null } : { ...due, text, start: start || null, end: end || null };
      this.duty({ ...now, deadline }, { advance: false });
    }
  },

  async addDuty() {
    const work = workHere();
    if (work === undefined) { say(t("not_here")); return; }
    const given = await ask(t("add_duty"), [{ name: "unit", label: t("body"), value: "", suggest: suggest.bodies(work) }, { name: "role", label: t("role"), value: "implement", options: ROLES }]);
    if (!given?.unit.trim()) return;
    const after = { unit: given.unit.normalize("NFC").trim(), role: given.role, partners: [], deadline: null };
    const index = model.duties(work).length;
    this.decide({ work, index, decision: { kind: "assignment", work: nameOf(work), before: null, after } }, { advance: false });
    this.selectId(`d:${work}:${index}`);
  },

  // On a paragraph with one duty that one is meant; which of several, a person says.
  removeDuty() {
    if (view.here?.type !== "duty") {
      const work = workHere(), there = work === undefined ? 0 : model.duties(work).filter(duty => !duty.gone).length;
      if (!this.onDuty()) return;
      if (there > 1) { say(t("which_duty", { n: there })); return; }
    }
    if (view.here.duty.gone) { say(t("not_here")); return; }
    const { unit, role } = view.here.duty;
    this.duty(null, { advance: false });
    say(t("removed", { duty: `${t(role)} · ${unit}` }));
  },

  // --- the user's dictionary

  async word() {
    if (view.here?.type !== "token") { say(t("not_here")); return; }
    const bare = words => words.replace(/^[^\p{L}]+|[^\p{L}\p{N}]+$/gu, "");
    let text = bare(view.here.token.text);
    if (/\s/.test(text) && !model.words.includes(text)) {  // a line that was written anew is no word
      const given = await ask(t("word"), [{ name: "after", label: t("word"), value: text }]);
      text = bare((given?.after ?? "").normalize("NFC").replace(/\s+/g, " "));
    }
    if (!text) return;
    const known = model.words.includes(text);
    this.came = undefined;
    model.add({ word: text, known, id: view.here.id });
    say(t(known ? "word_left" : "word_added", { word: text }));
    showSaveState();
  },
};

const STAY = { advance: false };  // what was written is seen, and can be noted for the dictionary

const MAIN_FIELDS = ["symbol", "issued_on", "title", "issuer", "signatory.name"];  // as they are shown

function plain(duty) { return { unit: duty.unit, role: duty.role, partners: duty.partners, deadline: duty.deadline }; }

function nameOf(number) {
  const work = model.data.works[number];
  return { text: work.text, page: work.page ?? null, line: work.line ?? null };
}

// The item that an entry is about.
function itemAt({ piece, block, field, work, warning, index, word, id, decision }) {
  if (word !== undefined) return itemOf(id);
  if (warning !== undefined) return itemOf(`w:${warning}`);
  if (field !== undefined) return itemOf(`f:${field}`);
  if (work !== undefined) return itemOf(`d:${work}:${index}`) ?? itemOf(`d:${work}:0`);
  if (block !== undefined) return itemOf(`b:${block}`);
  const at = decision.start ?? decision.at;
  const token = model.tokens(piece).find(one => one.start <= at && at < one.end) ?? model.tokens(piece)[0];
  return token && itemOf(tokenId(piece, token));
}

function blockHere() {
  const item = view.here;
  if (item?.type === "token") return item.block ?? undefined;
  if (item?.type === "block") return item.block;
  if (item?.type === "duty") return model.firstBlock.get(model.data.works[item.work].id);
  if (item?.type === "warning") {
    return model.blockOfPiece.get(model.pieceOfWarning(item.warning));
  }
  return undefined;
}

// The line with which the paragraph begins that is selected, as it was split in this session; undefined for one that
// begins within a line, which has no place of its own in the file of corrections.
function startHere(block) {
  const { pieces } = model.data.blocks[block], item = view.here;
  let start = pieces[0];
  if (item.type !== "token") return start;
  for (const piece of pieces) {
    const first = model.tokens(piece)[0]?.start;
    for (const at of model.splits(piece)) {
      if (piece === item.piece && at > item.token.start) continue;
      start = at === first ? piece : undefined;
    }
    if (piece === item.piece) break;
  }
  return start;
}

function workHere() {
  const item = view.here;
  if (item?.type === "duty") return item.work;
  if (item?.type === "token" && item.cell) return workOfCell(item.piece);
  const block = blockHere();
  return block === undefined ? undefined : model.workOfItem.get(model.data.blocks[block].id);
}

// The row of a table that a cell holds the text of, or stands beside in the same row.
function workOfCell(piece) {
  const { page } = model.data.pieces[piece];
  for (const { cells } of model.data.grids) {
    const own = cells.find(cell => cell.piece === piece);
    if (!own) continue;
    const row = [own, ...cells.filter(cell => cell.row < own.row + own.rows && own.row < cell.row + cell.rows)];
    const named = row.map(cell => worksNamed(cell.piece).filter(k => [undefined, page].includes(model.data.works[k].page)));
    const at = named.findIndex(works => works.length);
    return at < 0 ? undefined : named[at].length === 1 ? named[at][0] : sameInOrder(row[at].piece, named[at]);
  }
  return undefined;
}

function worksNamed(piece) {
  const text = textOfCell(piece);
  return model.data.works.flatMap((work, k) => (isRow(work) && spaced(work.text) === text ? [k] : []));
}

// Of rows that are called the same the first cell names the first, and so on; none where there are not as many.
function sameInOrder(piece, works) {
  const text = textOfCell(piece), { page } = model.data.works[works[0]];
  const cells = model.data.grids.flatMap(grid => grid.cells.map(cell => cell.piece)).filter(one => textOfCell(one) === text && [undefined, model.data.pieces[one].page].includes(page));
  return cells.length === works.length ? works[cells.indexOf(piece)] : undefined;
}

function textOfCell(piece) { return model.data.pieces[piece].tokens.map(token => token.text).join(" "); }

function spaced(text) { return text.replace(/\s+/g, " "); }

function mark() {
  const here = view.here;
  for (const node of view.marked) node.classList.remove("here");
  view.marked = [];
  if (!here) return;
  const block = blockHere();
  const around = block === undefined ? null : view.nodes.get(`b:${block}`);
  if (around) { fillBlock(around); markNode(around); }
  const cell = here.type === "token" ? view.cells.get(here.piece) : undefined;
  if (cell) fillCell(cell);
  const node = view.nodes.get(here.id);
  if (node && !node.classList.contains("here")) markNode(node);
}
