"""An office day in a real browser; afterwards every book must agree with the others."""

from __future__ import annotations

from tests.office_day import closing, counter, desk, online, outages, post
from tests.office_day.cast import (
    AN,
    BINH,
    CHI,
    EM,
    GIANG,
    HA,
    KHOA,
    LAN,
    MINH,
    MOTHER,
    NGA,
    OANH,
    PHUC,
    QUAN,
    SON,
    SON_OF_HERS,
    THU,
    UYEN,
    VAN,
    XUAN,
    YEN,
)

SETTLED = (BINH, CHI, MOTHER, LAN, MINH)


def test_after_an_office_day_register_audit_roll_ups_and_pages_agree(day, tmp_path):
    before_the_doors_open(day, tmp_path)
    the_doors_open(day, tmp_path)
    the_first_hours(day)
    the_power_fails(day, tmp_path)
    the_morning_goes_on(day, tmp_path)
    the_post_comes(day, tmp_path)
    the_afternoon(day)
    the_unit_is_cut_off(day)
    results_go_out(day, tmp_path)
    register = the_office_closes(day)
    assert closing.disagreements(day, register) == {}


def before_the_doors_open(day, folder):
    day.at("06:30")
    online.types_and_files(day, AN, folder)
    day.at("06:45")
    online.pays_at_the_bank(day, AN)
    day.at("06:50")
    online.files(day, BINH)
    online.transfers(day, BINH)
    day.at("06:55")
    for visitor in (CHI, EM, GIANG):
        online.files(day, visitor)


def the_doors_open(day, folder):
    one, two = day.house.counters.one, day.house.counters.two
    day.at("07:00")
    counter.opens(day, "receptionist", one)
    counter.opens(day, "second", two)
    day.sheets = outages.prints_sheets(day, "receptionist", one, 5)
    desk.is_away(day, "head", "deputy")
    day.at("07:05")
    assert counter.gives_number(day, "second", two) == "A001"
    assert counter.gives_number(day, "second", two, "elderly") == "A002"
    assert counter.gives_number(day, "second", two) == "A003"
    day.at("07:10")
    counter.calls(day, "receptionist", one, "A002")
    filing = counter.begins(day, "receptionist", one, MINH)
    counter.knows_the_answers(day, "receptionist", filing, MINH)
    counter.scans_papers(day, "receptionist", filing, folder)
    counter.files(day, "receptionist", filing, MINH)
    counter.is_done_with(day, "receptionist", one)
    day.at("07:20")
    counter.calls(day, "second", two, "A001")
    filing = counter.begins(day, "second", two, LAN)
    counter.types_answers(day, "second", LAN)
    counter.scans_papers(day, "second", filing, folder)
    counter.files(day, "second", filing, LAN, cash=True)
    counter.is_done_with(day, "second", two)
    day.at("07:40")
    counter.calls(day, "receptionist", one, "A003")
    counter.is_not_there(day, "receptionist", one)
    day.at("07:45")
    online.helps_his_mother(day, SON_OF_HERS, MOTHER)


def the_first_hours(day):
    two = day.house.counters.two
    day.at("08:00")
    desk.accepts(day, "receptionist", AN, BINH, CHI, MOTHER)
    day.at("08:05")
    desk.refuses(day, "receptionist", EM, "Trẻ đã được đăng ký khai sinh ở nơi khác.")
    day.at("08:10")
    online.withdraws(day, GIANG)
    day.at("08:20")
    desk.hands_over(day, "receptionist", AN, BINH, CHI, MOTHER, LAN, MINH)
    day.at("08:30")
    filing = counter.begins(day, "second", two, NGA)
    counter.knows_the_answers(day, "second", filing, NGA)
    counter.files_what_lacks(day, "second", filing, NGA, "Anh/chị nộp giấy đề nghị có chữ ký.")
    day.at("08:40")
    filing = counter.begins(day, "second", two, OANH)
    counter.knows_the_answers(day, "second", filing, OANH)
    counter.refuses_what_lacks(day, "second", filing, OANH, "Ngành nghề không được đăng ký.")
    day.at("08:50")
    desk.asks_supplement(day, "specialist", CHI, "Chưa khớp giấy chứng sinh.")


def the_power_fails(day, folder):
    one = day.house.counters.one
    day.at("09:00")
    begun = online.begins(day, HA)
    day.at("09:15")
    power = outages.declared(day, "09:10", "Mất điện cả phường")
    day.stood_still("power", AN, BINH, CHI, MOTHER, LAN, MINH)
    day.at("09:30")
    online.is_told_to_wait(day, HA, begun)
    day.at("09:52")
    outages.ended(day, power, "09:50")
    day.at("10:00")
    for visitor, serial, taken in ((SON, 1, "09:25"), (THU, 3, "09:35")):
        filing = counter.begins(day, "receptionist", one, visitor)
        counter.knows_the_answers(day, "receptionist", filing, visitor)
        outages.enters(day, "receptionist", filing, (day.sheets, serial), taken)
        counter.scans_papers(day, "receptionist", filing, folder)
        counter.files(day, "receptionist", filing, visitor, cash=bool(visitor.paid))
        day.entered_late.add(visitor.name)
    day.stood_still("power", SON, THU)
    outages.spoils(day, "receptionist", day.sheets, 2)
    outages.nothing_is_missing(day, "receptionist", day.sheets, 3)
    day.at("10:10")
    online.files(day, HA, begun)


def the_morning_goes_on(day, folder):
    one, two = day.house.counters.one, day.house.counters.two
    day.at("10:15")
    desk.asks_supplement(day, "receptionist", HA, "Tên trẻ chưa khớp giấy chứng sinh.")
    day.at("10:20")
    desk.hands_over(day, "receptionist", SON, THU)
    day.at("10:25")
    online.completes(day, CHI, "Bình An")
    day.at("10:30")
    filing = counter.begins(day, "receptionist", one, PHUC)
    counter.knows_the_answers(day, "receptionist", filing, PHUC)
    counter.closes(day, "second", two)
    day.leaves("second")
    counter.changes_clerk(day, "receptionist", "second", one, filing, PHUC)
    counter.scans_papers(day, "second", filing, folder)
    counter.files(day, "second", filing, PHUC)
    day.at("10:35")
    counter.opens(day, "receptionist", two)


def the_post_comes(day, folder):
    two = day.house.counters.two
    day.at("10:45")
    post.enters(day, "receptionist", two, UYEN, folder)
    post.enters(day, "receptionist", two, VAN, folder)
    post.enters(day, "receptionist", two, XUAN, folder, cash=True)
    post.enters(day, "receptionist", two, YEN, folder)
    day.at("11:10")
    desk.hands_over(day, "receptionist", PHUC, VAN, XUAN, YEN)
    day.at("11:20")
    desk.asks_payment(day, "specialist", XUAN, "Lệ phí công bố thông tin", 50_000)


def the_afternoon(day):
    day.at("13:30")
    desk.settles(day, "specialist", *SETTLED)
    day.at("13:45")
    online.wants_it_by_post(day, BINH)
    day.at("13:55")
    desk.passes_on(day, "deputy", *SETTLED, behalf="head")


def the_unit_is_cut_off(day):
    day.at("14:15")
    cut = outages.declared(day, "14:10", "Đứt cáp mạng phòng chuyên môn", "Chuyên môn")
    day.stood_still("cut", AN, SON, THU, PHUC, VAN, XUAN, YEN)
    day.at("14:25")
    desk.signs(day, "leader", *SETTLED)
    day.at("14:45")
    outages.ended(day, cut, "14:40")
    day.at("14:50")
    desk.stops(day, "leader", VAN, "Đương sự đã được đăng ký khai sinh.")


def results_go_out(day, folder):
    two = day.house.counters.two
    day.at("15:00")
    post.prints_label(day, "receptionist", BINH)
    post.carries(day, BINH, "picked_up", "in_transit")
    day.at("15:10")
    counter.calls_back(day, "receptionist", two, "A003")
    filing = counter.begins(day, "receptionist", two, QUAN)
    counter.knows_the_answers(day, "receptionist", filing, QUAN)
    counter.scans_papers(day, "receptionist", filing, folder)
    counter.files(day, "receptionist", filing, QUAN, cash=True)
    counter.is_done_with(day, "receptionist", two)
    day.at("15:25")
    online.ends_the_help(day)
    day.at("15:30")
    counter.hands_out(day, "second", LAN)
    desk.returns(day, "second", CHI, MOTHER)
    day.at("16:00")
    post.carries(day, BINH, "delivered")
    day.at("16:15")
    online.files(day, KHOA)


def the_office_closes(day):
    one, two = day.house.counters.one, day.house.counters.two
    day.at("16:50")
    handed = (AN, BINH, CHI, MOTHER, LAN, MINH, SON, THU, PHUC, VAN, XUAN, YEN)
    closing.hand_over_is_printed(day, "receptionist", *handed)
    closing.nobody_waits(day)
    counter.closes(day, "receptionist", two)
    counter.closes(day, "second", one)
    day.at("17:05")
    day.house.sweeps(*closing.EVENING)
    register = closing.register_of(day, "leader")
    day.at("23:30")
    day.house.sweeps(*closing.NIGHT)
    return register
