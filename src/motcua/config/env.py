"""Every setting an installation reads from its environment, in one table.

`motcua doctor --settings` prints this table; nothing else in the package reads `os.environ`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: what it is called, what it means and what it is when unset."""

    name: str
    default: str
    meaning_vi: str
    meaning_en: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
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
    Setting(
        "MOTCUA_SMTP_URL",
        "",
        "Máy chủ thư, ví dụ smtp://may-chu:25; để trống thì không gửi thư.",
        "Mail server, such as smtp://server:25; empty means no mail is sent.",
        secret=True,
    ),
    Setting(
        "MOTCUA_MAIL_FROM",
        "motcua@localhost",
        "Địa chỉ người gửi thư.",
        "Sender's address of mail.",
    ),
    Setting(
        "MOTCUA_MAIL_BOUNCES",
        "",
        "Địa chỉ nhận thư bị trả lại, ví dụ tra-lai@tinh.vn; máy chủ thư phải nhận cả tra-lai+…",
        "Address for mail that comes back, such as back@example.vn; back+… has to reach it too.",
    ),
    Setting(
        "MOTCUA_BOUNCE_MAIL",
        "",
        "Hộp của thư bị trả lại: một thư mục Maildir; trống là không đọc.",
        "Mailbox of mail that comes back: a Maildir folder; empty means it is not read.",
    ),
    Setting(
        "MOTCUA_SMTP_CA",
        "",
        "Tệp chứng thư gốc để tin máy chủ thư riêng; trống là theo hệ điều hành.",
        "File of the root certificate of a mail server of one's own; empty trusts the system's.",
    ),
    Setting(
        "MOTCUA_SMS_URL",
        "",
        "Cổng tin nhắn HTTP; để trống thì không gửi tin nhắn.",
        "HTTP gateway for text messages; empty means none are sent.",
    ),
    Setting(
        "MOTCUA_SMS_TOKEN",
        "",
        "Mã truy cập cổng tin nhắn.",
        "Access token of the text-message gateway.",
        secret=True,
    ),
    Setting(
        "MOTCUA_SMS_SECRET",
        "",
        "Khóa mà cổng tin nhắn ký báo cáo gửi tin; để trống thì là mã truy cập.",
        "Secret by which the text-message gateway signs its reports; empty means the token.",
        secret=True,
    ),
    Setting(
        "MOTCUA_SMS_GATEWAY",
        "",
        "Tệp JSON mô tả cổng tin nhắn của nhà cung cấp; để trống thì theo MOTCUA_SMS_URL.",
        "JSON file that describes a provider's gateway; empty means the one at MOTCUA_SMS_URL.",
    ),
    Setting(
        "MOTCUA_BANK_URL",
        "",
        "Địa chỉ cổng thanh toán; để trống thì không thanh toán trực tuyến.",
        "Address of the payment gateway; empty means no online payment.",
    ),
    Setting(
        "MOTCUA_BANK_MERCHANT",
        "MOTCUA",
        "Mã đơn vị chấp nhận thanh toán.",
        "Merchant code at the payment gateway.",
    ),
    Setting(
        "MOTCUA_BANK_SECRET",
        "",
        "Khóa ký với cổng thanh toán; để trống thì đọc từ thư mục dữ liệu.",
        "Secret shared with the payment gateway; empty means the data folder's.",
        secret=True,
    ),
    Setting(
        "MOTCUA_BANK_ACCOUNT",
        "970436:0011009876543",
        "Tài khoản nhận chuyển khoản VietQR, dạng BIN:số tài khoản.",
        "Account that receives VietQR transfers, as BIN:account.",
    ),
    Setting(
        "MOTCUA_CARRIER_URL",
        "",
        "Địa chỉ dịch vụ bưu chính; để trống thì không gửi, nhận qua bưu chính.",
        "Address of the carrier of parcels; empty means nothing goes by post.",
    ),
    Setting(
        "MOTCUA_CARRIER_SENDER",
        "MOTCUA",
        "Mã bên gửi ở dịch vụ bưu chính.",
        "Sender's code at the carrier of parcels.",
    ),
    Setting(
        "MOTCUA_CARRIER_SECRET",
        "",
        "Khóa ký với dịch vụ bưu chính; để trống thì đọc từ thư mục dữ liệu.",
        "Secret shared with the carrier; empty means the data folder's.",
        secret=True,
    ),
    Setting(
        "MOTCUA_S3_BUCKET",
        "",
        "Kho S3 cho tệp; để trống thì dùng thư mục dữ liệu.",
        "S3 bucket for files; empty means the data folder.",
    ),
    Setting(
        "MOTCUA_S3_ENDPOINT",
        "",
        "Địa chỉ dịch vụ S3.",
        "Address of the S3 service.",
    ),
    Setting(
        "MOTCUA_BACKUP_TO",
        "",
        "Nơi sao lưu: một thư mục (tốt nhất ở máy khác) hoặc s3://kho/tiền-tố; để trống thì không "
        "sao lưu.",
        "Place of backups: a folder (best on another machine) or s3://bucket/prefix; empty means "
        "none are made.",
    ),
    Setting(
        "MOTCUA_BACKUP_ENDPOINT",
        "",
        "Địa chỉ dịch vụ S3 của nơi sao lưu; để trống là của Amazon.",
        "Address of the S3 service of the backups; Amazon's unless set.",
    ),
    Setting(
        "MOTCUA_BACKUP_DAYS",
        "35",
        "Khôi phục được tới mọi thời điểm trong chừng ấy ngày gần nhất.",
        "Any moment within so many days can be restored.",
    ),
    Setting(
        "MOTCUA_BACKUP_HOUR",
        "2",
        "Giờ mỗi ngày tạo một bản gốc mới.",
        "Hour of the day at which a new base is made.",
    ),
    Setting(
        "MOTCUA_BACKUP_SECONDS",
        "15",
        "Cứ chừng ấy giây gửi nhật ký và tệp mới tới nơi sao lưu.",
        "Log and new files are shipped every so many seconds.",
    ),
    Setting(
        "DATABASE_REPLICATION_URL",
        "",
        "Kết nối được phép sao chép máy chủ (REPLICATION); mặc định như DATABASE_OWNER_URL.",
        "The connection that may copy the server (REPLICATION); DATABASE_OWNER_URL unless set.",
        secret=True,
    ),
    Setting(
        "MOTCUA_METRICS_TOKEN",
        "",
        "Mã mà chương trình đọc /metrics phải gửi (Authorization: Bearer); trống là không cần.",
        "What programs that read /metrics must send (Authorization: Bearer); empty asks for none.",
        secret=True,
    ),
    Setting(
        "MOTCUA_DISK_RESERVE",
        "512",
        "Số MB để trống trên ổ đĩa; còn ít hơn thì không nhận thêm tệp, việc đang làm vẫn xong.",
        "MB kept free on the disk: with less no more files are taken in; work in hand can end.",
    ),
    Setting(
        "MOTCUA_SCANS",
        "",
        "Thư mục máy quét ghi tệp vào, chia theo mã cơ quan rồi mã đơn vị; trống là không dùng.",
        "Folder scanners write into, by code of agency and then of unit; empty means none.",
    ),
    Setting(
        "MOTCUA_SCAN_MAIL",
        "",
        "Hộp thư nhận bản quét: Maildir, tệp mbox, hoặc imaps://người:mật-khẩu@máy/INBOX.",
        "Mailbox for scans: Maildir, mbox file, or imaps://user:password@host/INBOX; empty: none.",
        secret=True,
    ),
    Setting(
        "MOTCUA_SCAN_MAIL_CA",
        "",
        "Tệp chứng thư gốc để tin máy chủ IMAP riêng; trống là theo hệ điều hành.",
        "File of the root certificate of an IMAP server of one's own; empty trusts the system's.",
    ),
    Setting(
        "MOTCUA_ANTIVIRUS",
        "none",
        "Quét vi-rút: none, hoặc clamd://máy:cổng.",
        "Antivirus: none, or clamd://host:port.",
    ),
    Setting(
        "MOTCUA_HELPLINE",
        "1900 0000",
        "Số điện thoại hỗ trợ in ở chân trang.",
        "Help telephone printed in the footer.",
    ),
    Setting(
        "MOTCUA_SANDBOX_BANK_PORT",
        "0",
        "Cổng của ngân hàng thử nghiệm trong bản minh họa (0: tự chọn).",
        "Port of the sandbox bank in the demo (0: chosen).",
    ),
    Setting(
        "MOTCUA_SANDBOX_PHONE_PORT",
        "0",
        "Cổng của điện thoại thử nghiệm trong bản minh họa (0: tự chọn).",
        "Port of the sandbox phone in the demo (0: chosen).",
    ),
    Setting(
        "MOTCUA_SANDBOX_MAIL_PORT",
        "0",
        "Cổng trang của hộp thư thử nghiệm trong bản minh họa (0: tự chọn).",
        "Port of the sandbox mailbox's pages in the demo (0: chosen).",
    ),
    Setting(
        "MOTCUA_SANDBOX_CARRIER_PORT",
        "0",
        "Cổng của bưu chính thử nghiệm trong bản minh họa (0: tự chọn).",
        "Port of the sandbox carrier in the demo (0: chosen).",
    ),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def text(name: str) -> str:
    """Give a setting's value, or its default; the name must be in the table."""
    return os.environ.get(name) or _BY_NAME[name].default


def number(name: str) -> int:
    """Give a setting as a whole number."""
    return int(text(name))


def is_on(name: str) -> bool:
    """Say whether a yes/no setting is on."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def names(name: str) -> list[str]:
    """Give a comma-separated setting as a list."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def data_folder() -> Path:
    """Give the data folder, absolute."""
    return Path(text("MOTCUA_DATA")).expanduser().resolve()


def package_folder() -> Path:
    """Give the folder of the installed package."""
    return Path(__file__).resolve().parents[1]
