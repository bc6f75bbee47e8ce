"""Words written twice by mistake, told from those that Vietnamese doubles on purpose."""

import itertools
import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+")
# Words that never stand twice: nothing that they join or mark can come between.
_FUNCTION = frozenset(
    """
    và|của|các|là|được|cho|trong|với|theo|về|đã|sẽ|tại|trên|có|những|này|đó|đến|ra|để|thì|mà|bị
    do|khi|nếu|như|cũng|không|một|hoặc|bằng|dưới|giữa|sau|trước|bởi|nên|việc|nhưng|vì
    """.replace("\n", "|")
    .replace(" ", "")
    .split("|")
)
# Vietnamese doubles these words for emphasis, number or time.
_GENUINE = frozenset(
    """
    ngày|người|nhà|luôn|từ|dần|xanh|song|đời|nơi|chốn|đâu|ai|gì|mãi|hay|đều|vừa|thường|khăng|năm
    tháng|lần|hàng|lớp|tầng|đêm|sớm|chiều|đỏ|vàng|trắng|đen|hồng|tím|nâu|nhè|khe|rất|nhanh|chậm
    nhẹ|xa|gần|cao|thấp|lâu|đông|đầy|kề|thật|hằng|ào|rào|rì|ba|đùng|ầm|tới|đi|thôi|chung|riêng|khác
    nao|xinh|hiền|ngoan|đôi|càng|cứ|ngành|cấp|làng|xóm|bản|xã|vào|mau|rưng|tương|đau|chăm|đăm|hoài
    """.replace("\n", "|")
    .replace(" ", "")
    .split("|")
)
# Compounds that may follow each other so that one ends in what the next begins with:
# "ủy ban ban hành", "tổ chức chức năng".
_COMPOUNDS = frozenset(
    """
    ủy ban|uỷ ban|ban hành|ban đầu|ban chỉ|ban quản|cơ quan|quan tâm|quan trọng|quan hệ|tổ chức
    chức năng|chức danh|chức vụ|công chức|viên chức|nhà nước|nước ngoài|nước sạch|đơn vị|vị trí
    nhân dân|người dân|dân chủ|dân tộc|dân cư|dân vận|dân số|công tác|tác động|tác phong|hợp tác
    thông tin|tin học|tin bài|tin cậy|tin nhắn|địa bàn|bàn giao|chính sách|sách báo|cán bộ|bộ máy
    bộ phận|toàn bộ|nội bộ|phụ trách|trách nhiệm|hướng dẫn|dẫn đầu|giáo viên|thành viên|đảng viên
    đoàn viên|công đoàn|đoàn thể|đoàn thanh|chi đoàn|chủ tịch|tự chủ|chủ trì|chủ động|chủ trương
    hành chính|chính quyền|chính trị|chính thức|tài chính|quản lý|lý do|xử lý|pháp lý|hội đồng
    đồng bộ|đồng chí|đồng loạt|đồng thời|cộng đồng|hợp đồng|xã hội|hội nghị|hội viên|đại hội
    phát động|động viên|hoạt động|tự động|lao động|kết quả|quả thật|doanh nghiệp|nghiệp vụ
    dịch vụ|nhiệm vụ|vụ việc|phục vụ|thủ tục|tục lệ|công nghệ|nghệ thuật|kỹ thuật|thuật ngữ
    kế hoạch|hoạch định|đề nghị|nghị quyết|nghị định|kiến nghị|giải quyết|quyết định|quyết tâm
    quy định|định kỳ|định hướng|xác định|ổn định|kinh tế|tế bào|thực hiện|hiện nay|hiện đại
    phương hướng|hướng tới|số liệu|tài liệu|liệu có|học sinh|sinh viên|sinh hoạt|vệ sinh|phát sinh
    văn bản|bản sao|bản đồ|cơ bản|thôn bản|bản thân|gia đình|đình chỉ|yêu cầu|cầu đường|nhu cầu
    mục tiêu|tiêu chí|tiêu chuẩn|tiêu dùng|chỉ tiêu|khẩu hiệu|hiệu quả|hiệu lực|năng lực|lực lượng
    chất lượng|số lượng|lượng lớn|phong trào|trào lưu|giao thông|thông qua|thông báo|truyền thông
    báo cáo|cáo trạng|quảng cáo|xây dựng|dựng nước|sử dụng|dụng cụ|áp dụng|công cụ|cụ thể|cụ già
    chức sắc|chức trách|chức việc|chức năng|chức nghiệp|giao diện|giao dịch|giao lưu|giao tiếp
    giao ban|giao nhận|giao việc|bàn giao|hội họp|hội thảo|hội thi|hội trường|hội chợ|hội diễn
    hội nhập|hội đàm|hội phụ|hội nông|hội cựu|hội chữ|hội khuyến|hội người|hội đồng|hội liên
    hiệp hội|lễ hội|cơ hội|tổ hội|chi hội|quốc hội|quan điểm|quan sát|liên quan|tham quan|hải quan
    chuyển giao|bộ đội|bộ luật|cán sự|thành phần|thành phố|thành lập|thành tích|hình thành
    hoàn cảnh|tình hình|hình thức|hình ảnh|mô hình|truyền hình|loại hình|địa hình|tình trạng
    lãnh đạo|đạo đức|chỉ đạo|chủ đạo|tạo điều|đào tạo|tạo lập|sáng tạo|cải tạo
    điều hành|hành động|hành vi|thi hành|ban hành|vận hành|tiến hành|đồng hành|thành công
    công an|công bố|công khai|công trình|công việc|công văn|công dân|công cộng|thủ công|phân công
    thi công|gia công|dân quân|dân sinh|dân vận|người dân|cư dân|nông dân|nhân viên|cá nhân
    công nhân|nhân lực|nhân sự|nhân rộng|hộ gia|gia cầm|gia súc|gia tăng|tham gia|quốc gia
    chuyên gia|tăng cường|tăng trưởng|vật tư|tư vấn|tư pháp|tư tưởng|đầu tư|pháp luật|pháp nhân
    biện pháp|giải pháp|phương pháp|hợp pháp|môi trường|trường học|thị trường|trường hợp
    hợp lý|hợp lệ|phù hợp|tổng hợp|phối hợp|kết hợp|tích hợp|hợp tác xã|tiếp nhận|nhận thức
    tiếp cận|trực tiếp|gián tiếp|tiếp dân|tiếp tục|nhận diện|xác nhận|ghi nhận|công nhận
    diện tích|đại diện|toàn diện|diện mạo|số hóa|chữ số|hệ số|số hiệu|chỉ số|thiểu số|đa số
    thông số|bảo đảm|bảo vệ|bảo hiểm|bảo mật|đảm bảo|vệ tinh|dịch bệnh|bệnh viện
    tài khoản|tài nguyên|tài sản|đề tài|tài trợ|sản xuất|sản phẩm|tài sản|xuất khẩu|đề xuất
    đề án|dự án|án phí|phương án|kinh phí|lệ phí|kinh doanh|doanh thu|thu nhập|thu hút
    tập thể|thể thao|thể hiện|thể chế|có thể|thành thể|điện tử|tử tế|phần tử|thương mại|mại dâm
    """.replace("\n", "|")
    .replace("  ", "")
    .split("|")
)
_KNOWN = frozenset(each.strip() for each in _COMPOUNDS)


def doubled(line: str) -> Iterator[tuple[str, bool]]:
    """What stands twice in a row, with whether that is surely a mistake."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(line)]
    at = 0
    while at < len(words) - 1:
        if at + 3 < len(words) and _same(words, at, 2, line):
            first, second = words[at][0], words[at + 1][0]
            if first.lower() != second.lower():
                yield line[words[at][1] : words[at + 3][2]], True
                at += 4
                continue
        if _same(words, at, 1, line):
            word = words[at][0].lower()
            run = at
            while run + 1 < len(words) and words[run + 1][0].lower() == word:
                run += 1
            sure = word in _FUNCTION and words[at][0][0].islower()
            if sure or not (_is_meant(words, at) or run - at > 1):
                yield line[words[at][1] : words[at + 1][2]], sure
            at = run
        at += 1


def _same(words: list[tuple[str, int, int]], at: int, count: int, line: str) -> bool:
    """Whether `count` words come twice, with nothing but blanks between any of them."""
    first, second = words[at : at + count], words[at + count : at + 2 * count]
    if len(second) < count:
        return False
    if any(a[0].lower() != b[0].lower() for a, b in zip(first, second, strict=True)):
        return False
    if any(len(a[0]) == 1 for a in first):
        return False
    chain = [*first, *second]
    return all(
        line[a[2] : b[1]].strip(" \t\n\u00a0") == "" and a[2] < b[1]
        for a, b in itertools.pairwise(chain)
    )


def _is_meant(words: list[tuple[str, int, int]], at: int) -> bool:
    """Doubled on purpose, part of a name, or the seam of two compounds."""
    first, second = words[at][0], words[at + 1][0]
    lowered = first.lower()
    if lowered in _GENUINE or second[0].isupper() or first.isupper():
        return True
    before = words[at - 1][0].lower() if at else ""
    after = words[at + 2][0].lower() if at + 2 < len(words) else ""
    return f"{before} {lowered}" in _KNOWN and f"{lowered} {after}" in _KNOWN
