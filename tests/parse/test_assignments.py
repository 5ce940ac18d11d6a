"""Roles and partners of a duty."""

from __future__ import annotations

import pytest

from tests.parse.helpers import duties, plan_of
from viextract.parse.outline.assignments import partners_of, role_of
from viextract.vocabulary.actors import subject_of


@pytest.mark.parametrize(
    ("duty", "role"),
    [
        ("Chủ trì, phối hợp với Công an xã tuần tra.", "lead"),
        ("Chủ trì tổ chức hội thi.", "lead"),
        ("Là cơ quan thường trực, giúp UBND xã đôn đốc.", "lead"),
        ("Là đơn vị đầu mối tổng hợp báo cáo.", "implement"),
        ("Chịu trách nhiệm chính trong việc cứu hộ.", "lead"),
        ("Tham mưu UBND xã ban hành văn bản; chủ trì tổ chức lễ phát động.", "lead"),
        ("Có trách nhiệm chủ trì kiểm tra.", "lead"),
        ("Phối hợp với các thôn nhặt rác.", "cooperate"),
        ("Chủ động phối hợp chặt chẽ với các thôn nhặt rác.", "cooperate"),
        ("Tích cực phối hợp cùng các thôn nhặt rác.", "cooperate"),
        ("Cùng các thôn nhặt rác.", "cooperate"),
        ("Phối hợp thực hiện các nội dung của Kế hoạch.", "cooperate"),
        ("Đề nghị phối hợp với Công an xã tuần tra.", "cooperate"),
        ("Củng cố đội cứu hộ.", "implement"),
        ("Cung cấp áo phao.", "implement"),
        ("Hướng dẫn các thôn phối hợp với Công an xã tuần tra.", "implement"),
        ("Nhặt rác; phối hợp với Công an xã tuần tra.", "implement"),
        ("Thực hiện theo chỉ đạo của đơn vị chủ trì.", "implement"),
        ("Theo chức năng của mình có nhiệm vụ phối hợp cùng dân quân tuần tra.", "cooperate"),
        ("Theo chức năng, nhiệm vụ được giao, phối hợp với các thôn nhặt rác.", "cooperate"),
        ("Thay mặt Phòng chủ trì, phối hợp với các thôn làm việc với chủ rừng.", "lead"),
        ("Thừa ủy quyền Giám đốc Sở chủ trì họp giao ban.", "lead"),
    ],
)
def test_role(duty, role):
    assert role_of(duty) == role


@pytest.mark.parametrize(
    ("duty", "partners"),
    [
        ("Phối hợp với Công an xã tuần tra.", ["Công an xã"]),
        ("Phối hợp cùng Công an xã và các thôn ven biển tuần tra.", ["Công an xã", "các thôn ven biển"]),
        (
            "Chủ trì, phối hợp với Sở Y tế, các sở, ban, ngành liên quan rà soát.",
            ["Sở Y tế", "các sở, ban, ngành liên quan"],
        ),
        ("Nhặt rác, cùng các cấp, ngành giữ gìn vệ sinh.", ["các cấp, ngành"]),
        ("Tham mưu kế hoạch; phối hợp với Hội Nông dân xã vận động.", ["Hội Nông dân xã"]),
        ("Phối hợp với Công an xã tuần tra; phối hợp với Công an xã bắt trộm.", ["Công an xã"]),
        ("Phối hợp tổ chức hội thi.", []),
        ("Phối hợp với Phòng Vật tư và 05 tổ sản xuất lập danh sách.", ["Phòng Vật tư", "05 tổ sản xuất"]),
        ("Phối hợp với Trưởng bản kiểm đếm đàn trâu.", ["Trưởng bản"]),
        ("Phối hợp với VNPT, Viettel lắp cột phát sóng.", ["VNPT", "Viettel"]),
        (
            "Phối hợp với Công ty Điện lực Bãi Sậy, MobiFone và Công an xã trực.",
            ["Công ty Điện lực Bãi Sậy", "MobiFone", "Công an xã"],
        ),
        ("Góp phần cùng với cha mẹ, ông bà dạy trẻ.", []),
        ("So sánh với cùng kỳ năm trước.", []),
        ("Phối hợp với các sở, ngành; cơ quan báo chí tuyên truyền.", ["các sở, ngành", "cơ quan báo chí"]),
        ("Phối hợp với các ban; đơn vị liên quan; các thôn trồng cây.", ["các ban", "đơn vị liên quan", "các thôn"]),
        ("Phối hợp với các trường; tổ chức ngày hội đọc sách.", ["các trường"]),
        # "với" misread; with no body behind it, it is another word
        ("Chủ trì, phối hợp vội Công an xã tuần tra.", ["Công an xã"]),
        ("Phối hợp vận Trung tâm Giáo dục nghề nghiệp dạy nghề.", ["Trung tâm Giáo dục nghề nghiệp"]),
        ("Phối hợp vận động Hội Nông dân xã góp công.", []),
        ("Phối hợp về chuyên môn, vẽ các biển báo.", []),
        ("Phối hợp với Công an xã hoặc Trạm Y tế xã kiểm tra.", ["Công an xã", "Trạm Y tế xã"]),
        (
            "Phối hợp với cơ quan, tổ chức trực tiếp quản lý chủ thuyền hoặc Ủy ban nhân dân xã nơi có bến xác minh.",
            ["cơ quan, tổ chức trực tiếp quản lý chủ thuyền", "Ủy ban nhân dân xã"],
        ),
        ("Phối hợp với các đơn vị tổ chức hội thi hoặc hội diễn.", ["các đơn vị"]),
    ],
)
def test_partners_one_by_one(duty, partners):
    assert [unit.text for unit in partners_of(duty)] == partners


@pytest.mark.parametrize(
    ("clause", "body", "duty"),
    [
        ("Công an xã tuần tra bãi tắm.", "Công an xã", "tuần tra bãi tắm."),
        (
            "Công đoàn, Đoàn Thanh niên bệnh viện phát động thi vẽ.",
            "Công đoàn, Đoàn Thanh niên bệnh viện",
            "phát động thi vẽ.",
        ),
        ("Đề nghị Hội Nông dân xã vận động hội viên.", "Hội Nông dân xã", "vận động hội viên."),
        ("Giao Phòng Kinh tế chủ trì chuẩn bị.", "Phòng Kinh tế", "chủ trì chuẩn bị."),
        ("Ban Tổ chức - Tuyên giáo soạn đề cương.", "Ban Tổ chức - Tuyên giáo", "soạn đề cương."),
        ("Trường THPT Bãi Sậy 2 lập danh sách.", "Trường THPT Bãi Sậy 2", "lập danh sách."),
        ("Thanh tra tỉnh phối hợp với Sở Nội vụ tuần tra.", "Thanh tra tỉnh", "phối hợp với Sở Nội vụ tuần tra."),
        ("Phòng Kinh tế: Chuẩn bị áo phao.", "Phòng Kinh tế", "Chuẩn bị áo phao."),
        ("Công an xã, Đoàn Thanh niên phối hợp tuần tra.", "Công an xã, Đoàn Thanh niên", "phối hợp tuần tra."),
        ("Nhà trường lập danh sách đội thi.", "Nhà trường", "lập danh sách đội thi."),
        ("Khoa phổ biến nội quy đến sinh viên.", "Khoa", "phổ biến nội quy đến sinh viên."),
        ("Phòng Đào tạo cung cấp thời khóa biểu.", "Phòng Đào tạo", "cung cấp thời khóa biểu."),
        ("Bước 2: Tổ thư ký sẽ tổng hợp phiếu.", "Tổ thư ký", "sẽ tổng hợp phiếu."),
        ("Các tổ được phân công trực quét dọn sân.", "Các tổ được phân công trực", "quét dọn sân."),
        ("Trong quá trình tập luyện nếu có khó khăn, các đội báo cáo Ban Tổ chức.", "các đội", "báo cáo Ban Tổ chức."),
        (
            "Chủ tịch Hội Nông dân các xã chịu trách nhiệm kiểm tra.",
            "Chủ tịch Hội Nông dân các xã",
            "chịu trách nhiệm kiểm tra.",
        ),
        ("Phó Hiệu trưởng Đinh Thị Mơ phụ trách hậu cần.", "Phó Hiệu trưởng Đinh Thị Mơ", "phụ trách hậu cần."),
        # behind the case in which it acts
        ("Đối với đơn gửi nhầm nơi thì Bộ phận Một cửa gửi lại ngay.", "Bộ phận Một cửa", "gửi lại ngay."),
        ("Nếu mưa quá ba ngày thì Đội Thủy lợi tổ chức tháo nước.", "Đội Thủy lợi", "tổ chức tháo nước."),
        ("Trường hợp thiếu giấy thì Bộ phận Một cửa hướng dẫn thêm.", "Bộ phận Một cửa", "hướng dẫn thêm."),
        ("Bước 3: Sau vòng loại, trên cơ sở điểm số, Ban Giám khảo chọn sáu đội.", "Ban Giám khảo", "chọn sáu đội."),
        ("Bước 4: Nếu có đội bỏ cuộc thì Ban Tổ chức mời đội dự bị.", "Ban Tổ chức", "mời đội dự bị."),
        # behind what comes before it
        (
            "Kết thúc mùa bơi, Đoàn Thanh niên xã, chịu trách nhiệm thu phao.",
            "Đoàn Thanh niên xã",
            ", chịu trách nhiệm thu phao.",
        ),
        ("Sau lễ thả cá, trên cơ sở số cá giống, Hội Nông dân xã lập sổ.", "Hội Nông dân xã", "lập sổ."),
        # a class with what marks it off, several in office
        (
            "Các cơ quan trực tiếp quản lý bến bãi có trách nhiệm treo biển.",
            "Các cơ quan trực tiếp quản lý bến bãi",
            "có trách nhiệm treo biển.",
        ),
        (
            "Thủ trưởng các phòng; Chủ tịch UBND các xã chịu trách nhiệm báo cáo.",
            "Thủ trưởng các phòng; Chủ tịch UBND các xã",
            "chịu trách nhiệm báo cáo.",
        ),
        ("Tổ rà soát, thẩm định làm việc với từng hộ.", "Tổ rà soát, thẩm định", "làm việc với từng hộ."),
        ("Tổ bầu cử niêm yết sơ đồ phòng.", "Tổ bầu cử", "niêm yết sơ đồ phòng."),
        ("Văn phòng tham mưu kế hoạch tuần.", "Văn phòng", "tham mưu kế hoạch tuần."),
        ("Văn phòng điều phối nông thôn mới lập sổ.", "Văn phòng điều phối nông thôn mới", "lập sổ."),
        ("Hội Nông dân xã được giao nhiệm vụ lập sổ.", "Hội Nông dân xã", "được giao nhiệm vụ lập sổ."),
        ("Thư ký hội thi đọc thể lệ cho các đội.", "Thư ký hội thi", "đọc thể lệ cho các đội."),
        # behind what comes back
        ("Hằng ngày, Trạm Bơm xã đo mực nước.", "Trạm Bơm xã", "đo mực nước."),
        ("Cuối mỗi buổi trực, Công an xã báo cáo nhanh.", "Công an xã", "báo cáo nhanh."),
        # a field that goes on up to the colon
        ("Tổ Kỹ thuật, vận hành: lập sổ đo nước.", "Tổ Kỹ thuật, vận hành", "lập sổ đo nước."),
        ("Bộ phận Quản lý, bảo vệ rừng: cắm mốc.", "Bộ phận Quản lý, bảo vệ rừng", "cắm mốc."),
        ("Phòng Quản lý đào tạo: xếp lịch thi.", "Phòng Quản lý đào tạo", "xếp lịch thi."),
        ("Công an xã tuần tra: lập chốt ở ngã ba.", "Công an xã", "tuần tra: lập chốt ở ngã ba."),
        ("P.TCKT: thanh toán theo quy chế.", "P.TCKT", "thanh toán theo quy chế."),
        ("Kế toán Trạm dự toán kinh phí mua cờ.", "Kế toán Trạm", "dự toán kinh phí mua cờ."),
        ("Các chủ rừng xây dựng đường băng cản lửa.", "Các chủ rừng", "xây dựng đường băng cản lửa."),
        ("Chủ các cơ sở karaoke: ký cam kết.", "Chủ các cơ sở karaoke", "ký cam kết."),
        ("Các CĐCS căn cứ tình hình thực tế lập danh sách.", "Các CĐCS", "căn cứ tình hình thực tế lập danh sách."),
    ],
)
def test_body_that_a_clause_names_for_itself(clause, body, duty):
    subject = subject_of(clause)
    assert subject is not None
    assert (subject.text, clause[subject.end :].lstrip(" :")) == (body, duty)


@pytest.mark.parametrize(
    "clause",
    [
        "Tổ chức hội thi.",
        # what has something done to it, and what only begins like a body
        "Công chức không nghỉ phép năm được thanh toán theo chế độ.",
        "Tổ trực bến chịu sự chỉ đạo của xã.",
        "Văn phòng phẩm dùng cho công việc chung.",
        "Cơ sở thực hiện: theo các quy định hiện hành.",
        # the occasion of another's work
        "Thực hiện cấp giấy phép, Công an xã, Trạm Y tế xã được khen thưởng.",
        "Báo cáo UBND xã kết quả.",
        "Phối hợp với Công an xã.",
        "Công an xã",
        "21/21 phường hoàn thành sổ hộ khẩu điện tử.",
        "Mỗi phường chọn một khu dân cư làm điểm.",
        "Hội nghị quyết định các nội dung quan trọng.",
        "Phấn đấu 90% cơ quan đạt chuẩn.",
        "Khoa học và công nghệ phát triển mạnh.",
        "Thanh tra các cơ sở nuôi tôm.",
        "Thôn Đông 2 hộ được hỗ trợ giống.",
        "Đối với các chợ, công trình cấp nước thuộc phạm vi quản lý, hướng dẫn tiểu thương phân loại rác.",
        "Trách nhiệm của các cơ quan truyền thông nơi đặt trạm phát sóng.",
        "Cơ quan chủ trì, thành phần và số người dự tập huấn.",
        "Trưởng thôn Bến Đông, để hướng dẫn khách xếp hàng lên đò.",
        "Khi nước cạn thì hội đua thuyền dời sang tuần sau.",
        # told what it is like; a row of places; a deputy by a letter
        "Giáo viên đang dạy ở điểm trường lẻ.",
        "Điểm chỉ đạo: thôn 5, ngày 10/11.",
        "P.CT Hội: dự.",
    ],
)
def test_clause_without_a_body_of_its_own(clause):
    assert subject_of(clause) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rà soát hộ nghèo (Phòng Kinh tế chủ trì).", [("Phòng Kinh tế", "lead", [])]),
        (
            "Mở lớp tập huấn (Trạm Y tế chủ trì, phối hợp với Hội Phụ nữ xã).",
            [("Trạm Y tế", "lead", ["Hội Phụ nữ xã"])],
        ),
        ("In tài liệu (Đơn vị thực hiện: Văn phòng Đảng ủy).", [("Văn phòng Đảng ủy", "implement", [])]),
        ("Treo cờ (theo hướng dẫn của Sở Văn hóa).", []),
        ("Quét vôi nhà sàn – Trường Mầm non Bãi Sậy thực hiện.", [("Trường Mầm non Bãi Sậy", "implement", [])]),
        ("Mượn loa - Đoàn Thanh niên phụ trách.", [("Đoàn Thanh niên", "lead", [])]),
        ("Mượn loa của Phòng Văn hóa - Xã hội thực hiện lễ hội.", []),
        ("Nhặt rác quanh ao (Lớp 9A thực hiện).", [("Lớp 9A", "implement", [])]),
        ("Giao Phòng Kinh tế chủ trì, Công an xã phối hợp thực hiện.", [("Phòng Kinh tế", "lead", ["Công an xã"])]),
        (
            "Giao Phòng Kinh tế chủ trì; Trạm Y tế xã, Công an xã phối hợp kiểm tra bến, xong trước ngày 30/6/2026.",
            [("Phòng Kinh tế", "lead", ["Trạm Y tế xã", "Công an xã"])],
        ),
        (
            "Giao Phòng Kinh tế chủ trì, Công an xã phối hợp kiểm tra bến.",
            [("Phòng Kinh tế", "lead", ["Công an xã"])],
        ),
        (
            "Giao Phòng Kinh tế chủ trì; các thôn phối hợp thực hiện trước ngày 10/3.",
            [("Phòng Kinh tế", "lead", ["các thôn"])],
        ),
        (
            "Nạo vét ao làng (đơn vị chủ trì: Hội Nông dân xã; thời gian: quý II/2026; phối hợp: Đoàn Thanh niên xã).",
            [("Hội Nông dân xã", "lead", ["Đoàn Thanh niên xã"])],
        ),
        ("Quét dọn sân đình; Hội Phụ nữ xã đảm nhận.", [("Hội Phụ nữ xã", "implement", [])]),
        (
            "Phòng Kinh tế lập dự toán. Công an xã bảo đảm trật tự.",
            [("Phòng Kinh tế", "implement", []), ("Công an xã", "implement", [])],
        ),
    ],
)
def test_duties_outside_of_any_part_on_organisation(text, expected):
    plan = plan_of(f"KẾ HOẠCH\nTrang trí đường phố\n\nI. NỘI DUNG\n1. Các việc\n- {text}\n- Dọn vệ sinh.\n")
    assert [(a.unit.text, a.role, [u.text for u in a.partners]) for a in plan.assignments] == expected


def test_labelled_lines_give_the_work_of_a_title_to_bodies():
    plan = plan_of(
        "KẾ HOẠCH\nHội thao\n\nI. NỘI DUNG\n1. Lễ khai mạc\n- Đơn vị chủ trì: Phòng Văn hóa - Xã hội.\n"
        "- Đơn vị phối hợp: Công an xã, Trạm Y tế xã.\n2. Thi đấu\n- Tổ chức thi kéo co.\n"
    )
    (assignment,) = plan.assignments
    assert (assignment.unit.text, assignment.role, assignment.section_id) == ("Phòng Văn hóa - Xã hội", "lead", "I.1")
    assert [unit.text for unit in assignment.partners] == ["Công an xã", "Trạm Y tế xã"]


def test_headings_give_duties_in_any_part_of_a_directive():
    plan = plan_of(
        "CHỈ THỊ\nVề việc giữ vệ sinh\n\nChủ tịch Ủy ban nhân dân xã chỉ thị:\n"
        "1. Phòng Kinh tế chủ trì, phối hợp thực hiện:\n"
        "a) Lập danh sách hộ kinh doanh.\nb) Ký cam kết với từng hộ.\n2. Phó Chủ tịch Lê Văn Tám\n- Chỉ đạo chung.\n"
    )
    assert [(a.unit.text, a.role) for a in plan.assignments] == [
        ("Phòng Kinh tế", "lead"),
        ("Phòng Kinh tế", "lead"),
        ("Phó Chủ tịch Lê Văn Tám", "implement"),
    ]


def test_clauses_below_one_who_directs_may_name_their_own_body():
    plan = plan_of(
        "CHỈ THỊ\nVề việc giữ đê\n\nBan Thường vụ Đảng ủy yêu cầu:\n1. Đảng ủy xã lãnh đạo, chỉ đạo:\n"
        "a) Công an xã canh gác kè đá.\nb) Dự trữ bao cát ở các điếm.\n2. Chi bộ các thôn\n- Đăng ký trực đê.\n"
    )
    assert [a.unit.text for a in plan.assignments] == ["Công an xã", "Đảng ủy xã", "Chi bộ các thôn"]


@pytest.mark.parametrize(
    ("duty", "role", "partners"),
    [
        (" lập kế hoạch; tổ chức chủ trì, phối hợp với Công an xã tuần tra.", "lead", ["Công an xã"]),
        (" căn cứ lịch trực, khi có báo động chủ động phối hợp tuần tra.", "cooperate", []),
        (" tổng hợp phiếu, phối hợp với thư ký hội thi hoàn thiện biên bản.", "implement", ["thư ký hội thi"]),
        (" phối hợp với Hiệu trưởng các trường lập danh sách.", "cooperate", ["Hiệu trưởng các trường"]),
    ],
)
def test_role_and_partners_of_a_duty(duty, role, partners):
    assert role_of(duty) == role
    assert [unit.text for unit in partners_of(duty)] == partners


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Đề nghị Hội Nông dân xã phối hợp", "Hội Nông dân xã"),
        ("Công an xã quan tâm, phối hợp", "Công an xã"),
        ("Trạm Y tế phối hợp, tham gia thực hiện", "Trạm Y tế"),
    ],
)
def test_what_a_heading_asks_of_a_body_is_no_part_of_its_name(title, body):
    plan = plan_of(
        f"KẾ HOẠCH\nDọn bến\n\nI. TỔ CHỨC THỰC HIỆN\n1. {title}\n- Cử người trực.\n2. Phòng Kinh tế\n- Lập dự toán.\n"
    )
    assert [a.unit.text for a in plan.assignments] == [body, "Phòng Kinh tế"]


def test_members_of_a_team_get_no_work():
    plan = plan_of(
        "KẾ HOẠCH\nKiểm kê\n\nI. NỘI DUNG\n1. Lập đoàn\n- Ra quyết định lập đoàn, gồm:\n"
        "+ Trưởng đoàn: Đại diện Hội Nông dân xã\n+ Thành viên đoàn: Đại diện một số chi hội; mời cán bộ thú y.\n"
        "- Đo từng thửa ruộng.\n"
    )
    assert not plan.assignments
    assert [task.text for task in plan.tasks] == ["Ra quyết định lập đoàn, gồm:", "Đo từng thửa ruộng."]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Giám đốc Trung tâm là người đứng đầu, có trách nhiệm điều hành chung.", "Giám đốc Trung tâm"),
        ("Hiệu trưởng là người chịu trách nhiệm cao nhất về tuyển sinh.", "Hiệu trưởng"),
        ("Trưởng đoàn là người có kinh nghiệm.", None),
        ("Định kỳ 6 tháng, hằng năm, báo cáo UBND xã số liệu của đơn vị, địa phương nhằm theo dõi.", None),
        ("Hằng quý, gửi số liệu của các trường, phòng chuyên môn để theo dõi.", None),
        ("Thay mặt Phòng chủ trì, phối hợp với các thôn, xóm, địa phương chủ động tháo gỡ khó khăn.", None),
        ("Hằng quý, Trạm Y tế xã gửi số liệu của các trường, phòng khám để theo dõi.", "Trạm Y tế xã"),
    ],
)
def test_subject_before_what_it_is_and_behind_what_is_done(sentence, who):
    found = subject_of(sentence)
    assert (found.text if found else None) == who


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Tọa đàm “Đọc sách mỗi ngày” - Trường THCS Hoa Sim hỗ trợ thực hiện.", "Trường THCS Hoa Sim"),
        ("Thi vẽ tranh (khối lớp 5) – Trường Tiểu học Lá Xanh thực hiện.", "Trường Tiểu học Lá Xanh"),
        ("Tổng kết năm 2026 – Phòng Nội vụ chủ trì.", "Phòng Nội vụ"),
        ("Phát triển kinh tế - xã hội do thôn thực hiện.", None),
    ],
)
def test_body_behind_a_closing_dash(text, body):
    plan = plan_of(f"KẾ HOẠCH\nThi đọc\n\nI. NỘI DUNG\n\n1. {text}\n\n2. Trồng cây ở sân trường.\n")
    assert [duty.unit.text for duty in plan.assignments] == ([body] if body else [])


def test_a_body_that_divides_its_work_among_its_officers_has_it():
    plan = plan_of(
        "KẾ HOẠCH\nHội thả diều\n\nI. TỔ CHỨC THỰC HIỆN\n1. Ban Thường vụ Hội Nông dân xã\n"
        "- Phân công các đồng chí Ủy viên phụ trách từng thôn.\n- Phân công Chi hội thôn Đông chủ trì làm diều.\n"
    )
    assert [a.unit.text for a in plan.assignments] == ["Ban Thường vụ Hội Nông dân xã", "Chi hội thôn Đông"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Việc phát cây giống do Phòng Kinh tế thực hiện trước ngày 15/4.", ("Phòng Kinh tế", "implement", [])),
        ("Phần hát mở màn do các thôn đảm nhiệm.", ("các thôn", "implement", [])),
        ("Hội thả diều do Hội Nông dân xã chủ trì.", ("Hội Nông dân xã", "lead", [])),
        ("Ngày hội diều do Công an xã chủ trì, Trạm Y tế xã tham gia.", ("Công an xã", "lead", ["Trạm Y tế xã"])),
        ("Phần dẫn chương trình do cô Lê Thị Măng đảm nhiệm.", ("cô Lê Thị Măng", "implement", [])),
        ("Sở Y tế chủ trì, Sở Tài chính và các thôn tham gia.", ("Sở Y tế", "lead", ["Sở Tài chính", "các thôn"])),
        ("Dự các buổi thi do Phòng Kinh tế chủ trì.", None),
        ("Hằng quý, kiểm tra các cầu do Công an xã thực hiện.", None),
        ("Danh mục cầu do đơn vị thực hiện.", None),
        ("Các cầu nhỏ đã do Công an xã thực hiện.", None),
        ("Đối với cầu do Công an xã phụ trách.", None),
        ("Chất lượng cầu kém do Công an xã thực hiện.", None),
    ],
)
def test_body_of_a_work_that_is_told_in_the_passive(text, expected):
    plan = plan_of(f"KẾ HOẠCH\nThả diều\n\nI. NỘI DUNG\n\n- {text}\n\n- Trồng cây ở sân đình.\n")
    assert duties(plan) == ([expected] if expected else [])


def test_title_in_the_passive_gives_what_stands_below_it():
    plan = plan_of(
        "KẾ HOẠCH\nThả diều\n\nI. NỘI DUNG\n1. Hội thả diều do Hội Nông dân xã chủ trì\n- Mời các đội thi diều.\n"
        "- Công an xã tuần tra.\n2. Dự lớp làm diều do Phòng Kinh tế chủ trì\n- Cử người dự lớp.\n"
    )
    assert duties(plan) == [("Hội Nông dân xã", "lead", []), ("Công an xã", "implement", [])]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Hồ sơ lập thành hai bản. Phòng Nội vụ phải nộp một bản.", ["Phòng Nội vụ"]),
        ("Hội nghị họp một buổi. Các thôn có trách nhiệm cử người dự.", ["Các thôn"]),
        ("Hồ sơ lập thành hai bản. Phòng Nội vụ của xã có một tủ.", []),
        ("Lập hồ sơ. Phải nộp hồ sơ cho Phòng Nội vụ.", []),
    ],
)
def test_later_sentence_that_obliges_a_body_gives_it_the_work(text, who):
    plan = plan_of(f"KẾ HOẠCH\nHọp thôn\n\nI. NỘI DUNG\n\n- {text}\n\n- Trồng cây ở sân đình.\n")
    assert [duty.unit.text for duty in plan.assignments] == who


@pytest.mark.parametrize(
    "text",
    [
        "Văn nghệ chào mừng (Đoàn Thanh niên xã đảm nhiệm).",
        "Văn nghệ chào mừng – Đoàn Thanh niên xã đảm nhiệm.",
        "Văn nghệ chào mừng do Đoàn Thanh niên xã đảm nhiệm.",
    ],
)
def test_a_verb_of_a_role_means_the_same_in_a_bracket_behind_a_dash_and_in_the_passive(text):
    assert duties(plan_of(f"KẾ HOẠCH\nTrồng tre\n\nI. NHIỆM VỤ\n- {text}\n")) == [
        ("Đoàn Thanh niên xã", "implement", [])
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Phòng Kinh tế chủ trì, Công an xã chủ trì phần tuần tra, Trạm Y tế chủ trì phần cấp cứu.",
            [("lead", "Phòng Kinh tế", []), ("lead", "Công an xã", []), ("lead", "Trạm Y tế", [])],
        ),
        (
            "Giao Phòng Kinh tế, Công an xã đồng chủ trì lập phương án.",
            [("lead", "Phòng Kinh tế, Công an xã", [])],
        ),
        (
            "Công an xã (chủ trì), Trạm Y tế (phối hợp): trực cấp cứu tại bến đò.",
            [("lead", "Công an xã", ["Trạm Y tế"])],
        ),
    ],
)
def test_several_who_lead(line, expected):
    plan = plan_of("KẾ HOẠCH\nChèo thuyền năm 2026\nI. TỔ CHỨC THỰC HIỆN\n1. " + line)
    found = [(one.role, one.unit.text, [unit.text for unit in one.partners]) for one in plan.assignments]
    assert found == expected


def test_positions_of_a_joint_paper_over_names_are_its_foot():
    plan = plan_of(
        "KẾ HOẠCH LIÊN TỊCH\nCấp thẻ thư viện năm 2026\nI. NỘI DUNG\n1. Sở Y tế lập danh sách.\n"
        "2. Sở Tài chính cấp kinh phí.\n\nGIÁM ĐỐC SỞ TÀI CHÍNH              GIÁM ĐỐC SỞ Y TẾ\n"
        "Đinh Văn Thắm                     Quách Thị Dịu"
    )
    assert [task.text for task in plan.tasks] == ["Sở Y tế lập danh sách.", "Sở Tài chính cấp kinh phí."]


@pytest.mark.parametrize(
    ("text", "body", "asked"),
    [
        ("UBND xã giao Phòng Kinh tế chủ trì lập dự toán.", "Phòng Kinh tế", True),
        ("Ủy ban nhân dân xã đề nghị các cơ quan, đơn vị treo cờ từ ngày 10/5.", "các cơ quan, đơn vị", True),
        ("Chủ tịch UBND xã yêu cầu Trường Tiểu học Bãi Sậy gửi báo cáo.", "Trường Tiểu học Bãi Sậy", True),
        ("Phòng Nội vụ đề nghị UBND xã khen thưởng tập thể.", "Phòng Nội vụ", False),
        ("Phòng Nội vụ đề nghị khen thưởng tập thể.", "Phòng Nội vụ", False),
        ("Công an xã giao ban hằng tuần với các thôn.", "Công an xã", False),
        # behind the occasion
        (
            "Thực hiện Công văn số 7/UBND-KT ngày 05/3/2026, UBND xã yêu cầu các thôn nộp danh sách.",
            "các thôn",
            True,
        ),
        ("Hưởng ứng Ngày Nước, UBND xã giao Phòng Kinh tế chủ trì dọn rác.", "Phòng Kinh tế", True),
    ],
)
def test_who_is_asked_by_the_subject_does_the_work(text, body, asked):
    subject = subject_of(text)
    assert subject is not None
    assert (subject.text, subject.asked) == (body, asked)


def test_each_of_two_sentences_gives_its_own_work():
    plan = plan_of(
        "KẾ HOẠCH\nGiám sát\n\nI. TỔ CHỨC\n\n- Đề nghị UBND xã chuẩn bị báo cáo. Giao Phòng Kinh tế làm đầu mối.\n"
        "- Trồng cây ở sân đình.\n"
    )
    assert [(who, role) for who, role, _ in duties(plan)] == [
        ("UBND xã", "implement"),
        ("Phòng Kinh tế", "implement"),
    ]


BELOW_A_BODY = "KẾ HOẠCH\nDọn bến thuyền\n\nI. TỔ CHỨC THỰC HIỆN\n1. Hội Nông dân xã\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the heading's body leads nothing that is given to another
        ("Trường hợp hội viên không nộp thì Phòng Kinh tế chủ trì thu hồi.", [("lead", "Phòng Kinh tế")]),
        ("Trường hợp hội viên không nộp thì Phòng Kinh tế thu hồi.", [("implement", "Phòng Kinh tế")]),
        ("Phòng Kinh tế chủ trì thu hồi lưới cũ.", [("lead", "Phòng Kinh tế")]),
        (
            "Lập danh sách; nếu không đủ người, Phòng Kinh tế chủ trì lập danh sách.",
            [("implement", "Hội Nông dân xã"), ("lead", "Phòng Kinh tế")],
        ),
        (
            "Vận động hội viên nộp lưới. Trường hợp không nộp, Phòng Kinh tế chủ trì thu lưới.",
            [("implement", "Hội Nông dân xã"), ("lead", "Phòng Kinh tế")],
        ),
        # its own name, a class of bodies, or one that is only spoken of changes nothing
        ("Nếu bến ngập thì Hội Nông dân xã chủ trì di dời thuyền.", [("lead", "Hội Nông dân xã")]),
        ("Chủ trì dọn bến; nếu mưa, dời sang ngày hôm sau.", [("lead", "Hội Nông dân xã")]),
        ("Dọn bến; khi Phòng Kinh tế yêu cầu, gửi báo cáo.", [("implement", "Hội Nông dân xã")]),
    ],
)
def test_who_leads_in_some_case_is_not_the_body_of_the_heading(text, expected):
    assert [(one.role, one.unit.text) for one in plan_of(BELOW_A_BODY + f"- {text}\n").assignments] == expected


def test_a_nested_line_with_a_body_of_its_own_is_that_bodys():
    plan = plan_of(
        BELOW_A_BODY + "- Rà soát biển báo:\n+ Công an xã cắm biển báo.\n+ Thay biển cũ.\n"
        "+ Các thôn báo biển hỏng.\n+ Hội Nông dân xã quét sơn.\n"
    )
    done = {task.id: task.text for task in plan.tasks}
    assert [(one.unit.text, done[one.task_id or ""]) for one in plan.assignments] == [
        ("Hội Nông dân xã", "Rà soát biển báo:"),
        ("Công an xã", "Công an xã cắm biển báo."),
    ]


def test_all_are_meant_where_the_one_who_asks_is_named():
    text = "Hội xuân mở ba ngày. Ủy ban nhân dân xã đề nghị các cơ quan, đơn vị treo cờ trước ngày 10/5/2026."
    plan = plan_of(f"THÔNG BÁO\nTreo cờ\n\n{text}\nCông an xã nhắc nhở các hộ.\n")
    assert [one.unit.text for one in plan.assignments] == ["các cơ quan, đơn vị", "Công an xã"]


def test_a_line_that_only_gives_the_work_above_it_is_part_of_it():
    plan = plan_of(
        'KẾ HOẠCH\nChợ phiên\n\nI. NỘI DUNG\n1. Họp chợ "Sáng thứ Bảy": mỗi tháng một lần.\n'
        "Giao Hội Phụ nữ xã chủ trì, phối hợp với Công an xã.\n2. Dựng cổng chợ.\nGiao Phòng Kinh tế dự trù vật tư.\n"
    )
    assert duties(plan) == [("Hội Phụ nữ xã", "lead", ["Công an xã"]), ("Phòng Kinh tế", "implement", [])]
    first, *_ = plan.tasks
    assert first.text.endswith("phối hợp với Công an xã.")
    assert plan.assignments[0].deadline is not None
    assert plan.assignments[0].deadline.recurrence == "monthly"


def test_what_bodies_do_below_a_division_of_work_is_no_list_of_bodies():
    plan = plan_of(
        "KẾ HOẠCH\nLễ hội đua ghe\n\nI. NỘI DUNG\n1. Lễ khai mạc\na) Thời gian: 7 giờ ngày 10/3/2026\nb) Phân công\n"
        "- Công an xã: giữ trật tự ở bến\n- Đoàn Thanh niên: dựng khán đài\n- Trạm Y tế: trực cấp cứu\n"
        "2. Bế mạc\nTrao giải.\n"
    )
    assert [one.unit.text for one in plan.assignments] == ["Công an xã", "Đoàn Thanh niên", "Trạm Y tế"]
    assert [task.text for task in plan.tasks][:1] == ["Công an xã: giữ trật tự ở bến"]


def test_bodies_of_a_labelled_line_end_before_what_they_do():
    plan = plan_of(
        "KẾ HOẠCH\nLễ hội đua ghe\n\nI. NỘI DUNG\n1. Lễ khai mạc\n- Thời gian: 7 giờ ngày 10/3/2026.\n"
        "- Phân công: đ/c Lê Thị Măng - Chủ tịch Hội chỉ đạo chung; Công an xã giữ trật tự ở bến.\n"
        "2. Bế mạc\nTrao giải.\n"
    )
    assert [one.unit.text for one in plan.assignments] == ["đ/c Lê Thị Măng - Chủ tịch Hội", "Công an xã"]


def test_a_body_that_is_asked_in_brackets():
    plan = plan_of(
        "KẾ HOẠCH\nGiữ rừng\n\nI. TỔ CHỨC THỰC HIỆN\n1. Trạm Kiểm lâm: cắm mốc.\n"
        "2. UBND các xã trong khu vực (đề nghị): kiện toàn Ban Chỉ đạo.\n"
    )
    assert [(one.unit.text, one.requested) for one in plan.assignments] == [
        ("Trạm Kiểm lâm", False),
        ("UBND các xã trong khu vực", True),
    ]
