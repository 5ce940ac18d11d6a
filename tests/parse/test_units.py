"""Bodies: names, kinds, lists, and the laws that bound them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from viextract.data import read_tsv
from viextract.vocabulary.actors import subject_of
from viextract.vocabulary.units import find_units, in_force, kind_of, match_unit, names_body, read_units, split_units


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("phòng GD&ĐT", "Phòng Giáo dục và Đào tạo"),
        ("Phòng GDĐT thị xã", "Phòng Giáo dục và Đào tạo thị xã"),
        ("UBND phường Tân Giang", "Ủy ban nhân dân phường Tân Giang"),
        ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("Phòng Lao động –Thương binh và Xã hội huyện", "Phòng Lao động - Thương binh và Xã hội huyện"),
        ("Phòng Văn hóa-Thông tin", "Phòng Văn hóa và Thông tin"),
        ("Ủy ban MTTQ Việt Nam xã", "Ủy ban Mặt trận Tổ quốc Việt Nam xã"),
        ("Đoàn TNCS Hồ Chí Minh phường", "Đoàn Thanh niên Cộng sản Hồ Chí Minh phường"),
        ("BHXH tỉnh", "Bảo hiểm xã hội tỉnh"),
        ("công an xã", "Công an xã"),
        ("Hợp tác xã Tân Tiến", "Hợp tác xã Tân Tiến"),
        ("- Sở Tài chính;", "Sở Tài chính"),
        ("Phòng Công chức, viên chức", "Phòng Công chức, viên chức"),
        ("Phòng Tài chính - Kế toán", "Phòng Tài chính - Kế toán"),
        ("Chi cục Chăn nuôi, Thú y và Thủy sản", "Chi cục Chăn nuôi, Thú y và Thủy sản"),
        ("Hiệp hội Doanh nghiệp tỉnh Lâm Hải", "Hiệp hội Doanh nghiệp tỉnh Lâm Hải"),
        ("Hội Doanh nghiệp xã", "Hội Doanh nghiệp xã"),
    ],
)
def test_canonical_name(printed, name):
    assert match_unit(printed).name == name


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Thôn 1 tổ chức họp dân", ["Thôn 1"]),
        ("Thôn 1, 2 và 3 vận động nhân dân", ["Thôn 1, 2 và 3"]),
        ("Thôn Đông, thôn 2 và ấp Tân An phát quang đường làng", ["Thôn Đông", "thôn 2", "ấp Tân An"]),
        ("Xóm Đình thuộc xã Bãi Sậy triển khai mô hình", ["Xóm Đình thuộc xã Bãi Sậy"]),
        ("UBND xã, thôn 5 và thôn 6 rà soát hộ nghèo", ["UBND xã", "thôn 5", "thôn 6"]),
        ("Ban nhân dân thôn 2 lập danh sách", ["Ban nhân dân thôn 2"]),
        ("Ban nhân dân ấp 3A và ấp 4 họp", ["Ban nhân dân ấp 3A và ấp 4"]),
        ("Chi hội Phụ nữ khu phố 7 tổ chức hội thi", ["Chi hội Phụ nữ khu phố 7"]),
        ("UBND xã 2 lần kiểm tra", ["UBND xã"]),
        ("Bản Kế hoạch này thay thế bản trước", []),
        ("Làng Văn hóa Bãi Sậy được công nhận", []),
        ("Thôn văn hóa được biểu dương", []),
    ],
)
def test_hamlets_are_bodies_with_a_number_or_a_name(text: str, bodies: list[str]) -> None:
    assert [unit.text for unit in read_units(text)[0]] == bodies


@pytest.mark.parametrize(
    ("damaged", "name"),
    [
        ("Phòng Giáo duc va Đào tạo", "Phòng Giáo dục và Đào tạo"),
        ("Phong Nội vụ", "Phòng Nội vụ"),
        ("Sở Nông nghiêp và Môi trưòng", "Sở Nông nghiệp và Môi trường"),
        ("Hôi Cưu chiến binh xã", "Hội Cựu chiến binh xã"),
        ("Uy ban nhân dân xã", "Ủy ban nhân dân xã"),
        ("Phòng Giáo đục và Đáo tao", "Phòng Giáo dục và Đào tạo"),
        ("Liên đoàn Lao dộng tinh", "Liên đoàn Lao động tỉnh"),
    ],
)
def test_damaged_name_is_known_again(damaged, name):
    assert match_unit(damaged).name == name


def test_text_is_kept_as_printed():
    assert match_unit("phòng  GD&ĐT ").text == "phòng GD&ĐT"


@pytest.mark.parametrize(
    ("text", "generic"),
    [
        ("các phòng, ban, ngành có liên quan", True),
        ("Các cơ quan, đơn vị", True),
        ("các tổ chức chính trị - xã hội", True),
        ("đơn vị liên quan", True),
        ("Phòng Nội vụ", False),
        ("Ủy ban nhân dân các xã, phường", False),
        ("Các trường THPT", False),
    ],
)
def test_class_of_bodies_is_told_from_a_body(text, generic):
    assert match_unit(text).generic is generic


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Sở Y tế, Sở Tài chính và Công an tỉnh", ["Sở Y tế", "Sở Tài chính", "Công an tỉnh"]),
        ("Sở Giáo dục và Đào tạo và các tổ chức, đoàn thể", ["Sở Giáo dục và Đào tạo", "các tổ chức, đoàn thể"]),
        ("các sở, ban, ngành, đoàn thể", ["các sở, ban, ngành, đoàn thể"]),
        ("các Sở, ngành, UBND quận, huyện, thị xã", ["các Sở, ngành", "UBND quận, huyện, thị xã"]),
        ("UBND các xã, phường, thị trấn", ["UBND các xã, phường, thị trấn"]),
        ("các Sở: Tài chính, Nội vụ, Y tế", ["Tài chính", "Nội vụ", "Y tế"]),
        ("Trung tâm Văn hóa, Thông tin và Thể thao", ["Trung tâm Văn hóa, Thông tin và Thể thao"]),
        (
            "Báo Lâm Hải; Đài Phát thanh và Truyền hình Lâm Hải",
            ["Báo Lâm Hải", "Đài Phát thanh và Truyền hình Lâm Hải"],
        ),
        ("Hội Nông dân, Hội Phụ nữ xã", ["Hội Nông dân", "Hội Phụ nữ xã"]),
        ("Công an xã, các thôn liên quan", ["Công an xã", "các thôn liên quan"]),
        ("Phòng Kinh tế (cơ quan thường trực), các khu phố", ["Phòng Kinh tế (cơ quan thường trực)", "các khu phố"]),
    ],
)
def test_list_of_bodies_is_split_one_by_one(text, bodies):
    assert [unit.text for unit in split_units(text)] == bodies


def test_bodies_under_one_head_get_their_full_name():
    assert [unit.name for unit in split_units("các Sở: Tài chính, Nội vụ")] == ["Sở Tài chính", "Sở Nội vụ"]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Sở Tài chính lập dự toán kinh phí", ["Sở Tài chính"]),
        ("Sở Xây dựng xây dựng kế hoạch", ["Sở Xây dựng"]),
        ("Sở Giáo dục và Đào tạo tổ chức hội thi", ["Sở Giáo dục và Đào tạo"]),
        ("các cơ quan liên quan rà soát", ["các cơ quan liên quan"]),
        (
            "các ngành của xã có liên quan và UBND các bản, thôn đề ra lịch trực",
            ["các ngành của xã có liên quan", "UBND các bản, thôn"],
        ),
        ("Ban Tổ chức Tỉnh ủy, Sở Nội vụ tham mưu", ["Ban Tổ chức Tỉnh ủy", "Sở Nội vụ"]),
        ("Giám đốc Sở Y tế chỉ đạo", ["Giám đốc Sở Y tế"]),
        ("Báo và Đài Phát thanh - Truyền hình tỉnh đưa tin", ["Báo và Đài Phát thanh - Truyền hình tỉnh"]),
        ("Báo Lúa Xanh và Đài Truyền thanh xã đưa tin", ["Báo Lúa Xanh", "Đài Truyền thanh xã"]),
        ("Trung tâm Thư viện và Học liệu số số hóa sách", ["Trung tâm Thư viện và Học liệu số"]),
        ("Trung tâm Thư viện và Phòng Đào tạo rà soát", ["Trung tâm Thư viện", "Phòng Đào tạo"]),
        ("Công đoàn ngành Y tế, Công đoàn Viên chức tỉnh họp", ["Công đoàn ngành Y tế", "Công đoàn Viên chức tỉnh"]),
        ("các đơn vị được Bộ Y tế cấp phép để khám bệnh", ["các đơn vị được Bộ Y tế cấp phép"]),
        ("Sở Công Thương, báo cáo kết quả", ["Sở Công Thương"]),
        ("nhân dân trong xã", []),
        ("tăng cường kiểm tra", []),
    ],
)
def test_bodies_in_running_text_end_where_the_duty_begins(text, bodies):
    assert [unit.text for unit in read_units(text)[0]] == bodies


def test_bodies_anywhere_in_a_text():
    text = "Giao Sở Tài chính tham mưu; Công an tỉnh Lâm Hải kiểm tra việc thực hiện của Sở Tài chính."
    assert [unit.text for unit in find_units(text)] == ["Sở Tài chính", "Công an tỉnh Lâm Hải", "Sở Tài chính"]


@pytest.mark.parametrize(
    "title", ["Phòng Nội vụ", "Các thôn", "UBND các xã", "Đoàn Thanh niên", "Các cơ quan, đơn vị", "Trạm Y tế"]
)
def test_title_that_names_a_body(title):
    assert names_body(title)


@pytest.mark.parametrize(
    "title",
    [
        "Tổ chức hội thi",
        "Ban hành kế hoạch",
        "Bộ tiêu chí",
        "Đội ngũ cán bộ",
        "Hội nghị triển khai",
        "Các giải pháp",
        "Đẩy mạnh tuyên truyền",
    ],
)
def test_title_that_only_begins_like_a_body(title):
    assert not names_body(title)


@pytest.mark.parametrize(
    ("body", "day", "exists"),
    [
        ("Sở Kế hoạch và Đầu tư", "2025-02-28", True),
        ("Sở Kế hoạch và Đầu tư", "2025-03-01", False),
        ("Sở Nông nghiệp và Môi trường", "2025-02-28", False),
        ("Sở Nông nghiệp và Môi trường", "2025-03-01", True),
        ("Phòng Nội vụ", "2025-06-30", True),
        ("Phòng Nội vụ", "2025-07-01", False),
        ("Phòng Văn hóa - Xã hội", "2025-07-01", True),
        ("Công an", "2030-01-01", True),
    ],
)
def test_bodies_that_the_reforms_of_2025_began_or_ended(body, day, exists):
    kind = kind_of(body)
    assert kind is not None
    assert in_force(kind, day) is exists


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "Ban Quản lý Khu kinh tế Bãi Sậy và các khu công nghiệp tỉnh Lâm Hải, Sở Y tế",
            ["Ban Quản lý Khu kinh tế Bãi Sậy và các khu công nghiệp tỉnh Lâm Hải", "Sở Y tế"],
        ),
        ("Ban Quản lý các khu công nghiệp tỉnh và Sở Y tế", ["Ban Quản lý các khu công nghiệp tỉnh", "Sở Y tế"]),
        ("Tổ Hành chính, Lớp 9A và Chi đoàn 9B", ["Tổ Hành chính", "Lớp 9A", "Chi đoàn 9B"]),
        ("Bưu điện tỉnh, VNPT, Viettel", ["Bưu điện tỉnh", "VNPT", "Viettel"]),
    ],
)
def test_zones_classes_and_companies(text, bodies):
    assert [unit.text for unit in split_units(text)] == bodies


def test_registry_is_whole():
    rows = list(read_tsv("units.tsv"))
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    for row in rows:
        assert row["source"], row["name"]
        assert row["level"] in {"central", "province", "district", "commune", "any"}, row["name"]
        assert not row["successor"] or row["successor"] in names, row["name"]
        assert not (row["valid_from"] and row["valid_to"]) or row["valid_from"] <= row["valid_to"], row["name"]
        assert kind_of(row["name"]) is not None, row["name"]


def test_every_alias_leads_to_its_body():
    for row in read_tsv("units.tsv"):
        for alias in filter(None, row["aliases"].split("|")):
            kind = kind_of(alias)
            assert kind is not None, alias


def test_abbreviations_have_one_reading_and_a_source():
    rows = list(read_tsv("units_abbreviations.tsv"))
    assert len({row["abbreviation"] for row in rows}) == len(rows)
    assert all(row["expansion"] and row["source"] for row in rows)


def test_advisers_of_students_are_persons_in_office():
    assert [unit.text for unit in split_units("Ban Thư viện; các khoa; cố vấn học tập")] == [
        "Ban Thư viện",
        "các khoa",
        "cố vấn học tập",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Phòng các bệnh nguy hiểm ở vật nuôi.",
        "Phòng bệnh cho đàn gà.",
        "Phòng trừ sâu cuốn lá.",
        "Phòng cháy hơn chữa cháy.",
        "Phòng rét cho mạ.",
    ],
)
def test_to_guard_against_something_is_no_office(text):
    assert read_units(text)[0] == []
    assert subject_of(text) is None


def test_offices_keep_their_names_beside_the_verb():
    names = ["Phòng Dịch tễ", "Phòng Tài chính", "Các phòng chuyên môn"]
    assert [[unit.name for unit in read_units(name + " lập kế hoạch.")[0]] for name in names] == [[n] for n in names]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Trạm Khuyến nông xã cấp giống cho các hộ", "Trạm Khuyến nông xã"),
        ("UBND cấp xã cấp giấy mời", "UBND cấp xã"),
        ("Ủy ban nhân dân cấp trên trực tiếp chỉ đạo", "Ủy ban nhân dân cấp trên trực tiếp"),
        ("HỘI NÔNG DÂN XÃ PHỐI HỢP VỚI CÁC THÔN", "HỘI NÔNG DÂN XÃ"),
        ("PHÒNG KINH TẾ CHỦ TRÌ", "PHÒNG KINH TẾ"),
        ("TỔ PHỐI HỢP LIÊN NGÀNH", "TỔ PHỐI HỢP LIÊN NGÀNH"),
    ],
)
def test_where_a_name_ends_before_what_its_body_does(text, name):
    assert [unit.text for unit in read_units(text)[0]] == [name]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Lãnh đạo Phòng Kinh tế chủ trì cuộc họp.", "Lãnh đạo Phòng Kinh tế"),
        ("Lãnh đạo Hội Nông dân xã thực hiện tốt quy chế.", None),
        ("Trạm Y tế xã trực 24/24 giờ.", "Trạm Y tế xã"),
        ("UBND xã trích ngân sách hỗ trợ.", "UBND xã"),
        ("Chi cục Thuế trực thuộc Cục Thuế.", None),
        ("Công an xã nhận được đơn của ba hộ.", None),
        ("HỘI NÔNG DÂN XÃ PHỐI HỢP VỚI CÁC THÔN rà soát.", "HỘI NÔNG DÂN XÃ"),
        ("SỞ Y TẾ TỈNH LÂM HẢI", None),
    ],
)
def test_subjects_by_what_leaders_do_short_verbs_and_capitals(text, who):
    found = subject_of(text)
    assert (found.text if found else None) == who


BODIES = yaml.safe_load((Path(__file__).parent / "cases/bodies.yaml").read_text("utf-8"))["read"]


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(
    "frame",
    [
        "{} chủ trì, phối hợp với Công an xã rà soát.",
        "{}: tổ chức kiểm tra, báo cáo kết quả.",
        "{} có trách nhiệm kiểm tra.",
    ],
)
def test_names_are_whole_before_what_their_bodies_do(name: str, frame: str) -> None:
    subject = subject_of(frame.format(name))
    assert subject is not None and subject.text == name


@pytest.mark.parametrize(
    "text",
    [
        "UBND xã; các ấp: Mỹ Đức, Mỹ Phú, Đông An.",  # who is looked at, nobody does anything
        "Trưởng đoàn: bà Huỳnh Thị Sậy, Phó Chủ tịch HĐND xã.",
        "Thành viên: đại diện Ban Kinh tế - Ngân sách; mời Ủy ban MTTQ xã.",
    ],
)
def test_lists_of_names_give_no_work(text: str) -> None:
    assert subject_of(text) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ủy ban MTTQ Việt Nam xã Bãi Sậy", "Ủy ban MTTQ xã Bãi Sậy", True),
        ("Ban Thường trực UBMTTQVN xã", "Ban Thường trực Ủy ban Mặt trận Tổ quốc xã", True),
        ("Hội Nông dân Việt Nam xã", "Hội Nông dân xã", True),
        ("Ủy ban MTTQ Việt Nam các xã", "Ủy ban MTTQ các xã", True),
        ("Hội Nông dân Việt Nam", "Hội Nông dân", False),
        ("Hội Nhà văn Việt Nam tỉnh", "Hội Nhà văn tỉnh", False),
    ],
)
def test_the_countrys_name_in_that_of_a_committee_below_tells_nothing_apart(one, other, same):
    assert (match_unit(one).key == match_unit(other).key) is same


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Chuyên viên phụ trách lĩnh vực Hành chính, Văn phòng", 1),
        ("Công chức phụ trách lĩnh vực Tài chính, Công an xã", 2),
        ("Công chức phụ trách lĩnh vực Tài chính; Văn phòng", 2),
        ("Công chức Tài chính, Văn phòng", 2),
    ],
)
def test_a_noun_of_bodies_among_fields_is_a_field(text, bodies):
    assert len(split_units(text)) == bodies


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hội Nông dân quấn", "Hội Nông dân quận"),
        ("Ban Tổ chức quân ủy", "Ban Tổ chức quận ủy"),
        ("Hội Nông dân phương Bãi Sậy", "Hội Nông dân phường Bãi Sậy"),
        ("Hội Nông dân xa", "Hội Nông dân xã"),
        ("Hội Nông dân ở địa phương", "Hội Nông dân ở địa phương"),
        ("Hội Nông dân quân khu", "Hội Nông dân quân khu"),
    ],
)
def test_a_level_misread_behind_a_kind_is_named_by_its_marks(text, name):
    assert match_unit(text).name == name
