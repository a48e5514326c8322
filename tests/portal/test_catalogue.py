"""Finding a procedure and knowing papers, cost and time before signing in."""

from __future__ import annotations

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.procedures.actions import Received, import_records
from motcua.procedures.actions.opening import Opening, open_imported
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.national.records import read_record
from motcua.procedures.enums import Channel
from motcua.proving.actions import prove
from tests.cast import BIRTH, BUSINESS, NOW, RESIDENCE, ROLES
from tests.portal.offered import let_in
from tests.procedures.national import line

IMPORTED = "1.900001"
pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("dang ky khai sinh", "Đăng ký khai sinh"),
        ("có con", "Đăng ký khai sinh"),
        ("co con", "Đăng ký khai sinh"),
        ("ĐĂNG KÝ THƯỜNG TRÚ", "Đăng ký thường trú"),
        ("nhap ho khau", "Đăng ký thường trú"),
        ("mo cua hang", "Đăng ký thành lập hộ kinh doanh"),
        (BIRTH, "Đăng ký khai sinh"),
    ],
)
def test_everyday_words_find_the_procedure_with_or_without_marks(stranger, words, name):
    stranger.client.get("/")
    stranger.response = stranger.client.get("/procedures", {"q": words})
    assert stranger.words("(//main//h2/a)[1]") == name


def test_a_result_says_time_cost_and_what_can_be_done_online(stranger):
    stranger.go("/procedures?q=thuong+tru")
    facts = stranger.words("(//ul[@class='mc-hit__facts'])[1]")
    assert "7 ngày làm việc" in facts
    assert "10.000" in facts
    assert "trên mạng" in facts


def test_words_nobody_knows_get_suggestions_and_one_thing_to_do(stranger):
    stranger.go("/procedures?q=xyzzyqwert")
    assert "Chưa tìm thấy thủ tục nào" in stranger.text
    assert "có con" in stranger.text
    assert stranger.page.xpath("//main//h2/a")


def test_a_whole_letter_is_answered_by_how_it_begins(stranger):
    stranger.client.get("/")
    asked = {"q": "đăng ký khai sinh " + "xin được giúp đỡ " * 30}
    stranger.response = stranger.client.get("/procedures", asked)
    assert stranger.words("(//main//h2/a)[1]") == "Đăng ký khai sinh"
    assert stranger.page.xpath("//input[@id='q']/@value")[0].startswith("đăng ký khai sinh xin")


def test_a_life_event_leads_to_its_procedures(stranger):
    stranger.go("/")
    (link,) = stranger.page.xpath("//a[contains(., 'Có con')]/@href")
    stranger.go(link)
    assert "Đăng ký khai sinh" in stranger.text


def test_the_front_page_has_one_search_field_tracking_notices_and_nobody_s_dossiers(stranger):
    stranger.go("/")
    assert len(stranger.page.xpath("//form[@role='search']")) == 1
    assert "Tra cứu hồ sơ" in stranger.text
    assert "24/11/2026" in stranger.text
    assert "Hồ sơ của tôi" not in stranger.text


@pytest.mark.parametrize("code", [BIRTH, RESIDENCE, BUSINESS])
def test_papers_cost_time_and_who_decides_are_shown_before_signing_in(stranger, code):
    stranger.go(f"/procedures/{code}")
    for heading in (
        "Thời hạn",
        "Lệ phí",
        "Giấy tờ",
        "Nơi giải quyết",
        "Các bước",
        "Căn cứ pháp lý",
    ):
        assert heading in stranger.text
    assert stranger.page.xpath("//a[contains(@href, '/start?office=')]")


@pytest.mark.parametrize(("number", "is_said"), [("1868/QĐ-BTP", True), ("", False)])
def test_no_decision_is_named_where_none_is_known(stranger, world, number, is_said):
    (folder,) = (folder for folder in pack_folders() if folder.name == BUSINESS)
    pack = read_pack(folder)
    decision = pack.decision.model_copy(update={"number": number, "agency": None})
    let_in(world, pack.model_copy(update={"code": "9.000001", "decision": decision}))
    stranger.go("/procedures/9.000001")
    assert ("Công bố tại Quyết định" in stranger.text) is is_said


def test_a_fee_that_nobody_confirmed_says_so(stranger):
    stranger.go(f"/procedures/{BUSINESS}")
    assert "100.000" in stranger.text
    assert "chờ xác nhận" in stranger.text
    stranger.go(f"/procedures/{RESIDENCE}")
    assert "chờ xác nhận" not in stranger.words("//dl[@class='mc-facts']")


def test_the_level_is_a_sentence_with_its_conditions_and_today_s_term(stranger, settings):
    settings.BANK_URL = "http://127.0.0.1:1"
    stranger.go(f"/procedures/{RESIDENCE}")
    assert "Anh/chị làm được toàn bộ trên mạng" in stranger.text
    assert "Mức độ 4 trên 4" in stranger.text
    assert "toàn trình" in stranger.text
    settings.BANK_URL = ""
    stranger.go(f"/procedures/{RESIDENCE}")
    assert "Mức độ 3 trên 4" in stranger.text
    assert "Chưa nộp tiền trên mạng được" in stranger.text


def test_what_a_machine_proved_says_on_which_day(stranger, world):
    stranger.go(f"/procedures/{BIRTH}")
    assert "Đã chứng minh ngày" not in stranger.text
    world.give_a_key()
    prove(actor=SYSTEM, code=BIRTH, agency_code=world.ward.code, now=world.now)
    stranger.go(f"/procedures/{BIRTH}")
    assert "Đã chứng minh ngày 20/11/2026" in stranger.text


def test_the_office_is_chosen_in_two_steps_without_scripts(stranger, world, two_provinces):
    stranger.go(f"/procedures/{BIRTH}")
    assert not stranger.page.xpath("//a[contains(@href, '/start?office=')]")
    assert not stranger.page.xpath("//select[@name='office']")
    stranger.go(f"/procedures/{BIRTH}?province=01")
    names = [one.text for one in stranger.page.xpath("//select[@name='office']/option")]
    assert names == ["Chọn cơ quan", "Ủy ban nhân dân phường Ba Đình"]
    stranger.go(f"/procedures/{BIRTH}?province=01&office={world.offerings[BIRTH]}")
    (link,) = stranger.page.xpath("//a[contains(@href, '/start?office=')]/@href")
    assert link == f"/procedures/{BIRTH}/start?office={world.offerings[BIRTH]}"


def test_the_form_to_print_is_a_pdf(stranger):
    stranger.go(f"/procedures/{BIRTH}/form.pdf")
    assert stranger.response["Content-Type"] == "application/pdf"
    assert stranger.response.content.startswith(b"%PDF-")
    assert "attachment" in stranger.response["Content-Disposition"]


def test_communes_of_a_province_come_as_rows(stranger):
    stranger.go("/places?province=01")
    assert ["00004", "Phường Ba Đình"] in stranger.response.json()
    for nonsense in ("", "?province=", "?province=x", "?province=%00", "?province=99"):
        assert stranger.go(f"/places{nonsense}").response.json() == []


@pytest.mark.parametrize(
    "address", ["/procedures/9.999999", "/procedures/1.00119", "/procedures/x"]
)
def test_a_procedure_there_is_not_is_404(stranger, address):
    assert stranger.go(address).status == 404


def test_every_standing_page_is_there_in_both_languages(stranger):
    for address in (
        "/",
        "/procedures",
        f"/procedures/{BIRTH}",
        "/track",
        "/verify",
        "/help",
        "/privacy",
    ):
        stranger.client.cookies.clear()
        assert stranger.go(address).status == 200
        assert stranger.page.get("lang") == "vi"
        stranger.go(f"{address}?lang=en").follow()
        assert stranger.page.get("lang") == "en"


def test_how_the_agency_handles_it_is_drawn_and_listed(stranger, world):
    stranger.go(f"/procedures/{BIRTH}")
    assert "Cơ quan giải quyết thế nào" in stranger.text
    steps = stranger.page.xpath("//ol[@class='mc-process__steps']/li")
    assert len(steps) == 5
    assert not stranger.page.xpath("//*[@class='mc-process']//*[@style]")
    stranger.go(f"/procedures/{BIRTH}/process.svg")
    assert stranger.response["Content-Type"] == "image/svg+xml"


def test_every_code_of_the_national_catalogue_has_a_page(stranger):
    record = Received(*read_record(line(MATTHC="1.900009-Xoa")))
    list(import_records(actor=SYSTEM, records=[record], now=NOW))
    assert stranger.go("/procedures/1.900009-Xoa").status == 200
    assert "1.900009-Xoa" in stranger.text


def test_the_source_s_own_words_stand_where_a_limit_or_a_fee_is_unclear(stranger):
    fee = {"SOTIEN": "100", "DONVI": "VNĐ", "MOTA": "Theo biểu của tỉnh"}
    time = {"THOIGIANGIAIQUYET": "1", "DONVITINH": "OTHER", "MOTA": "", "PHILEPHI": [fee]}
    ways = [{"KENH": "DIRECT", "THOIGIAN": [time]}]
    record = Received(*read_record(line(CACHTHUCTHUCHIEN=ways, THANHPHANHOSO=[])))
    list(import_records(actor=SYSTEM, records=[record], now=NOW))
    stranger.go(f"/procedures/{IMPORTED}")
    assert "xem lời của cơ quan công bố bên dưới" in stranger.text
    below = "Lời của cơ quan công bố, khi nộp trực tiếp: 1 OTHER · 100 VNĐ: Theo biểu của tỉnh"
    assert below in stranger.text
    assert "Không phải nộp" not in stranger.text
    assert "Chưa nêu rõ giấy tờ; thời hạn; phí, lệ phí." in stranger.text


@pytest.mark.parametrize(
    "cases",
    [
        [("", ["Bản sao sổ đỏ, nếu là chủ đất"])],
        [("Chó trong nước", []), ("Chó nhập khẩu", ["Giấy kiểm dịch"])],
        [("", ["Đơn"]), ("Chó nhập khẩu", [])],
    ],
)
def test_that_no_paper_is_needed_is_not_said_where_a_case_may_need_one(stranger, cases):
    papers = [
        {
            "TRUONGHOP": case,
            "GIAYTO": [{"TENGIAYTO": name, "SOBANCHINH": 1} for name in names],
        }
        for case, names in cases
    ]
    record = Received(*read_record(line(THANHPHANHOSO=papers)))
    list(import_records(actor=SYSTEM, records=[record], now=NOW))
    stranger.go(f"/procedures/{IMPORTED}")
    assert "Không phải nộp thêm giấy tờ nào" not in stranger.text
    assert "Tùy trường hợp" in stranger.text


def test_an_imported_procedure_says_one_thing_before_and_after_an_agency_opens_it(stranger, world):
    list(import_records(actor=SYSTEM, records=[Received(*read_record(line()))], now=NOW))
    stranger.go(f"/procedures/{IMPORTED}")
    assert "chưa nộp hồ sơ trên mạng được" in stranger.text
    assert "tên gọi hiện nay: Cung cấp thông tin." in stranger.text
    assert "Tải mẫu đơn" not in stranger.text
    units = {
        role: world.ward.units.get(code=ROLES[role]).pk
        for role in ("receptionist", "specialist", "leader")
    }
    open_imported(
        actor=world.actor("administrator"),
        agency=world.ward,
        code=IMPORTED,
        opening=Opening(units, (Channel.ONLINE,), {}),
        now=NOW,
    )
    forget_all()
    stranger.go(f"/procedures/{IMPORTED}")
    assert stranger.page.xpath("//a[contains(@href, '/start?office=')]")
    assert "Anh/chị nộp hồ sơ trên mạng được; những điều còn thiếu" in stranger.text
    assert "Dịch vụ công trực tuyến một phần. Theo thang bốn mức" in stranger.text
    assert "tại cơ quan" not in stranger.words("//main/p[strong]")
    assert "Tải mẫu đơn" not in stranger.text
    stranger.go(f"/procedures?q={IMPORTED}")
    assert "Nộp trên mạng" in stranger.words("(//ul[@class='mc-hit__facts'])[1]")
