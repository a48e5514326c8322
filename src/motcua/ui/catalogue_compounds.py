"""Questions of several answers, for the catalogue: a person, a table, a point, a sum."""

from __future__ import annotations

from motcua.ui.fields import (
    Cluster,
    DateParts,
    Field,
    Group,
    Kind,
    Option,
    Picture,
    PointParts,
    Section,
)

_SYSTEMS = (Option("wgs84", "WGS 84"), Option("vn2000", "VN-2000"))
_PICTURE = Picture(101, 24, 40, "0 0 680 720", "M46 64L360 100L300 460L120 610Z", ())


def compound_fields() -> Section:
    """Return one of each kind of question that asks several things under one head."""
    return Section("Nhiều câu dưới một tên", (_person(), _goods(), _total(), _point()))


def _person() -> Cluster:
    parts = (
        Field("founder.full_name", Kind.NAME, "Họ và tên", value="Nguyễn Thị Hường"),
        Field("founder.birth_date", Kind.DATE, "Ngày sinh", value=DateParts("17", "5", "1990")),
        Field("founder.number", Kind.CITIZEN_NUMBER, "Số định danh cá nhân", required=False),
    )
    return Cluster("founder", "Chủ hộ kinh doanh", parts, origin="Lấy từ tài khoản của anh/chị.")


def _goods() -> Group:
    rows = tuple(
        (
            Field(f"goods.{i}.name", Kind.TEXT, "Tên hàng", value=name),
            Field(f"goods.{i}.price", Kind.MONEY, "Giá", value="20000"),
            Field(f"goods.{i}.line", Kind.CALCULATED, "Thành tiền", value="20.000 đ"),
        )
        for i, name in enumerate(("Gạo", "Muối"))
    )
    return Group("goods", "Hàng hóa", rows, 1, 5, "Thêm dòng", "Dòng", is_table=True)


def _total() -> Field:
    hint = "Hệ thống tự tính từ các câu trả lời."
    return Field("total", Kind.CALCULATED, "Cộng", hint=hint, value="40.000 đ")


def _point() -> Field:
    return Field(
        "spot",
        Kind.MAP_POINT,
        "Vị trí",
        value=PointParts("wgs84", "21.028511", "105.804817"),
        eras=_SYSTEMS,
        meridians=(Option("105-00", "105°00′"),),
        picture=_PICTURE,
        suffix="Không biết tọa độ thì mô tả vị trí",
    )
