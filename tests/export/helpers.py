"""A small plan with every kind of duty."""

from __future__ import annotations

from viextract.model.plan import (
    Assignment,
    Deadline,
    Detail,
    Grade,
    Header,
    Plan,
    Programme,
    Section,
    Source,
    Span,
    Table,
    Task,
    Unit,
)
from viextract.parse.keys import assign_keys


def unit(name: str) -> Unit:
    return Unit(name=name, text=name, key=name.lower().replace(" ", "-"))


def span(line: int) -> Span:
    return Span(page=1 + line // 10, lines=(line, line))


def a_plan(name: str = "ke-hoach.pdf", sha256: str = "ab" * 32) -> Plan:
    deadline = Deadline(text="trước ngày 16/8/2026", end="2026-08-15")
    plan = Plan(
        grade=Grade(value="check", reasons=["symbol-unread"]),
        source=Source(name=name, sha256=sha256, media_type="application/pdf", page_count=2),
        header=Header(
            type="Kế hoạch",
            symbol="07/KH-UBND",
            issued_on="2026-03-01",
            issuer=unit("Ủy ban nhân dân xã Hòa Lâm"),
            title="=Trồng và <b>giữ rừng</b>",
            recipients=["Lưu: VT"],
        ),
        preamble=["1. Căn cứ tình hình thực tế;"],
        sections=[
            Section(
                id="I",
                label="I",
                title="NHIỆM VỤ",
                source=span(1),
                children=[
                    Section(
                        id="I.1",
                        label="1",
                        title="Lễ ra quân",
                        details=[Detail(kind="place", label="Địa điểm", text="Nhà văn hóa thôn Đông")],
                        source=span(5),
                    )
                ],
            )
        ],
        tasks=[
            Task(
                id="t1",
                section_id="I",
                marker="-",
                text="- Đo đạc ranh giới | lô rừng.",
                deadline=deadline,
                source=span(2),
            ),
            Task(id="t2", section_id="I", marker="-", text="Ươm cây giống tại chỗ.", source=span(12), confidence=0.5),
            Task(id="t3", section_id="I", parent_id="t2", marker="+", text="Làm vườn ươm.", source=span(13)),
        ],
        programmes=[Programme(id="p1", table_id="tb1", number="01", name="Khảo sát", content="Các lô rừng")],
        tables=[
            Table(id="tb1", kind="programme", title="Chương trình", columns=["TT", "Việc"], rows=[["01", "Khảo sát"]])
        ],
        assignments=[
            Assignment(
                id="a1",
                unit=unit("Công an xã"),
                role="lead",
                partners=[unit("Đoàn Thanh niên xã"), unit("các thôn")],
                task_id="t1",
                deadline=deadline,
            ),
            Assignment(id="a2", unit=unit("Trạm Y tế xã"), role="implement", section_id="I.1"),
            Assignment(id="a3", unit=unit("Văn phòng"), role="implement", programme_id="p1", confidence=0.7),
        ],
    )
    assign_keys(plan)
    return plan
