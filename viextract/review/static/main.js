"use strict";
// Keys, buttons, the panel below, saving.

// --- a question

// odd: of what is given, {text} of what is odd, which is taken when it is given once more, unless it is {refused}.
function ask(title, fields, odd = () => undefined) {
  const dialog = $("dialog"), inputs = new Map(), note = make("p", "note");
  const long = fields.some(field => field.lines), takes = long ? "Ctrl+Enter" : "Enter";
  note.setAttribute("role", "alert");
  return new Promise(resolve => {
    let told = "";
    const done = value => { closeDialog(); resolve(value); };
    const given = () => Object.fromEntries([...inputs].map(([name, input]) => [name, input.value]));
    const isNews = text => { const news = text + JSON.stringify(given()) !== told; told = text + JSON.stringify(given()); note.textContent = text; return news; };
    const accept = () => {
      const found = odd(given());
      if (found && (isNews(found.refused ? found.text : `${found.text} ${t("once_more", { keys: takes })}`) || found.refused)) return;
      done(given());
    };
    // What was typed is not dropped by one key.
    const leave = () => { if (fields.every(field => inputs.get(field.name).value === field.value) || !isNews(t("would_be_lost", { keys: takes }))) done(null); };
    const rows = fields.map(field => {
      const label = make("label", "", field.label), input = make(field.options ? "select" : field.lines ? "textarea" : "input");
      if (field.options) fillSelect(input, field.options.map(name => [name, t(name)]));
      if (field.lines) input.rows = field.lines;
      input.value = field.value;
      input.name = field.name;
      // Days belong to the words that they were found in; who has given one keeps it.
      if (field.clears) input.addEventListener("input", () => renewDays(input, field, fields, inputs));
      inputs.set(field.name, input);
      label.append(input);
      if (field.suggest?.length) label.append(suggestions(input, field.suggest, accept));
      return label;
    });
    const buttons = make("div", "row");
    buttons.append(button(t("ok"), takes, accept), " ", button(t("cancel"), "Esc", () => done(null)));
    dialog.setAttribute("aria-label", title);
    dialog.replaceChildren(make("h2", "", title), ...rows, note, buttons);
    dialog.onkeydown = event => {
      event.stopPropagation();
      if (isSave(event)) event.preventDefault();  // the browser would save the page
      if (event.isComposing) return;  // Enter ends a word of an input method first
      if (event.key === "Escape") { event.preventDefault(); leave(); }
      if (event.key === "Enter" && (event.target.tagName !== "TEXTAREA" || event.ctrlKey) && event.target.tagName !== "BUTTON") { event.preventDefault(); accept(); }
    };
    dialog.oncancel = event => { event.preventDefault(); leave(); };  // not onclose: that comes when the next question may be open already
    dialog.showModal();
    const first = [...inputs.values()][0];
    first?.focus();
    first?.select?.();
  });
}

function renewDays(input, field, fields, inputs) {
  const changed = input.value !== field.value;
  for (const own of fields.filter(one => field.clears.includes(one.name))) {
    const other = inputs.get(own.name);
    if (other.value === (changed ? own.value : "")) other.value = changed ? "" : own.value;
    other.placeholder = changed ? own.hint : "";
  }
}

// A list below an input: arrows choose, Enter takes what is chosen; of several lines that on which one writes counts.
function suggestions(input, all, accept) {
  const list = make("div", "suggestions"), lines = input.tagName === "TEXTAREA", first = input.value;
  let found = [], chosen = -1;
  list.id = `suggestions-${input.name}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", t("suggestions"));
  list.dataset.hint = t("suggestion_keys");
  for (const [name, value] of [["role", "combobox"], ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-expanded", "true"]]) input.setAttribute(name, value);
  const bounds = () => {
    const start = lines ? input.value.lastIndexOf("\n", input.selectionStart - 1) + 1 : 0, end = lines ? input.value.indexOf("\n", start) : -1;
    return [start, end < 0 ? input.value.length : end];
  };
  const show = () => {
    list.replaceChildren(...found.map((text, k) => {
      const node = make("div", k === chosen ? "chosen" : "", text);
      node.id = `${list.id}-${k}`;
      node.setAttribute("role", "option");
      node.setAttribute("aria-selected", String(k === chosen));
      node.onmousedown = event => { event.preventDefault(); chosen = k; take(); };
      return node;
    }));
    if (chosen >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const look = () => {
    const query = input.value.slice(...bounds());
    const there = lines ? input.value.split("\n") : [query];
    const others = all.filter(text => !there.includes(text)), like = query && input.value === first ? suggested(query, others) : [];
    // Before anything is written: what goes on as the value does, then all.
    found = input.value === first ? unique([...like, ...others]).slice(0, MOST_SUGGESTED) : suggested(query, others);
    chosen = -1;
    show();
  };
  const take = () => {
    const [start, end] = bounds();
    input.setRangeText(found[chosen], start, end, "end");
    input.dispatchEvent(new Event("input"));
    if (!lines) accept();
  };
  input.addEventListener("input", look);
  input.addEventListener("keydown", event => {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && found.length && (!lines || chosen >= 0 || (by > 0 && bounds()[1] === input.value.length))) {
      chosen = Math.max(-1, Math.min(found.length - 1, chosen + by));
      show();
    } else if (event.key === "Enter" && chosen >= 0 && !event.ctrlKey) take();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  look();
  return list;
}

// Browsers leave the focus for a moment in what is hidden: the next key would be lost in it.
function closeDialog() {
  $("dialog").close();
  if ($("dialog").contains(document.activeElement)) document.activeElement.blur();
}

function showHelp() {
  const dialog = $("dialog"), list = make("dl"), close = make("button", "", t("close"));
  for (const [keys, name] of HELP) list.append(make("dt", "", keys), make("dd", "", t(name)));
  close.onclick = closeDialog;
  close.dataset.keys = "Esc";
  dialog.onkeydown = event => event.stopPropagation();
  dialog.oncancel = event => { event.preventDefault(); closeDialog(); };
  dialog.setAttribute("aria-label", t("keys"));
  const head = make("div", "head");
  head.append(make("h2", "", t("keys")), " ", close);
  dialog.replaceChildren(head, list);  // what has the focus stands first, so that it is read from its beginning
  dialog.showModal();
  close.focus();
}

// --- the panel of what is selected

function showPanel() {
  const item = view.here, panel = $("panel");
  if (!item) { panel.replaceChildren(row(t($("filter").value === "review" && !actions.items.length ? "all_seen" : "hint"))); return; }
  const parts = [], crop = cropNode(placeOf(item));
  if (crop) parts.push(crop);
  if (item.type === "token") parts.push(...tokenRows(item.token));
  else if (item.type === "field") parts.push(row([`${t(`field.${item.field}`)}: ${fieldText(item.field)}`, item.by ? t("by_person") : ""].filter(Boolean).join(" · ")));
  else if (item.type === "warning") parts.push(...warningRows(item));
  else parts.push(row([`${t("sure")}: ${percent(item.sure)}`, item.by ? t("by_person") : ""].filter(Boolean).join(" · ")));
  parts.push(row(...buttonsFor(item).map(([name, keys, action]) => button(t(name), keys, action))));
  panel.replaceChildren(...parts);
}

function warningRows({ warning: number, by }) {
  const warning = model.data.warnings[number], page = warning.source ? `${t("page")} ${warning.source.page}` : "";
  return [row([saidBy(warning), page, by ? t("settled") : ""].filter(Boolean).join(" · ")), row(warning.advice?.[view.language] ?? "")];
}

// Why recovery has changed a word; rules that are not named say that they are rules.
function reasonOf(why) { return t(`why.${why}` in TEXTS[view.language] ? `why.${why}` : "why.rule"); }

function tokenRows(token) {
  const rows = [];
  if (token.read !== undefined) rows.push(row(`${t("read")}: `, make("b", "", token.read || "∅"), ` → ${t("now")}: `, make("b", "", token.text || "∅")));
  rows.push(row([`${t("sure")}: ${percent(token.sure)}`, token.by ? t("by_person") : token.why ? reasonOf(token.why) : ""].filter(Boolean).join(" · ")));
  const others = (token.others ?? []).map((text, k) => button(text, String(k + 1), () => actions.alternative(k + 1)));
  if (token.read !== undefined) others.push(button(token.read || "∅", "0", () => actions.alternative(0)));
  if (others.length) rows.push(row(`${t("others")}: `, ...others));
  return rows;
}

function buttonsFor(item) {
  const common = [["accept", "a", () => actions.accept()], ["edit", "e", () => actions.edit()]];
  const kinds = [["heading", "h", () => actions.kind("heading")], ["task", "t", () => actions.kind("task")], ["detail", "d", () => actions.kind("detail")], ["paragraph", "g", () => actions.kind("paragraph")]];
  if (item.type === "token") {
    const own = [...common, ["edit_line", "E", () => actions.editLine()], ["word", "i", () => actions.word()]];
    return item.block === null ? own : [...own, ["split", "s", () => actions.split()], ["join", "o", () => actions.join()], ...kinds];
  }
  if (item.type === "duty") return [["accept", "a", () => actions.accept()], ["body", "b", () => actions.editDuty("unit")], ["role", "r", () => actions.role()], ["partners", "w", () => actions.editDuty("partners")], ["date", "y", () => actions.editDuty("date")], ["add_duty", "+", () => actions.addDuty()], ["remove", "x", () => actions.removeDuty()]];
  if (item.type === "block") return [...common, ...kinds, ["join", "o", () => actions.join()], ["add_duty", "+", () => actions.addDuty()]];
  if (item.type === "warning") {
    const { field } = model.data.warnings[item.warning], piece = model.pieceOfWarning(item.warning);
    const own = [["settle", "a", () => actions.accept()]];
    if (field !== undefined || piece !== undefined) own.push([field === undefined ? "edit_line" : "edit", "e", () => actions.edit()]);
    return KINDS.includes(model.data.blocks[blockHere()]?.kind) ? [...own, ...kinds] : own;
  }
  return common;
}

function row(...parts) { const node = make("div", "row"); node.append(...parts.filter(part => part !== "")); return node; }

function button(text, keys, action) {
  const node = make("button", "", text);
  if (keys) node.dataset.keys = keys;
  node.onclick = action;
  return node;
}

function percent(value) { return `${Math.round(value * 100)} %`; }

// --- keys

const KEYS = {
  j: () => actions.step(1), n: () => actions.step(1), k: () => actions.step(-1), p: () => actions.step(-1),
  a: () => actions.accept(), Enter: () => actions.accept(), e: () => actions.edit(), E: () => actions.editLine(),
  s: () => actions.split(), o: () => actions.join(),
  h: () => actions.kind("heading"), t: () => actions.kind("task"), d: () => actions.kind("detail"), g: () => actions.kind("paragraph"),
  b: () => actions.editDuty("unit"), r: () => actions.role(), w: () => actions.editDuty("partners"), y: () => actions.editDuty("date"),
  "+": () => actions.addDuty(), x: () => actions.removeDuty(), Delete: () => actions.removeDuty(), i: () => actions.word(),
  u: () => actions.undo(), f: () => $("filter").focus(), "?": () => showHelp(), l: () => switchLanguage(), m: () => switchTheme(),
  c: () => actions.stepField(1), C: () => actions.stepField(-1),
  v: () => actions.everyWord(), "/": () => finder.open(), ArrowRight: () => finder.move(1, true), ArrowLeft: () => finder.move(-1, true),
  ArrowDown: () => finder.move(1, false), ArrowUp: () => finder.move(-1, false),
};
const HELP = [
  ["j n", "next"], ["k p", "previous"], ["v", "every_word_key"], ["/", "find"], ["c C", "field_moves"], ["← →", "word_moves"], ["↑ ↓", "item_moves"], ["a ↵", "accept_key"], ["1–9, 0", "others"], ["e", "edit"], ["E", "edit_line"], ["s", "split"], ["o", "join"],
  ["h", "heading"], ["t", "task"], ["d", "detail"], ["g", "paragraph"], ["b", "body"], ["r", "role_key"], ["w", "partners"], ["y", "date"],
  ["+", "add_duty"], ["x", "remove"], ["i", "word"], ["u, Ctrl+Z", "undo_key"], ["Ctrl+S", "save"], ["Enter, Ctrl+Enter", "keep_answer"], ["Esc", "drop_answer"], ["f", "show"], ["l", "to_other_language"], ["m", "theme"], ["?", "help"],
];

document.addEventListener("keydown", event => {
  if ($("dialog").open) return;
  if (!$("find").hidden && event.target !== $("find-text")) $("find-text").focus();  // what is typed while it opens goes there
  if (event.ctrlKey || event.metaKey) {
    const action = { s: save, z: () => actions.undo() }[event.key.toLowerCase()];
    if (action) { event.preventDefault(); action(); }
    return;
  }
  const typing = !$("find").hidden || ["SELECT", "INPUT", "TEXTAREA"].includes(event.target.tagName);
  if (typing && event.key === "Escape") event.target.blur();
  if (event.altKey || typing || (event.key === "Enter" && event.target.tagName === "BUTTON")) return;
  const action = /^\d$/.test(event.key) ? () => actions.alternative(Number(event.key)) : KEYS[event.key];
  if (action) { event.preventDefault(); say(""); action(); }  // what was said of another act is over
});

document.addEventListener("click", event => {
  const id = tokenUnder(event)?.id ?? event.target.closest("[data-id]")?.dataset.id;
  if (id) { say(""); actions.selectId(id); }
});
$("pages").addEventListener("mousemove", showHover);
$("pages").addEventListener("mouseleave", showHover);

function isSave(event) { return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s"; }

// --- saving

function showSaveState() { document.body.classList.toggle("dirty", model.dirty); }

function download(corrections) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([fileOf(corrections)], { type: "application/json" }));
  link.download = model.data.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function fileOf(corrections) { return JSON.stringify(corrections, null, 1) + "\n"; }

async function save() {
  const corrections = model.corrections(), { decisions } = corrections;
  if (!model.data.served) {
    download(corrections);
    model.markSaved();
    remember(KEPT, JSON.stringify({ page: OPENED_AS, made: model.made, words: model.words }));
    showSaveState();
    say(t("downloaded", { n: decisions.length }));
    return;
  }
  const sent = model.stamp(), own = decisions.length - model.data.corrections.decisions.length;
  try {
    const found = await post(corrections);
    const kept = found.corrections.decisions;
    if (model.isAt(sent)) {
      const texts = kept.slice(kept.length - own).map(one => JSON.stringify(one));
      model.kept.push(...model.made.map(one => (one.decision ? { decision: texts.shift() } : one)));
      start({ ...found, served: model.data.served });
    } else if (kept.length === decisions.length) model.data.revision = found.revision;  // else another tab has added to it
    const unfit = found.warnings.filter(one => one.code === "correction-unfit").length;
    const untimed = untimedDuties(corrections.decisions.slice(corrections.decisions.length - own), found).length;
    say([t("saved", { n: kept.length }), unfit ? t("unfit", { n: unfit }) : "", untimed ? t("untimed", { n: untimed }) : ""].filter(Boolean).join(" "));
  } catch (error) {
    download(corrections);  // what a person has decided is not lost with the server, or for want of a place to write
    say(t("not_saved", { why: error.message }));
  }
}

// Duties of which a person has said when they are due in words in which no day was found.
function untimedDuties(made, found) {
  const said = made.filter(({ kind, after }) => kind === "assignment" && after?.deadline && !after.deadline.start && !after.deadline.end).map(one => one.after.deadline.text);
  const times = found.works.flatMap(work => work.duties).map(duty => duty.deadline).filter(Boolean);
  return unique(said).filter(text => times.some(one => one.text === text && !["start", "end", "recurrence", "day"].some(part => one[part])));
}

// The one file knows of no file of corrections that was downloaded: who opens it once more would begin anew, and the
// next download would take the place of the one before. What was downloaded is therefore remembered by the browser.
function takeUp() {
  let kept;
  try { kept = JSON.parse(remembered(KEPT, "null")); } catch { /* not ours */ }
  if (kept?.page !== OPENED_AS) return;
  for (const entry of kept.made) model.add(entry);
  model.words = kept.words;
  model.markSaved();
}

// Of a text, by which a page that was made anew is told from the one that decisions belong to.
function checksum(text) {
  let sum = 0;
  for (let k = 0; k < text.length; k++) sum = (Math.imul(sum, 31) + text.charCodeAt(k)) | 0;
  return `${text.length}:${sum}`;
}

// What the server makes of a file of corrections.
async function post(corrections, more = {}) {
  const { served, revision } = model.data;
  const headers = { "Content-Type": "application/json", "X-Viextract-Token": served.token, "X-Viextract-Revision": revision, ...more };
  let answer;
  try { answer = await fetch(served.save, { method: "POST", body: fileOf(corrections), headers }); } catch { throw new Error(t("no_server")); }
  const text = await answer.text();
  let found;
  try { found = JSON.parse(text); } catch { found = { error: text }; }
  if (!answer.ok) throw new Error(found.error || answer.statusText);
  return found;
}

// One after the other: who presses the key three times takes three back, each from what the one before has left.
let undoing = Promise.resolve();

function undoSaved() { undoing = undoing.then(undoLastSaved); }

// Takes back the last decision of this tab that the server has kept.
async function undoLastSaved() {
  const base = model.data.corrections, known = base.decisions.map(one => JSON.stringify(one));
  const last = model.kept.at(-1), at = known.lastIndexOf(last?.decision);
  if (last?.word === undefined && at < 0) { say(t("nothing_to_undo")); return; }
  const without = last.word === undefined ? { decisions: base.decisions.filter((_, k) => k !== at) } : { words: turned(base.words, last.word) };
  try {
    const found = await post({ ...base, ...without }, { "X-Viextract-Undo": "yes" });
    model.kept.pop();
    start({ ...found, served: model.data.served });
    say(last.word === undefined ? t("undone") : t(last.known ? "word_added" : "word_left", { word: last.word }));
  } catch (error) { say(t("not_undone", { why: error.message })); }
}

window.addEventListener("beforeunload", event => { if (model.dirty) event.preventDefault(); });
window.addEventListener("beforeprint", () => { for (const node of $("plan").querySelectorAll("[data-fill], .grid")) fillNode(node); });

// --- looks

function remembered(name, fallback) { try { return localStorage.getItem(`viextract.${name}`) ?? fallback; } catch { return fallback; } }
// A page that was made in a language opens in it; who has turned it keeps that as long as it is open.
function rememberedHere(name) { try { return sessionStorage.getItem(`viextract.${name}`); } catch { return null; } }
function rememberHere(name, value) { try { sessionStorage.setItem(`viextract.${name}`, value); } catch { /* as below */ } }
function remember(name, value) { try { localStorage.setItem(`viextract.${name}`, value); } catch { /* a page that may keep nothing works the same */ } }

function switchLanguage() {
  view.language = view.language === "vi" ? "en" : "vi";
  remember("language", view.language);
  if (OPENED.language) rememberHere(`language.${location.pathname}`, view.language);
  showAll();
}

function switchTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
}

function showAll() {
  showTexts();
  showPlan();
  showPages();
  actions.requeue();
  if (view.here) { view.here = itemOf(view.here.id) ?? null; if (view.here) actions.select(view.here); else showPanel(); } else showPanel();
  actions.count();
  showSaveState();
}

function start(data) {
  model.load(data);
  if (!data.served) takeUp();
  index.load();
  $("list").hidden = !data.served?.list;
  showAll();
}

// An address may name a piece of work, as those of an archive's lists do.
function goToPlace() {
  const work = new URLSearchParams(location.hash.slice(1)).get("work"), number = model.workOfItem.get(work);
  if (number === undefined) return;
  actions.selectId(model.duties(number).length ? `d:${number}:0` : `b:${model.firstBlock.get(work)}`);
}

$("next").onclick = () => actions.step(1);
$("back").onclick = () => actions.step(-1);
$("undo").onclick = () => actions.undo();
$("save").onclick = save;
$("help").onclick = showHelp;
$("language").onclick = switchLanguage;
$("theme").onclick = switchTheme;
$("find-text").oninput = () => finder.go(0);
$("find-text").onkeydown = event => finder.key(event);
for (const id of ["filter", "code", "order"]) $(id).onchange = () => actions.renew();

const OPENED = readBlock("data");
view.language = OPENED.language ? rememberedHere(`language.${location.pathname}`) ?? OPENED.language : remembered("language", navigator.language.startsWith("vi") ? "vi" : "en");
document.documentElement.dataset.theme = remembered("theme", matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
const OPENED_AS = checksum(JSON.stringify({ ...OPENED, pages: [] })), KEPT = `corrections.${OPENED.corrections.source.sha256}`;
start(OPENED);
const takenUp = model.made.filter(one => one.decision).length;
if (takenUp) say(t("taken_up", { n: takenUp }));
goToPlace();
window.addEventListener("hashchange", goToPlace);
