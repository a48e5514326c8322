"""What an installation may say about itself: folders, addresses, people, limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: what it is called, what it means and what it is when unset."""

    name: str
    default: str
    meaning_vi: str
    meaning_en: str
    secret: bool = False


OWN: tuple[Setting, ...] = (
    Setting(
        "MOTCUA_DATA",
        ".motcua",
        "Thư mục dữ liệu: cơ sở dữ liệu nhúng, tệp, khóa, đầu cây kiểm toán.",
        "Data folder: embedded database, files, keys, audit tree heads.",
    ),
    Setting(
        "PORT",
        "8000",
        "Cổng HTTP của trang dân và trang cán bộ.",
        "HTTP port of both the citizens' and the officials' pages.",
    ),
    Setting(
        "MOTCUA_BIND",
        "127.0.0.1",
        "Địa chỉ mạng mà máy chủ web lắng nghe.",
        "Network address the web server listens on.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "PostgreSQL (>= 15) cho ứng dụng; để trống thì dùng máy chủ nhúng.",
        "PostgreSQL (>= 15) for the application; empty means the embedded server.",
        secret=True,
    ),
    Setting(
        "DATABASE_OWNER_URL",
        "",
        "Kết nối của chủ sở hữu, dùng để nâng cấp lược đồ; mặc định như DATABASE_URL.",
        "The owner's connection, used for migrations; DATABASE_URL unless set.",
        secret=True,
    ),
    Setting(
        "DATABASE_READ_URL",
        "",
        "Kết nối chỉ đọc; mặc định như DATABASE_URL.",
        "The read-only connection; DATABASE_URL unless set.",
        secret=True,
    ),
    Setting(
        "MOTCUA_PORTAL_HOSTS",
        "localhost,127.0.0.1",
        "Tên máy của trang công dân, cách nhau bằng dấu phẩy; tên đầu tiên được in trong liên kết.",
        "Host names of the citizens' pages, comma separated; the first is printed in links.",
    ),
    Setting(
        "MOTCUA_DESK_HOSTS",
        "desk.localhost",
        "Tên máy của trang cán bộ, cách nhau bằng dấu phẩy.",
        "Host names of the officials' pages, comma separated.",
    ),
    Setting(
        "MOTCUA_PUBLIC_URL",
        "",
        "Địa chỉ công khai của cổng, in trong mã QR và thư; mặc định http://<tên máy>:<PORT>.",
        "Public address of the portal, for QR codes and mail; http://<host>:<PORT> unless set.",
    ),
    Setting(
        "MOTCUA_DESK_URL",
        "",
        "Địa chỉ công khai của trang cán bộ.",
        "Public address of the officials' pages.",
    ),
    Setting(
        "MOTCUA_HTTPS",
        "0",
        "1 khi người dùng truy cập bằng HTTPS: cookie Secure, HSTS, chuyển hướng.",
        "1 when people reach the node over HTTPS: Secure cookies, HSTS, redirect.",
    ),
    Setting(
        "MOTCUA_PROXIES",
        "0",
        "Số máy chủ chuyển tiếp tin cậy phía trước; cần đúng để giới hạn theo địa chỉ mạng.",
        "How many trusted proxies stand in front; limits by network address need the right number.",
    ),
    Setting(
        "MOTCUA_DEMO",
        "0",
        "1 cho thế giới minh họa: người hư cấu, đăng nhập một chạm, hình mờ.",
        "1 for the made-up world: invented people, one-click sign-in, watermark.",
    ),
    Setting(
        "MOTCUA_NAME",
        "Cổng dịch vụ công",
        "Tên hiển thị của cổng.",
        "The name shown on the pages.",
    ),
    Setting(
        "MOTCUA_LANGUAGE",
        "",
        "Ngôn ngữ của lệnh motcua: vi hoặc en; để trống thì theo máy, mặc định vi.",
        "Language of the motcua command: vi or en; empty follows the machine's, else vi.",
    ),
    Setting(
        "MOTCUA_WEB_WORKERS",
        "0",
        "Số tiến trình web (0: theo số nhân, ít nhất 2).",
        "Number of web processes (0: one for each core, at least 2).",
    ),
    Setting(
        "MOTCUA_WEB_THREADS",
        "4",
        "Số luồng trong mỗi tiến trình web.",
        "Threads in each web process.",
    ),
    Setting(
        "MOTCUA_WEB_PATIENCE",
        "2",
        "Số giây chờ đến lượt nhiều nhất; ai sẽ phải chờ lâu hơn thì được trả lời 503 ngay.",
        "Longest wait for one's turn, in seconds; who would wait longer is answered 503 at once.",
    ),
    Setting(
        "MOTCUA_SECRET_KEY",
        "",
        "Khóa bí mật của Django; để trống thì tạo một lần trong thư mục dữ liệu (quyền 0600).",
        "Django's secret key; empty means one is made once in the data folder (mode 0600).",
        secret=True,
    ),
    Setting(
        "MOTCUA_SEAL_KEYS",
        "",
        "Chùm khóa niêm phong số định danh (JSON); để trống thì đọc từ thư mục dữ liệu.",
        "Key ring that seals identity numbers (JSON); empty means the data folder's.",
        secret=True,
    ),
)
"""Settings of the node itself; `config.partners` has those of what it talks to."""
