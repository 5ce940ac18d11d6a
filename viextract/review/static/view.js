"use strict";
// Shows the model. All text of the document goes through textContent: it is never taken for markup.

const view = { language: "vi", nodes: new Map(), cells: new Map(), duties: new Map(), here: null, marked: [], pages: new Map(), crop: null };
const $ = id => document.getElementById(id);

function t(key, values = {}) {
  const texts = TEXTS[view.language], text = (values.n === 1 ? texts[`${key}_one`] : undefined) ?? texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function keep(node, id) { node.dataset.id = id; view.nodes.set(id, node); return node; }

function say(text) { $("status").textContent = text; }

// --- the fixed texts

function showTexts() {
  document.documentElement.lang = view.language;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  fillSelect($("filter"), Object.keys(FILTERS).map(name => [name, t(name)]));
  fillSelect($("order"), ["uncertain", "document"].map(name => [name, t(name)]));
  const counted = new Map();
  for (const warning of model.data.warnings) counted.set(warning.code, (counted.get(warning.code) ?? 0) + 1);
  fillSelect($("code"), [["", t("any")], ...[...counted].map(([code, count]) => [code, `${code} (${count})`])]);
  if (model.data.served?.list) $("list").href = `${model.data.served.list}&language=${view.language}`;
  $("name").textContent = model.data.name;
  const grade = model.data.grade?.value;
  $("grade").textContent = grade ? t(`grade_${grade}`) : "";
  $("grade").className = `badge ${grade ?? ""}`;
}

function fillSelect(select, options) {
  const value = select.value;
  select.replaceChildren(...options.map(([name, text]) => { const one = make("option", "", text); one.value = name; return one; }));
  if (options.some(([name]) => name === value)) select.value = value;
}

// --- right: the plan

const fill = new IntersectionObserver(entries => {
  for (const entry of entries) if (entry.isIntersecting) fillNode(entry.target);
}, { root: $("plan"), rootMargin: "250px" });

function showPlan() {
  for (const known of [view.nodes, view.cells, view.duties]) known.clear();
  view.marked = [];
  fill.disconnect();
  const data = model.data, parts = [make("h2", "", t("header"))];
  for (const { field } of data.header) parts.push(fieldNode(field));
  if (data.warnings.length) parts.push(make("h2", "", t("warnings")));
  data.warnings.forEach((_, k) => parts.push(warningNode(k)));
  parts.push(make("h2", "", t("text")));
  data.blocks.forEach((_, number) => parts.push(...blockNodes(number)));
  if (data.grids.length) parts.push(make("h2", "", t("tables")));
  for (const grid of data.grids) parts.push(...gridNodes(grid));
  const rows = data.works.map((work, number) => [work, number]).filter(([work]) => isRow(work));
  if (rows.length) parts.push(make("h2", "", t("row_duties")));
  for (const [work, number] of rows) { parts.push(make("div", "block", work.text)); parts.push(dutiesNode(number)); }
  $("plan").replaceChildren(...parts);
  for (const node of $("plan").querySelectorAll("[data-fill], .grid")) fill.observe(node);
}

function fillNode(node) {
  if (node.dataset.fill !== undefined) fillBlock(node);
  else for (const cell of node.querySelectorAll("[data-cell]")) fillCell(cell);
}

function warningNode(k) {
  const warning = model.data.warnings[k], node = keep(make("div", `warning ${model.isSettled(k) ? "person" : ""}`), `w:${k}`);
  node.append(make("b", "", warning.code), ": ", saidBy(warning));
  if (model.isSettled(k)) node.append(" · ", make("span", "", t("settled")));
  return node;
}

function saidBy(warning) { return warning.said?.[view.language] ?? warning.message; }

function fieldNode(field) {
  const { by } = model.field(field), node = keep(make("div", `field ${by ? "person" : fieldIsDoubtful(field) ? "doubt" : ""}`), `f:${field}`);
  node.append(make("b", "", `${t(`field.${field}`)}:`), " ", make("span", "", fieldText(field)));
  return node;
}

function fieldText(field) {
  const { value } = model.field(field);
  return shown(field === "issued_on" && value !== null ? writtenDay(value) : value);
}

function shown(value) {
  if (typeof value === "boolean") return t(String(value));
  return Array.isArray(value) ? value.join("; ") || "–" : value === null ? "–" : String(value);
}

function blockNodes(number) {
  const node = keep(make("div", "block"), `b:${number}`);
  node.dataset.fill = String(number);
  emptyBlock(node, number);
  const work = workOfBlock(number);
  return work === undefined ? [node] : [node, dutiesNode(work)];
}

function emptyBlock(node, number) {
  const { kind } = model.kind(number);
  node.className = `block ${kind}`;
  if (view.here?.block === number) markNode(node);
  // As high as it will be with its words, so that nothing moves below a pointer.
  node.replaceChildren(kindNode(number), " ", model.data.blocks[number].pieces.map(pieceText).join(" "));
  delete node.dataset.filled;
}

function kindNode(number) {
  const { kind, by } = model.kind(number);
  return make("span", `kind ${by ?? ""}`, (model.isJoined(number) ? "↑ " : "") + t(kind));
}

function fillBlock(node) {
  if (node.dataset.filled) return;
  const number = Number(node.dataset.fill);
  node.replaceChildren(kindNode(number), " ");
  for (const piece of model.data.blocks[number].pieces) node.append(...tokenNodes(piece), " ");
  node.dataset.filled = "yes";
}

function* tokenNodes(piece) {
  const splits = model.splits(piece), tokens = model.tokens(piece);
  let first = true;
  for (const token of tokens) {
    if (!first) yield document.createTextNode(" ");
    first = false;
    if (splits.includes(token.start)) yield make("span", "split", "¶ ");
    const role = token === tokens[0] && model.kindFrom(piece);
    if (role) { yield make("span", "kind person", t(role)); yield " "; }
    const node = keep(make("span", `token ${tokenClass(token)}`, token.text || "∅"), tokenId(piece, token));
    if (token.read !== undefined) node.title = `${t("read")}: ${token.read}`;
    if (view.here?.id === node.dataset.id) markNode(node);
    yield node;
  }
}

function pieceText(piece) { return model.tokens(piece).map(token => token.text).join(" "); }

function dutiesNode(work) {
  const box = make("div", "duties");
  box.dataset.work = String(work);
  view.duties.set(work, box);
  fillDuties(box);
  return box;
}

function fillDuties(box) {
  const work = Number(box.dataset.work);
  box.replaceChildren(...model.duties(work).map((duty, index) => {
    const tone = duty.by ? "person" : duty.sure < DOUBT ? "doubt" : "";
    const stale = !duty.by && model.isOfBefore(work, duty.deadline) ? t("found_anew") : "";
    const parts = [t(duty.role), duty.unit, duty.partners.length ? `${t("by")} ${duty.partners.join("; ")}` : "", duty.deadline ? `${t("until")} ${duty.deadline.text}` : "", stale];
    const node = make("div", `duty ${tone} ${duty.gone ? "gone" : ""}`, parts.filter(Boolean).join(" · "));
    return keep(node, `d:${work}:${index}`);
  }));
}

const ROWS = 12, MOST_COLUMNS = 100;
// In boxes of a few rows: browsers leave out what is not seen of a box, and of a table nothing. Where a cell goes over more
// rows the box ends below it.
function gridNodes(grid) {
  const rows = new Map();
  for (const cell of [...grid.cells].sort((a, b) => a.row - b.row || a.column - b.column)) {
    if (!rows.has(cell.row)) rows.set(cell.row, []);
    rows.get(cell.row).push(cell);
  }
  const widths = columnWidths(grid), boxes = [];
  let table = null, count = 0, covered = -1;
  for (const [number, cells] of rows) {
    if (table === null || (count >= ROWS && number > covered)) {
      table = tableNode(widths);
      const box = make("div", boxes.length ? "grid more" : "grid");
      box.append(table);
      boxes.push(box);
      count = 0;
    }
    const row = table.insertRow();
    for (const cell of cells) row.append(cellNode(cell, widths.length));
    covered = Math.max(covered, ...cells.map(cell => cell.row + cell.rows - 1));
    count += 1;
  }
  return boxes;
}

// Shares of the columns by the text in them, between one word and a few lines, so that the boxes of one table are alike.
function columnWidths(grid) {
  // A cell may go over thousands of columns that no other is in: they count as one.
  const longest = new Array(grid.cells.reduce((last, cell) => Math.max(last, cell.column), 0) + 1).fill(8);
  for (const cell of grid.cells) {
    const end = Math.min(cell.column + cell.columns, longest.length), own = Math.min(model.data.pieces[cell.piece].read.length, 60);
    for (let k = cell.column; k < end; k++) longest[k] = Math.max(longest[k], own / (end - cell.column));
  }
  const whole = longest.reduce((sum, one) => sum + one, 0);
  return longest.map(one => 100 * one / whole);
}

function tableNode(widths) {
  const table = make("table"), columns = make("colgroup");
  if (widths.length > MOST_COLUMNS) return table;
  for (const width of widths) {
    const column = make("col");
    column.style.width = `${width}%`;
    columns.append(column);
  }
  table.append(columns);
  return table;
}

function cellNode({ piece, column, rows, columns }, most) {
  const node = make("td", "", pieceText(piece));
  node.rowSpan = rows;
  node.colSpan = Math.min(columns, most - column);
  node.dataset.cell = String(piece);
  view.cells.set(piece, node);
  return node;
}

function fillCell(node) {
  if (node.dataset.filled) return;
  node.replaceChildren(...tokenNodes(Number(node.dataset.cell)));
  node.dataset.filled = "yes";
}

function markNode(node) { node.classList.add("here"); view.marked.push(node); }

// Shows one thing anew after a decision on it.
function refresh({ piece, block, field, work, warning }) {
  if (field !== undefined) view.nodes.get(`f:${field}`)?.replaceWith(fieldNode(field));
  model.data.warnings.forEach((one, k) => {
    if (k === warning || (field !== undefined && one.field === field)) view.nodes.get(`w:${k}`)?.replaceWith(warningNode(k));
  });
  const number = block ?? model.blockOfPiece.get(piece);
  if (number !== undefined) {
    const node = view.nodes.get(`b:${number}`);
    if (node) { emptyBlock(node, number); fillBlock(node); }
    const own = model.workOfItem.get(model.data.blocks[number].id);
    if (view.duties.has(own)) fillDuties(view.duties.get(own));  // the words of a time may have changed
  } else if (piece !== undefined) {
    const cell = view.cells.get(piece);
    if (cell) { delete cell.dataset.filled; fillCell(cell); }
  }
  if (work !== undefined && view.duties.has(work)) fillDuties(view.duties.get(work));
  if (piece !== undefined) redrawBoxes(model.data.pieces[piece].page);
}

// --- left: the pages

const near = new IntersectionObserver(entries => {
  for (const entry of entries) (entry.isIntersecting ? drawPage : clearPage)(entry.target);
}, { root: $("pages"), rootMargin: "400px" });

function showPages() {
  near.disconnect();
  view.pages.clear();
  const pages = model.data.pages.filter(page => page.image);
  document.body.classList.toggle("no-pages", pages.length === 0);
  $("pages").replaceChildren(...pages.map(page => {
    const node = make("div", "page");
    node.dataset.page = String(page.number);
    node.style.aspectRatio = `${page.width} / ${page.height}`;
    view.pages.set(page.number, { node, page });
    return node;
  }));
  for (const { node } of view.pages.values()) near.observe(node);
}

function drawPage(node) {
  if (node.dataset.drawn) return;
  const number = Number(node.dataset.page), { page } = view.pages.get(number);
  const image = make("img");
  image.alt = `${t("page")} ${number}`;
  image.decoding = "async";
  image.src = page.image;
  node.replaceChildren(image, make("span", "number", `${t("page")} ${number}`), ...boxNodes(number));
  node.dataset.drawn = "yes";
}

function clearPage(node) { node.replaceChildren(); delete node.dataset.drawn; }

function redrawBoxes(number) {
  const node = view.pages.get(number)?.node;
  if (!node?.dataset.drawn) return;
  node.querySelectorAll(".box").forEach(box => box.remove());
  node.append(...boxNodes(number));
}

// Boxes of what has a colour: a page has 500 words, and a pointer finds the others by their place.
function* boxNodes(number) {
  const { page } = view.pages.get(number);
  for (const k of model.piecesOfPage.get(number) ?? []) {
    const piece = model.data.pieces[k];
    let tokens = model.tokens(k).filter(token => token.box);
    if (piece.cell && tokens.length) tokens = [tokens.reduce((worst, token) => (token.sure < worst.sure ? token : worst))];
    for (const token of tokens) if (tokenClass(token)) yield boxNode(page, token.box, tokenId(k, token), tokenClass(token));
  }
  yield* hereNodes(number);
}

// The word at a place of a page; of several the one with the smallest box.
function tokenAt(number, x, y) {
  const found = [];
  for (const k of model.piecesOfPage.get(number) ?? []) {
    for (const token of model.tokens(k)) if (token.box && isIn(token.box, x, y)) found.push({ id: tokenId(k, token), box: token.box });
  }
  const size = ([left, top, right, bottom]) => (right - left) * (bottom - top);
  return found.sort((a, b) => size(a.box) - size(b.box))[0];
}

function isIn([left, top, right, bottom], x, y) { return left <= x && x <= right && top <= y && y <= bottom; }

function tokenUnder(event) {
  const node = event.target.closest(".page");
  if (!node?.dataset.drawn) return undefined;
  const number = Number(node.dataset.page), { page } = view.pages.get(number), frame = node.getBoundingClientRect();
  const found = tokenAt(number, (event.clientX - frame.left) / frame.width * page.width, (event.clientY - frame.top) / frame.height * page.height);
  return found && { ...found, node, page };
}

// The frame below the pointer.
function showHover(event) {
  const found = tokenUnder(event);
  if (found?.id === view.hover?.dataset.id && found?.node === view.hover?.parentNode) return;
  view.hover?.remove();
  view.hover = found ? boxNode(found.page, found.box, found.id, "hover") : undefined;
  if (found) found.node.append(view.hover);
}

function* hereNodes(number) {
  const spot = view.here && placeOf(view.here);
  if (spot?.page === number && spot.box) yield boxNode(view.pages.get(number).page, spot.box, view.here.id, "here");
}

// The box of what is selected alone moves; the others stay.
function moveHere() {
  for (const box of [...$("pages").getElementsByClassName("here")]) box.remove();
  const { page } = placeOf(view.here), node = view.pages.get(page)?.node;
  if (node?.dataset.drawn) node.append(...hereNodes(page));
}

function boxNode(page, [left, top, right, bottom], id, tone) {
  const node = make("div", `box ${tone}`);
  node.dataset.id = id;
  node.style.left = `${100 * left / page.width}%`;
  node.style.top = `${100 * top / page.height}%`;
  node.style.width = `${100 * (right - left) / page.width}%`;
  node.style.height = `${100 * (bottom - top) / page.height}%`;
  return node;
}

function scrollPageTo({ page, box }) {
  const found = view.pages.get(page);
  if (!found) return;
  const pane = $("pages"), at = box ? found.node.clientHeight * (box[1] + box[3]) / 2 / found.page.height : 0;
  pane.scrollTop = found.node.offsetTop + at - pane.clientHeight / 2;
}

// One picture for all places of a page: it need not be decoded for each.
function cropImage(page) {
  if (view.crop?.page !== page) {
    const image = make("img");
    image.decoding = "async";
    image.src = page.image;
    view.crop = { page, image };
  }
  return view.crop.image;
}

// The part of the page's picture that shows a place, with a little around it.
function cropNode({ page, box }) {
  const found = view.pages.get(page);
  if (!found || !box) return null;
  const around = 6, [left, top, right, bottom] = [box[0] - around * 4, box[1] - around, box[2] + around * 4, box[3] + around];
  const scale = Math.max(0.5, Math.min(2.2, 900 / (right - left), 160 / (bottom - top))), node = make("div", "crop"), image = cropImage(found.page);
  image.alt = t("pages");
  node.style.width = `${(right - left) * scale}px`;
  node.style.height = `${(bottom - top) * scale}px`;
  image.style.width = `${found.page.width * scale}px`;
  image.style.height = `${found.page.height * scale}px`;
  image.style.left = `${-left * scale}px`;
  image.style.top = `${-top * scale}px`;
  node.append(image);
  return node;
}
