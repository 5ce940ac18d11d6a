"""From a seed to a paper and its gold (in the form of a structure gold): directive, letter, plan, decision, …"""

from __future__ import annotations

from datetime import date
from typing import Any

from benchmarks.plans.content import Detail, Duty, Head, Paper, Part, Work, Writer, words

TYPES = {
    "plan": ("Kế hoạch", "KH"),
    "directive": ("Chỉ thị", "CT"),
    "letter": ("Công văn", ""),
    "decision": ("Quyết định", "QĐ"),
    "programme": ("Chương trình", "CTr"),
    "notice": ("Thông báo", "TB"),
}


def make_paper(seed: int, style: dict[str, Any]) -> Paper:
    """The content of a paper."""
    writer = Writer(seed, style)
    preamble, citations = _preamble(writer, style)
    parts = _parts(writer, style)
    head = _head(writer, style)
    closing = []
    if style["closing"]:
        closing = ["Trên đây là nội dung cần tập trung thực hiện, yêu cầu các đơn vị nghiêm túc triển khai./."]
    if style["paper"] == "decision":
        closing = ["Điều 9. Quyết định này có hiệu lực kể từ ngày ký ban hành./."]
    works: list[Work] = []
    if style["paper"] in {"directive", "notice", "letter"} and len(parts) == 1 and not parts[0].parts:
        works, parts = parts[0].works, []  # a paper that is nothing but numbered duties
    return Paper(head, preamble, citations, parts, closing, _recipients(writer, style), _table(writer, style), works)


# --- head and foot


def _head(w: Writer, style: dict[str, Any]) -> Head:
    r = w.random
    kind, short = TYPES[style["paper"]]
    name = w.pick("people")
    day = date(w.year, r.randint(1, 3), r.randint(3, 27))
    number = str(r.randint(3, 980))
    deputy = style["deputy"]
    if w.kind == "province":
        issuer = f"Ủy ban nhân dân tỉnh {w.province}"
        lines, parent, place, code = ["ỦY BAN NHÂN DÂN", f"TỈNH {w.province.upper()}"], None, w.province, "UBND"
        authority, chief, second = "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "PHÓ CHỦ TỊCH"
    elif w.kind == "school":
        issuer = f"Trường Cao đẳng {w.province}"
        lines, parent, place, code = (
            [f"TRƯỜNG CAO ĐẲNG {w.province.upper()}"],
            f"Ủy ban nhân dân tỉnh {w.province}",
            w.province,
            "CĐ",
        )
        authority, chief, second = None, "HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"
    elif w.kind == "party":
        issuer = f"Đảng ủy xã {w.commune}"
        lines, parent, place, code = [f"ĐẢNG ỦY XÃ {w.commune.upper()}"], None, w.commune, "ĐU"
        authority, chief, second = "T/M ĐẢNG ỦY", "BÍ THƯ", "PHÓ BÍ THƯ"
    else:
        issuer = f"Ủy ban nhân dân xã {w.commune}"
        lines, parent, place, code = ["ỦY BAN NHÂN DÂN", f"XÃ {w.commune.upper()}"], None, w.commune, "UBND"
        authority, chief, second = "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "PHÓ CHỦ TỊCH"
    if parent:
        lines = [parent.upper(), *lines]
    symbol = f"{short}-{code}" if short else f"{code}-{r.choice(['VX', 'TH', 'KT'])}"
    title = _title(w, style)
    authority = authority if style["authority"] == "full" or w.kind != "school" else None
    return Head(
        type=kind,
        number=number if style["number"] == "given" else None,
        code=symbol,
        issuer=issuer,
        issuer_lines=lines,
        parent=parent,
        place=place,
        day=day,
        day_known=style["day"] == "given",
        month_known=True,
        title=title,
        authority=authority,
        capacity=f"KT. {chief}" if deputy else None,
        position=second if deputy else chief,
        name=name,
        addressees=w.bodies[:2] if style["paper"] == "letter" else [],
    )


def _title(w: Writer, style: dict[str, Any]) -> str:
    theme = w.theme["title"]
    if style["paper"] in {"directive", "notice"}:
        return f"Về việc {theme} năm {w.year}"
    if style["paper"] == "letter":
        return f"triển khai {theme} năm {w.year}"
    if style["paper"] == "decision":
        return f"Về việc {theme} năm {w.year}"
    return f"{theme[0].upper()}{theme[1:]} năm {w.year}"


def _recipients(w: Writer, style: dict[str, Any]) -> list[str]:
    if style["recipients"] == "none":
        return []
    lines = ["Như trên"] if style["paper"] == "letter" else []
    lines += [f"Thường trực {'Tỉnh ủy' if w.kind == 'province' else 'Đảng ủy'} (b/c)", w.bodies[0], w.bodies[1]]
    return [*lines, "Lưu: VT"]


# --- preamble


def _preamble(w: Writer, style: dict[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
    r = w.random
    if style["paper"] == "letter":
        return [f"Để {w.theme['title']}, cơ quan ban hành đề nghị các đơn vị triển khai những nội dung sau:"], []
    lines: list[str] = []
    citations = []
    if style["preamble"] in {"law", "both"} or style["paper"] == "decision":
        for kind, code, issuer in r.sample(words()["laws"], r.randint(1, 3)):
            day = date(w.year - r.randint(0, 2), r.randint(1, 12), r.randint(1, 28))
            number = str(r.randint(5, 2400))
            symbol = (
                f"{number}/{code}"
                if code.startswith(("QĐ", "KH", "SV")) or code == "NQ/TU"
                else f"{number}/{day.year}/{code}"
            )
            if code == "NQ/TU":
                symbol = f"{number}-NQ/TU"
            printed = r.choice(
                [f"{day.day:02}/{day.month:02}/{day.year}", f"{day.day} tháng {day.month} năm {day.year}"]
            )
            lines.append(f"Căn cứ {kind} số {symbol} ngày {printed} của {issuer} về {w.theme['title']};")
            citations.append({"kind": kind, "symbol": symbol, "issued_on": str(day), "issuer": issuer})
    if style["preamble"] in {"prose", "both"} and style["paper"] != "decision":
        lines.append(f"Thời gian qua, công tác {w.theme['title']} đã có nhiều chuyển biến song vẫn còn hạn chế.")
        kind = TYPES[style["paper"]][0].lower()
        lines.append(f"Để khắc phục tình trạng trên, cơ quan ban hành xây dựng {kind} với những nội dung sau:")
    return lines, citations


# --- body


def _parts(w: Writer, style: dict[str, Any]) -> list[Part]:
    organisation = _organisation(w, style)
    if style["paper"] in {"directive", "notice", "letter"}:
        return organisation.parts or [organisation]
    if style["paper"] == "decision":
        return [_content(w, style, "Nội dung và kinh phí"), organisation]
    parts = [_purpose(w, style), _content(w, style, "Nội dung thực hiện")]
    if style["details"] == "schedule":
        parts.append(
            Part(
                "Thời gian, địa điểm",
                details=[d for d in w.details() if d.kind in {"time", "place"}] or w.details()[:1],
            )
        )
    if style["funding"]:
        parts.append(
            Part(
                "Kinh phí thực hiện",
                works=[Work("Kinh phí được bố trí từ ngân sách của đơn vị và các nguồn hợp pháp khác.")],
            )
        )
    return [*parts, organisation]


def _purpose(w: Writer, style: dict[str, Any]) -> Part:
    aims = [Work(w.aim_text() + ".") for _ in range(w.random.randint(2, 3))]
    needs = [
        Work(f"{w.pick('requirements')} {w.random.choice(w.theme['objects'])} {w.pick('scopes')}.") for _ in range(2)
    ]
    if style["run_in"]:
        purpose = Part("Mục đích", run_in=aims[0])
        demand = Part("Yêu cầu", run_in=needs[0])
    else:
        purpose, demand = Part("Mục đích", works=aims), Part("Yêu cầu", works=needs)
    return Part("Mục đích, yêu cầu", parts=[purpose, demand])


def _content(w: Writer, style: dict[str, Any], title: str) -> Part:
    r = w.random
    parts = []
    subjects = r.sample(words()["subjects"], r.randint(2, 3))
    for subject in subjects:
        works = [w.work() for _ in range(r.randint(2, 4))]
        if style["nested"]:
            works[0].text = works[0].text.rstrip(".") + ":"
            works[0].children = [Work(w.work_text() + ".") for _ in range(2)]
            works[0].due, works[0].targets = None, []
            works[0].text = w.work_text() + ":"
        if style["bracket"]:
            unit = w.body()
            works[-1] = Work(f"{w.work_text()} ({unit} chủ trì).", duties=[Duty(unit, "lead")])
        parts.append(Part(subject, lead_in=_lead_in(w, style), works=works, plain=style["plain_titles"]))
    if style["details"] == "events" and not style["plain_titles"]:
        for _ in range(2):
            parts.append(Part(f"{w.pick('events')} {w.theme['title']}", details=w.details()))
    return Part(title, parts=parts)


def _lead_in(w: Writer, style: dict[str, Any]) -> str | None:
    return "Tập trung thực hiện các nội dung sau:" if style["lead_in"] and w.random.random() < 0.5 else None


def _organisation(w: Writer, style: dict[str, Any]) -> Part:
    r = w.random
    form = style["organisation"]
    bodies = r.sample(w.bodies, 4)
    if form == "subjects":
        works = []
        for body in bodies:
            w.current = body
            works.append(w.duty(body))
        if style["paper"] in {"directive", "notice", "letter", "decision"} or style["numbered_works"]:
            for work in works:
                work.numbered = True
        return Part("Tổ chức thực hiện", works=works)
    parts = []
    for body in bodies:
        w.current = body
        count = r.randint(2, 3)
        if form == "persons" and style["paper"] != "letter":
            person = f"Phó {'Hiệu trưởng' if w.kind == 'school' else 'Chủ tịch'} {w.pick('people')}"
            w.current = person
            parts.append(Part(person, unit=person, works=[w.duty() for _ in range(count)]))
        elif form == "leading":
            works = [Work(w.work_text() + ".", duties=[Duty(body, "lead")]) for _ in range(count)]
            parts.append(Part(body, unit=body, suffix=" chủ trì, phối hợp thực hiện", works=works))
        else:
            parts.append(Part(body, unit=body, works=[w.duty() for _ in range(count)]))
    if form == "persons":
        first: dict[str, Part] = {}
        for part in parts:
            first.setdefault(part.title, part)
        parts = list(first.values())
    return Part("Tổ chức thực hiện", parts=parts)


def _table(w: Writer, style: dict[str, Any]) -> list[list[str]] | None:
    if not style["table"]:
        return None
    rows = [["TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]]
    for number in range(1, w.random.randint(4, 9)):
        lead = w.body()
        other = next(body for body in w.bodies if body != lead)
        rows.append([str(number), w.work_text(), lead, other, f"Tháng {w.random.randint(1, 12)}/{w.year}"])
    return rows


# --- gold


def gold_of(paper: Paper, style: dict[str, Any]) -> dict[str, Any]:
    """What a reader should find, in the form of a structure gold."""
    gold = _Gold(style)
    for work in paper.works:
        gold.work(work, None, None)
    for part in paper.parts:
        gold.part(part, None, 0)
    head = paper.head
    day = str(head.day) if head.day_known else f"{head.day.year}-{head.day.month:02}"
    return {
        "header": {
            "type": head.type,
            "symbol": f"{head.number}/{head.code}" if head.number else None,
            "symbol_code": head.code,
            "issued_on": day,
            "issuer": head.issuer,
            "title": head.title,
            "signatory": head.name,
            "draft": style["draft"],
            "addressees": head.addressees,
        },
        "citations": paper.citations,
        "headings": gold.headings,
        "tasks": gold.tasks,
        "details": gold.details,
        "assignments": gold.assignments,
        "recipients": paper.recipients,
        "tables": [{"kind": "programme", "rows": _table_gold(paper.table)}] if paper.table else [],
    }


def _table_gold(rows: list[list[str]]) -> list[dict[str, str | None]]:
    return [
        {"no": row[0], "name": row[1], "content": None, "lead": row[2], "partners": row[3], "deadline": row[4]}
        for row in rows[1:]
    ]


class _Gold:
    def __init__(self, style: dict[str, Any]) -> None:
        self.style = style
        self.headings: list[dict[str, Any]] = []
        self.tasks: list[dict[str, Any]] = []
        self.details: list[dict[str, Any]] = []
        self.assignments: list[dict[str, Any]] = []

    def part(self, part: Part, parent: int | None, depth: int) -> None:
        index = len(self.headings)
        due = part.due or next((detail.due for detail in part.details if detail.kind == "time"), None)
        self.headings.append(
            {
                "label": part.label,
                "title": part.prefix + part.title + part.suffix,
                "parent": parent,
                "unit": part.unit,
                "deadline": due.gold if due else None,
            }
        )
        for detail in part.details:
            self._detail("heading", index, detail)
        self._duties_of_details("heading", index, part.details)
        if part.run_in:
            self.work(part.run_in, index, None)
        for work in part.works:
            self.work(work, index, None)
        for below in part.parts:
            self.part(below, index, depth + 1)

    def work(self, work: Work, heading: int | None, parent: int | None) -> None:
        index = len(self.tasks)
        self.tasks.append(
            {
                "heading": heading,
                "text": work.text,
                "parent": parent,
                "targets": work.targets,
                "deadline": work.due.gold if work.due else None,
            }
        )
        for duty in work.duties:
            self.assignments.append(
                {"unit": duty.unit, "role": duty.role, "task": index, "heading": None, "partners": duty.partners}
            )
        for detail in work.details:
            self._detail("task", index, detail)
        for child in work.children:
            self.work(child, heading, index)

    def _detail(self, on: str, index: int, detail: Detail) -> None:
        self.details.append({"on": on, "index": index, "kind": detail.kind, "label": detail.label, "text": detail.text})

    def _duties_of_details(self, on: str, index: int, details: list[Detail]) -> None:
        partners = [body for detail in details if detail.kind == "partners" for body in detail.bodies]
        for detail in details:
            if detail.kind in {"lead", "implementer"}:
                for body in detail.bodies:
                    self.assignments.append(
                        {
                            "unit": body,
                            "role": "lead" if detail.kind == "lead" else "implement",
                            "task": index if on == "task" else None,
                            "heading": index if on == "heading" else None,
                            "partners": partners,
                        }
                    )
